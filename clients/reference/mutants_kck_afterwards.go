// KCK-06, KCK-07 and KCK-09: after a kick, destroy, a login or messages go wrong.

package reference

import "time"

func kckAfterwardsMutants() []Mutant {
	return []Mutant{
		{"kicked, then done twice", "KCK-06", "", "After a kick destroy calls done twice.",
			afterAKick(func(s *seams) { s.done = doneTwice })},
		{"kicked, then done never", "KCK-06", "", "After a kick destroy does not call done.",
			afterAKick(func(s *seams) { s.done = func(*instance, ending) {} })},
		{"kicked, then done nine minutes late", "KCK-06", "", "After a kick destroy calls done nine minutes late.",
			afterAKick(func(s *seams) { s.done = nineMinutesLate })},
		{"kicked and destroyed at once, done never", "KCK-06", "at-once",
			"destroy within half a second of a kick does not call done.",
			at(afterKick, func(in *instance) {
				in.c.s.done = func(*instance, ending) {}
				later(in, 500*time.Millisecond, func() { in.c.s.done = done })
			})},
		{"kicked, destroyed after ten minutes, done never", "KCK-06", "ten-minutes-after",
			"destroy does not call done when the kick is five minutes ago.",
			at(afterKick, func(in *instance) {
				later(in, 5*time.Minute, func() { in.c.s.done = func(*instance, ending) {} })
			})},
		{"kicked out of the room, then done never", "KCK-06", "room-a-second-after",
			"After a kick out of a chatroom destroy does not call done.",
			at(afterKick, func(in *instance) {
				if inRoom(in) {
					in.c.s.done = func(*instance, ending) {}
				}
			})},

		{"kicked for good", "KCK-07", "", "After a kick connect does nothing.",
			afterAKick(func(s *seams) { s.connect = func(*instance) {} })},
		{"kicked, then two sockets", "KCK-07", "", "After a kick connect opens two links.",
			afterAKick(func(s *seams) {
				s.connect = func(in *instance) {
					in.spare(kept)
					connect(in)
				}
			})},
		{"kicked, and asked for in vain", "KCK-07", "asked-again",
			"After a kick, asking for the instance does not connect it.",
			afterAKick(func(s *seams) { s.askedAgain = func(*instance) {} })},
		{"kicked and destroyed for good", "KCK-07", "destroyed-and-asked-again",
			"An account that was kicked and destroyed cannot be opened any more.",
			afterAKick(func(s *seams) { s.forgotten = func(*instance) bool { return false } })},
		{"kicked, then no way back", "KCK-07", "", "After a kick and a new login a lost link is not opened again.",
			afterAKick(func(s *seams) { s.returns = func(*instance, cause) bool { return false } })},
		{"kicked, deaf to connect for ten seconds", "KCK-07", "connect-at-once",
			"For ten seconds after a kick connect does nothing.",
			at(afterKick, func(in *instance) {
				in.c.s.connect = func(*instance) {}
				later(in, 10*time.Second, func() { in.c.s.connect = connect })
			})},
		{"kicked out of the room for good", "KCK-07", "room", "After a kick out of a chatroom connect does nothing.",
			at(afterKick, func(in *instance) {
				if inRoom(in) {
					in.c.s.connect = func(*instance) {}
				}
			})},

		{"delivered after the kick", "KCK-09", "",
			"It closes half a second after a kick, and delivers what comes meanwhile.", lingering},
		{"delivered after the kick out of the room", "KCK-09", "room",
			"It leaves a chatroom half a second after a kick, and delivers what comes meanwhile.", lingeringInRooms},
		{"team's message delivered after the kick", "KCK-09", "im",
			"It closes half a second after a kick, and delivers what comes from a team meanwhile.",
			func(s *seams) {
				lingering(s)
				s.also = func(in *instance, now moment) {
					if now == afterKick {
						in.c.s.deliver = func(l *link, m incoming) {
							if m.team {
								deliver(l, m)
							}
						}
					}
				}
			}},
	}
}
