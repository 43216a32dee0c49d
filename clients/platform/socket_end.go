package platform

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/gorilla/websocket"

	"nimcert/clock"
	"nimcert/ledger"
)

// failed reports a socket that did not open. dialed says that there was a connection, which the service may have met.
func (s *Socket) failed(err error, dialed bool) {
	s.p.arrive(s.wire, func() {
		if s.state == connecting {
			s.state = closing
			message := s.why(err)
			s.p.deliver(func() { s.on.Error(message) })
		}
		s.end(websocket.CloseAbnormalClosure, "abnormal closure", s.why(err))
	})
	if dialed {
		s.wire.End(clock.Client)
	} else {
		s.wire.Forget()
	}
}

// why says why a socket did not open.
func (s *Socket) why(err error) string {
	switch {
	case s.late:
		return errTimeout.Error()
	case s.barred != nil:
		return s.barred.Error()
	}
	return netError(err)
}

// tooLate ends a socket that takes too long to open.
func (s *Socket) tooLate() {
	if s.state == connecting {
		s.late = true
		s.drop()
	}
}

// end frees the slot and tells the client.
func (s *Socket) end(code int, reason, how string) {
	if s.state == closed {
		return
	}
	s.state = closed
	switch {
	case s.interrupted:
		code, reason = websocket.CloseNormalClosure, "interrupted"
	case s.aborted: // it is random whether the connection was up by then
		code, reason = websocket.CloseNormalClosure, ""
	}
	s.opens.Stop()
	if s.giveUp != nil {
		s.giveUp.Stop()
	}
	s.discard()
	delete(s.p.sockets, s.wire.ID)
	s.p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketClosed, Socket: s.wire.ID, URL: s.url,
		CloseCode: fmt.Sprint(code), Reason: reason, Detail: how})
	if s.interrupted && !s.p.Profile().Background.RaisesClose {
		return
	}
	s.p.deliver(func() { s.on.Close(code, reason) })
}

// discard releases the frames that will not be sent.
func (s *Socket) discard() {
	close(s.over)
	for {
		select {
		case f := <-s.out:
			f.done()
		default:
			return
		}
	}
}

// Close begins the closing handshake; Handlers.Close is called when it is over. It returns ErrNotOpen if the socket is
// closing already.
func (s *Socket) Close(code int, reason string) error {
	if s.state == closing || s.state == closed {
		return ErrNotOpen
	}
	s.p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketClosing, Socket: s.wire.ID, URL: s.url,
		CloseCode: fmt.Sprint(code), Reason: reason})
	was := s.state
	s.state = closing
	if was == connecting {
		s.aborted = true
		s.drop()
		return nil
	}
	s.giveUp = s.p.env.Clock.AfterFunc(s.p.Profile().CloseWait,
		func(due time.Duration) { s.p.post(job{run: s.drop, due: due}) })
	return s.queue(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason))
}

// Terminate ends the socket's connection without a closing handshake, or gives up waiting for the end of one.
func (s *Socket) Terminate() {
	if s.state == closed {
		return
	}
	if s.state != closing {
		s.p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketClosing, Socket: s.wire.ID, URL: s.url,
			Reason: "terminated"})
		s.aborted = s.state == connecting
		s.state = closing
	}
	s.drop()
}

// Interrupt ends every open socket the way the platform does in the background: no closing handshake, and code 1000
// with the reason "interrupted" for the client.
func (p *Platform) Interrupt() {
	for _, id := range slices.Sorted(maps.Keys(p.sockets)) {
		if s := p.sockets[id]; s.state == open {
			s.interrupted = true
			s.state = closing
			p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketClosing, Socket: s.wire.ID, URL: s.url,
				Reason: "interrupted"})
			s.drop()
		}
	}
}

// drop gives the connection up; end follows. Possibly nothing is under way on it any more, so the clock is told to wait
// for the end.
func (s *Socket) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended && s.drops == nil {
		s.drops = s.p.env.Clock.Work()
		s.cancel()
	}
}

// abandon ends the socket when the platform ends.
func (s *Socket) abandon() {
	s.cancel()
	s.discard()
	s.opens.Stop()
	if s.giveUp != nil {
		s.giveUp.Stop()
	}
}
