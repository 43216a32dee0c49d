// Package evidence chooses the events of a time line that show why a case was judged as it was, and words them.
//
// It knows no form of a report.
package evidence
