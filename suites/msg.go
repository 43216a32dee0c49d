package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// arrives checks that a message reaches the application once.
func (t *Trial) arrives(instance, text string, push func(text string) string) {
	begin := t.Mark("a message for %s", instance)
	id := push(text)
	t.Let(10 * time.Second)
	got := received(t.Timeline().After(begin.Seq), instance, id)
	t.Check(exactly(got, 1, "delivery of the message to "+instance))
	for _, e := range got {
		if e.Detail != text {
			t.Find([]ledger.Event{e}, "the message delivered at %s says %q, not %q", at(e), e.Detail, text)
		}
	}
}

var _ = requirement("MSG-01", func(t *Trial) {
	t.LogIn(im(alice))
	t.sends(alice, bob)
	t.arrives(alice, "hello", func(text string) string { return t.Push(alice, bob, text) })
})

var _ = requirement("MSG-02", func(t *Trial) {
	t.LogIn(im(alice))
	t.sends(alice, clients.Team("7001"))
	t.arrives(alice, "hello, team", func(text string) string { return t.PushTeam(alice, "7001", bob, text) })
})

var _ = requirement("MSG-03", func(t *Trial) {
	t.Enter(room(lobby))
	t.sends(lobby, "")
	t.arrives(lobby, "hello, room", func(text string) string { return t.PushRoom("1001", bob, text) })
})

var _ = requirement("MSG-04", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	begin := t.Mark("fifteen messages, five before the loss, five while away, five after")
	var ids []string
	five := func(when string) {
		for i := range 5 {
			ids = append(ids, t.Push(alice, bob, fmt.Sprintf("%s %d", when, i+1)))
		}
	}
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
})

var _ = requirement("MSG-05", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	lost := t.Refuse()
	t.Expect("the wait before a reconnect begins", lost, t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(alice))
	begin := t.Mark("send a message while disconnected")
	t.SendText(alice, bob, "is anybody there?")
	t.Let(time.Minute)
	sent, failed := outcomes(t.Timeline().After(begin.Seq), "send text")
	t.Check(exactly(failed, 1, "done with an error, for a message sent while disconnected"))
	t.Check(none(sent, "the message sent while disconnected is confirmed"))
})
