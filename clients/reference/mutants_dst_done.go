// DST-01, DST-02, DST-03 and DST-09: done comes never, twice, too early or too late.

package reference

import "time"

func dstDoneMutants() []Mutant {
	never := func(s *seams) { s.done = func(*instance, ending) {} }
	return append([]Mutant{
		{"done when the time is up, and at the close", "DST-01", "",
			"destroy calls done after ten seconds, and again when the peer is given up.",
			func(s *seams) {
				s.gone = func(l *link, _ int) {
					if l.in.destroyed && l.in.phase != leaving {
						done(l.in, ending{verb: "destroy"})
					}
					l.in.released()
				}
			}},
		{"destroyed while connecting, done never", "DST-01", "",
			"destroy of an instance that is connecting never calls done.",
			unconnected(func(s *seams) { s.done = func(*instance, ending) {} })},
		{"destroyed while connecting, done twice", "DST-01", "",
			"destroy of an instance that is connecting calls done twice.",
			unconnected(func(s *seams) { s.done = doneTwice })},
		{"room destroyed, done never", "DST-01", "", "destroy of a chatroom never calls done.",
			func(s *seams) {
				s.done = func(in *instance, e ending) {
					if in.room == "" {
						done(in, e)
					}
				}
			}},
		{"destroyed after disconnect, done never", "DST-01", "after-disconnect",
			"destroy of an instance that was disconnected does not call done.",
			at(afterDone, func(in *instance) { never(in.c.s) })},
		{"destroyed when used up, done never", "DST-01", "used-up",
			"destroy does not call done when the attempts were used up.",
			at(afterTelling, func(in *instance) { never(in.c.s) })},
		{"destroyed on the way back, done twice", "DST-01", "after-reconnect",
			"destroy of a link that it opened by itself calls done twice.",
			onAutomatic(func(s *seams) { s.done = doneTwice })},
		{"destroyed in LBS, done never", "DST-01", "in-lbs",
			"destroy does not call done while addresses are looked up.", endingAt(lookup, never)},
		{"destroyed in the handshake, done twice", "DST-01", "in-handshake",
			"destroy in the handshake calls done twice.", endingAt(handshake, func(s *seams) { s.done = doneTwice })},

		{"room destroyed, done when the close was sent", "DST-02", "",
			"destroy of a chatroom calls done when the close frame is sent.", hastyInRooms},
		{"automatic link destroyed, done when the close was sent", "DST-02", "after-reconnect-3-s-late",
			"destroy does not wait for the close of a link that it opened by itself.", onAutomatic(hasty)},
		{"destroyed in the login, done when the close was sent", "DST-02", "login-pending-3-s-late",
			"destroy does not wait for the close of a link whose login is pending.", endingAt(entering, hasty)},
		{"room destroyed, done after a second", "DST-02", "room-close-3-s-late",
			"destroy of a chatroom calls done one second after the close frame, whatever the peer does.",
			func(s *seams) {
				s.doneWithin = func(in *instance) time.Duration {
					if inRoom(in) {
						return time.Second
					}
					return doneWithin
				}
			}},

		{"logout waited for", "DST-03", "mute-logout-and-close",
			"It closes the socket when the logout is answered, and waits for that for ever.", polite},
		{"room destroyed, done after eleven seconds", "DST-03", "room-mute-close",
			"destroy of a chatroom waits for the peer for eleven seconds.",
			func(s *seams) {
				s.doneWithin = func(in *instance) time.Duration {
					if inRoom(in) {
						return 11 * time.Second
					}
					return doneWithin
				}
			}},
		{"handshake waited for with done", "DST-03", "mute-handshake",
			"destroy in the handshake waits for its answer, for ever.",
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
		{"destroyed in the login, done after eleven seconds", "DST-03", "mute-login-and-close",
			"destroy while the login is pending waits for the peer for eleven seconds.",
			endingAt(entering,
				func(s *seams) { s.doneWithin = func(*instance) time.Duration { return 11 * time.Second } })},
	}, doneOfEachVerb()...)
}

// doneOfEachVerb are mutants that call done at a wrong time or a wrong number of times, for destroy and for disconnect.
func doneOfEachVerb() []Mutant {
	const late = "close-3-s-late"
	var list []Mutant
	for _, v := range []struct{ verb, once, soon, within string }{
		{"destroy", "DST-01", "DST-02", "DST-03"},
		{"disconnect", "DST-09", "DST-09", "DST-09"},
	} {
		of := func(change func(*seams)) func(*seams) { return ofVerb(v.verb, change) }
		condition := func(name string) string {
			if v.verb == "disconnect" {
				return name
			}
			return ""
		}
		unanswered := condition("mute-close")
		list = append(list,
			Mutant{v.verb + ", done twice", v.once, condition("once"), v.verb + " calls done twice.",
				of(func(s *seams) { s.done = doneTwice })},
			Mutant{v.verb + ", done again after a minute", v.once, condition("once"),
				v.verb + " calls done, and a minute later again.",
				of(func(s *seams) {
					s.done = func(in *instance, e ending) {
						done(in, e)
						later(in, time.Minute, func() { done(in, ending{verb: e.verb}) })
					}
				})},
			Mutant{v.verb + ", done never", v.once, condition("once"), v.verb + " never calls done.",
				of(func(s *seams) { s.done = func(*instance, ending) {} })},

			Mutant{v.verb + ", done at once", v.soon, "fast-peer", v.verb + " calls done before it closes anything.",
				of(at(onEnd, (*instance).finish))},
			Mutant{v.verb + ", done when the close was sent", v.soon, "link-250-ms",
				v.verb + " calls done when the close frame is sent, and does not wait for the answer.",
				of(hasty)},
			Mutant{v.verb + ", done after a second", v.soon, late,
				v.verb + " calls done one second after the close frame, whatever the peer does.",
				of(func(s *seams) { s.doneWithin = func(*instance) time.Duration { return time.Second } })},

			Mutant{v.verb + ", done when the peer answers", v.within, unanswered,
				v.verb + " waits for the peer's answer to the close, for ever.",
				of(patient)},
			Mutant{v.verb + ", done after eleven seconds", v.within, unanswered,
				v.verb + " waits for the peer for eleven seconds.",
				of(func(s *seams) { s.doneWithin = func(*instance) time.Duration { return 11 * time.Second } })},
		)
	}
	return list
}

// endingAt changes the end of an instance whose link has come to a step.
func endingAt(one step, change func(*seams)) func(*seams) {
	return at(onEnd, func(in *instance) {
		if in.link != nil && in.link.step == one {
			change(in.c.s)
		}
	})
}
