// DST-09 and DST-10: disconnect keeps destroy's promises, and connect works after it.

package suites

import (
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// disconnects lists the promises of destroy that disconnect must keep as well.
func disconnects() []under[func(*Trial)] {
	var list []under[func(*Trial)]
	for _, e := range endings {
		once := e.as("once-%s", "done once, %s", "done 一次，%s")
		if e.slug == endings[0].slug {
			once = e.as("once", "done once", "done 一次")
		}
		list = append(list, with(once, func(t *Trial) {
			instance := e.value(t)
			t.Let(time.Second)
			begin := t.endOf("disconnect", instance)
			t.Let(quiet)
			t.Check(t.doneOnce("disconnect", instance, begin))
		}))
	}
	for _, p := range slices.Concat(peers, otherLinks) {
		list = append(list, with(p, func(t *Trial) { t.closedBefore("disconnect", p.value) }))
	}
	for _, m := range mutes {
		late := m.as("%s", "a peer that never answers %s", "对端始终不应答%s")
		list = append(list, with(late, func(t *Trial) { t.timely("disconnect", m.value) }))
	}
	for _, w := range waiting {
		list = append(list, with(inTheWait(w), func(t *Trial) {
			w.value.reach(t)
			begin := t.endOf("disconnect", w.value.instance())
			t.Let(quiet)
			t.Check(t.doneOnce("disconnect", w.value.instance(), begin))
		}))
	}
	return list
}

var _ = requirementUnder("DST-09", disconnects(), dst09Leaves)

// dst09Leaves is DST-09: disconnect keeps destroy's promises.
func dst09Leaves(t *Trial, keep func(*Trial)) { keep(t) }

var _ = requirementUnder("DST-10", []under[bool]{
	{"im", "IM", "IM", false},
	{"room", "a chatroom", "聊天室", true},
}, dst10ConnectsAgain)

// dst10ConnectsAgain is DST-10: connect after disconnect works.
func dst10ConnectsAgain(t *Trial, inRoom bool) {
	instance, to := t.logInOrEnter(inRoom, usual)
	for range 2 {
		t.Let(time.Second)
		gone := t.endOf("disconnect", instance)
		t.Expect(callsDone.Of("disconnect"), gone, t.Policy.DoneWithin+slack, doneOf("disconnect"))
		t.Let(time.Second)
		begin := t.Mark("connect again")
		t.Connect(instance)
		t.Expect(logsInAgain.Of(instance), begin, loginWithin, ledger.Is(ledger.Connected), ledger.Of(instance))
		t.Let(time.Minute)
		t.Check(holds(t.Timeline(), 1, minuteAfterConnect))
		t.sends(instance, to)
	}
	t.Check(never(t.Timeline(), 1))
	t.backAs(instance, t.Drop()) // it is a connection like any other: it recovers from a loss
}

var _ = alsoUnder("DST-10", []under[bool]{
	{"connect-used-up", "connect, when the attempts are used up", "尝试次数用尽时调用 connect", false},
	{"asked-again-used-up", "the instance is asked for again, when the attempts are used up", "尝试次数用尽时再次获取实例", true},
}, dst10ConnectsWhenUsedUp)

// dst10ConnectsWhenUsedUp is DST-10: connect, or the instance again, when the attempts are used up.
func dst10ConnectsWhenUsedUp(t *Trial, ask bool) {
	if !t.Capabilities[clients.ReconnectCap] {
		t.NotApplicable(t.Lacks(clients.ReconnectCap))
	}
	t.loseForGood(away{attempts: 1})
	t.Heal()
	begin := t.Mark("ask for the account again when the attempts are used up")
	if ask {
		t.begin(capped(im(alice), 1))
	} else {
		t.Connect(alice)
	}
	t.Expect(logsInAgain.Of(alice), begin, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected),
		ledger.Of(alice))
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, minuteAfterConnect))
	t.Check(never(t.Timeline(), 1))
	t.sends(alice, bob)
}
