// Package words has the small tools of text that verdicts and reports share: plurals, lists, cutting, and what keeps
// text harmless in Markdown and XML.
//
// It knows nothing of what the text is about.
package words
