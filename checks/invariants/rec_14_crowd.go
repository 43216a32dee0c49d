package invariants

import (
	"nimcert/clients"
	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "REC-14", Name: "crowd",
	Blind: "waits that are spread by less than a crowd needs: a schedule has too few of them to say so",
	check: crowd,
})

// enough waits say that they are not drawn at all: of waits that are drawn from a tenth of the delay, as REC-14 asks,
// the first and the last of so many lie within a hundredth of it once in a million sessions.
const enough = 8

// crowd checks that the first waits before a return are not all the same: clients that lose their links at once would
// come back at once.
func crowd(v *view) (out []Finding) {
	if !v.Capabilities[clients.AnnouncedDelay] {
		return nil
	}
	var waits [2]ledger.Timeline // of accounts and of chatrooms, whose first waits may differ
	for _, l := range v.lives {
		kind := 0
		if l.Room != "" {
			kind = 1
		}
		if l.Delay == 0 {
			waits[kind] = append(waits[kind],
				l.line.Where(ledger.Is(ledger.WillReconnect), func(e ledger.Event) bool { return e.Count == 1 })...)
		}
	}
	for _, list := range waits {
		if len(list) < enough {
			continue
		}
		least, most := list[0], list[0]
		for _, e := range list {
			if e.Duration < least.Duration {
				least = e
			}
			if e.Duration > most.Duration {
				most = e
			}
		}
		if most.Duration-least.Duration < most.Duration/100 {
			out = append(out,
				found("all-the-same", []ledger.Event{least, most}, sayAllTheSame, len(list), least.Duration,
					most.Duration))
		}
	}
	return out
}

var sayAllTheSame = say("rec-14.all-the-same",
	"{n} first waits before a return lie between {least} and {most}: a crowd would come back at once",
	"{n} 次重连的首次等待都在 {least} 到 {most} 之间：大量客户端会同时重连")
