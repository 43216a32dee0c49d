package session

import (
	"time"

	"nimcert/internal/limits"
)

// newBudget ends a session that takes more real time than it may: it calls end after d. waited is how long the
// process's threads have waited for a processor so far. Time in which other processes had the processors does not
// count: with twenty busy processes beside it, sessions of 2 s took more than 30 s. The time that the process computed
// is no measure here: a session that waits for something that never arrives computes nothing.
func newBudget(d time.Duration, waited func() time.Duration, end func()) *limits.Watchdog {
	var before time.Duration
	return limits.WatchUnless(d, func() { before = waited() }, func() bool {
		now := waited()
		starved := now-before > d/2
		before = now
		return starved
	}, end)
}
