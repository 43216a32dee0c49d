package verdict

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"nimcert/internal/files"
	"nimcert/internal/words"
	"nimcert/ledger"
)

// The bounds of a file of runs. One whole certification of a build has 2.3 MB, 1,570 cases and, with what cases share,
// 200,000 events. These are a hundred builds in one shard, or five times as many cases.
const (
	mostFile   = 256 << 20
	mostEvents = 1 << 25 // in a file
	mostRuns   = 1 << 10
	mostCases  = 1 << 13 // of a run
)

// ReadParts reads the runs of shards: from each folder its own, or else those of the folders in it. The errors name the
// file that is missing or not readable.
func ReadParts(dirs []string) ([]Part, error) {
	var paths []string
	for _, dir := range dirs {
		some, err := runsFiles(dir)
		if err != nil {
			return nil, err
		}
		paths = append(paths, some...)
	}
	out, faults := make([]Part, len(paths)), make([]error, len(paths))
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, path := range paths {
		work.Go(func() error {
			out[i], faults[i] = readPart(path)
			return nil
		})
	}
	_ = work.Wait()
	for _, err := range faults { // the first file's, whichever was read first
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func runsFiles(dir string) ([]string, error) {
	const mend = "merge takes the folders that certify --shard wrote"
	info, err := os.Stat(dir)
	switch {
	case dir == "":
		return nil, fmt.Errorf("a folder's name is empty: %s", mend)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("the folder %s is not there: %s", dir, mend)
	case err == nil && !info.IsDir():
		return nil, fmt.Errorf("%s is a file: %s", dir, mend)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("the folder cannot be read: %w", err)
	}
	var below []string
	for _, e := range entries {
		if e.Name() == RunsFile {
			return []string{filepath.Join(dir, RunsFile)}, nil
		}
		if file := filepath.Join(dir, e.Name(), RunsFile); Exists(file) {
			below = append(below, file)
		}
	}
	if len(below) == 0 {
		return nil, fmt.Errorf("%s holds no %s, nor does a folder in it: nimcert certify --shard I/N --out %s "+
			"writes it", dir, RunsFile, dir)
	}
	return below, nil
}

// IsIn reports whether the part was read from the folder, whatever that is called.
func (p Part) IsIn(dir string) bool {
	here, err := os.Stat(p.from)
	there, err2 := os.Stat(filepath.Join(dir, RunsFile))
	return err == nil && err2 == nil && os.SameFile(here, there)
}

// Exists reports whether there is a file or a folder of that name.
func Exists(path string) bool { _, err := os.Stat(path); return err == nil }

func readPart(path string) (Part, error) {
	const mend = "let nimcert certify --shard write it again"
	b, err := files.Read(path, mostFile)
	var large *files.LargeError
	switch {
	case errors.As(err, &large):
		return Part{}, fmt.Errorf("the runs cannot be read: %w: let more shards share the builds", err)
	case err != nil:
		return Part{}, fmt.Errorf("the runs cannot be read: %w: %s", err, mend)
	}
	var f runsFile
	err = words.Decode(b, &f)
	var schema struct{ Schema string }
	switch {
	case err == nil:
		schema.Schema = f.Schema
	case words.Decode(b, &schema) != nil: // what another version wrote is no damage
		return Part{}, fmt.Errorf("%s holds no runs (%w), it is cut off or was changed: %s", path, err, mend)
	}
	if schema.Schema != RunsSchema {
		return Part{}, fmt.Errorf("%s holds no runs that this nimcert can read: its schema is %q, not %q: %s", path,
			schema.Schema, RunsSchema, mend)
	}
	if err == nil {
		err = f.share()
	}
	if err == nil {
		err = f.check()
	}
	if err != nil {
		return Part{}, fmt.Errorf("%s holds no runs (%w): %s", path, err, mend)
	}
	if s, err := ParseShard(f.Shard.String()); err != nil || s != f.Shard || len(f.Runs) == 0 {
		return Part{}, fmt.Errorf("%s holds no runs of a shard: %s", path, mend)
	}
	f.from = path
	return f.Part, nil
}

// check says what no run has. Time lines were checked when they were decoded; nothing says that one is its own case's.
func (p Part) check() error {
	if n := len(p.Runs); n > mostRuns {
		return fmt.Errorf("it has %d runs, and reports are for %d at most", n, mostRuns)
	}
	events := 0
	for _, r := range p.Runs {
		if n := max(len(r.Cases), len(r.Asked), len(r.Only)); n > mostCases {
			return fmt.Errorf("a run has %d cases, or asks for as many, and none has more than %d", n, mostCases)
		}
		if y := r.Started.UTC().Year(); y < 1 || y > 9998 {
			return fmt.Errorf("a run began in the year %d", y)
		}
		if !lasts(r.Seconds) {
			return fmt.Errorf("a run lasted %g s", r.Seconds)
		}
		for _, c := range r.Cases {
			if !lasts(c.Seconds) || !lasts(c.Session) {
				return fmt.Errorf("%s lasted %g s, its session %g s", c.Label(), c.Seconds, c.Session)
			}
			n := c.Timeline.Len()
			for _, f := range c.Findings {
				if e := slices.IndexFunc(f.Events, func(seq int) bool { return seq < 1 || seq > n }); e >= 0 {
					return fmt.Errorf("%s points to event %d of a time line of %d", c.Label(), f.Events[e], n)
				}
			}
			if events += n; events > mostEvents {
				return fmt.Errorf("its time lines have more than %d events together", mostEvents)
			}
		}
	}
	return nil
}

// lasts reports whether something may have lasted so many seconds.
func lasts(seconds float64) bool { return seconds >= 0 && seconds <= ledger.Longest.Seconds() }
