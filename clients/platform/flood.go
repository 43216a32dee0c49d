package platform

import (
	"errors"
	"time"

	"nimcert/clients"
)

// Limits of what one client may do. Beyond them a client keeps the device busy, never comes to rest on a skipping
// clock, and fills the report.
const (
	// turnLimit turns of the loop in turnWindow of session time: half of what a timer of 1 ms makes. Published SDKs
	// were seen to take up to 2,800 (a hundred instances that log in at once: REC-14).
	turnLimit, turnWindow = 30_000, time.Minute
	// dialLimit is how many requests and sockets may begin in the same time. They are expensive: 3,000 take a second.
	// The session above begins 400.
	dialLimit = 3_000
	// eventLimit is how many entries of the time line a client may cause. Published SDKs were seen to cause up to
	// 2,900, in the same session.
	eventLimit = 50_000
)

// ErrRestless is wrapped by the error that ends a client that did something too often.
var ErrRestless = errors.New("never comes to rest")

// pace counts turns, by windows of session time.
type pace struct {
	began        time.Duration
	turns, dials int
	lost         bool
}

func (p *Platform) paceNow() *pace {
	if now := p.env.Clock.Now(); now >= p.pace.began+turnWindow {
		p.pace = pace{began: now, lost: p.pace.lost}
	}
	return &p.pace
}

// lose ends a client that does something too often.
func (p *Platform) lose(why func(took time.Duration) *clients.Fault) {
	p.pace.lost = true
	took := max(time.Millisecond, p.env.Clock.Now()-p.pace.began).Round(time.Millisecond)
	p.env.Broken(why(took).Wrapping(ErrRestless))
}

func callsWithoutEnd(took time.Duration) *clients.Fault {
	return clients.Faultf("fault.restless-code",
		"the client never comes to rest: its code was called %d times within %s of session time", turnLimit, took)
}

func dialsWithoutEnd(took time.Duration) *clients.Fault {
	return clients.Faultf("fault.restless-network",
		"the client never comes to rest: requests and sockets were begun %d times within %s of session time",
		dialLimit, took)
}

// keepsPace counts a turn, and reports whether the client may have it.
func (p *Platform) keepsPace() bool {
	now := p.paceNow()
	if now.turns++; now.turns > turnLimit && !now.lost {
		p.lose(callsWithoutEnd)
	}
	return !now.lost
}

// mayDial counts a request or a socket, and reports whether the client may have it.
func (p *Platform) mayDial() bool {
	now := p.paceNow()
	if now.dials++; now.dials > dialLimit && !now.lost {
		p.lose(dialsWithoutEnd)
	}
	return !now.lost
}

// mayWrite counts an event, and reports whether it may stand on the time line.
func (p *Platform) mayWrite() bool {
	n := p.events.Add(1)
	if n == eventLimit+1 {
		p.env.Broken(clients.Faultf("fault.flood",
			"the client floods the time line: it caused more than %d entries", eventLimit).Wrapping(ErrRestless))
	}
	return n <= eventLimit
}
