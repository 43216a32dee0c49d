// REC-01, REC-02 and REC-17: program and network come and go in the waits before a reconnect, and in the attempts.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// disturbance is what comes in each wait, and is no success.
type disturbance func(t *Trial, who tenant, nth int)

var _ = alsoUnder("REC-01", []under[disturbance]{
	{"n-3-network-changes-in-the-waits", "N = 3, and the network changes in each wait", "N = 3，每次等待中都切换网络",
		func(t *Trial, _ tenant, nth int) { t.NetworkChange([]string{t.Mobile(), "wifi"}[nth%2]) }},
	{"n-3-in-front-in-the-waits", "N = 3, and in each wait the program is hidden for a moment",
		"N = 3，每次等待中都进入后台片刻", func(t *Trial, _ tenant, _ int) {
			t.needsBackground()
			t.requires(clients.OnPlatform)
			t.hides(100 * time.Millisecond)
		}},
	{"n-3-messages-in-the-waits", "N = 3, and a message is sent in each wait", "N = 3，每次等待中都发送消息",
		func(t *Trial, who tenant, _ int) { t.SendText(who.instance, who.to, "is anybody there?") }},
}, rec01DisturbedWaits)

// rec01DisturbedWaits is REC-01: what is no success gives no attempt back.
func rec01DisturbedWaits(t *Trial, disturb disturbance) {
	n := 3
	who := t.comesIn(capOf(n))
	t.Let(time.Second)
	lost := t.failLinks(500)
	t.Drop()
	last := lost
	for i := range 2 * n {
		wait, ok := t.Await(last, t.exhaust(1)+t.Policy.AttemptTimeout, ledger.By(ledger.Client),
			ledger.Is(ledger.WillReconnect), ledger.Of(who.instance))
		if !ok {
			break
		}
		t.Let(500 * time.Millisecond)
		disturb(t, who, i)
		last = wait
	}
	t.Let(t.exhaust(n))
	t.Let(quiet)
	t.Check(exactly(attempts(t.Timeline().After(lost.Seq)), n, attemptsWith.Of(n)))
}

var _ = alsoUnder("REC-02", []under[int]{
	{"n-1-hidden", "N = 1, used up in the background", "N = 1，在后台用尽", 1},
}, rec02UsedUpInTheBackground)

// rec02UsedUpInTheBackground is REC-02: what is used up in the background is told, then or in front.
func rec02UsedUpInTheBackground(t *Trial, n int) {
	t.needsBackground()
	t.requires(clients.OnPlatform)
	who := t.comesIn(capOf(n))
	t.Let(time.Second)
	t.MiniProgram().Background()
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(t.exhaust(n) + time.Minute)
	t.MiniProgram().Foreground()
	t.Let(quiet)
	t.Check(exactly(disconnections(t.Timeline().After(lost.Seq), who.instance), 1, afterTheLast.Of(n)))
}

var _ = alsoUnder("REC-17", []under[func(*Trial)]{
	{"in-front-in-the-wait", "in front again in the wait", "重连等待中回到前台", func(t *Trial) {
		t.needsBackground()
		t.requires(clients.OnPlatform)
		t.MiniProgram().Background()
		t.Let(time.Second)
		t.Heal()
		t.MiniProgram().Foreground()
	}},
	{"another-network-in-the-wait", "another network in the wait", "重连等待中换了网络", func(t *Trial) {
		t.Heal()
		t.NetworkChange(t.Mobile())
	}},
}, rec17HurriedByThePlatform)

// rec17HurriedByThePlatform is REC-17: a login that nobody asked for is marked automatic, whatever began it.
func rec17HurriedByThePlatform(t *Trial, act func(*Trial)) {
	who := t.comesIn(usual)
	t.Let(time.Second)
	lost := t.Mark("the link is lost")
	wait{attempts: 2, room: who.instance == lobby}.lose(t)
	act(t)
	t.backAs(who.instance, lost)
	t.Let(time.Minute)
	t.automatic(lost)
	t.sends(who.instance, who.to)
}
