package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// unwanted is a loss after which nothing is to be tried, or a first connection that fails.
type unwanted struct {
	loss
	fail func(*Trial) ledger.Event
}

func unwanteds() []under[unwanted] {
	list := []under[unwanted]{
		{"the service stays away", unwanted{loss: loss{lose: func(t *Trial) ledger.Event { return t.Refuse() }}}},
		{"the first connection fails", unwanted{fail: func(t *Trial) ledger.Event { return t.Refuse() }}},
		{"the first handshake is answered with 500", unwanted{fail: func(t *Trial) ledger.Event { return t.failLinks(500) }}},
		{"the first handshake is not answered", unwanted{fail: func(t *Trial) ledger.Event { return t.holdLinks() }}},
		{"the first login is not answered", unwanted{fail: func(t *Trial) ledger.Event { return t.Hold(fakeserver.StepLogin) }}},
	}
	for _, l := range slices.Concat(losses, []under[loss]{silent}, roomLosses) {
		list = append(list, under[unwanted]{l.name, unwanted{loss: l.value}})
	}
	return list
}

var _ = requirementUnder("REC-07", unwanteds(), func(t *Trial, u unwanted) {
	if u.fail != nil {
		begin := u.fail(t)
		t.begin(noReconnect(im(alice)))
		t.Let(quiet)
		t.Check(exactly(attempts(t.Timeline().After(begin.Seq)), 1, "attempts at a first connection that fails, although needReconnect is false"))
		return
	}
	if u.armed {
		t.Arm()
	}
	if u.room {
		o := room(lobby)
		o.NoReconnect = true
		t.Enter(o)
	} else {
		t.LogIn(noReconnect(im(alice)))
	}
	t.Let(time.Second)
	before := t.Mark("the link is lost")
	u.lose(t)
	t.Let(quiet)
	after := t.Timeline().After(before.Seq)
	t.Check(none(attempts(after), "attempts although needReconnect is false"))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), "onwillreconnect although needReconnect is false"))
	t.Check(lostAtHost(after, before))
})

// A login refused for good.
type refusal struct {
	code      int
	reconnect bool
}

func refusals() []under[refusal] {
	var out []under[refusal]
	for _, code := range []int{302, 403, 404, 417, 422} {
		out = append(out, under[refusal]{fmt.Sprintf("%d at the first login", code), refusal{code, false}})
	}
	for _, code := range []int{302, 403, 404, 417, 422} {
		out = append(out, under[refusal]{fmt.Sprintf("%d at an automatic login", code), refusal{code, true}})
	}
	return out
}

var _ = requirementUnder("REC-08", refusals(), func(t *Trial, r refusal) {
	var begin ledger.Event
	if r.reconnect {
		t.LogIn(im(alice))
		t.Let(time.Second)
		begin = t.RefuseLogin(r.code)
		t.Drop()
	} else {
		begin = t.RefuseLogin(r.code)
		t.begin(im(alice))
	}
	t.Expect("the service refuses a login", begin, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(exactly(after.Where(ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused)), 1, fmt.Sprintf("logins sent although the first was refused with %d", r.code)))
	refused, _ := after.First(ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
	t.Check(none(attempts(after.After(refused.Seq)), fmt.Sprintf("the link is opened again although the login was refused with %d", r.code)))
	t.Check(none(after.After(refused.Seq).Where(ledger.Is(ledger.WillReconnect)), fmt.Sprintf("a reconnect is announced although the login was refused with %d", r.code)))
	told := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(alice), func(e ledger.Event) bool { return e.Code == fmt.Sprint(r.code) })
	if len(told) > 0 && told[0].Due()-refused.At > t.Policy.AttemptTimeout {
		t.Find([]ledger.Event{refused, told[0]}, "the login was refused at %s and the application told at %s; it must know within %s", at(refused), at(told[0]), t.Policy.AttemptTimeout)
	}
	if len(told) == 0 {
		others := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(alice))
		said := "no callback at all"
		if len(others) > 0 {
			said = fmt.Sprintf("%q without a code", others[0].Kind)
			if others[0].Code != "" {
				said = fmt.Sprintf("%q with the code %q", others[0].Kind, others[0].Code)
			}
		}
		t.Find(others, "a login refused with %d is not reported with that code; there was %s", r.code, said)
	}
})

// noReconnect is the option needReconnect: false.
func noReconnect(o clients.IMOptions) clients.IMOptions {
	o.NoReconnect = true
	return o
}
