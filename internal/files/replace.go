package files

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Pending is a file that is written whole beside the one whose place it takes: a reader never meets half of one. End
// it with Keep or Drop.
type Pending struct{ path, beside string }

// Prepare calls write for a new file in the folder of path, which it makes. Where that fails nothing is left.
func Prepare(path string, write func(io.Writer) error) (*Pending, error) {
	dir, name := filepath.Split(path)
	if err := os.MkdirAll(filepath.Clean(dir), 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of %s: %w", name, err)
	}
	f, err := os.CreateTemp(filepath.Clean(dir), Unkept(name))
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	p := &Pending{path, f.Name()}
	w := bufio.NewWriterSize(f, 1<<16) // templates write a few bytes at a time
	err = write(w)
	// CreateTemp makes the file private; a report is for everybody.
	if err = errors.Join(err, w.Flush(), f.Chmod(0o644), f.Close()); err != nil {
		return nil, errors.Join(fmt.Errorf("write %s: %w", name, err), p.Drop())
	}
	return p, nil
}

// Keep puts the file into its place.
func (p *Pending) Keep() error {
	if err := os.Rename(p.beside, p.path); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", filepath.Base(p.path), err), p.Drop())
	}
	return nil
}

// Drop removes the file; what was in its place stays.
func (p *Pending) Drop() error { return os.Remove(p.beside) }

// Unkept is the pattern, for fs.Glob, of what a process that was ended leaves of a file that it had not kept.
func Unkept(name string) string { return "." + name + "-*" }

// Replace is Prepare and Keep.
func Replace(path string, write func(io.Writer) error) error {
	p, err := Prepare(path, write)
	if err != nil {
		return err
	}
	return p.Keep()
}

// ReplaceText is Replace for a text at hand.
func ReplaceText(path string, text []byte) error {
	return Replace(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}
