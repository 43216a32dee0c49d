package suites

import (
	"fmt"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
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

// slack is what the catalogue adds to the longest time in which done must come.
const slack = 500 * time.Millisecond

var _ = requirement("DST-01", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	begin := t.destroy(alice)
	t.Let(quiet)
	t.Check(exactly(done(t.Timeline().After(begin.Seq), "destroy", alice), 1, "destroy's done"))
})

// peer is how the other end of the link behaves.
type peer struct {
	latency, answer time.Duration
}

var _ = requirementUnder("DST-02", []under[peer]{
	{"a fast peer", peer{}},
	{"a link of 250 ms", peer{latency: 250 * time.Millisecond}},
	{"a peer that answers the close 3 s late", peer{answer: 3 * time.Second}},
}, func(t *Trial, p peer) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.peer(p)
	begin := t.destroy(alice)
	e := t.Expect("destroy calls done", begin, t.Policy.DoneWithin+slack, doneOf("destroy"))
	t.Let(time.Minute)
	if open := t.Timeline().Before(e.Seq).Live(ledger.Host); len(open) > 0 {
		closed, ok := t.Timeline().After(e.Seq).First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed))
		when := "it did not close in the minute after"
		if ok {
			when = "it closed at " + at(closed)
		}
		t.Find([]ledger.Event{begin, e, closed}, "destroy's done came at %s, while the host still counted %s; %s", at(e), sockets(len(open)), when)
	}
})

// peer applies the behaviour to the live link.
func (t *Trial) peer(p peer) {
	if p.latency > 0 {
		t.Latency(p.latency)
	}
	if p.answer != 0 {
		t.AnswerCloseAfter(p.answer)
	}
}

var _ = requirement("DST-03", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.AnswerCloseAfter(fakeserver.Never)
	begin := t.destroy(alice)
	t.Let(quiet)
	calls := done(t.Timeline().After(begin.Seq), "destroy", alice)
	within := t.Policy.DoneWithin + slack
	switch {
	case len(calls) == 0:
		t.Find([]ledger.Event{begin}, "the peer never answers the close, and destroy's done did not come within %s", quiet)
	case calls[0].Due()-begin.At > within:
		t.Find([]ledger.Event{begin, calls[0]}, "the peer never answers the close, and destroy's done came after %s, not within %s", stamp(calls[0].Due()-begin.At), stamp(within))
	}
})

var _ = requirementUnder("DST-04", []under[fakeserver.Step]{
	{"in LBS", fakeserver.StepLBS},
	{"in the handshake", fakeserver.StepHandshake},
	{"while the socket opens", fakeserver.StepUpgrade},
	{"before the service greets", fakeserver.StepConnect},
	{"while the login is pending", fakeserver.StepLogin},
}, func(t *Trial, step fakeserver.Step) {
	t.Hold(step)
	begin := t.Mark("log alice in")
	o := im(alice)
	o.Token = "token-of-" + alice
	t.Login(o)
	t.Expect("the login waits for "+string(step), begin, loginWithin, ledger.Is(ledger.Held))
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
	t.Check(exactly(done(after, "destroy", alice), 1, "destroy's done"))
})

var _ = requirementUnder("SWI-01", []under[peer]{
	{"a fast peer", peer{}},
	{"a link of 250 ms", peer{latency: 250 * time.Millisecond}},
	{"a peer that answers the close 3 s late", peer{answer: 3 * time.Second}},
}, func(t *Trial, p peer) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.peer(p)
	begin := t.Mark("destroy alice, and log bob in from done")
	t.Destroy(alice, func(v clients.Verbs) {
		o := im(bob)
		o.Token = "token-of-" + bob
		v.Login(o)
	})
	t.Expect("bob logs in", begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected), ledger.Of(bob))
	t.Let(time.Minute)
	after := t.Timeline().After(begin.Seq)
	opened, ok := after.First(ledger.By(ledger.Server), ledger.Is(ledger.LinkOpen))
	closed, gone := after.First(ledger.By(ledger.Server), ledger.Is(ledger.LinkClosed), ledger.Of(alice))
	switch {
	case !ok:
		t.Find([]ledger.Event{begin}, "the service never saw bob's link")
	case !gone:
		t.Find([]ledger.Event{begin, opened}, "bob's link opened at %s; the service never saw alice's close", at(opened))
	case closed.Seq > opened.Seq:
		t.Find([]ledger.Event{opened, closed}, "the service saw bob's link open at %s and alice's close only at %s", at(opened), at(closed))
	}
	t.Check(holds(t.Timeline(), 1, "after the switch"))
})
