package suites

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// Accounts and rooms of the scenarios.
const (
	alice = "alice"
	bob   = "bob"
	carol = "carol"
	dave  = "dave"
	lobby = "lobby" // a chatroom entry of alice
	attic = "attic" // another
)

// quiet is the time after which the catalogue calls an absence an absence.
const quiet = 10 * time.Minute

func im(account string) clients.IMOptions { return clients.IMOptions{Account: account} }

func room(instance string) clients.RoomOptions {
	return clients.RoomOptions{Instance: instance, Account: alice, Token: "token-of-" + alice, RoomID: map[string]string{lobby: "1001", attic: "1002"}[instance]}
}

// capped sets reconnectionAttempts.
func capped(o clients.IMOptions, n int) clients.IMOptions {
	o.ReconnectionAttempts = &n
	return o
}

var _ = requirementUnder("LIM-01", []under[func(*Trial)]{
	{"one account", func(t *Trial) {}},
	{"two accounts", func(t *Trial) { t.LogIn(im(bob)) }},
	{"connect is called again", func(t *Trial) {
		t.Let(time.Second)
		t.Connect(alice)
	}},
	{"a message goes and one comes", func(t *Trial) {
		t.sends(alice, bob)
		t.Push(alice, bob, "hello")
	}},
}, func(t *Trial, also func(*Trial)) {
	t.LogIn(im(alice))
	also(t)
	want := len(t.Timeline().Where(ledger.By(ledger.Client), ledger.Is(ledger.Connected)))
	t.Let(quiet) // what opens a second socket late is seen as well
	t.Check(holds(t.Timeline(), want, "ten minutes after "+plural(want, "login")))
	t.Check(never(t.Timeline(), want))
	t.Check(exactly(attempts(t.Timeline()), want, "attempts for "+plural(want, "healthy login")))
})

var _ = requirementUnder("LIM-02", []under[bool]{{"IM first", true}, {"the chatroom first", false}}, func(t *Trial, first bool) {
	if first {
		t.LogIn(im(alice))
		t.Enter(room(lobby))
	} else {
		t.Enter(room(lobby))
		t.LogIn(im(alice))
	}
	t.Let(time.Second)
	t.Check(holds(t.Timeline(), 2, "logged in, in one chatroom"))
	t.sends(alice, bob)
	t.sends(lobby, "")
	t.Let(quiet)
	t.Check(holds(t.Timeline(), 2, "logged in, in one chatroom for ten minutes"))
	t.Check(never(t.Timeline(), 2))
	t.Check(withinCap(t.Timeline()))
	t.sends(alice, bob)
	t.sends(lobby, "")
})

// texts are what messages say: what a codec could break stands in them.
const texts = "hello \"%s\", 你好 😀\n\\ {\"a\": 1} :::"

// sends checks that a message of an instance gets through to the service and is confirmed, once.
func (t *Trial) sends(instance, to string) {
	begin := t.Mark("%s sends a message", instance)
	text := fmt.Sprintf(texts, instance)
	t.SendText(instance, to, text)
	t.Await(begin, 10*time.Second, ledger.By(ledger.Client), ledger.Is(ledger.Sent), ledger.Of(instance))
	t.Let(time.Second) // what comes twice
	after := t.Timeline().After(begin.Seq)
	sent := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Sent), ledger.Of(instance))
	if len(sent) == 0 {
		t.Find([]ledger.Event{begin}, "a message sent through %s at %s is not confirmed within 10 s", instance, at(begin))
		return
	}
	t.Check(exactly(sent, 1, "confirmation of a message sent through "+instance))
	t.Check(none(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Failed), ledger.Of(instance), func(e ledger.Event) bool { return e.Verb == sent[0].Verb }), "the confirmed message is reported as failed"))
	carried := sentMessages(after, to)
	if len(carried) == 0 {
		t.Find([]ledger.Event{begin, sent[0]}, "a message sent through %s at %s is confirmed at %s, and the service never saw it (packet %s)", instance, at(begin), at(sent[0]), strings.Join(packetsOf(to), " or "))
		return
	}
	t.Check(exactly(carried, 1, "arrival of the message at the service"))
	if e := carried[0]; e.Text != text {
		t.Find([]ledger.Event{begin, e}, "the message that arrived at the service at %s says %q, not %q", at(e), e.Text, text)
	}
}

// packetsOf are the packets that carry a message on the wire, in the older protocol and in that of V2.
func packetsOf(to string) []string {
	if _, team := clients.Recipient(to); team {
		return []string{"8_2", "31_2"}
	} else if to == "" {
		return []string{"13_6", "36_6"} // to a room
	}
	return []string{"7_1", "30_1"}
}

// sentMessages are the messages that the service saw, of the sort that goes to a recipient.
func sentMessages(t ledger.Timeline, to string) ledger.Timeline {
	return t.Where(ledger.By(ledger.Server), ledger.Is(ledger.Packet), func(e ledger.Event) bool {
		name, _, _ := strings.Cut(e.Detail, " ")
		return slices.Contains(packetsOf(to), name)
	})
}

// tooMany is a way to ask for one socket more than there are slots, by the instance that gets none.
type tooMany struct {
	instance string
	ask      func(*Trial)
}

var _ = requirementUnder("LIM-03", []under[tooMany]{
	{"a third socket: another account", tooMany{carol, func(t *Trial) { t.begin(capped(im(carol), refusedCap)) }}},
	{"a third socket: another chatroom", tooMany{attic, func(t *Trial) {
		o := room(attic)
		o.ReconnectionAttempts = ptr(refusedCap)
		t.EnterChatroom(o)
	}}},
	{"on the way back, when the platform gives one socket less", tooMany{alice, func(t *Trial) {
		t.Cap(1)
		t.CloseLinks(alice, 1001)
	}}},
}, func(t *Trial, third tooMany) {
	if third.instance == alice && !t.Capabilities[clients.ReconnectCap] {
		t.NotApplicable("the client reconnects without end: no limit can be set that it could keep")
	}
	t.LogIn(capped(im(alice), refusedCap))
	other, to := t.neighbour()
	t.Let(time.Second)
	live := t.Timeline().Live(ledger.Host)
	back := third.instance == alice
	if back {
		live = live[1:] // its own socket was lost, not disturbed
	}
	begin := t.Mark("ask for one socket more than the platform gives")
	third.ask(t)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	if refusals := after.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketRefused)); len(refusals) == 0 {
		t.Find([]ledger.Event{begin}, "the client never asked for the third socket, so nothing shows what it does when it is refused")
	}
	reports := []ledger.Kind{ledger.WillReconnect, ledger.Disconnected, ledger.Failed}
	allowed := 1 + refusedCap
	if back { // the loss itself is announced as well: what tells of the refusal is the end
		reports, allowed = []ledger.Kind{ledger.Disconnected}, refusedCap
	}
	if told := after.Where(ledger.By(ledger.Client), ledger.Is(reports...), ledger.Of(third.instance)); len(told) == 0 {
		t.Find(after.Where(ledger.Is(ledger.SocketRefused)), "the host refused the socket, and no callback of the SDK says so within %s", quiet)
	}
	if n := len(attempts(after)); n > allowed {
		t.Find(attempts(after), "%s to open the refused link; %d are allowed, with reconnectionAttempts %d", plural(n, "attempt"), allowed, refusedCap)
	}
	t.Check(uncaught(after))
	t.Check(threw(after))
	for _, socket := range live {
		if e, ok := after.First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosing, ledger.SocketClosed), func(e ledger.Event) bool { return e.Socket == socket }); ok {
			t.Find([]ledger.Event{e}, "the live socket %d did not survive the refusal: %s at %s", socket, e.Kind, at(e))
		}
	}
	if !back {
		t.sends(alice, bob)
	}
	t.sends(other, to)
})

// refusedCap is the cap that LIM-03 sets for the instance whose socket is refused.
const refusedCap = 3

func ptr[T any](v T) *T { return &v }

// twice is an instance that is asked for again.
type twice struct {
	room, connecting, waiting bool
	slow                      bool // the peer answers a close 3 s late: a client that closes its socket for another then has both
}

var _ = requirementUnder("LIM-05", []under[twice]{
	{"logged in", twice{}}, {"while connecting", twice{connecting: true}}, {"logged in, with a peer that answers the close 3 s late", twice{slow: true}},
	{"in a chatroom", twice{room: true}}, {"while a chatroom connects", twice{room: true, connecting: true}},
	{"in the wait before a reconnect", twice{waiting: true}},
}, func(t *Trial, w twice) {
	instance, to := alice, bob
	ask := func() { t.begin(im(alice)) }
	if w.room {
		instance, to = lobby, ""
		ask = func() { t.EnterChatroom(room(lobby)) }
	}
	first := t.Mark("ask for the instance of %s", instance)
	if w.connecting {
		t.Hold(fakeserver.StepUpgrade)
		ask()
		t.Expect("the socket waits to open", first, loginWithin, ledger.Is(ledger.Held))
	} else {
		ask()
		t.Expect(instance+" is connected", first, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected), ledger.Of(instance))
		t.Let(time.Second)
	}
	if w.waiting {
		t.Expect("the wait before a reconnect begins", t.Drop(), t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(instance))
	}
	if w.slow {
		t.AnswerCloseAfter(3 * time.Second)
	}
	begin := t.Mark("ask for the same instance again")
	ask()
	t.Let(time.Second)
	t.Release(fakeserver.StepUpgrade)
	t.Let(quiet)
	t.Check(never(t.Timeline(), 1))
	t.Check(holds(t.Timeline(), 1, "ten minutes after asking twice"))
	if !w.waiting { // there one was announced
		t.Check(none(attempts(t.Timeline().After(begin.Seq)), "asking for the same instance again opened a link"))
	}
	t.sends(instance, to)
})

var _ = requirementUnder("LIM-04", slices.Concat(losses, []under[loss]{silent}, roomLosses), func(t *Trial, l loss) {
	t.loses(l, 2, func(lost ledger.Event) {
		t.backAs(l.instance(), lost)
		t.Let(time.Minute)
		t.Check(holds(t.Timeline(), 1, "after the reconnect"))
	})
	t.Check(never(t.Timeline(), 1))
})

var _ = requirementUnder("LIM-06", []under[bool]{{"IM", false}, {"a chatroom", true}}, func(t *Trial, inRoom bool) {
	for range 100 {
		instance := alice
		if inRoom {
			instance = lobby
			t.Enter(room(lobby))
		} else {
			t.LogIn(im(alice))
		}
		begin := t.destroy(instance)
		t.Expect("destroy calls done", begin, t.Policy.DoneWithin+slack, doneOf("destroy"))
		t.Let(time.Second)
	}
	end := t.Mark("100 rounds are over")
	t.Let(quiet)
	if left := t.Rest(); left.Timers+left.Requests+left.Sockets > 0 {
		t.Find([]ledger.Event{end}, "ten minutes after 100 rounds of connect and destroy %s, %s and %s remain", plural(left.Timers, "timer"), plural(left.Requests, "request"), sockets(left.Sockets))
	}
	t.Check(holds(t.Timeline(), 0, "after 100 rounds of connect and destroy"))
})

var _ = requirementUnder("LIM-07", append(slices.Clone(losses), silent), func(t *Trial, l loss) {
	if l.armed {
		t.Arm()
	}
	t.LogIn(im(alice))
	other, to := t.neighbour()
	t.Let(time.Second)
	lost := l.lose(t)
	t.comesBack(lost)
	t.Let(time.Minute)
	t.Check(withinCap(t.Timeline()))
	t.Check(holds(t.Timeline(), 2, "after the reconnect"))
	t.sends(alice, bob)
	t.sends(other, to)
})

// mute is a login of which one step is never answered.
type mute struct {
	step            fakeserver.Step
	automatic, room bool
}

var _ = requirementUnder("LIM-08", []under[mute]{
	{"at the first login", mute{step: fakeserver.StepLogin}},
	{"at an automatic login", mute{step: fakeserver.StepLogin, automatic: true}},
	{"before the service greets", mute{step: fakeserver.StepConnect}},
	{"in a chatroom", mute{step: fakeserver.StepRoomLogin, room: true}},
}, func(t *Trial, m mute) {
	instance := alice
	if m.automatic {
		t.LogIn(capped(im(alice), 1))
		t.Let(time.Second)
	}
	// The close takes as long as it does on a slow link. Answered at once it would race the lookup of the next attempt, and the two come in no order.
	t.AnswerCloseAfter(250 * time.Millisecond)
	begin := t.Hold(m.step)
	switch {
	case m.automatic:
		t.Drop()
	case m.room:
		instance = lobby
		o := room(lobby)
		o.NoReconnect = true
		t.EnterChatroom(o)
	default:
		t.begin(noReconnect(im(alice)))
	}
	pending := t.stops(instance, begin, m.step)
	// A login that is pending for longer than an attempt takes to fail has timed out, and the second is for the close.
	t.Let(t.Policy.AttemptTimeout + time.Second)
	if socket := pending.Socket; slices.Contains(t.Timeline().Live(ledger.Host), socket) {
		t.Find([]ledger.Event{pending}, "the login pending since %s was not answered, and an attempt fails within %s; its socket %d exists still", at(pending), t.Policy.AttemptTimeout, socket)
	}
	t.Let(quiet)
	if !m.automatic || t.Capabilities[clients.ReconnectCap] { // without a cap it tries without end
		t.Check(holds(t.Timeline(), 0, "a login that was never answered, ten minutes later"))
	}
	t.Check(never(t.Timeline(), 1))
	if told := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(instance)); len(told) == 0 {
		t.Find([]ledger.Event{begin}, "the login was never answered, and no callback says so within %s", quiet)
	}
})

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

var _ = requirementUnder("LIM-09", steps, func(t *Trial, step fakeserver.Step) {
	t.pending(step, im(alice))
	t.Connect(alice)
	t.Let(time.Second)
	t.Release(step)
	t.Let(quiet)
	t.Check(holds(t.Timeline(), 1, "ten minutes after the login was answered"))
	t.sends(alice, bob)
})
