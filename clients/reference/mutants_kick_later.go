package reference

import (
	"time"
)

func kickLaterMutants() []Mutant {
	const fromRoom = "out of a chatroom, "
	return []Mutant{
		{"kick out of a room told twice", "KCK-01", fromRoom + "reason 2, managerKick", "It raises ondisconnect twice for a kick out of a chatroom.",
			at(afterKick, func(in *instance) {
				if inRoom(in) {
					in.raise(disconnectedEvent)
				}
			})},
		{"kick out of a room told never", "KCK-01", fromRoom + "reason 5, blacked", "It raises no ondisconnect for a kick out of a chatroom.",
			telling(func(in *instance, why cause) {
				if !inRoom(in) || why.how != byKick {
					tell(in, why)
				}
			})},
		{"room's reasons taken for IM's", "KCK-01", fromRoom + "reason 1, chatroomClosed", "It gives the reasons of a chatroom's kicks the names that they have for IM.",
			func(s *seams) { s.reason = func(_ map[int]string, n int) string { return kickReasons[n] } }},

		{"kicked out of the room, socket kept", "KCK-02", fromRoom + "reason 2, managerKick", "It leaves the socket to the service after a kick out of a chatroom.",
			func(s *seams) {
				s.kicked = func(l *link) {
					if inRoom(l.in) {
						l.quit()
						return
					}
					l.drop()
				}
			}},
		{"kicked out of the room, back at once", "KCK-03", fromRoom + "reason 3, samePlatformKick", "It enters a chatroom again when the same platform kicked it out.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool {
					return mayReturn(in, why) || inRoom(in) && why.how == byKick && why.reason == roomKickReasons[3]
				}
			}},

		{"deaf to a kick after five minutes", "KCK-04", "ten minutes after the login", "Five minutes after the login it hears no kick any more.",
			func(s *seams) {
				s.heedsKick = func(l *link) bool { return l.in.c.env.Clock.Now() < 5*time.Minute }
			}},
		{"deaf to the second kick", "KCK-04", "after a kick and a new login", "After one kick it hears no other.", afterAKick(func(s *seams) { s.heedsKick = func(*link) bool { return false } })},
		{"second kick told never", "KCK-04", "after a kick and a new login", "It raises ondisconnect for the first kick only.",
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

		{"IM kicked silently, room closed", "KCK-05", "IM is kicked, silentlyKick", "A silent kick of IM closes the chatroom's socket.",
			toldOf(kickReasons[4], func(other *instance) { other.vanish() })},
		{"room closed for all, IM closed", "KCK-05", "the chatroom is kicked, chatroomClosed", "When a chatroom is closed for all, IM's socket is closed too.",
			toldOf(roomKickReasons[1], func(other *instance) { other.vanish() })},
		{"room kicked, IM opened anew after five minutes", "KCK-05", "the chatroom is kicked", "Five minutes after a kick out of a chatroom it takes IM's healthy link for lost.",
			kickedWith(inRoom, func(other *instance) {
				later(other, 5*time.Minute, func() { other.link.fail(cause{how: bySilence, code: "timeout"}) })
			})},

		{"IM kicked, room mute", "KCK-05", "IM is kicked", "After a kick of IM nothing that is sent in a chatroom leaves the client.",
			kickedWith(func(in *instance) bool { return !inRoom(in) }, func(other *instance) { other.c.s.sends = func(*instance, outgoing, func()) {} })},
		{"room kicked, IM mute", "KCK-05", "the chatroom is kicked", "After a kick out of a chatroom nothing that IM sends leaves the client.",
			kickedWith(inRoom, func(other *instance) { other.c.s.sends = func(*instance, outgoing, func()) {} })},

		{"kicked and destroyed at once, done never", "KCK-06", "at once", "destroy within half a second of a kick does not call done.",
			at(afterKick, func(in *instance) {
				in.c.s.done = func(*instance, ending) {}
				later(in, 500*time.Millisecond, func() { in.c.s.done = done })
			})},
		{"kicked, destroyed after ten minutes, done never", "KCK-06", "ten minutes after the kick", "destroy does not call done when the kick is five minutes ago.",
			at(afterKick, func(in *instance) {
				later(in, 5*time.Minute, func() { in.c.s.done = func(*instance, ending) {} })
			})},
		{"kicked out of the room, then done never", "KCK-06", "a chatroom, a second after the kick", "After a kick out of a chatroom destroy does not call done.",
			at(afterKick, func(in *instance) {
				if inRoom(in) {
					in.c.s.done = func(*instance, ending) {}
				}
			})},

		{"kicked, and asked for in vain", "KCK-07", "the instance is asked for again", "After a kick, asking for the instance does not connect it.", afterAKick(func(s *seams) { s.askedAgain = func(*instance) {} })},
		{"kicked and destroyed for good", "KCK-07", "the instance is destroyed, and a new one asked for", "An account that was kicked and destroyed cannot be opened any more.",
			afterAKick(func(s *seams) { s.forgotten = func(*instance) bool { return false } })},
		{"kicked, then no way back", "KCK-07", "", "After a kick and a new login a lost link is not opened again.",
			afterAKick(func(s *seams) { s.returns = func(*instance, cause) bool { return false } })},
		{"kicked, deaf to connect for ten seconds", "KCK-07", "connect at once", "For ten seconds after a kick connect does nothing.",
			at(afterKick, func(in *instance) {
				in.c.s.connect = func(*instance) {}
				later(in, 10*time.Second, func() { in.c.s.connect = connect })
			})},
		{"kicked out of the room for good", "KCK-07", "a chatroom", "After a kick out of a chatroom connect does nothing.",
			at(afterKick, func(in *instance) {
				if inRoom(in) {
					in.c.s.connect = func(*instance) {}
				}
			})},

		{"two kicks out of the room told twice", "KCK-08", "a chatroom", "It leaves a chatroom half a second after a kick, and reports another that comes meanwhile.", lingeringInRooms},
		{"delivered after the kick out of the room", "KCK-09", "a chatroom", "It leaves a chatroom half a second after a kick, and delivers what comes meanwhile.", lingeringInRooms},
		{"team's message delivered after the kick", "KCK-09", "IM", "It closes half a second after a kick, and delivers what comes from a team meanwhile.",
			func(s *seams) {
				lingering(s)
				s.also = func(in *instance, now moment) {
					if now == afterKick {
						in.c.s.deliver = func(l *link, m incoming) {
							if m.team {
								deliver(l, m)
							}
						}
					}
				}
			}},
	}
}

func lingeringInRooms(s *seams) {
	s.kicked = func(l *link) {
		if inRoom(l.in) {
			later(l.in, 500*time.Millisecond, l.drop)
			return
		}
		l.drop()
	}
}

// toldOf does something to the other instances when a kick for one reason is told.
func toldOf(reason string, f func(other *instance)) func(*seams) {
	return telling(func(in *instance, why cause) {
		tell(in, why)
		if why.how == byKick && why.reason == reason {
			for _, other := range in.others() {
				f(other)
			}
		}
	})
}
