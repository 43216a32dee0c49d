package limits

import (
	"sync"
	"time"
)

// extensions is how often a watchdog waits again on a machine that is too busy to run this process.
const extensions = 9

// Watchdog ends work that takes too long. Work takes real time, and time in which other processes had the processors is
// not the work's: with twenty busy processes beside it, a turn of 0.5 s took more than 5 s.
type Watchdog struct {
	mu    sync.Mutex
	timer *time.Timer
	over  bool
}

// Watch calls end when d of real time have passed and this process has computed for d meanwhile, or after ten times d
// whatever it computed. Where the operating system does not say what a process computes, end is called after d.
func Watch(d time.Duration, end func()) *Watchdog {
	w := &Watchdog{}
	began, left := ProcessorTime(), extensions
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer = time.AfterFunc(d, func() {
		w.mu.Lock()
		over := w.over
		now := ProcessorTime()
		again := !over && now > 0 && now-began < d && left > 0
		if again {
			left--
			w.timer.Reset(d)
		}
		w.mu.Unlock()
		if !over && !again {
			end()
		}
	})
	return w
}

// Stop ends the watch: end is not called any more, unless it runs already.
func (w *Watchdog) Stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	w.timer.Stop()
}
