package suites

import (
	"fmt"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
	"nimcert/reports"
)

// loseForGood logs alice in with a cap, takes the service away and lets the attempts run out. It returns what happened from the loss on.
func (t *Trial) loseForGood(n int) ledger.Timeline {
	t.LogIn(capped(im(alice), n))
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(t.exhaust(n))
	t.Let(quiet)
	return t.Timeline().After(lost.Seq)
}

// exhaust is how long n attempts on a refused link may take: each waits the longest delay, and one second is plenty to be refused.
func (t *Trial) exhaust(n int) time.Duration {
	longest := time.Duration(float64(t.Policy.MaxDelay) * (1 + t.Policy.Jitter))
	return time.Duration(n+1) * (longest + time.Second)
}

var _ = requirementUnder("REC-01", each("N = %d", 0, 1, 3, 10), func(t *Trial, n int) {
	after := t.loseForGood(n)
	t.Check(exactly(attempts(after), n, fmt.Sprintf("attempts with reconnectionAttempts %d", n)))
})

var _ = requirementUnder("REC-02", each("N = %d", 0, 1, 3), func(t *Trial, n int) {
	after := t.loseForGood(n)
	t.Check(exactly(disconnections(after, alice), 1, fmt.Sprintf("ondisconnect after the last of %s", plural(n, "attempt"))))
})

func disconnections(t ledger.Timeline, instance string) ledger.Timeline {
	return t.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected), ledger.Of(instance))
}

var _ = requirement("REC-04", func(t *Trial) {
	after := t.loseForGood(5)
	if len(attempts(after)) == 0 {
		t.Find(nil, "no attempt was made, so nothing could be announced")
	}
	t.Check(announced(after, alice))
})

var _ = requirement("REC-05", func(t *Trial) {
	after := t.loseForGood(8)
	t.Check(growing(after.Where(ledger.Is(ledger.WillReconnect), ledger.Of(alice)), t.Policy.MinDelay, t.Policy.MaxDelay, t.Policy.Jitter))
})

var _ = requirement("REC-06", func(t *Trial) {
	const n = 3
	t.LogIn(capped(im(alice), n))
	t.Let(time.Second)
	first := t.Refuse()
	failed := t.Expect("the first attempt to come back", first, t.exhaust(1), ledger.Is(ledger.Attempt))
	t.Let(100 * time.Millisecond) // it fails
	healed := t.Heal()
	t.Expect("alice comes back once the service is there again", healed, t.exhaust(n)+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
	t.Let(time.Second)
	second := t.Refuse()
	t.Let(t.exhaust(n))
	t.Let(quiet)
	t.Check(exactly(attempts(t.Timeline().After(second.Seq)), n, fmt.Sprintf("attempts after the second loss, with reconnectionAttempts %d and %s used up before the reconnect", n, plural(len(attempts(t.Timeline().After(failed.Seq-1).Before(healed.Seq))), "attempt"))))
})

var _ = requirementUnder("REC-07", []under[func(*Trial) ledger.Event]{
	{"the service stays away", func(t *Trial) ledger.Event { return t.Refuse() }},
	{"the link is dropped", func(t *Trial) ledger.Event { return t.Drop() }},
}, func(t *Trial, lose func(*Trial) ledger.Event) {
	t.LogIn(noReconnect(im(alice)))
	t.Let(time.Second)
	lost := lose(t)
	t.Let(quiet)
	t.Check(none(attempts(t.Timeline().After(lost.Seq)), "attempts although needReconnect is false"))
	t.Check(lostAtHost(t.Timeline().After(lost.Seq), lost))
})

// lostAtHost checks that the fault reached the client: without a loss there is nothing to show.
func lostAtHost(t ledger.Timeline, lost ledger.Event) []reports.Finding {
	if _, ok := t.First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed)); !ok {
		return []reports.Finding{finding([]ledger.Event{lost}, "the host's socket outlived the loss at %s, so nothing was shown", at(lost))}
	}
	return nil
}

// A login refused for good.
type refusal struct {
	code      int
	reconnect bool
}

func refusals() []under[refusal] {
	var out []under[refusal]
	for _, code := range []int{302, 403, 404, 417, 422} {
		out = append(out, under[refusal]{fmt.Sprintf("%d at the first login", code), refusal{code, false}})
	}
	for _, code := range []int{302, 403, 404, 417, 422} {
		out = append(out, under[refusal]{fmt.Sprintf("%d at an automatic login", code), refusal{code, true}})
	}
	return out
}

var _ = requirementUnder("REC-08", refusals(), func(t *Trial, r refusal) {
	o := im(alice)
	o.Token = "token-of-" + alice
	var begin ledger.Event
	if r.reconnect {
		t.LogIn(o)
		t.Let(time.Second)
		begin = t.RefuseLogin(r.code)
		t.Drop()
	} else {
		begin = t.RefuseLogin(r.code)
		t.Login(o)
	}
	t.Expect("the service refuses a login", begin, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(exactly(after.Where(ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused)), 1, fmt.Sprintf("logins sent although the first was refused with %d", r.code)))
	told := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(alice), func(e ledger.Event) bool { return e.Code == fmt.Sprint(r.code) })
	if len(told) == 0 {
		others := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(alice))
		said := "no callback at all"
		if len(others) > 0 {
			said = fmt.Sprintf("%s with code %q", others[0].Kind, others[0].Code)
		}
		t.Find(others, "a login refused with %d is not reported with that code; there was %s", r.code, said)
	}
})

// loss is one cause of a lost link.
type loss struct {
	armed bool // the link must be prepared for it
	lose  func(*Trial) ledger.Event
}

var _ = requirementUnder("REC-09", []under[loss]{
	{"RST", loss{true, func(t *Trial) ledger.Event { return t.Reset() }}},
	{"FIN without a close frame", loss{false, func(t *Trial) ledger.Event { return t.Drop() }}},
	{"close 1000", loss{false, func(t *Trial) ledger.Event { return t.CloseLinks(alice, 1000) }}},
	{"server restart", loss{false, func(t *Trial) ledger.Event {
		lost := t.StopService()
		t.Let(5 * time.Second)
		t.StartService()
		return lost
	}}},
}, func(t *Trial, l loss) {
	if l.armed {
		t.Arm()
	}
	t.LogIn(im(alice))
	t.Let(time.Second)
	lost := l.lose(t)
	t.Expect("alice comes back", lost, t.exhaust(3)+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
	t.Let(time.Minute)
	t.Check(lostAtHost(t.Timeline().After(lost.Seq), lost))
	t.Check(holds(t.Timeline(), 1, "after the reconnect"))
	t.sends(alice, bob)
})

// noReconnect is the option needReconnect: false.
func noReconnect(o clients.IMOptions) clients.IMOptions {
	o.NoReconnect = true
	return o
}
