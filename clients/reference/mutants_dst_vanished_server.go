// DST-11: the server vanishes, and done with it.

package reference

import (
	"time"

	"nimcert/ledger"
)

func dstVanishedServerMutants() []Mutant {
	return []Mutant{
		{"reset while ending, done never", "DST-11", "rst",
			"A link that breaks while it closes does not count as closed.", brokenIsOpen},
		{"stopped while ending, done never", "DST-11", "service-stops",
			"A link that breaks while it closes does not count as closed.", brokenIsOpen},
		{"silence while ending, done late", "DST-11", "black-hole",
			"done waits until the platform gives the silent peer up.", patient},
		{"reset while ending, back again", "DST-11", "rst", "A link that breaks while it closes is opened again.",
			func(s *seams) {
				s.gone = func(l *link, code int) {
					l.in.released()
					if l.over && l.in.destroyed && code != normalClosed {
						l.in.attempt(true)
					}
				}
			}},
		{"stopped while ending, done twice", "DST-11", "service-stops",
			"A link that breaks while it closes calls done, and so does the end of the wait.",
			func(s *seams) {
				s.gone = func(l *link, code int) {
					if l.in.phase == leaving && code != normalClosed {
						l.in.raise(ledger.Event{Kind: ledger.Done, Verb: l.in.endings[0].verb})
					}
					l.in.released()
				}
			}},
		{"reset while ending, a return announced", "DST-11", "rst",
			"A link that breaks while it closes is announced to come back.",
			func(s *seams) {
				s.gone = func(l *link, code int) {
					if l.in.phase == leaving && code != normalClosed {
						announce(l.in, 1, minDelay)
					}
					l.in.released()
				}
			}},
		{"silence while ending, connected told", "DST-11", "black-hole",
			"When the peer is given up that does not answer the close, it raises onconnect.",
			func(s *seams) {
				s.doneWithin = func(in *instance) time.Duration {
					later(in, doneWithin, func() { in.raise(ledger.Event{Kind: ledger.Connected}) })
					return doneWithin
				}
			}},
	}
}

// brokenIsOpen still counts a socket that did not close cleanly, and waits for it.
func brokenIsOpen(s *seams) {
	patient(s)
	s.gone = func(l *link, code int) {
		if code != normalClosed {
			l.in.sockets++
		}
		l.in.released()
	}
}
