package applications

import (
	"nimcert/checks/invariants"
	"nimcert/ledger"
)

// afterDone checks that no instance is opened while one of its kind, an account's or a chatroom's, is ending. A done that
// does not come in its documented time is waited for no longer: that is the SDK's fault.
func afterDone(v *view) (out []invariants.Finding) {
	for _, e := range v.Timeline {
		if !isCall(e, opening) {
			continue
		}
		now := v.before(e.Seq)
		room := now[e.Instance].room || e.Verb == "enter chatroom"
		for _, name := range now.names(func(s state) bool { return s.room == room && v.waits(s, e.At) }) {
			call := v.Timeline[now[name].ending-1]
			key, words := where(e)
			out = append(out, found("opens-before-done"+key, []ledger.Event{call, e},
				"at %s the application opens %s%s, and the done of %s of %s, called at %s, has not come", stamp(e.At), e.Instance, words, call.Verb, name, stamp(call.At)))
			break
		}
	}
	return once(out)
}
