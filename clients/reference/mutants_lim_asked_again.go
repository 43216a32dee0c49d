// LIM-05 and LIM-09: asked for again, it opens a second socket.

package reference

import "time"

func limAskedAgainMutants() []Mutant {
	inRoomsLink := func(in *instance) bool { return in.phase == connecting && inRoom(in) }
	onAutomatic := func(in *instance) bool { return in.phase == connecting && in.link.automatic }
	return []Mutant{
		{"asked twice, two instances", "LIM-05", "", "Asking for an account's instance always makes a new one.",
			func(s *seams) { s.forgotten = func(*instance) bool { return true } }},
		{"asked twice, logged in twice", "LIM-05", "",
			"Asking for an instance that is there closes its link and opens another.",
			func(s *seams) {
				s.askedAgain = func(in *instance) {
					in.vanish()
					in.attempt(false)
				}
			}},
		{"asked twice, two sockets while the first closes", "LIM-05", "logged-in-close-3-s-late",
			"Asking for an instance that is there closes its link, and opens another before that is closed.",
			func(s *seams) {
				s.overlaps = func(*link) bool { return true }
				s.askedAgain = func(in *instance) {
					in.vanish()
					in.attempt(false)
				}
			}},
		{"asked twice, thrown out", "LIM-05", "", "Asking for an instance that is there closes its link.",
			func(s *seams) { s.askedAgain = (*instance).vanish }},
		{"asked twice while connecting", "LIM-05", "",
			"Asking for an instance whose first link is coming up opens another.",
			func(s *seams) {
				unaskedConnect(s)
				s.askedAgain = (*instance).connect
			}},
		{"room asked for twice", "LIM-05", "", "Asking for a chatroom's instance always makes a new one.",
			func(s *seams) { s.forgotten = func(in *instance) bool { return in.destroyed || in.room != "" } }},
		{"asked for in the wait, two links", "LIM-05", "in-the-wait",
			"Asking in the wait for an instance that is there opens a link, and the attempt that was announced " +
				"opens another.",
			func(s *seams) {
				s.overlaps = func(*link) bool { return true }
				s.askedAgain = func(in *instance) {
					if in.phase == waiting {
						in.attempt(false)
						return
					}
					in.connect()
				}
			}},
		{"asked for in the wait, called off", "LIM-05", "in-the-wait",
			"Asking in the wait for an instance that is there calls the attempt off.",
			func(s *seams) {
				s.askedAgain = func(in *instance) {
					if in.phase == waiting {
						in.wait.Stop()
						in.phase = idle
					}
				}
			}},
		{"room asked for while it connects", "LIM-05", "room-connecting",
			"Asking for a chatroom's instance whose first link is coming up opens another.",
			func(s *seams) {
				unaskedConnect(s)
				s.askedAgain = func(in *instance) {
					if inRoom(in) {
						in.connect()
					}
				}
			}},
		{"asked for in the handshake", "LIM-05", "in-handshake",
			"Asking for an instance whose link is in the handshake opens another.",
			asking(func(in *instance) bool { return in.at(handshake) })},
		{"asked for in the login", "LIM-05", "login-pending",
			"Asking for an instance whose login is pending opens another link.",
			asking(func(in *instance) bool { return in.at(entering) })},
		{"asked for three times", "LIM-05", "", "Asking for an instance a third time opens another link.",
			func(s *seams) {
				count := nth()
				asking(func(in *instance) bool { return count(in) == 2 })(s)
			}},
		{"asked for after a reconnect", "LIM-05", "after-reconnect",
			"Asking for an instance that came back by itself opens another link.",
			asking(func(in *instance) bool { return in.link != nil && in.link.automatic })},
		{"room asked for in the wait", "LIM-05", "room-in-the-wait",
			"Asking in the wait for a chatroom's instance opens a link, and the attempt that was announced opens " +
				"another.", asking(func(in *instance) bool { return inRoom(in) && in.phase == waiting })},

		{"connect twice, two sockets", "LIM-09", "", "A connect while a login is pending opens a second link.",
			unaskedConnect},
		{"connect twice, none left", "LIM-09", "", "A connect while a login is pending ends both.",
			func(s *seams) {
				s.connect = func(in *instance) {
					if in.phase == connecting {
						in.vanish()
						in.phase = idle
						return
					}
					connect(in)
				}
			}},
		{"connect in LBS, two sockets", "LIM-09", "in-lbs",
			"A connect while addresses are looked up opens a second link.", unaskedAt(lookup)},
		{"connect in the handshake, two sockets", "LIM-09", "in-handshake",
			"A connect in the handshake opens a second link.", unaskedAt(handshake)},
		{"connect before the greeting, two sockets", "LIM-09", "before-greeting",
			"A connect before the service greets opens a second link.", unaskedAt(opening)},
		{"connect in the login, closed after five minutes", "LIM-09", "login-pending",
			"A connect while a login is pending closes the socket five minutes later.",
			func(s *seams) {
				s.connect = func(in *instance) {
					if in.phase == connecting {
						later(in, 5*time.Minute, in.vanish)
					}
					connect(in)
				}
			}},
		{"room connected twice, two sockets", "LIM-09", "room-entry-pending",
			"A connect while the entry of a chatroom is pending opens a second link.", reconnecting(inRoomsLink)},
		{"connect in the automatic login, two sockets", "LIM-09", "automatic-login-pending",
			"A connect while an automatic login is pending opens a second link.", reconnecting(onAutomatic)},
		{"connect three times, two sockets", "LIM-09", "login-pending-again", "The third connect opens a second link.",
			func(s *seams) {
				count := nth()
				reconnecting(func(in *instance) bool { return count(in) == 3 && in.phase == connecting })(s)
			}},
	}
}
