// Package limits lifts the bounds on real time that keep a client, a build or a stalled machine from holding the
// command forever. Under a debugger they would end a session that is at a breakpoint. It does not touch bounds that a
// scenario relies on.
package limits

import (
	"sync/atomic"
	"time"
)

// Lifted is how long a bound lasts once it is lifted: longer than anybody looks at a breakpoint.
const Lifted = 24 * time.Hour

var lifted atomic.Bool

// Lift lifts every bound that is asked for from now on. The returned function puts them back.
func Lift() (back func()) {
	lifted.Store(true)
	return func() { lifted.Store(false) }
}

// Real is a bound of d on real time, or Lifted where the bounds are lifted.
func Real(d time.Duration) time.Duration {
	if lifted.Load() {
		return max(d, Lifted)
	}
	return d
}
