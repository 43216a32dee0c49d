// REC-01, REC-02, REC-03 and REC-06: the number of attempts.

package suites

import (
	"slices"
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

// away is a way in which a service stays away.
type away struct {
	attempts int
	how      func(*Trial) ledger.Event // nil: it refuses connections
	room     bool                      // it is a chatroom that is lost
	unheard  int                       // the number of requests of an attempt that are not answered
	// it stayed away once before, until the attempts were used up and the application connected again
	again  bool
	beside bool // a chatroom is open as well, whose attempts have no limit
}

// within is how long one attempt may take to fail. Nothing in the catalogue asks for a time-out of a request that is
// shorter than the platform's own: 60 s, the documented default of wx.request.
func (t *Trial) within(a away) time.Duration {
	return t.Policy.AttemptTimeout + time.Duration(a.unheard)*time.Minute
}

func (a away) instance() string { return loss{room: a.room}.instance() }

// aways lists the ways to use up n attempts, besides refused connections.
func aways(n int) []under[away] {
	// heldBack drops the link and then holds back one step of every login. A client must not count a link that came so
	// far as a success.
	heldBack := func(step fakeserver.Step) func(*Trial) ledger.Event {
		return func(t *Trial) ledger.Event {
			t.Hold(step)
			return t.Drop()
		}
	}
	list := []under[away]{
		{"handshake-500", "every handshake is answered with 500", "每次握手都返回 500",
			away{attempts: n, how: func(t *Trial) ledger.Event {
				t.failLinks(500)
				return t.Drop()
			}}},
		{"mute-handshake", "no handshake is answered", "握手都没有应答",
			away{attempts: n, unheard: 1, how: func(t *Trial) ledger.Event {
				t.holdLinks()
				return t.Drop()
			}}},
		{"mute-greeting", "no socket is greeted", "服务端始终不问候", away{attempts: n, how: heldBack(fakeserver.StepConnect)}},
		{"mute-login", "no login is answered", "登录都没有应答", away{attempts: n, how: heldBack(fakeserver.StepLogin)}},
		{"mute-socket", "no socket opens", "socket 都打不开",
			away{attempts: n, unheard: 1, how: heldBack(fakeserver.StepUpgrade)}},
		{"socket-503", "every socket is refused with 503", "每个 socket 都被拒绝（503）",
			away{attempts: n, how: func(t *Trial) ledger.Event {
				t.FailHTTP(fakeserver.StepUpgrade, 503)
				return t.Drop()
			}}},
		{"login-closed", "every login ends in a close", "每次登录都以关闭告终",
			away{attempts: n, how: func(t *Trial) ledger.Event {
				lost := t.Hold(fakeserver.StepLogin)
				t.Drop()
				t.closeLogins(lost, n)
				return lost
			}}},
		{"closed-1001-handshake-500", "closed with 1001, and every handshake is answered with 500",
			"以 1001 关闭，每次握手都返回 500",
			away{attempts: n, how: func(t *Trial) ledger.Event {
				lost := t.failLinks(500)
				t.CloseLinks(alice, 1001)
				return lost
			}}},
		{"silence", "everything falls silent", "一切都没有应答",
			away{attempts: n, unheard: 2, how: func(t *Trial) ledger.Event {
				lost := t.BlackHole()
				t.Let(t.Policy.Heartbeat)
				return lost
			}}},
		{"room", "a chatroom", "聊天室", away{attempts: n, room: true}},
	}
	for i, a := range list {
		list[i] = numbered("n-%d-"+a.slug, "N = %d, "+a.english, "N = %d，"+a.chinese, n, a.value)
	}
	return list
}

// closeLogins closes the next n links as soon as their login waits for its answer. There are fewer if the client gives
// up before.
func (t *Trial) closeLogins(after ledger.Event, n int) {
	for range n {
		pending, ok := t.Await(after, t.exhaust(1)+loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.Held))
		if !ok {
			return
		}
		t.CloseLinks(alice, 1001)
		after = pending
	}
}

// loseForGood logs in with a cap, takes the service away and lets the attempts run out. It returns the events from the
// loss on, or from the last loss if there are two.
func (t *Trial) loseForGood(a away) ledger.Timeline {
	if a.beside {
		t.needs(1, 1)
		t.Enter(room(lobby))
	}
	t.logInOrEnter(a.room, capOf(a.attempts))
	t.Let(time.Second)
	if a.again {
		t.Refuse()
		t.Let(t.exhaust(a.attempts))
		t.Heal()
		again := t.Mark("the attempts are used up; connect")
		t.Connect(a.instance())
		t.backAs(a.instance(), again)
		t.Let(time.Second)
	}
	var lost ledger.Event
	if a.how == nil {
		lost = t.Refuse()
	} else {
		lost = a.how(t)
		t.Let(time.Duration(a.attempts) * t.within(a))
	}
	t.Let(t.exhaust(a.attempts))
	t.Let(quiet)
	return t.Timeline().After(lost.Seq)
}

// exhaust is how long n attempts on a refused link may take: each waits for the longest delay, and a refusal takes less
// than a second.
func (t *Trial) exhaust(n int) time.Duration {
	longest := time.Duration(float64(t.Policy.MaxDelay) * (1 + t.Policy.Jitter))
	return time.Duration(n+1) * (longest + time.Second)
}

var _ = requirementUnder("REC-01", slices.Concat([]under[away]{
	{"n-0", "N = 0", "N = 0", away{attempts: 0}},
	{"n-1", "N = 1", "N = 1", away{attempts: 1}},
	{"n-3", "N = 3", "N = 3", away{attempts: 3}},
	{"n-10", "N = 10", "N = 10", away{attempts: 10}},
	{"n-33", "N = 33", "N = 33", away{attempts: 33}},
	{"n-0-room", "N = 0, a chatroom", "N = 0，聊天室", away{attempts: 0, room: true}},
	{"n-2-used-up-twice", "N = 2, used up a second time", "N = 2，第二次用尽", away{attempts: 2, again: true}},
}, aways(3)), rec01ExactlyN)

// rec01ExactlyN is REC-01: Exactly N reconnection attempts.
func rec01ExactlyN(t *Trial, a away) {
	after := t.loseForGood(a)
	t.Check(exactly(attempts(after), a.attempts, attemptsWith.Of(a.attempts)))
}

var _ = requirementUnder("REC-02", slices.Concat([]under[away]{
	{"n-0", "N = 0", "N = 0", away{attempts: 0}},
	{"n-1", "N = 1", "N = 1", away{attempts: 1}},
	{"n-3", "N = 3", "N = 3", away{attempts: 3}},
	{"n-10", "N = 10", "N = 10", away{attempts: 10}},
	{"n-0-room", "N = 0, a chatroom", "N = 0，聊天室", away{attempts: 0, room: true}},
	{"n-2-used-up-twice", "N = 2, used up a second time", "N = 2，第二次用尽", away{attempts: 2, again: true}},
	{"n-1-beside-room", "N = 1, beside a chatroom", "N = 1，另有聊天室", away{attempts: 1, beside: true}},
}, aways(3)), rec02OneDisconnect)

// rec02OneDisconnect is REC-02: One ondisconnect when attempts are used up.
func rec02OneDisconnect(t *Trial, a away) {
	after := t.loseForGood(a)
	told := disconnections(after, a.instance())
	t.Check(exactly(told, 1, afterTheLast.Of(a.attempts)))
	if a.beside {
		t.Check(none(disconnections(after, lobby), roomToldOfOthers.Of(alice)))
		return // attempt events carry no instance, so attempts cannot be attributed here
	}
	last, tried := attempts(after).Last()
	if len(told) == 0 || !tried {
		return
	}
	switch first := told[0]; {
	case first.Seq < last.Seq:
		t.Find([]ledger.Event{first, last}, toldBeforeLast, first, last)
	case first.Due()-last.At > t.within(a):
		t.Find([]ledger.Event{last, first}, toldLongAfterLast, last, first, t.within(a))
	}
}

func disconnections(t ledger.Timeline, instance string) ledger.Timeline {
	return t.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected), ledger.Of(instance))
}

var _ = requirementUnder("REC-03", []under[away]{
	{"im", "IM", "IM", away{}},
	{"room", "a chatroom", "聊天室", away{room: true}},
	{"handshake-500-second-loss", "every handshake is answered with 500, at the second loss", "每次握手都返回 500，第二次断线时",
		away{how: func(t *Trial) ledger.Event {
			t.comesBack(t.Drop())
			t.Let(time.Second)
			lost := t.failLinks(500)
			t.Drop()
			return lost
		}}},
	{"mute-login", "no login is answered", "登录都没有应答", away{how: func(t *Trial) ledger.Event {
		lost := t.Hold(fakeserver.StepLogin)
		t.Drop()
		return lost
	}}},
}, rec03NeverGivesUp)

// rec03NeverGivesUp is REC-03: Without a cap it never gives up.
func rec03NeverGivesUp(t *Trial, a away) {
	t.logInOrEnter(a.room, usual)
	t.Let(time.Second)
	if a.how == nil {
		a.how = (*Trial).Refuse
	}
	lost := a.how(t)
	for range 31 {
		t.Let(2 * time.Minute)
		if t.apart(attempts(t.Timeline().After(lost.Seq)), a.room); len(t.Findings) > 0 {
			return // an hour of attempts without waits is more than a time line holds
		}
	}
	hour := t.Mark("one hour")
	t.Let(t.exhaust(1) + t.Policy.AttemptTimeout)
	tries := attempts(t.Timeline().After(lost.Seq))
	if len(attempts(tries.After(hour.Seq))) == 0 {
		last, _ := tries.Last()
		t.Find([]ledger.Event{lost, last}, gaveUpUncapped, len(tries), last)
	}
	t.apart(tries, a.room)
}

// apart checks that no two attempts come within the minimum delay.
func (t *Trial) apart(tries ledger.Timeline, inRoom bool) {
	minimum := t.Policy.MinDelay
	if inRoom && t.Policy.RoomMinDelay != 0 {
		minimum = t.Policy.RoomMinDelay
	}
	for i := 1; i < len(tries); i++ {
		// The documented jitter and 50 ms, the catalogue's allowance for a timer.
		least := time.Duration(float64(minimum)*(1-t.Policy.Jitter)) - 50*time.Millisecond
		if gap := tries[i].Due() - tries[i-1].Due(); gap < least {
			t.Find([]ledger.Event{tries[i-1], tries[i]}, attemptsTooClose, gap, tries[i-1], tries[i], minimum)
		}
	}
}

var _ = requirementUnder("REC-06", []under[bool]{
	{"im", "IM", "IM", false},
	{"room", "a chatroom", "聊天室", true},
}, rec06AttemptsGivenBack)

// rec06AttemptsGivenBack is REC-06: Success gives all attempts back.
func rec06AttemptsGivenBack(t *Trial, inRoom bool) {
	// Three losses, each of which costs an attempt before the client is back, would use up n if any of them were not
	// given back.
	const n, gaps = 3, 3
	instance := loss{room: inRoom}.instance()
	t.logInOrEnter(inRoom, capOf(n))
	used := 0
	for i := range gaps {
		t.Let(time.Second)
		lost := t.Refuse()
		t.Expect(firstAttemptBack, lost, t.exhaust(1), ledger.Is(ledger.Attempt))
		t.Let(100 * time.Millisecond) // it fails
		healed := t.Heal()
		t.Expect(backFromLoss.Of(instance, i+1), healed, t.exhaust(n)+loginWithin, ledger.Is(ledger.Connected),
			ledger.Of(instance))
		used += len(attempts(t.Timeline().After(lost.Seq).Before(healed.Seq)))
	}
	t.Let(time.Second)
	last := t.Refuse()
	t.Let(t.exhaust(n))
	t.Let(quiet)
	t.Check(exactly(attempts(t.Timeline().After(last.Seq)), n, attemptsAfterLoss.Of(gaps+1, n, used)))
}

var _ = alsoUnder("REC-01", []under[bool]{
	{"n-2-after-used-up-destroyed", "N = 2, after an instance of the account that used them up was destroyed",
		"N = 2，该账号用尽次数的实例已被销毁",
		false},
	{"n-2-im-and-room", "N = 2, IM and a chatroom at once", "N = 2，IM 和聊天室同时", true},
}, rec01AttemptsOfEach)

// rec01AttemptsOfEach is REC-01: each instance has attempts of its own.
func rec01AttemptsOfEach(t *Trial, both bool) {
	const n = 2
	want := n
	if both {
		t.needs(1, 1)
		o := room(lobby)
		o.Options = capOf(n)
		t.Enter(o)
		want = 2 * n
	} else {
		t.loseForGood(away{attempts: n})
		t.Heal()
		t.gone(alice)
	}
	t.LogIn(capped(im(alice), n))
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(t.exhaust(n))
	t.Let(quiet)
	t.Check(exactly(attempts(t.Timeline().After(lost.Seq)), want, attemptsWith.Of(n)))
}

// The findings of this file.
var (
	attemptsWith = say("attempts.with-cap",
		"attempts with reconnectionAttempts {n}",
		"reconnectionAttempts 为 {n} 时的尝试次数")
	afterTheLast = say("disconnect.after-the-last",
		"ondisconnect after the last of {n:attempt}",
		"{n} 次尝试中最后一次之后的 ondisconnect")
	roomToldOfOthers = say("disconnect.room-told",
		"the chatroom is told that it is disconnected, and only the attempts of {who} are used up",
		"用尽的只是 {who} 的尝试次数，聊天室却收到断开通知")
	toldBeforeLast = say("disconnect.before-the-last",
		"ondisconnect came at {at}, before the last attempt at {last}",
		"ondisconnect 在 {at} 触发，早于 {last} 的最后一次尝试")
	toldLongAfterLast = say("disconnect.long-after-the-last",
		"the last attempt began at {last} and ondisconnect came at {at}; an attempt fails within {within:short}",
		"最后一次尝试始于 {last}，而 ondisconnect 在 {at} 才触发；一次尝试应在 {within:short} 内失败")
	gaveUpUncapped = say("attempts.gave-up",
		"no cap is set, and after one hour without the service no attempt is made any more; the last of {n} was "+
			"at {at}",
		"没有设置上限，服务不可用一小时之后却不再尝试；共 {n} 次，最后一次在 {at}")
	attemptsTooClose = say("attempts.too-close",
		"two attempts within {gap}, at {first} and at {second}; the minimum is {minimum}",
		"两次尝试只隔 {gap}（{first} 和 {second}），最短间隔是 {minimum}")
	firstAttemptBack = say("event.first-attempt", "the first attempt to come back", "第一次重连尝试")
	backFromLoss     = say("event.comes-back-from",
		"{who} comes back from loss {n} once the service is there again",
		"服务恢复后，{who} 从第 {n} 次断线中恢复")
	attemptsAfterLoss = say("attempts.after-loss",
		"attempts after loss {n}, with reconnectionAttempts {cap} and {used:attempt} used up before the reconnects",
		"第 {n} 次断线之后的尝试次数（reconnectionAttempts 为 {cap}，此前各次重连共用掉 {used} 次尝试）")
)
