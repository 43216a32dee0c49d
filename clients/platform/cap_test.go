package platform

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

// exceeded checks that the platform refuses one socket more, and says so.
func (w *world) exceeded(why string) {
	w.t.Helper()
	m := w.mark()
	c := w.connect(socketURL)
	w.Expect(c.err).To(MatchError(ErrExceeded), why)
	w.Expect(c.Socket).To(BeNil())
	refused := w.ledger.Timeline().After(m.Seq).Where(ledger.Is(ledger.SocketRefused))
	w.Expect(refused).To(HaveLen(1))
	w.Expect(refused[0].Who).To(Equal(ledger.Host))
	w.Expect(refused[0].URL).To(Equal(socketURL))
	w.Expect(refused[0].Count).To(Equal(w.rules.Total))
	w.Expect(refused[0].Reason).To(Equal("exceed max concurrent count"))
}

func TestTheCapCountsSocketsThatConnect(t *testing.T) {
	w := start(t)
	release := w.srv.hold()
	defer release()
	first, second := w.connect(heldURL), w.connect(heldURL)
	w.Expect(first.err).NotTo(HaveOccurred())
	w.Expect(second.err).NotTo(HaveOccurred())
	w.exceeded("two connect")
	w.Expect(first.told()).To(BeEmpty())
}

func TestTheCapCountsOpenSockets(t *testing.T) {
	w := start(t)
	w.open()
	w.open()
	w.exceeded("two are open")
	w.Expect(w.ledger.Timeline().Census(ledger.Host)).To(Equal(2))
}

func TestTheCapCountsClosingSockets(t *testing.T) {
	w := start(t)
	w.srv.answerCloseAfter(5 * time.Second)
	c, _ := w.open()
	w.open()
	w.Expect(c.end(1000, "")).To(Succeed())
	w.exceeded("one is open, one is closing")
	w.pass(5*time.Second - 1)
	w.exceeded("the answer comes in a nanosecond")
	w.Expect(c.closed().At).To(Equal(w.ledger.Timeline().Where(ledger.Is(ledger.SocketClosing))[0].At + 5*time.Second))
	third := w.connect(socketURL)
	w.Expect(third.err).NotTo(HaveOccurred(), "the slot is free")
	w.exceeded("and taken again")
}

func TestTheSlotIsFreeInTheHandlerOfTheClose(t *testing.T) {
	w := start(t, func(w *world) { w.rules.Total = 1 })
	c, _ := w.open()
	var next, early *client
	w.turn(func() {
		c.on["close"] = func() { next = w.connectNow(socketURL) }
		_ = c.Socket.Close(1000, "")
		early = w.connectNow(socketURL)
	})
	c.closed()
	w.turn(func() {})
	w.Expect(early.err).To(MatchError(ErrExceeded))
	w.Expect(next.err).NotTo(HaveOccurred())
	w.await(ledger.Event{}, ledger.Is(ledger.SocketOpen), socket(next))
}

func TestEveryEndFreesTheSlot(t *testing.T) {
	for name, tc := range map[string]struct {
		url string
		end func(w *world, c *client)
	}{
		"the client closes it":                {socketURL, func(w *world, c *client) { w.peer(); _ = c.end(1000, "") }},
		"the service closes it":               {socketURL, func(w *world, c *client) { w.peer().closeWith(4000, "") }},
		"the connection breaks":               {socketURL, func(w *world, c *client) { _ = w.peer().conn.Close() }},
		"the service refuses it":              {refusedURL, func(w *world, c *client) {}},
		"it is no address":                    {"https://link.example", func(w *world, c *client) {}},
		"it does not parse":                   {"wss://%zz", func(w *world, c *client) {}},
		"the client closes it while it opens": {heldURL, func(w *world, c *client) { _ = c.end(1000, "") }},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, func(w *world) { w.rules.Total = 1 })
			defer w.srv.hold()()
			var c, other *client
			w.turn(func() { c, other = w.connectNow(tc.url), w.connectNow(socketURL) })
			w.Expect(c.err).NotTo(HaveOccurred())
			w.Expect(other.err).To(MatchError(ErrExceeded), "the only slot is taken")
			if tc.url == socketURL {
				w.await(ledger.Event{}, ledger.Is(ledger.SocketOpen))
			}
			tc.end(w, c)
			c.closed()
			w.Expect(w.Rest().Sockets).To(BeZero())
			w.Expect(w.ledger.Timeline().Census(ledger.Host)).To(BeZero())
			w.Expect(w.connect(socketURL).err).NotTo(HaveOccurred())
			w.exceeded("the slot is taken again")
		})
	}
}

func TestTheCapMayChange(t *testing.T) {
	w := start(t)
	w.open()
	w.rules.Total = 1
	w.exceeded("the limit is one now")
	w.rules.Total = 2
	w.open()
	w.rules.Total = 0
	w.Expect(w.connect(socketURL).err).To(MatchError(ErrExceeded))
	w.Expect(w.Rest().Sockets).To(Equal(2), "a lower limit ends no socket")
}
