// KCK-01, KCK-04 and KCK-08: a kick is told once, at every moment, and nothing else is told as one.

package suites

import (
	"time"

	"nimcert/ledger"
)

var _ = requirementUnder("KCK-01", everyKick, kck01ReportedOnce)

// kck01ReportedOnce is KCK-01: A kick is reported once with its reason.
func kck01ReportedOnce(t *Trial, k kick) {
	k.enter(t)
	t.Let(time.Second)
	kicked := k.kick(t)
	t.Let(quiet)
	told := disconnections(t.Timeline().After(kicked.Seq), k.instance())
	t.Check(exactly(told, 1, disconnectAfterKick))
	for _, e := range told {
		if late := e.Due() - kicked.At; late > time.Second {
			t.Find([]ledger.Event{kicked, e}, kickToldLate, e, late, kicked)
		}
		if e.Code != "kicked" {
			t.Find([]ledger.Event{kicked, e}, codeOther, e, e.Code, "kicked")
		}
		if e.Reason != k.name {
			t.Find([]ledger.Event{kicked, e}, reasonOther, e, e.Reason, k.name)
		}
	}
}

// The service may say why, in words of the application's own.
var _ = alsoUnder("KCK-01", []under[string]{
	{"with-words", "words beside the reason", "除原因外还带有文字", `你在 "iPad" 上登录了: {`},
}, kck01WithWords)

// kck01WithWords is KCK-01: what stands beside the reason changes nothing.
func kck01WithWords(t *Trial, words string) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.told(t.Kick(alice, 1, words))
}

var _ = requirementUnder("KCK-04", []under[func(*Trial)]{
	{"in-sync", "during the sync", "同步中", func(t *Trial) {
		t.syncing(im(alice))
	}},
	{"straight-after-reconnect", "straight after a reconnect", "刚重连之后", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.comesBack(t.Drop())
	}},
	{"ten-minutes-after-login", "ten minutes after the login", "登录十分钟之后", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(quiet)
	}},
	{"after-kick-and-login", "after a kick and a new login", "被踢并再次登录之后", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		kicked := t.Kick(alice, 1)
		t.Let(time.Second)
		t.Connect(alice)
		t.Expect(logsInAgain.Of(alice), kicked, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected),
			ledger.Of(alice))
		t.Let(time.Second)
	}},
}, kck04AtEveryMoment)

// kck04AtEveryMoment is KCK-04: A kick counts at every moment.
func kck04AtEveryMoment(t *Trial, reach func(*Trial)) {
	reach(t)
	t.told(t.Kick(alice, 1)) // the pending request is never answered: the service has kicked the client
}

var _ = requirementUnder("KCK-08", []under[bool]{
	{"im", "IM", "IM", false},
	{"room", "a chatroom", "聊天室", true},
}, kck08TwoKicks)

// kck08TwoKicks is KCK-08: Two kicks raise one event.
func kck08TwoKicks(t *Trial, inRoom bool) {
	k := kick{reason: 1, room: inRoom}
	k.enter(t)
	t.Let(time.Second)
	kicked := k.kick(t)
	k.kick(t)
	if inRoom {
		t.Let(quiet)
		t.Check(exactly(disconnections(t.Timeline().After(kicked.Seq), lobby), 1, toldOfTwoKicks))
		return
	}
	t.told(kicked)
}

// The other direction: an end that is not a kick is not told as one.
var _ = alsoUnder("KCK-01", []under[func(*Trial)]{
	{"no-kick-disconnect", "no kick: the application disconnects", "没有被踢：应用调用 disconnect", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.end("disconnect")
	}},
	{"no-kick-room-left", "no kick: the application leaves a chatroom", "没有被踢：应用离开聊天室", func(t *Trial) {
		t.Enter(room(lobby))
		t.Let(time.Second)
		t.endOf("disconnect", lobby)
	}},
	{"no-kick-destroy", "no kick: the application destroys", "没有被踢：应用调用 destroy", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.end("destroy")
	}},
	{"no-kick-refusal", "no kick: the login is refused", "没有被踢：登录被拒绝", func(t *Trial) {
		t.RefuseLogin(302)
		t.begin(im(alice))
	}},
	{"no-kick-loss", "no kick: the link is lost", "没有被踢：断线", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.CloseLinks(alice, 1000)
	}},
}, kck01NoKickIsNone)

// kck01NoKickIsNone is KCK-01: an end that is not a kick is not told as one.
func kck01NoKickIsNone(t *Trial, act func(*Trial)) {
	begin := t.Mark("nobody is kicked")
	act(t)
	t.Let(time.Minute)
	told := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected),
		func(e ledger.Event) bool { return e.Code == "kicked" })
	t.Check(none(told, kickThatWasNone))
}

var _ = alsoUnder("KCK-01", []under[[2]kick]{
	{"another-reason-the-next-time", "twice, for another reason the next time", "被踢两次，第二次原因不同",
		[2]kick{{reason: 1, name: "samePlatformKick"}, {reason: 2, name: "serverKick"}}},
	{"room-another-reason-the-next-time", "out of a chatroom twice, for another reason the next time",
		"两次被踢出聊天室，第二次原因不同", [2]kick{{2, "managerKick", true}, {5, "blacked", true}}},
}, kck01EachWithItsReason)

// kck01EachWithItsReason is KCK-01: the reason that is told is that of this kick, not of one before.
func kck01EachWithItsReason(t *Trial, ks [2]kick) {
	ks[0].enter(t)
	for i, k := range ks {
		if i > 0 {
			begin := t.Mark("connect again")
			t.Connect(k.instance())
			t.backAs(k.instance(), begin)
		}
		t.Let(time.Second)
		kicked := k.kick(t)
		t.Let(time.Minute)
		for _, e := range disconnections(t.Timeline().After(kicked.Seq), k.instance()) {
			if want := k.name; e.Reason != want {
				t.Find([]ledger.Event{kicked, e}, reasonOther, e, e.Reason, want)
			}
		}
	}
}

// The findings of this file.
var (
	kickToldLate = say("kick.told-late",
		"ondisconnect came at {at}, {late} after the kick at {kicked}; the application must know within a second",
		"ondisconnect 在 {at} 触发，距 {kicked} 被踢已有 {late}；应用应在一秒内得知")
	reasonOther = say("disconnect.reason",
		"ondisconnect at {at} has the reason {reason:q}, not {want:q}",
		"{at} 的 ondisconnect 的 reason 是 {reason:q}，应为 {want:q}")
	toldOfTwoKicks = say("disconnect.after-two-kicks",
		"ondisconnect after two kicks out of the chatroom",
		"两次被踢出聊天室之后的 ondisconnect")
	kickThatWasNone = say("disconnect.kick-that-was-none",
		"ondisconnect tells of a kick although nobody was kicked",
		"没有人被踢，ondisconnect 却报告被踢")
)
