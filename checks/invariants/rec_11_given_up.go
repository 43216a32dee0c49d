package invariants

import (
	"slices"
	"time"

	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "REC-11", Name: "first-given-up",
	Blind: "an attempt that goes on while other instances are there, or in a program that was hidden",
	check: func(v *view) []Finding { return v.givenUp(false) },
})

var _ = register(Invariant{
	Requirement: "REC-09", Name: "return-given-up",
	Blind: "as first-given-up",
	check: func(v *view) []Finding { return v.givenUp(true) },
})

// givenUp checks that an attempt that nobody answers ends. While the application wants an instance that is neither
// connected nor reported as given up, something must happen at the platform or to the application within the time that
// a client may take to be back. was selects instances that were connected before, or those that never were.
func (v *view) givenUp(was bool) (out []Finding) {
	for _, l := range v.lives {
		if !v.alone(l, l.from, l.to) || l.from > len(v.Timeline) {
			continue
		}
		last, connected := v.Timeline[l.from-1], false
		for _, e := range v.Timeline {
			if e.Seq < l.from || e.Seq >= l.to || e.Seq >= v.Ended {
				continue
			}
			within := v.settling()
			if last.Kind == ledger.WillReconnect {
				within += last.Duration
			}
			if told := l.told(e.Seq); !told && e.At-last.At > within && connected == was && l.wantedAt(e.Seq) &&
				!Connected(v.before(e.Seq), l.Instance) && v.calmScreen(last.At, e.At) {
				out = append(out, found("waits-without-end", []ledger.Event{last},
					sayWaitsWithoutEnd, l.Instance, last, e.At-last.At))
				break
			}
			connected = connected || e.Kind == ledger.Connected && e.Instance == l.Instance
			if e.Who == ledger.Host ||
				e.Instance == l.Instance && (e.Who == ledger.Client || isWanting(e) || isEnding(e)) {
				last = e
			}
		}
	}
	return out
}

// calmScreen reports whether the program was on the screen between two moments. A hidden program's timers may stand
// still.
func (v *view) calmScreen(from, to time.Duration) bool {
	return !slices.ContainsFunc(v.Troubles,
		func(t Trouble) bool { return t.Verb == "background" && t.From <= to && t.To >= from })
}

var sayWaitsWithoutEnd = say("rec-11.waits-without-end",
	"{who} waits from {at} on, is not connected, and does nothing for {time}",
	"{who} 从 {at} 起等待，没有连接，{time} 内什么也不做")
