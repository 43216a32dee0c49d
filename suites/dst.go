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
func (t *Trial) end(verb string) ledger.Event { return t.endOf(verb, alice) }

// endOf calls destroy or disconnect on an instance.
func (t *Trial) endOf(verb, instance string) ledger.Event {
	begin := t.Mark("%s %s", verb, instance)
	if verb == "destroy" {
		t.Destroy(instance, nil)
	} else {
		t.Disconnect(instance, nil)
	}
	return begin
}

// slack is what the catalogue adds to the longest time in which done must come.
const slack = 500 * time.Millisecond

// peer is how the other end of the link behaves, and which link it is.
type peer struct {
	latency, answer time.Duration
	room            bool // the link is a chatroom's
	automatic       bool // it was opened by an automatic reconnect
	pending         bool // its login is not answered
	syncing         bool // what follows its login is not answered
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
		// Answered in no time, a close would end in the very instant in which a handshake begun with it does, and the two come in no order.
		t.AnswerCloseAfter(10 * time.Millisecond)
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

// endings are the states in which an instance is ended. Each returns the instance.
var endings = []under[func(*Trial) string]{
	{"logged in", func(t *Trial) string {
		t.LogIn(im(alice))
		return alice
	}},
	{"in a chatroom", func(t *Trial) string {
		t.Enter(room(lobby))
		return lobby
	}},
	{"in LBS", func(t *Trial) string {
		t.pending(fakeserver.StepLBS, im(alice))
		return alice
	}},
	{"in the handshake", func(t *Trial) string {
		t.pending(fakeserver.StepHandshake, im(alice))
		return alice
	}},
	{"while the login is pending", func(t *Trial) string {
		t.pending(fakeserver.StepLogin, im(alice))
		return alice
	}},
	{"while the sync is pending", func(t *Trial) string {
		t.syncing(im(alice))
		return alice
	}},
	{"after an automatic reconnect", func(t *Trial) string {
		t.LogIn(im(alice))
		t.comesBack(t.Drop())
		return alice
	}},
	{"when the attempts are used up", func(t *Trial) string {
		t.loseForGood(away{attempts: 1})
		return alice
	}},
	{"while a heartbeat is not answered", func(t *Trial) string {
		begin := t.Hold(fakeserver.StepHeartbeat)
		t.LogIn(im(alice))
		t.Expect("a heartbeat is not answered", begin, t.Policy.Heartbeat, ledger.By(ledger.Server), ledger.Is(ledger.Held))
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
	{"with a peer that never answers the logout", func(t *Trial) string {
		t.LogIn(im(alice))
		t.Hold(fakeserver.StepLogout)
		return alice
	}},
}

var _ = requirementUnder("DST-01", append(slices.Clone(endings), under[func(*Trial) string]{"after disconnect", func(t *Trial) string {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.end("disconnect")
	t.Let(time.Minute)
	return alice
}}), func(t *Trial, reach func(*Trial) string) {
	instance := reach(t)
	t.Let(time.Second)
	begin := t.destroy(instance)
	t.Let(quiet)
	t.Check(t.doneOnce("destroy", instance, begin))
})

// closedBefore checks DST-02: done is called when the host counts no socket any more.
func (t *Trial) closedBefore(verb string, p peer) {
	instance := alice
	switch {
	case p.room:
		instance = lobby
		t.Enter(room(lobby))
	case p.pending:
		t.pending(fakeserver.StepLogin, im(alice))
	case p.syncing:
		t.syncing(im(alice))
	default:
		t.LogIn(im(alice))
	}
	t.Let(time.Second)
	if p.automatic {
		t.comesBack(t.Drop())
		t.Let(time.Second)
	}
	t.peer(p)
	begin := t.endOf(verb, instance)
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

// otherLinks are the links that are not the first one of a login.
var otherLinks = []under[peer]{
	{"a chatroom, 25 ms away", peer{latency: 25 * time.Millisecond, room: true}},
	{"a chatroom, 3 s late", peer{answer: 3 * time.Second, room: true}},
	{"after an automatic reconnect, 3 s late", peer{answer: 3 * time.Second, automatic: true}},
	{"while the login is pending, 3 s late", peer{answer: 3 * time.Second, pending: true}},
	{"while the sync is pending, 3 s late", peer{answer: 3 * time.Second, syncing: true}},
}

var _ = requirementUnder("DST-02", slices.Concat(peers, otherLinks), func(t *Trial, p peer) { t.closedBefore("destroy", p) })

// mutes are the peers that never answer, each with what it does not answer.
var mutes = []under[func(*Trial) string]{
	{"the close", func(t *Trial) string {
		t.LogIn(im(alice))
		t.AnswerCloseAfter(fakeserver.Never)
		return alice
	}},
	{"the logout and the close", func(t *Trial) string {
		t.LogIn(im(alice))
		t.Hold(fakeserver.StepLogout)
		t.AnswerCloseAfter(fakeserver.Never)
		return alice
	}},
	{"the close of a chatroom", func(t *Trial) string {
		t.Enter(room(lobby))
		t.AnswerCloseAfter(fakeserver.Never)
		return lobby
	}},
	{"the handshake", func(t *Trial) string {
		t.pending(fakeserver.StepHandshake, im(alice))
		return alice
	}},
	{"the upgrade", func(t *Trial) string {
		t.pending(fakeserver.StepUpgrade, im(alice))
		return alice
	}},
	{"the login and the close", func(t *Trial) string {
		t.AnswerCloseAfter(fakeserver.Never)
		t.pending(fakeserver.StepLogin, im(alice))
		return alice
	}},
}

// timely checks DST-03: done comes in time although the peer never answers.
func (t *Trial) timely(verb string, reach func(*Trial) string) {
	instance := reach(t)
	t.Let(time.Second)
	begin := t.endOf(verb, instance)
	t.Let(quiet)
	calls := done(t.Timeline().After(begin.Seq), verb, instance)
	within := t.Policy.DoneWithin + slack
	switch {
	case len(calls) == 0:
		t.Find([]ledger.Event{begin}, "the peer never answers, and %s's done did not come within %s", verb, quiet)
	case calls[0].Due()-begin.At > within:
		t.Find([]ledger.Event{begin, calls[0]}, "the peer never answers, and %s's done came after %s, not within %s", verb, stamp(calls[0].Due()-begin.At), stamp(within))
	}
}

var _ = requirementUnder("DST-03", mutes, func(t *Trial, reach func(*Trial) string) { t.timely("destroy", reach) })

// unready is an instance that is destroyed before it is connected.
type unready struct {
	step      fakeserver.Step
	unheard   bool // what it waits for never comes
	room      bool
	automatic bool // it waits on the way back
	told      bool // it waits for nothing: its application is being told of the login
}

func unreadies() []under[unready] {
	var list []under[unready]
	steps := append(slices.Clone(steps), under[fakeserver.Step]{"while the sync is pending", fakeserver.StepSync})
	for _, s := range steps {
		list = append(list, under[unready]{s.name, unready{step: s.value}})
	}
	for _, s := range steps {
		list = append(list, under[unready]{s.name + ", and no answer ever comes", unready{step: s.value, unheard: true}})
	}
	for _, s := range steps[1:] { // the addresses are known
		list = append(list, under[unready]{s.name + ", on the way back", unready{step: s.value, automatic: true}})
	}
	for _, s := range steps[1:4] { // it is given its addresses
		list = append(list, under[unready]{"a chatroom, " + s.name, unready{step: s.value, room: true}})
	}
	return append(list, under[unready]{"a chatroom, while the login is pending", unready{step: fakeserver.StepRoomLogin, room: true}},
		under[unready]{"in the callback that tells of the login", unready{told: true}})
}

// endsWhenTold logs alice in and calls destroy or disconnect inside the callback that tells of it. The call is what it returns.
func (t *Trial) endsWhenTold(verb string) ledger.Event {
	begin := t.Mark("log alice in, and %s it in the callback that tells of the login", verb)
	o := im(alice)
	o.Then = func(v clients.Verbs) {
		if verb == "destroy" {
			v.Destroy(alice, nil)
		} else {
			v.Disconnect(alice, nil)
		}
	}
	t.begin(o)
	return t.Expect("alice is told of the login", begin, loginWithin, ledger.By(ledger.Test), ledger.Is(ledger.Verb), func(e ledger.Event) bool { return e.Verb == verb })
}

var _ = requirementUnder("DST-04", unreadies(), func(t *Trial, u unready) {
	if u.told {
		t.leavesNothing(t.endsWhenTold("destroy"), alice, "in the callback that told of the login")
		return
	}
	instance := loss{room: u.room}.instance()
	if u.automatic {
		t.LogIn(im(alice))
		t.Let(time.Second)
	}
	begin := t.Hold(u.step)
	switch {
	case u.automatic:
		t.Drop()
	case u.room:
		t.EnterChatroom(room(lobby))
	default:
		t.begin(im(alice))
	}
	step := u.step
	if step == fakeserver.StepSync {
		t.syncs(begin)
	} else {
		t.stops(instance, begin, step)
	}
	t.Let(time.Second)
	destroyed := t.destroy(instance)
	t.Let(time.Second)
	if u.unheard {
		t.Forget(step)
	} else {
		t.Release(step) // what was held arrives after the destroy
	}
	t.leavesNothing(destroyed, instance, fmt.Sprintf("while the client waited for %s", step))
})

// leavesNothing checks DST-04: after destroy there is no socket, no login and no attempt. when is the moment of the call, in words.
func (t *Trial) leavesNothing(destroyed ledger.Event, instance, when string) {
	t.Let(t.Policy.DoneWithin + slack)
	end := t.Mark("%s after destroy", t.Policy.DoneWithin+slack)
	t.Let(quiet)
	after := t.Timeline().After(destroyed.Seq)
	late := after.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting, ledger.SocketOpen))
	logins := after.Where(ledger.By(ledger.Server), ledger.Is(ledger.Login))
	for _, f := range holds(t.Timeline().Before(end.Seq), 0, fmt.Sprintf("destroy was called at %s, %s; at %s", at(destroyed), when, at(end))) {
		f.Events = append(f.Events, destroyed.Seq)
		if len(late) > 0 {
			f.Text += fmt.Sprintf("; %s at %s", late[0].Kind, at(late[0]))
			f.Events = append(f.Events, late[0].Seq)
		}
		if len(logins) > 0 {
			f.Text += fmt.Sprintf(", and %s is logged in from %s on", instance, at(logins[0]))
			f.Events = append(f.Events, logins[0].Seq)
		}
		t.findings = append(t.findings, f)
	}
	t.Check(none(after.After(end.Seq).Where(ledger.Is(ledger.SocketConnecting, ledger.LinkOpen)), "a socket was opened later"))
	t.Check(none(attempts(after), "an attempt was made after destroy"))
}

var _ = requirementUnder("DST-05", waiting, func(t *Trial, w wait) {
	w.reach(t)
	begin := t.destroy(w.instance())
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(none(attempts(after), "an attempt followed although the instance was destroyed in the wait"))
	t.Check(t.doneOnce("destroy", w.instance(), begin))
})

var _ = requirementUnder("DST-06", []under[peer]{{"at once and a minute later", peer{}}, {"with a peer that answers the close 3 s late", peer{answer: 3 * time.Second}}}, func(t *Trial, p peer) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.peer(p)
	begin := t.destroy(alice)
	t.destroy(alice)
	t.Let(time.Minute)
	t.LogIn(im(bob)) // whom it must not touch
	again := t.destroy(alice)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	if len(done(after, "destroy", alice)) == 0 {
		t.Find([]ledger.Event{begin}, "destroy was called three times, and done never came")
	}
	t.Check(uncaught(after))
	t.Check(threw(after))
	t.Check(none(attempts(t.Timeline().After(again.Seq)), "the client opens a link again"))
	t.Check(none(t.Timeline().After(again.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.WillReconnect), ledger.Of(bob)), "bob was told of a disconnect although alice was destroyed again"))
	t.Check(holds(t.Timeline(), 1, "bob logged in, and alice destroyed three times"))
	t.sends(bob, carol)
})

// leaving is an instance that is ended in some state, after which there is to be silence.
type leaving struct {
	verb  string
	reach func(*Trial) string // nil: it is ended in the callback that tells of its login
}

func leavings() []under[leaving] {
	var list []under[leaving]
	for _, verb := range []string{"destroy", "disconnect"} {
		for _, e := range append(slices.Clone(endings), under[func(*Trial) string]{"with a message that is not confirmed", func(t *Trial) string {
			t.LogIn(im(alice))
			t.Hold(fakeserver.StepMessage)
			t.SendText(alice, bob, "on its way")
			return alice
		}}) {
			name := verb
			if e.name != endings[0].name {
				name += " " + e.name
			}
			list = append(list, under[leaving]{name, leaving{verb, e.value}})
		}
		list = append(list, under[leaving]{verb + " in the callback that tells of the login", leaving{verb: verb}})
	}
	return list
}

// callback names what the application was told.
func callback(e ledger.Event) string {
	if e.Kind == ledger.Failed && e.Verb != "" {
		return "the failure of " + e.Verb
	}
	return string(e.Kind)
}

// answersWith says whether a callback is the failure of a call that the application still waited for, a login or a message, and comes in the turn of done. It has to come, for a call is
// answered once; where both are promises, which of two that are settled together is heard of first is a matter of how each was made, and no code runs between. What comes later is late,
// and so is any listener. The 50 ms are the catalogue's allowance for a timer: a real clock goes on within a turn.
func (t *Trial) answersWith(done, e ledger.Event) bool {
	if e.Kind != ledger.Failed || e.Verb == "" || e.Due()-done.Due() > 50*time.Millisecond {
		return false
	}
	before := t.Timeline().Before(e.Seq)
	call, ok := before.Last(ledger.By(ledger.Test), ledger.Is(ledger.Verb), ledger.Of(e.Instance), func(c ledger.Event) bool { return c.Verb == e.Verb })
	_, answered := before.After(call.Seq).First(ledger.By(ledger.Client), ledger.Of(e.Instance), func(a ledger.Event) bool { return a.Kind == ledger.Connected || a.Verb == e.Verb })
	return ok && !answered
}

var _ = requirementUnder("DST-07", leavings(), func(t *Trial, l leaving) {
	var begin ledger.Event
	if l.reach == nil {
		begin = t.endsWhenTold(l.verb)
	} else {
		instance := l.reach(t)
		t.Let(time.Second)
		begin = t.endOf(l.verb, instance)
	}
	e := t.Expect(l.verb+" calls done", begin, t.Policy.DoneWithin+slack, doneOf(l.verb))
	t.Let(time.Minute) // what tidies up may take a moment; a timer that is still there a minute later waits for something
	minute := t.Rest().Timers
	t.Let(quiet)
	after := t.Timeline().After(e.Seq)
	t.Check(none(after.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting)), "a socket after done"))
	t.Check(none(after.Where(ledger.By(ledger.Host), ledger.Is(ledger.RequestStart, ledger.UploadStart)), "a request after done"))
	late := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Connected, ledger.WillReconnect, ledger.Disconnected, ledger.Done, ledger.Message, ledger.Sent, ledger.Failed, ledger.SyncDone),
		func(c ledger.Event) bool { return !t.answersWith(e, c) })
	if len(late) > 0 {
		t.Check(none(late, fmt.Sprintf("a callback after done at %s (%s)", at(e), callback(late[0]))))
	}
	if minute > 0 {
		t.Find([]ledger.Event{e}, "%s pending a minute after done", plural(minute, "timer"))
	}
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
	{"disconnect of a chatroom", func(t *Trial) ledger.Event {
		t.Enter(room(lobby))
		t.Let(time.Second)
		return t.endOf("disconnect", lobby)
	}},
	{"destroy after an automatic reconnect", func(t *Trial) ledger.Event {
		t.LogIn(im(alice))
		t.comesBack(t.Drop())
		t.Let(time.Second)
		return t.destroy(alice)
	}},
	{"destroy of the second account", func(t *Trial) ledger.Event {
		t.LogIn(im(bob))
		t.Let(time.Second)
		t.destroy(bob)
		t.Let(time.Minute)
		t.LogIn(im(alice))
		t.Let(time.Second)
		return t.destroy(alice)
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

// disconnects are the promises of destroy that disconnect keeps as well.
func disconnects() []under[func(*Trial)] {
	var list []under[func(*Trial)]
	for _, e := range endings {
		name := "done once, " + e.name
		if e.name == endings[0].name {
			name = "done once"
		}
		list = append(list, under[func(*Trial)]{name, func(t *Trial) {
			instance := e.value(t)
			t.Let(time.Second)
			begin := t.endOf("disconnect", instance)
			t.Let(quiet)
			t.Check(t.doneOnce("disconnect", instance, begin))
		}})
	}
	for _, p := range slices.Concat(peers, otherLinks) {
		list = append(list, under[func(*Trial)]{p.name, func(t *Trial) { t.closedBefore("disconnect", p.value) }})
	}
	for _, m := range mutes {
		list = append(list, under[func(*Trial)]{"a peer that never answers " + m.name, func(t *Trial) { t.timely("disconnect", m.value) }})
	}
	for _, w := range waiting {
		name := "in " + w.name
		if w.value == (wait{}) {
			name = "in the wait before a reconnect"
		}
		list = append(list, under[func(*Trial)]{name, func(t *Trial) {
			w.value.reach(t)
			begin := t.endOf("disconnect", w.value.instance())
			t.Let(quiet)
			t.Check(t.doneOnce("disconnect", w.value.instance(), begin))
		}})
	}
	return list
}

var _ = requirementUnder("DST-09", disconnects(), func(t *Trial, keep func(*Trial)) { keep(t) })

var _ = requirementUnder("DST-10", []under[bool]{{"IM", false}, {"a chatroom", true}}, func(t *Trial, inRoom bool) {
	instance, to := alice, bob
	if inRoom {
		instance, to = lobby, ""
		t.Enter(room(lobby))
	} else {
		t.LogIn(im(alice))
	}
	for range 2 {
		t.Let(time.Second)
		gone := t.endOf("disconnect", instance)
		t.Expect("disconnect calls done", gone, t.Policy.DoneWithin+slack, doneOf("disconnect"))
		t.Let(time.Second)
		begin := t.Mark("connect again")
		t.Connect(instance)
		t.Expect(instance+" logs in again", begin, loginWithin, ledger.Is(ledger.Connected), ledger.Of(instance))
		t.Let(time.Minute)
		t.Check(holds(t.Timeline(), 1, "a minute after connect"))
		t.sends(instance, to)
	}
	t.Check(never(t.Timeline(), 1))
	t.backAs(instance, t.Drop()) // it is a connection like any other: a loss is made good
})

var _ = requirementUnder("DST-11", []under[loss]{
	{"RST", loss{armed: true, lose: func(t *Trial) ledger.Event { return t.Reset() }}},
	{"black hole", loss{lose: func(t *Trial) ledger.Event { return t.BlackHole() }}},
	{"the service stops", loss{lose: func(t *Trial) ledger.Event { return t.StopService() }}},
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
	t.Check(none(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Connected, ledger.WillReconnect)), "a connection or a reconnect was told although the instance was destroyed"))
	if open := t.Timeline().Live(ledger.Host); len(open) > 0 {
		t.Find([]ledger.Event{begin}, "ten minutes after destroy the host still counts %s", sockets(len(open)))
	}
})
