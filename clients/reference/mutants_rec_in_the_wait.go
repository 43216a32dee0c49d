// REC-12 and REC-13: disconnect does not end the wait, or connect makes two links.

package reference

import "time"

func recInTheWaitMutants() []Mutant {
	onAutomatic := func(in *instance) bool { return in.phase == connecting && in.link.automatic }
	inRoomsLink := func(in *instance) bool { return in.phase == connecting && inRoom(in) }
	uncancelledAfter := func(some func(w cause) bool) func(*seams) {
		return afterCause(func(s *seams, last *cause) {
			s.cancels = func(*instance) bool { return !some(*last) }
		})
	}
	return []Mutant{
		{"disconnected after a login timed out, and back", "REC-12", "wait-after-mute-login",
			"disconnect does not call an attempt off that follows a login that was not answered.",
			uncancelledAfter(func(w cause) bool { return w.how == byTimeout })},
		{"disconnected after silence, and back", "REC-12", "wait-after-silence",
			"disconnect does not call an attempt off that follows silence.",
			uncancelledAfter(func(w cause) bool { return w.how == bySilence })},
		{"disconnected after a second loss, and back", "REC-12", "wait-after-second-loss",
			"disconnect does not call an attempt off once the client came back by itself.",
			func(s *seams) {
				back := map[*instance]bool{}
				at(afterLogin, func(in *instance) { back[in] = back[in] || in.link.automatic })(s)
				s.cancels = func(in *instance) bool { return !back[in] }
			}},
		{"disconnected, and back", "REC-12", "", "disconnect does not call the next attempt off.", uncancelled},
		{"disconnected in the third wait, and back", "REC-12", "third-wait",
			"disconnect calls the next attempt off in the first two waits only.",
			func(s *seams) { s.cancels = func(in *instance) bool { return in.tries < 3 } }},
		{"room disconnected, and back", "REC-12", "room-wait",
			"disconnect of a chatroom does not call the next attempt off.",
			func(s *seams) { s.cancels = func(in *instance) bool { return !inRoom(in) } }},
		{"disconnected, and a return announced", "REC-12", "first-wait",
			"disconnect in the wait announces the attempt once more.",
			at(onEnd, func(in *instance) { announce(in, in.tries+1, minDelay) })},

		{"connect in the automatic login", "REC-13", "automatic-login-pending",
			"A connect while an automatic login is pending opens another link.", reconnecting(onAutomatic)},
		{"connect while a room's link opens", "REC-13", "room-socket-opens",
			"A connect while a chatroom's link opens opens another.", reconnecting(inRoomsLink)},
		{"connect, and the attempt all the same", "REC-13", "connect-in-wait-slow-login",
			"The attempt that was announced is made in spite of connect, unless connect's link is logged in by then.",
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
		{"connect and wait", "REC-13", "in-the-wait",
			"connect in the wait opens a link, and the attempt that was announced opens another.",
			func(s *seams) {
				s.overlaps = func(*link) bool { return true }
				s.connect = func(in *instance) {
					if in.phase == waiting {
						in.attempt(false)
						return
					}
					connect(in)
				}
			}},
		{"connect calls the reconnect off", "REC-13", "in-the-wait",
			"connect in the wait calls the attempt off and makes none.",
			func(s *seams) {
				s.connect = func(in *instance) {
					if in.phase == waiting {
						in.wait.Stop()
						in.phase = idle
						return
					}
					connect(in)
				}
			}},
		{"connect while connecting", "REC-13", "connecting", "connect while a link opens opens another.",
			unaskedConnect},
		{"connect in the third wait, and wait", "REC-13", "in-third-wait",
			"From the third wait on, connect opens a link and leaves the attempt that was announced.",
			impatient(func(in *instance) bool { return in.tries >= 3 })},
		{"connect in a room's wait, and wait", "REC-13", "in-room-wait",
			"connect in a chatroom's wait opens a link and leaves the attempt that was announced.", impatient(inRoom)},
		{"connect while addresses are looked up", "REC-13", "in-lbs",
			"connect while addresses are looked up opens another link.", unaskedAt(lookup)},
		{"connect while the login is pending", "REC-13", "login-pending",
			"connect while the login is pending opens another link.", unaskedAt(entering)},
		{"connect in the wait, and anew", "REC-13", "in-the-wait",
			"The link that connect opened in the wait is replaced when the announced attempt is due.",
			func(s *seams) {
				s.connect = func(in *instance) {
					if in.phase != waiting {
						connect(in)
						return
					}
					connect(in)
					later(in, minDelay, func() {
						in.vanish()
						in.attempt(true)
					})
				}
			}},
	}
}

// impatient changes connect: in some waits it opens a link and does not cancel the announced attempt.
func impatient(some func(in *instance) bool) func(*seams) {
	return func(s *seams) {
		s.overlaps = func(*link) bool { return true }
		s.connect = func(in *instance) {
			if in.phase == waiting && some(in) {
				in.attempt(false)
				return
			}
			connect(in)
		}
	}
}
