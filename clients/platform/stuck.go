package platform

import (
	"runtime"
	"sync"
	"time"
)

// stuckLimit is how long (real time) Close waits for the running turn. A turn in native code, such as a search through
// an endless array, cannot be ended from outside; its goroutine is left behind, so that later sessions can run. An
// interrupted script ends within milliseconds, or within a second if it is in a sort or a copy.
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

// leave gives the loop up. It keeps a processor busy, so the process gets one more: otherwise goroutines would wait 10
// ms at each step for one that never yields, and a session has thousands of steps. The operating system then shares the
// cores between the threads.
func (s *stuck) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over && !s.left {
		s.left = true
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1)
	}
}

// ended is called when the loop has ended, even if late.
func (s *stuck) ended() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	if s.left {
		s.left = false
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) - 1)
	}
}
