package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
	"nimcert/reports"
)

// done are the calls of a verb's callback.
func done(t ledger.Timeline, verb, instance string) ledger.Timeline {
	return t.Where(ledger.By(ledger.Client), ledger.Is(ledger.Done), ledger.Of(instance), func(e ledger.Event) bool { return e.Verb == verb })
}

func doneOf(verb string) ledger.Filter {
	return func(e ledger.Event) bool { return e.Who == ledger.Client && e.Kind == ledger.Done && e.Verb == verb }
}

// destroy calls it and returns the mark before.
func (t *Trial) destroy(instance string) ledger.Event {
	begin := t.Mark("destroy %s", instance)
	t.Destroy(instance, nil)
	return begin
}

// end calls destroy or disconnect on alice.
func (t *Trial) end(verb string) ledger.Event {
	begin := t.Mark("%s %s", verb, alice)
	if verb == "destroy" {
		t.Destroy(alice, nil)
	} else {
		t.Disconnect(alice, nil)
	}
	return begin
}

// slack is what the catalogue adds to the longest time in which done must come.
const slack = 500 * time.Millisecond

// peer is how the other end of the link behaves.
type peer struct {
	latency, answer time.Duration
	room            bool // the link is a chatroom's
}

// peers are the ends that a closing handshake meets.
var peers = []under[peer]{
	// 25 ms each way is what a good mobile network gives. A peer at no distance would race the SDK's shortest timer, and prove nothing.
	{"a fast peer, 25 ms away", peer{latency: 25 * time.Millisecond}},
	{"a link of 250 ms", peer{latency: 250 * time.Millisecond}},
	{"a peer that answers the close 3 s late", peer{answer: 3 * time.Second}},
}

// peer applies the behaviour to the live link.
func (t *Trial) peer(p peer) {
	if p.latency > 0 {
		t.Latency(p.latency)
	}
	if p.answer != 0 {
		t.AnswerCloseAfter(p.answer)
	}
}

// doneOnce checks that a verb's done came once, and in time.
func (t *Trial) doneOnce(verb, instance string, begin ledger.Event) []reports.Finding {
	calls := done(t.Timeline().After(begin.Seq), verb, instance)
	out := exactly(calls, 1, verb+"'s done")
	for _, e := range calls {
		if within := t.Policy.DoneWithin + slack; e.Due()-begin.At > within {
			out = append(out, finding([]ledger.Event{begin, e}, "%s's done came at %s, not within %s of the call at %s", verb, at(e), within, at(begin)))
		}
	}
	return out
}

var _ = requirementUnder("DST-01", []under[func(*Trial) string]{
	{"logged in", func(t *Trial) string {
		t.LogIn(im(alice))
		return alice
	}},
	{"in a chatroom", func(t *Trial) string {
		t.Enter(room(lobby))
		return lobby
	}},
	{"while the login is pending", func(t *Trial) string {
		begin := t.Hold(fakeserver.StepLogin)
		t.begin(im(alice))
		t.Expect("the login is pending", begin, loginWithin, ledger.Is(ledger.Held))
		return alice
	}},
	{"with a peer that answers the close 12 s late", func(t *Trial) string {
		t.LogIn(im(alice))
		t.AnswerCloseAfter(12 * time.Second) // after done must have come: the close must not bring it again
		return alice
	}},
	{"with a peer that never answers the close", func(t *Trial) string {
		t.LogIn(im(alice))
		t.AnswerCloseAfter(fakeserver.Never)
		return alice
	}},
}, func(t *Trial, reach func(*Trial) string) {
	instance := reach(t)
	t.Let(time.Second)
	begin := t.destroy(instance)
	t.Let(quiet)
	t.Check(t.doneOnce("destroy", instance, begin))
})

// closedBefore checks DST-02: done is called when the host counts no socket any more.
func (t *Trial) closedBefore(verb string, p peer) {
	if p.room {
		t.Enter(room(lobby))
	} else {
		t.LogIn(im(alice))
	}
	t.Let(time.Second)
	t.peer(p)
	var begin ledger.Event
	if p.room {
		begin = t.destroy(lobby)
	} else {
		begin = t.end(verb)
	}
	e := t.Expect(verb+" calls done", begin, t.Policy.DoneWithin+slack, doneOf(verb))
	t.Let(time.Minute)
	if open := t.Timeline().Before(e.Seq).Live(ledger.Host); len(open) > 0 {
		closed, ok := t.Timeline().After(e.Seq).First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed))
		when := "it did not close in the minute after"
		if ok {
			when = "it closed at " + at(closed)
		}
		t.Find([]ledger.Event{begin, e, closed}, "%s's done came at %s, while the host still counted %s; %s", verb, at(e), sockets(len(open)), when)
	}
}

var _ = requirementUnder("DST-02", slices.Concat(peers, []under[peer]{{"a chatroom, 25 ms away", peer{latency: 25 * time.Millisecond, room: true}}}), func(t *Trial, p peer) { t.closedBefore("destroy", p) })

// timely checks DST-03: done comes in time although the peer never answers.
func (t *Trial) timely(verb string) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.AnswerCloseAfter(fakeserver.Never)
	begin := t.end(verb)
	t.Let(quiet)
	calls := done(t.Timeline().After(begin.Seq), verb, alice)
	within := t.Policy.DoneWithin + slack
	switch {
	case len(calls) == 0:
		t.Find([]ledger.Event{begin}, "the peer never answers the close, and %s's done did not come within %s", verb, quiet)
	case calls[0].Due()-begin.At > within:
		t.Find([]ledger.Event{begin, calls[0]}, "the peer never answers the close, and %s's done came after %s, not within %s", verb, stamp(calls[0].Due()-begin.At), stamp(within))
	}
}

var _ = requirement("DST-03", func(t *Trial) { t.timely("destroy") })

var _ = requirementUnder("DST-04", []under[fakeserver.Step]{
	{"in LBS", fakeserver.StepLBS},
	{"in the handshake", fakeserver.StepHandshake},
	{"while the socket opens", fakeserver.StepUpgrade},
	{"before the service greets", fakeserver.StepConnect},
	{"while the login is pending", fakeserver.StepLogin},
}, func(t *Trial, step fakeserver.Step) {
	t.stopAt(step, im(alice))
	t.Let(time.Second)
	destroyed := t.destroy(alice)
	t.Let(time.Second)
	t.Release(step) // what was held arrives after the destroy
	t.Let(t.Policy.DoneWithin + slack)
	end := t.Mark("%s after destroy", t.Policy.DoneWithin+slack+time.Second)
	t.Let(quiet)
	after := t.Timeline().After(destroyed.Seq)
	late := after.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting, ledger.SocketOpen))
	logins := after.Where(ledger.By(ledger.Server), ledger.Is(ledger.Login))
	for _, f := range holds(t.Timeline().Before(end.Seq), 0, fmt.Sprintf("destroy was called at %s, while the client waited for %s; at %s", at(destroyed), step, at(end))) {
		f.Events = append(f.Events, destroyed.Seq)
		if len(late) > 0 {
			f.Text += fmt.Sprintf("; %s at %s", late[0].Kind, at(late[0]))
			f.Events = append(f.Events, late[0].Seq)
		}
		if len(logins) > 0 {
			f.Text += fmt.Sprintf(", and %s is logged in from %s on", alice, at(logins[0]))
			f.Events = append(f.Events, logins[0].Seq)
		}
		t.findings = append(t.findings, f)
	}
	t.Check(none(after.After(end.Seq).Where(ledger.Is(ledger.SocketConnecting, ledger.LinkOpen)), "a socket was opened later"))
})

var _ = requirement("DST-05", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	lost := t.Refuse()
	t.Expect("the wait before a reconnect begins", lost, t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(alice))
	begin := t.destroy(alice)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(none(attempts(after), "an attempt followed although the instance was destroyed in the wait"))
	t.Check(t.doneOnce("destroy", alice, begin))
})

var _ = requirement("DST-06", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	begin := t.destroy(alice)
	t.destroy(alice)
	t.Let(time.Minute)
	t.destroy(alice)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	if len(done(after, "destroy", alice)) == 0 {
		t.Find([]ledger.Event{begin}, "destroy was called three times, and done never came")
	}
	t.Check(uncaught(after))
	t.Check(threw(after))
	t.Check(none(attempts(after), "the client opens a link again"))
	t.Check(holds(t.Timeline(), 0, "after destroying twice"))
})

var _ = requirement("DST-07", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	begin := t.destroy(alice)
	e := t.Expect("destroy calls done", begin, t.Policy.DoneWithin+slack, doneOf("destroy"))
	t.Let(quiet)
	after := t.Timeline().After(e.Seq)
	t.Check(none(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Connected, ledger.WillReconnect, ledger.Disconnected, ledger.Done, ledger.Message, ledger.Failed, ledger.SyncDone)), "a callback after done"))
	t.Check(none(after.Where(ledger.By(ledger.Host), ledger.Is(ledger.RequestStart)), "a request after done"))
	t.Check(none(after.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting)), "a socket after done"))
	if left := t.Rest(); left.Timers > 0 {
		t.Find([]ledger.Event{e}, "%s pending ten minutes after done", plural(left.Timers, "timer"))
	}
})

var _ = requirementUnder("DST-08", []under[func(*Trial) ledger.Event]{
	{"destroy", func(t *Trial) ledger.Event {
		t.LogIn(im(alice))
		t.Let(time.Second)
		return t.destroy(alice)
	}},
	{"disconnect", func(t *Trial) ledger.Event {
		t.LogIn(im(alice))
		t.Let(time.Second)
		return t.end("disconnect")
	}},
	{"destroy of a chatroom", func(t *Trial) ledger.Event {
		t.Enter(room(lobby))
		t.Let(time.Second)
		return t.destroy(lobby)
	}},
}, func(t *Trial, leave func(*Trial) ledger.Event) {
	begin := leave(t)
	t.Let(time.Minute)
	after := t.Timeline().After(begin.Seq)
	logout, sent := after.First(ledger.By(ledger.Server), ledger.Is(ledger.Logout))
	closed, gone := after.First(ledger.By(ledger.Server), ledger.Is(ledger.CloseReceived, ledger.LinkClosed))
	switch {
	case !sent:
		t.Find([]ledger.Event{begin, closed}, "the service saw no logout after the call at %s", at(begin))
	case gone && closed.Seq < logout.Seq:
		t.Find([]ledger.Event{closed, logout}, "the service saw the close at %s and the logout only at %s", at(closed), at(logout))
	}
})

// kept are the promises of destroy that disconnect keeps as well.
var _ = requirementUnder("DST-09", []under[func(*Trial)]{
	{"done once", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		begin := t.end("disconnect")
		t.Let(quiet)
		t.Check(exactly(done(t.Timeline().After(begin.Seq), "disconnect", alice), 1, "disconnect's done"))
	}},
	{peers[0].name, func(t *Trial) { t.closedBefore("disconnect", peers[0].value) }},
	{peers[1].name, func(t *Trial) { t.closedBefore("disconnect", peers[1].value) }},
	{peers[2].name, func(t *Trial) { t.closedBefore("disconnect", peers[2].value) }},
	{"a peer that never answers the close", func(t *Trial) { t.timely("disconnect") }},
	{"in the wait before a reconnect", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		lost := t.Refuse()
		t.Expect("the wait before a reconnect begins", lost, t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(alice))
		begin := t.end("disconnect")
		t.Let(quiet)
		t.Check(t.doneOnce("disconnect", alice, begin))
	}},
}, func(t *Trial, keep func(*Trial)) { keep(t) })

var _ = requirement("DST-10", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	gone := t.end("disconnect")
	t.Expect("disconnect calls done", gone, t.Policy.DoneWithin+slack, doneOf("disconnect"))
	t.Let(time.Second)
	begin := t.Mark("connect again")
	t.Connect(alice)
	t.Expect("alice logs in again", begin, loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, "a minute after connect"))
	t.sends(alice, bob)
})

var _ = requirementUnder("DST-11", []under[loss]{
	{"RST", loss{true, func(t *Trial) ledger.Event { return t.Reset() }}},
	{"black hole", loss{false, func(t *Trial) ledger.Event { return t.BlackHole() }}},
	{"the service stops", loss{false, func(t *Trial) ledger.Event { return t.StopService() }}},
}, func(t *Trial, l loss) {
	if l.armed {
		t.Arm()
	}
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.AnswerCloseAfter(fakeserver.Never) // so that destroy is in its middle
	begin := t.destroy(alice)
	t.Let(100 * time.Millisecond)
	l.lose(t)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(t.doneOnce("destroy", alice, begin))
	t.Check(none(attempts(after), "the client opens a link again"))
	if open := t.Timeline().Live(ledger.Host); len(open) > 0 {
		t.Find([]ledger.Event{begin}, "ten minutes after destroy the host still counts %s", sockets(len(open)))
	}
})
