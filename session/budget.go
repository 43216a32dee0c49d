package session

import (
	"sync"
	"time"
)

// extensions is how often a budget is given again on a machine that is too busy to run this process.
const extensions = 9

// budget ends a session that takes more real time than it may. Time in which other processes had the processors is not
// the session's: with twenty busy processes beside it, sessions of 2 s took more than 30 s.
type budget struct {
	mu     sync.Mutex
	timer  *time.Timer
	over   bool
	waited time.Duration // for processors, when the budget was given
}

// newBudget calls end after d of real time. waited is how long the process's threads have waited for a processor so far.
func newBudget(d time.Duration, waited func() time.Duration, end func()) *budget {
	b := &budget{waited: waited()}
	left := extensions
	b.mu.Lock()
	defer b.mu.Unlock()
	b.timer = time.AfterFunc(d, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		now := waited()
		switch starved := now-b.waited > d/2; {
		case b.over:
		case starved && left > 0:
			left--
			b.waited = now
			b.timer.Reset(d)
		default:
			end()
		}
	})
	return b
}

// stop ends the budget: nothing is called any more.
func (b *budget) stop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.over = true
	b.timer.Stop()
}
