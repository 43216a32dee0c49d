package limits

import (
	"sync"
	"time"
)

// Extensions is how often a watchdog waits again on a machine that is too busy to run this process.
const Extensions = 9

// Watchdog ends work that takes too long. Real time is no fair measure alone, because other processes may have the
// processors: with twenty busy processes beside it, a turn of 0.5 s took more than 5 s.
type Watchdog struct {
	mu    sync.Mutex
	timer *time.Timer
	over  bool
}

// Watch calls end when d of real time has passed and this process has computed for d meanwhile, or after ten times d in
// any case. If the operating system does not tell processor time, it calls end after d.
func Watch(d time.Duration, end func()) *Watchdog {
	began := ProcessorTime()
	return WatchUnless(d, func() bool {
		now := ProcessorTime()
		return now > 0 && now-began < d
	}, end)
}

// WatchUnless calls end after d of real time, unless starved reports that the machine was too busy for the work. Then
// it waits for d again, nine times at most. starved is asked once each time.
func WatchUnless(d time.Duration, starved func() bool, end func()) *Watchdog {
	w := &Watchdog{}
	left := Extensions
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer = time.AfterFunc(d, func() {
		w.mu.Lock()
		over := w.over
		again := !over && starved() && left > 0
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
