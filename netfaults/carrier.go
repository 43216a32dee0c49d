package netfaults

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/Shopify/toxiproxy/v2/stream"
	"github.com/Shopify/toxiproxy/v2/toxics"
)

// carrierType is the name under which the carrier is registered with Toxiproxy.
const carrierType = "nimcert_carrier"

func init() { toxics.Register(carrierType, new(carrier)) }

// carrier is the one toxic that every link has, in each direction: it passes what comes, and does to it what the link's conditions say. Toxiproxy's own toxics know real time only, cannot
// tell which connection they work on, and can hang when they are added or removed under traffic; a carrier stays and reads its conditions anew for each chunk.
type carrier struct {
	Link       int64 `json:"link"`
	Downstream bool  `json:"downstream"`
}

// Toxiproxy makes its toxics from JSON, so a carrier finds its link by number.
var (
	links  sync.Map // int64 → *Link
	linkID atomic.Int64
)

// pipe is the state of one direction of one connection.
type pipe struct {
	id    int64
	queue []kept // waiting for their time
	due   chan struct{}
	ended bool // the input has ended
	cut   int64
	cutOf int // the cut that the count belongs to
}

// kept is a chunk, or the end, that waits for its time.
type kept struct {
	chunk *stream.StreamChunk // nil: the end
}

// NewState makes the state of one direction. Toxiproxy starts a connection's upstream direction and then, in the same goroutine, its downstream one: that pairs them.
func (c *carrier) NewState() any {
	p := &pipe{due: make(chan struct{}, 1<<16)}
	if v, ok := links.Load(c.Link); ok {
		p.id = v.(*Link).number(c.Downstream)
	}
	return p
}

// Pipe carries until the connection ends. It returns when it is interrupted, and is run again with the same state.
func (c *carrier) Pipe(stub *toxics.ToxicStub) {
	p := stub.State.(*pipe)
	v, ok := links.Load(c.Link)
	if !ok {
		stub.Close()
		drain(stub)
		return
	}
	l := v.(*Link)
	input := stub.Input
	if p.ended {
		input = nil
	}
	quit := l.quitting()
	for {
		select {
		case <-stub.Interrupt:
			return
		case <-quit:
			c.end(l, p, stub)
			return
		case <-p.due:
			k := p.queue[0]
			p.queue = p.queue[1:]
			if k.chunk == nil {
				c.end(l, p, stub)
				return
			}
			stub.Output <- k.chunk
		case chunk := <-input:
			if chunk == nil {
				p.ended, input = true, nil
				if !c.hold(l, p, nil) {
					c.end(l, p, stub)
					return
				}
				continue
			}
			if !c.Downstream {
				l.first(p, chunk.Data)
			}
			rest, over := c.cutOff(l, p, chunk)
			if rest != nil && !c.hold(l, p, rest) {
				stub.Output <- rest
			}
			if over {
				l.traffic.Severed(p.id)
				c.end(l, p, stub)
				return
			}
		}
	}
}

// hold keeps or drops a chunk (nil is the end), as the conditions say; it reports false when the chunk may pass at once.
func (c *carrier) hold(l *Link, p *pipe, chunk *stream.StreamChunk) bool {
	k := l.conditions()
	n := 0
	if chunk != nil {
		n = len(chunk.Data)
	}
	if k.hole {
		if chunk == nil {
			l.traffic.Kept(p.id, c.Downstream, 0, true) // nobody learns of the end
		} else {
			l.traffic.Lost(p.id, c.Downstream, n)
		}
		return true
	}
	wait := k.latency
	if chunk == nil {
		wait += k.slowClose
	}
	if wait == 0 && len(p.queue) == 0 {
		return false
	}
	p.queue = append(p.queue, kept{chunk})
	l.traffic.Kept(p.id, c.Downstream, n, chunk == nil)
	l.after(wait, func() {
		l.traffic.Released(p.id, c.Downstream, n, chunk == nil)
		p.due <- struct{}{}
	})
	return true
}

// cutOff counts the bytes toward the client and reports what may still pass of a chunk, and whether the connection is over.
func (c *carrier) cutOff(l *Link, p *pipe, chunk *stream.StreamChunk) (*stream.StreamChunk, bool) {
	k := l.conditions()
	if !c.Downstream || k.cutOf == 0 {
		return chunk, false
	}
	if p.cutOf != k.cutOf {
		p.cutOf, p.cut = k.cutOf, k.cut
	}
	n := int64(len(chunk.Data))
	if n <= p.cut {
		p.cut -= n
		return chunk, false
	}
	left := p.cut
	p.cut = 0
	if left == 0 {
		return nil, true
	}
	return &stream.StreamChunk{Data: chunk.Data[:left], Timestamp: chunk.Timestamp}, true
}

// end closes this direction, tells the observer once per connection, and drains the input, without which the link's reading goroutine hangs.
func (c *carrier) end(l *Link, p *pipe, stub *toxics.ToxicStub) {
	if c.Downstream {
		l.closed(p.id)
	}
	stub.Close()
	if !p.ended {
		drain(stub)
	}
}

func drain(stub *toxics.ToxicStub) {
	for range stub.Input {
	}
}

// conditions are what the carriers of a link do.
type conditions struct {
	latency   time.Duration
	slowClose time.Duration
	hole      bool
	cut       int64
	cutOf     int // counts the cuts; 0: none
}
