// Package schedules holds schedules that the explorer found: each file is a schedule (see scenario/doc.go for its
// grammar), and a condition of the requirement that its header names.
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
	Name string // of the file
	Text string
}

// All lists the schedules, by the names of their files.
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
	return out
}
