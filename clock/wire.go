package clock

import (
	"net"
	"sync"
	"time"
)

// Side is an end of a wire.
type Side int

const (
	// Client is the end that dialled.
	Client Side = iota
	// Server is the end that accepted.
	Server
)

func (s Side) other() Side { return 1 - s }

// The clock waits for a stray: a connection that the client gave up before the server knew of it. Nobody can count
// whether the server will still see it, so the clock goes on after strayTicks, each the real time of strayTick or more
// in which nothing else held it. On loopback the server meets a stray well within the first. A machine that is too busy
// to run this process runs neither what carries the stray nor the ticks, so it takes longer, and changes nothing.
const (
	strayTicks = 20
	strayTick  = time.Millisecond
)

// Wire is one connection from the client to the service, and the count of what is under way on it. Each byte is counted
// out by its sender and in by its receiver, and so is the end of the stream. Bytes that the network delays or loses are
// not under way: the network says so. While the wire is opening (a request waits for its answer), it is also under way
// as long as one side computes: the client until it has asked, the service until it has answered, and the client again
// once it has the answer. A nil Wire counts nothing; a service that runs alone has one.
type Wire struct {
	ID int64

	c        *Clock
	opening  bool
	asked    bool // the client has written its request
	parked   bool
	bound    bool // the server knows it
	upgraded bool // the server goes on with it after its answer
	severed  bool
	sent     [2]int64 // by each side
	seen     [2]int64 // by each side: bytes that the other side has read
	kept     [2]int64 // by each side: bytes sent that the network keeps until a timer fires
	lost     [2]int64 // by each side: bytes sent
	keptEnd  [2]bool  // the end of a side's stream is kept
	gone     [2]bool
	moving   moving
	patience int // ticks that are left for a stray
}

// moving says as what the clock counts a wire: ten thousand of them are not asked anew whenever one byte moves.
type moving int

const (
	still moving = iota
	flying
	stray
)

// WireHeader carries a wire's ID in the HTTP request that opens it, so that the server can find it.
const WireHeader = "X-Nimcert-Wire"

// NewWire registers a connection that is being opened.
func (c *Clock) NewWire() *Wire {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settleLocked()
	c.nextID++
	w := &Wire{ID: c.nextID, c: c, opening: true, patience: strayTicks}
	c.wires[w.ID] = w
	w.countLocked()
	c.rephaseLocked()
	return w
}

// Wire finds a connection by its ID, nil when there is none (any more).
func (c *Clock) Wire(id int64) *Wire {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.wires[id]
}

func (w *Wire) update(f func()) {
	if w == nil {
		return
	}
	w.c.mu.Lock()
	w.c.settleLocked()
	f()
	w.patience = strayTicks
	if w.gone[Client] && w.gone[Server] {
		delete(w.c.wires, w.ID)
	}
	w.countLocked()
	w.c.rephaseLocked()
	w.c.mu.Unlock()
	w.c.poke()
}

// Opened says that the connection is up: from now on its bytes are counted.
func (w *Wire) Opened() { w.update(func() { w.opening = false }) }

// Asked says that the client has written its whole request.
func (w *Wire) Asked() { w.update(func() { w.asked = true }) }

// Upgraded says that the server keeps the connection after its answer. Without it, the server closes the connection
// once it has answered.
func (w *Wire) Upgraded() { w.update(func() { w.upgraded = true }) }

// Park says that the server holds its answer back: nothing moves until Unpark.
func (w *Wire) Park() { w.update(func() { w.parked = true }) }

// Unpark ends Park.
func (w *Wire) Unpark() { w.update(func() { w.parked = false }) }

// End says that one side is done with the connection and has handled everything that came.
func (w *Wire) End(s Side) {
	w.update(func() {
		w.gone[s] = true
		if s == Client {
			w.opening = false
		}
	})
}

// Forget drops a connection that needs no second side: a request that has its answer.
func (w *Wire) Forget() { w.update(func() { w.gone = [2]bool{true, true} }) }

// Hides reports whether the network keeps or has lost bytes of a connection, or the service holds its answer back. Then
// its two ends rightly know different things. A connection that both ends have finished hides nothing.
func (c *Clock) Hides(id int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.wires[id]
	return w != nil && (w.parked || w.hidesLocked())
}

func (w *Wire) hidesLocked() bool {
	return w.kept != [2]int64{} || w.lost != [2]int64{} || w.keptEnd != [2]bool{}
}

// Keep says that the network keeps n more of the bytes that a side sent. With a negative n it lets bytes go.
func (w *Wire) Keep(from Side, n int64) { w.update(func() { w.kept[from] += n }) }

// KeepEnd tells whether the network keeps the end of a side's stream.
func (w *Wire) KeepEnd(from Side, kept bool) { w.update(func() { w.keptEnd[from] = kept }) }

// Lose says that the network lost n bytes that a side sent.
func (w *Wire) Lose(from Side, n int64) { w.update(func() { w.lost[from] += n }) }

// Sever says that the network ended the connection: it is under way until both sides know.
func (w *Wire) Sever() { w.update(func() { w.severed = true }) }

// strayLocked reports whether the client gave the connection up before the server knew it.
func (w *Wire) strayLocked() bool { return w.gone[Client] && !w.bound }

// countLocked counts the wire again, after something of it has changed.
func (w *Wire) countLocked() {
	now := still
	switch {
	case w.gone == [2]bool{true, true} || !w.flyingLocked(): // both sides know its end, or nothing moves
	case w.strayLocked():
		now = stray
	default:
		now = flying
	}
	if now == w.moving {
		return
	}
	switch w.moving {
	case flying:
		w.c.flying--
	case stray:
		delete(w.c.strays, w)
	}
	switch w.moving = now; now {
	case flying:
		w.c.flying++
	case stray:
		w.c.strays[w] = struct{}{}
	}
}

func (w *Wire) flyingLocked() bool {
	switch {
	case w.severed:
		return true // a wire that both sides know the end of is not in the list any more
	case w.opening && w.parked:
		return false
	case w.opening && (!w.asked || w.answeringLocked() || !w.hidesLocked()):
		return true
	}
	for _, from := range []Side{Client, Server} {
		if w.gone[from.other()] {
			continue
		}
		if w.sent[from]-w.seen[from]-w.kept[from]-w.lost[from] > 0 || w.gone[from] && !w.keptEnd[from] {
			return true
		}
	}
	return false
}

// answeringLocked reports whether the server has the whole request and may yet write.
func (w *Wire) answeringLocked() bool {
	return w.bound && !w.upgraded && !w.gone[Server] && w.kept[Client] == 0 && w.lost[Client] == 0
}

// Conn counts the bytes of one end. Bytes that Read returned count as seen only when the reader asks for more, or
// closes: by then it has handled them.
type Conn struct {
	net.Conn
	side Side

	mu      sync.Mutex
	wire    *Wire
	closed  bool
	written int64
	read    int64
	handled int64
}

// NewConn wraps one end of a connection. w may be nil until Bind.
func NewConn(conn net.Conn, side Side, w *Wire) *Conn {
	return &Conn{Conn: conn, side: side, wire: w}
}

// Bind tells a server's end which wire it is, once the request's header named it.
func (c *Conn) Bind(w *Wire) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wire = w
	w.update(func() {
		w.bound = true
		w.sent[c.side] = c.written
		w.seen[c.side.other()] = c.handled
		w.gone[c.side] = w.gone[c.side] || c.closed // the service that accepted it has stopped meanwhile
	})
}

func (c *Conn) Read(b []byte) (int, error) {
	c.mu.Lock()
	if c.handled != c.read {
		c.handled = c.read
		if w := c.wire; w != nil {
			w.update(func() { w.seen[c.side.other()] = c.handled })
		}
	}
	c.mu.Unlock()
	n, err := c.Conn.Read(b)
	c.mu.Lock()
	c.read += int64(n)
	c.mu.Unlock()
	return n, err
}

func (c *Conn) Write(b []byte) (int, error) {
	c.count(int64(len(b))) // before the bytes can arrive
	n, err := c.Conn.Write(b)
	if n < len(b) {
		c.count(int64(n - len(b)))
	}
	return n, err
}

func (c *Conn) count(n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.written += n
	if w := c.wire; w != nil {
		w.update(func() { w.sent[c.side] = c.written })
	}
}

// Close closes the connection and says so to the clock. A client's connection that is still opening stays under way
// until its owner calls End or Forget: an HTTP library closes the connection once it has read the answer, and its owner
// handles the answer later.
func (c *Conn) Close() error {
	err := c.Conn.Close()
	c.mu.Lock()
	c.closed = true
	w := c.wire
	c.mu.Unlock()
	w.update(func() {
		if c.side == Server || !w.opening {
			w.gone[c.side] = true
		}
	})
	return err
}

// Listener counts the bytes of every connection it accepts.
type Listener struct{ net.Listener }

// Accept waits for the next connection.
func (l Listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return NewConn(conn, Server, nil), nil
}
