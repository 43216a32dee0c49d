package platform

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clock"
	"nimcert/ledger"
)

// Answers of one instant reach this machine in any order. The client gets them in the order in which it asked.
func TestAnswersOfOneInstantComeInTheOrderOfTheirRequests(t *testing.T) {
	const requests = 60
	w := start(t)
	var began, ended []int64
	w.turn(func() {
		for range requests {
			w.Do(get("https://api.example/"), func(Response) {})
		}
	})
	w.pass(time.Second)
	for _, e := range w.ledger.Timeline() {
		switch e.Kind {
		case ledger.RequestStart:
			began = append(began, e.Socket)
		case ledger.RequestEnd:
			ended = append(ended, e.Socket)
			w.Expect(e.At).To(BeZero())
		}
	}
	w.Expect(began).To(HaveLen(requests))
	w.Expect(ended).To(Equal(began))
}

// Sockets that the network ends at once: whoever comes back first, it is the same one every time.
func TestEndsOfOneInstantComeInTheOrderOfTheirSockets(t *testing.T) {
	const sockets = 12
	w := start(t, func(w *world) { w.rules.Total = sockets })
	var peers []*peer
	for range sockets {
		_, p := w.open()
		peers = append(peers, p)
	}
	m := w.mark()
	for i := range peers {
		_ = peers[sockets-1-i].conn.Close()
	}
	w.pass(time.Second)
	closed := w.ledger.Timeline().After(m.Seq).Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed))
	w.Expect(closed).To(HaveLen(sockets))
	for i, e := range closed {
		w.Expect(e.At).To(Equal(m.At))
		w.Expect(e.Socket).To(Equal(peers[i].id))
	}
}

// endArrives closes the service's end of a socket, and waits until the client's end knows.
func (w *world) endArrives(c *client, p *peer) {
	_ = p.conn.Close()
	w.Eventually(func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.ended
	}).Should(BeTrue())
}

// The end of a socket has arrived and waits for its turn; what the client sends until then goes nowhere, and holds
// nothing.
func TestSendingThroughASocketWhoseEndHasArrived(t *testing.T) {
	w := start(t)
	c, p := w.open()
	w.turn(func() {
		w.endArrives(c, p)
		w.Expect(c.Send([]byte("too late"), false)).To(Succeed(), "the client was told of no end")
	})
	w.turn(func() {
		w.Expect(c.got).To(HaveExactElements("open"))
		w.Expect(c.Close(1000, "")).To(Succeed())
	})
	w.pass(time.Second)
	w.Expect(c.told()).To(HaveExactElements("open", "close 1006 abnormal closure"))
	w.Expect(w.clock.Now()).To(Equal(time.Second))
}

// The platform drops a socket whose end has arrived already.
func TestInterruptingASocketWhoseEndHasArrived(t *testing.T) {
	w := start(t)
	c, p := w.open()
	w.turn(func() {
		w.endArrives(c, p)
		w.Interrupt()
	})
	w.pass(time.Second)
	w.Expect(c.told()).To(HaveExactElements("open", "close 1000 interrupted"))
}

func TestOnARealClockArrivalsDoNotWait(t *testing.T) {
	w := startOn(t, clock.Real)
	// while the test holds the clock, at which a skipping one would never be at rest
	w.ask(get("https://api.example/")).answer()
}

// Turns that the first of several arrivals posts come after all arrivals, however fast they are.
func TestWhatAnArrivalPostsComesBehindTheOtherArrivals(t *testing.T) {
	const requests = 200
	for range 10 {
		w := start(t)
		var got []string
		w.turn(func() {
			for range requests {
				w.Do(get("https://api.example/"), func(Response) {
					got = append(got, "arrived")
					w.Post(func() { got = append(got, "posted") })
				})
			}
		})
		w.pass(time.Second)
		w.Expect(got).To(HaveLen(2 * requests))
		w.Expect(got[:requests]).To(HaveEach("arrived"))
		w.Close()
	}
}
