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
	id, _ := roomID(instance)
	return clients.RoomOptions{Instance: instance, Account: alice, Token: "token-of-" + alice, RoomID: id}
}

// capped sets reconnectionAttempts.
func capped(o clients.IMOptions, n int) clients.IMOptions {
	o.ReconnectionAttempts = &n
	return o
}

// logins is what an application does around the login that LIM-01 counts the sockets of.
type logins struct {
	before, after func(*Trial)
	accounts      int  // that are connected at once, where it is more than one
	again         bool // the one socket was opened anew, because the application asked for it or the first attempt failed
}

var _ = requirementUnder("LIM-01", []under[logins]{
	{"one account", logins{}},
	{"two accounts", logins{accounts: 2, after: func(t *Trial) { t.LogIn(im(bob)) }}},
	{"connect is called again", logins{after: func(t *Trial) {
		t.Let(time.Second)
		t.Connect(t.someone().instance)
	}}},
	{"a message goes and one comes", logins{after: func(t *Trial) {
		who := t.someone()
		t.sends(who.instance, who.to)
		t.pushes(who.instance, "hello")
		if who.instance == alice {
			t.PushTeam(alice, "7001", bob, "hello, everybody")
		}
	}}},
	// A client that opens a second socket when the first is slow to log in has two at the end, or had.
	{"on a link of 500 ms", logins{before: func(t *Trial) { t.Latency(500 * time.Millisecond) }}},
	{"a sync that takes 15 s", logins{before: func(t *Trial) {
		begin := t.Mark("log alice in, with a sync that takes 15 s")
		t.syncing(im(alice))
		t.Let(15 * time.Second)
		t.Release(fakeserver.StepSync)
		t.Await(begin, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected))
	}}},
	{"after a login that was not answered", logins{again: true, before: func(t *Trial) {
		pending := t.pending(fakeserver.StepLogin, im(alice))
		t.Forget(fakeserver.StepLogin)
		t.Await(pending, t.Policy.AttemptTimeout+t.exhaust(1)+loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected, ledger.Disconnected, ledger.Failed))
	}}},
	{"connected again after disconnect", logins{again: true, after: func(t *Trial) {
		t.Let(time.Second)
		instance := t.someone().instance
		begin := t.endOf("disconnect", instance)
		t.Expect("disconnect calls done", begin, t.Policy.DoneWithin+slack, doneOf("disconnect"))
		t.Let(time.Second)
		begin = t.Mark("connect again")
		t.Connect(instance)
		t.backAs(instance, begin)
	}}},
}, lim01OneSocketALogin)

func lim01OneSocketALogin(t *Trial, l logins) {
	t.needs(max(1, l.accounts), 0) // or as many chatrooms
	if l.before != nil {
		l.before(t)
	}
	if _, in := t.Timeline().First(ledger.By(ledger.Client), ledger.Is(ledger.Connected)); !in {
		t.comesIn(nil)
	}
	if l.after != nil {
		l.after(t)
	}
	in := t.Timeline().Where(ledger.By(ledger.Client), ledger.Is(ledger.Connected))
	want := len(in)
	if l.again {
		want = 1
	}
	t.Let(quiet) // what opens a second socket late is seen as well
	t.Check(holds(t.Timeline(), want, "ten minutes after "+Plural(want, "login")))
	t.Check(never(t.Timeline(), want))
	if l.again {
		last, _ := in.Last()
		t.Check(none(attempts(t.Timeline().After(last.Seq)), "the link is opened anew although it is up"))
		return
	}
	t.Check(exactly(attempts(t.Timeline()), want, "attempts for "+Plural(want, "healthy login")))
}

var _ = requirementUnder("LIM-02", []under[bool]{{"IM first", true}, {"the chatroom first", false}}, lim02OneSocketARoom)

func lim02OneSocketARoom(t *Trial, first bool) {
	t.needs(1, 1)
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
	t.greets(alice)
	t.greets(lobby)
	t.Let(quiet)
	t.sends(alice, bob)
	t.sends(lobby, "")
	t.greets(alice)
	t.greets(lobby)
	t.Check(holds(t.Timeline(), 2, "logged in, in one chatroom for ten minutes"))
	t.Check(never(t.Timeline(), 2))
	t.Check(exactly(attempts(t.Timeline()), 2, "attempts for a login and a chatroom that nothing disturbs"))
	t.Check(withinCap(t.Timeline()))
}

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
	instance string                    // empty: the first, on its way back
	ask      func(t *Trial, slots int) // of the platform, all of them in use
}

var _ = requirementUnder("LIM-03", []under[tooMany]{
	{"one socket too many: another account", tooMany{carol, func(t *Trial, _ int) { t.begin(capped(im(carol), refusedCap)) }}},
	{"one socket too many: another chatroom", tooMany{attic, func(t *Trial, _ int) {
		o := room(attic)
		o.ReconnectionAttempts = ptr(refusedCap)
		t.EnterChatroom(o)
	}}},
	{"on the way back, when the platform gives one socket less", tooMany{ask: func(t *Trial, slots int) {
		t.Cap(slots - 1)
		t.closesLink(t.someone().instance, 1001)
	}}},
}, lim03RefusedSocket)

func lim03RefusedSocket(t *Trial, more tooMany) {
	back := more.instance == ""
	if back && !t.Capabilities[clients.ReconnectCap] {
		t.NotApplicable("the client reconnects without end: no limit can be set that it could keep")
	}
	first := t.comesIn(ptr(refusedCap))
	if back {
		more.instance = first.instance
	}
	others := t.fill(first.instance)
	t.Let(time.Second)
	live := t.Timeline().Live(ledger.Host)
	if back {
		live = live[1:] // its own socket was lost, not disturbed
	}
	begin := t.Mark("ask for one socket more than the platform gives")
	more.ask(t, 1+len(others))
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	refusals := after.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketRefused))
	if len(refusals) == 0 {
		t.Find([]ledger.Event{begin}, "the client never asked for the socket that is too many, so nothing shows what it does when it is refused")
		return
	}
	reports := []ledger.Kind{ledger.WillReconnect, ledger.Disconnected, ledger.Failed}
	allowed := 1 + refusedCap
	if back { // the loss itself is announced as well: what tells of the refusal is the end
		reports, allowed = []ledger.Kind{ledger.Disconnected}, refusedCap
	}
	told := after.Where(ledger.By(ledger.Client), ledger.Is(reports...), ledger.Of(more.instance))
	known := t.exhaust(refusedCap) + time.Duration(refusedCap)*t.Policy.AttemptTimeout
	switch {
	case len(told) == 0:
		t.Find(refusals, "the host refused the socket, and no callback of the SDK says so within %s", quiet)
	case told[0].Due()-refusals[0].At > known:
		t.Find([]ledger.Event{refusals[0], told[0]}, "the host refused the socket at %s, and the first callback that says so comes at %s; %s and their waits take %s at most", at(refusals[0]), at(told[0]), Plural(refusedCap, "attempt"), known)
	}
	if len(refusals) > allowed*addresses {
		t.Find(refusals, "the client asks the host %s for the refused socket; %s are allowed, with reconnectionAttempts %d", times(len(refusals)), Plural(allowed, "attempt"), refusedCap)
	}
	t.Check(none(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.WillReconnect, ledger.Disconnected), func(e ledger.Event) bool { return e.Instance != more.instance }),
		"an instance whose link is up is told of a loss when another's socket is refused"))
	if n := len(attempts(after)); n > allowed {
		t.Find(attempts(after), "%s to open the refused link; %d are allowed, with reconnectionAttempts %d", Plural(n, "attempt"), allowed, refusedCap)
	}
	t.Check(Uncaught(after))
	t.Check(threw(after))
	for _, socket := range live {
		if e, ok := after.First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosing, ledger.SocketClosed), func(e ledger.Event) bool { return e.Socket == socket }); ok {
			t.Find([]ledger.Event{e}, "the live socket %d did not survive the refusal: %s at %s", socket, e.Kind, at(e))
		}
	}
	if !back {
		others = append([]tenant{first}, others...)
	}
	for _, o := range others {
		t.sends(o.instance, o.to)
		t.greets(o.instance)
	}
}

// addresses is how many addresses one attempt may try in turn: nim-web-sdk-ng knows up to four.
const addresses = 4

// refusedCap is the cap that LIM-03 sets for the instance whose socket is refused.
const refusedCap = 3

func ptr[T any](v T) *T { return &v }

var _ = requirementUnder("LIM-04", slices.Concat(losses, devices, []under[loss]{Silent, Unlogged}, roomLosses, []under[loss]{ofRoom(Silent), ofRoom(devices[0])}), lim04CapOverALoss)

func lim04CapOverALoss(t *Trial, l loss) {
	t.loses(l, 2, func(lost ledger.Event) {
		t.backAs(l.instance(), lost)
		t.Let(time.Minute)
		t.Check(holds(t.Timeline(), 1, "after the reconnect"))
	})
	t.Check(never(t.Timeline(), 1))
}

var _ = requirementUnder("LIM-06", []under[[]string]{{"IM", []string{alice}}, {"a chatroom", []string{lobby}}, {"IM and a chatroom", []string{alice, lobby}}}, lim06HundredRounds)

func lim06HundredRounds(t *Trial, instances []string) {
	if len(instances) > 1 {
		t.needs(1, 1)
	}
	for range 100 {
		for _, instance := range instances {
			if instance == lobby {
				t.Enter(room(lobby))
			} else {
				t.LogIn(im(instance))
			}
		}
		for _, instance := range instances {
			begin := t.destroy(instance)
			t.Expect("destroy calls done", begin, t.Policy.DoneWithin+slack, doneOf("destroy"))
			t.Let(time.Second)
		}
	}
	end := t.Mark("100 rounds are over")
	t.Let(quiet)
	if left := t.Rest(); left.Timers+left.Requests+left.Sockets > 0 {
		t.Find([]ledger.Event{end}, "ten minutes after 100 rounds of connect and destroy %s, %s and %s remain", Plural(left.Timers, "timer"), Plural(left.Requests, "request"), sockets(left.Sockets))
	}
	t.Check(holds(t.Timeline(), 0, "after 100 rounds of connect and destroy"))
}

var _ = requirementUnder("LIM-07", append(slices.Clone(losses), Silent, roomClosedWith(1001)), lim07FullHouse)

func lim07FullHouse(t *Trial, l loss) {
	if l.armed {
		t.Arm()
	}
	house := []tenant{{alice, bob}}
	if l.room {
		t.Enter(room(lobby))
		house = []tenant{{instance: lobby}}
	} else {
		t.LogIn(im(alice))
	}
	house = append(house, t.fill(l.instance())...)
	for range 2 {
		t.Let(time.Second)
		lost := l.lose(t)
		t.backAs(l.instance(), lost)
		t.Let(time.Minute)
		t.Check(withinCap(t.Timeline()))
		t.Check(holds(t.Timeline(), len(house), "after the reconnect"))
		t.allSend(house)
	}
}

// mute is a login of which one step is never answered.
type mute struct {
	step            fakeserver.Step
	automatic, room bool
}

var _ = requirementUnder("LIM-08", []under[mute]{
	{"at the first login", mute{step: fakeserver.StepLogin}},
	{"at an automatic login", mute{step: fakeserver.StepLogin, automatic: true}},
	{"before the service greets", mute{step: fakeserver.StepConnect}},
	{"while the socket opens", mute{step: fakeserver.StepUpgrade}},
	{"in a chatroom", mute{step: fakeserver.StepRoomLogin, room: true}},
	{"at an automatic entry of a chatroom", mute{step: fakeserver.StepRoomLogin, automatic: true, room: true}},
}, lim08LoginTimesOut)

func lim08LoginTimesOut(t *Trial, m mute) {
	instance, in := alice, capped(im(alice), 1)
	enter := room(lobby)
	enter.ReconnectionAttempts = ptr(1)
	if m.room {
		instance = lobby
	}
	if m.automatic {
		if m.room {
			t.Enter(enter)
		} else {
			t.LogIn(in)
		}
		t.Let(time.Second)
	}
	// The close takes as long as it does on a slow link. Answered at once it would race the lookup of the next attempt, and the two come in no order.
	t.AnswerCloseAfter(250 * time.Millisecond)
	begin := t.Hold(m.step)
	switch {
	case m.automatic:
		t.Drop()
	case m.room:
		enter.NoReconnect = true
		t.EnterChatroom(enter)
	default:
		t.begin(noReconnect(im(alice)))
	}
	t.timesOut(instance, begin, m)
	if !t.ends(m) {
		return
	}
	again := t.Mark("connect, and the login is not answered again")
	t.Connect(instance)
	m.automatic = false
	t.timesOut(instance, again, m)
}

// ends says whether a client stops trying by itself: without a cap it tries an automatic login without end.
func (t *Trial) ends(m mute) bool { return !m.automatic || t.Capabilities[clients.ReconnectCap] }

// timesOut watches a login that is not answered until its time is up, and ten minutes longer.
func (t *Trial) timesOut(instance string, begin ledger.Event, m mute) {
	pending := t.stops(instance, begin, m.step)
	// A login that is pending for longer than an attempt takes to fail has timed out, and the second is for the close.
	t.Let(t.Policy.AttemptTimeout + time.Second)
	if socket := pending.Socket; slices.Contains(t.Timeline().Live(ledger.Host), socket) {
		t.Find([]ledger.Event{pending}, "the login pending since %s was not answered, and an attempt fails within %s; its socket %d exists still", at(pending), t.Policy.AttemptTimeout, socket)
	}
	t.Let(quiet)
	if t.ends(m) {
		t.Check(holds(t.Timeline(), 0, "a login that was never answered, ten minutes later"))
	}
	t.Check(never(t.Timeline(), 1))
	says := []ledger.Kind{ledger.Disconnected, ledger.Failed}
	if !t.ends(m) {
		says = append(says, ledger.WillReconnect) // it goes on, and says so each time
	}
	if told := t.Timeline().After(pending.Seq).Where(ledger.By(ledger.Client), ledger.Is(says...), ledger.Of(instance)); len(told) == 0 {
		t.Find([]ledger.Event{begin}, "the login was never answered, and no callback says so within %s", quiet)
	}
}
