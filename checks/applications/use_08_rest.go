package applications

import (
	"nimcert/checks/invariants"
	"nimcert/ledger"
)

// storm is how many of its own calls to open a connection make a session's unrest the application's: the platform gives a
// client up after thousands of requests and sockets in a minute, and one call makes three to five of them.
const storm = 100

// rest checks that the application does not connect without end. What the SDK does by itself is not its doing.
func rest(v *view) []invariants.Finding {
	if !v.Restless {
		return nil
	}
	calls := v.Timeline.Where(func(e ledger.Event) bool { return isCall(e, opening) })
	if len(calls) < storm {
		return nil
	}
	last := calls[len(calls)-1]
	key, words := where(last)
	return []invariants.Finding{found("connects-without-end"+key, []ledger.Event{last},
		"the application never comes to rest: until %s it opens a connection %d times, the last time%s", stamp(last.At), len(calls), words)}
}
