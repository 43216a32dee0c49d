package ledger_test

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

func TestEndsOfOneInstantAreToldInOneOrder(t *testing.T) {
	g := NewWithT(t)
	end := func(seq int, at time.Duration, socket int64) ledger.Event {
		return ledger.Event{Seq: seq, At: at, Who: ledger.Server, Kind: ledger.LinkClosed, Socket: socket}
	}
	host := func(seq int, at time.Duration, socket int64) ledger.Event {
		return ledger.Event{Seq: seq, At: at, Who: ledger.Host, Kind: ledger.SocketClosed, Socket: socket}
	}
	told := ledger.Timeline{
		end(1, 0, 9), end(2, time.Second, 3), end(3, time.Second, 1), end(4, time.Second, 2),
		host(5, time.Second, 3), host(6, time.Second, 1), // the host's own order is its loop's
		end(7, time.Second, 4), end(8, 2*time.Second, 0),
	}
	settled, moved := told.Settled()
	g.Expect(settled).To(Equal(ledger.Timeline{
		end(1, 0, 9), end(2, time.Second, 1), end(3, time.Second, 2), end(4, time.Second, 3),
		host(5, time.Second, 3), host(6, time.Second, 1), end(7, time.Second, 4), end(8, 2*time.Second, 0),
	}))
	g.Expect(moved).To(Equal(map[int]int{2: 4, 3: 2, 4: 3}))
	g.Expect(told[1].Socket).To(Equal(int64(3)), "what was told stays as it was")
	empty, none := ledger.Timeline(nil).Settled()
	g.Expect(empty).To(BeEmpty())
	g.Expect(none).To(BeEmpty())
}

func TestRequestsOfOneInstantAreToldInOneOrder(t *testing.T) {
	g := NewWithT(t)
	event := func(seq int, kind ledger.Kind, socket int64) ledger.Event {
		return ledger.Event{Seq: seq, At: time.Second, Who: ledger.Server, Kind: kind, Socket: socket}
	}
	settled, _ := ledger.Timeline{
		event(1, ledger.LinkClosed, 9), event(2, ledger.ConnAccepted, 4), event(3, ledger.ConnAccepted, 3),
		event(4, ledger.LBSRequest, 4), event(5, ledger.Handshake, 3), event(6, ledger.LinkClosed, 1),
	}.Settled()
	g.Expect(settled).To(Equal(ledger.Timeline{
		event(1, ledger.LinkClosed, 9), event(2, ledger.ConnAccepted, 3), event(3, ledger.Handshake, 3),
		event(4, ledger.ConnAccepted, 4), event(5, ledger.LBSRequest, 4), event(6, ledger.LinkClosed, 1),
	}), "a request's own order stays, and no request passes an end")
}

func TestPacketsOfOneInstantAreToldInOneOrder(t *testing.T) {
	g := NewWithT(t)
	event := func(seq int, kind ledger.Kind, socket int64) ledger.Event {
		return ledger.Event{Seq: seq, At: time.Second, Who: ledger.Server, Kind: kind, Socket: socket}
	}
	settled, _ := ledger.Timeline{
		event(1, ledger.Packet, 7), event(2, ledger.Logout, 7), event(3, ledger.Packet, 4), event(4, ledger.Logout, 4),
		event(5, ledger.PacketSent, 2), event(6, ledger.Packet, 3), event(7, ledger.CloseReceived, 2),
		event(8, ledger.CloseReceived, 1),
	}.Settled()
	g.Expect(settled).To(Equal(ledger.Timeline{
		event(1, ledger.Packet, 4), event(2, ledger.Logout, 4), event(3, ledger.Packet, 7), event(4, ledger.Logout, 7),
		event(5, ledger.PacketSent, 2), event(6, ledger.Packet, 3), event(7, ledger.CloseReceived, 1),
		event(8, ledger.CloseReceived, 2),
	}), "no packet passes what the service sends, and no close frame a packet")
}
