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

// logoutBeforeClose checks that the service gets a logout before the close, if a connected instance is ended and
// nothing troubles its link.
func logoutBeforeClose(v *view) (out []Finding) {
	for _, l := range v.lives {
		for _, call := range l.line.Where(isEnding) {
			until := call.At + time.Second + v.slow
			if until > v.end || !Connected(v.before(call.Seq), l.Instance) ||
				!v.calm(l.Instance, call.At-v.settling(), until) {
				continue
			}
			for _, e := range v.Timeline.After(call.Seq) {
				if e.Who != ledger.Server || v.owner[e.Socket] != l.Instance || !v.beganBefore(e.Socket, call.Seq) {
					continue // also of a later login, if there was no link when the end was asked for
				}
				if e.Kind == ledger.CloseReceived || e.Kind == ledger.LinkClosed {
					out = append(out, found("no-logout-behind-"+call.Verb, []ledger.Event{call, e},
						sayNoLogout, call.Verb, l.Instance, call, e))
				}
				if e.Kind == ledger.Logout || e.Kind == ledger.CloseReceived || e.Kind == ledger.LinkClosed {
					break
				}
			}
		}
	}
	return out
}

var sayNoLogout = say("dst-08.no-logout",
	"{verb} of {who} at {call} closes the link at {at}, and the service heard no logout",
	"{who} 在 {call} 的 {verb} 于 {at} 关闭了连接，而服务端没有收到登出")
