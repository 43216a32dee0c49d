package reference

import (
	"time"
)

// returnMutants break what connect does meanwhile, and the state in which the client comes back: REC-12 to REC-20.
func returnMutants() []Mutant {
	return []Mutant{
		{"disconnected, and back", "REC-12", "", "disconnect does not call the next attempt off.", uncancelled},

		{"connect and wait", "REC-13", "connect in the wait", "connect in the wait opens a link, and the attempt that was announced opens another.",
			func(s *seams) {
				s.overlaps = func(*link) bool { return true }
				s.connect = func(in *instance) {
					if in.phase == waiting {
						in.attempt(false)
						return
					}
					connect(in)
				}
			}},
		{"connect calls the reconnect off", "REC-13", "connect in the wait", "connect in the wait calls the attempt off and makes none.",
			func(s *seams) {
				s.connect = func(in *instance) {
					if in.phase == waiting {
						in.wait.Stop()
						in.phase = idle
						return
					}
					connect(in)
				}
			}},
		{"connect while connecting", "REC-13", "connect while connecting", "connect while a link opens opens another.", unaskedConnect},

		{"a hundredth of jitter", "REC-14", "", "Its waits differ by 1 % at most.",
			func(s *seams) {
				s.spread = func(c *client) float64 { return 1 + 0.01*(2*c.random.Float64()-1) }
			}},
		{"dead address for ever", "REC-15", "", "It tries the same link address again and again.",
			func(s *seams) { s.badAddress = func(*instance) {} }},

		{"a timer for each return", "REC-16", "", "Each automatic login leaves a timer behind.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					later(in, 24*time.Hour, func() {})
				}
			})},
		{"ten losses are enough", "REC-16", "", "After ten losses it does not come back.",
			func(s *seams) {
				losses := 0
				s.returns = func(in *instance, why cause) bool {
					if why.step == live {
						losses++
					}
					return mayReturn(in, why) && losses < 10
				}
			}},
		{"a socket for the tenth return", "REC-16", "", "After the tenth automatic login it opens a second socket.",
			func(s *seams) {
				returns := 0
				s.also = func(in *instance, now moment) {
					if now == afterLogin && in.link.automatic {
						if returns++; returns == 10 {
							in.spare(kept)
						}
					}
				}
			}},

		{"automatic marked manual", "REC-17", "", "It marks an automatic login as one that the user asked for.",
			func(s *seams) { s.asksAsManual = func(*link) bool { return true } }},
		{"no sync on the way back", "REC-17", "a message sent meanwhile", "After an automatic login it does not fetch what came meanwhile.",
			func(s *seams) { s.syncs = func(l *link) bool { return !l.automatic } }},
		{"deaf on the way back", "REC-17", "a message sent after", "Five seconds after an automatic login it begins to listen.",
			func(s *seams) {
				since := time.Duration(0)
				s.also = func(in *instance, now moment) {
					if now == afterLogin {
						since = in.c.env.Clock.Now()
					}
				}
				s.deliver = func(l *link, m incoming) {
					if !l.automatic || l.in.c.env.Clock.Now()-since > 5*time.Second {
						deliver(l, m)
					}
				}
			}},
		{"delivered twice on the way back", "REC-17", "", "After an automatic login each message is delivered twice.",
			func(s *seams) {
				s.deliver = func(l *link, m incoming) {
					deliver(l, m)
					if l.automatic {
						deliver(l, m)
					}
				}
			}},

		{"own delay ignored", "REC-18", "3 s", "It ignores reconnectDelayProvider.",
			func(s *seams) { s.provided = func(time.Duration) time.Duration { return 0 } }},
		{"own delay without a floor", "REC-18", "half a second, below the floor", "It takes what reconnectDelayProvider says, below the floor too.",
			func(s *seams) { s.provided = func(d time.Duration) time.Duration { return d } }},
		{"own delay spread", "REC-18", "3 s", "It adds the jitter to what reconnectDelayProvider says.",
			func(s *seams) {
				s.provided = func(d time.Duration) time.Duration { return max(d, delayFloor) * 105 / 100 }
			}},

		{"no answer from LBS, no way back", "REC-20", "", "An address lookup that is not answered ends the reconnecting.", lookupOrNothing},
		{"LBS waited for", "REC-20", "", "It waits for the answer to an address lookup for as long as it takes.", waitingFor(lookup)},
	}
}

// uncancelled leaves the next attempt where it is when the instance ends.
func uncancelled(s *seams) { s.cancels = func(*instance) bool { return false } }
