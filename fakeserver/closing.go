package fakeserver

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"syscall"
	"time"

	"github.com/gorilla/websocket"

	"nimcert/clock"
	"nimcert/ledger"
)

// gotClose notes the client's Close frame.
func (l *link) gotClose(code int, reason string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closeGot, l.code, l.reason = true, code, reason
	if l.ended {
		return
	}
	l.s.ledger.Add(
		ledger.Event{Who: ledger.Server, Kind: ledger.CloseReceived, Socket: l.socket, Instance: l.instanceLocked(),
			CloseCode: strconv.Itoa(code), Reason: reason})
}

// finish brings a link to its end after the last message.
func (l *link) finish(err error) {
	l.mu.Lock()
	switch {
	case l.ended: // stopped, or broken while writing
	case l.closeGot && l.closeSent:
		l.endLocked(l.code, l.reason, "closed by the service")
	case l.closeGot:
		l.mu.Unlock()
		l.answerClose()
		_, err = io.Copy(io.Discard, l.conn) // until the connection ends
		l.mu.Lock()
		if !l.ended {
			l.endLocked(l.code, l.reason, "close not answered: "+ending(err))
		}
	default:
		l.endLocked(websocket.CloseAbnormalClosure, "", ending(err))
	}
	parting := l.parting
	l.mu.Unlock()
	if parting {
		_, _ = io.Copy(io.Discard, l.conn) // until the peer's FIN, or the deadline that stop set
	}
}

// answerClose answers the client's Close frame when the script says so.
func (l *link) answerClose() {
	l.s.mu.Lock()
	delay := l.s.script.closeAfter
	l.s.mu.Unlock()
	at := l.s.clock.Now()
	answer := func() {
		detail := "closed by the client"
		if late := l.s.clock.Now() - at; delay > 0 || late >= time.Second {
			detail += fmt.Sprintf(", answered after %s", late.Round(time.Millisecond))
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.ended {
			return
		}
		l.endWith(l.code, l.reason, detail, func() {
			// the peer is gone and needs no answer
			_ = l.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(l.code, ""),
				time.Now().Add(writeLimit))
		})
	}
	switch delay {
	case Never:
	case 0:
		l.s.answer(l, StepClose, answer)
	default:
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.ended {
			return
		}
		l.late = l.s.clock.AfterFunc(delay, func(time.Duration) {
			l.s.spawn(func() { l.s.answer(l, StepClose, answer) })
		})
	}
}

// spawn runs f in a goroutine, as work of the clock; not once the server is closed.
func (s *Server) spawn(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	done := s.clock.Work()
	s.background.Go(func() {
		defer done()
		f()
	})
}

// endLocked ends the link: first on the ledger, then for the peer.
func (l *link) endLocked(code int, reason, detail string) { l.endWith(code, reason, detail, nil) }

func (l *link) endWith(code int, reason, detail string, farewell func()) {
	if l.ended {
		return
	}
	l.closedLocked(code, reason, detail)
	if farewell != nil {
		farewell()
	}
	_ = l.conn.Close() // the error only says that the peer was faster
}

// closedLocked takes the link from the live ones and puts its end on the ledger.
func (l *link) closedLocked(code int, reason, detail string) {
	l.ended = true
	if l.late != nil {
		l.late.Stop()
	}
	l.s.mu.Lock()
	delete(l.run.links, l)
	l.ungroupLocked()
	l.s.forgetLocked(func(k *kept) bool { return k.link == l })
	l.s.mu.Unlock()
	l.s.ledger.Add(
		ledger.Event{Who: ledger.Server, Kind: ledger.LinkClosed, Socket: l.socket, Instance: l.instanceLocked(),
			URL:       l.url,
			CloseCode: strconv.Itoa(code), Reason: reason, Detail: detail})
}

// stop ends the link as a dying service does: a FIN, no close frame.
func (l *link) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return
	}
	code, reason := websocket.CloseAbnormalClosure, ""
	if l.closeGot {
		code, reason = l.code, l.reason
	}
	l.closedLocked(code, reason, "service stopped")
	counted, ok := l.conn.(*clock.Conn)
	if !ok {
		_ = l.conn.Close()
		return
	}
	tcp, ok := counted.Conn.(*net.TCPConn)
	if !ok {
		_ = l.conn.Close()
		return
	}
	// Closing at once would send a reset if bytes of the client are still unread. So our side ends first, and then
	// reads on for a while.
	l.parting = true
	l.wire.End(clock.Server)
	_ = tcp.SetReadDeadline(time.Now().Add(partingLimit))
	_ = tcp.CloseWrite()
}

// startClose begins the closing handshake from the service's side.
func (l *link) startClose(code int, reason string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.openLocked() {
		return false
	}
	l.closeSent = true
	l.s.ledger.Add(
		ledger.Event{Who: ledger.Server, Kind: ledger.CloseSent, Socket: l.socket, Instance: l.instanceLocked(),
			CloseCode: strconv.Itoa(code), Reason: reason})
	if err := l.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason),
		time.Now().Add(writeLimit)); err != nil {
		l.endLocked(websocket.CloseAbnormalClosure, "", "write failed: "+ending(err))
	}
	return true
}

// ending says in a word how a connection ended.
func ending(err error) string {
	var closed *websocket.CloseError
	switch {
	case err == nil, errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.As(err, &closed) && closed.Code == websocket.CloseAbnormalClosure:
		return "EOF"
	case errors.Is(err, syscall.ECONNRESET):
		return "reset"
	}
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err.Error() // without the ports, which no other run has
	}
	return err.Error()
}
