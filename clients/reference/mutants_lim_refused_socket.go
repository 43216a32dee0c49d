// LIM-03: it does not bear a refused socket.

package reference

import (
	"time"

	"nimcert/clients/platform"
)

func limRefusedSocketMutants() []Mutant {
	return []Mutant{
		{"refused socket asked for without end", "LIM-03", "",
			"The cap of attempts does not count for sockets that the platform refuses.",
			func(s *seams) {
				s.allowed = func(in *instance, why cause) int {
					if why.how == bySocket {
						return -1
					}
					return allowed(in, why)
				}
			}},
		{"refused socket asked for once too often", "LIM-03", "",
			"It makes one attempt more than the cap when the platform refuses its socket.",
			func(s *seams) {
				s.allowed = func(in *instance, why cause) int {
					if why.how == bySocket {
						return allowed(in, why) + 1
					}
					return allowed(in, why)
				}
			}},
		{"refused socket kept secret", "LIM-03", "",
			"When the platform refuses its socket, it gives up without any callback.",
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
		{"refusal thrown at the application", "LIM-03", "",
			"With two sockets in use, asking for a third throws at the application.",
			func(s *seams) {
				s.connect = func(in *instance) {
					if len(in.others()) >= 2 {
						in.c.throw("login", in.name, "too many sockets")
						return
					}
					connect(in)
				}
			}},
		{"room made for the refused socket", "LIM-03", "",
			"When the platform refuses its socket, it closes another instance's.",
			func(s *seams) {
				s.refused = func(l *link, why cause) {
					l.in.others()[0].vanish()
					l.fail(why)
				}
			}},
		{"refused on the way back, kept secret", "LIM-03", "on-the-way-back",
			"When the platform refuses the socket of an automatic attempt, it gives up without any callback.",
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
		{"refused on the way back, without end", "LIM-03", "on-the-way-back",
			"The cap does not count for automatic attempts whose socket the platform refuses.",
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
		{"refusal told to the others", "LIM-03", "another-account",
			"When the platform refuses a socket, every instance is told that it is disconnected.",
			func(s *seams) {
				s.refused = func(l *link, why cause) {
					for _, other := range l.in.others() {
						other.raise(disconnectedEvent)
					}
					l.fail(why)
				}
			}},
		{"others deaf after a refusal", "LIM-03", "another-account",
			"Once the platform refused a socket, what comes for the other instances is not delivered.",
			func(s *seams) {
				deaf := map[*instance]bool{}
				s.refused = func(l *link, why cause) {
					for _, other := range l.in.others() {
						deaf[other] = true
					}
					l.fail(why)
				}
				s.deliver = func(l *link, m incoming) {
					if !deaf[l.in] {
						deliver(l, m)
					}
				}
			}},
		{"refusal of a socket told nine minutes late", "LIM-03", "another-account",
			"It reports a refused socket nine minutes later.",
			func(s *seams) {
				refused := func(why cause) bool { return why.how == bySocket && why.code == "refused" }
				s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) && !refused(why) }
				s.tell = func(in *instance, why cause) {
					if refused(why) {
						later(in, 9*time.Minute, func() { tell(in, why) })
						return
					}
					tell(in, why)
				}
			}},
		{"refused socket asked for ten times an attempt", "LIM-03", "",
			"When the platform refuses its socket, it asks ten times more within the same attempt.",
			func(s *seams) {
				s.refused = func(l *link, why cause) {
					for range 10 {
						bother(l.in.c.p)
					}
					l.fail(why)
				}
			}},
		{"refused socket asked for each second", "LIM-03", "",
			"When the platform refuses its socket, it asks once a second for a minute, beside its attempts.",
			func(s *seams) {
				s.refused = func(l *link, why cause) {
					for i := range 60 {
						later(l.in, time.Duration(i+1)*time.Second, func() { bother(l.in.c.p) })
					}
					l.fail(why)
				}
			}},
	}
}

// bother asks the platform for a socket.
func bother(p *platform.Platform) {
	_, _ = p.Connect("wss://"+builtInLink+"/socket.io/1/websocket/x",
		platform.Handlers{Open: func() {}, Message: func([]byte, bool) {}, Error: func(string) {},
			Close: func(int, string) {}})
}
