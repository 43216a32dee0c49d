// LIM-08: a login that times out leaves its socket.

package reference

import "time"

func limLoginTimesOutMutants() []Mutant {
	return []Mutant{
		{"login timed out, socket kept", "LIM-08", "", "When a login times out, its socket stays open.",
			func(s *seams) {
				s.loginTimedOut = func(l *link, why cause) {
					l.quit()
					l.in.link = nil
					l.in.lost(why)
				}
			}},
		{"login timed out, socket kept for five minutes", "LIM-08", "",
			"When a login times out, its socket is closed five minutes later.",
			func(s *seams) {
				s.loginTimedOut = func(l *link, why cause) {
					l.quit()
					l.in.link = nil
					later(l.in, 5*time.Minute, l.drop)
					l.in.lost(why)
				}
			}},
		{"login timed out on the way back, socket kept", "LIM-08", "",
			"When a login times out and is tried again, the socket stays open.",
			func(s *seams) {
				s.overlaps = func(*link) bool { return true }
				s.loginTimedOut = func(l *link, why cause) {
					if l.in.noReconnect {
						l.fail(why)
						return
					}
					l.quit()
					l.in.link = nil
					l.in.lost(why)
				}
			}},
		{"login timed out, nobody told", "LIM-08", "", "When a login times out, it is given up without any callback.",
			func(s *seams) {
				s.loginTimedOut = func(l *link, _ cause) {
					l.in.vanish()
					l.in.phase = idle
				}
			}},
		{"login never timed out", "LIM-08", "", "It waits for the answer to a login for as long as it takes.",
			waitingFor(entering)},
		{"greeting waited for", "LIM-08", "before-greeting",
			"It waits for the service's greeting for as long as it takes.", waitingFor(opening)},
		{"room login timed out, socket kept", "LIM-08", "in-room",
			"When a chatroom's login times out, its socket stays open.",
			func(s *seams) {
				s.loginTimedOut = func(l *link, why cause) {
					if !inRoom(l.in) {
						l.fail(why)
						return
					}
					l.quit()
					l.in.link = nil
					l.in.lost(why)
				}
			}},
		{"second login timed out, socket kept", "LIM-08", "first-login",
			"When the second login in a row times out, its socket stays open.",
			func(s *seams) {
				count := nth()
				keepingSocket(func(l *link) bool { return count(l.in) > 1 })(s)
			}},
		{"room's automatic login timed out, socket kept", "LIM-08", "room-automatic-entry",
			"When an automatic entry of a chatroom times out, its socket stays open.",
			keepingSocket(func(l *link) bool { return l.automatic && inRoom(l.in) })},
		{"login by connect timed out, socket kept", "LIM-08", "automatic-login",
			"Once it was logged in, a login by connect that times out leaves its socket open.",
			func(s *seams) {
				was := map[*instance]bool{}
				keepingSocket(func(l *link) bool { return was[l.in] && !l.automatic })(s)
				at(afterLogin, func(in *instance) { was[in] = true })(s)
			}},
	}
}
