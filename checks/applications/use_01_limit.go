package applications

import (
	"nimcert/checks/invariants"
	"nimcert/ledger"
)

// limit checks that a call which opens a connection finds a socket free for it: an instance holds one from the call that
// opens it until done, or until the application is told that it is over. What the SDK holds beyond that is not the
// application's doing.
func limit(v *view) (out []invariants.Finding) {
	for _, e := range v.Timeline {
		if !isCall(e, opening) || v.Capped {
			continue
		}
		others := v.before(e.Seq).names(func(s state) bool { return s.holds && (s.ending == 0 || v.waits(s, e.At)) })
		n := 1
		for _, name := range others {
			if name != e.Instance {
				n++
			}
		}
		if n > v.Slots {
			key, words := where(e)
			out = append(out, found("more-connections-than-sockets"+key, []ledger.Event{e},
				"at %s the application opens %s%s, and holds %d connections: the platform has %d sockets", stamp(e.At), e.Instance, words, n, v.Slots))
		}
	}
	return once(out)
}
