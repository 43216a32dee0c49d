package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nimcert/selftest"
)

// TestTheAssumptionsAreUpToDate compares the page in the tree with the register.
func TestTheAssumptionsAreUpToDate(t *testing.T) {
	want, err := assumed()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join("..", assumptionsFile)); err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/%s is not what the register says: run `make docs`", assumptionsFile)
	}
}

// TestPagesAreUpToDate compares the pages in the tree with those that the catalogue makes.
func TestPagesAreUpToDate(t *testing.T) {
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", "requirements", name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("docs/requirements/%s is not what the catalogue says: run `make docs`", name)
		}
	}
	there, err := filepath.Glob("../requirements/*")
	if err != nil {
		t.Fatal(err)
	}
	if len(there) != len(files) {
		t.Errorf("docs/requirements has %d files, the catalogue makes %d: run `make docs`", len(there), len(files))
	}
}

// TestEachBrokenClientStandsOnThePageOfWhatItBreaks looks for all of them, whatever they are made of.
func TestEachBrokenClientStandsOnThePageOfWhatItBreaks(t *testing.T) {
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range selftest.Mutants() {
		page := string(files[m.Breaks+".md"])
		if row := "| " + cell(m.Name) + " | " + cell(m.What) + " |"; !strings.Contains(page, row) {
			t.Errorf("the page of %s lacks the client %q", m.Breaks, m.Name)
		}
		if !strings.Contains(page, m.Of) {
			t.Errorf("the page of %s does not say that %q is made of %s", m.Breaks, m.Name, m.Of)
		}
	}
}
