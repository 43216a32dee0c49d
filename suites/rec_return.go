package suites

import (
	"fmt"
	"net/url"
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

var _ = requirementUnder("REC-09", slices.Concat(losses, obstacles, devices, roomLosses, roomObstacles, []under[loss]{ofRoom(devices[0]), ofRoom(devices[1])}), (*Trial).leadsBack)

// leadsBack loses a link twice, and checks that its instance comes back each time.
func (t *Trial) leadsBack(l loss) {
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
}

// muted is a link that falls silent, and what else there is.
type muted struct {
	room   bool
	busy   bool // messages go and come before
	beside bool // a chatroom is open as well
	left   bool // and was left before
}

var _ = requirementUnder("REC-10", []under[muted]{
	{"IM", muted{}}, {"a chatroom", muted{room: true}}, {"messages go and come before", muted{busy: true}},
	{"beside a chatroom", muted{beside: true}}, {"after a chatroom was left", muted{beside: true, left: true}},
}, rec10SilentLink)

func rec10SilentLink(t *Trial, m muted) {
	if m.beside {
		t.needs(1, 1)
	}
	// Twice, so that the heartbeat of a link that was opened again, and that of an old one, is seen as well.
	lose := func(t *Trial) ledger.Event {
		if m.busy {
			t.sends(alice, bob)
			t.greets(alice)
		}
		if m.beside && !t.inRoom() {
			t.Enter(room(lobby))
			t.Let(time.Second)
		}
		if m.left {
			begin := t.destroy(lobby)
			t.Expect("destroy calls done", begin, t.Policy.DoneWithin+slack, doneOf("destroy"))
			t.Let(time.Second)
		}
		return t.BlackHole()
	}
	want := 1
	if m.beside && !m.left {
		want = 2
	}
	t.loses(loss{room: m.room, lose: lose}, 2, func(silent ledger.Event) {
		instance := loss{room: m.room}.instance()
		noticed := t.Expect(fmt.Sprintf("the client notices the silence within its heartbeat budget of %s", t.Policy.Heartbeat), silent, t.Policy.Heartbeat, ledger.Is(ledger.WillReconnect, ledger.Attempt))
		if want > 1 { // each has a heartbeat of its own
			for _, each := range []string{alice, lobby} {
				t.Expect(fmt.Sprintf("%s notices the silence within the heartbeat budget of %s", each, t.Policy.Heartbeat), silent, t.Policy.Heartbeat-(t.Now()-silent.At), ledger.Is(ledger.WillReconnect), ledger.Of(each))
			}
		}
		t.Heal()
		t.Expect(instance+" comes back", noticed, t.exhaust(3)+t.Policy.AttemptTimeout+loginWithin, ledger.Is(ledger.Connected), ledger.Of(instance))
		t.Let(2 * time.Minute)
		t.Check(holds(t.Timeline(), want, "after the reconnect"))
	})
}

// inRoom says whether the chatroom's instance was asked for and not destroyed.
func (t *Trial) inRoom() bool {
	last, ok := t.Timeline().Last(ledger.Of(lobby), ledger.Is(ledger.Verb))
	return ok && last.Verb != "destroy"
}

// Which of the addresses a client takes first is its own affair.
var _ = requirementUnder("REC-15", []under[string]{{"the first of two", "first"}, {"the last of two", "last"}, {"the one in use dies", ""}}, rec15DeadAddress)

func rec15DeadAddress(t *Trial, dead string) {
	const one, other = "one.link.example", "wlnimsc0.netease.im"
	links := []string{one + ":443", other + ":443"}
	switch dead {
	case "":
		t.SetLinks(links, nil)
		t.LogIn(im(alice))
		t.Let(time.Second)
		socket, _ := t.Timeline().Last(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting))
		u, err := url.Parse(socket.URL)
		if err != nil {
			t.Find([]ledger.Event{socket}, "%q is no address", socket.URL)
			return
		}
		t.Unreachable(u.Hostname())
		lost := t.Drop()
		t.Expect("alice comes back over the other link address", lost, t.exhaust(4)+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
		return
	case "last":
		slices.Reverse(links)
	}
	t.SetLinks(links, nil)
	t.Unreachable(one)
	begin := t.Mark("log alice in, with the %s link address dead", dead)
	t.begin(im(alice))
	t.Expect("alice logs in over the other link address", begin, t.exhaust(3)+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
}

var _ = requirementUnder("REC-16", []under[bool]{{"IM", false}, {"a chatroom", true}}, rec16FlappingLink)

func rec16FlappingLink(t *Trial, inRoom bool) {
	instance, to := alice, bob
	if inRoom {
		instance, to = lobby, ""
		t.Enter(room(lobby))
	} else {
		t.LogIn(im(alice))
	}
	t.Let(time.Minute)
	before := t.leastRest()
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
	if after := t.leastRest(); after.Timers > before.Timers || after.Requests > before.Requests {
		t.Find([]ledger.Event{begin}, "%s and %s are left after 20 flaps; there were %d and %d before", Plural(after.Timers, "timer"), Plural(after.Requests, "request"), before.Timers, before.Requests)
	}
	t.sends(instance, to)
}

// leastRest is the least that the client holds within a minute: between two heartbeats it waits for nothing else.
func (t *Trial) leastRest() clients.Rest {
	least := t.Rest()
	for range 60 {
		t.Let(time.Second)
		now := t.Rest()
		least.Timers, least.Requests = min(least.Timers, now.Timers), min(least.Requests, now.Requests)
	}
	return least
}

// post is a message that is sent to a client whose link was lost.
type post struct {
	meanwhile, room bool
	syncing         bool // it is sent when the login was answered, and not yet what is asked behind it
	silent          bool // the link falls silent and does not end
}

// A chatroom keeps nothing for who is away, so it has no message sent meanwhile.
var _ = requirementUnder("REC-17", []under[post]{
	{"a message sent meanwhile", post{meanwhile: true}}, {"a message sent after", post{}}, {"a message sent to a chatroom after", post{room: true}},
	{"a message sent while the sync is pending", post{syncing: true}}, {"a message sent after, the link having been silent", post{silent: true}},
}, rec17LogsInByItself)

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
	lose := (*Trial).Refuse
	if p.silent {
		lose = func(t *Trial) ledger.Event {
			silent := t.BlackHole()
			t.Expect("the client gives the silent link up", silent, t.Policy.Heartbeat, ledger.By(ledger.Host), ledger.Is(ledger.SocketClosing, ledger.SocketClosed))
			return silent
		}
	}
	t.loses(loss{room: p.room, lose: lose}, 2, func(lost ledger.Event) {
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
		after := t.Timeline().After(lost.Seq)
		logins := after.Where(ledger.By(ledger.Server), ledger.Is(ledger.Login))
		t.Check(exactly(logins, 1, "login on the way back"))
		for _, login := range logins {
			if login.Detail != "automatic" {
				t.Find([]ledger.Event{login}, "the login at %s is marked %s on the wire", at(login), login.Detail)
			}
		}
	})
	// From the beginning on: what came after the first loss does not come again after the second.
	for i, id := range ids {
		t.Check(exactly(received(t.Timeline(), instance, id), 1, fmt.Sprintf("delivery of message %d of %d", i+1, len(ids))))
	}
}

// received are the deliveries of a message to the application.
func received(t ledger.Timeline, instance, id string) ledger.Timeline {
	return t.Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(instance), func(e ledger.Event) bool { return e.Code == id })
}

var _ = requirement("REC-20", rec20MuteLBS)

func rec20MuteLBS(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.Hold(fakeserver.StepLBS)
	lost := t.failLinks(500) // so that the known addresses are used up and LBS is asked
	t.Drop()
	if _, asked := t.Await(lost, quiet, ledger.By(ledger.Server), ledger.Is(ledger.Held)); asked {
		t.Let(quiet)
	} else if tries := attempts(t.Timeline().After(lost.Seq)); len(tries) == 0 {
		t.Find([]ledger.Event{lost}, "no attempt was made, so nothing shows what a mute LBS does")
	} else {
		t.Mark("the client does not ask LBS again: it tried the addresses that it knows %s", times(len(tries)))
	}
	t.failLinks(0)
	healed := t.Forget(fakeserver.StepLBS) // what was asked meanwhile is never answered
	t.Expect("alice comes back once the service answers again", healed, t.exhaust(4)+t.Policy.AttemptTimeout+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
}
