//go:build !linux

package main

// withoutLinux says in a sentence what a run lacks on this system. Verdicts and time lines are the same; protection
// against hostile builds and busy machines is missing.
const withoutLinux = "this is not Linux: a build that takes all memory in native code is not ended before the " +
	"system is short of it, " +
	"time in which the machine is busy with other work counts against a session's limit, and the port of a stopped " +
	"service may be taken" + withoutUnix
