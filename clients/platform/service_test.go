package platform

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/ledger/ledgertest"
)

// never is for service.closeAfter: the Close frame stays without an answer.
const never time.Duration = -1

// service is the peer of the tests: it accepts WebSockets at every path that begins with /ws, answers requests, and
// counts for the clock as the fake service does.
type service struct {
	*ledgertest.Server
	clock  *clock.Clock
	ledger *ledger.Ledger
	peers  chan *peer // that opened
	echo   bool       // messages are sent back; set before the first socket

	mu         sync.Mutex
	closeAfter time.Duration // session time until a Close frame is answered, or never
	held       chan struct{} // not nil: requests with "hold" in their path wait until it is closed
}

func serve(b *ledgertest.Bench) *service {
	b.T.Helper()
	s := &service{clock: b.Clock, ledger: b.Ledger, peers: make(chan *peer, 16)}
	b.Serve(func(server *ledgertest.Server) http.HandlerFunc {
		s.Server = server
		return s.handle
	})
	return s
}

func (s *service) answerCloseAfter(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closeAfter = d
}

// hold makes requests to a path with "hold" wait until the returned function is called.
func (s *service) hold() (release func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = make(chan struct{})
	return sync.OnceFunc(func() { close(s.held) })
}

func (s *service) handle(w http.ResponseWriter, req *http.Request) {
	wire, id := s.Wire(req)
	socket := strings.HasPrefix(req.URL.Path, "/ws")
	if socket {
		s.Bind(req)
	}
	s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.ConnAccepted, Socket: id, URL: req.Host + req.URL.Path})
	if strings.Contains(req.URL.Path, "hold") {
		s.mu.Lock()
		held := s.held
		s.mu.Unlock()
		s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.Held, Socket: id})
		wire.Park() // from here on time may pass
		select {
		case <-held:
			wire.Unpark()
		case <-req.Context().Done():
			panic(http.ErrAbortHandler)
		}
	}
	switch path := req.URL.Path; {
	case socket:
		s.upgrade(w, req, id)
	case path == "/cut": // the end in the middle of the answer
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "a part")
		panic(http.ErrAbortHandler)
	case path == "/nothing": // the end without an answer
		panic(http.ErrAbortHandler)
	default:
		body, _ := io.ReadAll(req.Body) // a body that is cut off shows in the answer
		header := map[string]string{}
		for k := range req.Header {
			header[k] = req.Header.Get(k)
		}
		w.Header().Set("X-Answer", "yes")
		if status, err := strconv.Atoi(strings.TrimPrefix(path, "/status/")); err == nil {
			w.WriteHeader(status)
		}
		_ = json.NewEncoder(w).Encode(received{req.Method, req.Host, req.URL.RequestURI(), string(body), header})
	}
}

// received is a request, as the service got it.
type received struct {
	Method, Host, URI, Body string
	Header                  map[string]string
}

// peer is the service's end of a socket.
type peer struct {
	s        *service
	id       int64
	conn     net.Conn
	ws       *websocket.Conn
	messages chan string
	closes   chan websocket.CloseError // the client's Close frame

	mu sync.Mutex // one writer
}

func (s *service) upgrade(w http.ResponseWriter, req *http.Request, id int64) {
	if strings.Contains(req.URL.Path, "refuse") {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	s.Socket(w, req, func(ws *websocket.Conn, conn net.Conn) {
		p := &peer{s: s, id: id, conn: conn, ws: ws, messages: make(chan string, 4096),
			closes: make(chan websocket.CloseError, 1)}
		ws.SetCloseHandler(func(code int, text string) error {
			p.closes <- websocket.CloseError{Code: code, Text: text}
			return nil
		})
		s.peers <- p
		for {
			_, data, err := ws.ReadMessage()
			if err != nil {
				break
			}
			p.messages <- string(data)
			if s.echo {
				p.send(websocket.TextMessage, string(data))
			}
		}
		p.parting()
	})
}

// parting answers the client's Close frame when the service shall, and reads on until the connection ends.
func (p *peer) parting() {
	p.s.mu.Lock()
	after := p.s.closeAfter
	p.s.mu.Unlock()
	answer := func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		_ = p.ws.WriteControl(websocket.CloseMessage,
			websocket.FormatCloseMessage(websocket.CloseNormalClosure, "answered"), time.Now().Add(patience))
		_ = p.conn.Close()
	}
	switch {
	case after == never:
	case after == 0:
		answer()
	default:
		p.s.clock.AfterFunc(after, func(time.Duration) { answer() })
	}
	_, _ = io.Copy(io.Discard, p.conn)
}

func (p *peer) send(kind int, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.ws.WriteMessage(kind, []byte(text)) // a client that is gone shows elsewhere
}

// closeWith begins the closing handshake from the service's side.
func (p *peer) closeWith(code int, reason string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), time.Now().Add(patience))
}
