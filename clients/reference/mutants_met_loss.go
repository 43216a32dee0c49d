package reference

import "time"

func metLossMutants() []Mutant {
	room := func(some func(w cause) bool) func(*seams) {
		return givingUp(func(in *instance, why cause) bool { return inRoom(in) && some(why) })
	}
	gone := func(name, condition, what string, change func(*seams)) Mutant {
		return Mutant{Name: name, Breaks: "REC-09", Condition: condition, What: what, change: change}
	}
	stopping := func(in *instance) {
		for _, other := range in.others() {
			if other.link != nil {
				other.link.beat.Stop()
			}
		}
	}
	return []Mutant{
		gone("room gone at close 1000", "a chatroom: close 1000", "A chatroom's link that the service closes with 1000 is not opened again.", room(closedWith("1000"))),
		gone("room gone at close 1011", "a chatroom: close 1011", "A chatroom's link that the service closes with 1011 is not opened again.", room(closedWith("1011"))),
		gone("room gone at close 1012", "a chatroom: close 1012", "A chatroom's link that the service closes with 1012 is not opened again.", room(closedWith("1012"))),
		gone("room gone at status 500", "a chatroom: handshake 500", "A chatroom's handshake that is answered with 500 ends the reconnecting.", room(requestEnded("500"))),
		gone("room gone at status 503", "a chatroom: handshake 503", "A chatroom's handshake that is answered with 503 ends the reconnecting.", room(requestEnded("503"))),
		gone("room gone at a time-out", "a chatroom: handshake timed out", "A chatroom's handshake that is not answered ends the reconnecting.", room(requestEnded("timeout"))),
		gone("gone when lost in the login", "lost again while the login is pending", "A link that ends while its automatic login is pending is not opened again.", givingUp(func(_ *instance, why cause) bool { return endedEntering(why) })),
		gone("gone when lost before the greeting", "lost again before the service greets", "A link that ends before the service greets is not opened again.", givingUp(func(_ *instance, why cause) bool { return endedOpening(why) })),

		{"no heartbeat once something was sent", "REC-10", "messages go and come before", "Once a message was sent, it sends no heartbeat over that link.", func(s *seams) {
			s.sends = func(in *instance, _ outgoing, send func()) {
				send()
				in.link.beat.Stop()
			}
		}},
		{"no heartbeat once something came", "REC-10", "messages go and come before", "Once a message came, it sends no heartbeat over that link.", func(s *seams) {
			s.deliver = func(l *link, m incoming) {
				deliver(l, m)
				l.beat.Stop()
			}
		}},
		{"heartbeat ends with another instance", "REC-10", "after a chatroom was left", "An instance that ends takes the heartbeats of all along.", at(onEnd, stopping)},
		{"one heartbeat for all", "REC-10", "beside a chatroom", "There is one heartbeat, that of the instance that was connected last.", at(afterLogin, stopping)},
	}
}

func metReturnMutants() []Mutant {
	uncancelledAfter := func(some func(w cause) bool) func(*seams) {
		return afterCause(func(s *seams, last *cause) {
			s.cancels = func(*instance) bool { return !some(*last) }
		})
	}
	return []Mutant{
		{"disconnected after a login timed out, and back", "REC-12", "the wait after a login that is not answered", "disconnect does not call an attempt off that follows a login that was not answered.", uncancelledAfter(func(w cause) bool { return w.how == byTimeout })},
		{"disconnected after silence, and back", "REC-12", "the wait after silence", "disconnect does not call an attempt off that follows silence.", uncancelledAfter(func(w cause) bool { return w.how == bySilence })},
		{"disconnected after a second loss, and back", "REC-12", "the wait after a second loss", "disconnect does not call an attempt off once the client came back by itself.",
			func(s *seams) {
				back := map[*instance]bool{}
				at(afterLogin, func(in *instance) { back[in] = back[in] || in.link.automatic })(s)
				s.cancels = func(in *instance) bool { return !back[in] }
			}},
		{"spread announced, not waited", "REC-14", "", "It announces waits that are spread, and all attempts come after the minimum.", func(s *seams) {
			s.sleeps = func(*instance, time.Duration) time.Duration { return minDelay }
		}},
		{"dead address for ever, once connected", "REC-15", "the one in use dies", "Once it was connected it tries the same link address again and again.",
			func(s *seams) {
				was := map[*instance]bool{}
				at(afterLogin, func(in *instance) { was[in] = true })(s)
				s.badAddress = func(in *instance) {
					if !was[in] {
						nextAddress(in)
					}
				}
			}},
		{"ten losses are enough for a room", "REC-16", "a chatroom", "After ten losses it does not enter a chatroom again.",
			func(s *seams) {
				count := nth()
				givingUp(func(in *instance, _ cause) bool { return inRoom(in) && count(in) > 10 })(s)
			}},
		{"one timer left by many losses", "REC-16", "", "The fifteenth loss leaves a timer behind.", atNth(afterLoss, 15, func(in *instance) { later(in, 24*time.Hour, func() {}) })},
		{"delivered again at the next return", "REC-17", "", "After an automatic login it delivers again what came since the first.",
			func(s *seams) {
				came := map[*instance][]incoming{}
				s.deliver = func(l *link, m incoming) {
					came[l.in] = append(came[l.in], m)
					deliver(l, m)
				}
				at(afterLogin, func(in *instance) {
					for _, m := range came[in] {
						deliver(in.link, m)
					}
				})(s)
			}},
		{"deaf until the sync is done", "REC-17", "a message sent while the sync is pending", "What comes while the sync is pending is not delivered.", undelivering(func(l *link, _ incoming) bool { return !inRoom(l.in) && !l.synced })},
		{"marked manual after a failed attempt", "REC-17", "", "It marks an automatic login that follows a failed attempt as one that the user asked for.", func(s *seams) {
			s.asksAsManual = func(l *link) bool { return !l.automatic || l.in.tries > 1 }
		}},
		{"marked manual after silence", "REC-17", "a message sent after, the link having been silent", "It marks an automatic login that follows silence as one that the user asked for.",
			afterCause(func(s *seams, last *cause) {
				s.asksAsManual = func(l *link) bool { return !l.automatic || last.how == bySilence }
			})},
		{"the first of what came meanwhile", "REC-17", "a message sent meanwhile", "Of what came meanwhile it delivers the first message only.",
			func(s *seams) {
				came := map[*link]int{}
				s.deliver = func(l *link, m incoming) {
					if came[l]++; !l.automatic || came[l] == 1 {
						deliver(l, m)
					}
				}
			}},
		{"own delay cut to the maximum", "REC-18", "20 s, above the maximum of the SDK's own", "It takes what reconnectDelayProvider says up to the longest wait of its own.", func(s *seams) {
			s.provided = func(d time.Duration) time.Duration { return min(max(d, delayFloor), maxDelay) }
		}},
		{"own delay forgotten by a return", "REC-18", "3 s", "Once it came back by itself, it ignores reconnectDelayProvider.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					in.provided = 0
				}
			})},
		{"no way back after long silence of LBS", "REC-20", "", "It gives up when address lookups went unanswered for five minutes.",
			func(s *seams) {
				since := map[*instance]time.Duration{}
				s.withoutLookup = func(l *link) bool {
					now := l.in.c.env.Clock.Now()
					if since[l.in] == 0 {
						since[l.in] = now
					}
					if now-since[l.in] > 5*time.Minute {
						l.over = true
						return false
					}
					return builtIn(l)
				}
			}},
		{"third kind of kick not counted", "APP-01", "kick and a new login", "A kick by another platform is not reported with the code kicked.",
			telling(func(in *instance, why cause) {
				if why.how == byKick && why.reason == "otherPlatformKick" {
					why.code = "logout"
				}
				tell(in, why)
			})},
		{"second room connected twice", "APP-01", "three switches of the chatroom", "From the second chatroom on it raises onconnect twice for an entry.",
			func(s *seams) {
				rooms := 0
				at(afterLogin, func(in *instance) {
					if inRoom(in) {
						if rooms++; rooms > 1 {
							in.raise(connectedEvent)
						}
					}
				})(s)
			}},
	}
}
