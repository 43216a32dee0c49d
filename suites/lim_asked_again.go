// LIM-05 and LIM-09: the same account asked for again, and connect while it connects.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// twice is an instance that is asked for again.
type twice struct {
	room, waiting bool
	step          fakeserver.Step // that is pending then; empty: it is connected, or waits
	slow          bool            // the peer answers a close 3 s late: a client that closes its socket for another then has both
	automatic     bool            // its link was opened by an automatic reconnect
}

func twices() []under[twice] {
	list := []under[twice]{
		{"logged in", twice{}}, {"while connecting", twice{step: fakeserver.StepUpgrade}}, {"logged in, with a peer that answers the close 3 s late", twice{slow: true}},
		{"in a chatroom", twice{room: true}}, {"while a chatroom connects", twice{room: true, step: fakeserver.StepUpgrade}},
		{"in the wait before a reconnect", twice{waiting: true}},
		{"in the wait before a chatroom is entered again", twice{room: true, waiting: true}},
		{"after an automatic reconnect", twice{automatic: true}},
	}
	for _, s := range steps {
		if s.value != fakeserver.StepUpgrade {
			list = append(list, under[twice]{s.Name, twice{step: s.value}})
		}
	}
	return append(list, under[twice]{"while the entry of a chatroom is pending", twice{room: true, step: fakeserver.StepRoomLogin}})
}

var _ = requirementUnder("LIM-05", twices(), lim05AskedForAgain)

func lim05AskedForAgain(t *Trial, w twice) {
	instance, to := alice, bob
	ask := func() { t.begin(im(alice)) }
	if w.room {
		instance, to = lobby, ""
		ask = func() { t.EnterChatroom(room(lobby)) }
	}
	first := t.Mark("ask for the instance of %s", instance)
	if w.step != "" {
		t.Hold(w.step)
		ask()
		t.stops(instance, first, w.step)
	} else {
		ask()
		t.Expect(isConnected.Of(instance), first, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected), ledger.Of(instance))
		t.Let(time.Second)
	}
	if w.automatic {
		t.backAs(instance, t.Drop())
		t.Let(time.Second)
	}
	if w.waiting {
		t.Expect(waitBegins, t.Drop(), t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(instance))
	}
	if w.slow {
		t.AnswerCloseAfter(3 * time.Second)
	}
	begin := t.Mark("ask for the same instance again")
	ask()
	t.Let(100 * time.Millisecond)
	ask() // an impatient user asks a third time
	t.Let(time.Second)
	t.Release(w.step)
	t.Let(quiet)
	t.Check(never(t.Timeline(), 1))
	t.Check(holds(t.Timeline(), 1, tenMinutesAfterAsking))
	if !w.waiting { // there one was announced
		t.Check(none(attempts(t.Timeline().After(begin.Seq)), askingOpened))
	}
	t.sends(instance, to)
}

// steps are the steps of a login, in which it can be pending.
var steps = []under[fakeserver.Step]{
	{"in LBS", fakeserver.StepLBS},
	{"in the handshake", fakeserver.StepHandshake},
	{"while the socket opens", fakeserver.StepUpgrade},
	{"before the service greets", fakeserver.StepConnect},
	{"while the login is pending", fakeserver.StepLogin},
}

// pending begins a login and waits until one step of it is held back.
func (t *Trial) pending(step fakeserver.Step, o clients.IMOptions) ledger.Event {
	begin := t.Hold(step)
	t.begin(o)
	return t.stops(o.Account, begin, step)
}

// halfway is a login that is under way when connect is called.
type halfway struct {
	step            fakeserver.Step
	automatic, room bool
	thrice          bool // an impatient user asks a third time
}

func (h halfway) instance() string { return loss{room: h.room}.instance() }

// begin begins the login and waits until its step is held back.
func (h halfway) begin(t *Trial) {
	if h.automatic {
		if h.room {
			t.Enter(room(lobby))
		} else {
			t.LogIn(im(alice))
		}
		t.Let(time.Second)
	}
	held := t.Hold(h.step)
	switch {
	case h.automatic:
		t.Drop()
	case h.room:
		t.EnterChatroom(room(lobby))
	default:
		t.begin(im(alice))
	}
	t.stops(h.instance(), held, h.step)
}

// halfways are the steps of a login of IM, of an automatic one, and of the entry of a chatroom.
func halfways() []under[halfway] {
	var list []under[halfway]
	for _, s := range steps {
		list = append(list, under[halfway]{s.Name, halfway{step: s.value}})
	}
	return append(list,
		under[halfway]{"while the socket of an automatic attempt opens", halfway{step: fakeserver.StepUpgrade, automatic: true}},
		under[halfway]{"while an automatic login is pending", halfway{step: fakeserver.StepLogin, automatic: true}},
		under[halfway]{"while the socket of a chatroom opens", halfway{step: fakeserver.StepUpgrade, room: true}},
		under[halfway]{"while the entry of a chatroom is pending", halfway{step: fakeserver.StepRoomLogin, room: true}},
		under[halfway]{"while an automatic entry of a chatroom is pending", halfway{step: fakeserver.StepRoomLogin, room: true, automatic: true}},
	)
}

var _ = requirementUnder("LIM-09", append(halfways(), under[halfway]{"while the login is pending, and once more", halfway{step: fakeserver.StepLogin, thrice: true}}), lim09ConnectHalfway)

func lim09ConnectHalfway(t *Trial, h halfway) {
	h.begin(t)
	t.Connect(h.instance())
	if h.thrice {
		t.Let(100 * time.Millisecond)
		t.Connect(h.instance())
	}
	t.Let(time.Second)
	t.Release(h.step)
	t.Let(quiet)
	t.Check(holds(t.Timeline(), 1, tenMinutesAfterAnswer))
	to := bob
	if h.room {
		to = ""
	}
	t.sends(h.instance(), to)
}

// What is found here.
var (
	tenMinutesAfterAsking = say("when.ten-minutes-after-asking", "ten minutes after asking again", "再次获取之后过了十分钟")
	askingOpened          = say("link.opened-by-asking",
		"asking for the same instance again opened a link",
		"再次获取同一个实例又打开了连接")
)
