package invariants

import (
	"slices"
	"time"

	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "LIM-01", Name: "no-loss-without-a-cause",
	Blind: "what happens while something troubles the link; or a heartbeat's time later, unless the link opened " +
		"since, and only links were troubled before",
	check: causeless,
})

// causeless checks that an instance is told of a loss, and its socket ends, only when something happened to its link or
// the application asked.
func causeless(v *view) (out []Finding) {
	memory := v.settling() // how long the effects of a trouble last
	for _, l := range v.lives {
		for _, e := range v.Timeline {
			if e.Seq < l.from || e.Seq >= l.to || e.At > v.end {
				continue
			}
			told := e.Instance == l.Instance && e.Who == ledger.Client &&
				(e.Kind == ledger.WillReconnect || e.Kind == ledger.Lost || e.Kind == ledger.Disconnected)
			closed := e.Who == ledger.Host && (e.Kind == ledger.SocketClosing || e.Kind == ledger.SocketClosed) &&
				v.owner[e.Socket] == l.Instance &&
				!v.beganBefore(e.Socket, l.from)
			if closed && e.Kind == ledger.SocketClosed && v.closedByClient(e) {
				continue // late, after it was closed: that was the moment to judge
			}
			if !told && !closed || !v.calmButForSlowAnswers(l.Instance, v.since(l, e, memory), e.At) {
				continue
			}
			if !Connected(v.before(e.Seq), l.Instance) {
				continue // an earlier callback told of it, or the application asked for it
			}
			if call, ok := l.line.Before(e.Seq).Last(isWanting); ok && e.At-call.At < time.Second &&
				len(l.line.Before(call.Seq)) > 0 {
				continue
			}
			what := hyphened(e.Kind)
			out = append(out, found(what, []ledger.Event{e}, sayUnrest, e.Kind, e, l.Instance))
			break
		}
	}
	return out
}

// linkTroubles are the troubles that end with the link that they meet, or with their time: a link that opens behind
// them owes them nothing. Of what happens to the device, and of what the platform refuses, a client may draw
// conclusions later.
var linkTroubles = []string{"drop", "reset", "cut", "close", "refuse", "stop", "hold", "black-hole", "fail"}

// since is the time from which on an instance's link must have been undisturbed at a moment: the memory of an effect,
// or less, from the opening of the socket on that it is connected by. What happened to the links before is over then.
func (v *view) since(l *life, e ledger.Event, memory time.Duration) time.Duration {
	from := e.At - memory
	opened := time.Duration(-1)
	for _, s := range v.before(e.Seq).Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting)) {
		if v.owner[s.Socket] == l.Instance {
			opened = s.At
		}
	}
	if opened <= from || slices.ContainsFunc(v.Troubles, func(t Trouble) bool {
		return t.meets(l.Instance, from, e.At) && (!slices.Contains(linkTroubles, t.Verb) || t.To == opened)
	}) {
		return from
	}
	return opened
}

// closedByClient reports whether the client had closed a socket before the platform let go of it.
func (v *view) closedByClient(closed ledger.Event) bool {
	_, ok := v.before(closed.Seq).First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosing),
		func(e ledger.Event) bool { return e.Socket == closed.Socket })
	return ok
}

var sayUnrest = say("lim-01.unrest",
	"{kind} at {at} of {who}, and nothing happened to its link",
	"{who} 在 {at} 有 {kind}，而它的连接没有发生任何事")
