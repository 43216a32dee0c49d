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

// whenRefused says which login is refused.
type whenRefused int

const (
	firstLogin     whenRefused = iota
	automaticLogin             // after a loss
	laterLogin                 // also automatic, after an attempt that failed
	loginAgain                 // by connect, after disconnect
	cappedLogin                // the first one, with reconnectionAttempts
	cappedReturn               // an automatic one, with reconnectionAttempts
)

func refusals() []under[refusal] {
	var out []under[refusal]
	for _, code := range []int{302, 403, 404, 417, 422} {
		out = append(out,
			numbered("%d-first-login", "%d at the first login", "首次登录返回 %d", code, refusal{code, firstLogin, false}))
	}
	for _, code := range []int{302, 403, 404, 417, 422} {
		out = append(out,
			numbered("%d-automatic-login", "%d at an automatic login", "自动登录返回 %d", code,
				refusal{code, automaticLogin, false}))
	}
	return append(out,
		under[refusal]{"403-after-failed-attempt", "403 at an automatic login, after an attempt that failed",
			"自动登录返回 403，在一次失败的尝试之后",
			refusal{403, laterLogin, false}},
		under[refusal]{"302-connect-after-disconnect", "302 at a login by connect, after disconnect",
			"disconnect 之后用 connect 登录返回 302",
			refusal{302, loginAgain, false}},
		under[refusal]{"302-first-login-n-3", "302 at the first login, with reconnectionAttempts 3",
			"首次登录返回 302，reconnectionAttempts 3",
			refusal{302, cappedLogin, false}},
		under[refusal]{"403-automatic-login-n-3", "403 at an automatic login, with reconnectionAttempts 3",
			"自动登录返回 403，reconnectionAttempts 3",
			refusal{403, cappedReturn, false}},
		under[refusal]{"room-403-first-entry", "a chatroom: 403 at the first entry", "聊天室：首次进入返回 403",
			refusal{403, firstLogin, true}},
		under[refusal]{"room-404-first-entry", "a chatroom: 404 at the first entry", "聊天室：首次进入返回 404",
			refusal{404, firstLogin, true}},
		under[refusal]{"room-403-automatic-entry", "a chatroom: 403 at an automatic entry", "聊天室：自动进入返回 403",
			refusal{403, automaticLogin, true}},
		under[refusal]{"room-404-automatic-entry", "a chatroom: 404 at an automatic entry", "聊天室：自动进入返回 404",
			refusal{404, automaticLogin, true}},
	)
}

// begin makes the service refuse a login, and returns the mark before it.
func (r refusal) begin(t *Trial) ledger.Event {
	options := usual
	if r.when == cappedLogin || r.when == cappedReturn {
		options = capOf(3)
	}
	refuse := t.RefuseLogin
	if r.room {
		refuse = t.RefuseRoomLogin
	}
	if r.when == firstLogin || r.when == cappedLogin {
		begin := refuse(r.code)
		t.beginOrEnter(r.room, options)
		return begin
	}
	t.logInOrEnter(r.room, options)
	t.Let(time.Second)
	switch r.when {
	case loginAgain:
		end := t.end("disconnect")
		t.Expect(callsDone.Of("disconnect"), end, t.Policy.DoneWithin+slack, doneOf("disconnect"))
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

// rec08FinalRefusal is REC-08: A final refusal is not retried.
func rec08FinalRefusal(t *Trial, r refusal) {
	instance := loss{room: r.room}.instance()
	begin := r.begin(t)
	t.Expect(serviceRefuses, begin, t.exhaust(1)+loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(exactly(after.Where(ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused)), 1,
		loginsAfterRefusal.Of(r.code)))
	refused, _ := after.First(ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
	t.Check(none(attempts(after.After(refused.Seq)), linkAfterRefusal.Of(r.code)))
	t.Check(none(after.After(refused.Seq).Where(ledger.Is(ledger.WillReconnect)), announcedAfterRefusal.Of(r.code)))
	told := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(instance),
		func(e ledger.Event) bool { return e.Code == fmt.Sprint(r.code) })
	if len(told) > 0 && told[0].Due()-refused.At > t.Policy.AttemptTimeout {
		t.Find([]ledger.Event{refused, told[0]}, refusalLate, refused, told[0], t.Policy.AttemptTimeout)
	}
	if len(told) == 0 {
		others := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed),
			ledger.Of(instance))
		said := noCallback.Of()
		if len(others) > 0 {
			said = withoutCode.Of(others[0].Kind)
			if others[0].Code != "" {
				said = withCode.Of(others[0].Kind, others[0].Code)
			}
		}
		t.Find(others, refusalCode, r.code, said)
	}
}

// The findings of this file.
var (
	loginsAfterRefusal = say("login.after-refusal",
		"logins sent although the first was refused with {code}",
		"首次登录已以 {code} 被拒绝，却仍发出登录")
	linkAfterRefusal = say("link.opened-after-refusal",
		"the link is opened again although the login was refused with {code}",
		"登录已以 {code} 被拒绝，却又打开连接")
	announcedAfterRefusal = say("reconnect.after-refusal",
		"a reconnect is announced although the login was refused with {code}",
		"登录已以 {code} 被拒绝，却仍预告重连")
	refusalLate = say("login.refusal-told-late",
		"the login was refused at {refused} and the application told at {told}; it must know within {within:short}",
		"登录在 {refused} 被拒绝，应用在 {told} 才得到通知；应在 {within:short} 内得知")
	noCallback  = say("told.nothing", "no callback at all", "没有任何回调")
	withoutCode = say("told.without-code", "{kind:q} without a code", "{kind}，没有 code")
	withCode    = say("told.with-code", "{kind:q} with the code {code:q}", "{kind}，code 为 {code:q}")
	refusalCode = say("login.refusal-code",
		"a login refused with {code} is not reported with that code; there was {told}",
		"登录以 {code} 被拒绝，却没有带着这个错误码通知应用：{told}")
)
