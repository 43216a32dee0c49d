package ledger_test

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

// line numbers events by their place.
func line(events ...ledger.Event) ledger.Timeline {
	for i := range events {
		events[i].Seq = i + 1
		events[i].At = time.Duration(i+1) * time.Second
	}
	return events
}

func at(who ledger.Witness, kind ledger.Kind, socket int64) ledger.Event {
	return ledger.Event{Who: who, Kind: kind, Socket: socket}
}

func numbers(t ledger.Timeline) []int {
	out := []int{}
	for _, e := range t {
		out = append(out, e.Seq)
	}
	return out
}

func TestFilters(t *testing.T) {
	g := NewWithT(t)
	tl := line(
		ledger.Event{Who: ledger.Host, Kind: ledger.SocketOpen, Instance: "alice"},
		ledger.Event{Who: ledger.Server, Kind: ledger.LinkOpen, Instance: "alice"},
		ledger.Event{Who: ledger.Host, Kind: ledger.SocketClosed, Instance: "bob"},
		ledger.Event{Who: ledger.Host, Kind: ledger.SocketOpen, Instance: "bob"},
	)
	g.Expect(numbers(tl.Where())).To(Equal([]int{1, 2, 3, 4}))
	g.Expect(numbers(tl.Where(ledger.Is(ledger.SocketOpen)))).To(Equal([]int{1, 4}))
	g.Expect(numbers(tl.Where(ledger.Is(ledger.SocketOpen, ledger.LinkOpen)))).To(Equal([]int{1, 2, 4}))
	g.Expect(numbers(tl.Where(ledger.Is()))).To(BeEmpty())
	g.Expect(numbers(tl.Where(ledger.By(ledger.Server)))).To(Equal([]int{2}))
	g.Expect(numbers(tl.Where(ledger.Of("bob")))).To(Equal([]int{3, 4}))
	g.Expect(numbers(tl.Where(ledger.Of("bob"), ledger.Is(ledger.SocketOpen)))).To(Equal([]int{4}), "all of them")
	g.Expect(numbers(tl.Where(ledger.All(ledger.By(ledger.Host), ledger.Of("alice"))))).To(Equal([]int{1}))

	first, ok := tl.First(ledger.By(ledger.Host), ledger.Of("bob"))
	g.Expect(ok).To(BeTrue())
	g.Expect(first.Seq).To(Equal(3))
	last, ok := tl.Last(ledger.Is(ledger.SocketOpen))
	g.Expect(ok).To(BeTrue())
	g.Expect(last.Seq).To(Equal(4))
	for _, find := range []func(...ledger.Filter) (ledger.Event, bool){tl.First, tl.Last} {
		none, ok := find(ledger.Of("carol"))
		g.Expect(ok).To(BeFalse())
		g.Expect(none).To(Equal(ledger.Event{}))
	}
}

func TestAfterAndBefore(t *testing.T) {
	g := NewWithT(t)
	tl := line(mark("a"), mark("b"), mark("c"), mark("b"), mark("e"))
	g.Expect(numbers(tl.After(2))).To(Equal([]int{3, 4, 5}))
	g.Expect(numbers(tl.After(0))).To(Equal([]int{1, 2, 3, 4, 5}))
	g.Expect(numbers(tl.After(5))).To(BeEmpty())
	g.Expect(numbers(tl.Before(3))).To(Equal([]int{1, 2}))
	g.Expect(numbers(tl.Before(1))).To(BeEmpty())
	g.Expect(numbers(tl.Before(99))).To(Equal([]int{1, 2, 3, 4, 5}))
	g.Expect(numbers(tl.After(1).Before(5))).To(Equal([]int{2, 3, 4}))
	some := tl.Where(func(e ledger.Event) bool { return e.Detail == "b" }) // with a gap
	g.Expect(numbers(some.After(3))).To(Equal([]int{4}))
	g.Expect(numbers(some.Before(3))).To(Equal([]int{2}))
}

// Two sockets overlap, a third follows; the service's view differs.
var lives = line(
	at(ledger.Host, ledger.SocketConnecting, 1),
	at(ledger.Server, ledger.LinkOpen, 1),
	at(ledger.Host, ledger.SocketOpen, 1),
	at(ledger.Host, ledger.SocketConnecting, 2),
	at(ledger.Host, ledger.SocketRefused, 0),
	at(ledger.Host, ledger.SocketClosing, 1),
	at(ledger.Server, ledger.LinkClosed, 1),
	at(ledger.Host, ledger.SocketClosed, 1),
	at(ledger.Host, ledger.SocketConnecting, 3),
	at(ledger.Proxy, ledger.SocketConnecting, 9),
	at(ledger.Server, ledger.LinkOpen, 3),
	at(ledger.Server, ledger.LinkOpen, 2),
	at(ledger.Host, ledger.SocketClosed, 2),
)

func TestCensusAndLive(t *testing.T) {
	for _, tc := range []struct {
		after        int
		host, server []int64
	}{
		{0, nil, nil},
		{1, []int64{1}, nil},
		{5, []int64{1, 2}, []int64{1}},
		{7, []int64{1, 2}, nil}, // closing counts until it is closed
		{8, []int64{2}, nil},
		{12, []int64{2, 3}, []int64{3, 2}},
		{13, []int64{3}, []int64{3, 2}},
	} {
		g := NewWithT(t)
		past := lives[:tc.after]
		for who, want := range map[ledger.Witness][]int64{ledger.Host: tc.host, ledger.Server: tc.server} {
			g.Expect(past.Live(who)).To(HaveLen(len(want)), "%s after %d", who, tc.after)
			if len(want) > 0 {
				g.Expect(past.Live(who)).To(Equal(want), "%s after %d", who, tc.after)
			}
			g.Expect(past.Census(who)).To(Equal(len(want)))
		}
	}
}

func TestPeak(t *testing.T) {
	g := NewWithT(t)
	n, e := lives.Peak(ledger.Host)
	g.Expect(n).To(Equal(2))
	g.Expect(e.Seq).To(Equal(4), "the first event that reached it")
	n, e = lives.Peak(ledger.Server)
	g.Expect(n).To(Equal(2))
	g.Expect(e.Seq).To(Equal(12))
	n, e = lives[:11].Peak(ledger.Server)
	g.Expect(n).To(Equal(1))
	g.Expect(e.Seq).To(Equal(2))
	n, e = lives.Peak(ledger.Client)
	g.Expect(n).To(BeZero())
	g.Expect(e).To(Equal(ledger.Event{}))
}

func TestSpans(t *testing.T) {
	g := NewWithT(t)
	tl := line(
		ledger.Event{Who: ledger.Host, Kind: ledger.SocketConnecting, Socket: 7, URL: "wss://one"},
		ledger.Event{Who: ledger.Server, Kind: ledger.LinkOpen, Socket: 7},
		at(ledger.Host, ledger.SocketOpen, 7),
		ledger.Event{Who: ledger.Host, Kind: ledger.SocketConnecting, Socket: 5, URL: "wss://two"},
		at(ledger.Host, ledger.SocketClosing, 7),
		ledger.Event{Who: ledger.Server, Kind: ledger.LinkClosed, Socket: 7, CloseCode: "1000",
			Reason: "as the service saw it"},
		ledger.Event{Who: ledger.Host, Kind: ledger.SocketClosed, Socket: 7, CloseCode: "1006",
			Reason: "abnormal closure"},
		ledger.Event{Who: ledger.Server, Kind: ledger.LinkOpen, Socket: -1},
	)
	g.Expect(tl.Spans()).To(Equal([]ledger.Span{
		{
			Socket: 7, URL: "wss://one", Connecting: 1 * time.Second, Open: 3 * time.Second, Closing: 5 * time.Second,
			Closed:     7 * time.Second,
			ServerOpen: 2 * time.Second, ServerClosed: 6 * time.Second, CloseCode: "1006",
			CloseReason: "abnormal closure",
		},
		{Socket: 5, URL: "wss://two", Connecting: 4 * time.Second, Open: -1, Closing: -1, Closed: -1, ServerOpen: -1,
			ServerClosed: -1},
		{Socket: -1, Connecting: -1, Open: -1, Closing: -1, Closed: -1, ServerOpen: 8 * time.Second, ServerClosed: -1},
	}))
	g.Expect(ledger.Timeline{}.Spans()).To(BeEmpty())
}

// The service hears of two connections in no order: one that the client gave up before it opened the next may end after
// that in its book.
func TestThePeakAtTheServiceKnowsNoOrderWithinAnInstant(t *testing.T) {
	line := func(at time.Duration, kind ledger.Kind, socket int64) ledger.Event {
		return ledger.Event{At: at, Who: ledger.Server, Kind: kind, Socket: socket}
	}
	for name, tc := range map[string]struct {
		closes time.Duration
		want   int
	}{"at once": {time.Second, 1}, "a moment later": {time.Second + 40*time.Millisecond, 1},
		"later": {time.Second + 60*time.Millisecond, 2}} {
		t.Run(name, func(t *testing.T) {
			peak, _ := ledger.Timeline{line(0, ledger.LinkOpen, 1), line(time.Second, ledger.LinkOpen, 2),
				line(tc.closes, ledger.LinkClosed, 1), line(time.Minute, ledger.LinkClosed, 2)}.Peak(ledger.Server)
			if peak != tc.want {
				t.Errorf("peak %d, not %d", peak, tc.want)
			}
		})
	}
}

func TestLastLooksAtTheFirstEvent(t *testing.T) {
	g := NewWithT(t)
	tl := line(at(ledger.Host, ledger.SocketOpen, 1), at(ledger.Host, ledger.SocketClosed, 1))
	e, ok := tl.Last(ledger.Is(ledger.SocketOpen))
	g.Expect(ok).To(BeTrue())
	g.Expect(e.Seq).To(Equal(1))
}
