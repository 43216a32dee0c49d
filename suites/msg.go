// MSG-01 to MSG-05: messages of accounts, teams and chatrooms, over losses and without a link.

package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// thrice exchanges messages now, a second time, and after ten minutes of silence.
func (t *Trial) thrice(exchange func()) {
	exchange()
	exchange()
	t.Let(quiet)
	exchange()
}

var _ = requirementUnder("MSG-01", []under[bool]{{"with the service", false}, {"between two accounts", true}}, msg01OneToOne)

func msg01OneToOne(t *Trial, two bool) {
	if two {
		t.needs(2, 0)
	}
	t.LogIn(im(alice))
	if two {
		t.LogIn(im(bob))
	}
	t.thrice(func() {
		begin := t.Mark("alice and bob exchange messages")
		t.sends(alice, bob)
		if two {
			got := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(bob))
			t.Check(exactly(got, 1, "delivery to bob of what alice sent"))
			for _, e := range got {
				if want := fmt.Sprintf(texts, alice); e.Detail != want || e.Reason != alice {
					t.Find([]ledger.Event{e}, "the message delivered to bob at %s says %q and is from %q, not %q from %q", at(e), e.Detail, e.Reason, want, alice)
				}
			}
		}
		t.greets(alice)
	})
}

var _ = requirement("MSG-02", msg02Team)

func msg02Team(t *Trial) {
	t.LogIn(im(alice))
	t.thrice(func() {
		t.sends(alice, clients.Team("7001"))
		t.arrives(alice, fmt.Sprintf(texts, "team"), func(text string) string { return t.PushTeam(alice, "7001", bob, text) })
	})
}

var _ = requirement("MSG-03", msg03Chatroom)

func msg03Chatroom(t *Trial) {
	t.Enter(room(lobby))
	t.thrice(func() {
		t.sends(lobby, "")
		t.greets(lobby)
	})
}

var _ = requirement("MSG-04", msg04OrderOverLosses)

func msg04OrderOverLosses(t *Trial) {
	begin := t.Mark("thirty messages, at each of two losses five before it, five while away, five after")
	var ids []string
	five := func(when string) {
		for i := range 5 {
			ids = append(ids, t.Push(alice, bob, fmt.Sprintf("%s %d", when, i+1)))
		}
	}
	t.LogIn(im(alice))
	for range 2 {
		t.Let(time.Second)
		five("before")
		t.Let(time.Second)
		lost := t.Refuse()
		t.Let(time.Second)
		five("away")
		t.Heal()
		t.comesBack(lost)
		t.Let(time.Second)
		five("after")
		t.Let(time.Minute)
	}
	got := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(alice))
	for i, id := range ids {
		t.Check(exactly(received(got, alice, id), 1, fmt.Sprintf("delivery of message %d of %d", i+1, len(ids))))
	}
	last := -1
	for _, e := range got {
		n := slices.Index(ids, e.Code)
		if n < last {
			t.Find([]ledger.Event{e}, "message %d was delivered at %s, after message %d", n+1, at(e), last+1)
		}
		last = max(last, n)
	}
}

// absence is a state without a link, and how the instance comes back from it.
type absence struct {
	room  bool
	leave func(*Trial)
	back  func(*Trial)
}

var _ = requirementUnder("MSG-05", []under[absence]{
	{"in the wait before a reconnect", absence{false, wait{}.lose, func(t *Trial) { t.Heal() }}},
	{"a chatroom, in the wait before a reconnect", absence{true, wait{room: true}.lose, func(t *Trial) { t.Heal() }}},
	{"after disconnect", absence{false, func(t *Trial) {
		begin := t.end("disconnect")
		t.Expect("disconnect calls done", begin, t.Policy.DoneWithin+slack, doneOf("disconnect"))
	}, func(t *Trial) { t.Connect(alice) }}},
	{"after a kick", absence{false, func(t *Trial) { t.Kick(alice, 1) }, func(t *Trial) { t.Connect(alice) }}},
}, msg05SendWhileAway)

func msg05SendWhileAway(t *Trial, a absence) {
	instance, to := alice, bob
	if a.room {
		instance, to = lobby, ""
		t.Enter(room(lobby))
	} else {
		t.LogIn(im(alice))
	}
	t.Let(time.Second)
	a.leave(t)
	t.Let(time.Second)
	begin := t.Mark("send a message while disconnected")
	t.SendText(instance, to, "is anybody there?")
	t.Let(time.Minute)
	a.back(t)
	t.backAs(instance, begin)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	sent, failed := outcomes(after, "send text")
	t.Check(exactly(failed, 1, "done with an error, for a message sent while disconnected"))
	t.Check(none(sent, "the message sent while disconnected is confirmed"))
	t.Check(none(sentMessages(after, to), "the message is sent after all, although its done had an error"))
	t.sends(instance, to)
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
