package process

import "sync"

// Pool keeps the processes that are not in use. The zero value has none.
type Pool[P interface{ Close() }] struct {
	mu     sync.Mutex
	idle   []P
	closed bool
}

// Take is a process that is free. Without one begin starts it.
func (p *Pool[P]) Take(begin func() (P, error)) (P, error) {
	p.mu.Lock()
	n := len(p.idle)
	if n == 0 {
		p.mu.Unlock()
		return begin()
	}
	defer p.mu.Unlock()
	free := p.idle[n-1]
	p.idle = p.idle[:n-1]
	return free, nil
}

// Give takes a process back. Behind Close it ends it.
func (p *Pool[P]) Give(free P) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		free.Close()
		return
	}
	defer p.mu.Unlock()
	p.idle = append(p.idle, free)
}

// Close ends the processes that are not in use.
func (p *Pool[P]) Close() {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, free := range idle {
		free.Close()
	}
}
