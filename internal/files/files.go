// Package files reads the files that users name.
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// ErrNoFile is what Read wraps for a folder, and for a pipe or a device, which may never end or never begin.
var ErrNoFile = errors.New("it is not a file")

// LargeError is what Read wraps for a file that is too large. Both fields are in bytes.
type LargeError struct{ Size, Most int64 }

func (e *LargeError) Error() string {
	return fmt.Sprintf("it has %d MB, and %d are the most", e.Size>>20, e.Most>>20)
}

// Read is os.ReadFile for a file of at most most bytes. All errors are *fs.PathError, and wrap ErrNoFile, a LargeError
// or the system's.
func Read(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err = fits(path, info, err, most); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// ReadIn is Read for a file in a folder.
func ReadIn(dir fs.FS, name string, most int64) ([]byte, error) {
	info, err := fs.Stat(dir, name)
	if err = fits(name, info, err, most); err != nil {
		return nil, err
	}
	return fs.ReadFile(dir, name)
}

// ReadOrPipe is Read, and reads a pipe as well, such as a shell's <(…), if its writer ends within that time.
func ReadOrPipe(path string, most int64, within time.Duration) ([]byte, error) {
	if info, err := os.Stat(path); err != nil || info.Mode().Type() != fs.ModeNamedPipe {
		return Read(path, most)
	}
	type answer struct {
		data []byte
		err  error
	}
	read := make(chan answer, 1)
	go func() { // without a writer it waits for ever, in Open
		f, err := os.Open(path)
		if err != nil {
			read <- answer{err: err}
			return
		}
		data, err := io.ReadAll(io.LimitReader(f, most+1))
		_ = f.Close() // before the answer: what the next writer says is for the next reader
		read <- answer{data, err}
	}()
	select {
	case a := <-read:
		if int64(len(a.data)) > most {
			return nil, &fs.PathError{Op: "read", Path: path, Err: &LargeError{most + 1<<20, most}}
		}
		return a.data, a.err
	case <-time.After(within):
		return nil, &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("the pipe did not end in %v", within)}
	}
}

func fits(path string, info fs.FileInfo, err error, most int64) error {
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return &fs.PathError{Op: "read", Path: path, Err: ErrNoFile}
	case info.Size() > most:
		return &fs.PathError{Op: "read", Path: path, Err: &LargeError{info.Size(), most}}
	}
	return nil
}

// The most that is read of a file, in bytes.
const (
	// Source is for scripts. The largest published build has 1.3 MB.
	Source = 128 << 20
	// Settings is for what people write: a configuration, a schedule, a manifest.
	Settings = 8 << 20
)
