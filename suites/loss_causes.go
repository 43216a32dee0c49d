// The causes of a lost link, and the obstacles to a reconnect.

package suites

import (
	"slices"
	"strings"
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
	"nimcert/verdict"
)

// loss is one cause of a lost link.
type loss struct {
	armed bool // the link must be armed for it
	lose  func(*Trial) ledger.Event
	room  bool // the link is a chatroom's
}

// instance is the instance whose link is lost.
func (l loss) instance() string {
	if l.room {
		return lobby
	}
	return alice
}

// closedWith makes the service close the link with a code.
func closedWith(code int) under[loss] {
	end := loss{lose: func(t *Trial) ledger.Event { return t.CloseLinks(alice, code) }}
	return numbered("close-%d", "close %d", "关闭码 %d", code, end)
}

// roomClosedWith is closedWith for a chatroom's link.
func roomClosedWith(code int) under[loss] {
	end := loss{lose: func(t *Trial) ledger.Event { return t.CloseRoomLinks(lobby, "1001", code) }}
	return ofRoom(numbered("close-%d", "close %d", "关闭码 %d", code, end))
}

// losses lists the ways in which a live link ends while the service is there again at once or soon.
var losses = []under[loss]{
	{"rst", "RST", "RST", loss{armed: true, lose: func(t *Trial) ledger.Event { return t.Reset() }}},
	{"fin", "FIN without a close frame", "没有关闭帧的 FIN", loss{lose: func(t *Trial) ledger.Event { return t.Drop() }}},
	closedWith(1000),
	closedWith(1001),
	closedWith(1011),
	closedWith(1012),
	{"rst-in-frame", "RST inside a frame", "帧中途 RST", loss{armed: true, lose: func(t *Trial) ledger.Event {
		return t.cutInside(func() { t.Push(alice, bob, "the frame that is cut") })
	}}},
	{"server-restart", "server restart", "服务重启", loss{lose: func(t *Trial) ledger.Event {
		lost := t.StopService()
		t.Let(5 * time.Second)
		t.StartService()
		return lost
	}}},
}

// devices lists changes of the device's own network, of which its platform tells the program.
var devices = []under[loss]{
	{"network-change", "the device changes to another network", "设备切换到另一个网络", loss{lose: func(t *Trial) ledger.Event {
		if t.Network() == t.Mobile() {
			return t.NetworkChange("wifi")
		}
		return t.NetworkChange(t.Mobile())
	}}},
	{"no-network-two-minutes", "the device has no network for two minutes", "设备断网两分钟",
		loss{lose: func(t *Trial) ledger.Event {
			lost := t.NetworkOff()
			t.Let(2 * time.Minute)
			t.NetworkOn("wifi")
			return lost
		}}},
}

// cutInside resets the link inside the frame of a message that is pushed.
func (t *Trial) cutInside(push func()) ledger.Event {
	lost := t.Cut(10) // a text message is longer than this
	push()
	t.Expect(cutInsideFrame, lost, time.Minute, ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed))
	t.Heal()
	return lost
}

// silentLink is a link that falls silent while other connections reach the service, as after a change of network:
// neither its heartbeats nor its close are answered. The platform counts the old socket until it gives the peer up.
var silentLink = under[loss]{"silence-mute-close", "silence, and a close that nobody answers", "没有应答，关闭也没有应答",
	loss{lose: func(t *Trial) ledger.Event {
		silent := t.AnswerCloseAfter(fakeserver.Never)
		t.Hold(fakeserver.StepHeartbeat)
		// each link has heartbeats of its own pace: the silence ends when all have been given up
		lost := silent
		for live := t.Timeline().Live(ledger.Host); len(live) > 0; {
			lost = t.Expect(givesUpSilentLink, lost, t.Policy.Heartbeat, ledger.By(ledger.Host),
				ledger.Is(ledger.SocketClosing, ledger.SocketClosed),
				func(e ledger.Event) bool { return slices.Contains(live, e.Socket) })
			live = slices.DeleteFunc(live, func(s int64) bool { return s == lost.Socket })
		}
		t.Forget(fakeserver.StepHeartbeat)
		// the platform counts the old socket for so long; a client that waits for it has not even begun
		t.Let(max(time.Minute, t.Platform().CloseWait))
		return lost
	}}}

// muteLogin is a link that ends cleanly, followed by an automatic login that is not answered. The close with which the
// client gives that up is not answered for 5 s either: longer than the second wait.
var muteLogin = under[loss]{"mute-login-close-5-s-late",
	"an automatic login that is not answered, and a close 5 s late", "自动登录没有应答，关闭晚 5 秒应答",
	loss{lose: func(t *Trial) ledger.Event {
		held := t.Hold(fakeserver.StepLogin)
		t.Drop()
		pending := t.stops(alice, held, fakeserver.StepLogin)
		t.AnswerCloseAfter(5 * time.Second)
		lost := t.Expect(givesUpLogin, pending, t.Policy.AttemptTimeout, ledger.By(ledger.Host),
			ledger.Is(ledger.SocketClosing, ledger.SocketClosed))
		t.Forget(fakeserver.StepLogin)
		return lost
	}}}

// obstacles lists what can hinder a reconnect.
var obstacles = []under[loss]{
	{"handshake-500", "handshake 500", "握手返回 500",
		back(func(t *Trial) { t.failLinks(500) }, func(t *Trial) { t.failLinks(0) })},
	{"handshake-503", "handshake 503", "握手返回 503",
		back(func(t *Trial) { t.failLinks(503) }, func(t *Trial) { t.failLinks(0) })},
	{"handshake-refused", "handshake refused", "握手被拒绝", loss{lose: func(t *Trial) ledger.Event {
		lost := t.Refuse()
		t.Let(obstructed)
		t.Heal()
		return lost
	}}},
	{"handshake-timed-out", "handshake timed out", "握手超时",
		back(func(t *Trial) { t.holdLinks() }, func(t *Trial) { t.forgetLinks() })},
	{"lbs-down", "LBS down during the reconnect", "重连时 LBS 不可用", back(func(t *Trial) {
		t.FailHTTP(fakeserver.StepLBS, 500)
		t.failLinks(500) // so that the known addresses are used up and LBS is asked
	}, func(t *Trial) { t.failLinks(0) })},
	{"lost-again-before-greeting", "lost again before the service greets", "服务端问候之前再次断线",
		lostAt(fakeserver.StepConnect)},
	{"lost-again-login-pending", "lost again while the login is pending", "登录等待应答时再次断线", lostAt(fakeserver.StepLogin)},
}

// lostAt ends the link, and then the next one when its login has come to a step.
func lostAt(step fakeserver.Step) loss {
	return loss{lose: func(t *Trial) ledger.Event {
		lost := t.Hold(step)
		t.Drop()
		t.stops(alice, lost, step)
		t.Drop()
		t.Forget(step)
		return lost
	}}
}

// linkSteps are the steps with which a link opens: the handshake of the text transport, and the upgrade, which comes
// first on the binary one.
var linkSteps = []fakeserver.Step{fakeserver.StepHandshake, fakeserver.StepUpgrade}

// failLinks makes the service answer every new link with a status; 0 accepts links again.
func (t *Trial) failLinks(status int) (first ledger.Event) {
	if status != 0 { // as with refuseForNow
		t.Latency(100 * time.Millisecond)
	}
	first = t.FailHTTP(linkSteps[0], status)
	t.FailHTTP(linkSteps[1], status)
	return first
}

// holdLinks makes the service answer no new link until forgetLinks. It returns the first of its acts.
func (t *Trial) holdLinks() ledger.Event {
	first := t.Hold(linkSteps[0])
	t.Hold(linkSteps[1])
	return first
}

// forgetLinks makes the service answer new links again, and never those that it held back.
func (t *Trial) forgetLinks() {
	for _, step := range linkSteps {
		t.Forget(step)
	}
}

// obstructed is how long an obstacle stays: two attempts and one time-out of the handshake fit in.
const obstructed = 20 * time.Second

// back drops the link and hinders the reconnect for a while.
func back(up, down func(*Trial)) loss {
	return loss{lose: func(t *Trial) ledger.Event {
		up(t)
		lost := t.Drop()
		t.Let(obstructed)
		down(t)
		return lost
	}}
}

// roomLosses are losses of a chatroom's link.
var roomLosses = func() []under[loss] {
	var out []under[loss]
	for _, l := range losses {
		switch l.slug {
		case "rst", "fin", "server-restart":
			out = append(out, ofRoom(l))
		}
	}
	return append(out, roomClosedWith(1001), roomClosedWith(1000), roomClosedWith(1011), roomClosedWith(1012),
		under[loss]{"room-rst-in-frame", "a chatroom: RST inside a frame", "聊天室：帧中途 RST",
			loss{armed: true, room: true, lose: func(t *Trial) ledger.Event {
				return t.cutInside(func() { t.PushRoom("1001", bob, "the frame that is cut") })
			}}})
}()

// ofRoom is the same loss for a chatroom's link.
func ofRoom(l under[loss]) under[loss] {
	l.value.room = true
	return l.as("room-%s", "a chatroom: %s", "聊天室：%s")
}

// roomObstacles lists what can hinder a chatroom's reconnect. It gets its addresses from the application, so it asks no
// LBS.
var roomObstacles = func() []under[loss] {
	var out []under[loss]
	for _, l := range obstacles {
		if strings.HasPrefix(l.slug, "handshake-") {
			out = append(out, ofRoom(l))
		}
	}
	return out
}()

// loses connects the instance and ends its link twice: a second after the login, and ten minutes after the reconnect.
func (t *Trial) loses(l loss, then func(lost ledger.Event)) {
	if l.armed {
		t.Arm()
	}
	t.logInOrEnter(l.room, usual)
	for i := range 2 {
		if i > 0 {
			t.Let(quiet)
		}
		t.Let(time.Second)
		then(l.lose(t))
	}
}

// comesBack expects alice's reconnect after a loss.
func (t *Trial) comesBack(lost ledger.Event) { t.backAs(alice, lost) }

// backAs is comesBack for any instance.
func (t *Trial) backAs(instance string, lost ledger.Event) ledger.Event {
	return t.Expect(comesBack.Of(instance), lost, t.backWithin(), ledger.Is(ledger.Connected), ledger.Of(instance))
}

// backOrAsked waits until an instance is back from a loss. One that gave up is asked to connect, as an application
// does: that it gave up is another requirement's.
func (t *Trial) backOrAsked(instance string, lost ledger.Event) {
	back := func(since ledger.Event) bool {
		_, ok := t.Await(since, t.backWithin(), ledger.Is(ledger.Connected), ledger.Of(instance))
		return ok
	}
	if !back(lost) {
		begin := t.Mark("connect again")
		t.Connect(instance)
		back(begin)
	}
}

// backFromSilence expects the reconnect of an instance that noticed a silence. Its first attempt may meet the silence,
// too.
func (t *Trial) backFromSilence(instance string, noticed ledger.Event) {
	t.Expect(comesBack.Of(instance), noticed, t.backWithin()+t.Policy.AttemptTimeout, ledger.Is(ledger.Connected),
		ledger.Of(instance))
}

// backWithin is how long a return takes at most on a link that is well.
func (t *Trial) backWithin() time.Duration { return t.exhaust(4) + loginWithin }

// lostAtHost checks that the fault reached the client: without a loss there is nothing to judge.
func lostAtHost(t ledger.Timeline, lost ledger.Event) []verdict.Finding {
	if _, ok := t.First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed)); !ok {
		return []verdict.Finding{finding([]ledger.Event{lost}, outlivedLoss, lost)}
	}
	return nil
}

// The findings of this file.
var (
	cutInsideFrame = say("event.cut-inside-frame", "the link is cut inside a frame", "连接在帧中途被切断")
	givesUpLogin   = say("event.gives-up-login", "the client gives the login up", "客户端放弃登录")
	outlivedLoss   = say("nothing-shown.loss",
		"the host's socket outlived the loss at {at}, so nothing was shown",
		"{at} 断线时平台上的 socket 没有断开，所以什么都看不出")
)
