package invariants

import (
	"nimcert/clients"
	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "REC-02", Name: "told-once",
	Blind: "a callback behind a call of the application's, which may answer that",
	check: toldOnce,
})

// toldOnce checks that one end is told once: between two ondisconnect there must be a connection, an attempt, or a call
// that asks for one. Each call that ends the instance may get an ondisconnect of its own.
func toldOnce(v *view) (out []Finding) {
	if !v.Capabilities[clients.ReconnectCap] {
		return nil
	}
	for _, l := range v.lives {
		var last ledger.Event
		times, allowed := 0, 1
		for _, e := range l.line {
			switch {
			case isEnding(e):
				allowed++
			case isWanting(e) || e.Kind == ledger.Connected || e.Kind == ledger.WillReconnect || e.Kind == ledger.Lost:
				times, allowed = 0, 1
			case e.Kind == ledger.Disconnected:
				if times++; times == allowed+1 && len(v.kicks(l.Instance)) == 0 {
					out = append(out,
						found("twice", []ledger.Event{last, e}, sayToldTwice, l.Instance, e.Kind, last, e))
				}
				last = e
			}
		}
	}
	return out
}

var sayToldTwice = say("rec-02.twice",
	"{who} is told {kind:q} at {first}, and again at {at}",
	"{who} 在 {first} 收到 {kind}，又在 {at} 再次收到")
