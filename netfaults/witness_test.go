package netfaults_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// hand is a clock that is moved by hand: what waits goes when the test says so.
type hand struct {
	mu    sync.Mutex
	waits []time.Duration
	calls []func()
}

func (h *hand) after(d time.Duration, f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waits = append(h.waits, d)
	h.calls = append(h.calls, f)
}

// waiting are the delays that have not passed.
func (h *hand) waiting() []time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]time.Duration{}, h.waits...)
}

// fire lets the delay pass that was asked for as the i-th of those that wait.
func (h *hand) fire(i int) {
	h.mu.Lock()
	f := h.calls[i]
	h.calls = append(h.calls[:i:i], h.calls[i+1:]...)
	h.waits = append(h.waits[:i:i], h.waits[i+1:]...)
	h.mu.Unlock()
	f()
}

// witness writes down what Traffic is told.
type witness struct {
	mu    sync.Mutex
	lines []string
	opens int
	delay func()
}

// onSevered sets what happens while Severed is told.
func (w *witness) onSevered(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.delay = f
}

// began counts the connections that the proxy began to carry.
func (w *witness) began() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.opens
}

func (w *witness) add(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines = append(w.lines, fmt.Sprintf(format, args...))
}

// saw is everything so far.
func (w *witness) saw() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string{}, w.lines...)
}

// told is what was said so far that contains a text.
func (w *witness) told(text string) []string {
	return slices.DeleteFunc(w.saw(), func(line string) bool { return !strings.Contains(line, text) })
}

func what(towardClient bool, n int, end bool) string {
	text := fmt.Sprintf("%d", n)
	if end {
		text = "end"
	}
	if towardClient {
		return text + " down"
	}
	return text + " up"
}

func (w *witness) First(id int64, data []byte) { w.add("%d first %s", id, data) }
func (w *witness) Kept(id int64, down bool, n int, end bool) {
	w.add("%d kept %s", id, what(down, n, end))
}
func (w *witness) Released(id int64, down bool, n int, e bool) {
	w.add("%d released %s", id, what(down, n, e))
}
func (w *witness) Lost(id int64, down bool, n int) { w.add("%d lost %s", id, what(down, n, false)) }
func (w *witness) Severed(id int64) {
	w.add("%d severed", id)
	w.mu.Lock()
	f := w.delay
	w.mu.Unlock()
	if f != nil {
		f()
	}
}
func (w *witness) Connection(id int64, open bool, live int) {
	if open {
		w.add("%d open, live %d", id, live)
		w.mu.Lock()
		w.opens++
		w.mu.Unlock()
	} else {
		w.add("%d ended, live %d", id, live)
	}
}
