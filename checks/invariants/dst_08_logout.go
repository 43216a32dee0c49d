package invariants

import (
	"time"

	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "DST-08", Name: "logout-before-close",
	Blind: "a logout on a link that anything troubled",
	check: logoutBeforeClose,
})

// logoutBeforeClose checks that the service hears a logout before the close, when a connected instance is ended and
// nothing troubles its link.
func logoutBeforeClose(v *view) (out []Finding) {
	for _, l := range v.lives {
		for _, call := range l.line.Where(isEnding) {
			until := call.At + time.Second + v.slow
			if until > v.end || !Connected(v.before(call.Seq), l.Instance) || !v.calm(l.Instance, call.At-v.settling(), until) {
				continue
			}
			for _, e := range v.Timeline.After(call.Seq) {
				if e.Who != ledger.Server || v.owner[e.Socket] != l.Instance {
					continue
				}
				if e.Kind == ledger.CloseReceived || e.Kind == ledger.LinkClosed {
					out = append(out, found("no-logout-behind-"+call.Verb, []ledger.Event{call, e},
						"%s of %s at %s closes the link at %s, and the service heard no logout", call.Verb, l.Instance, at(call), at(e)))
				}
				if e.Kind == ledger.Logout || e.Kind == ledger.CloseReceived || e.Kind == ledger.LinkClosed {
					break
				}
			}
		}
	}
	return out
}
