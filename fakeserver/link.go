package fakeserver

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"nimcert/clock"
	"nimcert/ledger"
)

const (
	// messageLimit is the largest message that a link accepts, in bytes; the SDK's are below 10 KiB.
	messageLimit = 1 << 20
	// writeLimit (real time) frees a writer whose peer takes nothing; loopback buffers hold far more than a session
	// sends.
	writeLimit = 5 * time.Second
	// partingLimit (real time) is how long a stopped link waits for the peer's FIN before it drops the connection.
	partingLimit = 2 * time.Second
)

// link is one WebSocket link, of the text transport or the binary one.
type link struct {
	s      *Server
	run    *run
	binary bool
	socket int64
	order  int64 // of opening
	url    string
	host   string // as the client meant it
	conn   net.Conn
	wire   *clock.Wire

	mu sync.Mutex // also ensures one writer at a time
	ws *websocket.Conn

	ended     bool // LinkClosed is on the ledger
	parting   bool // stopped: the FIN is sent, the peer's is awaited
	closeSent bool // the service began the closing handshake
	closeGot  bool
	code      int // of the client's Close frame
	reason    string
	late      *clock.Timer // the late answer to the client's Close frame
	lastBeat  time.Duration
	beaten    bool
	v2        bool // it speaks the V2 API of nim-web-sdk-ng
	kind      string
	account   string
	device    string
	me        map[string]any // how 26_3 described it
	room      string
	nick      string
	loggedIn  bool
	loggedOut bool // by the client
}

// upgrade answers the WebSocket handshake and then reads the link until it ends.
func (r *run) upgrade(w http.ResponseWriter, req *http.Request, id int64, wire *clock.Wire) {
	if !r.pass(w, req, StepUpgrade, id, wire) {
		return
	}
	if sid, text := strings.CutPrefix(req.URL.Path, socketPath); text && !r.handshaken(sid) {
		http.Error(w, "client not handshaken", http.StatusUnauthorized)
		return
	}
	// This goroutine computes from before the 101 until the greeting is written: the client may see the 101 and come to
	// rest before this goroutine goes on.
	busy := r.s.clock.Work()
	defer busy()
	l := &link{s: r.s, run: r, socket: id, url: where(req), host: req.Host, binary: req.URL.Path == binaryPath,
		wire: wire}
	defer l.forget()
	taken := false
	up := websocket.Upgrader{
		// Without sizes for buffers it goes on with those of net/http, which live as long as this goroutine.
		CheckOrigin: func(*http.Request) bool { return true },
		Error: func(w http.ResponseWriter, _ *http.Request, status int, reason error) {
			if !taken { // otherwise there is no client left to tell
				http.Error(w, reason.Error(), status)
			}
		},
	}
	ws, err := up.Upgrade(hijacker{w, func(c net.Conn) bool {
		l.mu.Lock() // nothing is written before the 101
		taken = true
		wire.Upgraded()
		return l.open(c)
	}}, req, nil)
	if err == nil {
		l.ws = ws
	} else if taken {
		l.endLocked(websocket.CloseAbnormalClosure, "", "upgrade failed: "+err.Error())
	}
	if taken {
		l.mu.Unlock()
	}
	if err != nil {
		return
	}
	ws.SetCloseHandler(func(code int, text string) error {
		l.gotClose(code, text)
		return nil // this server decides when the answer is written
	})
	if !l.binary {
		r.s.answer(l, StepConnect, func() { l.send(Frame{Type: FrameConnect}) })
	}
	busy()
	l.read()
}

// hijacker tells when the connection is taken over, just before the 101 is written.
type hijacker struct {
	http.ResponseWriter
	took func(net.Conn) bool
}

var errStopped = errors.New("the service was stopped")

func (h hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	hj, ok := h.ResponseWriter.(http.Hijacker)
	if !ok {
		return nil, nil, errors.New("this connection cannot be taken over")
	}
	conn, brw, err := hj.Hijack()
	if err != nil {
		return nil, nil, err
	}
	if !h.took(conn) {
		return nil, nil, errors.Join(errStopped, conn.Close())
	}
	return conn, brw, nil
}

// open puts the link on the ledger and among the live ones, unless the run has ended.
func (l *link) open(conn net.Conn) bool {
	l.conn = conn
	s := l.s
	s.mu.Lock()
	if l.run.ended {
		s.mu.Unlock()
		l.ended = true
		return false
	}
	if l.socket == 0 {
		s.lastConn--
		l.socket = s.lastConn
	}
	s.opened++
	l.order = s.opened
	l.run.links[l] = struct{}{}
	s.readers[l] = struct{}{}
	s.background.Add(1)
	s.mu.Unlock()
	s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.LinkOpen, Socket: l.socket, URL: l.url})
	return true
}

// forget ends the accounting of a link's reader.
func (l *link) forget() {
	if l.conn == nil {
		return
	}
	_ = l.conn.Close() // the link is closed already unless its end was odd; the wire must end in any case
	l.s.mu.Lock()
	_, reading := l.s.readers[l]
	delete(l.s.readers, l)
	l.s.mu.Unlock()
	if reading {
		l.s.background.Done()
	}
}

// read handles each frame before it reads the next: only then does the clock count it as handled. A violation of the
// WebSocket protocol itself (an unmasked frame, a close code of 999) is answered by the library, before the ledger
// knows of the end.
func (l *link) read() {
	var room bytes.Buffer // of one message after the other
	var limited io.LimitedReader
	for {
		kind, r, err := l.ws.NextReader()
		room.Reset()
		if err == nil {
			limited = io.LimitedReader{R: r, N: messageLimit + 1}
			_, err = room.ReadFrom(&limited)
		}
		data := room.Bytes()
		if err != nil {
			l.finish(err)
			return
		}
		if !l.alive() {
			l.finish(net.ErrClosed)
			return
		}
		switch {
		case len(data) > messageLimit:
			l.record(ledger.Packet, fmt.Sprintf("message of more than %d bytes: ignored", messageLimit))
			if _, err := io.Copy(io.Discard, r); err != nil {
				l.finish(err)
				return
			}
		case kind != l.messageType():
			l.record(ledger.Packet, fmt.Sprintf("%s message of %d bytes: ignored", messageTypes[kind], len(data)))
		case l.binary:
			l.packet(ParseBinary(bytes.Clone(data)))
		default:
			l.frame(string(data))
		}
	}
}

var messageTypes = map[int]string{websocket.TextMessage: "text", websocket.BinaryMessage: "binary"}

// messageType is the type of the messages on this link, both ways.
func (l *link) messageType() int {
	if l.binary {
		return websocket.BinaryMessage
	}
	return websocket.TextMessage
}

// openLocked reports whether messages may still be sent.
func (l *link) openLocked() bool { return l.ws != nil && !l.ended && !l.closeGot && !l.closeSent }

func (l *link) alive() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.ended
}

// send writes a frame of the text transport, unless the link takes no more.
func (l *link) send(f Frame) { l.write([]byte(f.String()), nil) }

// write runs before (under the link's lock) and then writes a message. So events that before adds are on the ledger
// before the client can know of them.
func (l *link) write(message []byte, before func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.openLocked() {
		return false
	}
	if before != nil {
		before()
	}
	// it cannot fail on an open connection, and otherwise the write fails
	_ = l.ws.SetWriteDeadline(time.Now().Add(writeLimit))
	if err := l.ws.WriteMessage(l.messageType(), message); err != nil {
		l.endLocked(websocket.CloseAbnormalClosure, "", "write failed: "+ending(err))
		return false
	}
	return true
}

func (l *link) record(kind ledger.Kind, detail string) {
	l.note(ledger.Event{Kind: kind, Detail: detail})
}

// note puts an event of this link on the ledger.
func (l *link) note(e ledger.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.noteLocked(e)
}

func (l *link) noteLocked(e ledger.Event) {
	e.Who, e.Socket, e.Instance = ledger.Server, l.socket, l.instanceLocked()
	l.s.ledger.Add(e)
}

func (l *link) instance() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.instanceLocked()
}

func (l *link) instanceLocked() string {
	if l.kind == KindRoom {
		return RoomInstance(l.account, l.room)
	}
	return l.account
}

// belongs reports whether the link is of a kind, an account and a room; "" matches any account or room.
func (l *link) belongs(kind, account, room string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.kind == kind && l.loggedIn && (account == "" || l.account == account) && (room == "" || l.room == room)
}

func (l *link) info() (LinkInfo, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return LinkInfo{
		Socket: l.socket, Kind: l.kind, Account: l.account, Room: l.room, Instance: l.instanceLocked(),
		LoggedIn: l.loggedIn, Closing: l.closeGot || l.closeSent,
	}, !l.ended
}

// sortLinks puts links in the order in which they opened.
func sortLinks(links []*link) {
	slices.SortFunc(links, func(a, b *link) int { return cmp.Compare(a.order, b.order) })
}

func keys(links map[*link]struct{}) []*link {
	return slices.AppendSeq(make([]*link, 0, len(links)), maps.Keys(links))
}
