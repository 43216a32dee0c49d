package reference

import (
	"time"
)

// doneMutants break when and how often done is called: DST-01 to DST-03, and the same of disconnect (DST-09).
func doneMutants() []Mutant {
	const late = "a peer that answers the close 3 s late"
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
		unanswered := condition("a peer that never answers the close")
		list = append(list,
			Mutant{v.verb + ", done twice", v.once, condition("done once"), v.verb + " calls done twice.",
				of(func(s *seams) { s.done = doneTwice })},
			Mutant{v.verb + ", done again after a minute", v.once, condition("done once"), v.verb + " calls done, and a minute later again.",
				of(func(s *seams) {
					s.done = func(in *instance, e ending) {
						done(in, e)
						later(in, time.Minute, func() { done(in, ending{verb: e.verb}) })
					}
				})},
			Mutant{v.verb + ", done never", v.once, condition("done once"), v.verb + " never calls done.",
				of(func(s *seams) { s.done = func(*instance, ending) {} })},

			Mutant{v.verb + ", done at once", v.soon, "a fast peer, 25 ms away", v.verb + " calls done before it closes anything.",
				of(at(onEnd, (*instance).finish))},
			Mutant{v.verb + ", done when the close was sent", v.soon, "a link of 250 ms", v.verb + " calls done when the close frame is sent, and does not wait for the answer.",
				of(hasty)},
			Mutant{v.verb + ", done after a second", v.soon, late, v.verb + " calls done one second after the close frame, whatever the peer does.",
				of(func(s *seams) { s.doneWithin = func(*instance) time.Duration { return time.Second } })},

			Mutant{v.verb + ", done when the peer answers", v.within, unanswered, v.verb + " waits for the peer's answer to the close, for ever.",
				of(patient)},
			Mutant{v.verb + ", done after eleven seconds", v.within, unanswered, v.verb + " waits for the peer for eleven seconds.",
				of(func(s *seams) { s.doneWithin = func(*instance) time.Duration { return 11 * time.Second } })},
		)
	}
	return append(list,
		Mutant{"done when the time is up, and at the close", "DST-01", "", "destroy calls done after ten seconds, and again when the peer is given up.",
			func(s *seams) {
				s.gone = func(l *link, _ int) {
					if l.in.destroyed && l.in.phase != leaving {
						done(l.in, ending{verb: "destroy"})
					}
					l.in.released()
				}
			}},
		Mutant{"destroyed while connecting, done never", "DST-01", "", "destroy of an instance that is connecting never calls done.",
			unconnected(func(s *seams) { s.done = func(*instance, ending) {} })},
		Mutant{"destroyed while connecting, done twice", "DST-01", "", "destroy of an instance that is connecting calls done twice.",
			unconnected(func(s *seams) { s.done = doneTwice })},
		Mutant{"room destroyed, done never", "DST-01", "", "destroy of a chatroom never calls done.",
			func(s *seams) {
				s.done = func(in *instance, e ending) {
					if in.room == "" {
						done(in, e)
					}
				}
			}},
		Mutant{"room destroyed, done when the close was sent", "DST-02", "", "destroy of a chatroom calls done when the close frame is sent.", hastyInRooms},
		Mutant{"disconnected in the wait, done never", "DST-09", "", "disconnect does not call done when there is no link to close.",
			ofVerb("disconnect", withoutLink(func(s *seams) { s.done = func(*instance, ending) {} }))},
	)
}

// unconnected makes a change when an instance ends whose link is not up yet.
func unconnected(change func(*seams)) func(*seams) {
	return at(onEnd, func(in *instance) {
		if in.link != nil && in.link.step != live {
			change(in.c.s)
		}
	})
}

// ofVerb makes a change that holds from the first call of one verb on.
func ofVerb(verb string, change func(*seams)) func(*seams) {
	return at(onEnd, func(in *instance) {
		if in.endings[0].verb != verb {
			return
		}
		s := in.c.s
		s.also = func(*instance, moment) {}
		change(s)
		s.also(in, onEnd)
	})
}

func doneTwice(in *instance, e ending) {
	done(in, e)
	done(in, ending{verb: e.verb})
}

func nineMinutesLate(in *instance, e ending) { later(in, 9*time.Minute, func() { done(in, e) }) }

// hasty calls done without regard to what the platform still holds.
func hasty(s *seams) { s.mayFinish = func(*instance) bool { return true } }

func hastyInRooms(s *seams) {
	s.mayFinish = func(in *instance) bool { return in.room != "" || letGo(in) }
}

// patient waits with done for what the platform holds, for ever.
func patient(s *seams) { s.doneWithin = func(*instance) time.Duration { return 1000 * time.Hour } }
