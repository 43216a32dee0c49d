package session

import (
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	. "github.com/onsi/gomega"

	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/ledger"
)

// opens opens a link of the binary transport, as a host does, and writes to the ledger what a host sees.
func (s *Session) opens() (end func(), err error) {
	wire := s.clock.NewWire()
	note := func(kind ledger.Kind) {
		s.ledger.Add(ledger.Event{Who: ledger.Host, Kind: kind, Socket: wire.ID, URL: "wss://link.example/websocket"})
	}
	note(ledger.SocketConnecting)
	dialer := websocket.Dialer{NetDial: func(string, string) (net.Conn, error) {
		conn, err := net.Dial("tcp", s.link.Addr())
		if err != nil {
			return nil, err
		}
		return clock.NewConn(conn, clock.Client, wire), nil
	}}
	ws, _, err := dialer.Dial("ws://link.example/websocket",
		http.Header{clock.WireHeader: {strconv.FormatInt(wire.ID, 10)}})
	if err != nil {
		wire.End(clock.Client)
		return nil, err
	}
	note(ledger.SocketOpen)
	wire.Opened()
	go func() { _, _, _ = ws.ReadMessage() }() // what came counts as seen when somebody reads on
	return func() {
		_ = ws.Close()
		note(ledger.SocketClosed)
	}, nil
}

func TestTheWitnessesCountManyLinks(t *testing.T) {
	g := NewWithT(t)
	s, err := Start(t.Context(), Options{Client: reference.New(), Mode: clock.Skip, Seed: 1, Budget: time.Hour})
	g.Expect(err).NotTo(HaveOccurred())
	defer s.Close()
	ends := make([]func(), 500)
	var mu sync.Mutex
	var wrong []error
	var all sync.WaitGroup
	const atOnce = 20
	for first := range atOnce {
		all.Go(func() {
			for i := first; i < len(ends); i += atOnce {
				var err error
				if ends[i], err = s.opens(); err != nil {
					mu.Lock()
					wrong = append(wrong, err)
					mu.Unlock()
					return
				}
			}
		})
	}
	all.Wait()
	g.Expect(wrong).To(BeEmpty())
	counted := func(n int) {
		g.Expect(s.Witnesses()).To(Succeed())
		g.Expect(s.Timeline().Live(ledger.Host)).To(HaveLen(n), "at the host")
		g.Expect(s.traffic.sockets().live).To(HaveLen(n), "at the proxy")
		g.Expect(s.Timeline().Live(ledger.Server)).To(HaveLen(n), "at the service")
	}
	counted(len(ends))
	for _, end := range ends[:len(ends)/3] {
		end()
	}
	counted(len(ends) - len(ends)/3)
	for _, end := range ends[len(ends)/3:] {
		end()
	}
	counted(0)
}
