package reports

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"nimcert/internal/files"
	"nimcert/internal/words"
	"nimcert/reports/certificate"
	"nimcert/reports/junit"
	"nimcert/reports/page"
	"nimcert/reports/terminal"
	"nimcert/verdict"
)

// ManifestFile lists the files that the last run wrote, one a line, relative to the folder. Only these may a later run
// remove; all other files belong to somebody else.
const ManifestFile = ".nimcert-files"

// written are the names that a run writes. A manifest that names something else was not written by nimcert.
var written = []string{
	verdict.CertificateFile, verdict.AttestationFile, verdict.PredicateFile, verdict.BadgeFile, verdict.BadgeDataFile,
	verdict.JUnitFile, verdict.PageFile, verdict.SummaryFile, OutcomeFile, page.MatrixFile, page.MatrixMarkdownFile,
	verdict.RunsFile,
}

// Unfinished is the word for a run that has no verdict because it did not end: in outcome.env it replaces the verdict.
const Unfinished verdict.Certification = "unfinished"

// Holds reports whether a run left its files in a folder. A reader could take them for the verdict of the next run.
func Holds(dir string) bool {
	if verdict.Exists(filepath.Join(dir, ManifestFile)) {
		return true
	}
	b, err := files.Read(filepath.Join(dir, OutcomeFile), files.Settings)
	return err == nil && bytes.HasPrefix(b, []byte("NIMCERT_"))
}

// Own takes a folder for a run that begins. The files of the run before are removed, and until Write replaces them,
// each file that people and machines read says that there is no verdict, and why. code is the exit code to report. runs
// keeps the runs of a shard, which merge may be about to read. It goes on where a file cannot be removed or written,
// and returns the first such fault.
func Own(dir, why string, code int, runs bool) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the report's folder: %w", err)
	}
	fault := cmp.Or(forget(dir, runs), forgetUnkept(dir))
	why = words.Flat(why)
	badge := certificate.Badge{SchemaVersion: 1, Label: "nimcert", Message: "unfinished", Color: "lightgrey",
		IsError: true}
	data, err := words.Indented(badge)
	if err != nil {
		return err
	}
	texts := map[string]func(io.Writer) error{
		OutcomeFile:           unfinished(dir, code).WriteEnv,
		verdict.JUnitFile:     func(w io.Writer) error { return unfinishedJUnit(w, why) },
		verdict.SummaryFile:   printing("## nimcert: unfinished\n\nThere is no verdict: %s.\n", words.Md(why)),
		verdict.BadgeDataFile: printing("%s", data),
		verdict.BadgeFile:     printing("%s", badge.SVG()),
		verdict.PageFile: printing("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>nimcert: "+
			"unfinished</title><h1>There is no verdict</h1><p>%s.</p></html>\n",
			certificate.Escaped(why)),
	}
	names := slices.Sorted(maps.Keys(texts))
	for _, name := range names {
		fault = cmp.Or(fault, files.Replace(filepath.Join(dir, name), texts[name]))
	}
	return cmp.Or(fault, list(dir, names))
}

// Keep writes what an interrupted run showed of the builds that it tried to the end: their pages, cases and
// certificates, each in error, so that nothing takes them for a verdict. Of the other builds nothing is written. why is
// the sentence that says what became of the run.
func Keep(dir string, runs []verdict.Run, ended func(n int) bool, why string, code int) error {
	var kept []verdict.Run
	var folders []string
	for i, folder := range verdict.Folders(runs) {
		if ended(i) {
			r := runs[i]
			r.Broke = "the run was interrupted; this build was tried to the end"
			kept, folders = append(kept, r), append(folders, folder)
		}
	}
	if err := write(dir, kept, folders); err != nil {
		return err
	}
	if err := files.Replace(filepath.Join(dir, verdict.SummaryFile), func(w io.Writer) error {
		fmt.Fprintf(w, "## nimcert: unfinished\n\nThere is no verdict: %s.\n\n", words.Md(words.Flat(why)))
		return terminal.WriteMarkdown(w, kept)
	}); err != nil {
		return err
	}
	return files.Replace(filepath.Join(dir, OutcomeFile), unfinished(dir, code).WriteEnv)
}

// unfinished is the outcome of a run without a verdict.
func unfinished(dir string, code int) Outcome {
	return Outcome{Verdict: Unfinished, Gate: verdict.GateError, ExitCode: code,
		Page: filepath.Join(dir, verdict.PageFile)}
}

func printing(format string, args ...any) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := fmt.Fprintf(w, format, args...)
		return err
	}
}

// unfinishedJUnit is a file with one error: a file without a failed case reads as a success.
func unfinishedJUnit(w io.Writer, why string) error {
	c := junit.JunitCase{Name: "the run ends", Classname: "nimcert", Time: junit.Decimal(0),
		Error: &junit.JunitDetail{Message: words.Clean(why), Type: string(Unfinished), Text: words.Clean(why)}}
	suite := junit.JunitSuite{Name: "nimcert", Tests: 1, Errors: 1, Time: junit.Decimal(0),
		Properties: []junit.JunitProperty{{Name: "verdict", Value: string(Unfinished)},
			{Name: "gate", Value: string(verdict.GateError)}}, Cases: []junit.JunitCase{c}}
	all := junit.JunitSuites{Name: "nimcert", Time: junit.Decimal(0), Tests: 1, Errors: 1,
		Suites: []junit.JunitSuite{suite}}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	return e.Encode(all)
}

// forget removes the files in the manifest of the run before, and certificate folders that are empty then.
func forget(dir string, runs bool) error {
	root, err := os.OpenRoot(dir) // nothing outside of the folder is touched, whatever the manifest says
	if err != nil {
		return fmt.Errorf("open the report's folder: %w", err)
	}
	defer root.Close()
	b, err := files.ReadIn(root.FS(), ManifestFile, files.Settings) // a pipe would never begin
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if !Holds(dir) {
			return nil
		}
		b = []byte(strings.Join(written, "\n")) // an earlier nimcert wrote no list
	case err != nil:
		return fmt.Errorf("read what the run before wrote: %w", err)
	}
	var fault error
	for _, name := range strings.Split(string(b), "\n") {
		if !slices.Contains(written, path.Base(name)) || strings.Count(name, "/") > 1 ||
			runs && path.Base(name) == verdict.RunsFile {
			continue
		}
		if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) && fault == nil {
			// the others are removed all the same
			fault = fmt.Errorf("remove %s of the run before: %w", filepath.Join(dir, name), errors.Unwrap(err))
		}
		if folder := path.Dir(name); folder != "." {
			_ = root.Remove(folder) // it stays if somebody else's file is in it
		}
	}
	return fault
}

// forgetUnkept removes what a process that was ended in the middle of its reports left of them.
func forgetUnkept(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the report's folder: %w", err)
	}
	defer root.Close()
	for _, name := range written {
		left, err := fs.Glob(root.FS(), files.Unkept(name))
		if err != nil {
			return fmt.Errorf("look for what a run left: %w", err)
		}
		for _, l := range left {
			if err := root.Remove(l); err != nil {
				return fmt.Errorf("remove %s, which a run left: %w", filepath.Join(dir, l), errors.Unwrap(err))
			}
		}
	}
	return nil
}

// list writes the manifest.
func list(dir string, names []string) error {
	slices.Sort(names)
	return files.ReplaceText(filepath.Join(dir, ManifestFile), []byte(strings.Join(names, "\n")+"\n"))
}

// planned are the files that a run with these folders of certificates may write.
func planned(folders []string) []string {
	var names []string
	for _, folder := range append([]string{""}, folders...) {
		for _, name := range written {
			if name = path.Join(folder, name); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// listed are those that it has written.
func listed(dir string, folders []string) []string {
	return slices.DeleteFunc(planned(folders), func(name string) bool {
		return !verdict.Exists(filepath.Join(dir, name))
	})
}
