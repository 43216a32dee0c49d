package reference

import (
	"time"

	"nimcert/clients/platform"
)

// inRoom says whether an instance is a chatroom entry. The mutants in the files called later break a promise only there, only the second time, or only after a while.
func inRoom(in *instance) bool { return in.room != "" }

// unaskedAt is a connect that makes a second link while the first is at one step.
func unaskedAt(at step) func(*seams) {
	return func(s *seams) {
		s.overlaps = func(*link) bool { return true }
		s.connect = func(in *instance) {
			if in.phase == connecting && in.link.step == at {
				in.attempt(false)
				return
			}
			connect(in)
		}
	}
}

func limitLaterMutants() []Mutant {
	return []Mutant{
		{"second account, two sockets", "LIM-01", "two accounts", "The second account opens two sockets.",
			at(afterLogin, func(in *instance) {
				if len(in.others()) > 0 {
					in.spare(kept)
				}
			})},
		{"connected again, two sockets", "LIM-01", "connect is called again", "connect opens another link although one is up.",
			func(s *seams) {
				s.overlaps = func(*link) bool { return true }
				s.connect = func(in *instance) {
					if in.phase == ready {
						in.attempt(false)
						return
					}
					connect(in)
				}
			}},
		{"a socket for what is sent", "LIM-01", "a message goes and one comes", "It opens a socket for each message that it sends.",
			func(s *seams) {
				s.sends = func(in *instance, _ outgoing, send func()) {
					send()
					in.spare(kept)
				}
			}},
		{"a socket for what comes", "LIM-01", "a message goes and one comes", "It opens a socket for each message that comes.",
			func(s *seams) {
				s.deliver = func(l *link, m incoming) {
					deliver(l, m)
					l.in.spare(kept)
				}
			}},

		{"room's socket given back", "LIM-02", "", "It closes a chatroom's socket after three minutes and tells nobody.",
			at(afterLogin, func(in *instance) {
				if inRoom(in) {
					later(in, 3*time.Minute, in.vanish)
				}
			})},
		{"IM takes the socket of the room", "LIM-02", "the chatroom first", "A login closes the chatroom's socket.",
			at(afterLogin, func(in *instance) {
				if !inRoom(in) {
					for _, other := range in.others() {
						other.vanish()
					}
				}
			})},
		{"third socket after five minutes", "LIM-02", "", "Five minutes after a chatroom was entered it asks for a third socket.",
			at(afterLogin, func(in *instance) {
				if inRoom(in) {
					later(in, 5*time.Minute, func() { in.spare(kept) })
				}
			})},

		{"refused on the way back, kept secret", "LIM-03", "on the way back, when the platform gives one socket less", "When the platform refuses the socket of an automatic attempt, it gives up without any callback.",
			func(s *seams) {
				s.refused = func(l *link, why cause) {
					if !l.automatic {
						l.fail(why)
						return
					}
					l.in.vanish()
					l.in.phase = idle
				}
			}},
		{"refused on the way back, without end", "LIM-03", "on the way back, when the platform gives one socket less", "The cap does not count for automatic attempts whose socket the platform refuses.",
			func(s *seams) {
				logins := 0
				s.also = func(_ *instance, now moment) {
					if now == afterLogin {
						logins++
					}
				}
				s.allowed = func(in *instance, why cause) int {
					if why.how == bySocket && logins > 0 {
						return -1
					}
					return allowed(in, why)
				}
			}},

		{"two links race on a room's way back", "LIM-04", "a chatroom: FIN without a close frame", "On each automatic attempt of a chatroom it opens a second socket, which it closes a second later.",
			at(onAttempt, func(in *instance) {
				if inRoom(in) && in.tries > 0 {
					in.spare(func(s *platform.Socket) { later(in, time.Second, func() { _ = s.Close(normalClosed, "") }) })
				}
			})},
		{"two links race from the second loss on", "LIM-04", "", "From the second loss on, each automatic attempt opens a second socket, which it closes a second later.",
			func(s *seams) {
				logins := 0
				s.also = func(in *instance, now moment) {
					switch {
					case now == afterLogin:
						logins++
					case now == onAttempt && in.tries > 0 && logins > 1:
						in.spare(func(s *platform.Socket) { later(in, time.Second, func() { _ = s.Close(normalClosed, "") }) })
					}
				}
			}},

		{"asked for in the wait, two links", "LIM-05", "in the wait before a reconnect", "Asking in the wait for an instance that is there opens a link, and the attempt that was announced opens another.",
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
		{"asked for in the wait, called off", "LIM-05", "in the wait before a reconnect", "Asking in the wait for an instance that is there calls the attempt off.",
			func(s *seams) {
				s.askedAgain = func(in *instance) {
					if in.phase == waiting {
						in.wait.Stop()
						in.phase = idle
					}
				}
			}},
		{"room asked for while it connects", "LIM-05", "while a chatroom connects", "Asking for a chatroom's instance whose first link is coming up opens another.",
			func(s *seams) {
				unaskedConnect(s)
				s.askedAgain = func(in *instance) {
					if inRoom(in) {
						in.connect()
					}
				}
			}},

		{"a timer for each room", "LIM-06", "a chatroom", "Each destroyed chatroom leaves a timer behind.",
			at(afterDone, func(in *instance) {
				if inRoom(in) {
					later(in, 24*time.Hour, func() {})
				}
			})},
		{"a socket for every thirtieth room", "LIM-06", "a chatroom", "Every thirtieth chatroom is destroyed without closing its socket.",
			func(s *seams) {
				rounds := 0
				s.abandon = func(l *link) {
					if rounds++; inRoom(l.in) && rounds%30 == 0 {
						l.quit()
						return
					}
					l.drop()
				}
			}},

		{"greeting waited for", "LIM-08", "before the service greets", "It waits for the service's greeting for as long as it takes.", waitingFor(opening)},
		{"room login timed out, socket kept", "LIM-08", "in a chatroom", "When a chatroom's login times out, its socket stays open.",
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

		{"connect in LBS, two sockets", "LIM-09", "in LBS", "A connect while addresses are looked up opens a second link.", unaskedAt(lookup)},
		{"connect in the handshake, two sockets", "LIM-09", "in the handshake", "A connect in the handshake opens a second link.", unaskedAt(handshake)},
		{"connect before the greeting, two sockets", "LIM-09", "before the service greets", "A connect before the service greets opens a second link.", unaskedAt(opening)},
		{"connect in the login, closed after five minutes", "LIM-09", "while the login is pending", "A connect while a login is pending closes the socket five minutes later.",
			func(s *seams) {
				s.connect = func(in *instance) {
					if in.phase == connecting {
						later(in, 5*time.Minute, in.vanish)
					}
					connect(in)
				}
			}},
	}
}
