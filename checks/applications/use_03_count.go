package applications

import (
	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/ledger"
)

// count checks the application's own number of sockets against the platform's, whenever the application is asked. If
// the platform's number is not the one that the application's instances account for, the SDK is at fault and the count
// is not judged.
func count(v *view) (out []invariants.Finding) {
	for _, e := range v.Timeline {
		if e.Kind != ledger.Says || e.Name != clients.SaysCount || e.Seq < v.Rested-1 && e.Seq < v.Over {
			continue
		}
		now := v.before(e.Seq)
		if len(now.names(func(s state) bool { return s.ending > 0 })) > 0 {
			continue // both counts are right
		}
		census := len(v.Timeline.Before(e.Seq).Live(ledger.Host))
		if census != len(now.names(func(s state) bool { return s.holds })) || e.Count == census {
			continue
		}
		shape := "counts-too-many-sockets"
		if e.Count < census {
			shape = "counts-too-few-sockets"
		}
		out = append(out, found(shape, []ledger.Event{e}, sayCount, e.At, e.Count, census))
	}
	return once(out)
}

var sayCount = say("use-03.count",
	"at {at} the application counts {n:socket}, and the platform has {census}",
	"{at} 应用的计数是 {n} 个 socket，平台上有 {census} 个")
