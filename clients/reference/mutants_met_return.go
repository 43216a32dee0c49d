package reference

import "time"

func metBackOffMutants() []Mutant {
	allowedAlso := func(extra func(in *instance, why cause) bool) func(*seams) {
		return func(s *seams) {
			more := map[*instance]int{}
			s.allowed = func(in *instance, why cause) int {
				if why.step == live {
					more[in] = 0
					if extra(in, why) {
						more[in] = 1
					}
				}
				return allowed(in, why) + more[in]
			}
		}
	}
	capOfZero := func(some func(in *instance) bool) func(*seams) {
		return func(s *seams) {
			s.allowed = func(in *instance, why cause) int {
				if in.limit != nil && *in.limit == 0 && some(in) {
					return -1
				}
				return allowed(in, why)
			}
		}
	}
	exhausted := func(why cause) bool { return why.how == byExhaustion }
	return []Mutant{
		{"cap ignored when sockets are refused", "REC-01", "N = 3, every socket is refused with 503", "Attempts whose socket the service refuses do not count.", uncounted(endedOpening)},
		{"cap ignored when sockets do not open", "REC-01", "N = 3, no socket opens", "Attempts whose socket does not open do not count.", uncounted(notOpened)},
		{"cap ignored when logins end in a close", "REC-01", "N = 3, every login ends in a close", "Attempts whose link ends while the login is pending do not count.", uncounted(endedEntering)},
		{"cap forgotten by connect", "REC-01", "N = 2, used up a second time", "From the second connect on, the cap does not count.",
			func(s *seams) {
				calls := map[*instance]int{}
				s.connect = func(in *instance) {
					calls[in]++
					connect(in)
				}
				s.allowed = func(in *instance, why cause) int {
					if calls[in] > 1 {
						return -1
					}
					return allowed(in, why)
				}
			}},
		{"one attempt more after silence", "REC-01", "N = 3, everything falls silent", "After a link that fell silent it makes one attempt more than the cap.", allowedAlso(func(_ *instance, why cause) bool { return why.how == bySilence })},
		{"one attempt more after close 1001", "REC-01", "N = 3, closed with 1001, and every handshake is answered with 500", "After a close with 1001 it makes one attempt more than the cap.",
			allowedAlso(func(_ *instance, why cause) bool { return closedWith("1001")(why) })},
		{"0 taken for unset in rooms", "REC-01", "N = 0, a chatroom", "A chatroom's cap of 0 is no cap to it.", capOfZero(inRoom)},

		{"exhausted, told only once for ever", "REC-02", "N = 2, used up a second time", "When the attempts are used up a second time, it raises no ondisconnect.",
			func(s *seams) {
				count := nth()
				untold(func(in *instance, why cause) bool { return exhausted(why) && count(in) > 1 })(s)
			}},
		{"exhausted twice, told twice", "REC-02", "N = 2, used up a second time", "When the attempts are used up a second time, it raises ondisconnect twice.",
			func(s *seams) {
				count := nth()
				s.tell = func(in *instance, why cause) {
					tell(in, why)
					if exhausted(why) && count(in) == 2 {
						tell(in, why)
					}
				}
			}},
		{"exhausted by refused sockets, told never", "REC-02", "N = 3, every socket is refused with 503", "It raises no ondisconnect when the service refused the last socket.",
			untold(func(_ *instance, why cause) bool { return exhausted(why) && why.step == opening })},
		{"exhausted after many, told never", "REC-02", "N = 10", "It raises no ondisconnect when more than five attempts are used up.",
			untold(func(in *instance, why cause) bool { return exhausted(why) && in.tries > 5 })},
		{"exhausted, everybody told", "REC-02", "N = 1, beside a chatroom", "When one instance's attempts are used up, ondisconnect is raised for every instance.",
			telling(func(in *instance, why cause) {
				tell(in, why)
				if exhausted(why) {
					for _, other := range in.others() {
						tell(other, why)
					}
				}
			})},

		{"given up after twenty answers of 500", "REC-03", "every handshake is answered with 500, at the second loss", "Without a cap, it stops after twenty handshakes that were answered with 500.",
			func(s *seams) {
				count := nth()
				givingUp(func(in *instance, why cause) bool { return requestEnded("500")(why) && count(in) > 20 })(s)
			}},
		{"given up after twenty time-outs", "REC-03", "no login is answered", "Without a cap, it stops after twenty logins that were not answered.",
			func(s *seams) {
				count := nth()
				givingUp(func(in *instance, why cause) bool { return why.how == byTimeout && count(in) > 20 })(s)
			}},
		{"no delay at status 500", "REC-03", "every handshake is answered with 500, at the second loss", "After a handshake that was answered with 500 the next attempt comes after 100 ms.",
			afterCause(func(s *seams, last *cause) {
				s.sleeps = func(_ *instance, d time.Duration) time.Duration {
					if last.code == "500" {
						return 100 * time.Millisecond
					}
					return d
				}
			})},

		{"retryCount sticks at five", "REC-04", "N = 12, connections are refused", "From the sixth attempt on, retryCount says 5.", func(s *seams) {
			s.announce = func(in *instance, n int, d time.Duration) { announce(in, min(n, 5), d) }
		}},
		{"not announced after silence", "REC-04", "N = 5, everything falls silent", "It raises no onwillreconnect for a link that fell silent.", unannounced(func(w cause) bool { return w.how == bySilence })},
		{"not announced when the socket is refused", "REC-04", "N = 5, every socket is refused with 503", "It raises no onwillreconnect after a socket that the service refused.", unannounced(endedOpening)},
		{"not announced when the login is refused", "REC-04", "N = 5, every login is refused for now", "It raises no onwillreconnect after a login that was refused for now.", unannounced(loginRefused)},
		{"at once after close 1001", "REC-04", "N = 5, closed with 1001, and every handshake is answered with 500", "After a close with 1001 it does not wait as long as it announced.",
			afterCause(func(s *seams, last *cause) {
				s.sleeps = func(_ *instance, d time.Duration) time.Duration {
					if closedWith("1001")(*last) {
						return time.Millisecond
					}
					return d
				}
			})},

		{"first loss waits longest", "REC-05", "IM", "The first wait of all is the maximum.",
			func(s *seams) {
				waited := false
				s.delay = func(n int) time.Duration {
					if n == 1 && !waited {
						waited = true
						return maxDelay
					}
					return backOff(n)
				}
			}},
		{"delay back to the minimum when a socket opens", "REC-05", "no login is answered", "After an attempt whose socket opened the wait is the minimum.",
			func(s *seams) {
				open := false
				s.enter = func(l *link) {
					open = true
					l.login()
				}
				s.delay = func(n int) time.Duration {
					if open {
						open = false
						return minDelay
					}
					return backOff(n)
				}
			}},
		{"delay does not grow at status 500", "REC-05", "every handshake is answered with 500", "After a handshake that was answered with 500 the wait is the minimum.",
			afterCause(func(s *seams, last *cause) {
				s.delay = func(n int) time.Duration {
					if last.code == "500" {
						return minDelay
					}
					return backOff(n)
				}
			})},
		{"delays begin anew after a hundred", "REC-05", "", "After a hundred attempts the waits begin anew.", func(s *seams) {
			s.delay = func(n int) time.Duration {
				if n > 100 {
					n -= 100
				}
				return backOff(n)
			}
		}},
		{"room's count not reset", "REC-06", "a chatroom", "A reconnect of a chatroom gives no attempt back.", func(s *seams) {
			s.regained = func(in *instance) {
				if !inRoom(in) {
					in.tries = 0
				}
			}
		}},

		{"first connection, 0 taken for unset", "REC-11", "connections are refused, N = 0", "A cap of 0 is no cap to a first connection.", capOfZero(func(*instance) bool { return true })},
		{"first greeting missing, without a cap", "REC-11", "no socket is greeted", "Sockets that are not greeted do not count against the cap.", uncounted(notOpened)},
		{"first socket refused, without a cap", "REC-11", "every socket is refused with 503", "Sockets that the service refuses do not count against the cap.", uncounted(endedOpening)},
		{"first login refused for now, without a cap", "REC-11", "every login is refused for now", "Logins that are refused for now do not count against the cap.", uncounted(loginRefused)},
	}
}

// unannounced raises no onwillreconnect after some causes.
func unannounced(some func(w cause) bool) func(*seams) {
	return afterCause(func(s *seams, last *cause) {
		s.announce = func(in *instance, n int, d time.Duration) {
			if !some(*last) {
				announce(in, n, d)
			}
		}
	})
}

func metRefusedMutants() []Mutant {
	returning := func(some func(in *instance, why cause) bool) func(*seams) {
		return func(s *seams) {
			s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) || some(in, why) }
		}
	}
	retrying := func(some func(l *link) bool) func(*seams) {
		return func(s *seams) { s.final = func(l *link, code int) bool { return isFinal(l, code) && !some(l) } }
	}
	connected := func(change func(calls map[*instance]int) func(*seams)) func(*seams) {
		return func(s *seams) {
			calls := map[*instance]int{}
			s.connect = func(in *instance) {
				calls[in]++
				connect(in)
			}
			change(calls)(s)
		}
	}
	return []Mutant{
		{"needReconnect false, forgotten by connect", "REC-07", "FIN without a close frame, after connect was called again", "From the second connect on, needReconnect does not count.",
			connected(func(calls map[*instance]int) func(*seams) {
				return returning(func(in *instance, _ cause) bool { return calls[in] > 1 })
			})},
		{"needReconnect false, overruled by a cap", "REC-07", "FIN without a close frame, with reconnectionAttempts 3", "With reconnectionAttempts set, needReconnect does not count.", returning(func(in *instance, _ cause) bool { return in.limit != nil })},
		{"needReconnect false, refused login repeated", "REC-07", "the first login is refused for now", "With needReconnect false it repeats a login that was refused for now.", returningAlso(func(w cause) bool { return loginRefused(w) && !w.final })},
		{"needReconnect false, ignored without a greeting", "REC-07", "the first socket is not greeted", "With needReconnect false it repeats a first connection that was not greeted.", returningAlso(notOpened)},
		{"needReconnect false, ignored at a refused socket", "REC-07", "the first socket is refused with 503", "With needReconnect false it repeats a first connection whose socket the service refused.", returningAlso(endedOpening)},
		{"needReconnect false, ignored at a room's silence", "REC-07", "a chatroom: " + silence, "With needReconnect false it opens a chatroom's link again that fell silent.", returning(func(in *instance, why cause) bool { return inRoom(in) && why.how == bySilence })},
		{"needReconnect false, room's first connection repeated", "REC-07", "a chatroom: the first connection fails", "With needReconnect false it repeats a chatroom's first connection.", returning(func(in *instance, why cause) bool { return inRoom(in) && why.step != live })},

		{"refusal retried with a cap", "REC-08", "302 at the first login, with reconnectionAttempts 3", "With reconnectionAttempts set, a refused login is tried again.", retrying(func(l *link) bool { return l.in.limit != nil })},
		{"room's refusal retried", "REC-08", "a chatroom: 403 at the first entry", "A refused entry of a chatroom is tried again.", retrying(func(l *link) bool { return inRoom(l.in) })},
		{"room's refusal without its code", "REC-08", "a chatroom: 404 at an automatic entry", "A refused entry of a chatroom is reported without the code.",
			telling(func(in *instance, why cause) {
				if inRoom(in) && loginRefused(why) {
					why.code = "error"
				}
				tell(in, why)
			})},
		{"refusal of a later login retried", "REC-08", "302 at a login by connect, after disconnect", "From the second connect on, a refused login is tried again.",
			connected(func(calls map[*instance]int) func(*seams) {
				return retrying(func(l *link) bool { return calls[l.in] > 1 })
			})},
		{"refusal retried after a failed attempt", "REC-08", "403 at an automatic login, after an attempt that failed", "An automatic login that is refused after an attempt that failed is tried again.", retrying(func(l *link) bool { return l.in.tries > 1 })},
	}
}
