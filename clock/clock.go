// Package clock is the session's time: one clock that the host's timers, the fake service, the network's delays, the
// specs and the ledger share.
//
// Session time stands still while anything happens: while something computes (a JavaScript callback, a spec's own code:
// see Work) and while bytes, dials or requests are under way (see Wire). When nothing computes and nothing is under
// way, it jumps to the next timer. So back-off and heartbeat waits cost nothing, an undelayed exchange takes no session
// time, a delayed one takes exactly its delay (a delay is a timer like any other), and a slow or loaded machine does
// not change what a spec measures. In Real mode nothing is skipped and session time is real time.
//
// What is under way is counted, never guessed from silence. The package knows nothing of NIM, WebSocket or JavaScript.
package clock

import (
	"cmp"
	"container/heap"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"
)

// Mode reports whether waiting is skipped.
type Mode string

const (
	// Skip jumps over waiting.
	Skip Mode = "skip"
	// Real lets every wait take its time.
	Real Mode = "real"
)

// ParseMode reads a mode's name. The error names the two that exist.
func ParseMode(s string) (Mode, error) {
	switch Mode(s) {
	case Skip, Real:
		return Mode(s), nil
	}
	return "", fmt.Errorf("unknown clock %q: use skip or real", s)
}

// Stats says where a session's real time went.
type Stats struct {
	// Session is the session time reached.
	Session time.Duration
	// Network is real time during which something was under way on the network.
	Network time.Duration
	// Compute is real time during which something computed and nothing was under way.
	Compute time.Duration
	// Idle is real time in which neither happened. A skipping clock should bring it to nothing.
	Idle time.Duration
}

// Clock is one session's time. Create it with New, end it with Stop.
type Clock struct {
	mode Mode
	wall time.Time // what the session's time 0 reads on the client's calendar

	mu      sync.Mutex
	wake    chan struct{} // capacity 1: something changed for the dispatcher
	timers  timerHeap
	waiting []arrival // for AtRest
	seq     uint64
	base    time.Duration // session time at since
	since   time.Time     // real time at which base was read
	phase   phase         // what the session has been doing since `since`
	work    int
	wires   map[int64]*Wire
	flying  int                // wires on which something is under way, but for the strays
	strays  map[*Wire]struct{} // see strayTicks
	nextID  int64
	turned  time.Duration // see Turn
	stats   Stats
	stopped bool
	done    chan struct{}
}

type phase int

const (
	idle phase = iota
	computing
	networking
)

// New starts a clock. wall is the date that session time 0 stands for.
func New(mode Mode, wall time.Time) *Clock {
	c := &Clock{mode: mode, wall: wall, wake: make(chan struct{}, 1), since: time.Now(), wires: map[int64]*Wire{},
		strays: map[*Wire]struct{}{}, done: make(chan struct{})}
	go c.dispatch()
	return c
}

// Mode returns the mode the clock was made with.
func (c *Clock) Mode() Mode { return c.mode }

// Now returns the session time since the start.
func (c *Clock) Now() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.nowLocked()
}

// Time returns the session's date and time, as the client under test reads it until its device's clock is turned.
func (c *Clock) Time() time.Time { return c.wall.Add(c.Now()) }

// Stats returns where real time went so far.
func (c *Clock) Stats() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settleLocked()
	s := c.stats
	s.Session = c.base
	return s
}

// Stop ends the clock: no timer fires after it returns.
func (c *Clock) Stop() {
	c.mu.Lock()
	c.stopped = true
	for _, t := range c.timers {
		t.index = -1
	}
	c.timers, c.waiting = nil, nil
	c.mu.Unlock()
	c.poke()
	<-c.done
}

// Work says that something computes: session time stands still until the returned function is called.
// Calling it again does nothing.
func (c *Clock) Work() (done func()) {
	c.mu.Lock()
	c.settleLocked()
	c.work++
	c.rephaseLocked()
	c.mu.Unlock()
	var once sync.Once
	return func() {
		once.Do(func() {
			c.mu.Lock()
			c.settleLocked()
			c.work--
			c.rephaseLocked()
			c.mu.Unlock()
			c.poke()
		})
	}
}

// Timer is a pending call made with AfterFunc.
type Timer struct {
	c     *Clock
	due   time.Duration
	seq   uint64
	index int // in the heap, -1 when not there
	f     func(due time.Duration)
}

// AfterFunc calls f once d of session time has passed, as work of the clock. f gets the time at which it was due; a
// loaded machine may call it late. Timers fire one after the other, in the order of their times: f must not block:
// longer tasks go to a goroutine that holds Work.
func (c *Clock) AfterFunc(d time.Duration, f func(due time.Duration)) *Timer {
	if d < 0 {
		d = 0
	}
	c.mu.Lock()
	c.seq++
	due := c.nowLocked() + d
	if due < d {
		due = math.MaxInt64 // d is beyond the largest time that can be counted
	}
	t := &Timer{c: c, due: due, seq: c.seq, f: f, index: -1}
	if !c.stopped {
		heap.Push(&c.timers, t)
	}
	c.mu.Unlock()
	c.poke()
	return t
}

// Stop cancels the timer and reports whether it was still pending.
func (t *Timer) Stop() bool {
	t.c.mu.Lock()
	defer t.c.mu.Unlock()
	if t.index < 0 {
		return false
	}
	heap.Remove(&t.c.timers, t.index)
	return true
}

// Pending returns the number of timers that have not fired.
func (c *Clock) Pending() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.timers)
}

// arrival is a call that waits for rest.
type arrival struct {
	order int64
	f     func()
}

// Last is the order number of a call that comes after everything else of an instant: see AtRest.
const Last = math.MaxInt64

// AtRest calls f, as work of the clock, once nothing computes and nothing is under way, before time goes on; in Real
// mode it calls f at once. Calls that wait for the same moment come in the order of their numbers; equal numbers come
// in the order of asking. This matters because events of one instant of session time arrive in any order in real time,
// and the machine's order must not decide. Calls with a negative number run alone: the others wait until everything
// that they caused has come to rest. A call with the number Last runs when no other call waits and everything that the
// others caused is over. f must not block.
func (c *Clock) AtRest(order int64, f func()) {
	if c.mode == Real {
		f()
		return
	}
	c.mu.Lock()
	if !c.stopped {
		c.waiting = append(c.waiting, arrival{order, f})
	}
	c.mu.Unlock()
	c.poke()
}

func (c *Clock) poke() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *Clock) nowLocked() time.Duration {
	if c.mode == Real {
		return c.base + time.Since(c.since)
	}
	return c.base
}

// settleLocked books the real time since the last change of phase.
func (c *Clock) settleLocked() {
	now := time.Now()
	d := now.Sub(c.since)
	switch c.phase {
	case networking:
		c.stats.Network += d
	case computing:
		c.stats.Compute += d
	default:
		c.stats.Idle += d
	}
	if c.mode == Real {
		c.base += d
	}
	c.since = now
}

// rephaseLocked reads what the session is doing now; the time before must be settled.
func (c *Clock) rephaseLocked() {
	flying, _ := c.flyingLocked()
	switch {
	case flying:
		c.phase = networking
	case c.work > 0:
		c.phase = computing
	default:
		c.phase = idle
	}
}

// flyingLocked reports whether anything is under way, and whether that is only strays.
func (c *Clock) flyingLocked() (yes, strays bool) {
	if c.flying > 0 {
		return true, false
	}
	for w := range c.strays {
		if w.patience > 0 {
			return true, true
		}
	}
	return false, false
}

// tickLocked takes a tick from the patience with strays.
func (c *Clock) tickLocked() {
	for w := range c.strays {
		w.patience = max(0, w.patience-1)
	}
}

// dispatch fires timers until Stop.
func (c *Clock) dispatch() {
	defer close(c.done)
	alarm := time.NewTimer(time.Hour)
	defer alarm.Stop()
	for {
		c.mu.Lock()
		if c.stopped {
			c.mu.Unlock()
			return
		}
		c.settleLocked()
		c.rephaseLocked()
		wait := time.Hour
		resting := c.phase == idle && len(c.waiting) > 0
		if len(c.timers) > 0 {
			next := c.timers[0]
			if c.mode == Skip && c.phase == idle && !resting && next.due > c.base {
				c.base = next.due
			}
			if next.due <= c.base {
				heap.Pop(&c.timers)
				c.runLocked(func() { next.f(next.due) })
				c.mu.Unlock()
				continue
			}
			if c.mode == Real {
				wait = next.due - c.base
			}
		}
		if resting {
			batch := c.waiting
			slices.SortStableFunc(batch, func(a, b arrival) int { return cmp.Compare(a.order, b.order) })
			alone, _ := slices.BinarySearchFunc(batch, 0,
				func(a arrival, first int64) int { return cmp.Compare(a.order, first) })
			if alone == 0 { // those with the number Last wait for all others
				alone, _ = slices.BinarySearchFunc(batch, Last,
					func(a arrival, last int64) int { return cmp.Compare(a.order, last) })
			}
			if alone == 0 {
				alone = len(batch)
			}
			batch, c.waiting = batch[:alone], slices.Clone(batch[alone:])
			c.runLocked(func() {
				for _, a := range batch {
					a.f()
				}
			})
			c.mu.Unlock()
			continue
		}
		_, ticks := c.flyingLocked()
		ticks = ticks && c.work == 0
		if ticks {
			wait = min(wait, strayTick)
		}
		c.mu.Unlock()
		alarm.Reset(wait)
		select {
		case <-c.wake:
		case <-alarm.C:
			if ticks {
				c.mu.Lock()
				c.tickLocked()
				c.mu.Unlock()
			}
		}
	}
}

// runLocked lets go of the lock while f runs as work of the clock.
func (c *Clock) runLocked(f func()) {
	c.work++
	c.rephaseLocked()
	c.mu.Unlock()
	f()
	c.mu.Lock()
	c.settleLocked()
	c.work--
	c.rephaseLocked()
}

type timerHeap []*Timer

func (h timerHeap) Len() int { return len(h) }
func (h timerHeap) Less(i, j int) bool {
	if h[i].due != h[j].due {
		return h[i].due < h[j].due
	}
	return h[i].seq < h[j].seq
}
func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}
func (h *timerHeap) Push(x any) {
	t := x.(*Timer)
	t.index = len(*h)
	*h = append(*h, t)
}
func (h *timerHeap) Pop() any {
	old := *h
	t := old[len(old)-1]
	*h = old[:len(old)-1]
	t.index = -1
	return t
}
