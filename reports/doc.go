// Package reports writes a run's folder: it calls the packages below it, one for each format, owns the folder while the
// run lasts, and says "unfinished" there until the run has ended.
//
// It judges nothing: verdicts come from package verdict.
package reports
