// DST-07, DST-09, DST-10, and SWI-04 after a refusal or a kick: an application in a hurry, and what comes meanwhile.
//
// No instance is asked for before destroy has called done: the vendor's guide says that done alone tells that the
// connection is gone.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// backAtOnce is disconnect and connect.
var backAtOnce = []string{"disconnect", "connect"}

var _ = alsoUnder("DST-10", []under[hurry]{
	{"in-the-wait", "in the wait before a reconnect, before done", "重连等待中，在 done 之前", hurriesInTheWait(false)},
	{"room-in-the-wait", "a chatroom, in the wait, before done", "聊天室，重连等待中，在 done 之前",
		hurriesInTheWait(true)},
	{"login-pending", "while the login is pending, before done", "登录等待应答时，在 done 之前",
		hurriesAt(false, fakeserver.StepLogin)},
	{"in-handshake", "in the handshake, before done", "握手中，在 done 之前",
		hurriesAt(false, fakeserver.StepHandshake)},
	{"in-lbs", "in the lookup, before done", "查询地址时，在 done 之前", hurriesAt(false, fakeserver.StepLBS)},
	{"socket-opens", "while the socket opens, before done", "socket 打开中，在 done 之前",
		hurriesAt(false, fakeserver.StepUpgrade)},
	{"before-greeting", "before the service greets, before done", "服务端发送 1:: 之前，在 done 之前",
		hurriesAt(false, fakeserver.StepConnect)},
	{"automatic-login-pending", "while the automatic login is pending, before done", "自动登录等待应答时，在 done 之前",
		hurriesBackAt(false, fakeserver.StepLogin)},
	{"room-socket-opens", "a chatroom, while the socket opens, before done", "聊天室，socket 打开中，在 done 之前",
		hurriesAt(true, fakeserver.StepUpgrade)},
	{"room-entry-pending", "a chatroom, while the entry is pending, before done", "聊天室，进入等待应答时，在 done 之前",
		hurriesAt(true, fakeserver.StepRoomLogin)},
	{"room-automatic-entry-pending", "a chatroom, while the automatic entry is pending, before done",
		"聊天室，自动进入等待应答时，在 done 之前", hurriesBackAt(true, fakeserver.StepRoomLogin)},
	{"kicked", "kicked, before done", "被踢之后，在 done 之前", hurry{verbs: backAtOnce, reach: func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.Kick(alice, 1)
		t.Let(time.Second)
	}}},
	{"used-up", "when the attempts are used up, before done", "尝试次数用尽时，在 done 之前",
		hurry{verbs: backAtOnce, reach: func(t *Trial) {
			if !t.Capabilities[clients.ReconnectCap] {
				t.NotApplicable(t.Lacks(clients.ReconnectCap))
			}
			t.loseForGood(away{attempts: 1})
			t.Heal()
		}}},
	{"twice-connect", "connect called twice before done", "在 done 之前两次 connect",
		hurry{verbs: []string{"disconnect", "connect", "connect"}, reach: func(t *Trial) {
			t.LogIn(im(alice))
			t.Let(time.Second)
		}}},
}, dst10ConnectsWithoutWaiting)

// hurriesInTheWait calls disconnect and connect in the wait before a reconnect.
func hurriesInTheWait(inRoom bool) hurry {
	return hurry{room: inRoom, verbs: backAtOnce, reach: func(t *Trial) {
		instance, _ := t.logInOrEnter(inRoom, usual)
		t.Let(time.Second)
		t.waits(t.Refuse(), instance)
		t.Heal()
	}}
}

// hurriesAt calls disconnect and connect while a step of the first login is pending.
func hurriesAt(inRoom bool, step fakeserver.Step) hurry {
	return hurry{room: inRoom, verbs: backAtOnce, reach: func(t *Trial) {
		held := t.Hold(step)
		instance, _ := t.beginOrEnter(inRoom, usual)
		t.stops(instance, held, step)
		t.Forget(step)
	}}
}

// hurriesBackAt calls disconnect and connect while a step of the return behind a loss is pending.
func hurriesBackAt(inRoom bool, step fakeserver.Step) hurry {
	return hurry{room: inRoom, verbs: backAtOnce, reach: func(t *Trial) {
		t.logInOrEnter(inRoom, usual)
		t.Let(time.Second)
		held := t.Hold(step)
		if inRoom {
			t.Drop()
		} else {
			t.CloseLinks(alice, 1001)
		}
		t.Expect(withTheService, held, t.exhaust(1)+loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.Held))
		t.Forget(step)
	}}
}

var _ = alsoUnder("SWI-04", []under[int]{
	{"after-refusal", "IM, after a login that was refused for good", "IM，在登录被彻底拒绝之后", 302},
	{"after-kick", "IM, after a kick", "IM，在被踢之后", 0},
}, swi04AfterAnEnd)

// swi04AfterAnEnd is SWI-04: the same account again, after a refusal or a kick.
func swi04AfterAnEnd(t *Trial, code int) {
	if code != 0 {
		t.RefuseLogin(code)
		t.begin(im(alice))
		t.Let(time.Minute)
		t.RefuseLogin(0)
	} else {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.Kick(alice, 1)
		t.Let(time.Minute)
	}
	t.gone(alice)
	t.LogIn(im(alice))
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, afterSwitch))
	t.sends(alice, bob)
	t.greets(alice)
	t.backAs(alice, t.Drop())
}

// Program and network come and go while an instance leaves.
var _ = alsoUnder("DST-07", []under[string]{
	{"disconnect-meanwhile-come-and-go", "disconnect, and program and network come and go before done",
		"disconnect，done 之前小程序与网络来回切换", "disconnect"},
	{"destroy-meanwhile-come-and-go", "destroy, and program and network come and go before done",
		"destroy，done 之前小程序与网络来回切换", "destroy"},
}, dst07MeanwhileComeAndGo)

// dst07MeanwhileComeAndGo is DST-07: what comes and goes while an instance leaves brings nothing back.
func dst07MeanwhileComeAndGo(t *Trial, verb string) {
	who := t.comesIn(usual)
	t.Let(time.Second)
	t.AnswerCloseAfter(3 * time.Second)
	begin := t.endOf(verb, who.instance)
	t.Let(100 * time.Millisecond)
	if t.Capabilities[clients.OnPlatform] {
		t.MiniProgram().Background()
		t.Let(500 * time.Millisecond)
		t.MiniProgram().Foreground()
		t.Let(500 * time.Millisecond)
	}
	t.NetworkChange(t.Mobile())
	t.silentAfter(t.Expect(callsDone.Of(verb), begin, t.Policy.DoneWithin+slack, doneOf(verb)))
	t.Check(none(attempts(t.Timeline().After(begin.Seq)), opensAfterEnd))
	t.Check(holds(t.Timeline(), 0, tenMinutesAfter.Of(verb)))
}

var _ = alsoUnder("DST-09", []under[pair]{
	{"im-and-room-at-once", "IM and a chatroom at once, and the closes are answered 3 s late",
		"IM 和聊天室同时 disconnect，关闭晚 3 秒应答", pair{accounts: 1, rooms: 1}},
	{"two-accounts-at-once", "two accounts at once, and the closes are answered 3 s late",
		"两个账号同时 disconnect，关闭晚 3 秒应答", pair{accounts: 2}},
}, dst09BothAtOnce)

// dst09BothAtOnce is DST-09: two instances leave at once, and each done comes after a socket has closed.
func dst09BothAtOnce(t *Trial, p pair) {
	both := p.enter(t)
	t.Let(time.Second)
	t.AnswerCloseAfter(3 * time.Second)
	begin := t.Mark("both are disconnected at once")
	for _, o := range both {
		t.Disconnect(o.instance, nil)
	}
	t.Let(quiet)
	answered := 0
	for _, e := range t.Timeline().After(begin.Seq).Where(doneOf("disconnect")) {
		answered++
		if open := len(t.Timeline().Before(e.Seq).Live(ledger.Host)); open > len(both)-answered {
			t.Find([]ledger.Event{begin, e}, doneBeforeSocket, "disconnect", e, open)
		}
	}
	for _, o := range both {
		t.Check(t.doneOnce("disconnect", o.instance, begin))
	}
	t.Check(holds(t.Timeline(), 0, tenMinutesAfter.Of("disconnect")))
}
