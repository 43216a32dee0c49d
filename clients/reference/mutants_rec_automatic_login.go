// REC-17: a reconnect does not log in by itself, or loses what came meanwhile.

package reference

import "time"

func recAutomaticLoginMutants() []Mutant {
	return []Mutant{
		{"delivered again at the next return", "REC-17", "",
			"After an automatic login it delivers again what came since the first.",
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
		{"deaf until the sync is done", "REC-17", "message-in-sync",
			"What comes while the sync is pending is not delivered.",
			undelivering(func(l *link, _ incoming) bool { return !inRoom(l.in) && !l.synced })},
		{"marked manual after a failed attempt", "REC-17", "",
			"It marks an automatic login that follows a failed attempt as one that the user asked for.",
			func(s *seams) {
				s.asksAsManual = func(l *link) bool { return !l.automatic || l.in.tries > 1 }
			}},
		{"a renewed token ignored", "REC-17", "token-renewed",
			"It logs in with the first token of an account, and the service has another one since.",
			func(s *seams) { s.renews = func(*instance, string) {} }},
		{"marked manual with a renewed token", "REC-17", "token-renewed",
			"It marks the automatic login that follows a renewal of the token as one that the user asked for, as " +
				"9.21.12 does.",
			func(s *seams) {
				renewed := map[*instance]bool{}
				s.renews = func(in *instance, token string) { in.token, renewed[in] = token, true }
				s.asksAsManual = func(l *link) bool { return !l.automatic || renewed[l.in] }
			}},
		{"marked manual after silence", "REC-17", "message-after-silence",
			"It marks an automatic login that follows silence as one that the user asked for.",
			afterCause(func(s *seams, last *cause) {
				s.asksAsManual = func(l *link) bool { return !l.automatic || last.how == bySilence }
			})},
		{"the first of what came meanwhile", "REC-17", "message-meanwhile",
			"Of what came meanwhile it delivers the first message only.",
			func(s *seams) {
				came := map[*link]int{}
				s.deliver = func(l *link, m incoming) {
					if came[l]++; !l.automatic || came[l] == 1 {
						deliver(l, m)
					}
				}
			}},
		{"automatic marked manual", "REC-17", "", "It marks an automatic login as one that the user asked for.",
			func(s *seams) { s.asksAsManual = func(*link) bool { return true } }},
		{"no sync on the way back", "REC-17", "message-meanwhile",
			"After an automatic login it does not fetch what came meanwhile.",
			func(s *seams) { s.syncs = func(l *link) bool { return !l.automatic } }},
		{"deaf on the way back", "REC-17", "message-after",
			"Five seconds after an automatic login it begins to listen.",
			func(s *seams) {
				since := time.Duration(0)
				s.also = func(in *instance, now moment) {
					if now == afterLogin {
						since = in.c.env.Clock.Now()
					}
				}
				s.deliver = func(l *link, m incoming) {
					if !l.automatic || l.in.c.env.Clock.Now()-since > 5*time.Second {
						deliver(l, m)
					}
				}
			}},
		{"delivered twice on the way back", "REC-17", "", "After an automatic login each message is delivered twice.",
			func(s *seams) {
				s.deliver = func(l *link, m incoming) {
					deliver(l, m)
					if l.automatic {
						deliver(l, m)
					}
				}
			}},
		{"marked manual the second time", "REC-17", "",
			"It marks the second automatic login as one that the user asked for.",
			func(s *seams) {
				asked := 0
				s.asksAsManual = func(l *link) bool {
					if l.automatic {
						asked++
					}
					return !l.automatic || asked == 2
				}
			}},
		{"room marked manual", "REC-17", "room-message-after",
			"It marks an automatic entry of a chatroom as one that the user asked for.",
			func(s *seams) { s.asksAsManual = func(l *link) bool { return !l.automatic || inRoom(l.in) } }},
		{"logged in twice on the way back", "REC-17", "", "It sends the automatic login twice.",
			func(s *seams) {
				s.enter = func(l *link) {
					l.login()
					if l.automatic {
						l.login()
					}
				}
			}},
		{"no sync the second time", "REC-17", "message-meanwhile",
			"After the second automatic login it does not fetch what came meanwhile.",
			unsyncedAgain},
		{"room deaf on the way back", "REC-17", "room-message-after",
			"What comes for a chatroom that was entered again by itself is not delivered.",
			undelivering(func(l *link, _ incoming) bool { return inRoom(l.in) && l.automatic })},
	}
}
