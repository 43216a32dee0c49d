// DST-09 and DST-10: disconnect keeps less than destroy, or connect does not work after it.

package reference

func dstDisconnectMutants() []Mutant {
	never := func(s *seams) { s.done = func(*instance, ending) {} }
	return []Mutant{
		{"disconnected in the wait, done never", "DST-09", "",
			"disconnect does not call done when there is no link to close.",
			ofVerb("disconnect", withoutLink(func(s *seams) { s.done = func(*instance, ending) {} }))},
		{"disconnected in the sync, socket left", "DST-09", "sync-pending-3-s-late",
			"disconnect leaves the socket of a login whose sync is pending.", ofVerb("disconnect", unclosedInSync)},
		{"room disconnected, done never", "DST-09", "once-in-room", "disconnect of a chatroom does not call done.",
			ofVerb("disconnect", func(s *seams) {
				s.done = func(in *instance, e ending) {
					if !inRoom(in) {
						done(in, e)
					}
				}
			})},
		{"disconnected while connecting, done never", "DST-09", "once-login-pending",
			"disconnect of an instance that is connecting does not call done.",
			ofVerb("disconnect", unconnected(never))},
		{"disconnected, and the logout waited for", "DST-09", "mute-logout-and-close",
			"disconnect closes the socket when the logout is answered, and waits for that for ever.",
			ofVerb("disconnect", polite)},
		{"room disconnected, done when the close was sent", "DST-09", "room-close-3-s-late",
			"disconnect of a chatroom calls done when the close frame is sent.", ofVerb("disconnect", hastyInRooms)},
		{"disconnected when used up, done never", "DST-09", "once-used-up",
			"disconnect does not call done when the attempts were used up.",
			at(afterTelling, func(in *instance) { never(in.c.s) })},
		{"disconnected in the third wait, done never", "DST-09", "in-third-wait",
			"disconnect does not call done from the third wait on.",
			at(onEnd, func(in *instance) {
				if in.tries >= 3 {
					never(in.c.s)
				}
			})},

		{"disconnected for good", "DST-10", "", "connect after disconnect does nothing.",
			at(afterDone, func(in *instance) { in.c.s.connect = func(*instance) {} })},
		{"disconnected, then two sockets", "DST-10", "", "connect after disconnect opens two links.",
			at(afterDone, func(in *instance) {
				in.c.s.connect = func(in *instance) {
					in.spare(kept)
					connect(in)
				}
			})},
		{"disconnected, then mute", "DST-10", "",
			"After disconnect and connect nothing that is sent leaves the client.",
			at(afterDone, func(in *instance) { in.c.s.sends = func(*instance, outgoing, func()) {} })},
		{"disconnected, then no way back", "DST-10", "",
			"After disconnect and connect a lost link is not opened again.",
			at(afterDone, func(in *instance) { in.c.s.returns = func(*instance, cause) bool { return false } })},
		{"disconnected twice, for good", "DST-10", "", "connect after the second disconnect does nothing.",
			func(s *seams) {
				ends := 0
				s.also = func(in *instance, now moment) {
					if now == afterDone {
						if ends++; ends == 2 {
							in.c.s.connect = func(*instance) {}
						}
					}
				}
			}},
		{"room disconnected for good", "DST-10", "room", "connect after a chatroom's disconnect does nothing.",
			at(afterDone, func(in *instance) {
				if inRoom(in) {
					in.c.s.connect = func(*instance) {}
				}
			})},
	}
}
