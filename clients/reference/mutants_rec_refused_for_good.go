// REC-08: it goes on after a refusal for good.

package reference

import "time"

func recRefusedForGoodMutants() []Mutant {
	retrying := func(some func(l *link) bool) func(*seams) {
		return func(s *seams) { s.final = func(l *link, code int) bool { return isFinal(l, code) && !some(l) } }
	}
	return []Mutant{
		{"417 retried", "REC-08", "417-first-login", "A first login refused with 417 is tried again.",
			func(s *seams) {
				s.final = func(l *link, code int) bool { return isFinal(l, code) && (code != 417 || l.automatic) }
			}},
		{"422 retried on the way back", "REC-08", "422-automatic-login",
			"An automatic login refused with 422 is tried again.",
			func(s *seams) {
				s.final = func(l *link, code int) bool { return isFinal(l, code) && (code != 422 || !l.automatic) }
			}},
		{"refusal retried once", "REC-08", "", "It tries once more before it takes a refusal for final.",
			func(s *seams) {
				tries := 0
				s.final = func(l *link, code int) bool {
					tries++
					return isFinal(l, code) && tries > 1
				}
			}},
		{"refusal without its code", "REC-08", "", "A refused login is reported without the code.",
			func(s *seams) {
				s.tell = func(in *instance, why cause) {
					why.code = ""
					tell(in, why)
				}
			}},
		{"404 reported as 302", "REC-08", "404-first-login", "Every refusal is reported as a wrong token.",
			func(s *seams) {
				s.tell = func(in *instance, why cause) {
					if why.how == byLogin {
						why.code = "302"
					}
					tell(in, why)
				}
			}},
		{"refusal on the way back kept secret", "REC-08", "403-automatic-login",
			"A refused automatic login ends in silence.",
			func(s *seams) {
				s.tell = func(in *instance, why cause) {
					if why.how != byLogin || in.tries == 0 {
						tell(in, why)
					}
				}
			}},
		{"refusal told nine minutes late", "REC-08", "", "It reports a refused login nine minutes later.",
			telling(func(in *instance, why cause) { later(in, 9*time.Minute, func() { tell(in, why) }) })},
		{"refused, and a return announced", "REC-08", "", "After a refusal it announces an attempt and makes none.",
			at(afterTelling, func(in *instance) { announce(in, 1, minDelay) })},
		{"refused, and the link opened again", "REC-08", "",
			"A minute after a refusal it opens a link, over which it does not log in.",
			at(afterTelling, func(in *instance) { later(in, time.Minute, func() { in.spare(kept) }) })},
		{"refusal retried with a cap", "REC-08", "302-first-login-n-3",
			"With reconnectionAttempts set, a refused login is tried again.",
			retrying(func(l *link) bool { return l.in.limit != nil })},
		{"room's refusal retried", "REC-08", "room-403-first-entry", "A refused entry of a chatroom is tried again.",
			retrying(func(l *link) bool { return inRoom(l.in) })},
		{"room's refusal without its code", "REC-08", "room-404-automatic-entry",
			"A refused entry of a chatroom is reported without the code.",
			telling(func(in *instance, why cause) {
				if inRoom(in) && loginRefused(why) {
					why.code = "error"
				}
				tell(in, why)
			})},
		{"refusal of a later login retried", "REC-08", "302-connect-after-disconnect",
			"From the second connect on, a refused login is tried again.",
			counting(func(calls map[*instance]int) func(*seams) {
				return retrying(func(l *link) bool { return calls[l.in] > 1 })
			})},
		{"refusal retried after a failed attempt", "REC-08", "403-after-failed-attempt",
			"An automatic login that is refused after an attempt that failed is tried again.",
			retrying(func(l *link) bool { return l.in.tries > 1 })},
	}
}
