package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
	"nimcert/reports"
)

var _ = requirementUnder("SWI-01", peers, func(t *Trial, p peer) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.peer(p)
	begin := t.Mark("destroy alice, and log bob in from done")
	t.Destroy(alice, func(v clients.Verbs) {
		v.Login(token(im(bob)))
	})
	t.Expect("bob logs in", begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected), ledger.Of(bob))
	t.Let(time.Minute)
	t.Check(inOrder(t.Timeline(), begin, alice, bob))
	t.Check(holds(t.Timeline(), 1, "after the switch"))
})

// inOrder checks that the service saw the old link closed before the new one opened.
func inOrder(t ledger.Timeline, begin ledger.Event, before, next string) []reports.Finding {
	after := t.After(begin.Seq)
	opened, ok := after.First(ledger.By(ledger.Server), ledger.Is(ledger.LinkOpen))
	live := t.Before(begin.Seq).Live(ledger.Server)
	closed, gone := after.First(ledger.By(ledger.Server), ledger.Is(ledger.LinkClosed), func(e ledger.Event) bool { return slices.Contains(live, e.Socket) })
	switch {
	case !ok:
		return []reports.Finding{finding([]ledger.Event{begin}, "the service never saw the link of %s", next)}
	case !gone:
		return []reports.Finding{finding([]ledger.Event{begin, opened}, "the link of %s opened at %s; the service never saw the close of %s", next, at(opened), before)}
	case closed.Seq > opened.Seq:
		return []reports.Finding{finding([]ledger.Event{opened, closed}, "the service saw the link of %s open at %s and the close of %s only at %s", next, at(opened), before, at(closed))}
	}
	return nil
}

var _ = requirementUnder("SWI-02", peers, func(t *Trial, p peer) {
	t.Enter(room(lobby))
	t.Let(time.Second)
	t.peer(p)
	begin := t.Mark("leave the lobby, and enter the attic from done")
	t.Destroy(lobby, func(v clients.Verbs) { v.EnterChatroom(room(attic)) })
	t.Expect("alice enters the attic", begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected), ledger.Of(attic))
	t.Let(time.Minute)
	t.Check(inOrder(t.Timeline(), begin, lobby, attic))
	t.Check(holds(t.Timeline(), 1, "after the switch"))
})

var _ = requirementUnder("SWI-03", peers, func(t *Trial, p peer) {
	t.LogIn(im(alice))
	t.Enter(room(lobby))
	t.Let(time.Second)
	t.peer(p)
	begin := t.Mark("destroy alice, and log bob in from done, with every slot in use")
	t.Destroy(alice, func(v clients.Verbs) { v.Login(token(im(bob))) })
	t.Await(begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected), ledger.Of(bob))
	t.Let(time.Minute)
	t.Check(withinCap(t.Timeline().After(begin.Seq)))
	t.Check(holds(t.Timeline(), 2, "a minute after the switch"))
})

// withinCap checks that the client never asked for a socket that the platform had to refuse.
func withinCap(t ledger.Timeline) []reports.Finding {
	return none(t.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketRefused)), "the host had to refuse a socket, because every slot was in use")
}

var _ = requirement("SWI-04", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	begin := t.Mark("destroy alice, and log alice in again from done")
	t.Destroy(alice, func(v clients.Verbs) { v.Login(token(im(alice))) })
	t.Expect("alice logs in again", begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, "after the switch"))
	t.sends(alice, bob)
})

var _ = requirement("SWI-05", func(t *Trial) {
	t.LogIn(im(alice))
	t.Enter(room(lobby))
	t.Let(time.Second)
	t.AnswerCloseAfter(switchDelay)
	last := alice
	for i := range 20 {
		next := fmt.Sprintf("account %d", i+1)
		begin := t.Mark("switch from %s to %s", last, next)
		t.Destroy(last, func(v clients.Verbs) { v.Login(token(im(next))) })
		if _, ok := t.Await(begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected), ledger.Of(next)); !ok {
			t.Find([]ledger.Event{begin}, "switch %d of 20, begun at %s, did not end in a login", i+1, at(begin))
			break
		}
		last = next
	}
	t.Let(time.Minute)
	t.Check(withinCap(t.Timeline()))
	t.Check(holds(t.Timeline(), 2, "after 20 switches, in one chatroom"))
})

// switchDelay makes each close of SWI-05 as late as on a link of 250 ms, in session time: 20 logins over a link that is really slow would take a minute.
const switchDelay = 500 * time.Millisecond

// token gives an account its token.
func token(o clients.IMOptions) clients.IMOptions {
	o.Token = "token-of-" + o.Account
	return o
}
