package invariants

import "nimcert/ledger"

var _ = register(Invariant{
	Requirement: "APP-01", Name: "counted-once",
	Blind: "the recipe's count over an automatic reconnect, which it counts once more",
	check: countedOnce,
})

// countedOnce checks that a connection is told once: the integration guide has applications count in onconnect.
func countedOnce(v *view) (out []Finding) {
	for _, l := range v.lives {
		var last ledger.Event
		for _, e := range l.line {
			switch {
			case e.Kind == ledger.Connected && last.Kind == ledger.Connected:
				out = append(out, found("connected-twice", []ledger.Event{last, e}, "%s is told that it is connected at %s, and again at %s", l.Instance, at(last), at(e)))
			case told(e.Kind) || isWanting(e) || isEnding(e) || e.Kind == ledger.Done:
			default:
				continue
			}
			last = e
		}
	}
	return out
}
