package platform

import (
	"cmp"
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"nimcert/clients"
	"nimcert/clock"
	"nimcert/ledger"
)

// ErrExceeded is the platform's answer to one socket too many.
var ErrExceeded = errors.New("exceed max concurrent count")

// ErrNotOpen is the platform's answer to sending on, or closing, a socket that is not open.
var ErrNotOpen = errors.New("socket is not open")

type socketState int

const (
	connecting socketState = iota
	open
	closing
	closed
)

// openTimeout is the platform's documented default for the opening of a socket (networkTimeout.connectSocket; session
// time).
const openTimeout = 60 * time.Second

// Handlers are called by the platform, each in a turn of its own. None may be nil.
type Handlers struct {
	// Timeout is how long the socket may take to open, in session time; 0 is the platform's default.
	Timeout time.Duration
	Open    func()
	Message func(data []byte, binary bool)
	Error   func(message string) // the socket did not open; Close follows
	Close   func(code int, reason string)
}

// Socket is one WebSocket. It takes a slot from Connect until it is closed, or until its close begins: see
// clients.Profile.
type Socket struct {
	p      *Platform
	wire   *clock.Wire
	url    string
	on     Handlers
	state  socketState
	cancel context.CancelFunc
	opens  *clock.Timer // timer that gives up a socket that does not open
	giveUp *clock.Timer // timer that gives up a peer that does not answer the Close frame
	leaves int          // frames that are sent when the turn ends
	// interrupted says that the platform ended the socket in the background.
	interrupted bool
	aborted     bool  // the client closed the socket while it opened
	late        bool  // it did not open in time
	barred      error // the network was not there when it began, or was taken away while it opened
	out         chan *frame
	over        chan struct{} // closed when the client has been told of the end, or the platform ends

	mu      sync.Mutex // guards what the goroutines of the socket share
	leaving bool       // the Close frame is ours
	drops   func()     // ends the clock's work that drop began
	ended   bool       // the end has arrived: nothing is under way any more
}

type frame struct {
	kind int
	data []byte
	done func() // of the clock's work
}

// ErrURL is the platform's answer to an address that is none.
var ErrURL = errors.New("invalid url")

// Connect opens a socket, or returns ErrExceeded when the platform has no slot left, and ErrURL for an address that is
// none.
func (p *Platform) Connect(url string, on Handlers) (*Socket, error) {
	if !p.mayDial() || !p.carries("the URL of a socket", len(url), headLimit) {
		return nil, ErrExceeded
	}
	for _, f := range p.onSocket {
		f(url)
	}
	if on := p.Profile(); on.API != clients.APINode && !on.DialsAnyURL && clients.Malformed(url) {
		p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Console, Level: "warn",
			Detail: "connectSocket:fail " + ErrURL.Error()})
		return nil, ErrURL
	}
	if taken, free := p.slots(url); !free {
		p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketRefused, URL: url, Count: taken,
			Reason: ErrExceeded.Error()})
		return nil, ErrExceeded
	}
	ctx, cancel := context.WithCancel(p.ctx)
	s := &Socket{p: p, wire: p.env.Clock.NewWire(), url: url, on: on, cancel: cancel, out: make(chan *frame, 1024),
		over: make(chan struct{})}
	p.sockets[s.wire.ID] = s
	s.barred = p.unreachable()
	barred := s.barred
	p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketConnecting, Socket: s.wire.ID, URL: url})
	s.opens = p.env.Clock.AfterFunc(cmp.Or(on.Timeout, openTimeout),
		func(due time.Duration) { p.post(job{run: s.tooLate, due: due}) })
	p.start(func() {
		if barred != nil {
			s.failed(barred, false)
			s.arrived()
			return
		}
		s.run(ctx)
	})
	return s, nil
}

// ID is the socket's number on the time line.
func (s *Socket) ID() int64 { return s.wire.ID }

// run dials, then reads until the end, in a goroutine of its own.
func (s *Socket) run(ctx context.Context) {
	defer s.arrived()
	u, err := plain(s.url)
	if err != nil {
		s.failed(err, false)
		return
	}
	dialed := false
	keep := func() bool { return false }
	defer func() { keep() }()
	dialer := websocket.Dialer{NetDialContext: func(ctx context.Context, _, addr string) (net.Conn, error) {
		conn, err := s.p.dial(ctx, addr, s.wire)
		if err != nil {
			return nil, err
		}
		dialed = true
		// For when the platform ends, or the client closes while this opens: the dialler does not watch ctx while it
		// waits for the upgrade's answer.
		keep = context.AfterFunc(ctx, func() { _ = conn.Close() })
		return &asking{Conn: conn, asked: s.wire.Asked}, nil
	}}
	conn, _, err := dialer.DialContext(ctx, u.String(), wireHeader(s.wire))
	if err != nil {
		s.failed(err, dialed)
		return
	}
	conn.SetCloseHandler(func(code int, _ string) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.leaving {
			s.leaving = true
			_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""),
				time.Now().Add(time.Second))
		}
		return nil
	})
	stop := make(chan struct{})
	s.p.tasks.Add(1)
	go s.write(conn, stop)
	s.p.arrive(s.wire, s.opened)
	s.wire.Opened()
	for {
		kind, data, err := conn.ReadMessage()
		if err != nil {
			close(stop)
			code, reason, how := websocket.CloseAbnormalClosure, "abnormal closure", netError(err)
			var ce *websocket.CloseError
			if errors.As(err, &ce) && ce.Code != websocket.CloseAbnormalClosure {
				code, reason, how = ce.Code, ce.Text, "close frame"
			}
			s.p.arrive(s.wire, func() { s.end(code, reason, how) })
			_ = conn.Close()
			return
		}
		s.p.arrive(s.wire, func() {
			if s.state == open {
				s.p.deliver(func() { s.on.Message(data, kind == websocket.BinaryMessage) })
			}
		})
	}
}

// asking is a socket's connection that notices when the upgrade's request is written: the dialler does not say so, but
// it reads then.
type asking struct {
	net.Conn
	asked func()
	once  sync.Once
}

func (a *asking) Read(b []byte) (int, error) {
	a.once.Do(a.asked)
	return a.Conn.Read(b)
}

// write sends frames in their order until the socket ends.
func (s *Socket) write(conn *websocket.Conn, stop chan struct{}) {
	defer s.p.tasks.Done()
	for {
		select {
		case <-s.over:
			return // discard has handled the remaining frames
		case f := <-s.out:
			s.mu.Lock()
			switch {
			case isClosed(stop): // the client has not been told yet
			case f.kind != websocket.CloseMessage:
				_ = conn.WriteMessage(f.kind, f.data) // the reader sees what went wrong
			case !s.leaving:
				s.leaving = true
				_ = conn.WriteControl(f.kind, f.data, time.Now().Add(time.Second))
			}
			s.mu.Unlock()
			f.done()
		}
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// arrived says that the end of the socket has arrived.
func (s *Socket) arrived() {
	s.cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if s.drops != nil {
		s.drops()
	}
}

func (s *Socket) opened() {
	if s.state == connecting && !s.late {
		s.opens.Stop()
		s.state = open
		s.p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketOpen, Socket: s.wire.ID, URL: s.url})
		s.p.deliver(s.on.Open)
	}
}

// Send queues a message. It returns ErrNotOpen unless the socket is open, or when 1,024 messages wait already.
func (s *Socket) Send(data []byte, binary bool) error {
	kind := websocket.TextMessage
	if binary {
		kind = websocket.BinaryMessage
	}
	if s.state != open {
		return ErrNotOpen
	}
	if !s.p.carries("a message", len(data), bodyLimit) {
		return ErrNotOpen
	}
	return s.queue(kind, data)
}

func (s *Socket) queue(kind int, data []byte) error {
	if len(s.out)+s.leaves >= cap(s.out) {
		return ErrNotOpen
	}
	// It is sent when the turn has ended, so that the call's own callback comes before the peer's answer.
	f := &frame{kind, data, s.p.env.Clock.Work()}
	s.leaves++
	s.p.starts = append(s.p.starts, func() {
		s.leaves--
		s.out <- f // there is room: only the loop fills it
	})
	return nil
}

// State is how far the socket has come, numbered as WebSockets are in browsers: 0 connecting, 1 open, 2 closing, 3
// closed.
func (s *Socket) State() int { return int(s.state) }
