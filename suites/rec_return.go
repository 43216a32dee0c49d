package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

var _ = requirementUnder("REC-09", slices.Concat(losses, obstacles, roomLosses), func(t *Trial, l loss) {
	to := bob
	if l.room {
		to = ""
	}
	t.loses(l, 2, func(lost ledger.Event) {
		t.backAs(l.instance(), lost)
		t.Let(time.Minute)
		t.Check(lostAtHost(t.Timeline().After(lost.Seq), lost))
		t.Check(holds(t.Timeline(), 1, "after the reconnect"))
		if logins := t.Timeline().After(lost.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.Login)); len(logins) == 0 {
			t.Find([]ledger.Event{lost}, "the link is back, and the service saw no login on it")
		}
		t.sends(l.instance(), to)
	})
})

var _ = requirementUnder("REC-10", []under[bool]{{"IM", false}, {"a chatroom", true}}, func(t *Trial, inRoom bool) {
	// Twice, so that the heartbeat of a link that was opened again, and that of an old one, is seen as well.
	t.loses(loss{room: inRoom, lose: (*Trial).BlackHole}, 2, func(silent ledger.Event) {
		instance := loss{room: inRoom}.instance()
		noticed := t.Expect(fmt.Sprintf("the client notices the silence within its heartbeat budget of %s", t.Policy.Heartbeat), silent, t.Policy.Heartbeat, ledger.Is(ledger.WillReconnect, ledger.Attempt))
		t.Heal()
		t.Expect(instance+" comes back", noticed, t.exhaust(3)+t.Policy.AttemptTimeout+loginWithin, ledger.Is(ledger.Connected), ledger.Of(instance))
		t.Let(2 * time.Minute)
		t.Check(holds(t.Timeline(), 1, "after the reconnect"))
	})
})

var _ = requirement("REC-15", func(t *Trial) {
	t.SetLinks([]string{"dead.link.example:443", "wlnimsc0.netease.im:443"}, nil)
	t.Unreachable("dead.link.example")
	begin := t.Mark("log alice in, with the first link address dead")
	t.begin(im(alice))
	t.Expect("alice logs in over the second link address", begin, t.exhaust(3)+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
})

var _ = requirement("REC-16", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Minute)
	before := t.Rest()
	begin := t.Mark("the link flaps 20 times")
	for range 20 {
		t.Refuse()
		t.Let(3 * time.Second)
		t.Heal()
		t.Let(3 * time.Second)
	}
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, "after the last of 20 flaps"))
	t.Check(never(t.Timeline(), 1))
	if after := t.Rest(); after.Timers > before.Timers+1 || after.Requests > before.Requests {
		t.Find([]ledger.Event{begin}, "%s and %s are left after 20 flaps; there were %d and %d before", plural(after.Timers, "timer"), plural(after.Requests, "request"), before.Timers, before.Requests)
	}
	t.sends(alice, bob)
})

// post is a message that is sent to a client whose link was lost.
type post struct {
	meanwhile, room bool
}

// A chatroom keeps nothing for who is away, so it has no message sent meanwhile.
var _ = requirementUnder("REC-17", []under[post]{
	{"a message sent meanwhile", post{meanwhile: true}}, {"a message sent after", post{}}, {"a message sent to a chatroom after", post{room: true}},
}, func(t *Trial, p post) {
	push := func() string { return t.Push(alice, bob, "are you there?") }
	if p.room {
		push = func() string { return t.PushRoom("1001", bob, "are you there?") }
	}
	t.loses(loss{room: p.room, lose: (*Trial).Refuse}, 2, func(lost ledger.Event) {
		instance := loss{room: p.room}.instance()
		t.Let(time.Second)
		id := ""
		if p.meanwhile {
			id = push()
		}
		t.Heal()
		t.backAs(instance, lost)
		if !p.meanwhile {
			t.Let(time.Second)
			id = push()
		}
		t.Let(time.Minute)
		after := t.Timeline().After(lost.Seq)
		logins := after.Where(ledger.By(ledger.Server), ledger.Is(ledger.Login))
		t.Check(exactly(logins, 1, "login on the way back"))
		for _, login := range logins {
			if login.Detail != "automatic" {
				t.Find([]ledger.Event{login}, "the login at %s is marked %s on the wire", at(login), login.Detail)
			}
		}
		t.Check(exactly(received(after, instance, id), 1, "delivery of the message"))
	})
})

// received are the deliveries of a message to the application.
func received(t ledger.Timeline, instance, id string) ledger.Timeline {
	return t.Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(instance), func(e ledger.Event) bool { return e.Code == id })
}

var _ = requirement("REC-20", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.Hold(fakeserver.StepLBS)
	lost := t.failLinks(500) // so that the known addresses are used up and LBS is asked
	t.Drop()
	if _, asked := t.Await(lost, quiet, ledger.By(ledger.Server), ledger.Is(ledger.Held)); asked {
		t.Let(time.Minute)
	} else if tries := attempts(t.Timeline().After(lost.Seq)); len(tries) == 0 {
		t.Find([]ledger.Event{lost}, "no attempt was made, so nothing shows what a mute LBS does")
	} else {
		t.Mark("the client does not ask LBS again: it tried the addresses that it knows %s", times(len(tries)))
	}
	t.failLinks(0)
	healed := t.Forget(fakeserver.StepLBS) // what was asked meanwhile is never answered
	t.Expect("alice comes back once the service answers again", healed, t.exhaust(4)+t.Policy.AttemptTimeout+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
})

var _ = requirement("REC-19", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	hidden := t.Mark("the program goes to the background")
	t.miniProgram().Background()
	t.Let(time.Minute)
	t.Check(lostAtHost(t.Timeline().After(hidden.Seq), hidden))
	t.Mark("the program comes to the front")
	t.miniProgram().Foreground()
	t.Let(2 * time.Minute)
	t.Check(holds(t.Timeline(), 1, "two minutes after coming to the front"))
	t.Check(never(t.Timeline(), 1))
	t.sends(alice, bob)
})
