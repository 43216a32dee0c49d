package reference

import (
	"fmt"
	"time"

	"nimcert/ledger"
)

func kickMutants() []Mutant {
	return []Mutant{
		{"kick told twice", "KCK-01", "", "It raises ondisconnect twice for a kick.",
			at(afterKick, func(in *instance) { in.raise(ledger.Event{Kind: ledger.Disconnected, Code: "kicked"}) })},
		{"kick told never", "KCK-01", "", "It raises no ondisconnect for a kick.",
			telling(func(in *instance, why cause) {
				if why.how != byKick {
					tell(in, why)
				}
			})},
		{"silent kick told never", "KCK-01", "reason 4, silentlyKick", "It takes a silent kick for one that nobody hears of.",
			telling(func(in *instance, why cause) {
				if why.reason != kickReasons[4] {
					tell(in, why)
				}
			})},
		{"kick with another code", "KCK-01", "", "It reports a kick with the code of a logout.",
			telling(func(in *instance, why cause) {
				if why.how == byKick {
					why.code = "logout"
				}
				tell(in, why)
			})},
		{"reason 3 taken for 1", "KCK-01", "reason 3, otherPlatformKick", "It reports a kick by another platform as one by the same.",
			func(s *seams) {
				s.reason = func(names map[int]string, n int) string {
					if n == 3 {
						n = 1
					}
					return names[n]
				}
			}},
		{"reason as a number", "KCK-01", "", "It reports a kick's reason as the number that came.",
			func(s *seams) { s.reason = func(_ map[int]string, n int) string { return fmt.Sprint(n) } }},

		{"kick told five minutes late", "KCK-01", "", "It raises ondisconnect five minutes after the kick.",
			telling(func(in *instance, why cause) { later(in, 5*time.Minute, func() { tell(in, why) }) })},

		{"kicked, socket kept for two seconds", "KCK-02", "", "It closes the socket two seconds after the kick.",
			func(s *seams) {
				s.kicked = func(l *link) {
					l.quit()
					later(l.in, 2*time.Second, l.drop)
				}
			}},
		{"kicked, socket kept", "KCK-02", "", "It leaves the socket to the service after a kick.",
			func(s *seams) { s.kicked = (*link).quit }},
		{"kicked silently, socket kept", "KCK-02", "reason 4, silentlyKick", "It leaves the socket to the service after a silent kick.",
			func(s *seams) {
				silent := false
				s.reason = func(names map[int]string, n int) string {
					silent = n == 4
					return names[n]
				}
				s.kicked = func(l *link) {
					if silent {
						l.quit()
						return
					}
					l.drop()
				}
			}},

		{"kicked, back at once", "KCK-03", "", "It reconnects after a kick as after any loss.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool { return !why.final && !in.noReconnect }
			}},
		{"kicked, back after five minutes", "KCK-03", "", "It reconnects five minutes after a kick.",
			at(afterKick, func(in *instance) { later(in, 5*time.Minute, func() { in.attempt(true) }) })},
		{"kicked by the service, back at once", "KCK-03", "reason 2, serverKick", "It reconnects when the service itself kicked it.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool {
					return mayReturn(in, why) || why.how == byKick && why.reason == kickReasons[2]
				}
			}},
		{"kicked, a return announced", "KCK-03", "", "It announces a reconnect after a kick and makes none.",
			at(afterKick, func(in *instance) { announce(in, 1, minDelay) })},

		{"kicked out of the room, back after five minutes", "KCK-03", "", "It enters a chatroom again five minutes after a kick.",
			at(afterKick, func(in *instance) {
				if in.room != "" {
					later(in, 5*time.Minute, func() { in.attempt(true) })
				}
			})},

		{"deaf to a kick in the sync", "KCK-04", "during the sync", "It hears no kick before the sync is done.",
			func(s *seams) {
				s.heedsKick = func(l *link) bool { return l.step != live || l.synced || l.in.room != "" }
			}},
		{"deaf to a kick on the way back", "KCK-04", "straight after a reconnect", "It hears no kick on a link that it opened by itself.",
			func(s *seams) { s.heedsKick = func(l *link) bool { return !l.automatic } }},

		{"kicked in the sync, socket kept for five minutes", "KCK-04", "during the sync", "It closes the socket five minutes after a kick that comes before the sync is done.",
			func(s *seams) {
				s.kicked = func(l *link) {
					if l.synced {
						l.drop()
						return
					}
					l.quit()
					later(l.in, 5*time.Minute, l.drop)
				}
			}},
		{"kicked on the way back, no reason", "KCK-04", "straight after a reconnect", "It reports a kick on a link that it opened by itself without the reason.",
			func(s *seams) {
				automatic := false
				s.heedsKick = func(l *link) bool {
					automatic = l.automatic
					return true
				}
				s.tell = func(in *instance, why cause) {
					if automatic {
						why.reason = ""
					}
					tell(in, why)
				}
			}},

		{"IM kicked, room closed", "KCK-05", "IM is kicked", "A kick of IM closes the chatroom's socket.",
			kickedWith(func(in *instance) bool { return in.room == "" }, (*instance).vanish)},
		{"room kicked, IM closed", "KCK-05", "the chatroom is kicked", "A kick out of a chatroom closes IM's socket.",
			kickedWith(func(in *instance) bool { return in.room != "" }, (*instance).vanish)},
		{"IM kicked, room told", "KCK-05", "IM is kicked", "A kick of IM is reported to the chatroom as well.",
			kickedWith(func(in *instance) bool { return in.room == "" }, func(other *instance) { other.raise(disconnectedEvent) })},
		{"deaf to a kick out of the room", "KCK-05", "the chatroom is kicked", "It hears no kick out of a chatroom.",
			func(s *seams) { s.heedsKick = func(l *link) bool { return l.in.room == "" } }},

		{"kicked, then done twice", "KCK-06", "", "After a kick destroy calls done twice.",
			afterAKick(func(s *seams) { s.done = doneTwice })},
		{"kicked, then done never", "KCK-06", "", "After a kick destroy does not call done.",
			afterAKick(func(s *seams) { s.done = func(*instance, ending) {} })},

		{"kicked, then done nine minutes late", "KCK-06", "", "After a kick destroy calls done nine minutes late.",
			afterAKick(func(s *seams) { s.done = nineMinutesLate })},

		{"kicked for good", "KCK-07", "", "After a kick connect does nothing.",
			afterAKick(func(s *seams) { s.connect = func(*instance) {} })},
		{"kicked, then two sockets", "KCK-07", "", "After a kick connect opens two links.",
			afterAKick(func(s *seams) {
				s.connect = func(in *instance) {
					in.spare(kept)
					connect(in)
				}
			})},

		{"two kicks told twice", "KCK-08", "", "It closes half a second after a kick, and reports another that comes meanwhile.", lingering},
		{"delivered after the kick", "KCK-09", "", "It closes half a second after a kick, and delivers what comes meanwhile.", lingering},
	}
}

// lingering keeps a kicked link as it was for half a second.
func lingering(s *seams) { s.kicked = func(l *link) { later(l.in, 500*time.Millisecond, l.drop) } }

func telling(f func(in *instance, why cause)) func(*seams) { return func(s *seams) { s.tell = f } }

// kickedWith does something to the other instances when one of a sort is kicked.
func kickedWith(sort func(*instance) bool, f func(other *instance)) func(*seams) {
	return at(afterKick, func(in *instance) {
		if sort(in) {
			for _, other := range in.others() {
				f(other)
			}
		}
	})
}

// afterAKick makes a change once a kick came.
func afterAKick(change func(*seams)) func(*seams) {
	return at(afterKick, func(in *instance) { change(in.c.s) })
}
