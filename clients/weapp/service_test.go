package weapp

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"

	"nimcert/clock"
	"nimcert/ledger"
)

// service is the peer of the tests. A socket at /ws sends every message back, but for "close CODE REASON" and "cut";
// /hold keeps a request forever, /text answers with what is not JSON, and every other path with the request as it came.
type service struct {
	clock  *clock.Clock
	ledger *ledger.Ledger
	addr   string
	http   *http.Server
	done   sync.WaitGroup
}

type connKey struct{}

func serve(t testing.TB, c *clock.Clock, l *ledger.Ledger) *service {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &service{clock: c, ledger: l, addr: ln.Addr().String()}
	s.http = &http.Server{
		Handler:           http.HandlerFunc(s.handle),
		ReadHeaderTimeout: patience,
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
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

func (s *service) close() {
	_ = s.http.Close()
	s.done.Wait()
}

func (s *service) handle(w http.ResponseWriter, req *http.Request) {
	id, _ := strconv.ParseInt(req.Header.Get(clock.WireHeader), 10, 64)
	wire := s.clock.Wire(id)
	switch req.URL.Path {
	case "/ws":
		conn := req.Context().Value(connKey{}).(*clock.Conn)
		conn.Bind(wire)
		s.socket(w, req, conn)
	case "/hold":
		s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.Held, Socket: id})
		wire.Park()
		<-req.Context().Done()
		panic(http.ErrAbortHandler)
	case "/nothing":
		panic(http.ErrAbortHandler)
	case "/text":
		_, _ = io.WriteString(w, "{broken")
	default:
		body, _ := io.ReadAll(req.Body) // a body that is cut off shows in the answer
		header := map[string]string{}
		for k := range req.Header {
			header[k] = req.Header.Get(k)
		}
		w.Header().Set("X-Answer", "yes")
		if status, err := strconv.Atoi(strings.TrimPrefix(req.URL.Path, "/status/")); err == nil {
			w.WriteHeader(status)
		}
		_ = json.NewEncoder(w).Encode(
			map[string]any{"method": req.Method, "uri": req.URL.RequestURI(), "body": string(body), "header": header})
	}
}

func (s *service) socket(w http.ResponseWriter, req *http.Request, conn net.Conn) {
	s.done.Add(1)
	defer s.done.Done()
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, req, nil)
	if err != nil {
		_ = conn.Close()
		return
	}
	defer func() { _ = conn.Close() }()
	for {
		kind, data, err := ws.ReadMessage()
		if err != nil {
			return // the library has answered a Close frame
		}
		switch text := string(data); {
		case text == "cut":
			return
		case strings.HasPrefix(text, "close "):
			code, reason, _ := strings.Cut(strings.TrimPrefix(text, "close "), " ")
			n, _ := strconv.Atoi(code)
			_ = ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(n, reason))
		default:
			_ = ws.WriteMessage(kind, data) // a client that is gone shows elsewhere
		}
	}
}
