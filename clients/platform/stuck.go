package platform

import (
	"runtime"
	"sync"
	"time"
)

// stuckLimit is how long (real time) Close waits for the running turn. A turn of native code, such as a search through
// an array without end, cannot be ended from outside; its goroutine is left behind, so that the sessions after it can
// run. An interrupted script ends within milliseconds, a sort or a copy that it is in within a second.
const stuckLimit = 2 * time.Second

// stuck accounts for a loop that was left behind.
type stuck struct {
	limit time.Duration // stuckLimit

	mu         sync.Mutex
	over, left bool
}

// Stuck reports whether Close left a turn behind that still computes.
func (p *Platform) Stuck() bool {
	p.stuck.mu.Lock()
	defer p.stuck.mu.Unlock()
	return p.stuck.left
}

// leave gives the loop up. It keeps a processor busy, so the process gets one more: goroutines that share theirs with
// one that never yields wait 10 ms at each step, and a session has thousands of steps. The threads then share the
// cores, as the operating system sees fit.
func (s *stuck) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over && !s.left {
		s.left = true
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1)
	}
}

// ended is reached when the loop has ended, be it late.
func (s *stuck) ended() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	if s.left {
		s.left = false
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) - 1)
	}
}
