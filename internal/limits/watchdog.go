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

// lead is the share of its time in which a watchdog does nothing. Then it asks the operating system for the first time:
// nearly all that is watched has ended by then, and to ask costs more than most of it.
const lead = 10

// Watch calls end when d of real time has passed and this process has computed for d meanwhile, or after ten times d in
// any case. If the operating system does not tell processor time, it calls end after d. The lead comes on top of it.
func Watch(d time.Duration, end func()) *Watchdog {
	var began time.Duration
	return WatchUnless(d, func() { began = ProcessorTime() }, func() bool {
		now := ProcessorTime()
		return now > 0 && now-began < d
	}, end)
}

// WatchUnless calls end after d of real time, unless starved reports that the machine was too busy for the work. Then
// it waits for d again, nine times at most. begin is called once, after the lead, and starved once each time; neither
// is where the work ends before.
func WatchUnless(d time.Duration, begin func(), starved func() bool, end func()) *Watchdog {
	w := &Watchdog{}
	left := Extensions
	w.mu.Lock()
	defer w.mu.Unlock()
	begun := false
	w.timer = time.AfterFunc(d/lead, func() {
		w.mu.Lock()
		over := w.over
		again := false
		switch {
		case over:
		case !begun:
			begun, again = true, true
			begin()
		case starved() && left > 0:
			again = true
			left--
		}
		if again {
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
