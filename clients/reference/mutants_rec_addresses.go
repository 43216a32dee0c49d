// REC-15 and REC-20: a dead address or a mute LBS ends the reconnecting.

package reference

import "time"

func recAddressesMutants() []Mutant {
	return []Mutant{
		{"dead address for ever, once connected", "REC-15", "one-in-use",
			"Once it was connected it tries the same link address again and again.",
			func(s *seams) {
				was := map[*instance]bool{}
				at(afterLogin, func(in *instance) { was[in] = true })(s)
				s.badAddress = func(in *instance) {
					if !was[in] {
						nextAddress(in)
					}
				}
			}},
		{"dead address for ever", "REC-15", "", "It tries the same link address again and again.",
			func(s *seams) { s.badAddress = func(*instance) {} }},

		{"no way back after long silence of LBS", "REC-20", "",
			"It gives up when address lookups went unanswered for five minutes.",
			func(s *seams) {
				since := map[*instance]time.Duration{}
				s.withoutLookup = func(l *link) bool {
					now := l.in.c.env.Clock.Now()
					if since[l.in] == 0 {
						since[l.in] = now
					}
					if now-since[l.in] > 5*time.Minute {
						l.over = true
						return false
					}
					return builtIn(l)
				}
			}},
		{"no answer from LBS, no way back", "REC-20", "",
			"An address lookup that is not answered ends the reconnecting.", lookupOrNothing},
		{"LBS waited for", "REC-20", "", "It waits for the answer to an address lookup for as long as it takes.",
			waitingFor(lookup)},
	}
}
