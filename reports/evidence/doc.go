// Package evidence chooses the events of a time line that show why a case got its verdict, and words them.
//
// It knows no report format.
package evidence
