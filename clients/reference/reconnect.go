package reference

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// The documented back-off.
const (
	minDelay = 1600 * time.Millisecond
	maxDelay = 8 * time.Second
	// jitter spreads clients that lost their links together over a fifth of the delay: the catalogue asks for a tenth
	// (REC-14).
	jitter = clients.CrowdJitter
	// delayFloor is the least that reconnectDelayProvider can ask for.
	delayFloor = time.Second
)

// ended is the way in which a link ended, or failed to open.
type ended int

const (
	byKick       ended = iota
	byClose            // the socket closed
	byRequest          // the handshake was not answered, or refused
	bySocket           // the platform refused the socket
	byLogin            // the login was refused
	byTimeout          // a step took too long
	bySilence          // a heartbeat was not answered
	byExhaustion       // the attempts are used up
)

// cause is why a link ended, as the application is told.
type cause struct {
	how          ended
	step         step // the step that the link had reached
	code, reason string
	final        bool // trying again cannot help
}

// finalCodes are the answers to a login that trying again does not change.
var finalCodes = map[int]bool{201: true, 302: true, 317: true, 403: true, 404: true, 417: true, 422: true}

// giveUp gives up a link that ended by itself, and decides what follows. Pending requests on the link fail first. If
// the application ends or connects the instance in such a callback, that call decides.
func (in *instance) giveUp(drop func(), why cause) {
	in.phase = idle
	drop()
	if in.phase == idle {
		in.lost(why)
	}
}

// lost is called when a link ended that the application did not end. The link has been given up.
func (in *instance) lost(why cause) {
	s := in.c.s
	in.phase = idle
	s.also(in, afterLoss)
	if !s.returns(in, why) {
		s.tell(in, why)
		return
	}
	if limit := s.allowed(in, why); limit >= 0 && in.tries >= limit {
		s.tell(in, cause{how: byExhaustion, step: why.step, code: "allAttemptsFailed", reason: why.reason})
		return
	}
	in.tries++
	in.retry(in.delay())
}

// delay is the wait before the next attempt, in whole milliseconds, as it is announced.
func (in *instance) delay() time.Duration {
	s := in.c.s
	if in.provided > 0 {
		if d := s.provided(in.provided); d > 0 {
			return d
		}
	}
	return time.Duration(float64(s.delay(in.tries)) * s.spread(in.c)).Round(time.Millisecond)
}

// retry announces an attempt and makes it when its time has come.
func (in *instance) retry(d time.Duration) {
	s := in.c.s
	in.phase = waiting
	s.announce(in, in.tries, d)
	if in.phase == waiting { // otherwise the application ended or connected the instance in its callback
		in.wait = in.c.p.AfterFunc(s.sleeps(in, d), func() { in.attempt(true) })
	}
}

// mayReturn reports whether a link that ended for this reason is opened again.
func mayReturn(in *instance, why cause) bool {
	return why.how != byKick && !why.final && !in.noReconnect
}

// allowed is the number of automatic attempts in a row; below 0 there is no limit.
func allowed(in *instance, _ cause) int {
	if in.limit == nil {
		return -1
	}
	return *in.limit
}

// backOff is the wait before attempt n, which counts from 1.
func backOff(n int) time.Duration {
	if n > 3 { // the third doubling passes the maximum
		return maxDelay
	}
	return minDelay << (n - 1)
}

// spread is the share of a delay that is waited, evenly within the jitter.
func spread(c *client) float64 { return 1 + jitter*(2*c.random.Float64()-1) }

// announce raises onwillreconnect.
func announce(in *instance, n int, d time.Duration) {
	in.raise(ledger.Event{Kind: ledger.WillReconnect, Count: n, Duration: d})
}

// tell raises ondisconnect: no further attempt follows.
func tell(in *instance, why cause) {
	in.raise(ledger.Event{Kind: ledger.Disconnected, Code: why.code, Reason: why.reason})
	in.c.s.also(in, afterTelling)
}

// kickReasons are the documented names of the reasons, of IM and of chatrooms.
var (
	kickReasons     = map[int]string{1: "samePlatformKick", 2: "serverKick", 3: "otherPlatformKick", 4: "silentlyKick"}
	roomKickReasons = map[int]string{1: "chatroomClosed", 2: "managerKick", 3: "samePlatformKick", 4: "silentlyKick",
		5: "blacked"}
)

// kick handles a kick: the link is given up at once, the application is told, and no attempt follows.
func (in *instance) kick(l *link, name string) {
	s := in.c.s
	if !s.heedsKick(l) {
		return
	}
	if in.link == l {
		in.link = nil
	}
	in.giveUp(func() { s.kicked(l) }, cause{how: byKick, step: l.step, code: "kicked", reason: name})
	s.also(in, afterKick)
}
