// Command generate writes docs/requirements/: one page for each requirement of the catalogue, and their index; and
// docs/assumptions.md beside it, from the register in assumptions/. `make docs` runs it; a test fails if the pages are
// out of date.
package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"nimcert/catalogue"
	"nimcert/clients/reference"
	"nimcert/runner"
)

//go:embed requirement.md.tmpl
var requirementPage string

//go:embed index.md.tmpl
var indexPage string

// page is what a requirement's page says.
type page struct {
	catalogue.Requirement
	GroupTitle string
	Conditions []catalogue.Condition
	Broken     []reference.Mutant // clients that break it, and must be found
}

type group struct {
	catalogue.Group
	Pages []page
}

// generate makes the files, by name.
func generate() (map[string][]byte, error) {
	pages := template.Must(
		template.New("requirement").Funcs(template.FuncMap{"join": strings.Join, "cell": cell}).Parse(requirementPage))
	index := template.Must(template.New("index").Parse(indexPage))
	files := map[string][]byte{}
	var groups []group
	for _, g := range catalogue.Groups() {
		list := group{Group: g}
		for _, r := range catalogue.All() {
			if r.Group != g.ID {
				continue
			}
			p := page{Requirement: r, GroupTitle: g.Title}
			if own := runner.Conditions(r.ID); len(own) > 1 && !runner.Everywhere(r.ID) {
				p.Conditions = own
			}
			for _, m := range reference.Mutants() {
				if m.Breaks == r.ID {
					p.Broken = append(p.Broken, m)
				}
			}
			slices.SortFunc(p.Broken, func(a, b reference.Mutant) int { return cmp.Compare(a.Name, b.Name) })
			var b bytes.Buffer
			if err := pages.Execute(&b, p); err != nil {
				return nil, fmt.Errorf("the page of %s: %w", r.ID, err)
			}
			files[r.ID+".md"] = b.Bytes()
			list.Pages = append(list.Pages, p)
		}
		if len(list.Pages) > 0 { // the rules of applications are not the catalogue's
			groups = append(groups, list)
		}
	}
	var b bytes.Buffer
	if err := index.Execute(&b, groups); err != nil {
		return nil, fmt.Errorf("the index: %w", err)
	}
	files["README.md"] = b.Bytes()
	return files, nil
}

// cell makes a text fit for a table's cell.
func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

// write makes a folder contain exactly the files.
func write(dir string, files map[string][]byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return err
	}
	for _, name := range old {
		if files[filepath.Base(name)] == nil {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	if len(os.Args) != 2 || strings.HasPrefix(os.Args[1], "-") {
		fmt.Fprintln(os.Stderr, "usage: go run ./docs/generate DIR")
		os.Exit(2)
	}
	files, err := generate()
	if err == nil {
		err = write(os.Args[1], files)
	}
	if err == nil {
		err = writeAssumptions(filepath.Dir(filepath.Clean(os.Args[1])))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}
