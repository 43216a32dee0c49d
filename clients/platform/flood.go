package platform

import (
	"fmt"
	"time"
)

// What one client may ask of the harness. A client past these keeps the device busy, comes to no rest on a clock that skips waiting, and fills the report.
const (
	// turnLimit turns of the loop in turnWindow of session time: half of what a timer of 1 ms makes.
	turnLimit, turnWindow = 30_000, time.Minute
	// eventLimit is how many entries of the time line a client may cause. The most that a published SDK was seen to cause is in the comment of the test.
	eventLimit = 200_000
)

// pace counts turns, by windows of session time.
type pace struct {
	began time.Duration
	turns int
	lost  bool
}

// keepsPace counts a turn, and reports whether the client may have it.
func (p *Platform) keepsPace() bool {
	if p.pace.lost {
		return false
	}
	if now := p.env.Clock.Now(); now >= p.pace.began+turnWindow {
		p.pace = pace{began: now}
	}
	if p.pace.turns++; p.pace.turns > turnLimit {
		p.pace.lost = true
		p.env.Broken(fmt.Errorf("the client never comes to rest: its code was called %d times within %s of session time", turnLimit, max(time.Millisecond, p.env.Clock.Now()-p.pace.began).Round(time.Millisecond)))
	}
	return !p.pace.lost
}

// mayWrite counts an event, and reports whether it may stand on the time line.
func (p *Platform) mayWrite() bool {
	n := p.events.Add(1)
	if n == eventLimit+1 {
		p.env.Broken(fmt.Errorf("the client floods the time line: it caused more than %d entries", eventLimit))
	}
	return n <= eventLimit
}
