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

// toldOnce checks that one end is told once: between two ondisconnect there is a connection, an attempt or a call.
func toldOnce(v *view) (out []Finding) {
	if !v.Capabilities[clients.ReconnectCap] {
		return nil
	}
	for _, l := range v.lives {
		var first ledger.Event
		for _, e := range l.line {
			switch {
			case e.Kind == ledger.Disconnected && first.Seq > 0 && len(v.kicks(l.Instance)) == 0:
				out = append(out, found("twice", []ledger.Event{first, e}, "%s is told %q at %s, and again at %s", l.Instance, e.Kind, at(first), at(e)))
				first = ledger.Event{}
			case e.Kind == ledger.Disconnected:
				first = e
			case isWanting(e) || isEnding(e) || e.Kind == ledger.Done || e.Kind == ledger.Connected || e.Kind == ledger.WillReconnect || e.Kind == ledger.Lost:
				first = ledger.Event{}
			}
		}
	}
	return out
}
