package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
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
	t.LogIn(im(alice))
	t.Let(time.Minute) // two heartbeats: what opens a second socket late is seen as well
	t.Check(holds(t.Timeline(), 1, "logged in for a minute"))
	t.Check(never(t.Timeline(), 1))
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
	if _, ok := t.Await(begin, 10*time.Second, ledger.By(ledger.Client), ledger.Is(ledger.Sent), ledger.Of(instance)); !ok {
		t.Find([]ledger.Event{begin}, "a message sent through %s at %s is not confirmed within 10 s", instance, at(begin))
	}
}

var _ = requirementUnder("LIM-03", []under[func(*Trial)]{
	{"a third socket: another account", func(t *Trial) { t.Login(refused(carol)) }},
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

func refused(account string) clients.IMOptions {
	o := capped(im(account), refusedCap)
	o.Token = "token-of-" + account
	return o
}

func ptr[T any](v T) *T { return &v }

var _ = requirement("LIM-05", func(t *Trial) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	begin := t.Mark("ask for the same account's instance again")
	o := im(alice)
	o.Token = "token-of-" + alice
	t.Login(o)
	t.Let(time.Minute)
	t.Check(never(t.Timeline(), 1))
	t.Check(holds(t.Timeline(), 1, "after asking twice"))
	t.Check(none(attempts(t.Timeline().After(begin.Seq)), "asking for the same account's instance again opened a link"))
	t.sends(alice, bob)
})
