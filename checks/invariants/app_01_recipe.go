package invariants

import (
	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "APP-01", Name: "counted-once",
	Blind: "the recipe's count over an automatic reconnect, which it counts once more",
	check: countedOnce,
})

// countedOnce checks that a connection is told once: applications count in onconnect, as the integration guide tells
// them.
func countedOnce(v *view) (out []Finding) {
	for _, l := range v.lives {
		var last ledger.Event
		for _, e := range l.line {
			switch {
			case e.Kind == ledger.Connected && last.Kind == ledger.Connected:
				out = append(out,
					found("connected-twice", []ledger.Event{last, e}, sayConnectedTwice, l.Instance, last, e))
			case told(e.Kind) || isWanting(e) || isEnding(e) || e.Kind == ledger.Done:
			default:
				continue
			}
			last = e
		}
	}
	return out
}

var sayConnectedTwice = say("app-01.connected-twice",
	"{who} is told that it is connected at {first}, and again at {at}",
	"{who} 在 {first} 得知已连接，又在 {at} 再次得知")
