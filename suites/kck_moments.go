// KCK-01 to KCK-05: kicks at moments at which something else is under way.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

var _ = alsoUnder("KCK-04", []under[func(*Trial)]{
	{"message-unconfirmed", "with a message that is not confirmed", "有消息没有得到确认", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.Hold(fakeserver.StepMessage)
		t.SendText(alice, bob, onItsWay)
		t.Let(time.Second)
	}},
	{"upload-running", "while a picture is uploaded", "正在上传图片", func(t *Trial) {
		if !t.Capabilities[clients.Upload] {
			t.NotApplicable(t.Lacks(clients.Upload))
		}
		t.LogIn(im(alice))
		t.Hold(fakeserver.StepUpload)
		t.upload(alice)
	}},
	{"heartbeat-unanswered", "while a heartbeat is not answered", "心跳没有得到应答", func(t *Trial) {
		held := t.Hold(fakeserver.StepHeartbeat)
		t.LogIn(im(alice))
		t.Expect(heartbeatSent, held, t.Policy.Heartbeat, ledger.By(ledger.Server), ledger.Is(ledger.Held))
		t.Let(500 * time.Millisecond)
	}},
}, kck04AtEveryMoment)

var _ = alsoUnder("KCK-01", []under[bool]{
	{"after-reconnect", "after an automatic reconnect", "自动重连之后", false},
	{"room-after-reconnect", "out of a chatroom, after an automatic reconnect", "被踢出聊天室，自动重连之后", true},
}, kck01AgainAndAgain)

// kck01AgainAndAgain is KCK-01: a kick behind an automatic reconnect is told once, and so is the next one.
func kck01AgainAndAgain(t *Trial, inRoom bool) {
	k := kick{reason: 1, room: inRoom}
	k.enter(t)
	t.Let(time.Second)
	t.backAs(k.instance(), t.Drop())
	for range 2 {
		t.Let(time.Second)
		kicked := k.kick(t)
		t.Let(time.Minute)
		told := disconnections(t.Timeline().After(kicked.Seq), k.instance())
		t.Check(exactly(told, 1, disconnectAfterKick))
		t.Check(holds(t.Timeline(), 0, minuteAfterKick))
		again := t.Mark("connect")
		t.Connect(k.instance())
		t.backAs(k.instance(), again)
	}
}

var _ = alsoUnder("KCK-05", []under[pair]{
	{"both-kicked", "IM and the chatroom are kicked at once", "IM 和聊天室同时被踢", pair{accounts: 1, rooms: 1}},
}, kck05BothKicked)

// kck05BothKicked is KCK-05: of two instances that are kicked at once each is told.
func kck05BothKicked(t *Trial, p pair) {
	both := p.enter(t)
	t.Let(time.Second)
	kicked := t.Kick(alice, 1)
	t.KickRoom(lobby, alice, "1001", 2)
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	for _, o := range both {
		if told := disconnections(after, o.instance); len(told) != 1 {
			t.Find(append(ledger.Timeline{kicked}, told...), bothKickedTold, o.instance, len(told))
		}
	}
	t.Check(none(attempts(after), opensAfterKick))
	t.Check(holds(t.Timeline(), 0, tenMinutesAfterKick))
}

var _ = alsoUnder("KCK-03", []under[bool]{
	{"hidden", "kicked in the background, and then in front", "在后台被踢，随后回到前台", false},
	{"room-hidden", "a chatroom, kicked in the background, and then in front", "聊天室，在后台被踢，随后回到前台", true},
}, kck03KickedWhenHidden)

// kck03KickedWhenHidden is KCK-03: a program that is kicked before the platform closes its sockets in the background
// stays out in the foreground.
func kck03KickedWhenHidden(t *Trial, inRoom bool) {
	if !t.Capabilities[clients.OnPlatform] {
		t.NotApplicable(t.Lacks(clients.OnPlatform))
	}
	k := kick{reason: 1, room: inRoom}
	k.enter(t)
	t.Let(time.Second)
	t.MiniProgram().Background()
	t.Let(2 * time.Second)
	kicked := k.kick(t)
	t.Let(time.Second)
	t.Mark("the program comes to the front")
	t.MiniProgram().Foreground()
	t.outFor(kicked, k.instance())
}

var _ = alsoUnder("KCK-02", []under[bool]{
	{"hidden", "kicked two seconds after the program was hidden", "进入后台两秒后被踢", false},
	{"room-hidden", "a chatroom, kicked two seconds after the program was hidden", "聊天室，进入后台两秒后被踢", true},
}, kck02KickedWhenHidden)

// kck02KickedWhenHidden is KCK-02: as long as the platform lets a hidden program work, a kick closes its socket.
func kck02KickedWhenHidden(t *Trial, inRoom bool) {
	t.needsBackground()
	t.requires(clients.OnPlatform)
	k := kick{reason: 1, room: inRoom}
	k.enter(t)
	t.Let(time.Second)
	t.MiniProgram().Background()
	t.Let(2 * time.Second)
	kicked := k.kick(t)
	t.Let(time.Second)
	t.Check(holds(t.Timeline(), 0, secondAfterKick.Of(kicked)))
	t.MiniProgram().Foreground()
}

var (
	minuteAfterKick = say("when.minute-after-kick", "a minute after the kick", "被踢之后一分钟")
	bothKickedTold  = say("disconnect.both-kicked",
		"IM and the chatroom were kicked at once: {who} was told {n:times}, not once",
		"IM 和聊天室同时被踢：{who} 收到 {n:times} 通知，应为 1 次")
)
