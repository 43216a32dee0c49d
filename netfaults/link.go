// Package netfaults is named network conditions over an embedded Toxiproxy, one private proxy per session: refuse, reset, drop, black hole, latency, slow
// close, cut in the middle of a frame, flap, heal. Each does what its name says on existing and on new connections, or says here that it cannot.
//
// It knows TCP and nothing above: neither NIM nor WebSocket. Whose time a delay is in is the caller's choice (Options.After).
package netfaults

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// operationLimit is the real time that one operation on the proxy may take; each takes under 1 ms.
const operationLimit = 5 * time.Second

// ErrNotArmed is returned by Reset and CutAfter(…, CutRST) on a link that Arm did not prepare.
var ErrNotArmed = errors.New("the link is not armed: call Arm before the first connection")

func init() {
	// Toxiproxy logs some things through the global logger whatever its proxy was given.
	zerolog.SetGlobalLevel(zerolog.Disabled)
}

// Options of a link. Only Upstream must be given.
type Options struct {
	// Upstream is the service, "127.0.0.1:PORT".
	Upstream string
	// After calls f once d has passed, on the clock that delays are to follow; real time when nil. f is quick.
	After func(d time.Duration, f func())
	// Traffic is told what the network does to the bytes; it may be nil.
	Traffic Traffic
}

// Traffic is told, per connection and direction, what the network does to the bytes that it carries. The calls come from the proxy's goroutines and must be quick.
type Traffic interface {
	// First gets the first bytes that the client sends on a connection.
	First(id int64, data []byte)
	// Kept says that n bytes, or the end of the stream, wait in the network; Released that they go on.
	Kept(id int64, towardClient bool, n int, end bool)
	Released(id int64, towardClient bool, n int, end bool)
	// Lost says that n bytes were dropped.
	Lost(id int64, towardClient bool, n int)
	// Severed says that the network ended the connection.
	Severed(id int64)
	// Connection says that a client's connection began or ended at the proxy, and how many there are.
	Connection(id int64, open bool, live int)
}

// Link is one session's network between its client and the service. Its methods are safe for concurrent use.
type Link struct {
	id       int64
	addr     string
	upstream string
	after    func(time.Duration, func())
	traffic  Traffic

	mu     sync.Mutex // one operation at a time
	server *toxiproxy.ApiServer
	proxy  *toxiproxy.Proxy
	up     bool
	armed  bool
	ended  bool

	state struct { // what the carriers read and write
		sync.Mutex
		now  conditions
		last int64 // the newest connection's number
		live map[int64]bool
		seen map[int64]bool // connections whose first bytes were shown
		quit chan struct{}  // closed when the proxy stops
	}
}

// New starts a link on a port of its own.
func New(o Options) (*Link, error) {
	l := &Link{id: linkID.Add(1), upstream: o.Upstream, after: o.After, traffic: o.Traffic, server: toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())}
	if l.after == nil {
		l.after = func(d time.Duration, f func()) { time.AfterFunc(d, f) }
	}
	if l.traffic == nil {
		l.traffic = unheeded{}
	}
	l.state.live, l.state.seen = map[int64]bool{}, map[int64]bool{}
	links.Store(l.id, l)
	var err error
	for range 50 {
		// Below the ephemeral range, a port that is free between Stop and Start is not taken by somebody's outgoing connection, and no connection meets itself.
		if l.addr, err = freePort(); err != nil {
			continue
		}
		if err = l.startLocked(); err == nil {
			return l, nil
		}
	}
	links.Delete(l.id)
	return nil, fmt.Errorf("start the proxy: %w", err)
}

func freePort() (string, error) {
	addr := fmt.Sprintf("127.0.0.1:%d", 20000+rand.IntN(12000))
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return "", err
	}
	return addr, ln.Close()
}

// startLocked starts a new proxy on the link's address. A new one each time: what an old one still holds does not matter then.
func (l *Link) startLocked() error {
	p := toxiproxy.NewProxy(l.server, "link", l.addr, l.upstream)
	chain := []toxic{
		{"up", carrierType, "upstream", 1, map[string]any{"link": l.id, "downstream": false}},
		{"down", carrierType, "downstream", 1, map[string]any{"link": l.id, "downstream": true}},
	}
	if l.armed {
		chain = append(chain, armament)
	}
	for _, t := range chain {
		if err := add(p, t); err != nil {
			return err
		}
	}
	l.state.Lock()
	l.state.quit = make(chan struct{})
	l.state.Unlock()
	if err := p.Start(); err != nil {
		return fmt.Errorf("listen on %s: %w", l.addr, err)
	}
	l.proxy, l.up = p, true
	return nil
}

// armament sets SO_LINGER 0 on both ends of each new connection and does nothing else, because its toxicity is 0: whatever then closes the connection
// sends RST instead of FIN. It leans on Toxiproxy's way of starting a link; a test pins it.
var armament = toxic{"armed", "reset_peer", "downstream", 0, map[string]any{"timeout": 0}}

// toxic is what Toxiproxy reads as JSON. It accepts unknown attributes without a word, so nobody writes JSON by hand.
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

// Addr is where the client connects. It stays the same under every condition.
func (l *Link) Addr() string { return l.addr }

// Close ends the link and its connections. It is safe to call twice.
func (l *Link) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return nil
	}
	l.ended = true
	err := l.stopLocked()
	links.Delete(l.id)
	return err
}

func (l *Link) stopLocked() error {
	if !l.up {
		return nil
	}
	l.up = false
	p := l.proxy
	done := make(chan struct{})
	go func() {
		p.Stop() // first the connections, so that what a carrier kept goes nowhere
		close(done)
	}()
	var err error
	select {
	case <-done:
	case <-time.After(operationLimit):
		err = fmt.Errorf("the proxy did not stop within %s", operationLimit)
	}
	l.state.Lock()
	close(l.state.quit)
	l.state.Unlock()
	return err
}

// restartLocked listens again. The port is the link's own, so a short fight for it is won: 100 tries, 10 ms apart.
func (l *Link) restartLocked() error {
	if l.up {
		return nil
	}
	var err error
	for range 100 {
		if err = l.startLocked(); err == nil {
			return nil
		}
		<-time.After(10 * time.Millisecond)
	}
	return err
}

// What the carriers ask.

// number gives a connection its number: a new one for the upstream direction, which Toxiproxy starts first, the same for the downstream one.
func (l *Link) number(downstream bool) int64 {
	l.state.Lock()
	if downstream {
		defer l.state.Unlock()
		return l.state.last
	}
	l.state.last++
	id := l.state.last
	l.state.live[id] = true
	live := len(l.state.live)
	l.state.Unlock()
	l.traffic.Connection(id, true, live)
	return id
}

// closed says that a connection's way to the client has ended.
func (l *Link) closed(id int64) {
	l.state.Lock()
	was := l.state.live[id]
	delete(l.state.live, id)
	delete(l.state.seen, id)
	live := len(l.state.live)
	l.state.Unlock()
	if was {
		l.traffic.Connection(id, false, live)
	}
}

func (l *Link) first(p *pipe, data []byte) {
	l.state.Lock()
	seen := l.state.seen[p.id]
	l.state.seen[p.id] = true
	l.state.Unlock()
	if !seen {
		l.traffic.First(p.id, data)
	}
}

func (l *Link) conditions() conditions {
	l.state.Lock()
	defer l.state.Unlock()
	return l.state.now
}

func (l *Link) quitting() <-chan struct{} {
	l.state.Lock()
	defer l.state.Unlock()
	return l.state.quit
}

// unheeded is the Traffic of a link that nobody watches.
type unheeded struct{}

func (unheeded) First(int64, []byte)             {}
func (unheeded) Kept(int64, bool, int, bool)     {}
func (unheeded) Released(int64, bool, int, bool) {}
func (unheeded) Lost(int64, bool, int)           {}
func (unheeded) Severed(int64)                   {}
func (unheeded) Connection(int64, bool, int)     {}
