package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// away is a service that stays away, and how.
type away struct {
	attempts int
	how      func(*Trial) ledger.Event // nil: it refuses connections
	room     bool                      // it is a chatroom that is lost
	unheard  bool                      // requests are not answered
}

// within is how long one attempt may take to fail. Nothing in the catalogue asks for a time-out of a request that is shorter than the platform's own: 60 s, the documented default of wx.request.
func (t *Trial) within(a away) time.Duration {
	if a.unheard {
		return t.Policy.AttemptTimeout + time.Minute
	}
	return t.Policy.AttemptTimeout
}

func (a away) instance() string { return loss{room: a.room}.instance() }

// aways are the ways to use up n attempts, beside connections that are refused.
func aways(n int) []under[away] {
	// heldBack drops the link and then lets every login wait for one step. A client may not take a link that came as far for a success.
	heldBack := func(step fakeserver.Step) func(*Trial) ledger.Event {
		return func(t *Trial) ledger.Event {
			t.Hold(step)
			return t.Drop()
		}
	}
	name := fmt.Sprintf("N = %d, ", n)
	return []under[away]{
		{name + "every handshake is answered with 500", away{attempts: n, how: func(t *Trial) ledger.Event {
			t.failLinks(500)
			return t.Drop()
		}}},
		{name + "no handshake is answered", away{attempts: n, unheard: true, how: func(t *Trial) ledger.Event {
			t.holdLinks()
			return t.Drop()
		}}},
		{name + "no socket is greeted", away{attempts: n, how: heldBack(fakeserver.StepConnect)}},
		{name + "no login is answered", away{attempts: n, how: heldBack(fakeserver.StepLogin)}},
		{name + "a chatroom", away{attempts: n, room: true}},
	}
}

// loseForGood logs in with a cap, takes the service away and lets the attempts run out. It returns what happened from the loss on.
func (t *Trial) loseForGood(a away) ledger.Timeline {
	if a.room {
		o := room(lobby)
		o.ReconnectionAttempts = &a.attempts
		t.Enter(o)
	} else {
		t.LogIn(capped(im(alice), a.attempts))
	}
	t.Let(time.Second)
	var lost ledger.Event
	if a.how == nil {
		lost = t.Refuse()
	} else {
		lost = a.how(t)
		t.Let(time.Duration(a.attempts) * t.within(a))
	}
	t.Let(t.exhaust(a.attempts))
	t.Let(quiet)
	return t.Timeline().After(lost.Seq)
}

// exhaust is how long n attempts on a refused link may take: each waits the longest delay, and one second is plenty to be refused.
func (t *Trial) exhaust(n int) time.Duration {
	longest := time.Duration(float64(t.Policy.MaxDelay) * (1 + t.Policy.Jitter))
	return time.Duration(n+1) * (longest + time.Second)
}

var _ = requirementUnder("REC-01", slices.Concat([]under[away]{
	{"N = 0", away{attempts: 0}}, {"N = 1", away{attempts: 1}}, {"N = 3", away{attempts: 3}}, {"N = 10", away{attempts: 10}},
}, aways(3)), func(t *Trial, a away) {
	after := t.loseForGood(a)
	t.Check(exactly(attempts(after), a.attempts, fmt.Sprintf("attempts with reconnectionAttempts %d", a.attempts)))
})

var _ = requirementUnder("REC-02", slices.Concat([]under[away]{
	{"N = 0", away{attempts: 0}}, {"N = 1", away{attempts: 1}}, {"N = 3", away{attempts: 3}},
}, aways(3)), func(t *Trial, a away) {
	after := t.loseForGood(a)
	told := disconnections(after, a.instance())
	t.Check(exactly(told, 1, fmt.Sprintf("ondisconnect after the last of %s", plural(a.attempts, "attempt"))))
	last, tried := attempts(after).Last()
	if len(told) == 0 || !tried {
		return
	}
	switch first := told[0]; {
	case first.Seq < last.Seq:
		t.Find([]ledger.Event{first, last}, "ondisconnect came at %s, before the last attempt at %s", at(first), at(last))
	case first.Due()-last.At > t.within(a):
		t.Find([]ledger.Event{last, first}, "the last attempt began at %s and ondisconnect came at %s; an attempt fails within %s", at(last), at(first), t.within(a))
	}
})

func disconnections(t ledger.Timeline, instance string) ledger.Timeline {
	return t.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected), ledger.Of(instance))
}

var _ = requirementUnder("REC-03", []under[bool]{{"IM", false}, {"a chatroom", true}}, func(t *Trial, inRoom bool) {
	if inRoom {
		t.Enter(room(lobby))
	} else {
		t.LogIn(im(alice))
	}
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
	minimum := t.Policy.MinDelay
	if inRoom && t.Policy.RoomMinDelay != 0 {
		minimum = t.Policy.RoomMinDelay
	}
	for i := 1; i < len(tries); i++ {
		// The documented jitter and 50 ms, the catalogue's allowance for a timer.
		least := time.Duration(float64(minimum)*(1-t.Policy.Jitter)) - 50*time.Millisecond
		if gap := tries[i].Due() - tries[i-1].Due(); gap < least {
			t.Find([]ledger.Event{tries[i-1], tries[i]}, "two attempts within %s, at %s and at %s; the minimum is %s", stamp(gap), at(tries[i-1]), at(tries[i]), stamp(minimum))
		}
	}
})

// loseTwice loses the link, lets the client back after a few attempts, and then stays away until n attempts are used up. It returns what happened from each loss on.
func (t *Trial) loseTwice(a away) (first, second ledger.Timeline) {
	n := a.attempts
	if a.room {
		o := room(lobby)
		o.ReconnectionAttempts = &n
		t.Enter(o)
	} else {
		t.LogIn(capped(im(alice), n))
	}
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(6 * time.Second) // two attempts, at the documented delays
	t.Heal()
	t.backAs(a.instance(), lost)
	t.Let(time.Minute)
	var again ledger.Event
	if a.how == nil {
		again = t.Refuse()
	} else {
		again = a.how(t)
		t.Let(time.Duration(n) * t.within(a))
	}
	t.Let(t.exhaust(n))
	t.Let(quiet)
	return t.Timeline().After(lost.Seq).Before(again.Seq), t.Timeline().After(again.Seq)
}

var _ = requirementUnder("REC-04", append([]under[away]{{"N = 5, connections are refused", away{attempts: 5}}}, aways(5)...), func(t *Trial, a away) {
	first, second := t.loseTwice(a)
	for _, after := range []ledger.Timeline{first, second} {
		if len(attempts(after)) == 0 {
			t.Find(nil, "no attempt was made, so nothing could be announced")
		}
	}
	t.Check(announced(slices.Concat(first, second), a.instance(), t.Now())) // it ends at rest: nothing that was announced is still to come
})

// many waits show that the longest one stays.
const many = 40

var _ = requirementUnder("REC-05", []under[away]{
	{"IM", away{attempts: many}}, {"a chatroom", away{attempts: many, room: true}},
}, func(t *Trial, a away) {
	if a.room && t.Policy.RoomMinDelay != 0 {
		t.NotApplicable("the SDK documents no minimum and no maximum for the waits of its chatroom")
	}
	_, after := t.loseTwice(a) // the second loss shows that the delays begin anew
	t.Check(growing(waits(after, a.instance()), t.Policy.MinDelay, t.Policy.MaxDelay, t.Policy.Jitter))
})

var _ = requirement("REC-06", func(t *Trial) {
	// Three losses, each with an attempt used up before the client is back, would use up n if any of them were not given back.
	const n, gaps = 3, 3
	t.LogIn(capped(im(alice), n))
	used := 0
	for i := range gaps {
		t.Let(time.Second)
		lost := t.Refuse()
		t.Expect("the first attempt to come back", lost, t.exhaust(1), ledger.Is(ledger.Attempt))
		t.Let(100 * time.Millisecond) // it fails
		healed := t.Heal()
		t.Expect(fmt.Sprintf("alice comes back from loss %d once the service is there again", i+1), healed, t.exhaust(n)+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
		used += len(attempts(t.Timeline().After(lost.Seq).Before(healed.Seq)))
	}
	t.Let(time.Second)
	last := t.Refuse()
	t.Let(t.exhaust(n))
	t.Let(quiet)
	t.Check(exactly(attempts(t.Timeline().After(last.Seq)), n, fmt.Sprintf("attempts after loss %d, with reconnectionAttempts %d and %s used up before the reconnects", gaps+1, n, plural(used, "attempt"))))
})

// unwanted is a loss after which nothing is to be tried, or a first connection that fails.
type unwanted struct {
	loss
	fail func(*Trial) ledger.Event
}

func unwanteds() []under[unwanted] {
	list := []under[unwanted]{
		{"the service stays away", unwanted{loss: loss{lose: func(t *Trial) ledger.Event { return t.Refuse() }}}},
		{"the first connection fails", unwanted{fail: func(t *Trial) ledger.Event { return t.Refuse() }}},
		{"the first handshake is answered with 500", unwanted{fail: func(t *Trial) ledger.Event { return t.failLinks(500) }}},
		{"the first handshake is not answered", unwanted{fail: func(t *Trial) ledger.Event { return t.holdLinks() }}},
		{"the first login is not answered", unwanted{fail: func(t *Trial) ledger.Event { return t.Hold(fakeserver.StepLogin) }}},
	}
	for _, l := range slices.Concat(losses, []under[loss]{silent}, roomLosses) {
		list = append(list, under[unwanted]{l.name, unwanted{loss: l.value}})
	}
	return list
}

var _ = requirementUnder("REC-07", unwanteds(), func(t *Trial, u unwanted) {
	if u.fail != nil {
		begin := u.fail(t)
		t.begin(noReconnect(im(alice)))
		t.Let(quiet)
		t.Check(exactly(attempts(t.Timeline().After(begin.Seq)), 1, "attempts at a first connection that fails, although needReconnect is false"))
		return
	}
	if u.armed {
		t.Arm()
	}
	if u.room {
		o := room(lobby)
		o.NoReconnect = true
		t.Enter(o)
	} else {
		t.LogIn(noReconnect(im(alice)))
	}
	t.Let(time.Second)
	before := t.Mark("the link is lost")
	u.lose(t)
	t.Let(quiet)
	after := t.Timeline().After(before.Seq)
	t.Check(none(attempts(after), "attempts although needReconnect is false"))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), "onwillreconnect although needReconnect is false"))
	t.Check(lostAtHost(after, before))
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

var _ = requirementUnder("REC-09", slices.Concat(losses, obstacles, roomLosses), func(t *Trial, l loss) {
	to := bob
	if l.room {
		to = ""
	}
	t.loses(l, 2, func(lost ledger.Event) {
		t.backAs(l.instance(), lost)
		t.Let(time.Minute)
		t.Check(lostAtHost(t.Timeline().After(lost.Seq), lost))
		t.Check(holds(t.Timeline(), 1, "after the reconnect"))
		if logins := t.Timeline().After(lost.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.Login)); len(logins) == 0 {
			t.Find([]ledger.Event{lost}, "the link is back, and the service saw no login on it")
		}
		t.sends(l.instance(), to)
	})
})

var _ = requirementUnder("REC-10", []under[bool]{{"IM", false}, {"a chatroom", true}}, func(t *Trial, inRoom bool) {
	// Twice, so that the heartbeat of a link that was opened again, and that of an old one, is seen as well.
	t.loses(loss{room: inRoom, lose: (*Trial).BlackHole}, 2, func(silent ledger.Event) {
		instance := loss{room: inRoom}.instance()
		noticed := t.Expect(fmt.Sprintf("the client notices the silence within its heartbeat budget of %s", t.Policy.Heartbeat), silent, t.Policy.Heartbeat, ledger.Is(ledger.WillReconnect, ledger.Attempt))
		t.Heal()
		t.Expect(instance+" comes back", noticed, t.exhaust(3)+t.Policy.AttemptTimeout+loginWithin, ledger.Is(ledger.Connected), ledger.Of(instance))
		t.Let(2 * time.Minute)
		t.Check(holds(t.Timeline(), 1, "after the reconnect"))
	})
})

// firsts are the ways in which a first connection fails.
func firsts() []under[away] {
	return []under[away]{
		{"connections are refused", away{how: (*Trial).Refuse}},
		{"every handshake is answered with 500", away{how: func(t *Trial) ledger.Event { return t.failLinks(500) }}},
		{"no handshake is answered", away{unheard: true, how: func(t *Trial) ledger.Event { return t.holdLinks() }}},
		{"no login is answered", away{how: func(t *Trial) ledger.Event { return t.Hold(fakeserver.StepLogin) }}},
		{"a chatroom, connections are refused", away{how: (*Trial).Refuse, room: true}},
	}
}

var _ = requirementUnder("REC-11", firsts(), func(t *Trial, a away) {
	const n = 3
	begin := a.how(t)
	if a.room {
		o := room(lobby)
		o.ReconnectionAttempts = ptr(n)
		t.EnterChatroom(o)
	} else {
		t.begin(capped(im(alice), n))
	}
	t.Let(t.exhaust(n) + (1+n)*t.within(a))
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	switch tries := attempts(after); {
	case len(tries) == 0:
		t.Find([]ledger.Event{begin}, "the client never tried to open a link")
	case len(tries) > 1+n:
		t.Find(tries, "%s on a service that is not there; the first and reconnectionAttempts %d are allowed", plural(len(tries), "attempt"), n)
	}
	told := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(a.instance()))
	last, _ := attempts(after).Last()
	switch {
	case len(told) == 0:
		t.Find([]ledger.Event{begin}, "the first connection failed for good, and no callback says so")
	case told[0].Due()-last.At > t.within(a):
		t.Find([]ledger.Event{last, told[0]}, "the last attempt began at %s and the application was told at %s; an attempt fails within %s", at(last), at(told[0]), t.within(a))
	}
	if ends := disconnections(after, a.instance()); len(ends) > 1 {
		t.Check(exactly(ends, 1, "ondisconnect for a first connection that failed"))
	}
})

// wait is a wait before a reconnect.
type wait struct {
	attempts int // that failed before it
	room     bool
}

func (w wait) instance() string { return loss{room: w.room}.instance() }

var waiting = []under[wait]{{"the first wait", wait{}}, {"the third wait", wait{attempts: 2}}, {"the wait of a chatroom", wait{room: true}}}

// reach logs in, loses the link, and goes on until the wait begins. The service stays away.
func (w wait) reach(t *Trial) {
	if w.room {
		t.Enter(room(lobby))
	} else {
		t.LogIn(im(alice))
	}
	t.Let(time.Second)
	w.lose(t)
}

// lose takes the link away and goes on until the wait begins.
func (w wait) lose(t *Trial) {
	last := t.Refuse()
	for range w.attempts + 1 {
		last = t.Expect("the wait before a reconnect begins", last, t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(w.instance()))
	}
}

var _ = requirementUnder("REC-12", waiting, func(t *Trial, w wait) {
	w.reach(t)
	begin := t.Mark("disconnect in the wait")
	t.Disconnect(w.instance(), nil)
	t.Let(time.Second)
	t.Heal()
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(none(attempts(after), "an attempt followed although disconnect was called in the wait"))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), "a reconnect was announced although disconnect was called in the wait"))
})

// again is a moment at which the application calls connect although it need not.
type again struct {
	wait *wait
	step fakeserver.Step
}

func agains() []under[again] {
	var list []under[again]
	for _, w := range waiting {
		name := "connect in " + w.name
		if w.value == (wait{}) {
			name = "connect in the wait"
		}
		list = append(list, under[again]{name, again{wait: &w.value}})
	}
	list = append(list, under[again]{"connect while connecting", again{step: fakeserver.StepUpgrade}})
	for _, s := range steps {
		if s.value != fakeserver.StepUpgrade {
			list = append(list, under[again]{"connect " + s.name, again{step: s.value}})
		}
	}
	return list
}

var _ = requirementUnder("REC-13", agains(), func(t *Trial, a again) {
	instance, to := alice, bob
	var begin ledger.Event
	if a.wait != nil {
		if a.wait.room {
			instance, to = lobby, ""
		}
		a.wait.reach(t)
		t.Heal()
		begin = t.Mark("connect in the wait")
		t.Connect(instance)
	} else {
		t.pending(a.step, im(alice))
		begin = t.Mark("connect while connecting")
		t.Connect(alice)
		t.Let(time.Second)
		t.Release(a.step)
	}
	in := t.Expect(instance+" is connected", begin, t.exhaust(1)+loginWithin, ledger.Is(ledger.Connected), ledger.Of(instance))
	t.Let(time.Minute)
	t.Check(never(t.Timeline(), 1))
	t.Check(holds(t.Timeline(), 1, "a minute after connect"))
	t.Check(none(attempts(t.Timeline().After(in.Seq)), "the link is opened anew although it is up"))
	t.sends(instance, to)
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

// post is a message that is sent to a client whose link was lost.
type post struct {
	meanwhile, room bool
}

// A chatroom keeps nothing for who is away, so it has no message sent meanwhile.
var _ = requirementUnder("REC-17", []under[post]{
	{"a message sent meanwhile", post{meanwhile: true}}, {"a message sent after", post{}}, {"a message sent to a chatroom after", post{room: true}},
}, func(t *Trial, p post) {
	push := func() string { return t.Push(alice, bob, "are you there?") }
	if p.room {
		push = func() string { return t.PushRoom("1001", bob, "are you there?") }
	}
	t.loses(loss{room: p.room, lose: (*Trial).Refuse}, 2, func(lost ledger.Event) {
		instance := loss{room: p.room}.instance()
		t.Let(time.Second)
		id := ""
		if p.meanwhile {
			id = push()
		}
		t.Heal()
		t.backAs(instance, lost)
		if !p.meanwhile {
			t.Let(time.Second)
			id = push()
		}
		t.Let(time.Minute)
		after := t.Timeline().After(lost.Seq)
		logins := after.Where(ledger.By(ledger.Server), ledger.Is(ledger.Login))
		t.Check(exactly(logins, 1, "login on the way back"))
		for _, login := range logins {
			if login.Detail != "automatic" {
				t.Find([]ledger.Event{login}, "the login at %s is marked %s on the wire", at(login), login.Detail)
			}
		}
		t.Check(exactly(received(after, instance, id), 1, "delivery of the message"))
	})
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
	healed := t.Forget(fakeserver.StepLBS) // what was asked meanwhile is never answered
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
