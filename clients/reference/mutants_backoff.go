package reference

import (
	"time"
)

// backOffMutants break the number of the attempts and their times: REC-01 to REC-06.
func backOffMutants() []Mutant {
	return []Mutant{
		{"one attempt too many", "REC-01", "", "It makes one attempt more than the cap.",
			capping(func(limit int) int { return limit + 1 })},
		{"one attempt too few", "REC-01", "N = 3", "It makes one attempt less than the cap.",
			capping(func(limit int) int { return max(0, limit-1) })},
		{"a straggler after nine minutes", "REC-01", "", "Nine minutes after the last attempt it makes another.",
			at(afterTelling, func(in *instance) { later(in, 9*time.Minute, func() { in.attempt(true) }) })},
		{"0 taken for unset", "REC-01", "N = 0", "A cap of 0 is no cap to it.",
			capping(func(limit int) int {
				if limit == 0 {
					return -1
				}
				return limit
			})},
		{"cap ignored", "REC-01", "", "It tries for ever, whatever the cap.",
			capping(func(int) int { return -1 })},
		{"never more than five attempts", "REC-01", "N = 10", "It gives up after five attempts, whatever the cap.",
			capping(func(limit int) int { return min(limit, 5) })},

		{"cap ignored at status 500", "REC-01", "", "Attempts that the service answers with 500 do not count.", uncounted(requestEnded("500"))},
		{"cap ignored when nobody answers", "REC-01", "", "Attempts that time out do not count.", uncounted(requestEnded("timeout"))},

		{"exhausted, told twice", "REC-02", "", "It raises ondisconnect twice when the attempts are used up.",
			func(s *seams) {
				s.tell = func(in *instance, why cause) {
					tell(in, why)
					tell(in, why)
				}
			}},
		{"exhausted, told never", "REC-02", "", "It raises no ondisconnect when the attempts are used up.",
			func(s *seams) {
				s.tell = func(in *instance, why cause) {
					if why.how != byExhaustion {
						tell(in, why)
					}
				}
			}},
		{"told at each loss", "REC-02", "N = 3", "It raises ondisconnect whenever a link is lost, not only at the end.",
			at(afterLoss, func(in *instance) { in.raise(disconnectedEvent) })},
		{"told before the attempts", "REC-02", "", "It raises ondisconnect when the link is lost, and not when the attempts are used up.",
			func(s *seams) {
				s.also = func(in *instance, now moment) {
					if now == afterLoss && in.tries == 0 {
						in.raise(disconnectedEvent)
					}
				}
				s.tell = func(in *instance, why cause) {
					if why.how != byExhaustion {
						tell(in, why)
					}
				}
			}},
		{"told nine minutes late", "REC-02", "", "It raises ondisconnect nine minutes after the last attempt failed.",
			telling(func(in *instance, why cause) { later(in, 9*time.Minute, func() { tell(in, why) }) })},
		{"no attempt allowed, nobody told", "REC-02", "N = 0", "With a cap of 0 it raises no ondisconnect.",
			func(s *seams) {
				s.tell = func(in *instance, why cause) {
					if why.how != byExhaustion || in.tries > 0 {
						tell(in, why)
					}
				}
			}},

		{"given up after half an hour", "REC-03", "", "Without a cap, it stops trying half an hour after the session began.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool {
					return mayReturn(in, why) && in.c.env.Clock.Now() < 30*time.Minute
				}
			}},
		{"an attempt in a burst", "REC-03", "", "Every tenth attempt comes 100 ms after the one before.",
			func(s *seams) {
				s.sleeps = func(in *instance, d time.Duration) time.Duration {
					if in.tries%10 == 0 {
						return 100 * time.Millisecond
					}
					return d
				}
			}},
		{"delays without a bound", "REC-03", "", "The delay doubles on and on: after an hour the next attempt is an hour away.",
			func(s *seams) { s.delay = func(n int) time.Duration { return minDelay << min(n-1, 30) } }},

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
		{"seconds for milliseconds", "REC-04", "", "It announces the wait in the wrong unit, a thousandth of what it waits.",
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

		{"count not reset", "REC-06", "", "A successful reconnect gives no attempt back.",
			func(s *seams) { s.regained = func(*instance) {} }},
		{"count reset once", "REC-06", "", "The first reconnect gives all attempts back, those after it none.",
			func(s *seams) {
				logins := 0
				s.regained = func(in *instance) {
					if logins++; logins <= 2 {
						in.tries = 0
					}
				}
			}},
		{"one attempt for each success", "REC-06", "", "Each success adds an attempt to the cap.",
			func(s *seams) {
				successes := 0
				s.regained = func(in *instance) {
					if in.tries > 0 {
						successes++
					}
					in.tries = 0
				}
				capping(func(limit int) int { return limit + successes })(s)
			}},
	}
}

// capping changes what is made of the application's cap, when there is one.
func capping(f func(limit int) int) func(*seams) {
	return func(s *seams) {
		s.allowed = func(in *instance, why cause) int {
			if in.limit == nil {
				return allowed(in, why)
			}
			return f(*in.limit)
		}
	}
}

// uncounted lifts the cap from attempts that end in one way.
func uncounted(is func(why cause) bool) func(*seams) {
	return func(s *seams) {
		s.allowed = func(in *instance, why cause) int {
			if is(why) {
				return -1
			}
			return allowed(in, why)
		}
	}
}

// sleeping waits a share of what was announced.
func sleeping(share float64) func(*seams) {
	return func(s *seams) {
		s.sleeps = func(_ *instance, d time.Duration) time.Duration { return time.Duration(float64(d) * share) }
	}
}
