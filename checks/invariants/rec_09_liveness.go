package invariants

import (
	"time"

	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "REC-09", Name: "liveness",
	Blind: "a link that is dead and says nothing: the messages of MSG-01 find that",
	check: liveness,
})

// settling is how long a client may take to be back once nothing is in its way: it notices the silence, one attempt
// times out, the longest wait passes, and it logs in.
func (v *view) settling() time.Duration {
	return v.Policy.Heartbeat + v.Policy.AttemptTimeout + v.Policy.MaxDelay*6/5 + 20*time.Second + v.slow
}

// liveness checks that each instance that the application wants connected is connected with one socket, or says that it
// is not; and that nothing else is connected. It looks after the faults have been over for as long as a client needs,
// and again ten minutes later.
func liveness(v *view) (out []Finding) {
	if v.Rested > len(v.Timeline) {
		return nil
	}
	early := v.Rested
	for _, e := range v.Timeline.After(v.Over).Before(v.Rested) {
		if e.At > v.when(v.Over)+v.settling() {
			early = e.Seq
			break
		}
	}
	for _, l := range v.last() {
		if f, bad := v.lives1(l, early, "in-time"); bad {
			out = append(out, f)
			continue
		}
		if f, bad := v.lives1(l, v.Rested, "at-rest"); bad {
			out = append(out, f)
		}
	}
	if n, open := v.before(v.Rested).Census(ledger.Host), v.connected(v.Rested); n > open && len(out) == 0 {
		e, _ := v.before(v.Rested).Last(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting))
		out = append(out, found("spare-sockets", []ledger.Event{e},
			saySpareSockets, n, open))
	}
	return out
}

// connected counts the instances that say that they are connected.
func (v *view) connected(seq int) int {
	n := 0
	for _, l := range v.last() {
		if Connected(v.before(seq), l.Instance) {
			n++
		}
	}
	return n
}

// lives1 judges one instance at a moment.
func (v *view) lives1(l *life, seq int, when string) (Finding, bool) {
	line := v.before(seq)
	says := Connected(line, l.Instance)
	own := len(v.held(l, seq))
	last, _ := l.line.Before(seq).Last(ledger.By(ledger.Client))
	events := []ledger.Event{last}
	told := l.told(seq)
	switch wanted := l.wantedAt(seq); {
	case wanted && says && own == 0:
		return found("connected-without-a-socket-"+when, events, sayNoSocket, l.Instance, v.when(seq)), true
	// otherwise the platform refuses a socket at every attempt
	case wanted && !says && !told && v.instances(seq) <= v.Slots && last.Seq == 0:
		return found("neither-connected-nor-told-"+when, events, sayHeardNothing, l.Instance, v.when(seq)), true
	case wanted && !says && !told && v.instances(seq) <= v.Slots:
		return found("neither-connected-nor-told-"+when, events,
			sayNeither,
			l.Instance, v.when(seq), last.Kind, last), true
	case !wanted && says:
		return found("connected-though-ended-"+when, events, sayThoughEnded, l.Instance, last), true
	case !says && own > 0:
		return found("a-socket-though-not-connected-"+when, events, sayASocketThough, l.Instance, v.when(seq)), true
	}
	return Finding{}, false
}

// The findings of this file.
var (
	saySpareSockets = say("rec-09.spare-sockets",
		"ten minutes after the last fault there are {n} sockets, and {open} instances are connected",
		"最后一次故障过去十分钟，有 {n} 个 socket，而已连接的实例只有 {open} 个")
	sayNoSocket = say("rec-09.without-a-socket",
		"{who} says that it is connected at {at}, and has no socket",
		"{who} 在 {at} 说自己已连接，却没有 socket")
	sayNeither = say("rec-09.neither",
		"{who} is not connected at {at}, and nothing says that it will not be: the last that the application "+
			"heard is {kind:q} at {last}",
		"{who} 在 {at} 没有连接，也没有通知说不再连接：应用最后收到的是 {last} 的 {kind}")
	sayHeardNothing = say("rec-09.heard-nothing",
		"{who} is not connected at {at}, and the application never heard anything of it",
		"{who} 在 {at} 没有连接，应用从未收到过它的任何通知")
	sayThoughEnded = say("rec-09.though-ended",
		"{who} says at {at} that it is connected, and the application had ended it",
		"{who} 在 {at} 说自己已连接，而应用已经结束了它")
	sayASocketThough = say("rec-09.a-socket-though",
		"{who} is not connected at {at}, and holds a socket",
		"{who} 在 {at} 没有连接，却占着一个 socket")
)
