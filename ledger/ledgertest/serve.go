package ledgertest

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/gorilla/websocket"

	"nimcert/clock"
)

// Server is a service on loopback. The bench's clock counts its connections, as it counts those of the fake service.
type Server struct {
	Addr string

	clock    *clock.Clock
	http     *http.Server
	done     sync.WaitGroup
	accepted atomic.Int64
}

type connKey struct{}

// Serve begins to serve what handler makes of the server. Close the server when the client is gone.
func (b *Bench) Serve(handler func(*Server) http.HandlerFunc) *Server {
	b.T.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.T.Fatal(err)
	}
	s := &Server{Addr: ln.Addr().String(), clock: b.Clock}
	s.http = &http.Server{
		Handler:           handler(s),
		ReadHeaderTimeout: Patience,
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			s.accepted.Add(1)
			return context.WithValue(ctx, connKey{}, c)
		},
		ConnState: func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				s.done.Add(1)
			case http.StateHijacked, http.StateClosed:
				s.done.Done()
			}
		},
	}
	s.http.SetKeepAlivesEnabled(false)
	s.done.Go(func() { _ = s.http.Serve(clock.Listener{Listener: ln}) })
	return s
}

// Close ends the service, and waits until its connections have ended.
func (s *Server) Close() {
	_ = s.http.Close()
	s.done.Wait()
}

// Connections counts the TCP connections so far.
func (s *Server) Connections() int { return int(s.accepted.Load()) }

// Wire is the wire of a request, and its number.
func (s *Server) Wire(req *http.Request) (*clock.Wire, int64) {
	id, _ := strconv.ParseInt(req.Header.Get(clock.WireHeader), 10, 64)
	return s.clock.Wire(id), id
}

// Bind counts the bytes of a request's connection on its wire from now on: it is to be a socket.
func (s *Server) Bind(req *http.Request) {
	wire, _ := s.Wire(req)
	req.Context().Value(connKey{}).(*clock.Conn).Bind(wire)
}

// Socket makes a socket of a request whose connection is bound, and closes it when f has returned.
func (s *Server) Socket(w http.ResponseWriter, req *http.Request, f func(*websocket.Conn, net.Conn)) {
	s.done.Add(1)
	defer s.done.Done()
	conn := req.Context().Value(connKey{}).(net.Conn)
	defer func() { _ = conn.Close() }()
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	if ws, err := up.Upgrade(w, req, nil); err == nil {
		f(ws, conn)
	}
}
