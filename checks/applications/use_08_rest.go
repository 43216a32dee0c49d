package applications

import (
	"nimcert/checks/invariants"
	"nimcert/ledger"
)

// storm is the number of calls to open a connection above which the application caused a session's unrest. The platform
// gives a client up after thousands of requests and sockets in a minute, and one call makes three to five of them.
const storm = 100

// rest checks that the application does not connect without end. Attempts that the SDK makes by itself do not count.
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
		sayNoRest, last.At, len(calls), words)}
}

var sayNoRest = say("use-08.no-rest",
	"the application never comes to rest: until {at} it opens a connection {n} times, the last time{where}",
	"应用始终不停：到 {at} 为止打开连接 {n} 次，最后一次{where}")
