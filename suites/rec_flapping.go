// REC-16: a link and a network that come and go.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

var _ = requirementUnder("REC-16", []under[bool]{
	{"im", "IM", "IM", false},
	{"room", "a chatroom", "聊天室", true},
}, rec16FlappingLink)

// rec16FlappingLink is REC-16: A flapping link ends connected.
func rec16FlappingLink(t *Trial, inRoom bool) {
	instance, to := t.logInOrEnter(inRoom, usual)
	t.Let(time.Minute)
	before := t.leastRest()
	begin := t.Mark("the link flaps 20 times")
	for range 20 {
		t.Refuse()
		t.Let(3 * time.Second)
		t.Heal()
		t.Let(3 * time.Second)
	}
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, afterFlaps))
	t.Check(never(t.Timeline(), 1))
	if after := t.leastRest(); after.Timers > before.Timers || after.Requests > before.Requests {
		t.Find([]ledger.Event{begin}, leftAfterFlaps, after.Timers, after.Requests, before.Timers, before.Requests)
	} else if after.Listeners-before.Listeners >= 10 {
		t.Find([]ledger.Event{begin}, listenersAfterFlaps, after.Listeners, before.Listeners)
	}
	t.sends(instance, to)
}

// leastRest is the smallest number that the client holds within a minute: between two heartbeats it waits for nothing
// else.
func (t *Trial) leastRest() clients.Rest {
	least := t.Rest()
	for range 60 {
		t.Let(time.Second)
		now := t.Rest()
		least.Timers, least.Requests = min(least.Timers, now.Timers), min(least.Requests, now.Requests)
	}
	return least
}

var _ = alsoUnder("REC-16", []under[bool]{
	{"network-goes-and-comes", "the device's network goes and comes", "设备的网络断开又恢复", false},
	{"network-changes-every-second", "the device changes its network every second", "设备每秒切换一次网络", true},
}, rec16NetworkFlaps)

// rec16NetworkFlaps is REC-16: the device's network comes and goes.
func rec16NetworkFlaps(t *Trial, change bool) {
	who := t.comesIn(usual)
	t.Let(time.Second)
	for i := range 10 {
		if change {
			t.NetworkChange([]string{t.Mobile(), "wifi"}[i%2])
			t.Let(time.Second)
			continue
		}
		t.NetworkOff()
		t.Let(time.Second)
		// the dead link ends, and a moment later the program is told: in the same instant the two would come in no
		// order
		t.Heal()
		t.Let(100 * time.Millisecond)
		t.NetworkOn("wifi")
		t.Let(1500 * time.Millisecond)
	}
	t.Let(2 * time.Minute)
	t.Check(holds(t.Timeline(), 1, afterNetworkChanges))
	t.Check(never(t.Timeline(), 1))
	t.sends(who.instance, who.to)
}

// The findings of this file.
var (
	afterFlaps     = say("when.after-flaps", "after the last of 20 flaps", "最后一次（共 20 次）闪断之后")
	leftAfterFlaps = say("rest.after-flaps",
		"{timers:timer} and {requests:request} are left after 20 flaps; there were {before} and {earlier} before",
		"闪断 20 次之后还剩 {timers} 个定时器和 {requests} 个请求；之前分别是 {before} 和 {earlier}")
	listenersAfterFlaps = say("rest.listeners-after-flaps",
		"{all} listeners stand with the platform after 20 flaps; there were {few} before",
		"闪断 20 次之后，平台上还挂着 {all} 个监听函数；之前是 {few} 个")
	afterNetworkChanges = say("when.after-network-changes",
		"two minutes after the last change of network",
		"最后一次切换网络之后过了两分钟")
)
