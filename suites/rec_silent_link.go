// REC-10: a link that falls silent, and one that answers late.

package suites

import (
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

// muted is a link that falls silent, with its circumstances.
type muted struct {
	room   bool
	busy   bool // messages go and come before
	beside bool // a chatroom is open as well
	left   bool // and was left before
	no     bool // the service refuses a message before
}

var _ = requirementUnder("REC-10", []under[muted]{
	{"im", "IM", "IM", muted{}},
	{"room", "a chatroom", "聊天室", muted{room: true}},
	{"after-messages", "messages go and come before", "之前有消息收发", muted{busy: true}},
	{"beside-room", "beside a chatroom", "另有聊天室", muted{beside: true}},
	{"after-leaving-room", "after a chatroom was left", "离开聊天室之后", muted{beside: true, left: true}},
	{"after-a-refused-message", "the service refuses a message before", "之前有消息被服务端拒绝", muted{no: true}},
}, rec10SilentLink)

// rec10SilentLink is REC-10: A silent link is noticed.
func rec10SilentLink(t *Trial, m muted) {
	if m.beside {
		t.needs(1, 1)
	}
	// Twice, so that the heartbeats of a reopened link, and those of an old one, are seen as well.
	lose := func(t *Trial) ledger.Event {
		if m.busy {
			t.sends(alice, bob)
			t.greets(alice)
		}
		if m.no { // 7101: the other one has put the sender on a list, as in MSG-05
			t.RefuseMessages(7101)
			t.SendText(alice, bob, onItsWay)
			t.Let(time.Second)
			t.RefuseMessages(0)
		}
		if m.beside && !t.inRoom() {
			t.Enter(room(lobby))
			t.Let(time.Second)
		}
		if m.left {
			begin := t.destroy(lobby)
			t.Expect(callsDone.Of("destroy"), begin, t.Policy.DoneWithin+slack, doneOf("destroy"))
			t.Let(time.Second)
		}
		return t.BlackHole()
	}
	want := 1
	if m.beside && !m.left {
		want = 2
	}
	t.loses(loss{room: m.room, lose: lose}, func(silent ledger.Event) {
		instance := loss{room: m.room}.instance()
		noticed := t.Expect(noticesWithin.Of(t.Policy.Heartbeat), silent, t.Policy.Heartbeat,
			ledger.Is(ledger.WillReconnect, ledger.Attempt))
		if want > 1 { // each has a heartbeat of its own
			for _, each := range []string{alice, lobby} {
				t.Expect(noticesSilence.Of(each, t.Policy.Heartbeat), silent, t.Policy.Heartbeat-(t.Now()-silent.At),
					ledger.Is(ledger.WillReconnect), ledger.Of(each))
			}
		}
		t.Heal()
		t.backFromSilence(instance, noticed)
		t.Let(2 * time.Minute)
		t.Check(holds(t.Timeline(), want, afterReconnect))
	})
}

// inRoom reports whether the chatroom's instance was asked for and not destroyed.
func (t *Trial) inRoom() bool {
	last, ok := t.Timeline().Last(ledger.Of(lobby), ledger.Is(ledger.Verb))
	return ok && last.Verb != "destroy"
}

// The other side of the bound: a link that answers late is not silent. A mobile network may stall for 2 s; no family
// documents a shorter time-out.
var _ = alsoUnder("REC-10", []under[bool]{
	{"heartbeats-2-s-late", "heartbeats that are answered 2 s late", "心跳晚 2 秒应答", false},
	{"room-heartbeats-2-s-late", "a chatroom, heartbeats that are answered 2 s late", "聊天室，心跳晚 2 秒应答", true},
}, rec10SlowHeartbeats)

// rec10SlowHeartbeats is REC-10: heartbeats that are answered late count as answered.
func rec10SlowHeartbeats(t *Trial, inRoom bool) {
	begin := t.Hold(fakeserver.StepHeartbeat)
	t.logInOrEnter(inRoom, usual)
	login, _ := t.Timeline().Last(ledger.By(ledger.Client), ledger.Is(ledger.Connected))
	for range 12 { // a client that counts them for good, and not in a row, has lost its link by then
		t.Expect(heartbeatSent, begin, t.Policy.Heartbeat, ledger.By(ledger.Server), ledger.Is(ledger.Held))
		t.Let(2 * time.Second)
		t.Release(fakeserver.StepHeartbeat)
		begin = t.Hold(fakeserver.StepHeartbeat)
	}
	t.Release(fakeserver.StepHeartbeat)
	t.Let(time.Minute)
	t.Check(none(attempts(t.Timeline().After(login.Seq)), openedThoughAnswered))
	t.Check(holds(t.Timeline(), 1, afterLateHeartbeat))
}

var _ = alsoUnder("REC-10", []under[bool]{{"two-rooms", "two chatrooms", "两个聊天室", false}}, rec10TwoRooms)

// rec10TwoRooms is REC-10: two chatrooms notice the silence.
func rec10TwoRooms(t *Trial, _ bool) {
	t.needs(0, 2)
	t.Enter(room(lobby))
	t.Enter(room(attic))
	t.Let(time.Second)
	silent := t.BlackHole()
	t.Let(t.Policy.Heartbeat)
	for _, each := range []string{lobby, attic} {
		t.Expect(noticesSilence.Of(each, t.Policy.Heartbeat), silent, time.Millisecond, ledger.Is(ledger.WillReconnect),
			ledger.Of(each))
	}
	t.Heal()
	t.Let(2 * time.Minute)
	t.Check(holds(t.Timeline(), 2, afterReconnect))
}

var _ = alsoUnder("REC-10", []under[bool]{
	{"messages-into-the-silence", "messages are sent into the silence", "没有应答期间仍在发送消息", false},
	{"room-messages-into-the-silence", "a chatroom, messages are sent into the silence", "聊天室，没有应答期间仍在发送消息", true},
}, rec10SendsIntoSilence)

// rec10SendsIntoSilence is REC-10: what the user sends over a silent link does not keep it.
func rec10SendsIntoSilence(t *Trial, inRoom bool) {
	instance, to := t.logInOrEnter(inRoom, usual)
	t.Let(time.Second)
	silent := t.BlackHole()
	left := func() time.Duration { return t.Policy.Heartbeat - (t.Now() - silent.At) }
	for noticed := false; !noticed && left() > 10*time.Second; {
		t.SendText(instance, to, "is anybody there?")
		_, noticed = t.Await(silent, 10*time.Second, ledger.Is(ledger.WillReconnect), ledger.Of(instance))
	}
	noticed := t.Expect(noticesSilence.Of(instance, t.Policy.Heartbeat), silent, left(),
		ledger.Is(ledger.WillReconnect), ledger.Of(instance))
	t.Heal()
	t.backFromSilence(instance, noticed)
	t.Check(never(t.Timeline(), 1))
}

// A network's type may change what an SDK thinks of batteries. Every type is one that wx.getNetworkType documents.
var _ = alsoUnder("REC-10", []under[[]string]{
	{"on-each-network", "after a change to each type of network", "依次换到每种网络之后",
		[]string{"4g", "5g", "3g", "2g", "unknown", "wifi"}},
}, rec10OnEachNetwork)

// rec10OnEachNetwork is REC-10: the budget is the same on each network.
func rec10OnEachNetwork(t *Trial, kinds []string) {
	who := t.comesIn(usual)
	for _, kind := range kinds {
		t.Let(time.Second)
		t.NetworkChange(kind)
		t.Let(t.backWithin())
		silent := t.BlackHole()
		noticed := t.Expect(noticesSilence.Of(who.instance, t.Policy.Heartbeat), silent, t.Policy.Heartbeat,
			ledger.Of(who.instance), ledger.Is(ledger.WillReconnect))
		t.Heal()
		t.backAs(who.instance, noticed)
	}
}

// The findings of this file.
var (
	noticesSilence = say("event.notices-silence",
		"{who} notices the silence within the heartbeat budget of {budget:short}",
		"{who} 在 {budget:short} 的心跳期限内察觉断线")
	noticesWithin = say("event.notices-within",
		"the client notices the silence within its heartbeat budget of {budget:short}",
		"客户端在 {budget:short} 的心跳期限内察觉断线")
	heartbeatSent        = say("event.heartbeat", "a heartbeat is sent", "发送心跳")
	openedThoughAnswered = say("link.opened-though-answered",
		"the link is opened anew although each heartbeat was answered within 2 s",
		"每次心跳都在 2 秒内得到应答，却重新打开连接")
	afterLateHeartbeat = say("when.after-late-heartbeat",
		"a minute after the last heartbeat that was late",
		"最后一次晚应答的心跳之后一分钟")
)
