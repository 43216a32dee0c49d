package main

import (
	"bytes"
	"strconv"
	"strings"
)

// The command is two processes: one that works, and one that watches it and does nothing else. What a build does inside
// the engine's native code nobody can interrupt, Go's runtime ends a process that has no memory with pages of stacks,
// and neither waits for anybody. The one that watches ends the other in time, says so in one line, and has the build's
// reports written without running it.

// watched is what a process that is watched knows.
var watched state

type state struct {
	here   bool           // this process is watched
	broken map[int]string // why the n-th subject ended a process before
	at     func(n int)    // tells which subject runs
}

func init() { watched.at = func(int) {} }

// readBroken reads the reasons, a line for each: a number and a text.
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

// head keeps the beginning of what is written to it.
type head struct{ bytes.Buffer }

func (h *head) Write(p []byte) (int, error) {
	const most = 1 << 16
	_, _ = h.Buffer.Write(p[:min(len(p), max(0, most-h.Len()))])
	return len(p), nil
}

// fault finds in what Go's runtime says at its end the line that names the fault.
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
