package reference

import (
	"time"

	"nimcert/clients/platform"
)

func limitMutants() []Mutant {
	return []Mutant{
		{"second socket at login", "LIM-01", "", "It opens a second socket as soon as it is logged in.",
			at(afterLogin, func(in *instance) { in.spare(kept) })},
		{"second socket after 45 s", "LIM-01", "", "It opens a second socket 45 s after the login.",
			at(afterLogin, func(in *instance) { later(in, 45*time.Second, func() { in.spare(kept) }) })},
		{"second socket after three minutes", "LIM-01", "", "It opens a second socket three minutes after the login.",
			at(afterLogin, func(in *instance) { later(in, 3*time.Minute, func() { in.spare(kept) }) })},
		{"idle socket given back", "LIM-01", "", "It closes its socket after 20 s without traffic and tells nobody.",
			at(afterLogin, func(in *instance) { later(in, 20*time.Second, in.vanish) })},

		{"idle socket given back late", "LIM-01", "", "It closes its socket after three minutes without traffic and tells nobody.",
			at(afterLogin, func(in *instance) { later(in, 3*time.Minute, in.vanish) })},
		{"healthy link renewed", "LIM-01", "", "It takes a healthy link for lost every two minutes.",
			at(afterLogin, func(in *instance) {
				l := in.link
				later(in, 2*time.Minute, func() { l.fail(cause{how: bySilence, code: "timeout"}) })
			})},

		{"messages of the room lost", "LIM-02", "", "What is sent in a chatroom never leaves the client.",
			func(s *seams) {
				s.sends = func(in *instance, _ outgoing, send func()) {
					if in.room == "" {
						send()
					}
				}
			}},
		{"messages of IM lost in a room", "LIM-02", "", "Once a chatroom is open, what IM sends never leaves the client.",
			func(s *seams) {
				s.sends = func(in *instance, _ outgoing, send func()) {
					if in.room != "" || len(in.others()) == 0 {
						send()
					}
				}
			}},
		{"messages of the room confirmed and not sent", "LIM-02", "", "It confirms what is sent in a chatroom, and sends nothing.",
			confirming(func(in *instance, _ outgoing) bool { return in.room != "" })},
		{"room without a socket", "LIM-02", "", "It reports a chatroom as entered without opening a socket for it.",
			func(s *seams) {
				s.connect = func(in *instance) {
					if in.room == "" {
						connect(in)
						return
					}
					in.phase = ready
					in.raise(connectedEvent)
				}
			}},
		{"room takes the socket of IM", "LIM-02", "", "Entering a chatroom closes IM's socket.",
			at(afterLogin, func(in *instance) {
				if in.room != "" {
					for _, other := range in.others() {
						other.vanish()
					}
				}
			})},

		{"refused socket asked for without end", "LIM-03", "", "The cap of attempts does not count for sockets that the platform refuses.",
			func(s *seams) {
				s.allowed = func(in *instance, why cause) int {
					if why.how == bySocket {
						return -1
					}
					return allowed(in, why)
				}
			}},
		{"refused socket asked for once too often", "LIM-03", "", "It makes one attempt more than the cap when the platform refuses its socket.",
			func(s *seams) {
				s.allowed = func(in *instance, why cause) int {
					if why.how == bySocket {
						return allowed(in, why) + 1
					}
					return allowed(in, why)
				}
			}},
		{"refused socket kept secret", "LIM-03", "", "When the platform refuses its socket, it gives up without any callback.",
			func(s *seams) {
				s.refused = func(l *link, _ cause) {
					l.in.vanish()
					l.in.phase = idle
				}
			}},
		{"refused socket not caught", "LIM-03", "", "The platform's refusal ends in an uncaught exception.",
			func(s *seams) {
				s.refused = func(l *link, why cause) {
					l.fail(why)
					panic(why.reason)
				}
			}},
		{"refusal thrown at the application", "LIM-03", "", "With two sockets in use, asking for a third throws at the application.",
			func(s *seams) {
				s.connect = func(in *instance) {
					if len(in.others()) >= 2 {
						in.c.throw("login", in.name, "too many sockets")
						return
					}
					connect(in)
				}
			}},
		{"room made for the refused socket", "LIM-03", "", "When the platform refuses its socket, it closes another instance's.",
			func(s *seams) {
				s.refused = func(l *link, why cause) {
					l.in.others()[0].vanish()
					l.fail(why)
				}
			}},

		{"two links race on the way back", "LIM-04", "", "On each automatic attempt it opens a second socket, which it closes a second later.",
			racing(func(in *instance) func(*platform.Socket) {
				return func(s *platform.Socket) { later(in, time.Second, func() { _ = s.Close(normalClosed, "") }) }
			})},
		{"the loser of a race stays", "LIM-04", "", "On each automatic attempt it opens a second socket, which stays.",
			racing(func(*instance) func(*platform.Socket) { return kept })},
		{"back without a socket", "LIM-04", "", "It closes the socket of an automatic login a second later and tells nobody.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					later(in, time.Second, in.vanish)
				}
			})},

		{"old socket still closing", "LIM-04", "", "It opens the next socket although the one before is not yet closed.",
			func(s *seams) { s.overlaps = func(*link) bool { return true } }},

		{"asked twice, two instances", "LIM-05", "", "Asking for an account's instance always makes a new one.",
			func(s *seams) { s.forgotten = func(*instance) bool { return true } }},
		{"asked twice, logged in twice", "LIM-05", "", "Asking for an instance that is there closes its link and opens another.",
			func(s *seams) {
				s.askedAgain = func(in *instance) {
					in.vanish()
					in.attempt(false)
				}
			}},
		{"asked twice, two sockets while the first closes", "LIM-05", "logged in, with a peer that answers the close 3 s late", "Asking for an instance that is there closes its link, and opens another before that is closed.",
			func(s *seams) {
				s.overlaps = func(*link) bool { return true }
				s.askedAgain = func(in *instance) {
					in.vanish()
					in.attempt(false)
				}
			}},
		{"asked twice, thrown out", "LIM-05", "", "Asking for an instance that is there closes its link.",
			func(s *seams) { s.askedAgain = (*instance).vanish }},

		{"asked twice while connecting", "LIM-05", "", "Asking for an instance whose first link is coming up opens another.",
			func(s *seams) {
				unaskedConnect(s)
				s.askedAgain = (*instance).connect
			}},
		{"room asked for twice", "LIM-05", "", "Asking for a chatroom's instance always makes a new one.",
			func(s *seams) { s.forgotten = func(in *instance) bool { return in.destroyed || in.room != "" } }},

		{"a timer for each round", "LIM-06", "", "Each destroyed instance leaves a timer behind.",
			at(afterDone, func(in *instance) { later(in, 24*time.Hour, func() {}) })},
		{"a socket for every fiftieth round", "LIM-06", "", "Every fiftieth instance is destroyed without closing its socket.",
			func(s *seams) {
				rounds := 0
				s.abandon = func(l *link) {
					if rounds++; rounds%50 == 0 {
						l.quit()
						return
					}
					l.drop()
				}
			}},

		{"one more in a full house", "LIM-07", "", "After an automatic login it asks for a second socket, also when every slot is in use.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					in.spare(kept)
				}
			})},
		{"one loss, two links lost", "LIM-07", "close 1000", "When an instance loses its link, the other's is closed too.",
			at(afterLoss, func(in *instance) {
				for _, other := range in.others() {
					other.vanish()
				}
			})},
		{"no way back into a full house", "LIM-07", "", "An instance that loses its link gives up while another holds a socket.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) && len(in.others()) == 0 }
			}},

		{"login timed out, socket kept", "LIM-08", "", "When a login times out, its socket stays open.",
			func(s *seams) {
				s.loginTimedOut = func(l *link, why cause) {
					l.quit()
					l.in.link = nil
					l.in.lost(why)
				}
			}},
		{"login timed out, socket kept for five minutes", "LIM-08", "", "When a login times out, its socket is closed five minutes later.",
			func(s *seams) {
				s.loginTimedOut = func(l *link, why cause) {
					l.quit()
					l.in.link = nil
					later(l.in, 5*time.Minute, l.drop)
					l.in.lost(why)
				}
			}},
		{"login timed out on the way back, socket kept", "LIM-08", "", "When a login times out and is tried again, the socket stays open.",
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

		{"connect twice, two sockets", "LIM-09", "", "A connect while a login is pending opens a second link.", unaskedConnect},
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
	}
}

// racing opens a spare socket with each automatic attempt.
func racing(then func(in *instance) func(*platform.Socket)) func(*seams) {
	return at(onAttempt, func(in *instance) {
		if in.tries > 0 {
			in.spare(then(in))
		}
	})
}
