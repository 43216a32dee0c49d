// Package words has the text functions that verdicts and reports share: plurals, lists, cutting, and escaping for
// Markdown and XML.
//
// It knows nothing of what the text is about.
package words
