package fakeserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"nimcert/clock"
	"nimcert/internal/ports"
	"nimcert/ledger"
)

// Limits in real time. Only a broken peer or machine reaches them, so they are never part of what a session measures.
const (
	// restartTries and restartPause bound how long Restart waits for its port: on loopback it is free at once, unless
	// another program got it.
	restartTries = 50
	restartPause = 20 * time.Millisecond
	// headerLimit frees a connection that never sends its request; longer than any client waits.
	headerLimit = 5 * time.Minute
)

// Options are the server's surroundings. All may be left out.
type Options struct {
	// Clock is the session's clock. The default is the ledger's clock, or a real one without a ledger.
	Clock *clock.Clock
	// Ledger takes the server's events. The default is a ledger of its own.
	Ledger *ledger.Ledger
	// Seed draws the names that the service gives: of connections, messages, stored files.
	Seed int64
	// Addr is where to listen: "127.0.0.1:0" when empty.
	Addr string
}

// Server is a running fake service. All its methods may be called from any goroutine.
type Server struct {
	clock    *clock.Clock
	ownClock bool
	ledger   *ledger.Ledger
	seed     int64
	// firstMessage is the number from which it counts its messages.
	firstMessage int64
	addr         string
	reserved     io.Closer // keeps the port reserved while the service is stopped

	life sync.Mutex // one Stop, Restart or Close at a time

	background sync.WaitGroup // link readers and late close answers

	mu     sync.Mutex
	closed bool
	run    *run // nil while stopped
	script script
	// links that are still read from, also those of an earlier run that wait for the peer's FIN
	readers  map[*link]struct{}
	accounts *simplelru.LRU[string, string] // account -> the device of its last login
	// account -> the token with which it may log in; an account that is missing may use any
	tokens   map[string]string
	away     *simplelru.LRU[string, []awayMessage]
	lastID   int64 // of the names that were given
	lastConn int64 // counts down: numbers for connections that no wire names
	opened   int64 // links so far
	sunk     *simplelru.LRU[string, int]
}

// remembered is how many accounts, handshakes and addresses a service knows at most; it forgets those that were not
// used for longest. A session has a few of each, and a service that runs alone may meet a million.
var remembered = 1 << 14 // tests have less

// memory holds the last values of one kind.
func memory[V any]() *simplelru.LRU[string, V] {
	m, err := simplelru.NewLRU[string, V](remembered, nil)
	if err != nil {
		panic(err) // of a size below 1
	}
	return m
}

// run is what lives between a start and a stop; a restart forgets it.
type run struct {
	s     *Server
	ln    net.Listener
	http  *http.Server
	conns sync.WaitGroup // the accepting goroutine and every connection that is not a link

	// Guarded by Server.mu.
	ended    bool
	links    map[*link]struct{}
	groups   map[group]map[*link]struct{} // of live links
	sessions *simplelru.LRU[string, struct{}]
}

// Start starts a service.
func Start(o Options) (*Server, error) {
	s := &Server{
		clock: o.Clock, ledger: o.Ledger, seed: o.Seed, addr: o.Addr,
		script: script{held: map[Step]bool{}, kept: map[Step][]*kept{}, status: map[Step]int{},
			portal: map[Step]bool{}},
		accounts: memory[string](), tokens: map[string]string{}, away: memory[[]awayMessage](),
		sunk: memory[int](), readers: map[*link]struct{}{},
	}
	if s.addr == "" {
		s.addr = "127.0.0.1:0"
	}
	s.firstMessage = s.firstMessageID()
	reserved, addr, err := ports.Reserve(s.addr)
	if err != nil {
		return nil, listenError(s.addr, err)
	}
	s.reserved, s.addr = reserved, addr
	ln, err := net.Listen("tcp", s.addr)
	if err != nil {
		return nil, errors.Join(listenError(s.addr, err), reserved.Close())
	}
	s.addr = ln.Addr().String()
	if s.clock == nil && s.ledger != nil {
		s.clock = s.ledger.Clock()
	}
	if s.clock == nil {
		s.clock, s.ownClock = clock.New(clock.Real, time.Now()), true
	}
	if s.ledger == nil {
		s.ledger = ledger.New(s.clock)
	}
	s.open(ln)
	return s, nil
}

func listenError(addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("the address %s is in use by another program: end it or choose another port", addr)
	}
	return fmt.Errorf("listen on %s: %w", addr, err)
}

// Addr returns host:port, the same for the server's whole life.
func (s *Server) Addr() string { return s.addr }

// Ledger returns the time line that the server writes to.
func (s *Server) Ledger() *ledger.Ledger { return s.ledger }

// open begins a run on a listener.
func (s *Server) open(ln net.Listener) {
	r := &run{s: s, ln: clock.Listener{Listener: ln}, links: map[*link]struct{}{},
		groups: map[group]map[*link]struct{}{}, sessions: memory[struct{}]()}
	r.http = &http.Server{
		Handler:           http.HandlerFunc(r.serve),
		ReadHeaderTimeout: headerLimit,
		ErrorLog:          log.New(mishap{s.ledger}, "", 0),
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, connKey{}, &accepted{Conn: c})
		},
		ConnState: func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				r.conns.Add(1)
			case http.StateHijacked, http.StateClosed:
				r.conns.Done()
			}
		},
	}
	// Each connection serves one request: then a client's pool has no half-dead connection after a restart, and the
	// ledger counts connections.
	r.http.SetKeepAlivesEnabled(false)
	s.mu.Lock()
	s.run = r
	s.mu.Unlock()
	r.conns.Go(func() {
		_ = r.http.Serve(r.ln) // Serve returns when the run ends and closes the listener
	})
}

// mishap puts what net/http reports , a handler's panic above all, on the ledger.
type mishap struct{ ledger *ledger.Ledger }

func (m mishap) Write(line []byte) (int, error) {
	m.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.Broken, Detail: strings.TrimSpace(string(line))})
	return len(line), nil
}

// Stop takes the listener away and ends every connection with a TCP FIN and no close frame. The port stays reserved for
// Restart where the platform allows it. The script is kept; sessions are forgotten.
func (s *Server) Stop() error {
	s.life.Lock()
	defer s.life.Unlock()
	return s.stop()
}

func (s *Server) stop() error {
	defer s.clock.Work()() // the whole stop is one moment of session time
	s.mu.Lock()
	r := s.run
	s.run = nil
	if r == nil {
		s.mu.Unlock()
		return nil
	}
	r.ended = true
	links := keys(r.links)
	s.mu.Unlock()

	err := r.ln.Close()
	sortLinks(links)
	for _, l := range links {
		l.stop()
	}
	_ = r.http.Close() // its error is about the listener, which is closed already
	r.conns.Wait()     // held requests too: the end of their connections ends them
	if err != nil {
		return fmt.Errorf("stop the service at %s: %w", s.addr, err)
	}
	return nil
}

// Restart listens on the same port again, after a Stop if it still runs. Sessions are forgotten: a link with an old
// session id is refused. Accounts are known.
func (s *Server) Restart() error {
	s.life.Lock()
	defer s.life.Unlock()
	defer s.clock.Work()()
	if err := s.stop(); err != nil {
		return err
	}
	s.mu.Lock()
	closed := s.closed
	s.mu.Unlock()
	if closed {
		return errors.New("restart: the service was closed for good")
	}
	var ln net.Listener
	var err error
	for range restartTries {
		if ln, err = net.Listen("tcp", s.addr); err == nil {
			s.open(ln)
			return nil
		}
		time.Sleep(restartPause)
	}
	return fmt.Errorf("restart: %w", listenError(s.addr, err))
}

// Close ends the service for good: connections, goroutines and the reserved port. Calling it again does nothing.
func (s *Server) Close() error {
	s.life.Lock()
	defer s.life.Unlock()
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	err := s.stop()
	s.mu.Lock()
	for l := range s.readers {
		_ = l.conn.Close() // stop has ended the link; this cuts short the wait for the peer's FIN
	}
	s.mu.Unlock()
	s.background.Wait()
	err = errors.Join(err, s.reserved.Close())
	if s.ownClock {
		s.clock.Stop()
	}
	return err
}
