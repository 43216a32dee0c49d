package reference

import (
	"time"
)

func backOffLaterMutants() []Mutant {
	return []Mutant{
		{"a login that was sent counts as a success", "REC-01", "N = 3, no login is answered", "It gives all attempts back when the login is sent, not when it is answered.", succeedsAt(entering)},
		{"a socket that opens counts as a success", "REC-01", "N = 3, no socket is greeted", "It gives all attempts back when a socket opens.", succeedsAt(opening)},
		{"a handshake counts as a success", "REC-01", "N = 3, no handshake is answered", "It gives all attempts back when a handshake begins.", succeedsAt(handshake)},
		{"cap ignored in rooms", "REC-01", "N = 3, a chatroom", "A chatroom's cap does not count.",
			func(s *seams) {
				s.allowed = func(in *instance, why cause) int {
					if inRoom(in) {
						return -1
					}
					return allowed(in, why)
				}
			}},
		{"cap of IM for rooms", "REC-01", "N = 3, a chatroom", "A chatroom has one attempt, whatever its cap.",
			func(s *seams) {
				s.allowed = func(in *instance, why cause) int {
					if inRoom(in) {
						return 1
					}
					return allowed(in, why)
				}
			}},

		{"exhausted by time-outs, told never", "REC-02", "N = 3, no handshake is answered", "It raises no ondisconnect when the last attempt timed out.",
			exhaustedAt(handshake, func(*instance, cause) {})},
		{"exhausted in the login, told twice", "REC-02", "N = 3, no login is answered", "It raises ondisconnect twice when the last attempt ended in the login.",
			exhaustedAt(entering, func(in *instance, why cause) {
				tell(in, why)
				tell(in, why)
			})},
		{"exhausted before the greeting, told never", "REC-02", "N = 3, no socket is greeted", "It raises no ondisconnect when the last socket was not greeted.",
			exhaustedAt(opening, func(*instance, cause) {})},
		{"room exhausted, told never", "REC-02", "N = 3, a chatroom", "It raises no ondisconnect when a chatroom's attempts are used up.",
			telling(func(in *instance, why cause) {
				if !inRoom(in) || why.how != byExhaustion {
					tell(in, why)
				}
			})},

		{"room given up after half an hour", "REC-03", "a chatroom", "Without a cap, it stops trying to enter a chatroom half an hour after the session began.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool {
					return mayReturn(in, why) && (!inRoom(in) || in.c.env.Clock.Now() < 30*time.Minute)
				}
			}},
		{"room's attempts in a burst", "REC-03", "a chatroom", "Every tenth attempt of a chatroom comes 100 ms after the one before.",
			func(s *seams) {
				s.sleeps = func(in *instance, d time.Duration) time.Duration {
					if inRoom(in) && in.tries%10 == 0 {
						return 100 * time.Millisecond
					}
					return d
				}
			}},

		{"room's attempts not announced", "REC-04", "N = 5, a chatroom", "It raises no onwillreconnect for a chatroom.",
			func(s *seams) {
				s.announce = func(in *instance, n int, d time.Duration) {
					if !inRoom(in) {
						announce(in, n, d)
					}
				}
			}},
		{"the wait counts from the attempt", "REC-04", "N = 5, no handshake is answered", "What an attempt took is taken off the wait that follows.",
			func(s *seams) {
				began := time.Duration(0)
				s.also = func(in *instance, now moment) {
					if now == onAttempt {
						began = in.c.env.Clock.Now()
					}
				}
				s.sleeps = func(in *instance, d time.Duration) time.Duration {
					if in.tries == 1 { // nothing was attempted yet
						return d
					}
					return max(0, d-(in.c.env.Clock.Now()-began))
				}
			}},
		{"not announced when the login was not answered", "REC-04", "N = 5, no login is answered", "It raises no onwillreconnect after a login that was not answered.",
			func(s *seams) {
				silent := false
				s.returns = func(in *instance, why cause) bool {
					silent = why.step == entering
					return mayReturn(in, why)
				}
				s.announce = func(in *instance, n int, d time.Duration) {
					if !silent {
						announce(in, n, d)
					}
				}
			}},

		{"one delay beyond the maximum", "REC-05", "IM", "The wait before the third attempt is 12.8 s, and the maximum follows.",
			func(s *seams) {
				s.delay = func(n int) time.Duration {
					if n == 3 {
						return 8 * minDelay
					}
					return backOff(n)
				}
			}},
		{"delay that creeps", "REC-05", "IM", "Each wait is a tenth of a second longer than the one before, so that forty do not reach the maximum.",
			func(s *seams) {
				s.spread = func(*client) float64 { return 1 }
				s.delay = func(n int) time.Duration { return minDelay + time.Duration(n-1)*100*time.Millisecond }
			}},
		{"delays begin anew after twenty", "REC-05", "", "After twenty attempts the waits begin anew.",
			func(s *seams) { s.delay = func(n int) time.Duration { return backOff((n-1)%20 + 1) } }},
		{"delay grows again after twenty", "REC-05", "", "After twenty attempts the waits grow beyond the maximum.",
			func(s *seams) {
				s.delay = func(n int) time.Duration {
					if n > 20 {
						return 2 * maxDelay
					}
					return backOff(n)
				}
			}},
		{"room's delay constant", "REC-05", "a chatroom", "Every wait of a chatroom is the minimum.",
			func(s *seams) {
				s.announce = func(in *instance, n int, d time.Duration) {
					if inRoom(in) {
						d = minDelay
					}
					announce(in, n, d)
				}
			}},

		{"count reset after a minute", "REC-06", "", "A reconnect gives the attempts back only when it lasted for a minute.",
			func(s *seams) {
				s.regained = func(in *instance) {
					l := in.link
					later(in, time.Minute, func() {
						if in.link == l {
							in.tries = 0
						}
					})
				}
			}},
		{"one attempt lost for each success", "REC-06", "", "Each reconnect takes one attempt off the cap.",
			func(s *seams) {
				returns := 0
				s.regained = func(in *instance) {
					if in.link.automatic {
						returns++
					}
					in.tries = 0
				}
				capping(func(limit int) int { return max(1, limit-returns) })(s)
			}},
	}
}

// succeedsAt gives all attempts back when a link comes to a step.
func succeedsAt(one step) func(*seams) {
	return func(s *seams) {
		s.limit = func(l *link, at step) time.Duration {
			if at == one {
				l.in.tries = min(l.in.tries, 1)
			}
			return stepLimit
		}
	}
}

// exhaustedAt tells otherwise of attempts that are used up when the last ended at one step.
func exhaustedAt(one step, f func(in *instance, why cause)) func(*seams) {
	return telling(func(in *instance, why cause) {
		if why.how == byExhaustion && why.step == one {
			f(in, why)
			return
		}
		tell(in, why)
	})
}
