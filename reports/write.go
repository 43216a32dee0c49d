package reports

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"nimcert/internal/files"
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
	// What takes time comes first, and no file is in its place then. The list of what is to come is there
	// before the first file: should this process be ended, whoever clears the folder finds them all.
	whole, err := prepareWhole(dir, judged)
	if err != nil {
		return err
	}
	defer drop(whole) // those that are not kept
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
	for i, f := range whole {
		whole[i] = nil
		if err := f.Keep(); err != nil {
			return err
		}
	}
	if err := page.WriteMatrices(dir, judged); err != nil {
		return err
	}
	return list(dir, listed(dir, folders))
}

// prepareWhole makes the reports of all runs, each from its beginning to its end. They may be larger than what memory
// has room for, so each goes to the disk as it is made.
func prepareWhole(dir string, runs []verdict.Run) ([]*files.Pending, error) {
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
	out := make([]*files.Pending, len(writers))
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range writers {
		work.Go(func() (err error) {
			out[i], err = files.Prepare(filepath.Join(dir, f.name), f.write)
			return err
		})
	}
	if err := work.Wait(); err != nil {
		drop(out)
		return nil, err
	}
	return out, nil
}

// drop removes those that are there. What cannot be removed, the next run in this folder removes.
func drop(pending []*files.Pending) {
	for _, p := range pending {
		if p != nil {
			_ = p.Drop()
		}
	}
}

// writeCertificate writes the files of one subject: certificate, attestation and badge.
func writeCertificate(dir string, c certificate.Certificate) error {
	badge := c.Badge()
	values := map[string]any{verdict.CertificateFile: c, verdict.BadgeDataFile: badge}
	if statement, ok := c.Statement(); ok {
		values[verdict.AttestationFile], values[verdict.PredicateFile] = statement, statement.Predicate
	} else if err := remove(dir, verdict.AttestationFile, verdict.PredicateFile); err != nil {
		return err
	}
	for name, v := range values {
		b, err := words.Indented(v)
		if err != nil {
			return fmt.Errorf("write %s of %s: %w", name, c.Subject.Label(), err)
		}
		if err := files.ReplaceText(filepath.Join(dir, name), b); err != nil {
			return err
		}
	}
	return files.ReplaceText(filepath.Join(dir, verdict.BadgeFile), badge.SVG())
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
