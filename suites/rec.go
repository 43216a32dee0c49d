package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
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

// away is a service that stays away, and how.
type away struct {
	attempts int
	how      func(*Trial) ledger.Event
}

var _ = requirementUnder("REC-01", []under[away]{
	{"N = 0", away{0, nil}}, {"N = 1", away{1, nil}}, {"N = 3", away{3, nil}}, {"N = 10", away{10, nil}},
	{"N = 3, every handshake is answered with 500", away{3, func(t *Trial) ledger.Event {
		t.failLinks(500)
		return t.Drop()
	}}},
	{"N = 3, no handshake is answered", away{3, func(t *Trial) ledger.Event {
		t.holdLinks()
		return t.Drop()
	}}},
}, func(t *Trial, a away) {
	var after ledger.Timeline
	if a.how == nil {
		after = t.loseForGood(a.attempts)
	} else {
		t.LogIn(capped(im(alice), a.attempts))
		t.Let(time.Second)
		lost := a.how(t)
		t.Let(t.exhaust(a.attempts) + time.Duration(a.attempts)*t.Policy.AttemptTimeout)
		t.Let(quiet)
		after = t.Timeline().After(lost.Seq)
	}
	t.Check(exactly(attempts(after), a.attempts, fmt.Sprintf("attempts with reconnectionAttempts %d", a.attempts)))
})

var _ = requirementUnder("REC-02", each("N = %d", 0, 1, 3), func(t *Trial, n int) {
	after := t.loseForGood(n)
	told := disconnections(after, alice)
	t.Check(exactly(told, 1, fmt.Sprintf("ondisconnect after the last of %s", plural(n, "attempt"))))
	last, tried := attempts(after).Last()
	if len(told) == 0 || !tried {
		return
	}
	switch first := told[0]; {
	case first.Seq < last.Seq:
		t.Find([]ledger.Event{first, last}, "ondisconnect came at %s, before the last attempt at %s", at(first), at(last))
	case first.Due()-last.At > t.Policy.AttemptTimeout:
		t.Find([]ledger.Event{last, first}, "the last attempt began at %s and ondisconnect came at %s; an attempt fails within %s", at(last), at(first), t.Policy.AttemptTimeout)
	}
})

func disconnections(t ledger.Timeline, instance string) ledger.Timeline {
	return t.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected), ledger.Of(instance))
}

var _ = requirement("REC-03", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(time.Hour)
	hour := t.Mark("one hour")
	t.Let(t.exhaust(1))
	tries := attempts(t.Timeline().After(lost.Seq))
	if len(attempts(tries.After(hour.Seq))) == 0 {
		last, _ := tries.Last()
		t.Find([]ledger.Event{lost, last}, "no cap is set, and after one hour without the service no attempt is made any more; the last of %d was at %s", len(tries), at(last))
	}
	for i := 1; i < len(tries); i++ {
		// The documented jitter and 50 ms, the catalogue's allowance for a timer.
		least := time.Duration(float64(t.Policy.MinDelay)*(1-t.Policy.Jitter)) - 50*time.Millisecond
		if gap := tries[i].Due() - tries[i-1].Due(); gap < least {
			t.Find([]ledger.Event{tries[i-1], tries[i]}, "two attempts within %s, at %s and at %s; the minimum is %s", stamp(gap), at(tries[i-1]), at(tries[i]), stamp(t.Policy.MinDelay))
		}
	}
})

// loseTwice loses the link, lets the client back after a few attempts, and then stays away until n attempts are used up. It returns what happened from each loss on.
func (t *Trial) loseTwice(n int) (first, second ledger.Timeline) {
	t.LogIn(capped(im(alice), n))
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(6 * time.Second) // two attempts, at the documented delays
	t.Heal()
	t.comesBack(lost)
	t.Let(time.Minute)
	again := t.Refuse()
	t.Let(t.exhaust(n))
	t.Let(quiet)
	return t.Timeline().After(lost.Seq).Before(again.Seq), t.Timeline().After(again.Seq)
}

var _ = requirement("REC-04", func(t *Trial) {
	first, second := t.loseTwice(5)
	for _, after := range []ledger.Timeline{first, second} {
		if len(attempts(after)) == 0 {
			t.Find(nil, "no attempt was made, so nothing could be announced")
		}
		t.Check(announced(after, alice, t.Now())) // both end at rest: nothing that was announced is still to come
	}
})

var _ = requirement("REC-05", func(t *Trial) {
	_, after := t.loseTwice(8) // the second loss shows that the delays begin anew
	t.Check(growing(waits(after, alice), t.Policy.MinDelay, t.Policy.MaxDelay, t.Policy.Jitter))
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

var _ = requirementUnder("REC-07", slices.Concat([]under[loss]{
	{"the service stays away", loss{false, func(t *Trial) ledger.Event { return t.Refuse() }}},
	{"the first connection fails", loss{}},
}, losses), func(t *Trial, l loss) {
	if l.lose == nil {
		begin := t.Refuse()
		t.begin(noReconnect(im(alice)))
		t.Let(quiet)
		t.Check(exactly(attempts(t.Timeline().After(begin.Seq)), 1, "attempts at a first connection that fails, although needReconnect is false"))
		return
	}
	lost := t.loseAnd(l, noReconnect(im(alice)))
	t.Let(quiet)
	t.Check(none(attempts(t.Timeline().After(lost.Seq)), "attempts although needReconnect is false"))
	t.Check(lostAtHost(t.Timeline().After(lost.Seq), lost))
})

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
	var begin ledger.Event
	if r.reconnect {
		t.LogIn(im(alice))
		t.Let(time.Second)
		begin = t.RefuseLogin(r.code)
		t.Drop()
	} else {
		begin = t.RefuseLogin(r.code)
		t.begin(im(alice))
	}
	t.Expect("the service refuses a login", begin, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(exactly(after.Where(ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused)), 1, fmt.Sprintf("logins sent although the first was refused with %d", r.code)))
	refused, _ := after.First(ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
	t.Check(none(attempts(after.After(refused.Seq)), fmt.Sprintf("the link is opened again although the login was refused with %d", r.code)))
	t.Check(none(after.After(refused.Seq).Where(ledger.Is(ledger.WillReconnect)), fmt.Sprintf("a reconnect is announced although the login was refused with %d", r.code)))
	told := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(alice), func(e ledger.Event) bool { return e.Code == fmt.Sprint(r.code) })
	if len(told) > 0 && told[0].Due()-refused.At > t.Policy.AttemptTimeout {
		t.Find([]ledger.Event{refused, told[0]}, "the login was refused at %s and the application told at %s; it must know within %s", at(refused), at(told[0]), t.Policy.AttemptTimeout)
	}
	if len(told) == 0 {
		others := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(alice))
		said := "no callback at all"
		if len(others) > 0 {
			said = fmt.Sprintf("%s with code %q", others[0].Kind, others[0].Code)
		}
		t.Find(others, "a login refused with %d is not reported with that code; there was %s", r.code, said)
	}
})

var _ = requirementUnder("REC-09", slices.Concat(losses, obstacles), func(t *Trial, l loss) {
	lost := t.loseAnd(l, im(alice))
	t.comesBack(lost)
	t.Let(time.Minute)
	t.Check(lostAtHost(t.Timeline().After(lost.Seq), lost))
	t.Check(holds(t.Timeline(), 1, "after the reconnect"))
	if logins := t.Timeline().After(lost.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.Login)); len(logins) == 0 {
		t.Find([]ledger.Event{lost}, "the link is back, and the service saw no login on it")
	}
	t.sends(alice, bob)
})

var _ = requirement("REC-10", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	silent := t.BlackHole()
	noticed := t.Expect(fmt.Sprintf("the client notices the silence within its heartbeat budget of %s", t.Policy.Heartbeat), silent, t.Policy.Heartbeat, ledger.Is(ledger.WillReconnect, ledger.Attempt))
	t.Heal()
	t.Expect("alice comes back", noticed, t.exhaust(3)+t.Policy.AttemptTimeout+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
	t.Let(2 * time.Minute)
	t.Check(holds(t.Timeline(), 1, "after the reconnect"))
})

var _ = requirement("REC-11", func(t *Trial) {
	const n = 3
	begin := t.Refuse()
	t.begin(capped(im(alice), n))
	t.Let(t.exhaust(n))
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	switch tries := attempts(after); {
	case len(tries) == 0:
		t.Find([]ledger.Event{begin}, "the client never tried to open a link")
	case len(tries) > 1+n:
		t.Find(tries, "%s on a service that is not there; the first and reconnectionAttempts %d are allowed", plural(len(tries), "attempt"), n)
	}
	told := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(alice))
	last, _ := attempts(after).Last()
	switch {
	case len(told) == 0:
		t.Find([]ledger.Event{begin}, "the first connection failed for good, and no callback says so")
	case told[0].Due()-last.At > t.Policy.AttemptTimeout:
		t.Find([]ledger.Event{last, told[0]}, "the last attempt began at %s and the application was told at %s; an attempt fails within %s", at(last), at(told[0]), t.Policy.AttemptTimeout)
	}
})

var _ = requirement("REC-12", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	lost := t.Refuse()
	t.Expect("the wait before a reconnect begins", lost, t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(alice))
	begin := t.Mark("disconnect in the wait")
	t.Disconnect(alice, nil)
	t.Let(time.Second)
	t.Heal()
	t.Let(quiet)
	t.Check(none(attempts(t.Timeline().After(begin.Seq)), "an attempt followed although disconnect was called in the wait"))
})

var _ = requirementUnder("REC-13", []under[bool]{{"connect in the wait", true}, {"connect while connecting", false}}, func(t *Trial, waiting bool) {
	if waiting {
		t.LogIn(im(alice))
		t.Let(time.Second)
		lost := t.Drop()
		t.Expect("the wait before a reconnect begins", lost, t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(alice))
		t.Connect(alice)
	} else {
		begin := t.Hold(fakeserver.StepUpgrade)
		t.begin(im(alice))
		t.Expect("the socket waits to open", begin, loginWithin, ledger.Is(ledger.Held))
		t.Connect(alice)
		t.Let(time.Second)
		t.Release(fakeserver.StepUpgrade)
	}
	t.Let(time.Minute)
	t.Check(never(t.Timeline(), 1))
	t.Check(holds(t.Timeline(), 1, "a minute after connect"))
	t.sends(alice, bob)
})

var _ = requirement("REC-15", func(t *Trial) {
	t.SetLinks([]string{"dead.link.example:443", "wlnimsc0.netease.im:443"}, nil)
	t.Unreachable("dead.link.example")
	begin := t.Mark("log alice in, with the first link address dead")
	t.begin(im(alice))
	t.Expect("alice logs in over the second link address", begin, t.exhaust(3)+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
})

var _ = requirement("REC-16", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Minute)
	before := t.Rest()
	begin := t.Mark("the link flaps 20 times")
	for range 20 {
		t.Refuse()
		t.Let(3 * time.Second)
		t.Heal()
		t.Let(3 * time.Second)
	}
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, "after the last of 20 flaps"))
	t.Check(never(t.Timeline(), 1))
	if after := t.Rest(); after.Timers > before.Timers+1 || after.Requests > before.Requests {
		t.Find([]ledger.Event{begin}, "%s and %s are left after 20 flaps; there were %d and %d before", plural(after.Timers, "timer"), plural(after.Requests, "request"), before.Timers, before.Requests)
	}
	t.sends(alice, bob)
})

var _ = requirementUnder("REC-17", []under[bool]{{"a message sent meanwhile", true}, {"a message sent after", false}}, func(t *Trial, meanwhile bool) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(time.Second)
	id := ""
	if meanwhile {
		id = t.Push(alice, bob, "are you there?")
	}
	t.Heal()
	t.comesBack(lost)
	if !meanwhile {
		t.Let(time.Second)
		id = t.Push(alice, bob, "are you there?")
	}
	t.Let(time.Minute)
	after := t.Timeline().After(lost.Seq)
	for _, login := range after.Where(ledger.By(ledger.Server), ledger.Is(ledger.Login)) {
		if login.Detail != "automatic" {
			t.Find([]ledger.Event{login}, "the login at %s is marked %s on the wire", at(login), login.Detail)
		}
	}
	t.Check(exactly(received(after, alice, id), 1, "delivery of the message"))
})

// received are the deliveries of a message to the application.
func received(t ledger.Timeline, instance, id string) ledger.Timeline {
	return t.Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(instance), func(e ledger.Event) bool { return e.Code == id })
}

var _ = requirement("REC-20", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.Hold(fakeserver.StepLBS)
	lost := t.failLinks(500) // so that the known addresses are used up and LBS is asked
	t.Drop()
	if _, asked := t.Await(lost, quiet, ledger.By(ledger.Server), ledger.Is(ledger.Held)); asked {
		t.Let(time.Minute)
	} else if tries := attempts(t.Timeline().After(lost.Seq)); len(tries) == 0 {
		t.Find([]ledger.Event{lost}, "no attempt was made, so nothing shows what a mute LBS does")
	} else {
		t.Mark("the client does not ask LBS again: it tried the addresses that it knows %s", times(len(tries)))
	}
	t.failLinks(0)
	healed := t.Release(fakeserver.StepLBS)
	t.Expect("alice comes back once the service answers again", healed, t.exhaust(4)+t.Policy.AttemptTimeout+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
})

// crowd is how many clients are dropped at once. The catalogue's 1,000 are judged by a sample: 100 waits drawn evenly from a range span 98 % of it, so a sample that spans less than
// 10 % of the delay speaks for all. (1,000 instances of 9.21.12 take 18 s to log in.)
const crowd = 100

var _ = requirement("REC-14", func(t *Trial) {
	begin := t.Mark("log %d accounts in", crowd)
	t.Cap(crowd)
	for i := range crowd {
		t.begin(im(fmt.Sprintf("account %d", i+1)))
	}
	t.Let(time.Minute)
	if n := t.Timeline().Census(ledger.Host); n != crowd {
		t.Find([]ledger.Event{begin}, "only %d of %d accounts are logged in", n, crowd)
		return
	}
	lost := t.Drop()
	t.Let(t.exhaust(1))
	after := t.Timeline().After(lost.Seq)
	waited := after.Where(ledger.Is(ledger.WillReconnect))
	if tries := attempts(after); !t.Capabilities[clients.AnnouncedDelay] {
		// Nobody says whose attempt is whose; but all waits began at once, so the shortest ends with the first attempt and the longest with the last.
		waited = waited[:min(len(waited), len(tries))]
		for i := range waited {
			waited[i].Duration = tries[i].Due() - waited[i].Due()
		}
	}
	if len(waited) < crowd {
		t.Find([]ledger.Event{lost}, "only %d of %d clients waited for a reconnect", len(waited), crowd)
		return
	}
	first, last := waited[0], waited[0]
	for _, e := range waited[:crowd] {
		if e.Duration < first.Duration {
			first = e
		}
		if e.Duration > last.Duration {
			last = e
		}
	}
	if spread := last.Duration - first.Duration; spread < last.Duration/10 {
		t.Find([]ledger.Event{first, last}, "%d clients dropped at once come back within %s of one another: their waits lie between %s and %s, a spread of %.1f %%, not 10 %%", crowd, stamp(spread), stamp(first.Duration), stamp(last.Duration), 100*float64(spread)/float64(last.Duration))
	}
})

var _ = requirementUnder("REC-18", []under[time.Duration]{{"3 s", 3 * time.Second}, {"half a second, below the floor", 500 * time.Millisecond}}, func(t *Trial, delay time.Duration) {
	o := im(alice)
	o.ReconnectDelay = delay
	t.LogIn(o)
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(time.Minute)
	waited := waits(t.Timeline().After(lost.Seq), alice)
	if len(waited) < 2 {
		t.Find([]ledger.Event{lost}, "there was only %s in a minute without the service", plural(len(waited), "wait"))
	}
	least, most := t.Policy.Provided(delay)
	allowance := 50 * time.Millisecond // the catalogue's, for a timer, where the wait is not announced but measured
	if t.Capabilities[clients.AnnouncedDelay] {
		allowance = 0
		t.Check(announced(t.Timeline().After(lost.Seq), alice, t.Now()))
	}
	for _, e := range waited {
		if e.Duration < least || e.Duration > most+allowance {
			want := stamp(least)
			if most > least {
				want += " to " + stamp(most)
			}
			t.Find([]ledger.Event{e}, "reconnectDelayProvider answers %s, and the wait that began at %s is %s, not %s", delay, at(e), stamp(e.Duration), want)
			break
		}
	}
})

var _ = requirement("REC-19", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	hidden := t.Mark("the program goes to the background")
	t.miniProgram().Background()
	t.Let(time.Minute)
	t.Check(lostAtHost(t.Timeline().After(hidden.Seq), hidden))
	t.Mark("the program comes to the front")
	t.miniProgram().Foreground()
	t.Let(2 * time.Minute)
	t.Check(holds(t.Timeline(), 1, "two minutes after coming to the front"))
	t.Check(never(t.Timeline(), 1))
	t.sends(alice, bob)
})

// noReconnect is the option needReconnect: false.
func noReconnect(o clients.IMOptions) clients.IMOptions {
	o.NoReconnect = true
	return o
}
