//go:build unix && !linux

package main

// withoutUnix goes on with what a run lacks on a system that is not Linux: nothing more.
const withoutUnix = ""
