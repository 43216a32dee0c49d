package reference

import (
	"net/http"
	"time"

	"nimcert/clients/platform"
	"nimcert/ledger"
)

func destroyLaterMutants() []Mutant {
	automatic := func(l *link) bool { return l.automatic }
	roomLink := func(l *link) bool { return inRoom(l.in) }
	return []Mutant{
		{"destroyed in the handshake of the way back, connected later", "DST-04", "in the handshake, on the way back", "destroy does not stop an automatic link that waits for the handshake.", unstoppedIf(handshake, automatic)},
		{"destroyed while the automatic socket opens, connected later", "DST-04", "while the socket opens, on the way back", "destroy does not stop an automatic link whose socket opens.", unstoppedIf(opening, automatic)},
		{"destroyed in the automatic login, logged in later", "DST-04", "while the login is pending, on the way back", "destroy does not stop an automatic link whose login is pending.", unstoppedIf(entering, automatic)},
		{"room destroyed in the handshake, entered later", "DST-04", "a chatroom, in the handshake", "destroy does not stop a chatroom's link that waits for the handshake.", unstoppedIf(handshake, roomLink)},
		{"room destroyed before the greeting, entered later", "DST-04", "a chatroom, before the service greets", "destroy does not stop a chatroom's link whose socket opens.", unstoppedIf(opening, roomLink)},
		{"room destroyed in the login, entered later", "DST-04", "a chatroom, while the login is pending", "destroy does not stop a chatroom's link whose login is pending.", unstoppedIf(entering, roomLink)},
		{"destroyed in the handshake, tried again", "DST-04", "in the handshake, and no answer ever comes", "When a handshake times out that was under way at destroy, another follows.", unstopped(handshake)},
		{"destroyed in LBS, tried again", "DST-04", "in LBS, and no answer ever comes", "When an address lookup times out that was under way at destroy, the handshake follows.", unstopped(lookup)},
		{"destroyed in the login, tried again", "DST-04", "while the login is pending, and no answer ever comes", "When a login times out that was pending at destroy, another attempt follows.", unstopped(entering)},
		{"destroyed in the sync, socket left", "DST-04", "while the sync is pending", "destroy leaves the socket of a login whose sync is pending.", unclosedInSync},
		{"destroyed in the sync, back again", "DST-04", "while the sync is pending, and no answer ever comes", "A second and a half after a destroy in the sync it logs in again.",
			at(onEnd, func(in *instance) {
				if inSync(in.link) {
					later(in, 1500*time.Millisecond, func() { in.attempt(true) })
				}
			})},
		{"destroyed when told of the login, socket left", "DST-04", "in the callback that tells of the login", "destroy in the callback that tells of the login leaves the socket.",
			func(s *seams) {
				s.abandon = func(l *link) {
					if inSync(l) && len(l.asked) == 0 { // the sync is asked for behind the callback
						l.quit()
						return
					}
					l.drop()
				}
			}},

		{"destroyed in the third wait, attempt made", "DST-05", "the third wait", "destroy calls the next attempt off in the first two waits only.",
			func(s *seams) { s.cancels = func(in *instance) bool { return in.tries < 3 } }},
		{"room destroyed in the wait, attempt made", "DST-05", "the wait of a chatroom", "destroy of a chatroom does not call the next attempt off.",
			func(s *seams) { s.cancels = func(in *instance) bool { return !inRoom(in) } }},
		{"room destroyed in the wait, done never", "DST-05", "the wait of a chatroom", "destroy of a chatroom does not call done when there is no link to close.",
			at(onEnd, func(in *instance) {
				if inRoom(in) && in.link == nil {
					in.c.s.done = func(*instance, ending) {}
				}
			})},

		{"destroyed twice, the next account thrown out", "DST-06", "", "destroy of a destroyed instance closes the socket of the account that is there now.",
			func(s *seams) {
				s.endsAgain = func(in *instance, _ string) bool {
					for _, other := range in.others() {
						other.vanish()
					}
					return true
				}
			}},

		{"a timer of five minutes after done", "DST-07", "destroy", "It leaves a timer of five minutes behind, which does nothing.",
			at(afterDone, func(in *instance) { later(in, 5*time.Minute, func() {}) })},
		{"disconnected, and a timer left", "DST-07", "disconnect", "disconnect leaves a timer of an hour behind.",
			ofVerb("disconnect", at(afterDone, func(in *instance) { later(in, time.Hour, func() {}) }))},
		{"unconfirmed message told after done", "DST-07", "destroy with a message that is not confirmed", "A message that was not confirmed is reported as failed after done.",
			func(s *seams) {
				s.sends = func(in *instance, m outgoing, send func()) {
					send()
					later(in, stepLimit, func() {
						if in.destroyed {
							in.notSent(m, "timeout", "the message was not confirmed")
						}
					})
				}
			}},
		{"unconfirmed message told twice", "DST-07", "destroy with a message that is not confirmed", "A message that was not confirmed is reported as failed before done, and in the turn of done again.",
			func(s *seams) {
				var unconfirmed outgoing
				s.sends = func(in *instance, m outgoing, send func()) {
					unconfirmed = m
					send()
				}
				at(afterDone, func(in *instance) { in.notSent(unconfirmed, "timeout", "the message was not confirmed") })(s)
			}},
		{"heartbeat unanswered, back after done", "DST-07", "destroy while a heartbeat is not answered", "destroy takes what it leaves without an answer for a loss, and logs in again.",
			at(onEnd, func(in *instance) {
				if in.destroyed && in.link != nil && in.link.synced && len(in.link.asked) > 0 {
					later(in, 1600*time.Millisecond, func() { in.attempt(true) })
				}
			})},
		{"told in the turn of done", "DST-07", "destroy", "It raises ondisconnect in the turn of done.",
			at(afterDone, func(in *instance) { in.raise(disconnectedEvent) })},
		{"room destroyed, told after done", "DST-07", "destroy in a chatroom", "It raises ondisconnect of a chatroom a second after done.",
			at(afterDone, func(in *instance) {
				if inRoom(in) {
					later(in, time.Second, func() { in.raise(disconnectedEvent) })
				}
			})},
		{"destroyed in the login, told after done", "DST-07", "destroy while the login is pending", "When an instance is destroyed whose login is pending, it raises ondisconnect a second after done.",
			unconnected(func(s *seams) {
				s.done = func(in *instance, e ending) {
					done(in, e)
					later(in, time.Second, func() { in.raise(disconnectedEvent) })
				}
			})},
		{"close answered late, told after done", "DST-07", "destroy with a peer that answers the close 12 s late", "When the socket closes after done, it raises ondisconnect.",
			func(s *seams) {
				s.gone = func(l *link, _ int) {
					if l.in.destroyed && l.in.phase != leaving {
						l.in.raise(disconnectedEvent)
					}
					l.in.released()
				}
			}},
		{"statistics after disconnect", "DST-07", "disconnect", "A minute after disconnect it reports its statistics.",
			ofVerb("disconnect", at(afterDone, func(in *instance) {
				later(in, time.Minute, func() {
					in.c.p.Do(platform.Request{Method: http.MethodGet, URL: "https://statistic.live.126.net/", Timeout: stepLimit}, func(platform.Response) {})
				})
			}))},

		{"no logout on an automatic link", "DST-08", "destroy after an automatic reconnect", "It closes a link that it opened by itself without a logout.",
			func(s *seams) {
				s.farewell = func(l *link) {
					if !l.automatic {
						farewell(l)
					}
				}
			}},
		{"room disconnected without a logout", "DST-08", "disconnect of a chatroom", "disconnect of a chatroom closes the link without a logout.",
			ofVerb("disconnect", func(s *seams) {
				s.farewell = func(l *link) {
					if !inRoom(l.in) {
						farewell(l)
					}
				}
			})},
		{"no logout of the second account", "DST-08", "destroy of the second account", "Only the first account is logged out.",
			func(s *seams) {
				ends := 0
				s.farewell = func(l *link) {
					if ends++; ends == 1 {
						farewell(l)
					}
				}
			}},

		{"disconnected, then no way back", "DST-10", "", "After disconnect and connect a lost link is not opened again.",
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
		{"room disconnected for good", "DST-10", "a chatroom", "connect after a chatroom's disconnect does nothing.",
			at(afterDone, func(in *instance) {
				if inRoom(in) {
					in.c.s.connect = func(*instance) {}
				}
			})},

		{"reset while ending, a return announced", "DST-11", "RST", "A link that breaks while it closes is announced to come back.",
			func(s *seams) {
				s.gone = func(l *link, code int) {
					if l.in.phase == leaving && code != normalClosed {
						announce(l.in, 1, minDelay)
					}
					l.in.released()
				}
			}},
		{"silence while ending, connected told", "DST-11", "black hole", "When the peer is given up that does not answer the close, it raises onconnect.",
			func(s *seams) {
				s.doneWithin = func(in *instance) time.Duration {
					later(in, doneWithin, func() { in.raise(ledger.Event{Kind: ledger.Connected}) })
					return doneWithin
				}
			}},
	}
}

// inSync says whether what follows the login on a link is not answered yet.
func inSync(l *link) bool { return l != nil && l.step == live && !l.synced && !inRoom(l.in) }

// unclosedInSync gives a link up whose sync is pending without closing its socket.
func unclosedInSync(s *seams) {
	s.abandon = func(l *link) {
		if inSync(l) {
			l.quit()
			return
		}
		l.drop()
	}
}

// unstoppedIf lets some links that have come to a step go on when they are to be given up.
func unstoppedIf(at step, some func(l *link) bool) func(*seams) {
	return func(s *seams) {
		s.abandon = func(l *link) {
			if l.step != at || !some(l) {
				l.drop()
			}
		}
	}
}
