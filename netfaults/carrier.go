package netfaults

import (
	"sync"
	"time"

	"github.com/Shopify/toxiproxy/v2/stream"
	"github.com/Shopify/toxiproxy/v2/toxics"
)

// carrierType is the name under which the carrier is registered with Toxiproxy.
const carrierType = "nimcert_carrier"

// partingLimit is the real time for which bytes wait for their reader once the other direction has ended. A live reader
// takes them within 1 ms. A reader that is gone never does, and Toxiproxy does not tell the two apart. Without a limit,
// a client that dies under a flood would keep its goroutines until the proxy stops, and nobody would learn of its end.
const partingLimit = time.Second

func init() { toxics.Register(carrierType, new(carrier)) }

// carrier is the one toxic that every proxy has, in each direction. It passes bytes on and applies the link's
// conditions to them. Toxiproxy's own toxics know real time only, cannot tell which connection they work on, and can
// hang when they are added or removed under traffic; a carrier stays and reads its conditions anew for each chunk. It
// is never interrupted, because the chain of a started proxy never changes.
type carrier struct {
	Run        int64 `json:"run"`
	Downstream bool  `json:"downstream"`
}

// NewState makes the state of one direction of a new connection.
func (c *carrier) NewState() any {
	p := &pipe{down: c.Downstream, wake: make(chan struct{}, 1)}
	v, _ := runs.Load(c.Run) // it is there until its proxy has stopped
	v.(*run).begin(p)
	return p
}

// Pipe carries until the connection ends.
func (c *carrier) Pipe(stub *toxics.ToxicStub) {
	p := stub.State.(*pipe)
	<-p.conn.begun
	if p.conn.id == 0 { // it came while the proxy was stopping
		stub.Close()
		drain(stub)
		return
	}
	p.carry(stub)
}

// pipe is one direction of one connection.
type pipe struct {
	conn *conn
	down bool // toward the client
	wake chan struct{}

	// The carrying goroutine's own.
	ended bool  // the input has ended
	begun bool  // the first bytes were shown
	cutOf int   // the number of the cut that `left` counts for
	left  int64 // bytes until the cut
	// connect is the round trip that connecting would have taken. The client's first bytes are late by that, because
	// the proxy accepted at once.
	connect time.Duration

	mu    sync.Mutex
	queue []*item // waiting for their time, in order
	ready []*item // their time has come
}

// item is a chunk, or the end of the stream, on its way.
type item struct {
	chunk *stream.StreamChunk // nil: the end
	due   bool                // its time has come; it may still wait for earlier items
}

func (i *item) end() bool { return i.chunk == nil }

func (i *item) size() int {
	if i.end() {
		return 0
	}
	return len(i.chunk.Data)
}

func (p *pipe) carry(stub *toxics.ToxicStub) {
	defer p.finish(stub)
	input := stub.Input
	for {
		k, changed := p.conn.link.conditions()
		if p.spent(k) {
			p.conn.sever()
			return
		}
		select {
		case <-p.conn.severed:
			return
		case <-p.conn.over:
			return
		case <-changed:
		case <-p.wake:
			for i := p.next(); i != nil; i = p.next() {
				if !p.pass(stub, i) {
					return
				}
			}
		case chunk := <-input:
			i := &item{chunk: chunk}
			if i.end() {
				p.ended, input = true, nil
				if p.conn.left() {
					return
				}
			} else if !p.down && !p.begun {
				p.begun = true
				p.conn.link.traffic.First(p.conn.id, chunk.Data)
			}
			if !p.hold(i) && !p.pass(stub, i) {
				return
			}
		}
	}
}

// hold keeps an item until its time. It reports false if the item need not wait.
func (p *pipe) hold(i *item) bool {
	l := p.conn.link
	p.mu.Lock()
	k, _ := l.conditions() // under the lock: release either finds the item, or has run before its delay is read
	wait := k.latency
	if wait > 0 {
		wait += p.connect
	}
	p.connect = 0
	if i.end() {
		wait += k.slowClose
	}
	if k.hole || wait == 0 && len(p.queue)+len(p.ready) == 0 {
		p.mu.Unlock()
		return false
	}
	i.due = wait == 0
	p.queue = append(p.queue, i)
	if wait > 0 {
		// Before Kept: once the bytes count as kept, only this timer holds a clock that skips waiting. Its callback
		// waits for the lock.
		l.after(wait, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			i.due = true
			p.promoteLocked()
		})
	}
	l.traffic.Kept(p.conn.id, p.down, i.size(), i.end())
	p.promoteLocked()
	p.mu.Unlock()
	return true
}

// release lets everything that waits for its time go on.
func (p *pipe) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, i := range p.queue {
		i.due = true
	}
	p.promoteLocked()
}

// promoteLocked moves the items that are due, in order, to where the carrying goroutine takes them. Released is called
// here, before a timer's callback returns: a clock that skips waiting must not jump on.
func (p *pipe) promoteLocked() {
	for len(p.queue) > 0 && p.queue[0].due {
		i := p.queue[0]
		p.queue = p.queue[1:]
		p.ready = append(p.ready, i)
		p.conn.link.traffic.Released(p.conn.id, p.down, i.size(), i.end())
	}
	if len(p.ready) > 0 {
		select {
		case p.wake <- struct{}{}:
		default:
		}
	}
}

func (p *pipe) next() *item {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.ready) == 0 {
		return nil
	}
	i := p.ready[0]
	p.ready = p.ready[1:]
	return i
}

// pass gives an item to Toxiproxy's writer, as the conditions of the moment say; it reports whether the direction goes
// on.
func (p *pipe) pass(stub *toxics.ToxicStub, i *item) bool {
	traffic := p.conn.link.traffic
	parting := p.conn.ended
	var late <-chan time.Time
	for {
		k, changed := p.conn.link.conditions()
		switch {
		// asked after the conditions: whoever sees the black hole healed must also see that this ended the connection
		case p.conn.isSevered():
			return false
		case k.hole && i.end():
			traffic.Kept(p.conn.id, p.down, 0, true) // in a black hole nobody learns of the end
			return true
		case k.hole:
			traffic.Lost(p.conn.id, p.down, i.size())
			return true
		case i.end():
			return false
		}
		if p.spent(k) {
			p.conn.sever()
			return false
		}
		part := p.before(k, i.chunk)
		select {
		case stub.Output <- part:
			if p.counts(k) {
				p.left -= int64(len(part.Data)) // carry asks at once whether that was all
			}
			return true
		case <-changed:
		case <-p.conn.severed:
			return false
		case <-parting:
			parting, late = nil, time.After(partingLimit)
		case <-late:
			return false
		}
	}
}

// counts reports whether a cut is set for this direction. For a new cut it begins to count.
func (p *pipe) counts(k conditions) bool {
	if !p.down || k.cutOf == 0 {
		return false
	}
	if p.cutOf != k.cutOf {
		p.cutOf, p.left = k.cutOf, k.cut
	}
	return true
}

// spent reports whether nothing more may pass before the cut.
func (p *pipe) spent(k conditions) bool { return p.counts(k) && p.left == 0 }

// before is the part of a chunk that may pass before the cut.
func (p *pipe) before(k conditions, chunk *stream.StreamChunk) *stream.StreamChunk {
	if !p.counts(k) || int64(len(chunk.Data)) <= p.left {
		return chunk
	}
	return &stream.StreamChunk{Data: chunk.Data[:p.left], Timestamp: chunk.Timestamp}
}

// finish ends this direction: Toxiproxy's writer closes the socket it writes to. The input is drained until the other
// direction has closed the socket it comes from: otherwise Toxiproxy's reader hangs.
func (p *pipe) finish(stub *toxics.ToxicStub) {
	p.mu.Lock()
	p.queue, p.ready = nil, nil // a timer that fires later finds nothing to release
	p.mu.Unlock()
	p.conn.end(p.down)
	stub.Close()
	if !p.ended {
		drain(stub)
	}
	p.conn.drained()
}

func drain(stub *toxics.ToxicStub) {
	for range stub.Input {
	}
}
