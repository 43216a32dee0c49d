package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

// kick is a reason of the service and the name that the SDK documents for it.
type kick struct {
	reason int
	name   string
	room   bool // it is out of a chatroom
}

func kicks() []under[kick] {
	var out []under[kick]
	for _, k := range []kick{{reason: 1, name: "samePlatformKick"}, {reason: 2, name: "serverKick"}, {reason: 3, name: "otherPlatformKick"}, {reason: 4, name: "silentlyKick"}} {
		out = append(out, under[kick]{fmt.Sprintf("reason %d, %s", k.reason, k.name), k})
	}
	return out
}

var _ = requirementUnder("KCK-01", kicks(), func(t *Trial, k kick) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	kicked := t.Kick(alice, k.reason)
	t.Let(quiet)
	told := disconnections(t.Timeline().After(kicked.Seq), alice)
	t.Check(exactly(told, 1, "ondisconnect after the kick"))
	for _, e := range told {
		if late := e.Due() - kicked.At; late > time.Second {
			t.Find([]ledger.Event{kicked, e}, "ondisconnect came at %s, %s after the kick at %s; the application must know within a second", at(e), stamp(late), at(kicked))
		}
		if e.Code != "kicked" {
			t.Find([]ledger.Event{kicked, e}, "ondisconnect at %s has the code %q, not \"kicked\"", at(e), e.Code)
		}
		if e.Reason != k.name {
			t.Find([]ledger.Event{kicked, e}, "ondisconnect at %s has the reason %q, not %q", at(e), e.Reason, k.name)
		}
	}
})

var _ = requirementUnder("KCK-02", kicks(), func(t *Trial, k kick) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	kicked := t.Kick(alice, k.reason)
	t.Let(time.Second)
	for _, f := range holds(t.Timeline(), 0, fmt.Sprintf("one second after the kick at %s", at(kicked))) {
		f.Events = append(f.Events, kicked.Seq)
		t.findings = append(t.findings, f)
	}
})

// roomKicks are the reasons of a chatroom.
func roomKicks() []under[kick] {
	var out []under[kick]
	for _, k := range []kick{{1, "chatroomClosed", true}, {2, "managerKick", true}, {3, "samePlatformKick", true}, {4, "silentlyKick", true}, {5, "blacked", true}} {
		out = append(out, under[kick]{fmt.Sprintf("out of a chatroom, reason %d, %s", k.reason, k.name), k})
	}
	return out
}

var _ = requirementUnder("KCK-03", slices.Concat(kicks(), roomKicks()), func(t *Trial, k kick) {
	var kicked ledger.Event
	if k.room {
		t.Enter(room(lobby))
		t.Let(time.Second)
		kicked = t.KickRoom(lobby, alice, "1001", k.reason)
	} else {
		t.LogIn(im(alice))
		t.Let(time.Second)
		kicked = t.Kick(alice, k.reason)
	}
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	t.Check(none(attempts(after), "the client opens a link again after the kick"))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), "onwillreconnect after the kick"))
	t.Check(holds(t.Timeline(), 0, "ten minutes after the kick"))
})

var _ = requirementUnder("KCK-05", []under[bool]{{"IM is kicked", true}, {"the chatroom is kicked", false}}, func(t *Trial, im1 bool) {
	t.LogIn(im(alice))
	t.Enter(room(lobby))
	t.Let(time.Second)
	mine, theirs := lobby, alice
	to := bob
	var kicked ledger.Event
	if im1 {
		mine, theirs, to = alice, lobby, ""
		kicked = t.Kick(alice, 1)
	} else {
		kicked = t.KickRoom(lobby, alice, "1001", 2)
	}
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	if len(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected), ledger.Of(mine))) == 0 {
		t.Find([]ledger.Event{kicked}, "the kick at %s raised no ondisconnect at %s, so nothing was shown", at(kicked), mine)
	}
	t.Check(none(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.WillReconnect), ledger.Of(theirs)), fmt.Sprintf("%s was told of a disconnect although only %s was kicked", theirs, mine)))
	t.Check(none(attempts(after), fmt.Sprintf("a link is opened although nothing happened to %s, and %s was kicked", theirs, mine)))
	t.Check(holds(t.Timeline(), 1, fmt.Sprintf("ten minutes after the kick of %s", mine)))
	t.sends(theirs, to)
})

// told lets ten minutes pass after a kick for the first reason, and checks that the application was told once and that nothing is left of the link.
func (t *Trial) told(kicked ledger.Event) {
	t.Let(time.Second)
	t.Check(holds(t.Timeline(), 0, fmt.Sprintf("one second after the kick at %s", at(kicked))))
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	told := disconnections(after, alice)
	t.Check(exactly(told, 1, "ondisconnect after the kick"))
	for _, e := range told {
		if e.Code != "kicked" || e.Reason != "samePlatformKick" {
			t.Find([]ledger.Event{kicked, e}, "ondisconnect at %s has the code %q and the reason %q, not \"kicked\" and \"samePlatformKick\"", at(e), e.Code, e.Reason)
		}
	}
	t.Check(none(attempts(after), "the client opens a link again after the kick"))
	t.Check(holds(t.Timeline(), 0, "ten minutes after the kick"))
}

var _ = requirementUnder("KCK-04", []under[func(*Trial)]{
	{"during the login", func(t *Trial) {
		begin := t.Hold(fakeserver.StepLogin)
		t.begin(im(alice))
		t.Expect("the login is pending", begin, loginWithin, ledger.Is(ledger.Held))
	}},
	{"during the sync", func(t *Trial) {
		begin := t.Hold(fakeserver.StepSync)
		t.begin(im(alice))
		t.Expect("the sync is pending", begin, loginWithin, ledger.Is(ledger.Held))
	}},
	{"straight after a reconnect", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.comesBack(t.Drop())
	}},
}, func(t *Trial, reach func(*Trial)) {
	reach(t)
	t.told(t.Kick(alice, 1)) // what was pending is never answered: the service has thrown the client out
})

var _ = requirement("KCK-06", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.Kick(alice, 1)
	t.Let(time.Second)
	begin := t.destroy(alice)
	t.Let(quiet)
	t.Check(t.doneOnce("destroy", alice, begin))
	t.Check(holds(t.Timeline(), 0, "after the kick and destroy"))
})

var _ = requirement("KCK-07", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.Kick(alice, 1)
	t.Let(time.Minute)
	begin := t.Mark("connect again after the kick")
	t.Connect(alice)
	t.Expect("alice logs in again", begin, loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, "a minute after the new login"))
	t.sends(alice, bob)
})

var _ = requirement("KCK-08", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	kicked := t.Kick(alice, 1)
	t.Kick(alice, 1)
	t.told(kicked)
})

var _ = requirement("KCK-09", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	kicked := t.Kick(alice, 1)
	t.Push(alice, bob, "too late")
	t.Let(time.Minute)
	t.Check(none(t.Timeline().After(kicked.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message)), "a message was delivered after the kick"))
	if len(disconnections(t.Timeline().After(kicked.Seq), alice)) == 0 {
		t.Find([]ledger.Event{kicked}, "the kick at %s raised no ondisconnect, so nothing was shown", at(kicked))
	}
})
