// REC-11: the first connection fails without a bound, or without a word.

package reference

import "time"

func recFirstConnectionMutants() []Mutant {
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
	return []Mutant{
		{"first connection without a cap", "REC-11", "", "Until it was connected once, the cap does not count.",
			func(s *seams) {
				once := false
				s.also = func(_ *instance, now moment) { once = once || now == afterLogin }
				s.allowed = func(in *instance, why cause) int {
					if !once {
						return -1
					}
					return allowed(in, why)
				}
			}},
		{"first connection failed, nobody told", "REC-11", "",
			"Until it was connected once, it raises no ondisconnect.",
			func(s *seams) {
				once := false
				s.also = func(_ *instance, now moment) { once = once || now == afterLogin }
				s.tell = func(in *instance, why cause) {
					if once {
						tell(in, why)
					}
				}
			}},
		{"first connection failed, told nine minutes late", "REC-11", "",
			"It reports a first connection that failed for good nine minutes later.",
			telling(func(in *instance, why cause) { later(in, 9*time.Minute, func() { tell(in, why) }) })},
		{"first connection never tried", "REC-11", "", "It creates the instance and never connects it.",
			func(s *seams) { s.connect = func(*instance) {} }},
		{"first connection failed, told twice", "REC-11", "refused",
			"It raises ondisconnect twice when a first connection failed for good.",
			telling(func(in *instance, why cause) {
				tell(in, why)
				tell(in, why)
			})},
		{"first connection, one attempt too many", "REC-11", "refused",
			"Until it was connected once, it makes one attempt more than the cap.",
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
		{"first login unanswered, without a cap", "REC-11", "mute-login",
			"Logins that are not answered do not count against the cap.",
			uncounted(func(why cause) bool { return why.how == byTimeout })},
		{"first handshake unanswered, without a cap", "REC-11", "mute-handshake",
			"Handshakes that are not answered do not count against the cap.", uncounted(requestEnded("timeout"))},
		{"first handshake answered with 500, nobody told", "REC-11", "handshake-500",
			"It gives up in silence when the last handshake was answered with 500.",
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
		{"room's first connection without a cap", "REC-11", "room-refused", "A chatroom's cap does not count.",
			uncountedInRooms},
		{"first connection, 0 taken for unset", "REC-11", "refused-n-0", "A cap of 0 is no cap to a first connection.",
			capOfZero(func(*instance) bool { return true })},
		{"first greeting missing, without a cap", "REC-11", "mute-greeting",
			"Sockets that are not greeted do not count against the cap.", uncounted(notOpened)},
		{"first socket refused, without a cap", "REC-11", "socket-503",
			"Sockets that the service refuses do not count against the cap.", uncounted(endedOpening)},
		{"first login refused for now, without a cap", "REC-11", "refused-for-now",
			"Logins that are refused for now do not count against the cap.", uncounted(loginRefused)},
	}
}
