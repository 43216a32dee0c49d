package reference

import (
	"fmt"
	"time"

	"nimcert/clients/platform"
)

// lossMutants break what is done about a link that ended, or that a login could not use: REC-07 to REC-11.
func lossMutants() []Mutant {
	return append([]Mutant{
		{"needReconnect false, tried once", "REC-07", "", "With needReconnect false it makes one attempt all the same.",
			func(s *seams) {
				tried := false
				s.returns = func(in *instance, why cause) bool {
					if in.noReconnect && !tried {
						tried = true
						return true
					}
					return mayReturn(in, why)
				}
			}},
		{"needReconnect false, ignored", "REC-07", "", "It ignores needReconnect.",
			func(s *seams) {
				s.returns = func(_ *instance, why cause) bool { return !why.final && why.how != byKick }
			}},
		{"needReconnect false, back after five minutes", "REC-07", "", "With needReconnect false it makes an attempt after five minutes.",
			at(afterTelling, func(in *instance) { later(in, 5*time.Minute, func() { in.attempt(true) }) })},

		{"needReconnect false, ignored at close 1001", "REC-07", "", "With needReconnect false it comes back all the same when the service closes with 1001.", returningAlso(closedWith("1001"))},
		{"needReconnect false, ignored at first", "REC-07", "", "With needReconnect false it repeats a first connection that was refused.", returningAlso(requestEnded("connection refused"))},

		{"417 retried", "REC-08", "417 at the first login", "A first login refused with 417 is tried again.",
			func(s *seams) {
				s.final = func(l *link, code int) bool { return isFinal(l, code) && (code != 417 || l.automatic) }
			}},
		{"422 retried on the way back", "REC-08", "422 at an automatic login", "An automatic login refused with 422 is tried again.",
			func(s *seams) {
				s.final = func(l *link, code int) bool { return isFinal(l, code) && (code != 422 || !l.automatic) }
			}},
		{"refusal retried once", "REC-08", "", "It tries once more before it takes a refusal for final.",
			func(s *seams) {
				tries := 0
				s.final = func(l *link, code int) bool {
					tries++
					return isFinal(l, code) && tries > 1
				}
			}},
		{"refusal without its code", "REC-08", "", "A refused login is reported without the code.",
			func(s *seams) {
				s.tell = func(in *instance, why cause) {
					why.code = ""
					tell(in, why)
				}
			}},
		{"404 reported as 302", "REC-08", "404 at the first login", "Every refusal is reported as a wrong token.",
			func(s *seams) {
				s.tell = func(in *instance, why cause) {
					if why.how == byLogin {
						why.code = "302"
					}
					tell(in, why)
				}
			}},
		{"refusal on the way back kept secret", "REC-08", "403 at an automatic login", "A refused automatic login ends in silence.",
			func(s *seams) {
				s.tell = func(in *instance, why cause) {
					if why.how != byLogin || in.tries == 0 {
						tell(in, why)
					}
				}
			}},

		{"refusal told nine minutes late", "REC-08", "", "It reports a refused login nine minutes later.",
			telling(func(in *instance, why cause) { later(in, 9*time.Minute, func() { tell(in, why) }) })},
		{"refused, and a return announced", "REC-08", "", "After a refusal it announces an attempt and makes none.",
			at(afterTelling, func(in *instance) { announce(in, 1, minDelay) })},
		{"refused, and the link opened again", "REC-08", "", "A minute after a refusal it opens a link, over which it does not log in.",
			at(afterTelling, func(in *instance) { later(in, time.Minute, func() { in.spare(kept) }) })},

		{"given up after three seconds", "REC-09", "server restart", "It gives up when the service is away for more than three seconds.",
			func(s *seams) {
				lost := time.Duration(-1)
				s.returns = func(in *instance, why cause) bool {
					now := in.c.env.Clock.Now()
					if why.step == live {
						lost = now
					}
					return mayReturn(in, why) && now-lost <= 3*time.Second
				}
			}},
		{"given up without addresses", "REC-09", "LBS down during the reconnect", "An address lookup that fails ends the reconnecting.", lookupOrNothing},
		{"back after five minutes", "REC-09", "", "It waits five minutes before it comes back, whatever it announced.",
			func(s *seams) {
				s.sleeps = func(*instance, time.Duration) time.Duration { return 5 * time.Minute }
			}},
		{"back with two sockets", "REC-09", "", "After an automatic login it opens a second socket.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					in.spare(kept)
				}
			})},
		{"back and mute", "REC-09", "", "After an automatic login nothing that is sent leaves the client.",
			func(s *seams) {
				s.sends = func(in *instance, _ outgoing, send func()) {
					if !in.link.automatic {
						send()
					}
				}
			}},

		{"back without a login", "REC-09", "", "It opens a link again and says connected, but does not log in.",
			func(s *seams) {
				s.enter = func(l *link) {
					if l.automatic {
						l.in.loggedIn(l)
						return
					}
					l.login()
				}
			}},
		{"handshake waited for", "REC-09", "handshake timed out", "It waits for the answer to a handshake for as long as it takes.", waitingFor(handshake)},

		{"no heartbeat", "REC-10", "", "It sends no heartbeat and never notices a silent link.",
			func(s *seams) { s.beatEvery = func(*link) time.Duration { return -1 } }},
		{"heartbeat every two minutes", "REC-10", "", "It sends a heartbeat every two minutes, not every 30 s.",
			func(s *seams) { s.beatEvery = func(*link) time.Duration { return 2 * time.Minute } }},
		{"silence noticed, nothing done", "REC-10", "", "A link that does not answer is given up without a reconnect.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) && why.how != bySilence }
			}},
		{"silence noticed, socket kept", "REC-10", "", "It comes back from a silent link with a second socket that stays.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					in.spare(func(*platform.Socket) {})
				}
			})},

		{"first connection without a cap", "REC-11", "", "Until it was connected once, the cap does not count.",
			func(s *seams) {
				once := false
				s.also = func(_ *instance, now moment) { once = once || now == afterLogin }
				s.allowed = func(in *instance, why cause) int {
					if !once {
						return -1
					}
					return allowed(in, why)
				}
			}},
		{"first connection failed, nobody told", "REC-11", "", "Until it was connected once, it raises no ondisconnect.",
			func(s *seams) {
				once := false
				s.also = func(_ *instance, now moment) { once = once || now == afterLogin }
				s.tell = func(in *instance, why cause) {
					if once {
						tell(in, why)
					}
				}
			}},
		{"first connection failed, told nine minutes late", "REC-11", "", "It reports a first connection that failed for good nine minutes later.",
			telling(func(in *instance, why cause) { later(in, 9*time.Minute, func() { tell(in, why) }) })},
		{"first connection never tried", "REC-11", "", "It creates the instance and never connects it.",
			func(s *seams) { s.connect = func(*instance) {} }},
	}, causes()...)
}

// causes are the mutants that one kind of loss ends for good.
func causes() []Mutant {
	var list []Mutant
	for _, c := range []struct {
		name, condition string
		is              func(why cause) bool
	}{
		{"gone at close 1000", "close 1000", closedWith("1000")},
		{"gone at close 1001", "close 1001", closedWith("1001")},
		{"gone at close 1011", "close 1011", closedWith("1011")},
		{"gone at close 1012", "close 1012", closedWith("1012")},
		// The platform reports 1006 for all three: a client cannot tell them apart.
		{"gone at a FIN", "FIN without a close frame", closedWith("1006")},
		{"gone at an RST", "RST", closedWith("1006")},
		{"gone at an RST inside a frame", "RST inside a frame", closedWith("1006")},
		{"gone at status 500", "handshake 500", requestEnded("500")},
		{"gone at status 503", "handshake 503", requestEnded("503")},
		{"gone when refused", "handshake refused", requestEnded("connection refused")},
		{"gone at a time-out", "handshake timed out", requestEnded("timeout")},
	} {
		list = append(list, Mutant{c.name, "REC-09", c.condition, fmt.Sprintf("A link or an attempt that ends with %q is not followed by another.", c.condition),
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) && !c.is(why) }
			}})
	}
	return list
}

// returningAlso opens a link again that ended in one way, whatever else forbids it.
func returningAlso(is func(why cause) bool) func(*seams) {
	return func(s *seams) {
		s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) || is(why) }
	}
}

// waitingFor gives one step all the time of the world.
func waitingFor(one step) func(*seams) {
	return func(s *seams) {
		s.limit = func(_ *link, at step) time.Duration {
			if at == one {
				return 1000 * time.Hour
			}
			return stepLimit
		}
	}
}

func closedWith(code string) func(cause) bool {
	return func(why cause) bool { return why.how == byClose && why.code == code }
}

func requestEnded(code string) func(cause) bool {
	return func(why cause) bool { return why.how == byRequest && why.code == code }
}

// lookupOrNothing ends an attempt, and the reconnecting, when the lookup gives no address.
func lookupOrNothing(s *seams) {
	s.withoutLookup = func(l *link) bool {
		l.in.vanish()
		l.in.phase = idle
		tell(l.in, cause{how: byRequest, code: "noAddress"})
		return false
	}
}
