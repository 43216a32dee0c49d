// DST-06 and DST-07: destroyed twice it breaks, or something happens after done.

package reference

import (
	"net/http"
	"time"

	"nimcert/clients/platform"
)

func dstAfterDoneMutants() []Mutant {
	return []Mutant{
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
		{"destroyed twice, the next account thrown out", "DST-06", "",
			"destroy of a destroyed instance closes the socket of the account that is there now.",
			func(s *seams) {
				s.endsAgain = func(in *instance, _ string) bool {
					for _, other := range in.others() {
						other.vanish()
					}
					return true
				}
			}},

		{"told after done", "DST-07", "", "It raises ondisconnect a second after done.",
			at(afterDone, func(in *instance) { later(in, time.Second, func() { in.raise(disconnectedEvent) }) })},
		{"a timer after done", "DST-07", "", "It leaves a timer of an hour behind.",
			at(afterDone, func(in *instance) { later(in, time.Hour, func() {}) })},
		{"a request after done", "DST-07", "", "Five minutes after done it reports its statistics.",
			at(afterDone, func(in *instance) {
				later(in, 5*time.Minute, func() {
					in.c.p.Do(platform.Request{Method: http.MethodGet, URL: "https://statistic.live.126.net/",
						Timeout: stepLimit}, func(platform.Response) {})
				})
			})},
		{"disconnected, and back after five minutes", "DST-07", "", "Five minutes after disconnect it connects again.",
			ofVerb("disconnect",
				at(afterDone, func(in *instance) { later(in, 5*time.Minute, func() { in.attempt(true) }) }))},
		{"a socket after done", "DST-07", "", "Five minutes after done it opens a socket.",
			at(afterDone, func(in *instance) { later(in, 5*time.Minute, func() { in.spare(kept) }) })},
		{"a timer of five minutes after done", "DST-07", "destroy",
			"It leaves a timer of five minutes behind, which does nothing.",
			at(afterDone, func(in *instance) { later(in, 5*time.Minute, func() {}) })},
		{"disconnected, and a timer left", "DST-07", "disconnect", "disconnect leaves a timer of an hour behind.",
			ofVerb("disconnect", at(afterDone, func(in *instance) { later(in, time.Hour, func() {}) }))},
		{"unconfirmed message told after done", "DST-07", "destroy-message-unconfirmed",
			"A message that was not confirmed is reported as failed after done.",
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
		{"unconfirmed message told twice", "DST-07", "destroy-message-unconfirmed",
			"A message that was not confirmed is reported as failed before done, and in the turn of done again.",
			func(s *seams) {
				var unconfirmed outgoing
				s.sends = func(in *instance, m outgoing, send func()) {
					unconfirmed = m
					send()
				}
				at(afterDone,
					func(in *instance) { in.notSent(unconfirmed, "timeout", "the message was not confirmed") })(s)
			}},
		{"heartbeat unanswered, back after done", "DST-07", "destroy-mute-heartbeat",
			"destroy takes what it leaves without an answer for a loss, and logs in again.",
			at(onEnd, func(in *instance) {
				if in.destroyed && in.link != nil && in.link.synced && len(in.link.asked) > 0 {
					later(in, 1600*time.Millisecond, func() { in.attempt(true) })
				}
			})},
		{"told in the turn of done", "DST-07", "destroy", "It raises ondisconnect in the turn of done.",
			at(afterDone, func(in *instance) { in.raise(disconnectedEvent) })},
		{"room destroyed, told after done", "DST-07", "destroy-in-room",
			"It raises ondisconnect of a chatroom a second after done.",
			at(afterDone, func(in *instance) {
				if inRoom(in) {
					later(in, time.Second, func() { in.raise(disconnectedEvent) })
				}
			})},
		{"destroyed in the login, told after done", "DST-07", "destroy-login-pending",
			"When an instance is destroyed whose login is pending, it raises ondisconnect a second after done.",
			unconnected(func(s *seams) {
				s.done = func(in *instance, e ending) {
					done(in, e)
					later(in, time.Second, func() { in.raise(disconnectedEvent) })
				}
			})},
		{"close answered late, told after done", "DST-07", "destroy-close-12-s-late",
			"When the socket closes after done, it raises ondisconnect.",
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
					in.c.p.Do(platform.Request{Method: http.MethodGet, URL: "https://statistic.live.126.net/",
						Timeout: stepLimit}, func(platform.Response) {})
				})
			}))},
	}
}
