// REC-01, REC-02, REC-03 and REC-06: too many attempts, too few, or not told.

package reference

import "time"

func recAttemptsMutants() []Mutant {
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
		{"one attempt too many", "REC-01", "", "It makes one attempt more than the cap.",
			capping(func(limit int) int { return limit + 1 })},
		{"one attempt too few", "REC-01", "n-3", "It makes one attempt less than the cap.",
			capping(func(limit int) int { return max(0, limit-1) })},
		{"a straggler after nine minutes", "REC-01", "", "Nine minutes after the last attempt it makes another.",
			at(afterTelling, func(in *instance) { later(in, 9*time.Minute, func() { in.attempt(true) }) })},
		{"0 taken for unset", "REC-01", "n-0", "A cap of 0 is no cap to it.",
			capping(func(limit int) int {
				if limit == 0 {
					return -1
				}
				return limit
			})},
		{"cap ignored", "REC-01", "", "It tries for ever, whatever the cap.",
			capping(func(int) int { return -1 })},
		{"never more than five attempts", "REC-01", "n-10", "It gives up after five attempts, whatever the cap.",
			capping(func(limit int) int { return min(limit, 5) })},
		{"cap ignored at status 500", "REC-01", "", "Attempts that the service answers with 500 do not count.",
			uncounted(requestEnded("500"))},
		{"cap ignored when nobody answers", "REC-01", "", "Attempts that time out do not count.",
			uncounted(requestEnded("timeout"))},
		{"a login that was sent counts as a success", "REC-01", "n-3-mute-login",
			"It gives all attempts back when the login is sent, not when it is answered.", succeedsAt(entering)},
		{"a socket that opens counts as a success", "REC-01", "n-3-mute-greeting",
			"It gives all attempts back when a socket opens.", succeedsAt(opening)},
		{"a handshake counts as a success", "REC-01", "n-3-mute-handshake",
			"It gives all attempts back when a handshake begins.", succeedsAt(handshake)},
		{"cap ignored in rooms", "REC-01", "n-3-room", "A chatroom's cap does not count.",
			uncountedInRooms},
		{"cap of IM for rooms", "REC-01", "n-3-room", "A chatroom has one attempt, whatever its cap.",
			func(s *seams) {
				s.allowed = func(in *instance, why cause) int {
					if inRoom(in) {
						return 1
					}
					return allowed(in, why)
				}
			}},
		{"cap ignored when sockets are refused", "REC-01", "n-3-socket-503",
			"Attempts whose socket the service refuses do not count.", uncounted(endedOpening)},
		{"cap ignored when sockets do not open", "REC-01", "n-3-mute-socket",
			"Attempts whose socket does not open do not count.", uncounted(notOpened)},
		{"cap ignored when logins end in a close", "REC-01", "n-3-login-closed",
			"Attempts whose link ends while the login is pending do not count.", uncounted(endedEntering)},
		{"cap forgotten by connect", "REC-01", "n-2-used-up-twice",
			"From the second connect on, the cap does not count.",
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
		{"one attempt more after silence", "REC-01", "n-3-silence",
			"After a link that fell silent it makes one attempt more than the cap.",
			allowedAlso(func(_ *instance, why cause) bool { return why.how == bySilence })},
		{"one attempt more after close 1001", "REC-01", "n-3-closed-1001-handshake-500",
			"After a close with 1001 it makes one attempt more than the cap.",
			allowedAlso(func(_ *instance, why cause) bool { return closedWith("1001")(why) })},
		{"0 taken for unset in rooms", "REC-01", "n-0-room", "A chatroom's cap of 0 is no cap to it.",
			capOfZero(inRoom)},

		{"exhausted, told twice", "REC-02", "", "It raises ondisconnect twice when the attempts are used up.",
			func(s *seams) {
				s.tell = func(in *instance, why cause) {
					tell(in, why)
					tell(in, why)
				}
			}},
		{"exhausted, told never", "REC-02", "", "It raises no ondisconnect when the attempts are used up.",
			func(s *seams) {
				s.tell = func(in *instance, why cause) {
					if why.how != byExhaustion {
						tell(in, why)
					}
				}
			}},
		{"told at each loss", "REC-02", "n-3", "It raises ondisconnect whenever a link is lost, not only at the end.",
			at(afterLoss, func(in *instance) { in.raise(disconnectedEvent) })},
		{"told before the attempts", "REC-02", "",
			"It raises ondisconnect when the link is lost, and not when the attempts are used up.",
			func(s *seams) {
				s.also = func(in *instance, now moment) {
					if now == afterLoss && in.tries == 0 {
						in.raise(disconnectedEvent)
					}
				}
				s.tell = func(in *instance, why cause) {
					if why.how != byExhaustion {
						tell(in, why)
					}
				}
			}},
		{"told nine minutes late", "REC-02", "", "It raises ondisconnect nine minutes after the last attempt failed.",
			telling(func(in *instance, why cause) { later(in, 9*time.Minute, func() { tell(in, why) }) })},
		{"no attempt allowed, nobody told", "REC-02", "n-0", "With a cap of 0 it raises no ondisconnect.",
			func(s *seams) {
				s.tell = func(in *instance, why cause) {
					if why.how != byExhaustion || in.tries > 0 {
						tell(in, why)
					}
				}
			}},
		{"exhausted by time-outs, told never", "REC-02", "n-3-mute-handshake",
			"It raises no ondisconnect when the last attempt timed out.",
			exhaustedAt(handshake, func(*instance, cause) {})},
		{"exhausted in the login, told twice", "REC-02", "n-3-mute-login",
			"It raises ondisconnect twice when the last attempt ended in the login.",
			exhaustedAt(entering, func(in *instance, why cause) {
				tell(in, why)
				tell(in, why)
			})},
		{"exhausted before the greeting, told never", "REC-02", "n-3-mute-greeting",
			"It raises no ondisconnect when the last socket was not greeted.",
			exhaustedAt(opening, func(*instance, cause) {})},
		{"room exhausted, told never", "REC-02", "n-3-room",
			"It raises no ondisconnect when a chatroom's attempts are used up.",
			telling(func(in *instance, why cause) {
				if !inRoom(in) || why.how != byExhaustion {
					tell(in, why)
				}
			})},
		{"exhausted, told only once for ever", "REC-02", "n-2-used-up-twice",
			"When the attempts are used up a second time, it raises no ondisconnect.",
			func(s *seams) {
				count := nth()
				untold(func(in *instance, why cause) bool { return exhausted(why) && count(in) > 1 })(s)
			}},
		{"exhausted twice, told twice", "REC-02", "n-2-used-up-twice",
			"When the attempts are used up a second time, it raises ondisconnect twice.",
			func(s *seams) {
				count := nth()
				s.tell = func(in *instance, why cause) {
					tell(in, why)
					if exhausted(why) && count(in) == 2 {
						tell(in, why)
					}
				}
			}},
		{"exhausted by refused sockets, told never", "REC-02", "n-3-socket-503",
			"It raises no ondisconnect when the service refused the last socket.",
			untold(func(_ *instance, why cause) bool { return exhausted(why) && why.step == opening })},
		{"exhausted after many, told never", "REC-02", "n-10",
			"It raises no ondisconnect when more than five attempts are used up.",
			untold(func(in *instance, why cause) bool { return exhausted(why) && in.tries > 5 })},
		{"exhausted, everybody told", "REC-02", "n-1-beside-room",
			"When one instance's attempts are used up, ondisconnect is raised for every instance.",
			telling(func(in *instance, why cause) {
				tell(in, why)
				if exhausted(why) {
					for _, other := range in.others() {
						tell(other, why)
					}
				}
			})},

		{"given up after half an hour", "REC-03", "",
			"Without a cap, it stops trying half an hour after the session began.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool {
					return mayReturn(in, why) && in.c.env.Clock.Now() < 30*time.Minute
				}
			}},
		{"an attempt in a burst", "REC-03", "", "Every tenth attempt comes 100 ms after the one before.",
			func(s *seams) {
				s.sleeps = func(in *instance, d time.Duration) time.Duration {
					if in.tries%10 == 0 {
						return 100 * time.Millisecond
					}
					return d
				}
			}},
		{"delays without a bound", "REC-03", "",
			"The delay doubles on and on: after an hour the next attempt is an hour away.",
			func(s *seams) { s.delay = func(n int) time.Duration { return minDelay << min(n-1, 30) } }},
		{"room given up after half an hour", "REC-03", "room",
			"Without a cap, it stops trying to enter a chatroom half an hour after the session began.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool {
					return mayReturn(in, why) && (!inRoom(in) || in.c.env.Clock.Now() < 30*time.Minute)
				}
			}},
		{"room's attempts in a burst", "REC-03", "room",
			"Every tenth attempt of a chatroom comes 100 ms after the one before.",
			func(s *seams) {
				s.sleeps = func(in *instance, d time.Duration) time.Duration {
					if inRoom(in) && in.tries%10 == 0 {
						return 100 * time.Millisecond
					}
					return d
				}
			}},
		{"given up after twenty answers of 500", "REC-03", "handshake-500-second-loss",
			"Without a cap, it stops after twenty handshakes that were answered with 500.",
			func(s *seams) {
				count := nth()
				givingUp(func(in *instance, why cause) bool { return requestEnded("500")(why) && count(in) > 20 })(s)
			}},
		{"given up after twenty time-outs", "REC-03", "mute-login",
			"Without a cap, it stops after twenty logins that were not answered.",
			func(s *seams) {
				count := nth()
				givingUp(func(in *instance, why cause) bool { return why.how == byTimeout && count(in) > 20 })(s)
			}},
		{"no delay at status 500", "REC-03", "handshake-500-second-loss",
			"After a handshake that was answered with 500 the next attempt comes after 100 ms.",
			afterCause(func(s *seams, last *cause) {
				s.sleeps = func(_ *instance, d time.Duration) time.Duration {
					if last.code == "500" {
						return 100 * time.Millisecond
					}
					return d
				}
			})},

		{"count not reset", "REC-06", "", "A successful reconnect gives no attempt back.",
			func(s *seams) { s.regained = func(*instance) {} }},
		{"count reset once", "REC-06", "", "The first reconnect gives all attempts back, those after it none.",
			func(s *seams) {
				logins := 0
				s.regained = func(in *instance) {
					if logins++; logins <= 2 {
						in.tries = 0
					}
				}
			}},
		{"one attempt for each success", "REC-06", "", "Each success adds an attempt to the cap.",
			func(s *seams) {
				successes := 0
				s.regained = func(in *instance) {
					if in.tries > 0 {
						successes++
					}
					in.tries = 0
				}
				capping(func(limit int) int { return limit + successes })(s)
			}},
		{"count reset after a minute", "REC-06", "",
			"A reconnect gives the attempts back only when it lasted for a minute.",
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
		{"room's count not reset", "REC-06", "room", "A reconnect of a chatroom gives no attempt back.",
			func(s *seams) {
				s.regained = func(in *instance) {
					if !inRoom(in) {
						in.tries = 0
					}
				}
			}},
	}
}

// capping changes the application's cap, if there is one.
func capping(f func(limit int) int) func(*seams) {
	return func(s *seams) {
		s.allowed = func(in *instance, why cause) int {
			if in.limit == nil {
				return allowed(in, why)
			}
			return f(*in.limit)
		}
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

// exhaustedAt reports used-up attempts differently if the last one ended at one step.
func exhaustedAt(one step, f func(in *instance, why cause)) func(*seams) {
	return telling(func(in *instance, why cause) {
		if why.how == byExhaustion && why.step == one {
			f(in, why)
			return
		}
		tell(in, why)
	})
}

// untold makes a client that raises no ondisconnect in some cases.
func untold(some func(in *instance, why cause) bool) func(*seams) {
	return telling(func(in *instance, why cause) {
		if !some(in, why) {
			tell(in, why)
		}
	})
}
