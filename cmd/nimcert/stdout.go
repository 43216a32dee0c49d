package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
)

// stdout is standard output, and remembers the first error of it. Half an answer must not end as a whole one does.
type stdout struct {
	file *os.File

	mu    sync.Mutex
	fault error
}

// Write writes to standard output.
func (o *stdout) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, err := o.file.Write(b)
	o.fault = cmp.Or(o.fault, err)
	return n, err
}

// Fd is the file's, for terminalOf.
func (o *stdout) Fd() uintptr { return o.file.Fd() }

// missing is the error for an answer that is not whole; nil for a whole one.
func (o *stdout) missing() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.fault == nil {
		return nil
	}
	return unanswered(o.fault)
}

// unanswered is the error for an answer that could not be written.
func unanswered(err error) error {
	return broke(fmt.Errorf("the answer could not be written: %w", err))
}

// writeJSON writes a command's answer for programs, indented.
func writeJSON(w io.Writer, answer any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	if err := enc.Encode(answer); err != nil {
		return unanswered(err)
	}
	return nil
}
