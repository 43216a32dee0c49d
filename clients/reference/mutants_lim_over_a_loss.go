// LIM-04 and LIM-07: a reconnect holds two sockets, or does not fit into a full house.

package reference

import (
	"time"

	"nimcert/clients/platform"
)

func limOverALossMutants() []Mutant {
	return []Mutant{
		{"two links race on the way back", "LIM-04", "",
			"On each automatic attempt it opens a second socket, which it closes a second later.",
			racing(func(in *instance) func(*platform.Socket) {
				return func(s *platform.Socket) { later(in, time.Second, func() { _ = s.Close(normalClosed, "") }) }
			})},
		{"the loser of a race stays", "LIM-04", "", "On each automatic attempt it opens a second socket, which stays.",
			racing(func(*instance) func(*platform.Socket) { return kept })},
		{"back without a socket", "LIM-04", "",
			"It closes the socket of an automatic login a second later and tells nobody.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					later(in, time.Second, in.vanish)
				}
			})},
		{"old socket still closing", "LIM-04", "",
			"It opens the next socket although the one before is not yet closed.",
			func(s *seams) { s.overlaps = func(*link) bool { return true } }},
		{"two links race on a room's way back", "LIM-04", "room-fin",
			"On each automatic attempt of a chatroom it opens a second socket, which it closes a second later.",
			at(onAttempt, func(in *instance) {
				if inRoom(in) && in.tries > 0 {
					in.spare(func(s *platform.Socket) {
						later(in, time.Second, func() { _ = s.Close(normalClosed, "") })
					})
				}
			})},
		{"two links race from the second loss on", "LIM-04", "",
			"From the second loss on, each automatic attempt opens a second socket, which it closes a second later.",
			func(s *seams) {
				logins := 0
				s.also = func(in *instance, now moment) {
					switch {
					case now == afterLogin:
						logins++
					case now == onAttempt && in.tries > 0 && logins > 1:
						in.spare(func(s *platform.Socket) {
							later(in, time.Second, func() { _ = s.Close(normalClosed, "") })
						})
					}
				}
			}},
		{"room's old socket still closing", "LIM-04", "room-silence-mute-close",
			"A chatroom's next socket opens although the one before is not yet closed.",
			func(s *seams) { s.overlaps = func(l *link) bool { return inRoom(l.in) } }},
		{"second socket for a room after close 1000", "LIM-04", "room-close-1000",
			"A chatroom whose link was closed with 1000 comes back with two sockets.",
			func(s *seams) {
				hit := false
				s.gone = func(l *link, code int) {
					hit = hit || inRoom(l.in) && code == normalClosed
					l.in.released()
				}
				s.also = func(in *instance, now moment) {
					if now == afterLogin && hit {
						in.spare(kept)
					}
				}
			}},
		{"next socket beside a login that timed out", "LIM-04", "mute-login-close-5-s-late",
			"After a login that was not answered the next socket opens although the one before is not yet closed.",
			func(s *seams) {
				hit := map[*instance]bool{}
				s.loginTimedOut = func(l *link, why cause) {
					hit[l.in] = true
					l.fail(why)
				}
				s.overlaps = func(l *link) bool { return hit[l.in] }
			}},

		{"one more in a full house", "LIM-07", "",
			"After an automatic login it asks for a second socket, also when every slot is in use.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					in.spare(kept)
				}
			})},
		{"one loss, two links lost", "LIM-07", "close-1000",
			"When an instance loses its link, the other's is closed too.",
			at(afterLoss, func(in *instance) {
				for _, other := range in.others() {
					other.vanish()
				}
			})},
		{"no way back into a full house", "LIM-07", "",
			"An instance that loses its link gives up while another holds a socket.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) && len(in.others()) == 0 }
			}},
		{"no way back for a room beside IM", "LIM-07", "room-close-1001",
			"A chatroom that loses its link gives up while IM is connected.",
			givingUp(func(in *instance, _ cause) bool {
				return inRoom(in) && beside(in) && in.others()[0].phase == ready
			})},
		{"one more in a full house, the second time", "LIM-07", "close-1001",
			"After its second loss IM comes back with two sockets.",
			atNth(afterLogin, 3, func(in *instance) {
				if !inRoom(in) {
					in.spare(kept)
				}
			})},
	}
}

// racing opens a spare socket with each automatic attempt.
func racing(then func(in *instance) func(*platform.Socket)) func(*seams) {
	return at(onAttempt, func(in *instance) {
		if in.tries > 0 {
			in.spare(then(in))
		}
	})
}
