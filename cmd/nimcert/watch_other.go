//go:build !unix

package main

// watch does nothing here: a process cannot be handed the files that it needs to be watched.
func watch([]string) (code int, done bool) { return 0, false }
