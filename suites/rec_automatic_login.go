// REC-17: a reconnect logs in by itself, with the token that was given last.
//
// The service refuses a login whose token is not the one that the application gave last for the account.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// post is a message to a client whose link was lost.
type post struct {
	meanwhile, room bool
	syncing         bool // it is sent after the login was answered and before the sync is
	silent          bool // the link falls silent and does not end
}

// A chatroom keeps no messages for absent members, so none is sent meanwhile.
var _ = requirementUnder("REC-17", []under[post]{
	{"message-meanwhile", "a message sent meanwhile", "期间发送的消息", post{meanwhile: true}},
	{"message-after", "a message sent after", "之后发送的消息", post{}},
	{"room-message-after", "a message sent to a chatroom after", "之后发送到聊天室的消息", post{room: true}},
	{"message-in-sync", "a message sent while the sync is pending", "同步等待应答时发送的消息", post{syncing: true}},
	{"message-after-silence", "a message sent after, the link having been silent", "之后发送的消息，此前连接没有应答",
		post{silent: true}},
}, rec17LogsInByItself)

// rec17LogsInByItself is REC-17: A reconnect logs in by itself.
func rec17LogsInByItself(t *Trial, p post) {
	instance := loss{room: p.room}.instance()
	var ids []string
	push := func() {
		for range 2 {
			if p.room {
				ids = append(ids, t.PushRoom("1001", bob, "are you there?"))
			} else {
				ids = append(ids, t.Push(alice, bob, "are you there?"))
			}
		}
	}
	if p.meanwhile {
		t.requires(clients.Direct)
	}
	lose := (*Trial).Refuse
	if p.silent {
		lose = func(t *Trial) ledger.Event {
			silent := t.BlackHole()
			t.Expect(givesUpSilentLink, silent, t.Policy.Heartbeat, ledger.By(ledger.Host),
				ledger.Is(ledger.SocketClosing, ledger.SocketClosed))
			return silent
		}
	}
	t.loses(loss{room: p.room, lose: lose}, func(lost ledger.Event) {
		if len(ids) == 0 {
			t.Let(time.Second)
		} else {
			t.Let(10 * time.Second) // two attempts fail, at the documented delays
		}
		if p.meanwhile {
			push()
		}
		if p.syncing {
			t.Hold(fakeserver.StepSync)
		}
		healed := t.Heal()
		if p.syncing {
			t.syncs(healed)
			push()
			t.Let(time.Second)
			t.Release(fakeserver.StepSync)
		}
		t.backAs(instance, lost)
		if !p.meanwhile && !p.syncing {
			t.Let(time.Second)
			push()
		}
		t.Let(time.Minute)
		t.Check(exactly(t.loginsSince(lost), 1, loginOnTheWay))
		t.automatic(lost)
	})
	// Counted from the beginning: a message of the first absence must not come again after the second.
	for i, id := range ids {
		t.Check(exactly(received(t.Timeline(), instance, id), 1, deliveryOf.Of(i+1, len(ids))))
	}
}

// renewed is an account's second token, as an application has it after it asked for a new one.
func renewed(o clients.IMOptions) clients.IMOptions {
	o.Token = "renewed token of " + o.Account
	return o
}

// logInWith logs an account in with the token that the options have.
func (t *Trial) logInWith(o clients.IMOptions) {
	begin := t.Mark("log %s in with another token", o.Account)
	t.Login(o)
	t.Expect(logsIn.Of(o.Account), begin, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected),
		ledger.Of(o.Account))
}

// gone destroys an instance and waits until nothing of it is left.
func (t *Trial) gone(instance string) {
	t.destroy(instance)
	t.Let(t.Policy.DoneWithin + time.Minute)
}

// returner is an instance that reconnects by itself.
type returner struct {
	instance string
	reach    func(*Trial)
}

var _ = alsoUnder("REC-17", []under[returner]{
	{"after-switch", "after a switch of the account", "切换账号之后", returner{bob, func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.gone(alice)
		t.LogIn(im(bob))
	}}},
	{"after-switch-and-back", "after a switch there and back", "切换账号再切回之后", returner{alice, func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.gone(alice)
		t.LogIn(im(bob))
		t.Let(time.Second)
		t.gone(bob)
		t.LogIn(im(alice))
	}}},
	{"after-renewed-token", "after a login with a renewed token", "用新 token 登录之后", returner{alice, func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.gone(alice)
		t.logInWith(renewed(im(alice)))
	}}},
	{"room-after-switch", "a chatroom, after a switch of the account", "聊天室，切换账号之后", returner{lobby, func(t *Trial) {
		t.Enter(room(lobby))
		t.Let(time.Second)
		t.gone(lobby)
		o := room(lobby)
		o.Account, o.Token = carol, "token-of-"+carol
		t.Enter(o)
	}}},
}, rec17RightTokenAfterAReturn)

// rec17RightTokenAfterAReturn is REC-17: a reconnect uses the account and the token that were given last.
func rec17RightTokenAfterAReturn(t *Trial, r returner) {
	r.reach(t)
	for range 2 {
		t.Let(time.Second)
		lost := t.Drop()
		t.backAs(r.instance, lost)
		for _, e := range t.loginsSince(lost) {
			if e.Instance != r.instance {
				t.Find([]ledger.Event{e}, loginOfAnother, e, e.Instance, r.instance)
			}
		}
		t.automatic(lost)
	}
	to := carol
	if _, inRoom := roomID(r.instance); inRoom {
		to = ""
	}
	t.sends(r.instance, to)
}

// loginsSince returns what logged in since a moment.
func (t *Trial) loginsSince(begin ledger.Event) ledger.Timeline {
	return t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.Login))
}

// automatic checks that nothing that logged in since a moment said on the wire that its user asked for it. QChat says
// neither.
func (t *Trial) automatic(begin ledger.Event) {
	for _, login := range t.loginsSince(begin) {
		if login.Detail == "manual" {
			t.Find([]ledger.Event{login}, markedOther, login, marks[login.Detail])
		}
	}
}

// manual checks that what logged in since a moment said on the wire that its user asked for it.
func (t *Trial) manual(begin ledger.Event) {
	for _, login := range t.loginsSince(begin) {
		switch login.Detail {
		case "":
			t.NotApplicable(unmarked.Of(login))
		case "automatic":
			t.Find([]ledger.Event{begin, login}, markedThoughAsked, login, marks[login.Detail])
		}
	}
}

// The findings of this file.
var (
	markedOther    = say("login.marked", "the login at {at} is marked {mark} on the wire", "{at} 的登录在协议里标为 {mark}")
	loginOnTheWay  = say("login.on-the-way-back", "login on the way back", "重连时的登录")
	loginOfAnother = say("login.of-another",
		"the login at {at} is {other}'s, and {who} was to come back",
		"{at} 的登录是 {other} 的，应该回来的是 {who}")
)
