package ledger

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"
)

// overlap is a client that opens its second socket while the first one closes.
func overlap(first ...Event) Timeline {
	t := append(Timeline(nil), first...)
	for _, e := range []Event{
		{At: 1, Who: Host, Kind: SocketConnecting, Socket: 1}, {At: 1, Who: Server, Kind: LinkOpen, Socket: 1},
		{At: 2, Who: Host, Kind: SocketClosing, Socket: 1},
		{At: 3, Who: Host, Kind: SocketConnecting, Socket: 2}, {At: 3, Who: Server, Kind: LinkOpen, Socket: 2},
		{At: 9, Who: Server, Kind: LinkClosed, Socket: 1}, {At: 9, Who: Host, Kind: SocketClosed, Socket: 1},
	} {
		e.Seq, e.At = len(t)+1, e.At*time.Second
		t = append(t, e)
	}
	return t
}

func TestTakingIsTheTimeLineWhereClosingSocketsCount(t *testing.T) {
	g := NewWithT(t)
	peak, at := overlap().Taking().Peak(Host)
	g.Expect([]any{peak, at.Seq}).To(Equal([]any{2, 4}))
	g.Expect(overlap()[:5].Taking().Census(Server)).To(Equal(2))
}

func TestTakingEndsASocketWithItsClose(t *testing.T) {
	g := NewWithT(t)
	free := overlap(Event{Seq: 1, Kind: ClosingFree}).Taking()
	for _, w := range []Witness{Host, Server} {
		peak, _ := free.Peak(w)
		g.Expect(peak).To(Equal(1), string(w))
		g.Expect(free.Live(w)).To(Equal([]int64{2}), string(w))
	}
	aborted := Timeline{{Kind: ClosingFree}, {Who: Host, Kind: SocketConnecting, Socket: 1},
		{Who: Host, Kind: SocketClosing, Socket: 1}, {Who: Server, Kind: LinkOpen, Socket: 1}}
	g.Expect(aborted.Taking().Census(Server)).To(BeZero(), "closed while it opened")
}
