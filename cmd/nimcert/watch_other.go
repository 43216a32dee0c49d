//go:build !unix

package main

import "os"

// watch does nothing here: a process cannot be handed the files that it needs to be watched.
func watch([]string) (code int, done bool) { return 0, false }

// interrupt ends a process of our own: outside of Unix no process can send another a Ctrl-C.
func interrupt(p *os.Process) error { return p.Kill() }
