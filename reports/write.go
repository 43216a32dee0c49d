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
// The files of an earlier run are removed first: they would be taken for this run's. Files that no run wrote stay.
func Write(dir string, runs []verdict.Run) error { return write(dir, runs, verdict.Folders(runs)) }

func write(dir string, runs []verdict.Run, folders []string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the report's folder: %w", err)
	}
	if err := forget(dir, true); err != nil {
		return err
	}
	judged := make([]verdict.Run, len(runs))
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, r := range runs {
		work.Go(func() error {
			judged[i] = r.Judged()
			return writeCertificate(filepath.Join(dir, folders[i]), certificate.Of(judged[i]))
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	runs = judged
	junit := func(w io.Writer, runs []verdict.Run) error {
		return junit.Write(w, runs, filepath.Join(dir, verdict.PageFile))
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer, []verdict.Run) error
	}{{verdict.JUnitFile, junit}, {verdict.PageFile, page.Write}, {verdict.SummaryFile, terminal.WriteMarkdown},
		{OutcomeFile, func(w io.Writer, runs []verdict.Run) error { return NewOutcome(dir, runs).WriteEnv(w) }}} {
		work.Go(func() error {
			var b bytes.Buffer
			if err := f.write(&b, runs); err != nil {
				return fmt.Errorf("write %s: %w", f.name, err)
			}
			return words.Replace(filepath.Join(dir, f.name), b.Bytes())
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	if err := page.WriteMatrices(dir, runs); err != nil {
		return err
	}
	return list(dir, listed(dir, folders))
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
