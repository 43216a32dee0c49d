// APP-01: an application that counts its sockets by the recipe of the guide.

package suites

import (
	"fmt"

	"nimcert/clients"
	"nimcert/ledger"
)

// recipe is the count that the integration guide tells applications to keep: +1 in onconnect, −1 on ondisconnect with the code kicked, −1 in destroy's done.
func recipe(t ledger.Timeline) int {
	n := 0
	for _, e := range t.Where(ledger.By(ledger.Client)) {
		switch {
		case e.Kind == ledger.Connected:
			n++
		case e.Kind == ledger.Disconnected && e.Code == "kicked":
			n--
		case e.Kind == ledger.Done && e.Verb == "destroy":
			n--
		}
	}
	return n
}

// What the recipe cannot do, whatever the SDK does: an application that destroys a kicked instance counts it off twice, in ondisconnect and in done, and an automatic reconnect is counted once more.
// APP-01 leaves both out, because no release could pass them; its note says so of the second, and KCK-06 asks that done is called all the same.

// counts checks the recipe's count against the census, at rest.
func (t *Trial) counts(when string) {
	t.Let(quiet)
	rest := t.Mark("at rest: %s", when)
	if n, census := recipe(t.Timeline()), t.Timeline().Census(ledger.Host); n != census {
		last, _ := t.Timeline().Last(ledger.By(ledger.Client), ledger.Is(ledger.Connected, ledger.Disconnected, ledger.Done))
		t.Find([]ledger.Event{last, rest}, "%s: the recipe counts %d, the host %s", when, n, sockets(census))
	}
}

var _ = requirementUnder("APP-01", []under[func(*Trial)]{
	{"connect and destroy", func(t *Trial) {
		t.needs(1, 1)
		t.LogIn(im(alice))
		t.counts("after a login")
		t.Enter(room(lobby))
		t.counts("after a login and a chatroom")
		t.destroy(lobby)
		t.counts("after the chatroom is destroyed")
		t.destroy(alice)
		t.counts("after everything is destroyed")
	}},
	{"kick", func(t *Trial) {
		t.needs(1, 1)
		t.LogIn(im(alice))
		t.Enter(room(lobby))
		t.Kick(alice, 1)
		t.counts("after a kick")
		t.destroy(lobby)
		t.counts("after a kick, and the chatroom is destroyed")
	}},
	{"kick out of the chatroom", func(t *Trial) {
		t.needs(1, 1)
		t.LogIn(im(alice))
		t.Enter(room(lobby))
		t.KickRoom(lobby, alice, "1001", 2)
		t.counts("after a kick out of the chatroom")
		t.Connect(lobby)
		t.counts("after the chatroom is entered again")
		t.destroy(alice)
		t.counts("after the account is destroyed")
	}},
	{"kick and a new login", func(t *Trial) {
		t.LogIn(im(alice))
		for i, k := range kicks() { // each reason once
			if k.value.name == silentKick && !t.Capabilities[clients.SilentKick] {
				continue
			}
			k.value.kick(t)
			t.counts(fmt.Sprintf("after kick %d", i+1))
			t.Connect(alice)
			t.counts(fmt.Sprintf("after login %d", i+2))
		}
		t.destroy(alice)
		t.counts("after everything is destroyed")
	}},
	{"three switches", func(t *Trial) {
		t.LogIn(im(alice))
		last := alice
		for _, next := range []string{bob, carol, "dave"} {
			begin := t.Mark("switch from %s to %s", last, next)
			t.Destroy(last, func(v clients.Verbs) { v.Login(token(im(next))) })
			t.Expect(next+" logs in", begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected), ledger.Of(next))
			t.counts(fmt.Sprintf("after the switch to %s", next))
			last = next
		}
	}},
	{"three switches of the chatroom", func(t *Trial) {
		t.Enter(room(lobby))
		last := lobby
		for _, next := range []string{attic, lobby, attic} {
			begin := t.Mark("switch from %s to %s", last, next)
			t.Destroy(last, func(v clients.Verbs) { v.EnterChatroom(room(next)) })
			t.Expect(next+" is entered", begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected), ledger.Of(next))
			t.counts(fmt.Sprintf("after the switch to %s", next))
			last = next
		}
	}},
}, app01CountsEqualTheCensus)

func app01CountsEqualTheCensus(t *Trial, act func(*Trial)) { act(t) }
