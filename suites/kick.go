// Kicks: their reasons, who is kicked, and what the application is told.

package suites

import (
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// kick is a reason of the service and the name that the SDK documents for it.
type kick struct {
	reason int
	name   string
	room   bool // the kick is from a chatroom
}

func kicks() []under[kick] {
	var out []under[kick]
	for _, k := range []kick{{reason: 1, name: "samePlatformKick"}, {reason: 2, name: "serverKick"},
		{reason: 3, name: "otherPlatformKick"}, {reason: 4, name: silentKick}} {
		out = append(out, numbered("reason-%d", "reason %d, "+k.name, "原因 %d，"+k.name, k.reason, k))
	}
	return out
}

// roomKicks are the reasons of a chatroom.
func roomKicks() []under[kick] {
	var out []under[kick]
	for _, k := range []kick{{1, "chatroomClosed", true}, {2, "managerKick", true}, {3, "samePlatformKick", true},
		{4, silentKick, true}, {5, "blacked", true}} {
		out = append(out,
			numbered("room-reason-%d", "out of a chatroom, reason %d, "+k.name, "被踢出聊天室，原因 %d，"+k.name, k.reason, k))
	}
	return out
}

// instance is the kicked instance.
func (k kick) instance() string { return loss{room: k.room}.instance() }

// silentKick is the reason of a kick by the same account on the same device. Not every family documents it.
const silentKick = "silentlyKick"

// documented ends the spec if the client's documentation does not have the reason: no document says what the client
// must do then.
func (k kick) documented(t *Trial) {
	if k.name == silentKick && !t.Capabilities[clients.SilentKick] {
		t.NotApplicable(t.Lacks(clients.SilentKick))
	}
}

// enter logs the instance in that is to be kicked.
func (k kick) enter(t *Trial) {
	k.documented(t)
	t.logInOrEnter(k.room, usual)
}

func (k kick) kick(t *Trial) ledger.Event {
	if k.room {
		return t.KickRoom(lobby, alice, "1001", k.reason)
	}
	return t.Kick(alice, k.reason)
}

// everyKick are the reasons of IM and those of chatrooms.
var everyKick = slices.Concat(kicks(), roomKicks())

// told lets ten minutes pass after a kick for the first reason. It checks that the application was told once and that
// nothing is left of the link.
func (t *Trial) told(kicked ledger.Event) {
	t.Let(time.Second)
	t.Check(holds(t.Timeline(), 0, secondAfterKick.Of(kicked)))
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	told := disconnections(after, alice)
	t.Check(exactly(told, 1, disconnectAfterKick))
	for _, e := range told {
		if e.Code != "kicked" || e.Reason != "samePlatformKick" {
			t.Find([]ledger.Event{kicked, e}, codeAndReasonOther, e, e.Code, e.Reason, "kicked", "samePlatformKick")
		}
	}
	t.Check(none(attempts(after), opensAfterKick))
	t.Check(holds(t.Timeline(), 0, tenMinutesAfterKick))
}

// moment is how long after a kick the application acts.
type moment struct {
	later time.Duration
	room  bool
}

var moments = []under[moment]{
	{"a-second-after", "a second after the kick", "被踢一秒之后", moment{later: time.Second}},
	{"at-once", "at once", "立即", moment{later: 50 * time.Millisecond}},
	{"ten-minutes-after", "ten minutes after the kick", "被踢十分钟之后", moment{later: quiet}},
	{"room-a-second-after", "a chatroom, a second after the kick", "聊天室，被踢一秒之后",
		moment{later: time.Second, room: true}},
}

func (m moment) kick() kick { return kick{reason: 1, room: m.room} }

var codeAndReasonOther = say("disconnect.code-and-reason",
	"ondisconnect at {at} has the code {code:q} and the reason {reason:q}, not {want:q} and {for:q}",
	"{at} 的 ondisconnect 的 code 是 {code:q}、reason 是 {reason:q}，应为 {want:q} 和 {for:q}")
