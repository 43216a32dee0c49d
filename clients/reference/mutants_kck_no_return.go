// KCK-02 and KCK-03: a kicked client keeps its socket, or comes back.

package reference

import "time"

func kckNoReturnMutants() []Mutant {
	return []Mutant{
		{"kicked, socket kept for two seconds", "KCK-02", "", "It closes the socket two seconds after the kick.",
			func(s *seams) {
				s.kicked = func(l *link) {
					l.quit()
					later(l.in, 2*time.Second, l.drop)
				}
			}},
		{"kicked, socket kept", "KCK-02", "", "It leaves the socket to the service after a kick.",
			func(s *seams) { s.kicked = (*link).quit }},
		{"kicked silently, socket kept", "KCK-02", "reason-4",
			"It leaves the socket to the service after a silent kick.",
			func(s *seams) {
				silent := false
				s.reason = func(names map[int]string, n int) string {
					silent = n == 4
					return names[n]
				}
				s.kicked = func(l *link) {
					if silent {
						l.quit()
						return
					}
					l.drop()
				}
			}},
		{"kicked out of the room, socket kept", "KCK-02", "room-reason-2",
			"It leaves the socket to the service after a kick out of a chatroom.",
			func(s *seams) {
				s.kicked = func(l *link) {
					if inRoom(l.in) {
						l.quit()
						return
					}
					l.drop()
				}
			}},

		{"kicked, back at once", "KCK-03", "", "It reconnects after a kick as after any loss.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool { return !why.final && !in.noReconnect }
			}},
		{"kicked, back after five minutes", "KCK-03", "", "It reconnects five minutes after a kick.",
			at(afterKick, func(in *instance) { later(in, 5*time.Minute, func() { in.attempt(true) }) })},
		{"kicked by the service, back at once", "KCK-03", "reason-2",
			"It reconnects when the service itself kicked it.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool {
					return mayReturn(in, why) || why.how == byKick && why.reason == kickReasons[2]
				}
			}},
		{"kicked, a return announced", "KCK-03", "", "It announces a reconnect after a kick and makes none.",
			at(afterKick, func(in *instance) { announce(in, 1, minDelay) })},
		{"kicked out of the room, back after five minutes", "KCK-03", "",
			"It enters a chatroom again five minutes after a kick.",
			at(afterKick, func(in *instance) {
				if in.room != "" {
					later(in, 5*time.Minute, func() { in.attempt(true) })
				}
			})},
		{"kicked out of the room, back at once", "KCK-03", "room-reason-3",
			"It enters a chatroom again when the same platform kicked it out.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool {
					return mayReturn(in, why) || inRoom(in) && why.how == byKick && why.reason == roomKickReasons[3]
				}
			}},
	}
}
