package reference

import (
	"time"
)

func lossLaterMutants() []Mutant {
	return []Mutant{
		{"needReconnect false, ignored in rooms", "REC-07", "a chatroom: close 1001", "It ignores needReconnect of a chatroom.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) || inRoom(in) && why.how != byKick }
			}},
		{"needReconnect false, ignored at silence", "REC-07", silence, "With needReconnect false it opens a link again that fell silent.",
			returningAlso(func(why cause) bool { return why.how == bySilence })},
		{"needReconnect false, ignored at a first time-out", "REC-07", "the first handshake is not answered", "With needReconnect false it repeats a handshake that was not answered.", returningAlso(requestEnded("timeout"))},
		{"needReconnect false, ignored at a first 500", "REC-07", "the first handshake is answered with 500", "With needReconnect false it repeats a handshake that was answered with 500.", returningAlso(requestEnded("500"))},
		{"needReconnect false, login repeated", "REC-07", "the first login is not answered", "With needReconnect false it repeats a login that was not answered.",
			returningAlso(func(why cause) bool { return why.how == byTimeout })},
		{"needReconnect false, a return announced", "REC-07", "the service stays away", "With needReconnect false it announces a reconnect and makes none.",
			at(afterTelling, func(in *instance) { announce(in, 1, minDelay) })},

		{"room not entered again", "REC-09", "a chatroom: FIN without a close frame", "A chatroom's link that ended is not opened again.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) && !inRoom(in) }
			}},
		{"room back and mute", "REC-09", "a chatroom: close 1001", "After a chatroom was entered again by itself, nothing that is sent leaves the client.",
			func(s *seams) {
				s.sends = func(in *instance, _ outgoing, send func()) {
					if !inRoom(in) || !in.link.automatic {
						send()
					}
				}
			}},
		{"gone at the second loss", "REC-09", "FIN without a close frame", "It comes back from one loss and from no other.",
			func(s *seams) {
				losses := 0
				s.returns = func(in *instance, why cause) bool {
					if why.step == live {
						losses++
					}
					return mayReturn(in, why) && losses < 2
				}
			}},
		{"gone after five minutes", "REC-09", "close 1001", "A link that was up for five minutes is not opened again.",
			func(s *seams) {
				up := time.Duration(0)
				s.also = func(in *instance, now moment) {
					if now == afterLogin {
						up = in.c.env.Clock.Now()
					}
				}
				s.returns = func(in *instance, why cause) bool {
					return mayReturn(in, why) && (why.step != live || in.c.env.Clock.Now()-up < 5*time.Minute)
				}
			}},
		{"two sockets at the second return", "REC-09", "RST", "After the second automatic login it opens a second socket.",
			func(s *seams) {
				returns := 0
				s.also = func(in *instance, now moment) {
					if now == afterLogin && in.link.automatic {
						if returns++; returns == 2 {
							in.spare(kept)
						}
					}
				}
			}},

		{"no heartbeat in rooms", "REC-10", "a chatroom", "It sends no heartbeat over a chatroom's link.", unbeating(func(l *link) bool { return inRoom(l.in) })},
		{"no heartbeat on the way back", "REC-10", "IM", "It sends no heartbeat over a link that it opened by itself.", unbeating(func(l *link) bool { return l.automatic })},
		{"heartbeat for five minutes", "REC-10", "", "Five minutes after the session began it sends no heartbeat any more.",
			unbeating(func(l *link) bool { return l.in.c.env.Clock.Now() > 5*time.Minute })},

		{"first connection failed, told twice", "REC-11", "connections are refused", "It raises ondisconnect twice when a first connection failed for good.",
			telling(func(in *instance, why cause) {
				tell(in, why)
				tell(in, why)
			})},
		{"first connection, one attempt too many", "REC-11", "connections are refused", "Until it was connected once, it makes one attempt more than the cap.",
			func(s *seams) {
				once := 1
				s.also = func(_ *instance, now moment) {
					if now == afterLogin {
						once = 0
					}
				}
				s.allowed = func(in *instance, why cause) int {
					if in.limit == nil {
						return -1
					}
					return *in.limit + once
				}
			}},
		{"first login unanswered, without a cap", "REC-11", "no login is answered", "Logins that are not answered do not count against the cap.", uncounted(func(why cause) bool { return why.how == byTimeout })},
		{"first handshake unanswered, without a cap", "REC-11", "no handshake is answered", "Handshakes that are not answered do not count against the cap.", uncounted(requestEnded("timeout"))},
		{"first handshake answered with 500, nobody told", "REC-11", "every handshake is answered with 500", "It gives up in silence when the last handshake was answered with 500.",
			func(s *seams) {
				last := ""
				s.allowed = func(in *instance, why cause) int {
					last = why.code
					return allowed(in, why)
				}
				s.tell = func(in *instance, why cause) {
					if last != "500" {
						tell(in, why)
					}
				}
			}},
		{"room's first connection without a cap", "REC-11", "a chatroom, connections are refused", "A chatroom's cap does not count.",
			func(s *seams) {
				s.allowed = func(in *instance, why cause) int {
					if inRoom(in) {
						return -1
					}
					return allowed(in, why)
				}
			}},
	}
}

// silence is the condition of a link that fell silent while others can be opened.
const silence = "silence, and a close that nobody answers"

// unbeating sends no heartbeat over some links.
func unbeating(some func(l *link) bool) func(*seams) {
	return func(s *seams) {
		s.beatEvery = func(l *link) time.Duration {
			if some(l) {
				return -1
			}
			return beatEvery
		}
	}
}
