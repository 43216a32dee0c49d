package main

import (
	"fmt"
	"os"

	"nimcert/clients/weapp"
)

// A client whose native code allocates without end takes down all others. The process ends with one line and its exit
// code before the operating system kills it.
func init() {
	weapp.OutOfMemory = func(err error) {
		if watched.here { // the watching process says so, and has the reports written
			fmt.Fprintf(os.NewFile(2, "fault"), "fatal error: %s\n", err)
			os.Exit(exitBroke)
		}
		fmt.Fprintf(os.Stderr, "nimcert: %s: nothing was certified\n", err)
		os.Exit(exitBroke)
	}
}
