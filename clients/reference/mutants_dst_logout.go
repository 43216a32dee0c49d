// DST-08: it closes without a logout, or before it.

package reference

import (
	"time"

	"nimcert/clients/platform"
)

func dstLogoutMutants() []Mutant {
	return []Mutant{
		{"no logout", "DST-08", "", "It closes the link without a logout.",
			func(s *seams) { s.farewell = func(*link) {} }},
		{"logout after the close", "DST-08", "", "It logs out over a link of its own, once the old one is closed.",
			func(s *seams) {
				s.farewell = func(*link) {}
				s.also = func(in *instance, now moment) {
					if now == afterDone {
						in.spare(func(socket *platform.Socket) {
							_ = socket.Send([]byte(request(logout, 1, properties()).String()), false)
							later(in, time.Second, func() { _ = socket.Close(normalClosed, "") })
						})
					}
				}
			}},
		{"no logout of a room", "DST-08", "", "It closes a chatroom's link without a logout.",
			func(s *seams) {
				s.farewell = func(l *link) {
					if l.in.room == "" {
						farewell(l)
					}
				}
			}},
		{"disconnected without a logout", "DST-08", "", "disconnect closes the link without a logout.",
			ofVerb("disconnect", func(s *seams) { s.farewell = func(*link) {} })},
		{"no logout on an automatic link", "DST-08", "destroy-after-reconnect",
			"It closes a link that it opened by itself without a logout.",
			func(s *seams) {
				s.farewell = func(l *link) {
					if !l.automatic {
						farewell(l)
					}
				}
			}},
		{"room disconnected without a logout", "DST-08", "disconnect-room",
			"disconnect of a chatroom closes the link without a logout.",
			ofVerb("disconnect", func(s *seams) {
				s.farewell = func(l *link) {
					if !inRoom(l.in) {
						farewell(l)
					}
				}
			})},
		{"no logout of the second account", "DST-08", "destroy-second-account", "Only the first account is logged out.",
			func(s *seams) {
				ends := 0
				s.farewell = func(l *link) {
					if ends++; ends == 1 {
						farewell(l)
					}
				}
			}},
	}
}
