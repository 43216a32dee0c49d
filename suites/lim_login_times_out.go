// LIM-08: a login that is not answered leaves no socket.

package suites

import (
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// mute is a login of which one step is never answered.
type mute struct {
	step            fakeserver.Step
	automatic, room bool
}

var _ = requirementUnder("LIM-08", []under[mute]{
	{"first-login", "at the first login", "首次登录时", mute{step: fakeserver.StepLogin}},
	{"automatic-login", "at an automatic login", "自动登录时", mute{step: fakeserver.StepLogin, automatic: true}},
	{"before-greeting", "before the service greets", "服务端问候之前", mute{step: fakeserver.StepConnect}},
	{"socket-opens", "while the socket opens", "socket 打开过程中", mute{step: fakeserver.StepUpgrade}},
	{"in-room", "in a chatroom", "在聊天室中", mute{step: fakeserver.StepRoomLogin, room: true}},
	{"room-automatic-entry", "at an automatic entry of a chatroom", "自动进入聊天室时",
		mute{step: fakeserver.StepRoomLogin, automatic: true, room: true}},
}, lim08LoginTimesOut)

// lim08LoginTimesOut is LIM-08: A timed-out login leaves no socket.
func lim08LoginTimesOut(t *Trial, m mute) {
	instance := loss{room: m.room}.instance()
	if m.automatic {
		t.logInOrEnter(m.room, capOf(1))
		t.Let(time.Second)
	}
	// The close takes as long as on a slow link. If it were answered at once, it would race with the lookup of the next
	// attempt, and the two would come in no order.
	t.AnswerCloseAfter(250 * time.Millisecond)
	begin := t.Hold(m.step)
	if m.automatic {
		t.Drop()
	} else {
		// An SDK that reconnects all the same breaks REC-07: here it makes one attempt more.
		options := capOf(1)
		options.NoReconnect = true
		t.beginOrEnter(m.room, options)
	}
	t.timesOut(instance, begin, m)
	if !t.ends(m) {
		return
	}
	again := t.Mark("connect, and the login is not answered again")
	t.Connect(instance)
	m.automatic = false
	t.timesOut(instance, again, m)
}

// ends reports whether a client stops trying by itself: without a cap it repeats an automatic login without end.
func (t *Trial) ends(m mute) bool { return !m.automatic || t.Capabilities[clients.ReconnectCap] }

// timesOut watches an unanswered login until its time is up, and ten minutes longer.
func (t *Trial) timesOut(instance string, begin ledger.Event, m mute) {
	pending := t.stops(instance, begin, m.step)
	// A login that is pending for longer than AttemptTimeout has timed out; the extra second is for the close.
	t.Let(t.Policy.AttemptTimeout + time.Second)
	if socket := pending.Socket; slices.Contains(t.Timeline().Live(ledger.Host), socket) {
		t.Find([]ledger.Event{pending}, pendingSocket, pending, t.Policy.AttemptTimeout, socket)
	}
	t.Let(quiet)
	if t.ends(m) {
		t.Check(holds(t.Timeline(), 0, tenMinutesUnanswered))
	}
	t.Check(never(t.Timeline(), 1))
	says := []ledger.Kind{ledger.Disconnected, ledger.Failed}
	if !t.ends(m) {
		says = append(says, ledger.WillReconnect) // it continues, and announces each attempt
	}
	if told := t.Timeline().After(pending.Seq).Where(ledger.By(ledger.Client), ledger.Is(says...),
		ledger.Of(instance)); len(told) == 0 {
		t.Find([]ledger.Event{begin}, unansweredUntold, quiet)
	}
}

// The findings of this file.
var (
	pendingSocket = say("sockets.of-pending-login",
		"the login pending since {since} was not answered, and an attempt fails within {within:short}; its "+
			"socket {socket} exists still",
		"从 {since} 起等待应答的登录没有得到应答，而一次尝试应在 {within:short} 内失败；它的 socket {socket} 仍然存在")
	tenMinutesUnanswered = say("when.ten-minutes-unanswered",
		"a login that was never answered, ten minutes later",
		"登录一直没有得到应答，十分钟之后")
	unansweredUntold = say("login.unanswered-silently",
		"the login was never answered, and no callback says so within {within:short}",
		"登录一直没有得到应答，{within:short} 内没有任何回调说明")
)
