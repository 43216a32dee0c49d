package suites

import (
	"fmt"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
	"nimcert/reports"
)

// loss is one cause of a lost link.
type loss struct {
	armed bool // the link must be prepared for it
	lose  func(*Trial) ledger.Event
}

// closedWith is the service closing the link with a code.
func closedWith(code int) under[loss] {
	return under[loss]{fmt.Sprintf("close %d", code), loss{false, func(t *Trial) ledger.Event { return t.CloseLinks(alice, code) }}}
}

// losses are the ways in which a live link ends, the service being there again at once or soon.
var losses = []under[loss]{
	{"RST", loss{true, func(t *Trial) ledger.Event { return t.Reset() }}},
	{"FIN without a close frame", loss{false, func(t *Trial) ledger.Event { return t.Drop() }}},
	closedWith(1000), closedWith(1001), closedWith(1011), closedWith(1012),
	{"RST inside a frame", loss{true, func(t *Trial) ledger.Event {
		lost := t.Cut(10) // a text message is longer than that
		t.Push(alice, bob, "the frame that is cut")
		t.Expect("the link is cut inside a frame", lost, time.Minute, ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed))
		t.Heal()
		return lost
	}}},
	{"server restart", loss{false, func(t *Trial) ledger.Event {
		lost := t.StopService()
		t.Let(5 * time.Second)
		t.StartService()
		return lost
	}}},
}

// silent is a link that falls silent while the service can be reached by others, as after a change of network: its heartbeats are not answered, nor is the close.
// The platform counts the old socket until it gives the peer up.
var silent = under[loss]{"silence, and a close that nobody answers", loss{false, func(t *Trial) ledger.Event {
	silent := t.AnswerCloseAfter(fakeserver.Never)
	t.Hold(fakeserver.StepHeartbeat)
	lost := t.Expect("the client gives the silent link up", silent, t.Policy.Heartbeat, ledger.By(ledger.Host), ledger.Is(ledger.SocketClosing, ledger.SocketClosed))
	t.Forget(fakeserver.StepHeartbeat)
	t.Let(time.Minute) // so long does the platform count the old socket; a client that waits for it has not even begun
	return lost
}}}

// obstacles meet the client on its way back.
var obstacles = []under[loss]{
	{"handshake 500", back(func(t *Trial) { t.FailHTTP(fakeserver.StepHandshake, 500) }, func(t *Trial) { t.FailHTTP(fakeserver.StepHandshake, 0) })},
	{"handshake 503", back(func(t *Trial) { t.FailHTTP(fakeserver.StepHandshake, 503) }, func(t *Trial) { t.FailHTTP(fakeserver.StepHandshake, 0) })},
	{"handshake refused", loss{false, func(t *Trial) ledger.Event {
		lost := t.Refuse()
		t.Let(obstructed)
		t.Heal()
		return lost
	}}},
	{"handshake timed out", back(func(t *Trial) { t.Hold(fakeserver.StepHandshake) }, func(t *Trial) { t.Forget(fakeserver.StepHandshake) })},
	{"LBS down during the reconnect", back(func(t *Trial) {
		t.FailHTTP(fakeserver.StepLBS, 500)
		t.FailHTTP(fakeserver.StepHandshake, 500) // so that the known addresses are used up and LBS is asked
	}, func(t *Trial) { t.FailHTTP(fakeserver.StepHandshake, 0) })},
}

// obstructed is how long an obstacle stays: two attempts and a time-out of the handshake fit in.
const obstructed = 20 * time.Second

// back drops the link and puts something in the way of the client for a while.
func back(up, down func(*Trial)) loss {
	return loss{false, func(t *Trial) ledger.Event {
		up(t)
		lost := t.Drop()
		t.Let(obstructed)
		down(t)
		return lost
	}}
}

// loseAnd logs alice in and takes the link away.
func (t *Trial) loseAnd(l loss, o clients.IMOptions) (lost ledger.Event) {
	if l.armed {
		t.Arm()
	}
	t.LogIn(o)
	t.Let(time.Second)
	return l.lose(t)
}

// comesBack expects alice's reconnect after a loss.
func (t *Trial) comesBack(lost ledger.Event) ledger.Event {
	return t.Expect("alice comes back", lost, t.exhaust(4)+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
}

// lostAtHost checks that the fault reached the client: without a loss there is nothing to show.
func lostAtHost(t ledger.Timeline, lost ledger.Event) []reports.Finding {
	if _, ok := t.First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed)); !ok {
		return []reports.Finding{finding([]ledger.Event{lost}, "the host's socket outlived the loss at %s, so nothing was shown", at(lost))}
	}
	return nil
}
