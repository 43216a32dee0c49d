package suites

import (
	"fmt"
	"slices"
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

// obstacles meet the client on its way back.
var obstacles = []under[loss]{
	{"handshake 500", back(func(t *Trial) { t.failLinks(500) }, func(t *Trial) { t.failLinks(0) })},
	{"handshake 503", back(func(t *Trial) { t.failLinks(503) }, func(t *Trial) { t.failLinks(0) })},
	{"handshake refused", loss{false, func(t *Trial) ledger.Event {
		lost := t.Refuse()
		t.Let(obstructed)
		t.Heal()
		return lost
	}}},
	{"handshake timed out", back(func(t *Trial) { t.holdLinks() }, func(t *Trial) { t.releaseLinks() })},
	{"LBS down during the reconnect", back(func(t *Trial) {
		t.FailHTTP(fakeserver.StepLBS, 500)
		t.failLinks(500) // so that the known addresses are used up and LBS is asked
	}, func(t *Trial) { t.failLinks(0) })},
}

// linkSteps are the steps with which a link opens: the handshake of the text transport, and the upgrade, which comes first on the binary one.
var linkSteps = []fakeserver.Step{fakeserver.StepHandshake, fakeserver.StepUpgrade}

// failLinks makes the service answer every new link with a status; 0 lets them in again.
func (t *Trial) failLinks(status int) (first ledger.Event) {
	for _, step := range slices.Backward(linkSteps) {
		first = t.FailHTTP(step, status)
	}
	return first
}

// holdLinks makes the service answer no new link until releaseLinks.
func (t *Trial) holdLinks() {
	for _, step := range linkSteps {
		t.Hold(step)
	}
}

func (t *Trial) releaseLinks() {
	for _, step := range slices.Backward(linkSteps) { // what was held at the handshake meets an open door at the upgrade
		t.Release(step)
	}
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
