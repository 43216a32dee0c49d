// REC-12 and REC-13: disconnect and connect in the wait before a reconnect.

package suites

import (
	"slices"
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

// wait is a wait before a reconnect.
type wait struct {
	attempts int // attempts that failed before it
	room     bool
	// its cause: silence, an unanswered login, or a second loss; empty: a lost link and refused attempts
	after string
}

func (w wait) instance() string { return loss{room: w.room}.instance() }

var waiting = []under[wait]{
	{"first-wait", "the first wait", "第一次等待", wait{}},
	{"third-wait", "the third wait", "第三次等待", wait{attempts: 2}},
	{"room-wait", "the wait of a chatroom", "聊天室的重连等待", wait{room: true}},
	{"room-third-wait", "the third wait of a chatroom", "聊天室的第三次重连等待", wait{attempts: 2, room: true}},
}

// inTheWait names what is done in a wait.
func inTheWait(w under[wait]) under[wait] {
	if w.value == (wait{}) {
		return w.as("in-the-wait", "in the wait before a reconnect", "重连等待中")
	}
	return w.as("in-%s", "in %s", "%s中")
}

// reach logs in, ends the link, and goes on until the wait begins. The service stays away.
func (w wait) reach(t *Trial) {
	t.logInOrEnter(w.room, usual)
	t.Let(time.Second)
	w.lose(t)
}

// The causes of a wait.
const (
	silence    = "silence"
	unanswered = "a login that is not answered"
	secondLoss = "a second loss"
)

// others lists waits with other causes than a lost link and refused attempts.
var others = []under[wait]{
	{"wait-after-silence", "the wait after " + silence, "没有应答之后的等待", wait{after: silence}},
	{"wait-after-mute-login", "the wait after " + unanswered, "登录没有应答之后的等待", wait{after: unanswered, attempts: 1}},
	{"wait-after-second-loss", "the wait after " + secondLoss, "第二次断线之后的等待", wait{after: secondLoss}},
}

// lose ends the link and goes on until the wait begins.
func (w wait) lose(t *Trial) {
	var last ledger.Event
	switch w.after {
	case silence:
		last = t.BlackHole()
		t.Expect(givesUpSilentLink, last, t.Policy.Heartbeat, ledger.Is(ledger.WillReconnect), ledger.Of(w.instance()))
	case unanswered:
		last = t.Hold(fakeserver.StepLogin)
		t.Drop()
	case secondLoss:
		t.backAs(w.instance(), t.Drop())
		t.Let(time.Second)
		last = t.Refuse()
	default:
		last = t.Refuse()
	}
	for range w.attempts + 1 {
		last = t.Expect(waitBegins, last, t.exhaust(1)+t.Policy.AttemptTimeout, ledger.Is(ledger.WillReconnect),
			ledger.Of(w.instance()))
	}
}

var _ = requirementUnder("REC-12", slices.Concat(waiting, others), rec12DisconnectInTheWait)

// rec12DisconnectInTheWait is REC-12: disconnect cancels a waiting reconnect.
func rec12DisconnectInTheWait(t *Trial, w wait) {
	w.reach(t)
	begin := t.Mark("disconnect in the wait")
	t.Disconnect(w.instance(), nil)
	t.Let(time.Second)
	t.Heal()
	t.Release(fakeserver.StepLogin)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(none(attempts(after), attemptDisconnected))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), announcedDisconnected))
}

// again is a moment at which the application calls connect although it need not.
type again struct {
	wait *wait
	slow bool // the login that connect begins takes longer than the wait
	halfway
}

func agains() []under[again] {
	var list []under[again]
	for _, w := range waiting {
		connect := with(w, again{wait: &w.value}).as("in-%s", "connect in %s", "connect（%s中）")
		if w.value == (wait{}) {
			connect = connect.as("in-the-wait", "connect in the wait", "connect（等待重连时）")
		}
		list = append(list, connect)
	}
	list = append(list, under[again]{"connect-in-wait-slow-login", "connect in the wait, and the login takes longer " +
		"than the wait", "connect（等待重连时），登录比等待还久",
		again{wait: &wait{}, slow: true}})
	for _, h := range halfways() {
		connect := with(h, again{halfway: h.value}).as("%s", "connect %s", "connect（%s）")
		if h.value == (halfway{step: fakeserver.StepUpgrade}) {
			connect = connect.as("connecting", "connect while connecting", "connect（连接中）")
		}
		list = append(list, connect)
	}
	return list
}

var _ = requirementUnder("REC-13", agains(), rec13ConnectInTheWait)

// rec13ConnectInTheWait is REC-13: connect while waiting makes one socket.
func rec13ConnectInTheWait(t *Trial, a again) {
	instance, to := a.instance(), bob
	var begin ledger.Event
	if a.wait != nil {
		instance = a.wait.instance()
		a.wait.reach(t)
		t.Heal()
		if a.slow {
			t.Hold(fakeserver.StepLogin)
		}
		begin = t.Mark("connect in the wait")
		t.Connect(instance)
		if a.slow {
			t.Let(time.Duration(float64(t.Policy.MinDelay)*(1+t.Policy.Jitter)) + time.Second)
			t.Release(fakeserver.StepLogin)
		}
	} else {
		a.begin(t)
		begin = t.Mark("connect while connecting")
		t.Connect(instance)
		t.Let(time.Second)
		t.Release(a.step)
	}
	if instance == lobby {
		to = ""
	}
	in := t.Expect(isConnected.Of(instance), begin, t.exhaust(1)+loginWithin, ledger.Is(ledger.Connected),
		ledger.Of(instance))
	t.Let(time.Minute)
	t.Check(never(t.Timeline(), 1))
	t.Check(holds(t.Timeline(), 1, minuteAfterConnect))
	t.Check(none(attempts(t.Timeline().After(in.Seq)), openedThoughUp))
	t.sends(instance, to)
}

// The findings of this file.
var (
	attemptDisconnected = say("attempts.disconnected-in-wait",
		"an attempt followed although disconnect was called in the wait",
		"等待期间已调用 disconnect，之后却仍有尝试")
	announcedDisconnected = say("reconnect.disconnected-in-wait",
		"a reconnect was announced although disconnect was called in the wait",
		"等待期间已调用 disconnect，却仍预告重连")
)
