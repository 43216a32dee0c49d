package session

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/ledger"
)

// A client that listens to no event of the device finds out by its heartbeat, or by the end of its socket.
func TestAClientComesBackWhenItsDevicesNetworkDoes(t *testing.T) {
	for name, tc := range map[string]struct {
		act        func(s *Session)
		disconnect bool // the socket ends at once
	}{
		"off and on": {func(s *Session) {
			s.NetworkOff()
			s.Pass(2 * time.Minute)
			s.NetworkOn("4g")
		}, false},
		"off, and the sockets end": {func(s *Session) {
			s.Drop()
			s.NetworkOff()
			s.Pass(2 * time.Minute)
			s.NetworkOn("wifi")
		}, true},
		"another network": {func(s *Session) { s.NetworkChange("4g") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			s, err := Start(t.Context(), Options{Client: reference.New(), Mode: clock.Skip, Seed: 1})
			g.Expect(err).NotTo(HaveOccurred())
			defer s.Close()
			is := func(k ledger.Kind) []ledger.Filter { return []ledger.Filter{ledger.By(ledger.Client), ledger.Is(k)} }
			begin := s.Mark("begin")
			s.Login(clients.IMOptions{Account: "alice", Token: "token of alice"})
			_, ok := s.Await(begin, time.Minute, is(ledger.Connected)...)
			g.Expect(ok).To(BeTrue())
			lost := s.Mark("the network")
			tc.act(s)
			_, ok = s.Await(lost, time.Minute, is(ledger.Connected)...)
			g.Expect(ok).To(BeTrue(), "it comes back")
			closed, _ := s.Timeline().After(lost.Seq).First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed))
			g.Expect(closed.At-lost.At < time.Second).To(Equal(tc.disconnect))
			s.Pass(time.Minute)
			g.Expect(s.Rest().Sockets).To(Equal(1))
			g.Expect(s.Witnesses()).To(Succeed())
			faults := s.Timeline().Where(ledger.Is(ledger.Fault))
			g.Expect(faults).NotTo(BeEmpty())
		})
	}
}
