package suites

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
	"nimcert/reports"
)

// Accounts and rooms of the scenarios.
const (
	alice = "alice"
	bob   = "bob"
	carol = "carol"
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

var _ = requirement("LIM-01", func(t *Trial) {
	in := t.LogIn(im(alice))
	t.Let(quiet) // what opens a second socket late is seen as well
	t.Check(holds(t.Timeline(), 1, "logged in for ten minutes"))
	t.Check(never(t.Timeline(), 1))
	t.Check(none(attempts(t.Timeline().After(in.Seq)), "the healthy link is opened anew"))
})

var _ = requirement("LIM-02", func(t *Trial) {
	t.LogIn(im(alice))
	t.Enter(room(lobby))
	t.Let(time.Second)
	t.Check(holds(t.Timeline(), 2, "logged in, in one chatroom"))
	t.Check(never(t.Timeline(), 2))
	t.sends(alice, bob)
	t.sends(lobby, "")
})

// sends checks that a message of an instance gets through to the service and back.
func (t *Trial) sends(instance, to string) {
	begin := t.Mark("%s sends a message", instance)
	t.SendText(instance, to, "hello from "+instance)
	confirmed, ok := t.Await(begin, 10*time.Second, ledger.By(ledger.Client), ledger.Is(ledger.Sent), ledger.Of(instance))
	if !ok {
		t.Find([]ledger.Event{begin}, "a message sent through %s at %s is not confirmed within 10 s", instance, at(begin))
		return
	}
	// The packet that carries it on the wire: 7_1 to an account, 8_2 to a team, 13_6 to a room.
	packet := "7_1"
	if _, team := clients.Recipient(to); team {
		packet = "8_2"
	} else if to == "" {
		packet = "13_6"
	}
	if _, seen := t.Timeline().After(begin.Seq).First(ledger.By(ledger.Server), ledger.Is(ledger.Packet), func(e ledger.Event) bool { return strings.HasPrefix(e.Detail, packet+" ") }); !seen {
		t.Find([]ledger.Event{begin, confirmed}, "a message sent through %s at %s is confirmed at %s, and the service never saw it (packet %s)", instance, at(begin), at(confirmed), packet)
	}
}

var _ = requirementUnder("LIM-03", []under[func(*Trial)]{
	{"a third socket: another account", func(t *Trial) { t.begin(capped(im(carol), refusedCap)) }},
	{"a third socket: another chatroom", func(t *Trial) {
		o := room(attic)
		o.ReconnectionAttempts = ptr(refusedCap)
		t.EnterChatroom(o)
	}},
}, func(t *Trial, third func(*Trial)) {
	t.LogIn(im(alice))
	t.Enter(room(lobby))
	before := t.Timeline()
	begin := t.Mark("ask for one socket more than the platform gives")
	third(t)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	if refusals := after.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketRefused)); len(refusals) == 0 {
		t.Find([]ledger.Event{begin}, "the client never asked for the third socket, so nothing shows what it does when it is refused")
	}
	told := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.WillReconnect, ledger.Disconnected, ledger.Failed), func(e ledger.Event) bool { return e.Instance == carol || e.Instance == attic })
	if len(told) == 0 {
		t.Find(after.Where(ledger.Is(ledger.SocketRefused)), "the host refused the socket, and no callback of the SDK says so within %s", quiet)
	}
	if n := len(attempts(after)); n > 1+refusedCap {
		t.Find(attempts(after), "%s to open the refused link; the first and %d repeats are allowed", plural(n, "attempt"), refusedCap)
	}
	t.Check(uncaught(after))
	t.Check(threw(after))
	for _, socket := range before.Live(ledger.Host) {
		if e, ok := after.First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosing, ledger.SocketClosed), func(e ledger.Event) bool { return e.Socket == socket }); ok {
			t.Find([]ledger.Event{e}, "the live socket %d did not survive the refusal: %s at %s", socket, e.Kind, at(e))
		}
	}
	t.sends(alice, bob)
	t.sends(lobby, "")
})

// refusedCap is the cap that LIM-03 sets for the instance whose socket is refused.
const refusedCap = 3

func ptr[T any](v T) *T { return &v }

// twice is an instance that is asked for again.
type twice struct {
	room, connecting bool
}

var _ = requirementUnder("LIM-05", []under[twice]{
	{"logged in", twice{}}, {"while connecting", twice{connecting: true}},
	{"in a chatroom", twice{room: true}}, {"while a chatroom connects", twice{room: true, connecting: true}},
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
	begin := t.Mark("ask for the same instance again")
	ask()
	t.Let(time.Second)
	t.Release(fakeserver.StepUpgrade)
	t.Let(quiet)
	t.Check(never(t.Timeline(), 1))
	t.Check(holds(t.Timeline(), 1, "ten minutes after asking twice"))
	t.Check(none(attempts(t.Timeline().After(begin.Seq)), "asking for the same instance again opened a link"))
	t.sends(instance, to)
})

var _ = requirementUnder("LIM-04", append(slices.Clone(losses), silent), func(t *Trial, l loss) {
	lost := t.loseAnd(l, im(alice))
	t.comesBack(lost)
	t.Let(time.Minute)
	t.Check(never(t.Timeline(), 1))
	t.Check(holds(t.Timeline(), 1, "after the reconnect"))
})

var _ = requirement("LIM-06", func(t *Trial) {
	for range 100 {
		t.LogIn(im(alice))
		begin := t.destroy(alice)
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
	t.Enter(room(lobby))
	t.Let(time.Second)
	lost := l.lose(t)
	t.comesBack(lost)
	t.Let(time.Minute)
	t.Check(withinCap(t.Timeline()))
	t.Check(holds(t.Timeline(), 2, "after the reconnect"))
	t.sends(alice, bob)
	t.sends(lobby, "")
})

var _ = requirementUnder("LIM-08", []under[bool]{{"at the first login", false}, {"at an automatic login", true}}, func(t *Trial, automatic bool) {
	if automatic {
		t.LogIn(capped(im(alice), 1))
		t.Let(time.Second)
	}
	begin := t.Hold(fakeserver.StepLogin)
	if automatic {
		t.Drop()
	} else {
		t.begin(noReconnect(im(alice)))
	}
	pending := t.Expect("the login is pending", begin, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.Held))
	// A login that is pending for longer than an attempt takes to fail has timed out, and the second is for the close.
	t.Let(t.Policy.AttemptTimeout + time.Second)
	t.Check(closedFirst(t.Timeline(), pending.Socket, fmt.Sprintf("the login pending since %s was not answered, and an attempt fails within %s", at(pending), t.Policy.AttemptTimeout)))
	t.Let(quiet)
	t.Check(holds(t.Timeline(), 0, "a login that was never answered, ten minutes later"))
	if told := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed), ledger.Of(alice)); len(told) == 0 {
		t.Find([]ledger.Event{begin}, "the login was never answered, and no callback says so within %s", quiet)
	}
})

// closedFirst checks that one socket is closed at the host by now.
func closedFirst(t ledger.Timeline, socket int64, why string) []reports.Finding {
	of := func(e ledger.Event) bool { return e.Socket == socket }
	if slices.Contains(t.Live(ledger.Host), socket) {
		opened, _ := t.First(ledger.By(ledger.Host), of)
		return []reports.Finding{finding([]ledger.Event{opened}, "%s; its socket %d exists still", why, socket)}
	}
	return nil
}

var _ = requirement("LIM-09", func(t *Trial) {
	begin := t.Hold(fakeserver.StepLogin)
	t.begin(im(alice))
	t.Expect("the login is pending", begin, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.Held))
	t.Connect(alice)
	t.Let(time.Second)
	t.Release(fakeserver.StepLogin)
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, "a minute after the login was answered"))
	t.sends(alice, bob)
})
