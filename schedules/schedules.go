// Package schedules holds what the explorer found and what is tried ever since: each file is a schedule (see
// scenario/doc.go for its grammar), and a condition of the requirement that its header names. It reads the headers alone,
// so that the reports can say the conditions' names in both languages.
package schedules

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
)

//go:embed *.txt
var files embed.FS

// File is one schedule.
type File struct {
	Name  string // of the file
	Text  string
	Title string // the condition's name, in English
	// Chinese is the condition's name in Chinese.
	Chinese string
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
		f := File{Name: name, Text: string(data)}
		f.Title, f.Chinese = header(f.Text, "title"), header(f.Text, "title-zh")
		out = append(out, f)
	}
	return out
}

// header is what a line of a schedule's header says.
func header(text, key string) string {
	for _, line := range strings.Split(text, "\n") {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), key+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
