// Package schedules holds schedules, each a condition of the requirement that its header names (see scenario/doc.go for
// their grammar): files, most of which the explorer found, and those of each state and each accident.
package schedules

import (
	"embed"
	"io/fs"
	"slices"
)

//go:embed *.txt
var files embed.FS

// File is one schedule.
type File struct {
	Name string // of the file; without .txt, of one that is made here
	Text string
}

// All lists the files by their names, and then the others.
func All() []File {
	names, err := fs.Glob(files, "*.txt")
	if err != nil {
		panic(err) // the pattern is ours
	}
	slices.Sort(names)
	var out []File
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			panic(err) // it was just listed
		}
		out = append(out, File{Name: name, Text: string(data)})
	}
	return append(out, matrix()...)
}
