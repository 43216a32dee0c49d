package applications

import (
	"nimcert/checks/invariants"
	"nimcert/ledger"
)

// limit checks that a call which opens a connection finds a free socket. An instance holds a socket from the call that
// opens it until done, or until the application is told that the instance is over. Further sockets that the SDK holds
// are not the application's fault.
func limit(v *view) (out []invariants.Finding) {
	for _, e := range v.Timeline {
		if !isCall(e, opening) || v.Capped {
			continue
		}
		others := v.before(e.Seq).names(func(s state) bool { return s.holds && (s.ending == 0 || v.waits(s, e.At)) })
		n := 1
		for _, name := range others {
			if name != e.Instance {
				n++
			}
		}
		if n > v.Slots {
			key, words := where(e)
			out = append(out, found("more-connections-than-sockets"+key, []ledger.Event{e},
				sayTooManyConnections, e.At, e.Instance, words, n, v.Slots))
		}
	}
	return once(out)
}

var sayTooManyConnections = say("use-01.connections",
	"at {at} the application opens {who}{where}, and holds {n} connections: the platform has {slots} sockets",
	"应用{where}在 {at} 打开 {who}，共占 {n} 个连接：平台只有 {slots} 个 socket")
