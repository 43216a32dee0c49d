// Package files reads the files that users name.
package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Read is os.ReadFile for a file of at most most bytes. A pipe, which may never end or never begin, and what is larger
// are errors. All errors are *fs.PathError.
func Read(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir(): // the error is the system's
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "read", Path: path, Err: errors.New("it is not a file")}
	case info.Size() > most:
		return nil, &fs.PathError{Op: "read", Path: path,
			Err: fmt.Errorf("it has %d MB, and %d are the most", info.Size()>>20, most>>20)}
	}
	return os.ReadFile(path)
}

// The most that is read of a file, in bytes.
const (
	// Source is for scripts. The largest published build has 1.3 MB.
	Source = 128 << 20
	// Settings is for what people write: a configuration, a schedule, a manifest.
	Settings = 8 << 20
)
