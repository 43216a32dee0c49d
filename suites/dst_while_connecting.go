// DST-04 and DST-05: destroyed while connecting, and in the wait before a reconnect.

package suites

import (
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/judgement"
	"nimcert/ledger"
)

// unready is an instance that is destroyed before it is connected.
type unready struct {
	step      fakeserver.Step
	unheard   bool // the answer that it waits for never comes
	room      bool
	automatic bool // it waits during a reconnect
	told      bool // it waits for nothing: its application is just being told of the login
}

func unreadies() []under[unready] {
	var list []under[unready]
	steps := append(slices.Clone(steps), under[fakeserver.Step]{"sync-pending", "while the sync is pending", "同步等待应答时",
		fakeserver.StepSync})
	for _, s := range steps {
		list = append(list, with(s, unready{step: s.value}))
	}
	for _, s := range steps {
		unheard := with(s, unready{step: s.value, unheard: true})
		list = append(list, unheard.as("%s-mute", "%s, and no answer ever comes", "%s，始终没有应答"))
	}
	for _, s := range steps[1:] { // link addresses are known already
		automatic := with(s, unready{step: s.value, automatic: true})
		list = append(list, automatic.as("%s-back", "%s, on the way back", "%s，重连途中"))
	}
	for _, s := range steps[1:4] { // it gets its addresses from the application
		list = append(list, with(s, unready{step: s.value, room: true}).as("room-%s", "a chatroom, %s", "聊天室，%s"))
	}
	return append(list, under[unready]{"room-login-pending", "a chatroom, while the login is pending", "聊天室，登录等待应答时",
		unready{step: fakeserver.StepRoomLogin, room: true}},
		with(whenTold, unready{told: true}))
}

// whenTold is the callback that tells an application that its instance is logged in.
var whenTold = under[struct{}]{slug: "when-told", english: "in the callback that tells of the login",
	chinese: "在通知登录成功的回调里"}

// endsWhenTold logs alice in and calls destroy or disconnect inside the callback that tells of it. It returns that
// call.
func (t *Trial) endsWhenTold(verb string) ledger.Event {
	begin := t.Mark("log alice in, and %s it in the callback that tells of the login", verb)
	o := im(alice)
	o.Then = func(v clients.Verbs) {
		if verb == "destroy" {
			v.Destroy(alice, nil)
		} else {
			v.Disconnect(alice, nil)
		}
	}
	t.begin(o)
	return t.Expect(hearsOfLogin.Of(alice), begin, loginWithin, ledger.By(ledger.Test), ledger.Is(ledger.Verb),
		func(e ledger.Event) bool { return e.Verb == verb })
}

// reach brings an instance to a step that the service has held back for a second. It returns the instance.
func (u unready) reach(t *Trial) (instance string) {
	instance = loss{room: u.room}.instance()
	if u.automatic {
		t.LogIn(im(alice))
		t.Let(time.Second)
	}
	held := t.Hold(u.step)
	switch {
	case u.automatic:
		t.Drop()
	case u.room:
		t.EnterChatroom(room(lobby))
	default:
		t.begin(im(alice))
	}
	if u.step == fakeserver.StepSync {
		t.syncs(held)
	} else {
		t.stops(instance, held, u.step)
	}
	t.Let(time.Second)
	return instance
}

var _ = requirementUnder("DST-04", unreadies(), dst04DestroyedWhileConnecting)

// dst04DestroyedWhileConnecting is DST-04: destroy while connecting leaves nothing.
func dst04DestroyedWhileConnecting(t *Trial, u unready) {
	if u.told {
		t.leavesNothing(t.endsWhenTold("destroy"), alice, inTheCallback)
		return
	}
	instance, step := u.reach(t), u.step
	destroyed := t.destroy(instance)
	t.Let(time.Second)
	if u.unheard {
		t.Forget(step)
	} else {
		t.Release(step) // the answer that was held arrives after the destroy
	}
	t.leavesNothing(destroyed, instance, whileWaiting.Of(step))
}

// leavesNothing checks DST-04: after destroy there is no socket, no login and no attempt. when describes the moment of
// the call.
func (t *Trial) leavesNothing(destroyed ledger.Event, instance string, when judgement.Words) {
	t.Let(t.Policy.DoneWithin + slack)
	end := t.Mark("%s after destroy", t.Policy.DoneWithin+slack)
	t.Let(quiet)
	after := t.Timeline().After(destroyed.Seq)
	late := after.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting, ledger.SocketOpen))
	logins := t.loginsSince(destroyed)
	for _, f := range holds(t.Timeline().Before(end.Seq), 0, destroyCalled.Of(destroyed, when, end)) {
		f.Events = append(f.Events, destroyed.Seq)
		if len(late) > 0 {
			f.Phrase = openedSince.Of(f.Phrase, late[0].Kind, late[0])
			f.Events = append(f.Events, late[0].Seq)
		}
		if len(logins) > 0 {
			f.Phrase = loggedInSince.Of(f.Phrase, instance, logins[0])
			f.Events = append(f.Events, logins[0].Seq)
		}
		t.Findings = append(t.Findings, f)
	}
	t.Check(none(after.After(end.Seq).Where(ledger.Is(ledger.SocketConnecting, ledger.LinkOpen)), socketLater))
	t.Check(none(attempts(after), attemptAfterDestroy))
}

var _ = requirementUnder("DST-05", waiting, dst05DestroyedInTheWait)

// dst05DestroyedInTheWait is DST-05: destroy ends a waiting reconnect.
func dst05DestroyedInTheWait(t *Trial, w wait) {
	w.reach(t)
	begin := t.destroy(w.instance())
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(none(attempts(after), attemptDestroyedWaiting))
	t.Check(t.doneOnce("destroy", w.instance(), begin))
}

// The findings of this file.
var (
	hearsOfLogin  = say("event.told-of-login", "{who} is told of the login", "{who} 得知登录成功")
	whileWaiting  = say("when.waiting-for", "while the client waited for {step}", "客户端正等待 {step}")
	inTheCallback = say("when.in-the-callback", "in the callback that told of the login", "在通知登录成功的回调里")
	destroyCalled = say("when.destroy-called",
		"destroy was called at {at}, {when}; at {end}",
		"destroy 在 {at} 被调用（{when}）；到 {end}")
	openedSince   = say("sockets.opened-since", "{finding}; {kind} at {at}", "{finding}；{at} 时 {kind}")
	loggedInSince = say("login.since",
		"{finding}, and {who} is logged in from {at} on",
		"{finding}，而且 {who} 从 {at} 起处于登录状态")
	socketLater             = say("sockets.opened-later", "a socket was opened later", "之后又打开了 socket")
	attemptAfterDestroy     = say("attempts.after-destroy", "an attempt was made after destroy", "destroy 之后仍有尝试")
	attemptDestroyedWaiting = say("attempts.destroyed-in-wait",
		"an attempt followed although the instance was destroyed in the wait",
		"等待期间实例已销毁，之后却仍有尝试")
)
