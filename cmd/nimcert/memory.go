package main

import (
	"fmt"
	"os"

	"nimcert/clients/weapp"
)

// A client whose native code allocates without end takes every other down with it. One line and the exit code come
// before the operating system ends the process.
func init() {
	weapp.OutOfMemory = func(err error) {
		if watched.here { // who watches says it, and has the reports written
			fmt.Fprintf(os.NewFile(2, "fault"), "fatal error: %s\n", err)
			os.Exit(exitBroke)
		}
		fmt.Fprintf(os.Stderr, "nimcert: %s: nothing was certified\n", err)
		os.Exit(exitBroke)
	}
}
