// REC-07: it reconnects although none is wanted.

package reference

import "time"

func recNotWantedMutants() []Mutant {
	returning := func(some func(in *instance, why cause) bool) func(*seams) {
		return func(s *seams) {
			s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) || some(in, why) }
		}
	}
	return []Mutant{
		{"needReconnect false, tried once", "REC-07", "", "With needReconnect false it makes one attempt all the same.",
			func(s *seams) {
				tried := false
				s.returns = func(in *instance, why cause) bool {
					if in.noReconnect && !tried {
						tried = true
						return true
					}
					return mayReturn(in, why)
				}
			}},
		{"needReconnect false, ignored", "REC-07", "", "It ignores needReconnect.",
			func(s *seams) {
				s.returns = func(_ *instance, why cause) bool { return !why.final && why.how != byKick }
			}},
		{"needReconnect false, back after five minutes", "REC-07", "",
			"With needReconnect false it makes an attempt after five minutes.",
			at(afterTelling, func(in *instance) { later(in, 5*time.Minute, func() { in.attempt(true) }) })},
		{"needReconnect false, ignored at close 1001", "REC-07", "",
			"With needReconnect false it comes back all the same when the service closes with 1001.",
			returningAlso(closedWith("1001"))},
		{"needReconnect false, ignored at first", "REC-07", "",
			"With needReconnect false it repeats a first connection that was refused.",
			returningAlso(requestEnded("connection refused"))},
		{"needReconnect false, ignored in rooms", "REC-07", "room-close-1001",
			"It ignores needReconnect of a chatroom.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool {
					return mayReturn(in, why) || inRoom(in) && why.how != byKick
				}
			}},
		{"needReconnect false, ignored at silence", "REC-07", "silence-mute-close",
			"With needReconnect false it opens a link again that fell silent.",
			returningAlso(func(why cause) bool { return why.how == bySilence })},
		{"needReconnect false, ignored at a first time-out", "REC-07", "first-handshake-mute",
			"With needReconnect false it repeats a handshake that was not answered.",
			returningAlso(requestEnded("timeout"))},
		{"needReconnect false, ignored at a first 500", "REC-07", "first-handshake-500",
			"With needReconnect false it repeats a handshake that was answered with 500.",
			returningAlso(requestEnded("500"))},
		{"needReconnect false, login repeated", "REC-07", "first-login-mute",
			"With needReconnect false it repeats a login that was not answered.",
			returningAlso(func(why cause) bool { return why.how == byTimeout })},
		{"needReconnect false, a return announced", "REC-07", "service-away",
			"With needReconnect false it announces a reconnect and makes none.",
			at(afterTelling, func(in *instance) { announce(in, 1, minDelay) })},
		{"needReconnect false, forgotten by connect", "REC-07", "fin-after-connect",
			"From the second connect on, needReconnect does not count.",
			counting(func(calls map[*instance]int) func(*seams) {
				return returning(func(in *instance, _ cause) bool { return calls[in] > 1 })
			})},
		{"needReconnect false, overruled by a cap", "REC-07", "fin-n-3",
			"With reconnectionAttempts set, needReconnect does not count.",
			returning(func(in *instance, _ cause) bool { return in.limit != nil })},
		{"needReconnect false, refused login repeated", "REC-07", "first-login-refused-for-now",
			"With needReconnect false it repeats a login that was refused for now.",
			returningAlso(func(w cause) bool { return loginRefused(w) && !w.final })},
		{"needReconnect false, ignored without a greeting", "REC-07", "first-greeting-mute",
			"With needReconnect false it repeats a first connection that was not greeted.", returningAlso(notOpened)},
		{"needReconnect false, ignored at a refused socket", "REC-07", "first-socket-503",
			"With needReconnect false it repeats a first connection whose socket the service refused.",
			returningAlso(endedOpening)},
		{"needReconnect false, ignored at a room's silence", "REC-07", "room-silence-mute-close",
			"With needReconnect false it opens a chatroom's link again that fell silent.",
			returning(func(in *instance, why cause) bool { return inRoom(in) && why.how == bySilence })},
		{"needReconnect false, room's first connection repeated", "REC-07", "room-first-connection-fails",
			"With needReconnect false it repeats a chatroom's first connection.",
			returning(func(in *instance, why cause) bool { return inRoom(in) && why.step != live })},
	}
}

// returningAlso reopens a link that ended in one way, even if that is forbidden.
func returningAlso(is func(why cause) bool) func(*seams) {
	return func(s *seams) {
		s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) || is(why) }
	}
}
