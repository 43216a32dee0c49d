// Package terminal writes the verdicts of a run for a terminal, and as a job's summary in Markdown.
//
// It judges nothing.
package terminal
