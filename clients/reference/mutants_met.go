package reference

import (
	"time"

	"nimcert/clients/platform"
)

// metMutants break promises only where something else was met before: another step, a second time, an option, another instance.
func metMutants() []Mutant {
	var list []Mutant
	for _, m := range [][]Mutant{metLimitMutants(), metAskedMutants(), metBackOffMutants(), metRefusedMutants(), metLossMutants(), metReturnMutants()} {
		list = append(list, m...)
	}
	return list
}

// nth counts an instance's moments.
func nth() func(in *instance) int {
	n := map[*instance]int{}
	return func(in *instance) int { n[in]++; return n[in] }
}

// atNth makes a change at one of an instance's moments of a sort, the nth.
func atNth(when moment, n int, f func(in *instance)) func(*seams) {
	return func(s *seams) {
		count := nth()
		s.also = func(in *instance, now moment) {
			if now == when && count(in) == n {
				f(in)
			}
		}
	}
}

// afterCause remembers why the last link ended, for what is decided after it.
func afterCause(change func(s *seams, last *cause)) func(*seams) {
	return func(s *seams) {
		var last cause
		s.returns = func(in *instance, why cause) bool {
			last = why
			return mayReturn(in, why)
		}
		change(s, &last)
	}
}

// hedging opens a second socket when a login takes longer than half a second.
func hedging(then func(in *instance) func(*platform.Socket)) func(*seams) {
	return at(onAttempt, func(in *instance) {
		later(in, 500*time.Millisecond, func() {
			if in.phase == connecting {
				in.spare(then(in))
			}
		})
	})
}

func opened(*instance) func(*platform.Socket) { return kept }

// asking is asking for an instance that is there: it opens another link in some states.
func asking(some func(in *instance) bool) func(*seams) {
	return func(s *seams) {
		s.overlaps = func(*link) bool { return true }
		s.askedAgain = func(in *instance) {
			if some(in) {
				in.attempt(false)
				return
			}
			in.connect()
		}
	}
}

// reconnecting is a connect that opens another link in some states.
func reconnecting(some func(in *instance) bool) func(*seams) {
	return func(s *seams) {
		s.overlaps = func(*link) bool { return true }
		s.connect = func(in *instance) {
			if some(in) {
				in.attempt(false)
				return
			}
			connect(in)
		}
	}
}

// givingUp is a client that does not come back from some causes.
func givingUp(some func(in *instance, why cause) bool) func(*seams) {
	return func(s *seams) {
		s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) && !some(in, why) }
	}
}

// The states and causes of this zoo.
func (in *instance) at(one step) bool { return in.phase == connecting && in.link.step == one }
func beside(in *instance) bool        { return len(in.others()) > 0 }
func endedOpening(w cause) bool       { return w.how == byClose && w.step == opening }
func endedEntering(w cause) bool      { return w.how == byClose && w.step == entering }
func notOpened(w cause) bool          { return w.how == byTimeout && w.step == opening }
func loginRefused(w cause) bool       { return w.how == byLogin }

// bother asks the platform for a socket.
func bother(p *platform.Platform) {
	_, _ = p.Connect("wss://"+builtInLink+"/socket.io/1/websocket/x", platform.Handlers{Open: func() {}, Message: func([]byte, bool) {}, Error: func(string) {}, Close: func(int, string) {}})
}

func metLimitMutants() []Mutant {
	return []Mutant{
		{"second socket for a slow login", "LIM-01", "on a link of 500 ms", "A login that takes longer than half a second gets a second socket, which stays.", hedging(opened)},
		{"second socket for a slow login, for a while", "LIM-01", "on a link of 500 ms", "A login that takes longer than half a second gets a second socket, which is closed 5 s later.",
			hedging(func(in *instance) func(*platform.Socket) {
				return func(s *platform.Socket) { later(in, 5*time.Second, func() { _ = s.Close(normalClosed, "") }) }
			})},
		{"second socket at the second login", "LIM-01", "connected again after disconnect", "A login by connect after disconnect opens two sockets.",
			atNth(afterLogin, 2, func(in *instance) {
				if !in.link.automatic {
					in.spare(kept)
				}
			})},
		{"socket of the login before it kept", "LIM-01", "after a login that was not answered", "The socket of a first login that was not answered stays open beside the next.", keepingSocket(func(l *link) bool { return !l.automatic })},
		{"a socket for what comes to a team", "LIM-01", "a message goes and one comes", "It opens a socket for each message that comes to a team.",
			func(s *seams) {
				s.deliver = func(l *link, m incoming) {
					deliver(l, m)
					if m.team {
						l.in.spare(kept)
					}
				}
			}},
		{"IM opened anew for a room", "LIM-02", "IM first", "Entering a chatroom closes IM's link and opens it again at once.",
			at(afterLogin, func(in *instance) {
				if inRoom(in) {
					for _, other := range in.others() {
						other.vanish()
						other.attempt(true)
					}
				}
			})},
		{"room's link renewed", "LIM-02", "", "It closes a healthy link of a chatroom after five minutes and opens it again.",
			at(afterLogin, func(in *instance) {
				if inRoom(in) {
					later(in, 5*time.Minute, func() {
						in.vanish()
						in.attempt(true)
					})
				}
			})},
		{"IM deaf beside a room", "LIM-02", "", "What comes for IM is not delivered while a chatroom is there.", undelivering(func(l *link, _ incoming) bool { return !inRoom(l.in) && beside(l.in) })},
		{"room deaf beside IM", "LIM-02", "", "What comes for a chatroom is not delivered while IM is there.", undelivering(func(l *link, _ incoming) bool { return inRoom(l.in) && beside(l.in) })},
		{"third socket at the fourth message", "LIM-02", "", "The fourth message that is sent opens a socket.",
			func(s *seams) {
				n := 0
				s.sends = func(in *instance, _ outgoing, send func()) {
					send()
					if n++; n == 4 {
						in.spare(kept)
					}
				}
			}},
		{"refusal told to the others", "LIM-03", "one socket too many: another account", "When the platform refuses a socket, every instance is told that it is disconnected.",
			func(s *seams) {
				s.refused = func(l *link, why cause) {
					for _, other := range l.in.others() {
						other.raise(disconnectedEvent)
					}
					l.fail(why)
				}
			}},
		{"others deaf after a refusal", "LIM-03", "one socket too many: another account", "Once the platform refused a socket, what comes for the other instances is not delivered.",
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
		{"refusal of a socket told nine minutes late", "LIM-03", "one socket too many: another account", "It reports a refused socket nine minutes later.",
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
		{"refused socket asked for ten times an attempt", "LIM-03", "", "When the platform refuses its socket, it asks ten times more within the same attempt.",
			func(s *seams) {
				s.refused = func(l *link, why cause) {
					for range 10 {
						bother(l.in.c.p)
					}
					l.fail(why)
				}
			}},
		{"refused socket asked for each second", "LIM-03", "", "When the platform refuses its socket, it asks once a second for a minute, beside its attempts.",
			func(s *seams) {
				s.refused = func(l *link, why cause) {
					for i := range 60 {
						later(l.in, time.Duration(i+1)*time.Second, func() { bother(l.in.c.p) })
					}
					l.fail(why)
				}
			}},
		{"room's old socket still closing", "LIM-04", "a chatroom: " + silence, "A chatroom's next socket opens although the one before is not yet closed.", func(s *seams) { s.overlaps = func(l *link) bool { return inRoom(l.in) } }},
		{"second socket for a room after close 1000", "LIM-04", "a chatroom: close 1000", "A chatroom whose link was closed with 1000 comes back with two sockets.",
			func(s *seams) {
				hit := false
				s.gone = func(l *link, code int) {
					hit = hit || inRoom(l.in) && code == normalClosed
					l.in.released()
				}
				s.also = func(in *instance, now moment) {
					if now == afterLogin && hit {
						in.spare(kept)
					}
				}
			}},
		{"next socket beside a login that timed out", "LIM-04", "an automatic login that is not answered, and a close 5 s late", "After a login that was not answered the next socket opens although the one before is not yet closed.",
			func(s *seams) {
				hit := map[*instance]bool{}
				s.loginTimedOut = func(l *link, why cause) {
					hit[l.in] = true
					l.fail(why)
				}
				s.overlaps = func(l *link) bool { return hit[l.in] }
			}},
		{"a timer for each pair", "LIM-06", "IM and a chatroom", "An instance that is destroyed while another is there leaves a timer behind.",
			at(afterDone, func(in *instance) {
				if beside(in) {
					later(in, 24*time.Hour, func() {})
				}
			})},
		{"no way back for a room beside IM", "LIM-07", "a chatroom: close 1001", "A chatroom that loses its link gives up while IM is connected.",
			givingUp(func(in *instance, _ cause) bool { return inRoom(in) && beside(in) && in.others()[0].phase == ready })},
		{"one more in a full house, the second time", "LIM-07", "close 1001", "After its second loss IM comes back with two sockets.",
			atNth(afterLogin, 3, func(in *instance) {
				if !inRoom(in) {
					in.spare(kept)
				}
			})},
		{"second login timed out, socket kept", "LIM-08", "at the first login", "When the second login in a row times out, its socket stays open.",
			func(s *seams) {
				count := nth()
				keepingSocket(func(l *link) bool { return count(l.in) > 1 })(s)
			}},
		{"room's automatic login timed out, socket kept", "LIM-08", "at an automatic entry of a chatroom", "When an automatic entry of a chatroom times out, its socket stays open.", keepingSocket(func(l *link) bool { return l.automatic && inRoom(l.in) })},
		{"login by connect timed out, socket kept", "LIM-08", "at an automatic login", "Once it was logged in, a login by connect that times out leaves its socket open.",
			func(s *seams) {
				was := map[*instance]bool{}
				keepingSocket(func(l *link) bool { return was[l.in] && !l.automatic })(s)
				at(afterLogin, func(in *instance) { was[in] = true })(s)
			}},
	}
}

// keepingSocket leaves the socket of some logins open when they time out.
func keepingSocket(some func(l *link) bool) func(*seams) {
	return func(s *seams) {
		s.loginTimedOut = func(l *link, why cause) {
			if some(l) {
				l.socket = nil
				l.in.sockets--
			}
			l.fail(why)
		}
	}
}

func metAskedMutants() []Mutant {
	onAutomatic := func(in *instance) bool { return in.phase == connecting && in.link.automatic }
	inRoomsLink := func(in *instance) bool { return in.phase == connecting && inRoom(in) }
	return []Mutant{
		{"asked for in the handshake", "LIM-05", "in the handshake", "Asking for an instance whose link is in the handshake opens another.", asking(func(in *instance) bool { return in.at(handshake) })},
		{"asked for in the login", "LIM-05", "while the login is pending", "Asking for an instance whose login is pending opens another link.", asking(func(in *instance) bool { return in.at(entering) })},
		{"asked for three times", "LIM-05", "", "Asking for an instance a third time opens another link.",
			func(s *seams) {
				count := nth()
				asking(func(in *instance) bool { return count(in) == 2 })(s)
			}},
		{"asked for after a reconnect", "LIM-05", "after an automatic reconnect", "Asking for an instance that came back by itself opens another link.", asking(func(in *instance) bool { return in.link != nil && in.link.automatic })},
		{"room asked for in the wait", "LIM-05", "in the wait before a chatroom is entered again", "Asking in the wait for a chatroom's instance opens a link, and the attempt that was announced opens another.", asking(func(in *instance) bool { return inRoom(in) && in.phase == waiting })},
		{"room connected twice, two sockets", "LIM-09", "while the entry of a chatroom is pending", "A connect while the entry of a chatroom is pending opens a second link.", reconnecting(inRoomsLink)},
		{"connect in the automatic login, two sockets", "LIM-09", "while an automatic login is pending", "A connect while an automatic login is pending opens a second link.", reconnecting(onAutomatic)},
		{"connect three times, two sockets", "LIM-09", "while the login is pending, and once more", "The third connect opens a second link.",
			func(s *seams) {
				count := nth()
				reconnecting(func(in *instance) bool { return count(in) == 3 && in.phase == connecting })(s)
			}},
		{"connect in the automatic login", "REC-13", "connect while an automatic login is pending", "A connect while an automatic login is pending opens another link.", reconnecting(onAutomatic)},
		{"connect while a room's link opens", "REC-13", "connect while the socket of a chatroom opens", "A connect while a chatroom's link opens opens another.", reconnecting(inRoomsLink)},
		{"connect, and the attempt all the same", "REC-13", "connect in the wait, and the login takes longer than the wait", "The attempt that was announced is made in spite of connect, unless connect's link is logged in by then.",
			func(s *seams) {
				s.overlaps = func(*link) bool { return true }
				due := map[*instance]time.Duration{}
				s.sleeps = func(in *instance, d time.Duration) time.Duration {
					due[in] = in.c.env.Clock.Now() + d
					return d
				}
				s.connect = func(in *instance) {
					if in.phase == waiting {
						later(in, due[in]-in.c.env.Clock.Now(), func() {
							if in.phase == connecting {
								in.attempt(false)
							}
						})
					}
					connect(in)
				}
			}},
	}
}

// untold is a client that raises no ondisconnect in some cases.
func untold(some func(in *instance, why cause) bool) func(*seams) {
	return telling(func(in *instance, why cause) {
		if !some(in, why) {
			tell(in, why)
		}
	})
}
