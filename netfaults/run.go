package netfaults

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"nimcert/internal/limits"
)

// Toxiproxy makes its toxics from JSON, so a carrier finds its run by number.
var (
	runs  sync.Map // int64 → *run
	runID atomic.Int64
)

// server is what every proxy asks for its logger and its metrics. It serves nothing.
var server = toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())

// run is one proxy, from its start to its stop. A link that listens again does so with a new one: what an old one still
// holds does not matter then.
type run struct {
	id    int64
	link  *Link
	proxy *toxiproxy.Proxy

	mu     sync.Mutex
	conns  map[*conn]bool // connections whose sockets are not known to be closed
	newest *conn          // its downstream direction may not have begun
	over   bool           // connections that come now do not count
}

// startRun starts a proxy on the link's address.
func startRun(l *Link) (*run, error) {
	r := &run{id: runID.Add(1), link: l, proxy: toxiproxy.NewProxy(server, "link", l.addr, l.upstream),
		conns: map[*conn]bool{}}
	var chain []toxic
	if l.armed {
		chain = append(chain, armament)
	}
	chain = append(chain,
		toxic{"up", carrierType, "upstream", 1, map[string]any{"run": r.id, "downstream": false}},
		// It comes after the armament: a carrier knows when to give up bytes that nobody takes; Toxiproxy's own toxics
		// do not.
		toxic{"down", carrierType, "downstream", 1, map[string]any{"run": r.id, "downstream": true}})
	for _, t := range chain {
		if err := add(r.proxy, t); err != nil {
			return nil, err
		}
	}
	runs.Store(r.id, r)
	if err := r.proxy.Start(); err != nil {
		runs.Delete(r.id)
		return nil, fmt.Errorf("listen on %s: %w", l.addr, err)
	}
	return r, nil
}

// stop ends the run. The listener is closed and every connection has ended when it returns nil.
func (r *run) stop() error {
	r.mu.Lock()
	r.over = true
	conns := r.connsLocked()
	r.mu.Unlock()
	for _, c := range conns {
		c.tell()
	}
	stopped := make(chan struct{})
	go func() {
		r.proxy.Stop() // closes the listener first, then the sockets: what a carrier keeps goes nowhere
		runs.Delete(r.id)
		close(stopped)
	}()
	select {
	case <-stopped:
	// the listener is closed, but the proxy is still dialling the service: the carriers end the connections
	case <-time.After(stopLimit):
	}
	for _, c := range conns {
		c.sever()
	}
	if !await(conns, limits.Real(operationLimit)) {
		return fmt.Errorf("the connections through %s did not end within %s", r.link.addr, operationLimit)
	}
	return nil
}

// sever ends the live connections and calls then before another can begin. It returns those that it ended.
func (r *run) sever(then func()) []*conn {
	r.mu.Lock()
	defer r.mu.Unlock()
	var ended []*conn
	for _, c := range r.connsLocked() {
		if c.sever() {
			ended = append(ended, c)
		}
	}
	then()
	return ended
}

// release lets everything that waits for its time go on.
func (r *run) release() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for c := range r.conns {
		for _, p := range c.pipes {
			p.release()
		}
	}
}

// live counts the connections that have not ended.
func (r *run) live() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for c := range r.conns {
		if !c.isClosed() {
			n++
		}
	}
	return n
}

func (r *run) connsLocked() []*conn {
	var conns []*conn
	for c := range r.conns {
		conns = append(conns, c)
	}
	return conns
}

// begin gives a new direction its connection. Toxiproxy starts a connection's upstream direction and then, in the same
// goroutine, its downstream one: that pairs them. The connection is live once the second one has begun, because the
// armament stands before it in the chain. The first one waits for that: otherwise its end could come before the
// armament.
func (r *run) begin(p *pipe) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !p.down {
		r.newest = &conn{
			link: r.link, run: r, begun: make(chan struct{}), severed: make(chan struct{}), ended: make(chan struct{}),
			over:  make(chan struct{}),
			gone:  make(chan struct{}),
			pipes: []*pipe{p},
		}
		p.conn = r.newest
		k, _ := r.link.conditions()
		p.connect = 2 * k.latency
		return
	}
	c := r.newest
	p.conn, c.pipes = c, append(c.pipes, p)
	if !r.over {
		r.conns[c] = true
		c.open()
	}
	close(c.begun)
}

// conn is one connection from the client to the service, through the proxy.
type conn struct {
	id    int64 // 0: it came while the proxy was stopping
	link  *Link
	run   *run
	pipes []*pipe

	begun   chan struct{} // closed when both directions have begun
	severed chan struct{} // closed when the network ends the connection
	ended   chan struct{} // closed when one direction has ended
	over    chan struct{} // closed when both sides have closed their sockets
	gone    chan struct{} // closed when both sockets are closed
	cut     sync.Once
	parting sync.Once
	dry     atomic.Int32 // directions that have drained their input
	closers atomic.Int32 // sides that have closed their sockets

	told   bool // Severed was called; guarded by link.census
	closed bool // the way to the client has ended; guarded by link.census
}

// open numbers the connection and says that it is there.
func (c *conn) open() {
	census := &c.link.census
	census.Lock()
	defer census.Unlock()
	census.last++
	census.live++
	c.id = census.last
	c.link.traffic.Connection(c.id, true, census.live)
}

// tell says that the network ends the connection. It reports false when the connection has ended already.
func (c *conn) tell() bool {
	c.link.census.Lock()
	defer c.link.census.Unlock()
	if !c.told && !c.closed {
		c.told = true
		c.link.traffic.Severed(c.id)
	}
	return !c.closed
}

// sever ends the connection, both ways, and reports whether there was something to end.
func (c *conn) sever() bool {
	live := c.tell()
	c.cut.Do(func() { close(c.severed) })
	return live
}

func (c *conn) isSevered() bool {
	select {
	case <-c.severed:
		return true
	default:
		return false
	}
}

// end says that a direction has ended. The first to end ends the connection: after it the other direction has no reader
// or writer any more, and its own end could wait for a delay that nobody lets pass.
func (c *conn) end(down bool) {
	c.link.census.Lock()
	defer c.link.census.Unlock()
	c.closed = c.closed || down
	c.parting.Do(func() {
		close(c.ended)
		c.link.census.live--
		c.link.traffic.Connection(c.id, false, c.link.census.live)
	})
}

// left says that one side has closed its socket, and reports whether the other had. Nobody then waits for what the
// network still keeps, and a clock that skips waiting has nothing under way that would make it wait for the proxy: an
// end that the proxy only now reads must not be kept for a time that may never pass.
func (c *conn) left() bool {
	if c.closers.Add(1) < 2 {
		return false
	}
	close(c.over)
	return true
}

func (c *conn) isClosed() bool {
	c.link.census.Lock()
	defer c.link.census.Unlock()
	return c.closed
}

// drained says that a direction has read its input to the end: the socket that it came from is closed, or has been by
// its peer.
func (c *conn) drained() {
	if c.dry.Add(1) < 2 {
		return
	}
	c.run.mu.Lock()
	delete(c.run.conns, c)
	c.run.mu.Unlock()
	close(c.gone)
}

// await waits until the connections are gone, for at most limit (real time).
func await(conns []*conn, limit time.Duration) bool {
	t := time.NewTimer(limit)
	defer t.Stop()
	for _, c := range conns {
		select {
		case <-c.gone:
		case <-t.C:
			return false
		}
	}
	return true
}

// armament sets SO_LINGER 0 on both sockets of each new connection and does nothing else, because its toxicity is 0.
// From then on closing the connection sends RST instead of FIN. It relies on the way in which Toxiproxy starts a link;
// a test pins that.
var armament = toxic{"armed", "reset_peer", "downstream", 0, map[string]any{"timeout": 0}}

// toxic is what Toxiproxy reads as JSON. It silently accepts unknown attributes, so this JSON is never written by hand.
type toxic struct {
	Name       string         `json:"name"`
	Type       string         `json:"type"`
	Stream     string         `json:"stream"`
	Toxicity   float32        `json:"toxicity"`
	Attributes map[string]any `json:"attributes"`
}

func add(p *toxiproxy.Proxy, t toxic) error {
	data, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if _, err := p.Toxics.AddToxicJson(bytes.NewReader(data)); err != nil {
		return fmt.Errorf("add toxic %s: %w", t.Name, err)
	}
	return nil
}
