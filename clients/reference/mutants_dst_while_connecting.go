// DST-04 and DST-05: destroyed while connecting, or in the wait, it goes on.

package reference

import "time"

func dstWhileConnectingMutants() []Mutant {
	automatic := func(l *link) bool { return l.automatic }
	roomLink := func(l *link) bool { return inRoom(l.in) }
	return []Mutant{
		{"destroyed in LBS, connected later", "DST-04", "in-lbs",
			"destroy does not stop a link that waits for the address lookup.", unstopped(lookup)},
		{"destroyed in the handshake, connected later", "DST-04", "in-handshake",
			"destroy does not stop a link that waits for the handshake.", unstopped(handshake)},
		{"destroyed while the socket opens, connected later", "DST-04", "socket-opens",
			"destroy does not stop a link whose socket opens.", unstopped(opening)},
		{"destroyed while the socket opens, socket left", "DST-04", "socket-opens",
			"destroy stops what is done on a link whose socket opens, and leaves the socket.", unclosed(opening)},
		{"destroyed before the greeting, socket left", "DST-04", "before-greeting",
			"destroy leaves a socket over which nothing came yet.", unclosed(opening)},
		{"destroyed in the login, logged in later", "DST-04", "login-pending",
			"destroy does not stop a link whose login is pending.", unstopped(entering)},
		{"destroyed in the login, socket left", "DST-04", "login-pending",
			"destroy leaves the socket of a login that is pending.", unclosed(entering)},
		{"destroyed in LBS, a socket after a minute", "DST-04", "in-lbs", "A minute after destroy it opens a socket.",
			at(onEnd, func(in *instance) { later(in, time.Minute, func() { in.spare(kept) }) })},
		{"destroyed in the handshake of the way back, connected later", "DST-04", "in-handshake-back",
			"destroy does not stop an automatic link that waits for the handshake.", unstoppedIf(handshake, automatic)},
		{"destroyed while the automatic socket opens, connected later", "DST-04", "socket-opens-back",
			"destroy does not stop an automatic link whose socket opens.", unstoppedIf(opening, automatic)},
		{"destroyed in the automatic login, logged in later", "DST-04", "login-pending-back",
			"destroy does not stop an automatic link whose login is pending.", unstoppedIf(entering, automatic)},
		{"room destroyed in the handshake, entered later", "DST-04", "room-in-handshake",
			"destroy does not stop a chatroom's link that waits for the handshake.", unstoppedIf(handshake, roomLink)},
		{"room destroyed before the greeting, entered later", "DST-04", "room-before-greeting",
			"destroy does not stop a chatroom's link whose socket opens.", unstoppedIf(opening, roomLink)},
		{"room destroyed in the login, entered later", "DST-04", "room-login-pending",
			"destroy does not stop a chatroom's link whose login is pending.", unstoppedIf(entering, roomLink)},
		{"destroyed in the handshake, tried again", "DST-04", "in-handshake-mute",
			"When a handshake times out that was under way at destroy, another follows.", unstopped(handshake)},
		{"destroyed in LBS, tried again", "DST-04", "in-lbs-mute",
			"When an address lookup times out that was under way at destroy, the handshake follows.",
			unstopped(lookup)},
		{"destroyed in the login, tried again", "DST-04", "login-pending-mute",
			"When a login times out that was pending at destroy, another attempt follows.", unstopped(entering)},
		{"destroyed in the sync, socket left", "DST-04", "sync-pending",
			"destroy leaves the socket of a login whose sync is pending.", unclosedInSync},
		{"destroyed in the sync, back again", "DST-04", "sync-pending-mute",
			"A second and a half after a destroy in the sync it logs in again.",
			at(onEnd, func(in *instance) {
				if inSync(in.link) {
					later(in, 1500*time.Millisecond, func() { in.attempt(true) })
				}
			})},
		{"destroyed when told of the login, socket left", "DST-04", "when-told",
			"destroy in the callback that tells of the login leaves the socket.",
			func(s *seams) {
				s.abandon = func(l *link) {
					if inSync(l) && len(l.asked) == 0 { // the sync is asked for after the callback
						l.quit()
						return
					}
					l.drop()
				}
			}},

		{"destroyed in the wait, attempt made", "DST-05", "", "destroy does not call the next attempt off.",
			uncancelled},
		{"destroyed in the wait, done never", "DST-05", "",
			"destroy does not call done when there is no link to close.",
			withoutLink(func(s *seams) { s.done = func(*instance, ending) {} })},
		{"destroyed in the wait, done twice", "DST-05", "", "destroy calls done twice when there is no link to close.",
			withoutLink(func(s *seams) { s.done = doneTwice })},
		{"destroyed in the wait, done nine minutes late", "DST-05", "",
			"destroy calls done nine minutes late when there is no link to close.",
			withoutLink(func(s *seams) { s.done = nineMinutesLate })},
		{"destroyed in the third wait, attempt made", "DST-05", "third-wait",
			"destroy calls the next attempt off in the first two waits only.",
			func(s *seams) { s.cancels = func(in *instance) bool { return in.tries < 3 } }},
		{"room destroyed in the wait, attempt made", "DST-05", "room-wait",
			"destroy of a chatroom does not call the next attempt off.",
			func(s *seams) { s.cancels = func(in *instance) bool { return !inRoom(in) } }},
		{"room destroyed in the wait, done never", "DST-05", "room-wait",
			"destroy of a chatroom does not call done when there is no link to close.",
			at(onEnd, func(in *instance) {
				if inRoom(in) && in.link == nil {
					in.c.s.done = func(*instance, ending) {}
				}
			})},
	}
}

// unstopped lets a link at a step go on although it is given up.
func unstopped(at step) func(*seams) {
	return func(s *seams) {
		s.abandon = func(l *link) {
			if l.step != at {
				l.drop()
			}
		}
	}
}

// unclosed gives up a link at a step without closing its socket.
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

// unstoppedIf lets some links at a step go on although they are given up.
func unstoppedIf(at step, some func(l *link) bool) func(*seams) {
	return func(s *seams) {
		s.abandon = func(l *link) {
			if l.step != at || !some(l) {
				l.drop()
			}
		}
	}
}
