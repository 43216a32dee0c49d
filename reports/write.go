package reports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The files of a report.
const (
	CertificateFile = "certificate.json"
	AttestationFile = "attestation.json"           // the statement
	PredicateFile   = "attestation.predicate.json" // its predicate alone, for tools that make the statement themselves
	BadgeFile       = "badge.svg"
	BadgeDataFile   = "badge.json"
	JUnitFile       = "junit.xml"
	PageFile        = "report.html"
)

// Write puts certificate, attestation, badge, junit.xml, report.html, summary.md and outcome.env into a directory, which it creates. Several subjects get a folder each for all but the last four.
//
// What an earlier run wrote there is removed first: it would be taken for this run's. Files that no run wrote stay.
func Write(dir string, runs []Run) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the report's folder: %w", err)
	}
	if err := forget(dir, true); err != nil {
		return err
	}
	folders := Folders(runs)
	for i, r := range runs {
		if err := writeCertificate(filepath.Join(dir, folders[i]), r.Certificate()); err != nil {
			return err
		}
	}
	junit := func(w io.Writer, runs []Run) error { return WriteJUnit(w, runs, filepath.Join(dir, PageFile)) }
	for _, f := range []struct {
		name  string
		write func(io.Writer, []Run) error
	}{{JUnitFile, junit}, {PageFile, WriteHTML}, {SummaryFile, WriteMarkdown},
		{OutcomeFile, func(w io.Writer, runs []Run) error { return NewOutcome(dir, runs).WriteEnv(w) }}} {
		var b bytes.Buffer
		if err := f.write(&b, runs); err != nil {
			return fmt.Errorf("write %s: %w", f.name, err)
		}
		if err := replace(filepath.Join(dir, f.name), b.Bytes()); err != nil {
			return err
		}
	}
	if err := writeMatrices(dir, runs); err != nil {
		return err
	}
	return list(dir, listed(dir, folders))
}

// writeCertificate writes what is about one subject: the certificate, the same as an attestation, and the badge.
func writeCertificate(dir string, c Certificate) error {
	badge := c.Badge()
	files := map[string]any{CertificateFile: c, BadgeDataFile: badge}
	if statement, ok := c.Statement(); ok {
		files[AttestationFile], files[PredicateFile] = statement, statement.Predicate
	} else if err := remove(dir, AttestationFile, PredicateFile); err != nil {
		return err
	}
	for name, v := range files {
		b, err := indented(v)
		if err != nil {
			return fmt.Errorf("write %s of %s: %w", name, c.Subject.Label(), err)
		}
		if err := replace(filepath.Join(dir, name), b); err != nil {
			return err
		}
	}
	return replace(filepath.Join(dir, BadgeFile), badge.SVG())
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

// Folders are the folders of the runs' certificates below the report's: none for a single subject, and NAME-VERSION otherwise, with what the configuration calls the subject where that tells more, made safe and different
// from each other.
func Folders(runs []Run) []string {
	out := make([]string, len(runs))
	if len(runs) == 1 {
		return out
	}
	seen := map[string]bool{}
	for i, r := range runs {
		name := safe(r.Subject.Name + "-" + r.Subject.Version + "-" + r.Subject.Configured)
		out[i] = name
		// Folded: some file systems hold Web and web to be the same.
		for n := 2; seen[strings.ToLower(out[i])]; n++ {
			out[i] = fmt.Sprintf("%s-%d", name, n)
		}
		seen[strings.ToLower(out[i])] = true
	}
	return out
}

// safe makes a file name of any text: letters, digits, dot, dash and underscore stay, everything between becomes one dash. "@yxim/nim-web-sdk-9.21.12" is
// yxim-nim-web-sdk-9.21.12; nothing can climb out of the folder.
func safe(s string) string {
	fields := strings.FieldsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '.' && r != '_'
	})
	name := strings.Trim(strings.Join(fields, "-"), ".-")
	if len(name) > 120 { // well below the 255 bytes that file systems allow
		name = name[:120]
	}
	if name == "" {
		return "subject"
	}
	return name
}

// Label names the subject in a sentence.
func (r Run) Label() string {
	return r.Subject.Label()
}

// replace writes a file in one step, so that a reader never meets half of one.
func replace(path string, b []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder of %s: %w", filepath.Base(path), err)
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	_, err = f.Write(b)
	// CreateTemp makes the file private; a report is for everybody.
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", filepath.Base(path), err), os.Remove(f.Name()))
	}
	return nil
}
