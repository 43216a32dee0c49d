// REC-12, REC-13, DST-05, DST-07, DST-10, LIM-01, LIM-02, LIM-09, KCK-07, MSG-01 and MSG-03: calls inside callbacks.
//
// They must work like calls anywhere else. The vendor's demos make them: NIM_Web_Weapp_Demo connects inside
// ondisconnect, and NIM_Weapp_Chatroom_Demo leaves inside onwillreconnect.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// inside is a callback of the application.
type inside struct {
	instance string
	enter    func(*Trial)  // connects the instance, if it is connected before
	kinds    []ledger.Kind // the event of the callback: the first of these
	nth      int           // how many of these events came before
	bring    func(*Trial)  // makes it come
}

// told is a callback of a connected instance.
func told(kind ledger.Kind, instance string, bring func(*Trial)) inside {
	i := inside{instance, func(t *Trial) { t.LogIn(im(instance)) }, []ledger.Kind{kind}, 1, bring}
	if instance == lobby {
		i.enter = func(t *Trial) { t.Enter(room(lobby)) }
	}
	return i
}

// first is a callback that comes with the login itself.
func first(kind ledger.Kind, instance string) inside {
	i := inside{instance, func(*Trial) {}, []ledger.Kind{kind}, 1, func(t *Trial) { t.begin(im(instance)) }}
	if instance == lobby {
		i.bring = func(t *Trial) { t.EnterChatroom(room(lobby)) }
	}
	return i
}

// reach brings the instance into its callback, inside which then runs.
func (i inside) reach(t *Trial, then clients.Then) {
	i.enter(t)
	t.Let(time.Second)
	ran := false
	for _, kind := range i.kinds {
		t.Inside(kind, i.instance, i.nth, func(v clients.Verbs) {
			if !ran {
				ran = true
				then(v)
			}
		})
	}
	i.bring(t)
}

func dropping(t *Trial) { t.Drop() }

var (
	toldOfLogin     = first(ledger.Connected, alice)
	toldOfEntry     = first(ledger.Connected, lobby)
	toldOfSync      = first(ledger.SyncDone, alice)
	toldOfReturn    = told(ledger.Connected, alice, dropping)
	toldOfWait      = told(ledger.WillReconnect, alice, dropping)
	toldOfRoomWait  = told(ledger.WillReconnect, lobby, dropping)
	toldOfThirdWait = inside{alice, toldOfWait.enter, toldOfWait.kinds, 3, func(t *Trial) {
		t.failLinks(500)
		t.Drop()
	}}
	toldOfKick     = told(ledger.Disconnected, alice, func(t *Trial) { t.Kick(alice, 1) })
	toldOfRoomKick = told(ledger.Disconnected, lobby, func(t *Trial) { t.KickRoom(lobby, alice, "1001", 2) })
	// No attempt is allowed, and the service works: a connect inside the callback can succeed.
	toldOfEnd = inside{alice, func(t *Trial) {
		if !t.Capabilities[clients.ReconnectCap] {
			t.NotApplicable(t.Lacks(clients.ReconnectCap))
		}
		t.LogIn(capped(im(alice), 0))
	}, []ledger.Kind{ledger.Disconnected}, 1, dropping}
	// Some clients tell of a refused login by ondisconnect, and some by an error.
	toldOfRefusal = inside{alice, toldOfWait.enter, []ledger.Kind{ledger.Disconnected, ledger.Failed}, 1,
		func(t *Trial) {
			t.RefuseLogin(403)
			t.Drop()
		}}
	toldOfMessage = told(ledger.Message, alice, func(t *Trial) { t.Push(alice, bob, "hello") })
	toldInRoom    = told(ledger.Message, lobby, func(t *Trial) { t.PushRoom("1001", bob, "hello") })
	toldOfSent    = told(ledger.Sent, alice, func(t *Trial) { t.SendText(alice, bob, "hello") })
	toldOfUpload  = told(ledger.Sent, alice, func(t *Trial) {
		if !t.Capabilities[clients.Upload] {
			t.NotApplicable(t.Lacks(clients.Upload))
		}
		t.upload(alice)
	})
	toldOfDone     = told(ledger.Done, alice, func(t *Trial) { t.Disconnect(alice, nil) })
	toldOfRoomDone = told(ledger.Done, lobby, func(t *Trial) { t.Disconnect(lobby, nil) })
)

// callsInside brings an instance into its callback, in which the application makes a call, and returns that call.
func (t *Trial) callsInside(i inside, verb string, then clients.Then) ledger.Event {
	begin := t.Mark("%s is called inside a callback", verb)
	i.reach(t, then)
	return t.Expect(callbackCalling.Of(verb), begin, t.exhaust(3)+t.Policy.AttemptTimeout+loginWithin,
		ledger.By(ledger.Test), ledger.Is(ledger.Verb), func(e ledger.Event) bool { return e.Verb == verb })
}

// ending makes the call that ends an instance.
func ending(verb, instance string) clients.Then {
	return func(v clients.Verbs) {
		if verb == "destroy" {
			v.Destroy(instance, nil)
		} else {
			v.Disconnect(instance, nil)
		}
	}
}

// waitsInside lists the callbacks that announce a wait.
func waitsInside(verb string) []under[inside] {
	return []under[inside]{
		{"in-onwillreconnect", verb + " inside onwillreconnect", "在 onwillreconnect 中：" + verb, toldOfWait},
		{"in-third-onwillreconnect", verb + " inside the third onwillreconnect", "在第三次 onwillreconnect 中：" + verb,
			toldOfThirdWait},
		{"room-in-onwillreconnect", "a chatroom, " + verb + " inside onwillreconnect",
			"聊天室，在 onwillreconnect 中：" + verb,
			toldOfRoomWait},
	}
}

// stays checks that an instance that was ended inside onwillreconnect makes no attempt.
func (t *Trial) stays(i inside, verb string) {
	begin := t.callsInside(i, verb, ending(verb, i.instance))
	t.failLinks(0)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(none(attempts(after), attemptThoughCalled.Of(verb)))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), announcedThoughCalled.Of(verb)))
	if t.Capabilities[clients.DoneCallback] {
		t.Check(t.doneOnce(verb, i.instance, begin))
	}
}

var (
	_ = alsoUnder("REC-12", waitsInside("disconnect"), func(t *Trial, i inside) { t.stays(i, "disconnect") })
	_ = alsoUnder("DST-05", waitsInside("destroy"), func(t *Trial, i inside) { t.stays(i, "destroy") })
)

// endedInside is an instance that the application ends inside a callback.
type endedInside struct {
	verb string
	inside
}

func endsInside() []under[endedInside] {
	var list []under[endedInside]
	for _, verb := range []string{"destroy", "disconnect"} {
		for _, c := range []under[inside]{
			{"in-onconnect-back", "inside onconnect on the way back", "在重连后的 onconnect 中", toldOfReturn},
			{"in-room-onconnect", "inside a chatroom's onconnect", "在聊天室的 onconnect 中", toldOfEntry},
			{"in-onsyncdone", "inside onsyncdone", "在 onsyncdone 中", toldOfSync},
			{"in-onwillreconnect", "inside onwillreconnect", "在 onwillreconnect 中", toldOfWait},
			{"in-ondisconnect-used-up", "inside ondisconnect, with no attempt left", "在 ondisconnect 中（已无重连次数）",
				toldOfEnd},
			{"in-ondisconnect-kicked", "inside ondisconnect, kicked", "在被踢的 ondisconnect 中", toldOfKick},
			{"in-room-ondisconnect-kicked", "inside a chatroom's ondisconnect, kicked", "在聊天室被踢的 ondisconnect 中",
				toldOfRoomKick},
			{"in-refusal", "inside the callback that tells of a refusal", "在通知登录被拒绝的回调中", toldOfRefusal},
			{"in-onmsg", "inside onmsg", "在 onmsg 中", toldOfMessage},
			{"in-room-onmsgs", "inside a chatroom's onmsgs", "在聊天室的 onmsgs 中", toldInRoom},
			{"in-message-done", "inside a message's done", "在消息的 done 中", toldOfSent},
			{"in-picture-progress", "inside a picture's uploadprogress", "在图片的 uploadprogress 中", toldOfProgress},
			{"in-picture-done", "inside a picture's done", "在图片的 done 中", toldOfUpload},
		} {
			list = append(list, with(c, endedInside{verb, c.value}).as(verb+"-%s", verb+" %s", "%s："+verb))
		}
	}
	return list
}

var _ = alsoUnder("DST-07", endsInside(), dst07EndedInsideACallback)

// dst07EndedInsideACallback is DST-07: ended inside a callback, nothing follows done.
func dst07EndedInsideACallback(t *Trial, i endedInside) {
	begin := t.callsInside(i.inside, i.verb, ending(i.verb, i.instance))
	t.silentAfter(t.Expect(callsDone.Of(i.verb), begin, t.Policy.DoneWithin+slack, doneOf(i.verb)))
	t.Check(none(attempts(t.Timeline().After(begin.Seq)), opensAfterEnd))
	t.Check(holds(t.Timeline(), 0, tenMinutesAfter.Of(i.verb)))
}

var _ = alsoUnder("DST-07", []under[string]{
	{"destroy-in-disconnect-done", "destroy inside disconnect's done", "在 disconnect 的 done 中：destroy", "destroy"},
	{"disconnect-in-disconnect-done", "disconnect inside disconnect's done", "在 disconnect 的 done 中：disconnect",
		"disconnect"},
}, dst07EndedInsideDone)

// dst07EndedInsideDone is DST-07: ended again inside done, nothing follows the second.
func dst07EndedInsideDone(t *Trial, verb string) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	begin := t.Mark("disconnect alice, and %s it inside done", verb)
	t.Disconnect(alice, ending(verb, alice))
	first := t.Expect(callsDone.Of("disconnect"), begin, t.Policy.DoneWithin+slack, doneOf("disconnect"))
	t.silentAfter(t.Expect(callsDone.Of(verb), first, t.Policy.DoneWithin+slack, doneOf(verb)))
	t.Check(holds(t.Timeline(), 0, tenMinutesAfter.Of(verb)))
}

// connecting makes the call that connects an instance again.
func connecting(instance string) clients.Then { return func(v clients.Verbs) { v.Connect(instance) } }

// connectsOnce checks that an instance that was connected inside a callback opens one link.
func (t *Trial) connectsOnce(i inside) {
	begin := t.callsInside(i, "connect", connecting(i.instance))
	told := t.backAs(i.instance, begin)
	t.Let(time.Minute)
	after := t.Timeline().After(begin.Seq)
	t.Check(exactly(attempts(after), 1, attemptsBehindConnect))
	t.Check(none(
		after.After(told.Seq).Where(ledger.By(ledger.Client),
			ledger.Is(ledger.Connected, ledger.WillReconnect, ledger.Disconnected)), toldOfNothing))
	t.Check(holds(t.Timeline(), 1, minuteAfterConnect))
	t.Check(never(t.Timeline(), 1))
	to := bob
	if i.instance == lobby {
		to = ""
	}
	t.sends(i.instance, to)
}

// connectsAsEver checks that it also recovers from a loss.
func (t *Trial) connectsAsEver(i inside) {
	t.connectsOnce(i)
	t.backAs(i.instance, t.Drop())
}

var (
	_ = alsoUnder("KCK-07", []under[inside]{
		{"in-ondisconnect", "inside ondisconnect", "在 ondisconnect 中", toldOfKick},
		{"room-in-ondisconnect", "a chatroom, inside ondisconnect", "聊天室，在 ondisconnect 中", toldOfRoomKick},
	}, (*Trial).connectsAsEver)
	_ = alsoUnder("REC-13", []under[inside]{
		{"in-onwillreconnect", "connect inside onwillreconnect", "在 onwillreconnect 中：connect", toldOfWait},
		{"room-in-onwillreconnect", "a chatroom, connect inside onwillreconnect", "聊天室，在 onwillreconnect 中：connect",
			toldOfRoomWait},
	}, (*Trial).connectsAsEver)
	_ = alsoUnder("LIM-01", []under[inside]{
		{"again-in-ondisconnect-used-up", "connected again inside ondisconnect, with no attempt left",
			"在 ondisconnect 中（已无重连次数）：再次连接",
			toldOfEnd},
	}, (*Trial).connectsOnce)
	_ = alsoUnder("DST-10", []under[inside]{
		{"in-done", "inside done", "在 done 中", toldOfDone},
		{"room-in-done", "a chatroom, inside done", "聊天室，在 done 中", toldOfRoomDone},
	}, (*Trial).connectsAsEver)
)

// An application that connects inside ondisconnect usually shows a button too, which the user may tap.
var _ = alsoUnder("LIM-09", []under[inside]{
	{"in-ondisconnect-used-up-again", "inside ondisconnect, with no attempt left, and once more",
		"在 ondisconnect 中（已无重连次数），再来一次",
		toldOfEnd},
	{"in-ondisconnect-kicked-again", "inside ondisconnect, kicked, and once more", "在被踢的 ondisconnect 中，再来一次",
		toldOfKick},
	{"in-room-ondisconnect-kicked-again", "inside a chatroom's ondisconnect, kicked, and once more",
		"在聊天室被踢的 ondisconnect 中，再来一次",
		toldOfRoomKick},
}, lim09ConnectInsideACallback)

// lim09ConnectInsideACallback is LIM-09: connect inside a callback, and once more while it connects.
func lim09ConnectInsideACallback(t *Trial, i inside) {
	step, to := fakeserver.StepLogin, bob
	if i.instance == lobby {
		step, to = fakeserver.StepRoomLogin, ""
	}
	bring := i.bring
	i.bring = func(t *Trial) {
		t.Hold(step)
		bring(t)
	}
	begin := t.callsInside(i, "connect", connecting(i.instance))
	t.stops(i.instance, begin, step)
	t.Connect(i.instance)
	t.Let(time.Second)
	t.Release(step)
	t.Let(quiet)
	t.Check(holds(t.Timeline(), 1, tenMinutesAfterAnswer))
	t.sends(i.instance, to)
	t.endOf("disconnect", i.instance) // a link that the client has lost track of stays open
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 0, minuteAfterDisconnect))
}

// Two instances stay two, wherever the second one is made.
var _ = alsoUnder("LIM-01", []under[inside]{
	{"login-in-onconnect", "another account logs in inside onconnect", "在 onconnect 中：另一个账号登录", toldOfLogin},
	{"login-in-onsyncdone", "another account logs in inside onsyncdone", "在 onsyncdone 中：另一个账号登录", toldOfSync},
	{"login-in-onwillreconnect", "another account logs in inside onwillreconnect", "在 onwillreconnect 中：另一个账号登录",
		toldOfWait},
	{"login-in-onmsg", "another account logs in inside onmsg", "在 onmsg 中：另一个账号登录", toldOfMessage},
	{"login-in-message-done", "another account logs in inside a message's done", "在消息的 done 中：另一个账号登录", toldOfSent},
	{"login-in-ondisconnect-kicked", "another account logs in inside ondisconnect, kicked",
		"在被踢的 ondisconnect 中：另一个账号登录",
		toldOfKick},
}, lim01LoginInsideACallback)

// lim01LoginInsideACallback is LIM-01: another account logs in inside a callback.
func lim01LoginInsideACallback(t *Trial, i inside) {
	t.needs(2, 0)
	begin := t.callsInside(i, "login", func(v clients.Verbs) { v.Login(token(im(bob))) })
	t.backAs(bob, begin)
	t.Let(time.Minute)
	want := 1
	if told := t.Timeline().Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected), ledger.Of(alice)); len(
		told) == 0 {
		want = 2
		t.sends(alice, carol)
	}
	t.sends(bob, carol)
	t.Check(holds(t.Timeline(), want, minuteAfterOther))
	t.Check(never(t.Timeline(), 2))
}

// Demos enter the room of a page as soon as the account is connected.
var _ = alsoUnder("LIM-02", []under[inside]{
	{"room-in-onconnect", "the chatroom inside onconnect", "在 onconnect 中：聊天室", toldOfLogin},
	{"room-in-onwillreconnect", "the chatroom inside onwillreconnect", "在 onwillreconnect 中：聊天室", toldOfWait},
}, lim02RoomInsideACallback)

// lim02RoomInsideACallback is LIM-02: a chatroom is entered inside a callback.
func lim02RoomInsideACallback(t *Trial, i inside) {
	t.needs(1, 1)
	if !t.Capabilities[clients.Chatroom] {
		t.NotApplicable(t.Lacks(clients.Chatroom))
	}
	begin := t.callsInside(i, "enter chatroom", func(v clients.Verbs) { v.EnterChatroom(room(lobby)) })
	t.backAs(lobby, begin)
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 2, inOneChatroom))
	t.Check(never(t.Timeline(), 2))
	t.sends(alice, bob)
	t.sends(lobby, "")
}

// sendsInside checks that a message sent inside a callback gets through, once.
func (t *Trial) sendsInside(i inside) {
	to := bob
	if i.instance == lobby {
		to = ""
	}
	text := "sent inside a callback"
	begin := t.callsInside(i, "send text", func(v clients.Verbs) { v.SendText(i.instance, to, text) })
	t.Let(time.Minute)
	after := t.Timeline().After(begin.Seq)
	sent, failed := outcomes(after, "send text")
	t.Check(exactly(sent, 1, confirmationInside))
	t.Check(none(failed, failedInside))
	carried := sentMessages(after, to).Where(func(e ledger.Event) bool { return e.Text == text })
	t.Check(exactly(carried, 1, arrivalInside))
}

var (
	_ = alsoUnder("MSG-01", []under[inside]{
		{"sent-in-onconnect", "sent inside onconnect", "在 onconnect 中：发送", toldOfLogin},
		{"sent-in-onconnect-back", "sent inside onconnect on the way back", "在重连后的 onconnect 中：发送", toldOfReturn},
		{"sent-in-onsyncdone", "sent inside onsyncdone", "在 onsyncdone 中：发送", toldOfSync},
		{"sent-in-onmsg", "sent inside onmsg", "在 onmsg 中：发送", toldOfMessage},
	}, msg01SentInside)
	_ = alsoUnder("MSG-03", []under[inside]{
		{"sent-in-onconnect", "sent inside onconnect", "在 onconnect 中：发送", toldOfEntry},
		{"sent-in-onmsgs", "sent inside onmsgs", "在 onmsgs 中：发送", toldInRoom},
	}, (*Trial).sendsInside)
)

// The findings of this file.
var (
	callbackCalling     = say("event.callback-calling", "the callback in which {verb} is called", "调用 {verb} 的回调")
	attemptThoughCalled = say("attempts.called-inside",
		"an attempt followed although {verb} was called inside onwillreconnect",
		"在 onwillreconnect 中调用了 {verb}，之后仍有连接尝试")
	announcedThoughCalled = say("reconnect.called-inside",
		"a reconnect was announced although {verb} was called inside onwillreconnect",
		"在 onwillreconnect 中调用了 {verb}，之后仍通知重连")
	attemptsBehindConnect = say("attempts.connect-inside",
		"attempts behind a connect inside a callback",
		"在回调中调用 connect 之后的连接尝试")
	toldOfNothing = say("told.of-nothing",
		"a connection or its loss is told although nothing happened",
		"什么也没有发生，却通知连接或断线")
	minuteAfterDisconnect = say("when.minute-after-disconnect", "a minute after disconnect", "disconnect 之后一分钟")
	minuteAfterOther      = say("when.minute-after-other", "a minute after another account logged in", "另一个账号登录之后一分钟")
	confirmationInside    = say("message.confirmation-inside",
		"confirmation of a message sent inside a callback",
		"在回调中发送的消息的确认")
	failedInside = say("message.failed-inside",
		"a message sent inside a callback is reported as failed",
		"在回调中发送的消息被报告为失败")
	arrivalInside = say("message.arrival-inside",
		"arrival at the service of a message sent inside a callback",
		"在回调中发送的消息到达服务端")
)
