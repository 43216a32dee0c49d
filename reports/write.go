package reports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"nimcert/internal/words"
	"nimcert/reports/certificate"
	"nimcert/reports/junit"
	"nimcert/reports/page"
	"nimcert/reports/terminal"
	"nimcert/verdict"
)

// Write puts certificate, attestation, badge, junit.xml, report.html, summary.md and outcome.env into a directory,
// which it creates. Several subjects get a folder each for all but the last four.
//
// The files of an earlier run are removed first: they would be taken for this run's. Files that no run wrote stay. When
// it fails, no file says anything of the runs: the folder says that there is no verdict, and why.
func Write(dir string, runs []verdict.Run) error {
	err := write(dir, runs, verdict.Folders(runs))
	if err != nil {
		_ = Own(dir, "the reports could not be written: "+err.Error(), verdict.ExitError, true)
	}
	return err
}

func write(dir string, runs []verdict.Run, folders []string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the report's folder: %w", err)
	}
	judged := make([]verdict.Run, len(runs))
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, r := range runs {
		work.Go(func() error {
			judged[i] = r.Judged()
			return nil
		})
	}
	_ = work.Wait()
	// What takes memory and time comes first, and nothing is in the folder then. The list of what is to come is there
	// before the first file: should this process be ended, whoever clears the folder finds them all.
	whole, err := renderWhole(dir, judged)
	if err != nil {
		return err
	}
	if err := forget(dir, true); err != nil {
		return err
	}
	if err := list(dir, planned(folders)); err != nil {
		return err
	}
	for i, r := range judged {
		work.Go(func() error { return writeCertificate(filepath.Join(dir, folders[i]), certificate.Of(r)) })
	}
	if err := work.Wait(); err != nil {
		return err
	}
	for _, f := range whole {
		if err := words.Replace(filepath.Join(dir, f.name), f.text.Bytes()); err != nil {
			return err
		}
	}
	if err := page.WriteMatrices(dir, judged); err != nil {
		return err
	}
	return list(dir, listed(dir, folders))
}

// file is a report of all runs.
type file struct {
	name string
	text *bytes.Buffer
}

// renderWhole makes the reports of all runs, each from its beginning to its end.
func renderWhole(dir string, runs []verdict.Run) ([]file, error) {
	writers := []struct {
		name  string
		write func(io.Writer) error
	}{
		{verdict.JUnitFile,
			func(w io.Writer) error { return junit.Write(w, runs, filepath.Join(dir, verdict.PageFile)) }},
		{verdict.PageFile, func(w io.Writer) error { return page.Write(w, runs) }},
		{verdict.SummaryFile, func(w io.Writer) error { return terminal.WriteMarkdown(w, runs) }},
		{OutcomeFile, NewOutcome(dir, runs).WriteEnv},
	}
	out := make([]file, len(writers))
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range writers {
		out[i] = file{f.name, &bytes.Buffer{}}
		work.Go(func() error {
			if err := f.write(out[i].text); err != nil {
				return fmt.Errorf("write %s: %w", f.name, err)
			}
			return nil
		})
	}
	return out, work.Wait()
}

// writeCertificate writes the files of one subject: certificate, attestation and badge.
func writeCertificate(dir string, c certificate.Certificate) error {
	badge := c.Badge()
	files := map[string]any{verdict.CertificateFile: c, verdict.BadgeDataFile: badge}
	if statement, ok := c.Statement(); ok {
		files[verdict.AttestationFile], files[verdict.PredicateFile] = statement, statement.Predicate
	} else if err := remove(dir, verdict.AttestationFile, verdict.PredicateFile); err != nil {
		return err
	}
	for name, v := range files {
		b, err := words.Indented(v)
		if err != nil {
			return fmt.Errorf("write %s of %s: %w", name, c.Subject.Label(), err)
		}
		if err := words.Replace(filepath.Join(dir, name), b); err != nil {
			return err
		}
	}
	return words.Replace(filepath.Join(dir, verdict.BadgeFile), badge.SVG())
}

// remove deletes files that an earlier run may have left.
func remove(dir string, names ...string) error {
	for _, name := range names {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the %s of an earlier run: %w", name, err)
		}
	}
	return nil
}
