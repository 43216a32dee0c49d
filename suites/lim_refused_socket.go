// LIM-03: one socket more than the platform gives.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

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
		t.NotApplicable(noLimitToKeep)
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

var noLimitToKeep = say("lacks.limit",
	"the client reconnects without end: no limit can be set that it could keep",
	"客户端无限重连：没有可以设置并遵守的上限")
