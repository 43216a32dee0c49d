// KCK-01, KCK-04 and KCK-08: a kick is told never, twice, or wrongly.

package reference

import (
	"fmt"
	"time"

	"nimcert/ledger"
)

func kckReportedMutants() []Mutant {
	return []Mutant{
		{"kick told twice", "KCK-01", "", "It raises ondisconnect twice for a kick.",
			at(afterKick, func(in *instance) { in.raise(ledger.Event{Kind: ledger.Disconnected, Code: "kicked"}) })},
		{"kick told never", "KCK-01", "", "It raises no ondisconnect for a kick.",
			telling(func(in *instance, why cause) {
				if why.how != byKick {
					tell(in, why)
				}
			})},
		{"silent kick told never", "KCK-01", "reason-4", "It takes a silent kick for one that nobody hears of.",
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
		{"reason 3 taken for 1", "KCK-01", "reason-3", "It reports a kick by another platform as one by the same.",
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
		{"kick out of a room told twice", "KCK-01", "room-reason-2",
			"It raises ondisconnect twice for a kick out of a chatroom.",
			at(afterKick, func(in *instance) {
				if inRoom(in) {
					in.raise(disconnectedEvent)
				}
			})},
		{"kick out of a room told never", "KCK-01", "room-reason-5",
			"It raises no ondisconnect for a kick out of a chatroom.",
			telling(func(in *instance, why cause) {
				if !inRoom(in) || why.how != byKick {
					tell(in, why)
				}
			})},
		{"room's reasons taken for IM's", "KCK-01", "room-reason-1",
			"It gives the reasons of a chatroom's kicks the names that they have for IM.",
			func(s *seams) { s.reason = func(_ map[int]string, n int) string { return kickReasons[n] } }},

		{"deaf to a kick in the sync", "KCK-04", "in-sync", "It hears no kick before the sync is done.",
			func(s *seams) {
				s.heedsKick = func(l *link) bool { return l.step != live || l.synced || l.in.room != "" }
			}},
		{"deaf to a kick on the way back", "KCK-04", "straight-after-reconnect",
			"It hears no kick on a link that it opened by itself.",
			func(s *seams) { s.heedsKick = func(l *link) bool { return !l.automatic } }},
		{"kicked in the sync, socket kept for five minutes", "KCK-04", "in-sync",
			"It closes the socket five minutes after a kick that comes before the sync is done.",
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
		{"kicked on the way back, no reason", "KCK-04", "straight-after-reconnect",
			"It reports a kick on a link that it opened by itself without the reason.",
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
		{"deaf to a kick after five minutes", "KCK-04", "ten-minutes-after-login",
			"Five minutes after the login it hears no kick any more.",
			func(s *seams) {
				s.heedsKick = func(l *link) bool { return l.in.c.env.Clock.Now() < 5*time.Minute }
			}},
		{"deaf to the second kick", "KCK-04", "after-kick-and-login", "After one kick it hears no other.",
			afterAKick(func(s *seams) { s.heedsKick = func(*link) bool { return false } })},
		{"second kick told never", "KCK-04", "after-kick-and-login", "It raises ondisconnect for the first kick only.",
			func(s *seams) {
				kicks := 0
				s.tell = func(in *instance, why cause) {
					if why.how == byKick {
						kicks++
					}
					if why.how != byKick || kicks == 1 {
						tell(in, why)
					}
				}
			}},

		{"two kicks told twice", "KCK-08", "",
			"It closes half a second after a kick, and reports another that comes meanwhile.", lingering},
		{"two kicks out of the room told twice", "KCK-08", "room",
			"It leaves a chatroom half a second after a kick, and reports another that comes meanwhile.",
			lingeringInRooms},
	}
}
