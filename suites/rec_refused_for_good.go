// REC-08: a login that is refused for good.

package suites

import (
	"fmt"
	"time"

	"nimcert/ledger"
)

// A login refused for good.
type refusal struct {
	code int
	when whenRefused
	room bool
}

// whenRefused is which login it is that is refused.
type whenRefused int

const (
	firstLogin     whenRefused = iota
	automaticLogin             // after a loss
	laterLogin                 // automatic too, after an attempt that failed
	loginAgain                 // by connect, after disconnect
	cappedLogin                // the first one, with reconnectionAttempts
	cappedReturn               // an automatic one, with reconnectionAttempts
)

func refusals() []under[refusal] {
	var out []under[refusal]
	for _, code := range []int{302, 403, 404, 417, 422} {
		out = append(out, under[refusal]{fmt.Sprintf("%d at the first login", code), refusal{code, firstLogin, false}})
	}
	for _, code := range []int{302, 403, 404, 417, 422} {
		out = append(out, under[refusal]{fmt.Sprintf("%d at an automatic login", code), refusal{code, automaticLogin, false}})
	}
	return append(out,
		under[refusal]{"403 at an automatic login, after an attempt that failed", refusal{403, laterLogin, false}},
		under[refusal]{"302 at a login by connect, after disconnect", refusal{302, loginAgain, false}},
		under[refusal]{"302 at the first login, with reconnectionAttempts 3", refusal{302, cappedLogin, false}},
		under[refusal]{"403 at an automatic login, with reconnectionAttempts 3", refusal{403, cappedReturn, false}},
		under[refusal]{"a chatroom: 403 at the first entry", refusal{403, firstLogin, true}},
		under[refusal]{"a chatroom: 404 at the first entry", refusal{404, firstLogin, true}},
		under[refusal]{"a chatroom: 403 at an automatic entry", refusal{403, automaticLogin, true}},
		under[refusal]{"a chatroom: 404 at an automatic entry", refusal{404, automaticLogin, true}},
	)
}

// begin has a login refused, and returns what comes before it.
func (r refusal) begin(t *Trial) ledger.Event {
	o, enter := im(alice), room(lobby)
	if r.when == cappedLogin || r.when == cappedReturn {
		o = capped(o, 3)
	}
	in := func() {
		if r.room {
			t.Enter(enter)
		} else {
			t.LogIn(o)
		}
		t.Let(time.Second)
	}
	refuse := t.RefuseLogin
	if r.room {
		refuse = t.RefuseRoomLogin
	}
	if r.when == firstLogin || r.when == cappedLogin {
		begin := refuse(r.code)
		if r.room {
			t.EnterChatroom(enter)
		} else {
			t.begin(o)
		}
		return begin
	}
	in()
	switch r.when {
	case loginAgain:
		end := t.end("disconnect")
		t.Expect("disconnect calls done", end, t.Policy.DoneWithin+slack, doneOf("disconnect"))
		t.Let(time.Second)
		begin := refuse(r.code)
		t.Connect(alice)
		return begin
	case laterLogin:
		begin := refuse(r.code)
		t.Refuse()
		t.Let(10 * time.Second) // two attempts, at the documented delays
		t.Heal()
		return begin
	default:
		begin := refuse(r.code)
		t.Drop()
		return begin
	}
}

var _ = requirementUnder("REC-08", refusals(), rec08FinalRefusal)

func rec08FinalRefusal(t *Trial, r refusal) {
	instance := loss{room: r.room}.instance()
	begin := r.begin(t)
	t.Expect("the service refuses a login", begin, t.exhaust(1)+loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(exactly(after.Where(ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused)), 1, fmt.Sprintf("logins sent although the first was refused with %d", r.code)))
	refused, _ := after.First(ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
	t.Check(none(attempts(after.After(refused.Seq)), fmt.Sprintf("the link is opened again although the login was refused with %d", r.code)))
	t.Check(none(after.After(refused.Seq).Where(ledger.Is(ledger.WillReconnect)), fmt.Sprintf("a reconnect is announced although the login was refused with %d", r.code)))
	told := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(instance), func(e ledger.Event) bool { return e.Code == fmt.Sprint(r.code) })
	if len(told) > 0 && told[0].Due()-refused.At > t.Policy.AttemptTimeout {
		t.Find([]ledger.Event{refused, told[0]}, "the login was refused at %s and the application told at %s; it must know within %s", at(refused), at(told[0]), t.Policy.AttemptTimeout)
	}
	if len(told) == 0 {
		others := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(instance))
		said := "no callback at all"
		if len(others) > 0 {
			said = fmt.Sprintf("%q without a code", others[0].Kind)
			if others[0].Code != "" {
				said = fmt.Sprintf("%q with the code %q", others[0].Kind, others[0].Code)
			}
		}
		t.Find(others, "a login refused with %d is not reported with that code; there was %s", r.code, said)
	}
}
