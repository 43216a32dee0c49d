//go:build !linux

package main

// withoutLinux is what a run lacks on this system, in a sentence for the one who starts it. Verdicts and time lines are
// the same; what is missing is what keeps a hostile build and a busy machine from spoiling a run.
const withoutLinux = "this is not Linux: a build that takes all memory in native code is not ended before the " +
	"system is short of it, " +
	"time in which the machine is busy with other work counts against a session's limit, and the port of a stopped " +
	"service may be taken"
