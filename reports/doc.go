// Package reports writes what a run leaves in its folder: it calls the rooms below it, one for each form, owns the
// folder while the run lasts, and says "unfinished" there until the run has ended.
//
// It judges nothing: verdicts are those of package verdict.
package reports
