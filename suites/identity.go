package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// REC-17, SWI-04: who logs in, and with what. The service refuses a login whose token is not the one that the application gave last for the account.

// renewed gives an account another token than token does, as an application has after it asked for a new one.
func renewed(o clients.IMOptions) clients.IMOptions {
	o.Token = "renewed token of " + o.Account
	return o
}

// logInWith logs an account in with the token that the options have.
func (t *Trial) logInWith(o clients.IMOptions) {
	begin := t.Mark("log %s in with another token", o.Account)
	t.Login(o)
	t.Expect(o.Account+" logs in", begin, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected), ledger.Of(o.Account))
}

// gone destroys an instance and waits until nothing of it can be there any more.
func (t *Trial) gone(instance string) {
	t.destroy(instance)
	t.Let(t.Policy.DoneWithin + time.Minute)
}

// returner is who comes back by itself.
type returner struct {
	instance string
	reach    func(*Trial)
}

var _ = alsoUnder("REC-17", []under[returner]{
	{"after a switch of the account", returner{bob, func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.gone(alice)
		t.LogIn(im(bob))
	}}},
	{"after a switch there and back", returner{alice, func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.gone(alice)
		t.LogIn(im(bob))
		t.Let(time.Second)
		t.gone(bob)
		t.LogIn(im(alice))
	}}},
	{"after a login with a renewed token", returner{alice, func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.gone(alice)
		t.logInWith(renewed(im(alice)))
	}}},
	{"a chatroom, after a switch of the account", returner{lobby, func(t *Trial) {
		t.Enter(room(lobby))
		t.Let(time.Second)
		t.gone(lobby)
		o := room(lobby)
		o.Account, o.Token = carol, "token-of-"+carol
		t.Enter(o)
	}}},
}, rec17RightTokenAfterAReturn)

func rec17RightTokenAfterAReturn(t *Trial, r returner) {
	r.reach(t)
	for range 2 {
		t.Let(time.Second)
		lost := t.Drop()
		t.backAs(r.instance, lost)
		for _, e := range t.Timeline().After(lost.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.Login)) {
			if e.Instance != r.instance {
				t.Find([]ledger.Event{e}, "the login at %s is %s's, and %s was to come back", at(e), e.Instance, r.instance)
			}
			if e.Detail != "automatic" {
				t.Find([]ledger.Event{e}, "the login at %s is marked %s on the wire", at(e), e.Detail)
			}
		}
	}
	to := carol
	if _, inRoom := roomID(r.instance); inRoom {
		to = ""
	}
	t.sends(r.instance, to)
}

// A new instance goes by the options that it is made with, and not by those of the one that was destroyed.
var _ = alsoUnder("SWI-04", []under[bool]{{"IM, with a renewed token", false}, {"IM, with another number of attempts", true}}, swi04NewOptions)

func swi04NewOptions(t *Trial, limit bool) {
	if limit {
		if !t.Capabilities[clients.ReconnectCap] {
			t.NotApplicable("%s", t.Lacks(clients.ReconnectCap))
		}
		t.LogIn(capped(im(alice), 5))
		t.Let(time.Second)
		t.gone(alice)
		t.LogIn(capped(im(alice), 1))
		t.Let(time.Second)
		lost := t.Refuse()
		t.Let(t.exhaust(5) + quiet)
		t.Check(exactly(attempts(t.Timeline().After(lost.Seq)), 1, "attempts with reconnectionAttempts 1, given to a new instance of the account"))
		return
	}
	t.LogIn(im(alice))
	for _, o := range []clients.IMOptions{renewed(im(alice)), token(im(alice)), renewed(im(alice))} {
		t.Let(time.Second)
		t.gone(alice)
		t.logInWith(o)
		t.Let(time.Minute)
		t.Check(holds(t.Timeline(), 1, "a minute after the login with another token"))
	}
	t.sends(alice, bob)
}
