// LIM-05 and LIM-09: the same account asked for again, and connect while it connects.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// twice is an instance that the application asks for again.
type twice struct {
	room, waiting bool
	step          fakeserver.Step // the step that is pending then; empty: it is connected, or waits
	// the peer answers a close 3 s late: a client that replaces its socket then has both
	slow      bool
	automatic bool // its link was opened by an automatic reconnect
}

func twices() []under[twice] {
	list := []under[twice]{
		{"logged-in", "logged in", "已登录", twice{}},
		{"connecting", "while connecting", "连接中", twice{step: fakeserver.StepUpgrade}},
		{"logged-in-close-3-s-late", "logged in, with a peer that answers the close 3 s late", "已登录，对端晚 3 秒应答关闭",
			twice{slow: true}},
		{"in-room", "in a chatroom", "在聊天室中", twice{room: true}},
		{"room-connecting", "while a chatroom connects", "聊天室连接中", twice{room: true, step: fakeserver.StepUpgrade}},
		{"in-the-wait", "in the wait before a reconnect", "重连等待中", twice{waiting: true}},
		{"room-in-the-wait", "in the wait before a chatroom is entered again", "再次进入聊天室之前的等待中",
			twice{room: true, waiting: true}},
		{"after-reconnect", "after an automatic reconnect", "自动重连之后", twice{automatic: true}},
	}
	for _, s := range steps {
		if s.value != fakeserver.StepUpgrade {
			list = append(list, with(s, twice{step: s.value}))
		}
	}
	return append(list, under[twice]{"room-entry-pending", "while the entry of a chatroom is pending", "进入聊天室等待应答时",
		twice{room: true, step: fakeserver.StepRoomLogin}})
}

var _ = requirementUnder("LIM-05", twices(), lim05AskedForAgain)

// lim05AskedForAgain is LIM-05: The same account opens no second socket.
func lim05AskedForAgain(t *Trial, w twice) {
	instance, to := alice, bob
	ask := func() { t.begin(im(alice)) }
	if w.room {
		instance, to = lobby, ""
		ask = func() { t.EnterChatroom(room(lobby)) }
	}
	first := t.Mark("ask for the instance of %s", instance)
	if w.step != "" {
		t.Hold(w.step)
		ask()
		t.stops(instance, first, w.step)
	} else {
		ask()
		t.Expect(isConnected.Of(instance), first, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected),
			ledger.Of(instance))
		t.Let(time.Second)
	}
	if w.automatic {
		t.backAs(instance, t.Drop())
		t.Let(time.Second)
	}
	if w.waiting {
		t.Expect(waitBegins, t.Drop(), t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(instance))
	}
	if w.slow {
		t.AnswerCloseAfter(3 * time.Second)
	}
	begin := t.Mark("ask for the same instance again")
	ask()
	t.Let(100 * time.Millisecond)
	ask() // an impatient user asks a third time
	t.Let(time.Second)
	t.Release(w.step)
	t.Let(quiet)
	t.Check(never(t.Timeline(), 1))
	t.Check(holds(t.Timeline(), 1, tenMinutesAfterAsking))
	if !w.waiting && w.step != fakeserver.StepLBS && w.step != fakeserver.StepHandshake {
		// In the wait an attempt was announced; before any socket a client may begin anew, with one socket in the end.
		t.Check(none(attempts(t.Timeline().After(begin.Seq)), askingOpened))
	}
	t.sends(instance, to)
}

// steps lists the steps in which a login can be pending.
var steps = []under[fakeserver.Step]{
	{"in-lbs", "in LBS", "LBS 阶段", fakeserver.StepLBS},
	{"in-handshake", "in the handshake", "握手中", fakeserver.StepHandshake},
	{"socket-opens", "while the socket opens", "socket 打开过程中", fakeserver.StepUpgrade},
	{"before-greeting", "before the service greets", "服务端问候之前", fakeserver.StepConnect},
	{"login-pending", "while the login is pending", "登录等待应答时", fakeserver.StepLogin},
}

// pending begins a login and waits until one step of it is held back.
func (t *Trial) pending(step fakeserver.Step, o clients.IMOptions) ledger.Event {
	begin := t.Hold(step)
	t.begin(o)
	return t.stops(o.Account, begin, step)
}

// halfway is a login that is under way when connect is called.
type halfway struct {
	step            fakeserver.Step
	automatic, room bool
	thrice          bool // an impatient user asks a third time
}

func (h halfway) instance() string { return loss{room: h.room}.instance() }

// begin begins the login and waits until its step is held back.
func (h halfway) begin(t *Trial) {
	if h.automatic {
		t.logInOrEnter(h.room, usual)
		t.Let(time.Second)
	}
	held := t.Hold(h.step)
	switch {
	case h.automatic:
		t.Drop()
	case h.room:
		t.EnterChatroom(room(lobby))
	default:
		t.begin(im(alice))
	}
	t.stops(h.instance(), held, h.step)
}

// halfways lists the steps of an IM login, of an automatic login, and of the entry of a chatroom.
func halfways() []under[halfway] {
	var list []under[halfway]
	for _, s := range steps {
		list = append(list, with(s, halfway{step: s.value}))
	}
	return append(list,
		under[halfway]{"automatic-socket-opens", "while the socket of an automatic attempt opens", "自动重连的 socket 打开过程中",
			halfway{step: fakeserver.StepUpgrade, automatic: true}},
		under[halfway]{"automatic-login-pending", "while an automatic login is pending", "自动登录等待应答时",
			halfway{step: fakeserver.StepLogin, automatic: true}},
		under[halfway]{"room-socket-opens", "while the socket of a chatroom opens", "聊天室的 socket 打开过程中",
			halfway{step: fakeserver.StepUpgrade, room: true}},
		under[halfway]{"room-entry-pending", "while the entry of a chatroom is pending", "进入聊天室等待应答时",
			halfway{step: fakeserver.StepRoomLogin, room: true}},
		under[halfway]{"room-automatic-entry-pending", "while an automatic entry of a chatroom is pending",
			"自动进入聊天室等待应答时",
			halfway{step: fakeserver.StepRoomLogin, room: true, automatic: true}},
	)
}

var _ = requirementUnder("LIM-09", append(halfways(), under[halfway]{"login-pending-again", "while the login is " +
	"pending, and once more", "登录等待应答时，再来一次",
	halfway{step: fakeserver.StepLogin, thrice: true}}), lim09ConnectHalfway)

// lim09ConnectHalfway is LIM-09: Connecting again keeps one socket.
func lim09ConnectHalfway(t *Trial, h halfway) {
	h.begin(t)
	t.Connect(h.instance())
	if h.thrice {
		t.Let(100 * time.Millisecond)
		t.Connect(h.instance())
	}
	t.Let(time.Second)
	t.Release(h.step)
	t.Let(quiet)
	t.Check(holds(t.Timeline(), 1, tenMinutesAfterAnswer))
	to := bob
	if h.room {
		to = ""
	}
	t.sends(h.instance(), to)
}

// The findings of this file.
var (
	tenMinutesAfterAsking = say("when.ten-minutes-after-asking", "ten minutes after asking again", "再次获取之后过了十分钟")
	askingOpened          = say("link.opened-by-asking",
		"asking for the same instance again opened a link",
		"再次获取同一个实例又打开了连接")
)
