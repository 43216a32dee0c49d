// REC-04, REC-05, REC-14 and REC-18: the waits are not as announced, do not grow, or are the same for all.

package reference

import "time"

func recDelaysMutants() []Mutant {
	return []Mutant{
		{"announced after the attempt", "REC-04", "", "It raises onwillreconnect 10 ms after the attempt began.",
			func(s *seams) {
				s.announce = func(in *instance, n int, d time.Duration) {
					later(in, d+10*time.Millisecond, func() { announce(in, n, d) })
				}
			}},
		{"retryCount from 0", "REC-04", "", "It counts attempts from 0.",
			func(s *seams) {
				s.announce = func(in *instance, n int, d time.Duration) { announce(in, n-1, d) }
			}},
		{"attempt a tenth too early", "REC-04", "", "It waits a tenth less than it announced.", sleeping(0.9)},
		{"attempt a tenth too late", "REC-04", "", "It waits a tenth more than it announced.", sleeping(1.1)},
		{"third attempt not announced", "REC-04", "", "It raises no onwillreconnect before the third attempt.",
			func(s *seams) {
				s.announce = func(in *instance, n int, d time.Duration) {
					if n != 3 {
						announce(in, n, d)
					}
				}
			}},
		{"attempt announced twice", "REC-04", "", "It raises onwillreconnect twice for one attempt.",
			func(s *seams) {
				s.announce = func(in *instance, n int, d time.Duration) {
					announce(in, n, d)
					announce(in, n+1, d)
				}
			}},
		{"seconds for milliseconds", "REC-04", "",
			"It announces the wait in the wrong unit, a thousandth of what it waits.",
			func(s *seams) {
				s.announce = func(in *instance, n int, d time.Duration) { announce(in, n, d/1000) }
			}},
		{"announced and not made", "REC-04", "", "After the last attempt it announces another, which it does not make.",
			at(afterTelling, func(in *instance) { announce(in, in.tries+1, maxDelay) })},
		{"retryCount goes on", "REC-04", "", "After a success it does not count from 1 again.",
			func(s *seams) {
				total := 0
				s.announce = func(in *instance, _ int, d time.Duration) {
					total++
					announce(in, total, d)
				}
			}},
		{"room's attempts not announced", "REC-04", "n-5-room", "It raises no onwillreconnect for a chatroom.",
			func(s *seams) {
				s.announce = func(in *instance, n int, d time.Duration) {
					if !inRoom(in) {
						announce(in, n, d)
					}
				}
			}},
		{"the wait counts from the attempt", "REC-04", "n-5-mute-handshake",
			"What an attempt took is taken off the wait that follows.",
			func(s *seams) {
				began := time.Duration(0)
				s.also = func(in *instance, now moment) {
					if now == onAttempt {
						began = in.c.env.Clock.Now()
					}
				}
				s.sleeps = func(in *instance, d time.Duration) time.Duration {
					if in.tries == 1 { // nothing was attempted yet
						return d
					}
					return max(0, d-(in.c.env.Clock.Now()-began))
				}
			}},
		{"not announced when the login was not answered", "REC-04", "n-5-mute-login",
			"It raises no onwillreconnect after a login that was not answered.",
			func(s *seams) {
				silent := false
				s.returns = func(in *instance, why cause) bool {
					silent = why.step == entering
					return mayReturn(in, why)
				}
				s.announce = func(in *instance, n int, d time.Duration) {
					if !silent {
						announce(in, n, d)
					}
				}
			}},
		{"retryCount sticks at five", "REC-04", "n-12-refused", "From the sixth attempt on, retryCount says 5.",
			func(s *seams) {
				s.announce = func(in *instance, n int, d time.Duration) { announce(in, min(n, 5), d) }
			}},
		{"not announced after silence", "REC-04", "n-5-silence",
			"It raises no onwillreconnect for a link that fell silent.",
			unannounced(func(w cause) bool { return w.how == bySilence })},
		{"not announced when the socket is refused", "REC-04", "n-5-socket-503",
			"It raises no onwillreconnect after a socket that the service refused.", unannounced(endedOpening)},
		{"not announced when the login is refused", "REC-04", "n-5-refused-for-now",
			"It raises no onwillreconnect after a login that was refused for now.", unannounced(loginRefused)},
		{"at once after close 1001", "REC-04", "n-5-closed-1001-handshake-500",
			"After a close with 1001 it does not wait as long as it announced.",
			afterCause(func(s *seams, last *cause) {
				s.sleeps = func(_ *instance, d time.Duration) time.Duration {
					if closedWith("1001")(*last) {
						return time.Millisecond
					}
					return d
				}
			})},

		{"constant delay", "REC-05", "", "Every wait is the minimum.",
			func(s *seams) { s.delay = func(int) time.Duration { return minDelay } }},
		{"delay below the maximum", "REC-05", "", "The wait grows to 6 s and no further.",
			func(s *seams) { s.delay = func(n int) time.Duration { return min(backOff(n), 6*time.Second) } }},
		{"delay beyond the maximum", "REC-05", "", "The wait grows to 12.8 s.",
			func(s *seams) { s.delay = func(n int) time.Duration { return minDelay << min(n-1, 3) } }},
		{"delay at the maximum from the start", "REC-05", "", "Every wait is the maximum.",
			func(s *seams) { s.delay = func(int) time.Duration { return maxDelay } }},
		{"first attempt too soon", "REC-05", "", "The first wait is half the minimum.",
			func(s *seams) {
				s.delay = func(n int) time.Duration {
					if n == 1 {
						return minDelay / 2
					}
					return backOff(n)
				}
			}},
		{"delay back to the minimum", "REC-05", "", "After the maximum the waits begin anew.",
			func(s *seams) { s.delay = func(n int) time.Duration { return backOff((n-1)%5 + 1) } }},
		{"delay that shrinks", "REC-05", "", "The second wait is shorter than the first.",
			func(s *seams) {
				s.delay = func(n int) time.Duration {
					if n == 2 {
						return minDelay * 3 / 4
					}
					return backOff(n)
				}
			}},
		{"delay goes on", "REC-05", "", "After a success the delays do not begin at the minimum again.",
			func(s *seams) {
				total := 0
				s.delay = func(int) time.Duration {
					total++
					return backOff(total)
				}
			}},
		{"one delay beyond the maximum", "REC-05", "im",
			"The wait before the third attempt is 12.8 s, and the maximum follows.",
			func(s *seams) {
				s.delay = func(n int) time.Duration {
					if n == 3 {
						return 8 * minDelay
					}
					return backOff(n)
				}
			}},
		{"delay that creeps", "REC-05", "im",
			"Each wait is a tenth of a second longer than the one before, so that forty do not reach the maximum.",
			func(s *seams) {
				s.spread = func(*client) float64 { return 1 }
				s.delay = func(n int) time.Duration { return minDelay + time.Duration(n-1)*100*time.Millisecond }
			}},
		{"delays begin anew after twenty", "REC-05", "", "After twenty attempts the waits begin anew.",
			func(s *seams) { s.delay = func(n int) time.Duration { return backOff((n-1)%20 + 1) } }},
		{"delay grows again after twenty", "REC-05", "", "After twenty attempts the waits grow beyond the maximum.",
			func(s *seams) {
				s.delay = func(n int) time.Duration {
					if n > 20 {
						return 2 * maxDelay
					}
					return backOff(n)
				}
			}},
		{"room's delay constant", "REC-05", "room", "Every wait of a chatroom is the minimum.",
			func(s *seams) {
				s.announce = func(in *instance, n int, d time.Duration) {
					if inRoom(in) {
						d = minDelay
					}
					announce(in, n, d)
				}
			}},
		{"first loss waits longest", "REC-05", "im", "The first wait of all is the maximum.",
			func(s *seams) {
				waited := false
				s.delay = func(n int) time.Duration {
					if n == 1 && !waited {
						waited = true
						return maxDelay
					}
					return backOff(n)
				}
			}},
		{"delay back to the minimum when a socket opens", "REC-05", "mute-login",
			"After an attempt whose socket opened the wait is the minimum.",
			func(s *seams) {
				open := false
				s.enter = func(l *link) {
					open = true
					l.login()
				}
				s.delay = func(n int) time.Duration {
					if open {
						open = false
						return minDelay
					}
					return backOff(n)
				}
			}},
		{"delay does not grow at status 500", "REC-05", "handshake-500",
			"After a handshake that was answered with 500 the wait is the minimum.",
			afterCause(func(s *seams, last *cause) {
				s.delay = func(n int) time.Duration {
					if last.code == "500" {
						return minDelay
					}
					return backOff(n)
				}
			})},
		{"delays begin anew after a hundred", "REC-05", "", "After a hundred attempts the waits begin anew.",
			func(s *seams) {
				s.delay = func(n int) time.Duration {
					if n > 100 {
						n -= 100
					}
					return backOff(n)
				}
			}},

		{"spread announced, not waited", "REC-14", "",
			"It announces waits that are spread, and all attempts come after the minimum.", func(s *seams) {
				s.sleeps = func(*instance, time.Duration) time.Duration { return minDelay }
			}},
		{"a hundredth of jitter", "REC-14", "", "Its waits differ by 1 % at most.",
			func(s *seams) {
				s.spread = func(c *client) float64 { return 1 + 0.01*(2*c.random.Float64()-1) }
			}},

		{"own delay cut to the maximum", "REC-18", "above-maximum",
			"It takes what reconnectDelayProvider says up to the longest wait of its own.", func(s *seams) {
				s.provided = func(d time.Duration) time.Duration { return min(max(d, delayFloor), maxDelay) }
			}},
		{"own delay forgotten by a return", "REC-18", "three-seconds",
			"Once it came back by itself, it ignores reconnectDelayProvider.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					in.provided = 0
				}
			})},
		{"own delay ignored", "REC-18", "three-seconds", "It ignores reconnectDelayProvider.",
			func(s *seams) { s.provided = func(time.Duration) time.Duration { return 0 } }},
		{"own delay without a floor", "REC-18", "below-floor",
			"It takes what reconnectDelayProvider says, below the floor too.",
			func(s *seams) { s.provided = func(d time.Duration) time.Duration { return d } }},
		{"own delay spread", "REC-18", "three-seconds", "It adds the jitter to what reconnectDelayProvider says.",
			func(s *seams) {
				s.provided = func(d time.Duration) time.Duration { return max(d, delayFloor) * 105 / 100 }
			}},
	}
}

// sleeping waits only a share of the announced time.
func sleeping(share float64) func(*seams) {
	return func(s *seams) {
		s.sleeps = func(_ *instance, d time.Duration) time.Duration { return time.Duration(float64(d) * share) }
	}
}

// unannounced raises no onwillreconnect after some causes.
func unannounced(some func(w cause) bool) func(*seams) {
	return afterCause(func(s *seams, last *cause) {
		s.announce = func(in *instance, n int, d time.Duration) {
			if !some(*last) {
				announce(in, n, d)
			}
		}
	})
}
