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

// settling is how long a client may take to be back once nothing is in its way: it notices the silence, an attempt times
// out, the longest wait goes by, and it logs in.
func (v *view) settling() time.Duration {
	return v.Policy.Heartbeat + v.Policy.AttemptTimeout + v.Policy.MaxDelay*6/5 + 20*time.Second + v.slow
}

// liveness checks that what the application wants connected is connected, with one socket, or says that it is not; and
// that nothing else is. It looks when the faults have been over for as long as a client needs, and ten minutes later.
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
			"ten minutes after the last fault there are %d sockets, and %d instances are connected", n, open))
	}
	return out
}

// connected counts the instances that say so.
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
	_, told := l.told(seq)
	switch wanted := l.wantedAt(seq); {
	case wanted && says && own == 0:
		return found("connected-without-a-socket-"+when, events, "%s says that it is connected at %s, and has no socket", l.Instance, stamp(v.when(seq))), true
	case wanted && !says && !told && v.instances(seq) <= v.Slots: // else the platform refuses a socket for as long as it is asked
		return found("neither-connected-nor-told-"+when, events,
			"%s is not connected at %s, and nothing says that it will not be: the last that the application heard is %q at %s",
			l.Instance, stamp(v.when(seq)), last.Kind, at(last)), true
	case !wanted && says:
		return found("connected-though-ended-"+when, events, "%s says at %s that it is connected, and the application had ended it", l.Instance, at(last)), true
	case !says && own > 0:
		return found("a-socket-though-not-connected-"+when, events, "%s is not connected at %s, and holds a socket", l.Instance, stamp(v.when(seq))), true
	}
	return Finding{}, false
}
