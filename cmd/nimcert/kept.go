package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"nimcert/explore"
)

// interruptedExploring is the last line of an exploration that had no time to end by itself.
const interruptedExploring = "interrupted: what was found until then is written"

// kept writes what an exploration has found so far whenever there is more, so that nothing is lost when its process is
// ended.
type kept struct {
	x      explore.Explorer
	dir    string
	result explore.Result
	small  []explore.Minimal
	files  map[string]bool // that were written
}

// found keeps a failure as it was drawn.
func (k *kept) found(played int, f explore.Failure) {
	k.result.Played = played
	k.small = append(k.small, explore.Minimal{Failure: f, Small: f.Schedule})
	k.write()
}

// write does not fail an exploration: its end writes the same files and says why that is impossible.
func (k *kept) write() {
	report := explore.NewReport(k.x, version(), k.result, k.small)
	report.Interrupted = true
	_ = report.Write(k.dir)
	for _, f := range report.Failures {
		k.files[f.File] = true
	}
}

// removeOthers removes the files of faults that turned out to be another one's.
func (k *kept) removeOthers(small []explore.Minimal) {
	for _, f := range explore.NewReport(k.x, version(), k.result, small).Failures {
		delete(k.files, f.File)
	}
	for file := range k.files {
		_ = os.Remove(filepath.Join(k.dir, file))
	}
}

// explores reports whether a command line explores.
func explores(root *cobra.Command, args []string) bool {
	cmd, _, err := root.Find(args)
	return err == nil && cmd.Name() == "explore"
}
