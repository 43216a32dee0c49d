package selftest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"nimcert/runner"
)

// The files of a self-test's report.
const (
	SelfTestPage = "selftest.html"
	SelfTestJSON = "selftest.json"
)

//go:embed selftest.gohtml
var selfTestPage string

// WriteText writes a line for each requirement that has mutants (how many, how many were killed, and what else killed
// them), and then what is wrong.
func (r SelfTestResult) WriteText(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "REQUIREMENT\tMUTANTS\tKILLED\tKILLED BY OTHERS TOO")
	for _, id := range runner.Executable() {
		n, killed := 0, 0
		others := map[string]int{}
		for _, m := range r.Mutants {
			if m.Breaks != id {
				continue
			}
			n++
			if m.Problem == "" {
				killed++
			}
			for _, other := range m.KilledBy() {
				if other != id {
					others[other]++
				}
			}
		}
		if n == 0 {
			continue
		}
		var also []string
		for _, other := range runner.Executable() {
			if c := others[other]; c > 0 {
				also = append(also, fmt.Sprintf("%s %d", other, c))
			}
		}
		fmt.Fprintf(tw, "%s\t%d\t%d\t%s\n", id, n, killed, strings.Join(also, ", "))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	for _, c := range r.Conforming {
		if len(c.Problems) == 0 {
			fmt.Fprintf(w, "\nThe conforming client %q passes all %d cases.", c.Client, c.Cases)
		}
	}
	killed := 0
	for _, m := range r.Mutants {
		if m.Problem == "" {
			killed++
		}
	}
	fmt.Fprintf(w, "\n%d of %d mutants are killed by the requirement that they break.\n", killed, len(r.Mutants))
	for _, p := range r.Problems() {
		fmt.Fprintf(w, "  ✗ %s\n", p)
	}
	return nil
}

// Write writes the matrix as a page and as JSON into a folder, which it makes.
func (r SelfTestResult) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("--out %s cannot be made: %w", dir, err)
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the self-test: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, SelfTestJSON), append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the self-test: %w", err)
	}
	page, err := template.New(SelfTestPage).Parse(selfTestPage)
	if err != nil {
		return fmt.Errorf("parse the self-test's page: %w", err)
	}
	f, err := os.Create(filepath.Join(dir, SelfTestPage))
	if err != nil {
		return fmt.Errorf("write the self-test's page: %w", err)
	}
	return closing(f, page.Execute(f, r.table()))
}

// closing closes a file that was written, and returns the first of the two errors.
func closing(f *os.File, err error) error {
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", f.Name(), err)
	}
	return nil
}

// table is what the page shows: a row for each mutant, a column for each requirement.
type table struct {
	Problems []string
	IDs      []string
	Rows     []row
}

type row struct {
	MutantResult
	Cells []cell
}

// cell is one requirement's verdict on one mutant.
type cell struct {
	ID     string
	Killed bool
	Own    bool
	Why    string
}

func (r SelfTestResult) table() table {
	t := table{Problems: r.Problems()}
	seen := map[string]bool{}
	for _, m := range r.Mutants {
		seen[m.Breaks] = true
		for _, k := range m.Kills {
			seen[k.Requirement] = true
		}
	}
	for _, id := range runner.Executable() {
		if seen[id] {
			t.IDs = append(t.IDs, id)
		}
	}
	for _, m := range r.Mutants {
		line := row{MutantResult: m}
		for _, id := range t.IDs {
			c := cell{ID: id, Own: id == m.Breaks}
			if i := slices.IndexFunc(m.Kills, func(k Kill) bool { return k.Requirement == id }); i >= 0 {
				c.Killed, c.Why = true, m.Kills[i].Reason
			}
			line.Cells = append(line.Cells, c)
		}
		t.Rows = append(t.Rows, line)
	}
	return t
}
