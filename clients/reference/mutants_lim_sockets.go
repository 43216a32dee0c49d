// LIM-01, LIM-02 and LIM-06: a login or a chatroom has a socket too many or too few, or rounds leave some.

package reference

import (
	"time"

	"nimcert/clients/platform"
)

func limSocketsMutants() []Mutant {
	return []Mutant{
		{"second socket at login", "LIM-01", "", "It opens a second socket as soon as it is logged in.",
			at(afterLogin, func(in *instance) { in.spare(kept) })},
		{"second socket after 45 s", "LIM-01", "", "It opens a second socket 45 s after the login.",
			at(afterLogin, func(in *instance) { later(in, 45*time.Second, func() { in.spare(kept) }) })},
		{"second socket after three minutes", "LIM-01", "", "It opens a second socket three minutes after the login.",
			at(afterLogin, func(in *instance) { later(in, 3*time.Minute, func() { in.spare(kept) }) })},
		{"idle socket given back", "LIM-01", "", "It closes its socket after 20 s without traffic and tells nobody.",
			at(afterLogin, func(in *instance) { later(in, 20*time.Second, in.vanish) })},
		{"idle socket given back late", "LIM-01", "",
			"It closes its socket after three minutes without traffic and tells nobody.",
			at(afterLogin, func(in *instance) { later(in, 3*time.Minute, in.vanish) })},
		{"healthy link renewed", "LIM-01", "", "It takes a healthy link for lost every two minutes.",
			at(afterLogin, func(in *instance) {
				l := in.link
				later(in, 2*time.Minute, func() { l.fail(cause{how: bySilence, code: "timeout"}) })
			})},
		{"second account, two sockets", "LIM-01", "two-accounts", "The second account opens two sockets.",
			at(afterLogin, func(in *instance) {
				if len(in.others()) > 0 {
					in.spare(kept)
				}
			})},
		{"connected again, two sockets", "LIM-01", "connect-again", "connect opens another link although one is up.",
			func(s *seams) {
				s.overlaps = func(*link) bool { return true }
				s.connect = func(in *instance) {
					if in.phase == ready {
						in.attempt(false)
						return
					}
					connect(in)
				}
			}},
		{"a socket for what is sent", "LIM-01", "messages", "It opens a socket for each message that it sends.",
			func(s *seams) {
				s.sends = func(in *instance, _ outgoing, send func()) {
					send()
					in.spare(kept)
				}
			}},
		{"a socket for what comes", "LIM-01", "messages", "It opens a socket for each message that comes.",
			func(s *seams) {
				s.deliver = func(l *link, m incoming) {
					deliver(l, m)
					l.in.spare(kept)
				}
			}},
		{"second socket for a slow login", "LIM-01", "link-500-ms",
			"A login that takes longer than half a second gets a second socket, which stays.", hedging(opened)},
		{"second socket for a slow login, for a while", "LIM-01", "link-500-ms",
			"A login that takes longer than half a second gets a second socket, which is closed 5 s later.",
			hedging(func(in *instance) func(*platform.Socket) {
				return func(s *platform.Socket) { later(in, 5*time.Second, func() { _ = s.Close(normalClosed, "") }) }
			})},
		{"second socket at the second login", "LIM-01", "again-after-disconnect",
			"A login by connect after disconnect opens two sockets.",
			atNth(afterLogin, 2, func(in *instance) {
				if !in.link.automatic {
					in.spare(kept)
				}
			})},
		{"socket of the login before it kept", "LIM-01", "after-mute-login",
			"The socket of a first login that was not answered stays open beside the next.",
			keepingSocket(func(l *link) bool { return !l.automatic })},
		{"a socket for what comes to a team", "LIM-01", "messages",
			"It opens a socket for each message that comes to a team.",
			func(s *seams) {
				s.deliver = func(l *link, m incoming) {
					deliver(l, m)
					if m.team {
						l.in.spare(kept)
					}
				}
			}},

		{"messages of the room lost", "LIM-02", "", "What is sent in a chatroom never leaves the client.",
			func(s *seams) {
				s.sends = func(in *instance, _ outgoing, send func()) {
					if in.room == "" {
						send()
					}
				}
			}},
		{"messages of IM lost in a room", "LIM-02", "",
			"Once a chatroom is open, what IM sends never leaves the client.",
			func(s *seams) {
				s.sends = func(in *instance, _ outgoing, send func()) {
					if in.room != "" || len(in.others()) == 0 {
						send()
					}
				}
			}},
		{"messages of the room confirmed and not sent", "LIM-02", "",
			"It confirms what is sent in a chatroom, and sends nothing.",
			confirming(func(in *instance, _ outgoing) bool { return in.room != "" })},
		{"room without a socket", "LIM-02", "", "It reports a chatroom as entered without opening a socket for it.",
			func(s *seams) {
				s.connect = func(in *instance) {
					if in.room == "" {
						connect(in)
						return
					}
					in.phase = ready
					in.raise(connectedEvent)
				}
			}},
		{"room takes the socket of IM", "LIM-02", "", "Entering a chatroom closes IM's socket.",
			at(afterLogin, func(in *instance) {
				if in.room != "" {
					for _, other := range in.others() {
						other.vanish()
					}
				}
			})},
		{"room's socket given back", "LIM-02", "",
			"It closes a chatroom's socket after three minutes and tells nobody.",
			at(afterLogin, func(in *instance) {
				if inRoom(in) {
					later(in, 3*time.Minute, in.vanish)
				}
			})},
		{"IM takes the socket of the room", "LIM-02", "room-first", "A login closes the chatroom's socket.",
			at(afterLogin, func(in *instance) {
				if !inRoom(in) {
					for _, other := range in.others() {
						other.vanish()
					}
				}
			})},
		{"third socket after five minutes", "LIM-02", "",
			"Five minutes after a chatroom was entered it asks for a third socket.",
			at(afterLogin, func(in *instance) {
				if inRoom(in) {
					later(in, 5*time.Minute, func() { in.spare(kept) })
				}
			})},
		{"IM opened anew for a room", "LIM-02", "im-first",
			"Entering a chatroom closes IM's link and opens it again at once.",
			at(afterLogin, func(in *instance) {
				if inRoom(in) {
					for _, other := range in.others() {
						other.vanish()
						other.attempt(true)
					}
				}
			})},
		{"room's link renewed", "LIM-02", "",
			"It closes a healthy link of a chatroom after five minutes and opens it again.",
			at(afterLogin, func(in *instance) {
				if inRoom(in) {
					later(in, 5*time.Minute, func() {
						in.vanish()
						in.attempt(true)
					})
				}
			})},
		{"IM deaf beside a room", "LIM-02", "", "What comes for IM is not delivered while a chatroom is there.",
			undelivering(func(l *link, _ incoming) bool { return !inRoom(l.in) && beside(l.in) })},
		{"room deaf beside IM", "LIM-02", "", "What comes for a chatroom is not delivered while IM is there.",
			undelivering(func(l *link, _ incoming) bool { return inRoom(l.in) && beside(l.in) })},
		{"third socket at the fourth message", "LIM-02", "", "The fourth message that is sent opens a socket.",
			func(s *seams) {
				n := 0
				s.sends = func(in *instance, _ outgoing, send func()) {
					send()
					if n++; n == 4 {
						in.spare(kept)
					}
				}
			}},

		{"a timer for each round", "LIM-06", "", "Each destroyed instance leaves a timer behind.",
			at(afterDone, func(in *instance) { later(in, 24*time.Hour, func() {}) })},
		{"a socket for every fiftieth round", "LIM-06", "",
			"Every fiftieth instance is destroyed without closing its socket.",
			func(s *seams) {
				rounds := 0
				s.abandon = func(l *link) {
					if rounds++; rounds%50 == 0 {
						l.quit()
						return
					}
					l.drop()
				}
			}},
		{"a timer for each room", "LIM-06", "room", "Each destroyed chatroom leaves a timer behind.",
			at(afterDone, func(in *instance) {
				if inRoom(in) {
					later(in, 24*time.Hour, func() {})
				}
			})},
		{"a socket for every thirtieth room", "LIM-06", "room",
			"Every thirtieth chatroom is destroyed without closing its socket.",
			func(s *seams) {
				rounds := 0
				s.abandon = func(l *link) {
					if rounds++; inRoom(l.in) && rounds%30 == 0 {
						l.quit()
						return
					}
					l.drop()
				}
			}},
		{"a timer for each pair", "LIM-06", "im-and-room",
			"An instance that is destroyed while another is there leaves a timer behind.",
			at(afterDone, func(in *instance) {
				if beside(in) {
					later(in, 24*time.Hour, func() {})
				}
			})},
	}
}

// hedging opens a second socket when a login takes longer than half a second.
func hedging(then func(in *instance) func(*platform.Socket)) func(*seams) {
	return at(onAttempt, func(in *instance) {
		later(in, 500*time.Millisecond, func() {
			if in.phase == connecting {
				in.spare(then(in))
			}
		})
	})
}
