package main

import (
	"bytes"
	"strconv"
	"strings"
)

// The command is two processes: a worker, and one that only watches it. A build's work inside the engine's native code
// cannot be interrupted, and Go's runtime ends a process without memory with pages of stacks. So the watching process
// ends the worker in time, says so in one line, and has the build's reports written without running it.

// watched is the state of a worker process.
var watched state

type state struct {
	here   bool           // this process is watched
	broken map[int]string // why the n-th subject ended an earlier process
	at     func(n int)    // where the worker writes which subject runs
	// saves tells the watching process that the worker, which was told to end, writes what it has.
	saves func()
}

func init() { watched.at, watched.saves = func(int) {}, func() {} }

// readBroken reads the reasons, one a line: a number and a text.
func readBroken(lines string) map[int]string {
	out := map[int]string{}
	for line := range strings.Lines(lines) {
		number, why, _ := strings.Cut(strings.TrimSpace(line), " ")
		if n, err := strconv.Atoi(number); err == nil {
			out[n] = why
		}
	}
	return out
}

// head keeps the beginning of the text written to it.
type head struct{ bytes.Buffer }

func (h *head) Write(p []byte) (int, error) {
	const most = 1 << 16
	_, _ = h.Buffer.Write(p[:min(len(p), max(0, most-h.Len()))])
	return len(p), nil
}

// fault finds the line that names the fault in the last words of Go's runtime.
func (h *head) fault() string {
	for line := range strings.Lines(h.String()) {
		for _, mark := range []string{"fatal error: ", "panic: "} {
			if what, ok := strings.CutPrefix(line, mark); ok {
				return strings.TrimSpace(what)
			}
		}
	}
	return ""
}
