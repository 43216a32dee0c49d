// DST-01, DST-02, DST-03, DST-07, DST-09 and DST-10: calls that do not wait for done, ends that meet, and answers that
// come late.

package suites

import (
	"slices"
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

// hurry is an application that does not wait for done.
type hurry struct {
	room   bool
	verbs  []string      // one after the other
	apart  time.Duration // between two
	answer time.Duration // how late the service answers a close
	reach  func(*Trial)  // brings the instance to the state in which it is called; nil: logged in
}

// hurries are the sequences that users make by tapping quickly. The vendor's demo (NIM_Web_Weapp_Demo,
// controller/im.js, onError) disconnects and connects in one turn.
func hurries(last string) []under[hurry] {
	back := []string{"disconnect", "connect"}
	if last == "disconnect" {
		back = []string{"disconnect", "connect", "disconnect"}
	}
	twice := slices.Concat([]string{"disconnect", "connect"}, back)
	return []under[hurry]{
		{"before-done", "before done", "在 done 之前", hurry{verbs: back}},
		{"ten-ms-apart", "10 ms apart, before done", "间隔 10 毫秒，在 done 之前",
			hurry{verbs: back, apart: 10 * time.Millisecond}},
		{"before-done-close-3-s-late", "before done, and the close is answered 3 s late", "在 done 之前，关闭晚 3 秒应答",
			hurry{verbs: back, answer: 3 * time.Second}},
		{"before-done-twice", "before done, twice", "在 done 之前，两次", hurry{verbs: twice, apart: 10 * time.Millisecond}},
		{"room-before-done", "a chatroom, before done", "聊天室，在 done 之前", hurry{room: true, verbs: back}},
		{"room-ten-ms-apart", "a chatroom, 10 ms apart, before done", "聊天室，间隔 10 毫秒，在 done 之前",
			hurry{room: true, verbs: back, apart: 10 * time.Millisecond}},
	}
}

// hurries logs an instance in and makes the calls. It returns the mark before the first one, and the last call.
func (t *Trial) hurries(h hurry) (begin, last ledger.Event) {
	instance := loss{room: h.room}.instance()
	if h.reach == nil {
		h.reach = func(t *Trial) {
			t.logInOrEnter(h.room, usual)
			t.Let(time.Second)
		}
	}
	h.reach(t)
	if h.answer > 0 {
		t.AnswerCloseAfter(h.answer)
	}
	begin = t.Mark("an application in a hurry")
	for i, verb := range h.verbs {
		if i > 0 && h.apart > 0 {
			t.Let(h.apart)
		}
		last = t.Mark("%s %s", verb, instance)
		switch verb {
		case "connect":
			t.Connect(instance)
		default:
			t.Disconnect(instance, nil)
		}
	}
	return begin, last
}

// answersEach checks that each disconnect of a hurry was answered, by a done of its own.
func (t *Trial) answersEach(h hurry, begin ledger.Event) {
	calls := 0
	for _, verb := range h.verbs {
		if verb == "disconnect" {
			calls++
		}
	}
	t.Check(exactly(done(t.Timeline().After(begin.Seq), "disconnect", loss{room: h.room}.instance()), calls,
		doneOfSeveral.Of(calls)))
}

// No document says that connect has to wait for done. It may be refused, if the application is told: a call that
// throws, an error or ondisconnect.
var _ = alsoUnder("DST-10", hurries("connect"), dst10ConnectsWithoutWaiting)

// dst10ConnectsWithoutWaiting is DST-10: connect before done of disconnect.
func dst10ConnectsWithoutWaiting(t *Trial, h hurry) {
	begin, last := t.hurries(h)
	instance, to := loss{room: h.room}.instance(), bob
	if h.room {
		to = ""
	}
	after := t.connectedOrTold(begin, last, instance, to)
	if in := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Connected), ledger.Of(instance)); len(in) > 1 &&
		h.reach != nil {
		t.Check(exactly(in, 1, connectionsOf.Of(instance)))
	}
}

// connectedOrTold checks that an instance that was asked for before done is connected two minutes later, with one
// socket, or that the application was told that it is not. begin is before the end, last before the question. It
// returns what came after the question.
func (t *Trial) connectedOrTold(begin, last ledger.Event, instance, to string) ledger.Timeline {
	t.Let(2 * time.Minute)
	after := t.Timeline().After(last.Seq)
	in := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Connected), ledger.Of(instance))
	answered, _ := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Done), ledger.Of(instance)).Last()
	no := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed, ledger.Threw),
		ledger.Of(instance), func(e ledger.Event) bool {
			return e.Kind != ledger.Disconnected || e.Seq > answered.Seq // before done it tells of the disconnect
		})
	switch {
	case len(in) > 0 && t.Timeline().Taking().Census(ledger.Server) > 0:
		t.Check(holds(t.Timeline(), 1, twoMinutesAfterConnect))
		t.sends(instance, to)
	case len(no) == 0:
		t.Find([]ledger.Event{begin, last}, connectForgotten, instance, last)
	}
	t.Check(Uncaught(after))
	return after
}

// After a last disconnect the instance is gone.
var _ = alsoUnder("DST-09", hurries("disconnect"), dst09Hurried)

// dst09Hurried is DST-09: each disconnect has its done, whatever is called before.
func dst09Hurried(t *Trial, h hurry) {
	begin, _ := t.hurries(h)
	t.Let(t.Policy.DoneWithin + slack)
	end := t.Mark("%s after the last disconnect", t.Policy.DoneWithin+slack)
	t.Let(quiet)
	t.answersEach(h, begin)
	t.Check(holds(t.Timeline(), 0, tenMinutesAfter.Of("disconnect")))
	t.Check(none(attempts(t.Timeline().After(end.Seq)), opensAfterEnd))
}

// The done of a disconnect also comes if connect follows.
var _ = alsoUnder("DST-09", []under[hurry]{
	{"connect-before-done", "connect before done", "在 done 之前调用 connect",
		hurry{verbs: []string{"disconnect", "connect"}}},
	{"room-connect-before-done", "a chatroom, connect before done", "聊天室，在 done 之前调用 connect",
		hurry{room: true, verbs: []string{"disconnect", "connect"}}},
}, dst09EndsMeet)

// dst09EndsMeet is DST-09: disconnect, connect and disconnect before the first done.
func dst09EndsMeet(t *Trial, h hurry) {
	begin, _ := t.hurries(h)
	t.Let(quiet)
	t.answersEach(h, begin)
}

// both is two ends of one instance, the second a moment after the first.
type both struct {
	room          bool
	later, answer time.Duration
}

func boths() []under[both] {
	return []under[both]{
		{"disconnect-and-destroy", "disconnect and destroy at once", "同时调用 disconnect 和 destroy", both{}},
		{"destroy-ten-ms-after-disconnect", "destroy 10 ms after disconnect", "disconnect 10 毫秒后 destroy",
			both{later: 10 * time.Millisecond}},
		{"destroy-a-second-after-disconnect", "destroy a second after disconnect, and the close is answered 3 s late",
			"disconnect 一秒后 destroy，关闭晚 3 秒应答",
			both{later: time.Second, answer: 3 * time.Second}},
		{"room-disconnect-and-destroy", "a chatroom, disconnect and destroy at once", "聊天室，同时调用 disconnect 和 destroy",
			both{room: true}},
	}
}

// ends ends an instance twice, and returns the marks before.
func (b both) ends(t *Trial) (disconnected, destroyed ledger.Event) {
	instance := loss{room: b.room}.instance()
	t.logInOrEnter(b.room, usual)
	t.Let(time.Second)
	if b.answer > 0 {
		t.AnswerCloseAfter(b.answer)
	}
	disconnected = t.endOf("disconnect", instance)
	if b.later > 0 {
		t.Let(b.later)
	}
	destroyed = t.endOf("destroy", instance)
	t.Let(quiet)
	return disconnected, destroyed
}

// Two instances end, one second apart, and neither's close is answered: one must not wait for the other.
var (
	_ = alsoUnder("DST-03", []under[bool]{
		{"mute-close-two-accounts", "the closes of two accounts", "两个账号的关闭", false},
		{"mute-close-im-and-room", "the closes of IM and of a chatroom", "IM 和聊天室的关闭", true},
	}, func(t *Trial, inRoom bool) { t.endTogether("destroy", inRoom) })
	_ = alsoUnder("DST-09", []under[bool]{
		{"mute-close-two-accounts", "a peer that never answers the closes of two accounts", "对端始终不应答两个账号的关闭", false},
		{"mute-close-im-and-room", "a peer that never answers the closes of IM and of a chatroom", "对端始终不应答 IM 和聊天室的关闭",
			true},
	},
		func(t *Trial, inRoom bool) { t.endTogether("disconnect", inRoom) })
)

func (t *Trial) endTogether(verb string, inRoom bool) {
	other := bob
	if inRoom {
		t.needs(1, 1)
		other = lobby
		t.Enter(room(lobby))
	} else {
		t.needs(2, 0)
		t.LogIn(im(bob))
	}
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.AnswerCloseAfter(fakeserver.Never)
	begin := t.endOf(verb, alice)
	t.Let(time.Second)
	second := t.endOf(verb, other)
	t.Let(quiet)
	t.Check(t.doneOnce(verb, alice, begin))
	t.Check(t.doneOnce(verb, other, second))
}

// The answer that a login waited for comes after disconnect: it must leave as little as after destroy (DST-04).
var _ = alsoUnder("DST-07", lateAnswers(), dst07LateAnswers)

// dst07LateAnswers is DST-07: the answer that a login waits for comes after disconnect.
func dst07LateAnswers(t *Trial, u unready) {
	instance := u.reach(t)
	begin := t.endOf("disconnect", instance)
	t.Let(time.Second)
	t.Release(u.step)
	t.silentAfter(t.Expect(callsDone.Of("disconnect"), begin, t.Policy.DoneWithin+slack, doneOf("disconnect")))
	t.Check(holds(t.Timeline(), 0, tenMinutesAfter.Of("disconnect")))
}

func lateAnswers() []under[unready] {
	var list []under[unready]
	for _, u := range unreadies() {
		if !u.value.unheard && !u.value.told && u.value.step != fakeserver.StepSync {
			list = append(list,
				u.as("disconnect-%s-late", "disconnect %s, and the answer comes after it", "disconnect（%s），应答在其后到达"))
		}
	}
	return list
}

// toldPeers lists closing handshakes of a link that the application ends in the callback that tells of the login. An
// SDK may have pending requests then.
var toldPeers = []under[peer]{
	{"when-told-25-ms", "in the callback that tells of the login, 25 ms away", "在通知登录成功的回调里，距离 25 ms",
		peer{latency: 25 * time.Millisecond}},
	{"when-told-3-s-late", "in the callback that tells of the login, 3 s late", "在通知登录成功的回调里，晚 3 秒",
		peer{answer: 3 * time.Second}},
}

// endedWhenTold checks DST-02 for an instance that is ended in the callback that tells of the login.
func (t *Trial) endedWhenTold(verb string, p peer) {
	t.peer(p)
	begin := t.endsWhenTold(verb)
	e := t.Expect(callsDone.Of(verb), begin, t.Policy.DoneWithin+slack, doneOf(verb))
	t.Let(time.Minute)
	if open := t.Timeline().Before(e.Seq).Live(ledger.Host); len(open) > 0 {
		t.Find([]ledger.Event{begin, e}, doneBeforeSocket, verb, e, len(open))
	}
}

var (
	_ = alsoUnder("DST-02", toldPeers, func(t *Trial, p peer) { t.endedWhenTold("destroy", p) })
	_ = alsoUnder("DST-09", toldPeers, func(t *Trial, p peer) { t.endedWhenTold("disconnect", p) })
)

// A kick that comes while an instance leaves, before its link closes, takes no done away. Behind the close frame no
// document reports whether a phone hands a message out, and the host does not: see WHATWG WebSockets, "When a WebSocket
// message has been received", which drops it unless the socket is open.
var (
	_ = alsoUnder("DST-01", []under[string]{
		{"kicked-mute-logout", "kicked while the logout is not answered", "登出没有应答时被踢", "destroy"},
	}, (*Trial).kickedLeaving)
	_ = alsoUnder("DST-09", []under[string]{
		{"kicked-mute-logout", "done once, kicked while the logout is not answered", "done 一次，登出没有应答时被踢", "disconnect"},
	}, (*Trial).kickedLeaving)
)

func (t *Trial) kickedLeaving(verb string) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.Hold(fakeserver.StepLogout)
	t.AnswerCloseAfter(time.Second)
	begin := t.end(verb)
	t.Let(10 * time.Millisecond)
	t.Kick(alice, 1)
	t.Let(quiet)
	t.Check(t.doneOnce(verb, alice, begin))
	t.Check(none(attempts(t.Timeline().After(begin.Seq)), opensAfterEnd))
	t.Check(holds(t.Timeline(), 0, tenMinutesAfter.Of(verb)))
}

// The findings of this file.
var (
	doneOfSeveral          = say("done.of-several", "done of {n:disconnect}", "{n} 次 disconnect 的 done")
	twoMinutesAfterConnect = say("when.two-minutes-after-connect", "two minutes after connect", "connect 之后两分钟")
	connectionsOf          = say("told.connections-of", "connections that are told to {who}", "{who} 收到的连接通知")
	connectForgotten       = say("connect.forgotten",
		"{who} was asked for at {at}, before done: it is not connected two minutes later, and no callback says so",
		"{at} 在 done 之前再次请求连接 {who}：两分钟后仍未连接，也没有回调说明")
	doneBeforeSocket = say("done.before-socket",
		"{verb}'s done came at {at}, while the host still counted {n:socket}",
		"{verb} 的 done 在 {at} 到达，此时宿主仍有 {n} 个 socket")
)
