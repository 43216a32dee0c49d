//go:build !unix

package main

import "os"

// withoutUnix goes on with what a run lacks here.
const withoutUnix = "; no second process watches this one, so that a build that hangs in native code ends with a " +
	"second Ctrl-C alone"

// watch does nothing here: a process cannot be handed the files that it needs to be watched.
func watch([]string) (code int, done bool) { return 0, false }

// interrupt ends a process of our own: outside of Unix no process can send another a Ctrl-C.
func interrupt(p *os.Process) error { return p.Kill() }
