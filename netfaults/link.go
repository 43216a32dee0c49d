// Package netfaults is named network conditions over an embedded Toxiproxy, one private proxy per session: refuse,
// reset, drop, black hole, latency, slow close, cut in the middle of a frame, flap, heal. Each does what its name says
// on existing and on new connections, or says here that it cannot.
//
// It knows TCP and nothing above: neither NIM nor WebSocket. The caller chooses the clock of its delays
// (Options.After).
//
// Some things no condition changes: a half-close becomes a full close, an RST from either side reaches the other as FIN
// (as RST on an armed link), and bytes that the proxy has taken from one side count as delivered to that side's kernel.
// When the network ends a connection from which the client has sent bytes that the proxy has not read (the service
// takes none), the client sees RST even where FIN is promised: no socket closes in order over unread bytes.
package netfaults

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"nimcert/internal/ports"
)

// Limits in real time. The operations that they bound take under 1 ms; each limit is reached only because of the peer
// that its comment names.
const (
	// operationLimit: no peer, only a machine that stalls.
	operationLimit = 5 * time.Second
	// stopLimit: a service that swallows SYNs keeps the proxy dialling.
	stopLimit = 500 * time.Millisecond
	// severLimit: a client (or service) that takes no bytes while the other floods keeps its socket open until the
	// whole proxy stops.
	severLimit = time.Second
	// portLimit: somebody else listens on the link's port. portPause is between tries.
	portLimit = time.Second
	portPause = 10 * time.Millisecond
)

var (
	// ErrNotArmed is returned by Reset and CutAfter(…, CutRST) on a link that Arm did not prepare.
	ErrNotArmed = errors.New("the link is not armed: call Arm before the first connection")
	// ErrArmed is returned by Drop and CutAfter(…, CutFIN) on a link that Arm prepared.
	ErrArmed = errors.New("an armed link can only end connections with RST")
	// ErrLive is returned by Arm while connections are live: they would end with FIN all the same.
	ErrLive = errors.New("the link cannot be armed while connections are live")
	// ErrClosed is returned by every condition of a link that Close has ended.
	ErrClosed = errors.New("the link is closed")
)

// Options of a link. Only Upstream must be given.
type Options struct {
	// Upstream is the service, "127.0.0.1:PORT". While it refuses, a client's connect succeeds and ends at once (FIN,
	// or RST when the client has sent bytes): only Refuse looks refused.
	Upstream string
	// After calls f once d has passed, on the clock that delays are to follow; real time when nil. It must not call f
	// before it has returned. f is quick, and may be called after the connection has ended.
	After func(d time.Duration, f func())
	// Traffic is told what the network does to the bytes; it may be nil.
	Traffic Traffic
}

// Traffic is told, per connection and direction, what the network does to the bytes that it carries. The calls come
// from the proxy's goroutines and from those that call the link or run After's functions; they must be quick and must
// not call the link. None comes after Close has returned.
type Traffic interface {
	// First gets the first bytes that the client sends on a connection.
	First(id int64, data []byte)
	// Kept says that n bytes, or the end of the stream, wait in the network; Released that they go on. Bytes that are
	// still kept when the connection ends go nowhere, and no further call is about them.
	Kept(id int64, towardClient bool, n int, end bool)
	Released(id int64, towardClient bool, n int, end bool)
	// Lost says that n bytes were dropped by a black hole.
	Lost(id int64, towardClient bool, n int)
	// Severed says, once and before both directions have ended, that the network ends the connection: Refuse, Reset,
	// Drop, a cut, Heal after a black hole, Close.
	Severed(id int64)
	// Connection says that a client's connection began or ended at the proxy (the first of its two directions did), and
	// how many there are: once each, in order.
	Connection(id int64, open bool, live int)
}

// Link is one session's network between its client and the service. Its methods are safe for concurrent use. They run
// one at a time, and each returns within seconds whatever the peers do.
type Link struct {
	addr     string
	upstream string
	after    func(time.Duration, func())
	traffic  Traffic

	mu       sync.Mutex // one operation at a time
	reserved io.Closer  // keeps the port while nobody listens
	run      *run       // nil: nobody listens
	armed    bool
	ended    bool

	state struct { // what the carriers read
		sync.Mutex
		now     conditions
		changed chan struct{} // closed when `now` changes
		cuts    int
	}
	census struct { // also orders the calls to Traffic.Connection
		sync.Mutex
		last int64 // the newest connection's number
		live int
	}
}

// conditions are the link's conditions, which its carriers apply.
type conditions struct {
	latency   time.Duration
	slowClose time.Duration
	hole      bool
	cut       int64
	cutOf     int // the number of the cut; 0: none
}

// New starts a link on a port of its own.
func New(o Options) (*Link, error) {
	if _, _, err := net.SplitHostPort(o.Upstream); err != nil {
		return nil, fmt.Errorf("the link's upstream: %w", err)
	}
	l := &Link{upstream: o.Upstream, after: o.After, traffic: o.Traffic}
	if l.after == nil {
		l.after = func(d time.Duration, f func()) { time.AfterFunc(d, f) }
	}
	if l.traffic == nil {
		l.traffic = unheeded{}
	}
	l.state.changed = make(chan struct{})
	var err error
	for range 50 { // on systems other than Linux another program can take the port first
		if l.reserved, l.addr, err = ports.Reserve("127.0.0.1:0"); err != nil {
			return nil, fmt.Errorf("find a port: %w", err)
		}
		if l.run, err = startRun(l); err == nil {
			return l, nil
		}
		_ = l.reserved.Close() // the error that led here matters more
	}
	return nil, fmt.Errorf("start the proxy: %w", err)
}

// Addr is where the client connects. It stays the same under every condition.
func (l *Link) Addr() string { return l.addr }

// Close ends the link and its connections. It may be called twice.
func (l *Link) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return nil
	}
	l.ended = true
	return errors.Join(l.stopLocked(), l.reserved.Close())
}

// operate runs one operation on a link that is not closed.
func (l *Link) operate(f func() error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return ErrClosed
	}
	return f()
}

func (l *Link) stopLocked() error {
	r := l.run
	if r == nil {
		return nil
	}
	l.run = nil
	return r.stop()
}

// restartLocked listens again.
func (l *Link) restartLocked() error {
	if l.run != nil {
		return nil
	}
	for limit := time.Now().Add(portLimit); ; {
		r, err := startRun(l)
		if err == nil {
			l.run = r
			return nil
		}
		if time.Now().After(limit) {
			return err
		}
		<-time.After(portPause)
	}
}

// severLocked ends the live connections, calls then before another can begin, and reports how many it ended. The proxy
// goes on listening, so a client that comes back at once is not refused.
func (l *Link) severLocked(then func()) (int, error) {
	if l.run == nil {
		then()
		return 0, l.restartLocked()
	}
	conns := l.run.sever(then)
	if await(conns, severLimit) {
		return len(conns), nil
	}
	if err := l.stopLocked(); err != nil {
		return len(conns), err
	}
	return len(conns), l.restartLocked()
}

func (l *Link) set(change func(*conditions)) {
	l.state.Lock()
	defer l.state.Unlock()
	change(&l.state.now)
	close(l.state.changed)
	l.state.changed = make(chan struct{})
}

// conditions are those of the moment, and a channel that is closed when they change.
func (l *Link) conditions() (conditions, <-chan struct{}) {
	l.state.Lock()
	defer l.state.Unlock()
	return l.state.now, l.state.changed
}

// unheeded is the Traffic of a link without a listener.
type unheeded struct{}

func (unheeded) First(int64, []byte)             {}
func (unheeded) Kept(int64, bool, int, bool)     {}
func (unheeded) Released(int64, bool, int, bool) {}
func (unheeded) Lost(int64, bool, int)           {}
func (unheeded) Severed(int64)                   {}
func (unheeded) Connection(int64, bool, int)     {}
