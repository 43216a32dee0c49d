package reference

import (
	"net/http"
	"time"

	"nimcert/clients/platform"
	"nimcert/ledger"
)

// destroyMutants break what destroy leaves behind: DST-04 to DST-11, but for done itself.
func destroyMutants() []Mutant {
	return []Mutant{
		{"destroyed in LBS, connected later", "DST-04", "in LBS", "destroy does not stop a link that waits for the address lookup.", unstopped(lookup)},
		{"destroyed in the handshake, connected later", "DST-04", "in the handshake", "destroy does not stop a link that waits for the handshake.", unstopped(handshake)},
		{"destroyed while the socket opens, connected later", "DST-04", "while the socket opens", "destroy does not stop a link whose socket opens.", unstopped(opening)},
		{"destroyed while the socket opens, socket left", "DST-04", "while the socket opens", "destroy stops what is done on a link whose socket opens, and leaves the socket.", unclosed(opening)},
		{"destroyed before the greeting, socket left", "DST-04", "before the service greets", "destroy leaves a socket over which nothing came yet.", unclosed(opening)},
		{"destroyed in the login, logged in later", "DST-04", "while the login is pending", "destroy does not stop a link whose login is pending.", unstopped(entering)},
		{"destroyed in the login, socket left", "DST-04", "while the login is pending", "destroy leaves the socket of a login that is pending.", unclosed(entering)},
		{"destroyed in LBS, a socket after a minute", "DST-04", "in LBS", "A minute after destroy it opens a socket.",
			at(onEnd, func(in *instance) { later(in, time.Minute, func() { in.spare(kept) }) })},

		{"destroyed in the wait, attempt made", "DST-05", "", "destroy does not call the next attempt off.", uncancelled},
		{"destroyed in the wait, done never", "DST-05", "", "destroy does not call done when there is no link to close.",
			withoutLink(func(s *seams) { s.done = func(*instance, ending) {} })},
		{"destroyed in the wait, done twice", "DST-05", "", "destroy calls done twice when there is no link to close.",
			withoutLink(func(s *seams) { s.done = doneTwice })},

		{"destroyed in the wait, done nine minutes late", "DST-05", "", "destroy calls done nine minutes late when there is no link to close.",
			withoutLink(func(s *seams) { s.done = nineMinutesLate })},

		{"destroyed twice, thrown", "DST-06", "", "destroy of a destroyed instance throws at the application.",
			func(s *seams) {
				s.endsAgain = func(in *instance, verb string) bool {
					in.c.throw(verb, in.name, "the instance is destroyed")
					return false
				}
			}},
		{"destroyed twice, not caught", "DST-06", "", "destroy of a destroyed instance ends in an uncaught exception.",
			func(s *seams) { s.endsAgain = func(in *instance, _ string) bool { panic(in.name + " is destroyed") } }},
		{"destroyed twice, reopened", "DST-06", "", "destroy of a destroyed instance opens it again.",
			func(s *seams) {
				s.endsAgain = func(in *instance, _ string) bool {
					in.attempt(false)
					return false
				}
			}},

		{"told after done", "DST-07", "", "It raises ondisconnect a second after done.",
			at(afterDone, func(in *instance) { later(in, time.Second, func() { in.raise(disconnectedEvent) }) })},
		{"a timer after done", "DST-07", "", "It leaves a timer of an hour behind.",
			at(afterDone, func(in *instance) { later(in, time.Hour, func() {}) })},
		{"a request after done", "DST-07", "", "Five minutes after done it reports its statistics.",
			at(afterDone, func(in *instance) {
				later(in, 5*time.Minute, func() {
					in.c.p.Do(platform.Request{Method: http.MethodGet, URL: "https://statistic.live.126.net/", Timeout: stepLimit}, func(platform.Response) {})
				})
			})},
		{"disconnected, and back after five minutes", "DST-07", "", "Five minutes after disconnect it connects again.",
			ofVerb("disconnect", at(afterDone, func(in *instance) { later(in, 5*time.Minute, func() { in.attempt(true) }) }))},
		{"a socket after done", "DST-07", "", "Five minutes after done it opens a socket.",
			at(afterDone, func(in *instance) { later(in, 5*time.Minute, func() { in.spare(kept) }) })},

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

		{"disconnected for good", "DST-10", "", "connect after disconnect does nothing.",
			at(afterDone, func(in *instance) { in.c.s.connect = func(*instance) {} })},
		{"disconnected, then two sockets", "DST-10", "", "connect after disconnect opens two links.",
			at(afterDone, func(in *instance) {
				in.c.s.connect = func(in *instance) {
					in.spare(kept)
					connect(in)
				}
			})},
		{"disconnected, then mute", "DST-10", "", "After disconnect and connect nothing that is sent leaves the client.",
			at(afterDone, func(in *instance) { in.c.s.sends = func(*instance, outgoing, func()) {} })},

		{"reset while ending, done never", "DST-11", "RST", "A link that breaks while it closes does not count as closed.", brokenIsOpen},
		{"stopped while ending, done never", "DST-11", "the service stops", "A link that breaks while it closes does not count as closed.", brokenIsOpen},
		{"silence while ending, done late", "DST-11", "black hole", "done waits until the platform gives the silent peer up.", patient},
		{"reset while ending, back again", "DST-11", "RST", "A link that breaks while it closes is opened again.",
			func(s *seams) {
				s.gone = func(l *link, code int) {
					l.in.released()
					if l.over && l.in.destroyed && code != normalClosed {
						l.in.attempt(true)
					}
				}
			}},
		{"stopped while ending, done twice", "DST-11", "the service stops", "A link that breaks while it closes calls done, and so does the end of the wait.",
			func(s *seams) {
				s.gone = func(l *link, code int) {
					if l.in.phase == leaving && code != normalClosed {
						l.in.raise(ledger.Event{Kind: ledger.Done, Verb: l.in.endings[0].verb})
					}
					l.in.released()
				}
			}},
	}
}

// unstopped lets a link that has come to a step go on when it is to be given up.
func unstopped(at step) func(*seams) {
	return func(s *seams) {
		s.abandon = func(l *link) {
			if l.step != at {
				l.drop()
			}
		}
	}
}

// unclosed gives a link up that has come to a step without closing its socket.
func unclosed(at step) func(*seams) {
	return func(s *seams) {
		s.abandon = func(l *link) {
			if l.step != at {
				l.drop()
				return
			}
			l.quit()
		}
	}
}

// withoutLink makes a change when an instance ends that has no link.
func withoutLink(change func(*seams)) func(*seams) {
	return at(onEnd, func(in *instance) {
		if in.link == nil {
			change(in.c.s)
		}
	})
}

// brokenIsOpen goes on to count a socket that did not close in order, and waits for it.
func brokenIsOpen(s *seams) {
	patient(s)
	s.gone = func(l *link, code int) {
		if code != normalClosed {
			l.in.sockets++
		}
		l.in.released()
	}
}
