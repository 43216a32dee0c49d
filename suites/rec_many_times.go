// REC-09 and REC-17: an SDK that writes what it does, and one that came back many times.

package suites

import (
	"time"

	"nimcert/clients"
)

var _ = alsoUnder("REC-09", []under[bool]{
	{"debug", "the option that makes it write to the console", "打开调试日志选项", false},
	{"room-debug", "a chatroom, the option that makes it write to the console", "聊天室，打开调试日志选项", true},
}, rec09Debug)

// rec09Debug is REC-09: an SDK that was asked to write to the console what it does comes back as ever. Applications
// turn this on for the very users who have trouble.
func rec09Debug(t *Trial, inRoom bool) {
	begin := t.Mark("it is made, and asked to write what it does")
	instance, to := t.beginOrEnter(inRoom, clients.Options{Debug: true})
	t.backAs(instance, begin)
	t.Let(time.Second)
	t.backAs(instance, t.Drop())
	t.sends(instance, to)
	t.greets(instance)
	lost := t.Refuse()
	t.Let(10 * time.Second)
	t.Heal()
	t.backAs(instance, lost)
	t.sends(instance, to)
	if !inRoom {
		t.Kick(alice, 1)
		t.Let(time.Second)
	}
	t.endOf("destroy", instance)
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 0, minuteAfterDisconnect))
}

var _ = alsoUnder("REC-17", each("%d-losses", "each of %d logins is marked automatic", "%d 次登录都标记为自动", 24),
	rec17EachMarked)

// rec17EachMarked is REC-17: however often it came back, each login of its own is marked so.
func rec17EachMarked(t *Trial, n int) {
	who := t.comesIn(usual)
	begin := t.Mark("the link is lost %d times", n)
	for range n {
		t.Let(time.Second)
		t.backAs(who.instance, t.Drop())
	}
	t.automatic(begin)
	if t.Capabilities[clients.Direct] {
		t.greets(who.instance)
	}
}
