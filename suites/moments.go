package suites

import (
	"fmt"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// DST-10, REC-01, REC-10, MSG-04: what applications met: asking again when the attempts are used up, counts that two instances share, a heartbeat that is late, and many messages.

var _ = alsoUnder("DST-10", []under[bool]{{"connect, when the attempts are used up", false}, {"the instance is asked for again, when the attempts are used up", true}}, dst10ConnectsWhenUsedUp)

func dst10ConnectsWhenUsedUp(t *Trial, ask bool) {
	if !t.Capabilities[clients.ReconnectCap] {
		t.NotApplicable("%s", t.Lacks(clients.ReconnectCap))
	}
	t.loseForGood(away{attempts: 1})
	t.Heal()
	begin := t.Mark("ask for the account again when the attempts are used up")
	if ask {
		t.begin(capped(im(alice), 1))
	} else {
		t.Connect(alice)
	}
	t.Expect("alice logs in again", begin, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected), ledger.Of(alice))
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, "a minute after connect"))
	t.Check(never(t.Timeline(), 1))
	t.sends(alice, bob)
}

var _ = alsoUnder("REC-01", []under[bool]{{"N = 2, after an instance of the account that used them up was destroyed", false}, {"N = 2, IM and a chatroom at once", true}}, rec01AttemptsOfEach)

func rec01AttemptsOfEach(t *Trial, both bool) {
	const n = 2
	want := n
	if both {
		t.needs(1, 1)
		o := room(lobby)
		o.ReconnectionAttempts = ptr(n)
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
	t.Check(exactly(attempts(t.Timeline().After(lost.Seq)), want, fmt.Sprintf("attempts with reconnectionAttempts %d", n)))
}

// The other side of the bound: a link that answers is not silent. 2 s is a blip of a mobile network; no family documents a shorter time-out.
var _ = alsoUnder("REC-10", []under[bool]{{"heartbeats that are answered 2 s late", false}, {"a chatroom, heartbeats that are answered 2 s late", true}}, rec10SlowHeartbeats)

func rec10SlowHeartbeats(t *Trial, inRoom bool) {
	begin := t.Hold(fakeserver.StepHeartbeat)
	if inRoom {
		t.Enter(room(lobby))
	} else {
		t.LogIn(im(alice))
	}
	login, _ := t.Timeline().Last(ledger.By(ledger.Client), ledger.Is(ledger.Connected))
	for range 3 {
		t.Expect("a heartbeat is sent", begin, t.Policy.Heartbeat, ledger.By(ledger.Server), ledger.Is(ledger.Held))
		t.Let(2 * time.Second)
		t.Release(fakeserver.StepHeartbeat)
		begin = t.Hold(fakeserver.StepHeartbeat)
	}
	t.Release(fakeserver.StepHeartbeat)
	t.Let(time.Minute)
	t.Check(none(attempts(t.Timeline().After(login.Seq)), "the link is opened anew although each heartbeat was answered within 2 s"))
	t.Check(holds(t.Timeline(), 1, "a minute after the last heartbeat that was late"))
}

var _ = alsoUnder("REC-10", []under[bool]{{"two chatrooms", false}}, rec10TwoRooms)

func rec10TwoRooms(t *Trial, _ bool) {
	t.needs(0, 2)
	t.Enter(room(lobby))
	t.Enter(room(attic))
	t.Let(time.Second)
	silent := t.BlackHole()
	t.Let(t.Policy.Heartbeat)
	for _, each := range []string{lobby, attic} {
		t.Expect(fmt.Sprintf("%s notices the silence within the heartbeat budget of %s", each, t.Policy.Heartbeat), silent, time.Millisecond, ledger.Is(ledger.WillReconnect), ledger.Of(each))
	}
	t.Heal()
	t.Let(2 * time.Minute)
	t.Check(holds(t.Timeline(), 2, "after the reconnect"))
}

var _ = alsoUnder("MSG-04", []under[int]{{"sixty messages while away", 60}}, msg04SixtyWhileAway)

func msg04SixtyWhileAway(t *Trial, n int) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(time.Second)
	var ids []string
	for i := range n {
		ids = append(ids, t.Push(alice, bob, fmt.Sprintf("away %d", i+1)))
	}
	t.Heal()
	t.comesBack(lost)
	t.Let(time.Minute)
	for i, id := range ids {
		t.Check(exactly(received(t.Timeline(), alice, id), 1, fmt.Sprintf("delivery of message %d of %d", i+1, n)))
	}
}
