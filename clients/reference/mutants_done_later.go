package reference

import (
	"time"
)

func doneLaterMutants() []Mutant {
	never := func(s *seams) { s.done = func(*instance, ending) {} }
	return []Mutant{
		{"destroyed after disconnect, done never", "DST-01", "after disconnect", "destroy of an instance that was disconnected does not call done.", at(afterDone, func(in *instance) { never(in.c.s) })},
		{"destroyed when used up, done never", "DST-01", "when the attempts are used up", "destroy does not call done when the attempts were used up.", at(afterTelling, func(in *instance) { never(in.c.s) })},
		{"destroyed on the way back, done twice", "DST-01", "after an automatic reconnect", "destroy of a link that it opened by itself calls done twice.", onAutomatic(func(s *seams) { s.done = doneTwice })},
		{"destroyed in LBS, done never", "DST-01", "in LBS", "destroy does not call done while addresses are looked up.", endingAt(lookup, never)},
		{"destroyed in the handshake, done twice", "DST-01", "in the handshake", "destroy in the handshake calls done twice.", endingAt(handshake, func(s *seams) { s.done = doneTwice })},

		{"automatic link destroyed, done when the close was sent", "DST-02", "after an automatic reconnect, 3 s late", "destroy does not wait for the close of a link that it opened by itself.", onAutomatic(hasty)},
		{"destroyed in the login, done when the close was sent", "DST-02", "while the login is pending, 3 s late", "destroy does not wait for the close of a link whose login is pending.", endingAt(entering, hasty)},
		{"room destroyed, done after a second", "DST-02", "a chatroom, 3 s late", "destroy of a chatroom calls done one second after the close frame, whatever the peer does.",
			func(s *seams) {
				s.doneWithin = func(in *instance) time.Duration {
					if inRoom(in) {
						return time.Second
					}
					return doneWithin
				}
			}},

		{"logout waited for", "DST-03", "the logout and the close", "It closes the socket when the logout is answered, and waits for that for ever.", polite},
		{"room destroyed, done after eleven seconds", "DST-03", "the close of a chatroom", "destroy of a chatroom waits for the peer for eleven seconds.",
			func(s *seams) {
				s.doneWithin = func(in *instance) time.Duration {
					if inRoom(in) {
						return 11 * time.Second
					}
					return doneWithin
				}
			}},
		{"handshake waited for with done", "DST-03", "the handshake", "destroy in the handshake waits for its answer, for ever.",
			func(s *seams) {
				patient(s)
				waitingFor(handshake)(s)
				s.abandon = func(l *link) {
					l.quit()
					if l.step != handshake {
						l.drop()
					}
				}
			}},
		{"destroyed in the login, done after eleven seconds", "DST-03", "the login and the close", "destroy while the login is pending waits for the peer for eleven seconds.",
			endingAt(entering, func(s *seams) { s.doneWithin = func(*instance) time.Duration { return 11 * time.Second } })},
		{"disconnected in the sync, socket left", "DST-09", "while the sync is pending, 3 s late", "disconnect leaves the socket of a login whose sync is pending.", ofVerb("disconnect", unclosedInSync)},
		{"room disconnected, done never", "DST-09", "done once, in a chatroom", "disconnect of a chatroom does not call done.",
			ofVerb("disconnect", func(s *seams) {
				s.done = func(in *instance, e ending) {
					if !inRoom(in) {
						done(in, e)
					}
				}
			})},
		{"disconnected while connecting, done never", "DST-09", "done once, while the login is pending", "disconnect of an instance that is connecting does not call done.", ofVerb("disconnect", unconnected(never))},
		{"disconnected, and the logout waited for", "DST-09", "a peer that never answers the logout and the close", "disconnect closes the socket when the logout is answered, and waits for that for ever.", ofVerb("disconnect", polite)},
		{"room disconnected, done when the close was sent", "DST-09", "a chatroom, 3 s late", "disconnect of a chatroom calls done when the close frame is sent.", ofVerb("disconnect", hastyInRooms)},
		{"disconnected when used up, done never", "DST-09", "done once, when the attempts are used up", "disconnect does not call done when the attempts were used up.", at(afterTelling, func(in *instance) { never(in.c.s) })},
		{"disconnected in the third wait, done never", "DST-09", "in the third wait", "disconnect does not call done from the third wait on.",
			at(onEnd, func(in *instance) {
				if in.tries >= 3 {
					never(in.c.s)
				}
			})},
	}
}

// onAutomatic makes a change when an instance ends whose link it opened by itself.
func onAutomatic(change func(*seams)) func(*seams) {
	return at(onEnd, func(in *instance) {
		if in.link != nil && in.link.automatic {
			change(in.c.s)
		}
	})
}

// endingAt makes a change when an instance ends whose link has come to a step.
func endingAt(one step, change func(*seams)) func(*seams) {
	return at(onEnd, func(in *instance) {
		if in.link != nil && in.link.step == one {
			change(in.c.s)
		}
	})
}

// polite closes a link when its logout is answered, and calls done only then.
func polite(s *seams) {
	patient(s)
	s.farewell = func(l *link) {
		c := logout
		if inRoom(l.in) {
			c = roomLogout
		}
		l.ask(c, nil, 1000*time.Hour, func(answer) { l.drop() })
	}
	s.abandon = func(l *link) {
		if l.step != live {
			l.drop()
		}
	}
}
