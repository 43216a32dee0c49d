package invariants

import (
	"time"

	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "REC-05", Name: "storm",
	Blind: "a storm on a link that takes time, which lets the client come to rest: the waits show that one",
	check: storm,
})

// Storm is the shape of the finding about a client that never comes to rest for what it asks of the network.
const Storm = "storm"

// stormy is how many requests and sockets in the last minute of a session that never came to rest are a storm. A
// hundred published SDKs that come back at once begin 400, and do come to rest.
const stormy = 300

// storm checks that a client that never comes to rest was not ended for what it asked of the network: attempts with no
// wait between.
func storm(v *view) []Finding {
	if !v.Restless {
		return nil
	}
	if f, ok := Stormed(v.Timeline); ok {
		return []Finding{f}
	}
	return nil
}

// Stormed is what the time line of a session that the client's unrest ended shows of attempts without end. It reports
// whether they were a storm: else the unrest had another cause.
func Stormed(t ledger.Timeline) (Finding, bool) {
	if len(t) == 0 {
		return Finding{}, false
	}
	end := t[len(t)-1].At
	asked := t.Where(ledger.By(ledger.Host),
		ledger.Is(ledger.RequestStart, ledger.SocketConnecting, ledger.SocketRefused),
		func(e ledger.Event) bool { return e.At >= end-time.Minute })
	if len(asked) < stormy {
		return Finding{}, false
	}
	last := asked[len(asked)-1]
	return found(Storm, []ledger.Event{asked[0], last}, sayStorm, asked[0], len(asked), last), true
}

var sayStorm = say("rec-05.storm",
	"from {first} on the client begins {n} requests and sockets within a minute, the last at {at}, and never comes to "+
		"rest",
	"从 {first} 起，客户端在一分钟内发起 {n} 次请求和 socket，最后一次在 {at}，始终没有停下来")
