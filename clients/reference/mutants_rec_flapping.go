// REC-16: a flapping link leaves it disconnected, or leaves something behind.

package reference

import "time"

func recFlappingMutants() []Mutant {
	return []Mutant{
		{"ten losses are enough for a room", "REC-16", "room", "After ten losses it does not enter a chatroom again.",
			func(s *seams) {
				count := nth()
				givingUp(func(in *instance, _ cause) bool { return inRoom(in) && count(in) > 10 })(s)
			}},
		{"one timer left by many losses", "REC-16", "", "The fifteenth loss leaves a timer behind.",
			atNth(afterLoss, 15, func(in *instance) { later(in, 24*time.Hour, func() {}) })},
		{"a timer for each return", "REC-16", "", "Each automatic login leaves a timer behind.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					later(in, 24*time.Hour, func() {})
				}
			})},
		{"ten losses are enough", "REC-16", "", "After ten losses it does not come back.",
			func(s *seams) {
				losses := 0
				s.returns = func(in *instance, why cause) bool {
					if why.step == live {
						losses++
					}
					return mayReturn(in, why) && losses < 10
				}
			}},
		{"a socket for the tenth return", "REC-16", "", "After the tenth automatic login it opens a second socket.",
			func(s *seams) {
				returns := 0
				s.also = func(in *instance, now moment) {
					if now == afterLogin && in.link.automatic {
						if returns++; returns == 10 {
							in.spare(kept)
						}
					}
				}
			}},
	}
}
