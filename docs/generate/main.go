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
	"nimcert/runner"
	"nimcert/selftest"
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
	Broken     []broken // clients that break it, and must be found
}

// broken are the clients that break a requirement, each a change of one client.
type broken struct {
	Of      string
	Clients []selftest.Mutant
}

// Mutants counts the clients that break the requirement.
func (p page) Mutants() int {
	n := 0
	for _, b := range p.Broken {
		n += len(b.Clients)
	}
	return n
}

// breaking lists the clients that break a requirement, by what they are changes of.
func breaking(id string) []broken {
	var list []broken
	for _, m := range selftest.Mutants() {
		if m.Breaks != id {
			continue
		}
		at := slices.IndexFunc(list, func(b broken) bool { return b.Of == m.Of })
		if at < 0 {
			at = len(list)
			list = append(list, broken{Of: m.Of})
		}
		list[at].Clients = append(list[at].Clients, m)
	}
	for _, b := range list {
		slices.SortFunc(b.Clients, func(a, b selftest.Mutant) int { return cmp.Compare(a.Name, b.Name) })
	}
	return list
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
			p.Broken = breaking(r.ID)
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
