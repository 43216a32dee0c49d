package session

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"nimcert/clients"
	"nimcert/clients/platform"
	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/internal/limits"
	"nimcert/ledger"
	"nimcert/netfaults"
)

// A part is the host, a proxy or the service in a process of its own: this test's binary, which the environment
// variable tells what it is. It takes orders on its standard input, answers each on its standard output, and ends with
// its input. Its clock is a real one, because no process knows what is under way in another.
const partVariable = "NIMCERT_PART"

func init() {
	kind := os.Getenv(partVariable)
	if kind == "" {
		return
	}
	if err := serveAs(kind, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "the %s: %s\n", kind, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// order is what a part is told to do.
type order struct {
	Do    string
	Addrs []string `json:",omitempty"` // where a proxy or a host connects to
	N     int      `json:",omitempty"` // of links
}

// account is a part's answer: what it counts by itself, and what it holds.
type account struct {
	Addr     string        `json:",omitempty"`
	Timeline ledger.Packed `json:",omitempty"` // of the host, or of the service
	Ever     []int64       `json:",omitempty"` // the sockets that a proxy saw
	Live     []int64       `json:",omitempty"`
	Held     held
	Error    string `json:",omitempty"`
}

// held is what a process holds and has used.
type held struct {
	Files      int // 0 where the system does not list them
	Goroutines int
	Memory     int64 // in bytes: the heap after a collection, and stacks
	Computed   time.Duration
}

type role struct {
	acts   map[string]func(order) error
	count  func(*account)
	finish func() error
}

func serveAs(kind string, in io.Reader, out io.Writer) error {
	c := clock.New(clock.Real, time.Now())
	defer c.Stop()
	l := ledger.New(c)
	orders, answers := json.NewDecoder(in), json.NewEncoder(out)
	var first order
	if err := orders.Decode(&first); err != nil {
		return err
	}
	p, err := map[string]func(*clock.Clock, *ledger.Ledger, order) (*role, error){
		"host": hostPart, "proxy": proxyPart, "service": servicePart,
	}[kind](c, l, first)
	if err != nil {
		return err
	}
	for o := first; err == nil; err = orders.Decode(&o) {
		var a account
		if act := p.acts[o.Do]; act != nil {
			if err := act(o); err != nil {
				a.Error = err.Error()
			}
		}
		if o.Do == "rest" {
			a.Held = holds()
		}
		p.count(&a)
		if err := answers.Encode(a); err != nil {
			return err
		}
		o = order{}
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	return p.finish()
}

func holds() held {
	runtime.GC()
	runtime.GC() // what finalizers let go
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd")
	return held{Files: len(files), Goroutines: runtime.NumGoroutine(), Memory: int64(m.HeapAlloc + m.StackInuse),
		Computed: limits.ProcessorTime()}
}

// servicePart is the service, as nimcert serve runs it.
func servicePart(c *clock.Clock, l *ledger.Ledger, _ order) (*role, error) {
	s, err := fakeserver.Start(fakeserver.Options{Clock: c, Ledger: l})
	if err != nil {
		return nil, err
	}
	return &role{
		acts: map[string]func(order) error{
			"stop":    func(order) error { return s.Stop() },
			"restart": func(order) error { return s.Restart() },
		},
		count:  func(a *account) { a.Addr, a.Timeline = s.Addr(), l.Timeline().Pack() },
		finish: s.Close,
	}, nil
}

// proxyPart is a session's network with the session's own count of it.
func proxyPart(c *clock.Clock, _ *ledger.Ledger, o order) (*role, error) {
	t := newTraffic(c)
	link, err := netfaults.New(netfaults.Options{Upstream: o.Addrs[0], Traffic: t})
	if err != nil {
		return nil, err
	}
	return &role{
		acts: map[string]func(order) error{"drop": func(order) error { return link.Drop() }},
		count: func(a *account) {
			counted := t.sockets()
			a.Addr = link.Addr()
			a.Ever = slices.Sorted(maps.Keys(counted.ever))
			a.Live = slices.Sorted(maps.Keys(counted.live))
		},
		finish: link.Close,
	}, nil
}

const (
	// hostSockets is how many sockets each of the host's platforms holds, and hostDials how many of all open at once: a
	// listener's queue is finite.
	hostSockets, hostDials = 100, 20
)

// hosts are platforms that take turns at the proxies and at the sockets.
type hosts struct {
	platforms []*platform.Platform
	sockets   []*platform.Socket

	mu     sync.Mutex
	failed error // the first
}

func hostPart(c *clock.Clock, l *ledger.Ledger, o order) (*role, error) {
	h := &hosts{}
	rules := clients.DefaultProfile()
	rules.Total = hostSockets
	for len(h.platforms)*hostSockets < o.N || len(h.platforms)%len(o.Addrs) != 0 {
		h.platforms = append(h.platforms, platform.New(clients.Env{
			Clock: c, Ledger: l, Addr: o.Addrs[len(h.platforms)%len(o.Addrs)],
			Profile: func() clients.Profile { return rules },
			Broken:  h.fails,
		}, nil))
	}
	return &role{
		acts:  map[string]func(order) error{"open": h.open, "end": h.end},
		count: func(a *account) { a.Timeline = l.Timeline().Pack() },
		finish: func() error {
			for _, p := range h.platforms {
				p.Close()
			}
			return nil
		},
	}, nil
}

func (h *hosts) fails(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failed = cmp.Or(h.failed, err)
}

// open opens so many sockets and waits for them.
func (h *hosts) open(o order) error {
	h.sockets = make([]*platform.Socket, o.N)
	turns := make(chan struct{}, hostDials)
	for i := range h.sockets {
		turns <- struct{}{}
		p := h.platforms[i%len(h.platforms)]
		over := sync.OnceFunc(func() { <-turns })
		p.Post(func() {
			var err error
			h.sockets[i], err = p.Connect("wss://link.example/websocket", platform.Handlers{
				Open:    over,
				Message: func([]byte, bool) {},
				Error:   func(message string) { h.fails(fmt.Errorf("socket %d: %s", i, message)) },
				Close:   func(int, string) { over() },
			})
			if err != nil {
				h.fails(fmt.Errorf("socket %d: %w", i, err))
				over()
			}
		})
	}
	for range hostDials {
		turns <- struct{}{}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.failed
}

// end begins to close the first so many sockets.
func (h *hosts) end(o order) error {
	for i, s := range h.sockets[:o.N] {
		h.platforms[i%len(h.platforms)].Post(func() { _ = s.Close(1000, "over") })
	}
	return nil
}
