// KCK-02 and KCK-03: a kicked client closes its socket and does not come back.

package suites

import (
	"time"

	"nimcert/ledger"
)

var _ = requirementUnder("KCK-02", everyKick, kck02SocketCloses)

// kck02SocketCloses is KCK-02: A kick closes the socket within a second.
func kck02SocketCloses(t *Trial, k kick) {
	k.enter(t)
	t.Let(time.Second)
	kicked := k.kick(t)
	t.Let(time.Second)
	for _, f := range holds(t.Timeline(), 0, secondAfterKick.Of(kicked)) {
		f.Events = append(f.Events, kicked.Seq)
		t.Findings = append(t.Findings, f)
	}
}

var _ = requirementUnder("KCK-03", everyKick, kck03NoReconnect)

// kck03NoReconnect is KCK-03: No reconnect after a kick.
func kck03NoReconnect(t *Trial, k kick) {
	k.enter(t)
	t.Let(time.Second)
	kicked := k.kick(t)
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	t.Check(none(attempts(after), opensAfterKick))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), announcedAfterKick))
	t.Check(holds(t.Timeline(), 0, tenMinutesAfterKick))
}

// behind is what happens to the link of a kicked instance.
type behind struct {
	later time.Duration // after the kick
	room  bool
	end   func(t *Trial, k kick)
}

// closedBy makes the service close the link.
func closedBy(t *Trial, k kick) {
	if k.room {
		t.CloseRoomLinks(lobby, "1001", 1000)
	} else {
		t.CloseLinks(alice, 1000)
	}
}

func dropped(t *Trial, _ kick) { t.Drop() }

// A kicked client that closes its link in time has no link when the service closes it. A client that is late meets
// both.
var _ = alsoUnder("KCK-03", []under[behind]{
	{"closed-at-once", "the service closes the link at once", "服务端随即关闭连接", behind{0, false, closedBy}},
	{"closed-200-ms-later", "the service closes the link 200 ms later", "200 毫秒后服务端关闭连接",
		behind{200 * time.Millisecond, false, closedBy}},
	{"fin-ten-ms-later", "the link ends without a close frame 10 ms later", "10 毫秒后连接中断，没有关闭帧",
		behind{10 * time.Millisecond, false, dropped}}, // an immediate close would overtake the kick
	{"room-closed-at-once", "the service closes the chatroom's link at once", "服务端随即关闭聊天室的连接",
		behind{0, true, closedBy}},
	{"room-closed-200-ms-later", "the service closes the chatroom's link 200 ms later", "200 毫秒后服务端关闭聊天室的连接",
		behind{200 * time.Millisecond, true, closedBy}},
}, kck03NothingBringsItBack)

// kck03NothingBringsItBack is KCK-03: the end of the link after a kick causes no reconnect.
func kck03NothingBringsItBack(t *Trial, b behind) {
	k := kick{reason: 1, room: b.room}
	k.enter(t)
	t.Let(time.Second)
	kicked := k.kick(t)
	if b.later > 0 {
		t.Let(b.later)
	}
	b.end(t, k)
	t.outFor(kicked, k.instance())
}

// outFor lets ten minutes pass after a kick. It checks that the application was told once, and told that it was a kick,
// and that nothing is left of the link.
func (t *Trial) outFor(kicked ledger.Event, instance string) {
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	told := disconnections(after, instance)
	t.Check(exactly(told, 1, disconnectAfterKick))
	for _, e := range told {
		if e.Code != "kicked" {
			t.Find([]ledger.Event{kicked, e}, codeOther, e, e.Code, "kicked")
		}
	}
	t.Check(none(attempts(after), opensAfterKick))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), announcedAfterKick))
	t.Check(holds(t.Timeline(), 0, tenMinutesAfterKick))
}

// The reasons are numbers, and there will be more: see the assumption kick-reasons-grow.
var _ = alsoUnder("KCK-03", []under[bool]{
	{"unknown-reason", "a reason that the SDK does not know", "SDK 不认识的原因", false},
	{"room-unknown-reason", "a chatroom: a reason that the SDK does not know", "聊天室：SDK 不认识的原因", true},
}, kck03UnknownReason)

// kck03UnknownReason is KCK-03: a reason that the SDK does not know is a kick like others.
func kck03UnknownReason(t *Trial, inRoom bool) {
	k := kick{reason: 99, room: inRoom}
	k.enter(t)
	t.Let(time.Second)
	t.outFor(k.kick(t), k.instance())
}

var announcedAfterKick = say("reconnect.announced-after-kick",
	"onwillreconnect after the kick",
	"被踢之后仍有 onwillreconnect")
