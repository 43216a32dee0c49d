// Package netfaults is named network conditions over an embedded Toxiproxy, one private proxy per session: refuse, reset, drop, black hole, latency, slow
// close, cut in the middle of a frame, flap, heal. Each does what its name says on existing and on new connections, or says here that it cannot.
//
// It knows TCP and nothing above: neither NIM nor WebSocket.
package netfaults

import (
	"bytes"
	"context"
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

// operationLimit is the real time that one operation on the proxy may take. Adding or removing a toxic takes under 1 ms; it hangs for ever when a client
// does not read while the service floods it (toxiproxy #558).
const operationLimit = 5 * time.Second

// ErrNotArmed is returned by Reset and CutAfter(…, CutRST) on a link that Arm did not prepare.
var ErrNotArmed = errors.New("the link is not armed: call Arm before the first connection")

func init() {
	// The bandwidth toxic logs through the global logger whatever its proxy was given.
	zerolog.SetGlobalLevel(zerolog.Disabled)
}

// Link is one session's network between its client and the service. Its methods are safe for concurrent use.
type Link struct {
	addr     string
	upstream string

	mu     sync.Mutex
	server *toxiproxy.ApiServer
	proxy  *toxiproxy.Proxy
	up     bool
	armed  bool
	toxics []string
	watch  *watcher
	closed bool
}

// New starts a link to the service at upstream ("127.0.0.1:PORT").
func New(upstream string) (*Link, error) {
	l := &Link{upstream: upstream, server: toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), watch: newWatcher()}
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
	l.watch.forget()
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

// startLocked starts a new proxy on the link's address, with the watcher and, where armed, the reset's preparation. A new one each time: a proxy whose toxics hang cannot be used again.
func (l *Link) startLocked() error {
	p := toxiproxy.NewProxy(l.server, "link", l.addr, l.upstream)
	l.proxy, l.toxics = p, nil
	if err := l.addLocked(toxic{Name: "watch", Type: watchType, Stream: "downstream", Toxicity: 1, Attributes: map[string]any{"watcher": l.watch.id}}); err != nil {
		return err
	}
	if l.armed {
		if err := l.addLocked(armament); err != nil {
			return err
		}
	}
	l.toxics = nil // these two stay
	if err := p.Start(); err != nil {
		return fmt.Errorf("listen on %s: %w", l.addr, err)
	}
	l.up = true
	return nil
}

// armament sets SO_LINGER 0 on both ends of each new connection and does nothing else, because its toxicity is 0: whatever then closes the connection
// sends RST instead of FIN. It leans on toxiproxy's way of starting a link; TestReset pins it.
var armament = toxic{Name: "armed", Type: "reset_peer", Stream: "downstream", Toxicity: 0, Attributes: map[string]any{"timeout": 0}}

// toxic is what Toxiproxy reads as JSON. It accepts unknown attributes without a word, so nobody writes JSON by hand.
type toxic struct {
	Name       string         `json:"name"`
	Type       string         `json:"type"`
	Stream     string         `json:"stream"`
	Toxicity   float32        `json:"toxicity"`
	Attributes map[string]any `json:"attributes"`
}

func (l *Link) addLocked(t toxic) error {
	data, err := json.Marshal(t)
	if err != nil {
		return err
	}
	p := l.proxy
	err = bounded(func() error {
		_, err := p.Toxics.AddToxicJson(bytes.NewReader(data))
		return err
	})
	if err != nil {
		return fmt.Errorf("add toxic %s: %w", t.Name, err)
	}
	l.toxics = append(l.toxics, t.Name)
	return nil
}

func (l *Link) removeLocked(name string) error {
	p := l.proxy
	if err := bounded(func() error { return p.Toxics.RemoveToxic(context.Background(), name) }); err != nil {
		return fmt.Errorf("remove toxic %s: %w", name, err)
	}
	return nil
}

// bounded runs f, for at most operationLimit of real time.
func bounded(f func() error) error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-time.After(operationLimit):
		return fmt.Errorf("the proxy did not answer within %s", operationLimit)
	}
}

// Addr is where the client connects. It stays the same under every condition.
func (l *Link) Addr() string { return l.addr }

// Close ends the link and its connections. It is safe to call twice.
func (l *Link) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil
	}
	l.closed = true
	for _, name := range l.toxics {
		_ = l.removeLocked(name) // a slow close would keep its goroutine for as long as it delays
	}
	err := l.stopLocked()
	l.watch.forget()
	return err
}

func (l *Link) stopLocked() error {
	if !l.up {
		return nil
	}
	l.up = false
	p := l.proxy
	return bounded(func() error { p.Stop(); return nil })
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
