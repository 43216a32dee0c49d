package platform

import (
	"testing"
	"time"

	"github.com/gorilla/websocket"
	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

// lives returns what the host wrote of a socket.
func (c *client) lives() []ledger.Kind {
	var out []ledger.Kind
	for _, e := range c.w.ledger.Timeline().Where(ledger.By(ledger.Host), socket(c)) {
		out = append(out, e.Kind)
	}
	return out
}

func TestAnUndelayedLifeTakesNoSessionTime(t *testing.T) {
	w := start(t)
	w.pass(time.Hour)
	c, p := w.open()
	w.Expect(c.end(1000, "bye")).To(Succeed())
	e := c.closed()
	w.Expect(e.At).To(Equal(time.Hour))
	w.Expect(e.CloseCode).To(Equal("1000"))
	w.Expect(e.Reason).To(Equal("answered"), "what the peer's answer says")
	w.Expect(e.Detail).To(Equal("close frame"))
	w.Expect(<-p.closes).To(Equal(websocket.CloseError{Code: 1000, Text: "bye"}))
	w.Expect(c.told()).To(HaveExactElements("open", "close 1000 answered"))
	w.Expect(c.lives()).To(
		HaveExactElements(ledger.SocketConnecting, ledger.SocketOpen, ledger.SocketClosing, ledger.SocketClosed))
	w.Expect(e.URL).To(Equal(socketURL))
	w.pass(time.Second)
	w.Expect(w.clock.Pending()).To(BeZero(), "nobody waits for the answer any more")
}

func TestAPeerThatNeverAnswersACloseIsGivenUp(t *testing.T) {
	w := start(t, func(w *world) { w.rules.Total = 1 })
	w.srv.answerCloseAfter(never)
	c, _ := w.open()
	w.pass(time.Second)
	w.Expect(c.end(1000, "")).To(Succeed())
	w.pass(time.Minute - 1)
	w.exceeded("a nanosecond is left of the minute")
	w.Expect(c.lives()).NotTo(ContainElement(ledger.SocketClosed))
	w.clock.AfterFunc(2, func(time.Duration) {}) // it must not come before the end
	e := c.closed()
	w.Expect(e.At).To(Equal(time.Second + time.Minute))
	w.Expect(e.CloseCode).To(Equal("1006"))
	w.Expect(e.Reason).To(Equal("abnormal closure"))
	w.Expect(c.told()).To(HaveExactElements("open", "close 1006 abnormal closure"))
	w.Expect(w.connect(socketURL).err).NotTo(HaveOccurred())
}

func TestThePeersCloseArrives(t *testing.T) {
	for _, tc := range []struct {
		name         string
		code         int
		reason, told string
	}{
		{"with a reason", 4001, "kicked", "close 4001 kicked"},
		{"without a reason", 1001, "", "close 1001"},
		{"without a code", websocket.CloseNoStatusReceived, "", "close 1005"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := start(t)
			c, p := w.open()
			p.closeWith(tc.code, tc.reason)
			c.closed()
			w.Expect(c.told()).To(HaveExactElements("open", tc.told))
			w.Expect(c.lives()).To(HaveExactElements(ledger.SocketConnecting, ledger.SocketOpen, ledger.SocketClosed),
				"the client did not close it")
			w.Expect((<-p.closes).Code).To(Equal(tc.code), "the platform answers with the same code")
		})
	}
}

func TestAnAbnormalEnd(t *testing.T) {
	w := start(t)
	c, p := w.open()
	_ = p.conn.Close() // no close frame
	e := c.closed()
	w.Expect(e.CloseCode).To(Equal("1006"))
	w.Expect(e.Reason).To(Equal("abnormal closure"))
	w.Expect(e.Detail).To(BeElementOf("EOF", "connection reset"))
	w.Expect(c.told()).To(HaveExactElements("open", "close 1006 abnormal closure"))
}

func TestACloseOfAClosingOrClosedSocketIsRefused(t *testing.T) {
	w := start(t)
	c, _ := w.open()
	w.turn(func() {
		w.Expect(c.Socket.Close(1000, "")).To(Succeed())
		w.Expect(c.Socket.Close(1000, "")).To(MatchError(ErrNotOpen))
		w.Expect(c.Send([]byte("late"), false)).To(MatchError(ErrNotOpen))
	})
	c.closed()
	w.Expect(c.end(1000, "")).To(MatchError(ErrNotOpen))
	w.Expect(c.write("late", false)).To(MatchError(ErrNotOpen))
	w.Expect(c.told()).To(HaveExactElements("open", "close 1000 answered"), "closed once")
}

func TestACloseWhileTheServiceHoldsTheUpgradeBack(t *testing.T) {
	w := start(t)
	defer w.srv.hold()()
	c := w.connect(heldURL)
	w.await(ledger.Event{}, ledger.Is(ledger.Held))
	w.pass(time.Second)
	w.Expect(c.write("early", false)).To(MatchError(ErrNotOpen))
	w.Expect(c.end(1000, "changed my mind")).To(Succeed())
	e := c.closed()
	w.Expect(e.At).To(Equal(time.Second), "at once: there is no peer that could answer")
	w.Expect(c.told()).To(HaveExactElements("close 1000"))
	w.Expect(c.lives()).To(HaveExactElements(ledger.SocketConnecting, ledger.SocketClosing, ledger.SocketClosed))
	w.pass(time.Hour) // the service learns of it too: nothing is under way
}

// The connection may be up by the time of the close, or not: the client is told the same.
func TestACloseThatMeetsTheUpgradesAnswer(t *testing.T) {
	for range 30 {
		w := start(t)
		release := w.srv.hold()
		c := w.connect(heldURL)
		w.await(ledger.Event{}, ledger.Is(ledger.Held))
		w.turn(func() {
			go release()
			_ = c.Socket.Close(1000, "")
		})
		c.closed()
		w.Expect(c.told()).To(HaveExactElements("close 1000"))
		w.pass(time.Hour)
		w.Close()
		w.srv.Close()
	}
}

func TestACloseInTheTurnOfTheConnectReachesNobody(t *testing.T) {
	w := start(t)
	var c *client
	w.turn(func() {
		c = w.connectNow(socketURL)
		_ = c.Socket.Close(1000, "")
	})
	c.closed()
	w.Expect(c.told()).To(HaveExactElements("close 1000"))
	w.Expect(w.srv.Connections()).To(BeZero())
}

func TestARefusedDial(t *testing.T) {
	w := start(t, func(w *world) { w.env.Addr = "127.0.0.1:1" }) // nothing listens there
	c := w.connect(socketURL)
	e := c.closed()
	w.Expect(e.Detail).To(Equal("connection refused"))
	w.Expect(c.told()).To(HaveExactElements("error connection refused", "close 1006 abnormal closure"))
	w.Expect(c.lives()).To(HaveExactElements(ledger.SocketConnecting, ledger.SocketClosed))
	w.pass(time.Hour) // nothing is under way
}

func TestARefusedUpgrade(t *testing.T) {
	w := start(t)
	c := w.connect(refusedURL)
	c.closed()
	w.Expect(c.told()).To(HaveExactElements("error bad handshake", "close 1006 abnormal closure"))
	w.pass(time.Hour)
}

func TestAClientThatClosesWhenTheSocketFailed(t *testing.T) {
	w := start(t)
	var c *client
	var err error
	w.turn(func() {
		c = w.connectNow(refusedURL)
		c.on["error"] = func() { err = c.Socket.Close(1000, "") }
	})
	c.closed()
	w.Expect(c.told()).To(HaveExactElements("error bad handshake", "close 1006 abnormal closure"))
	w.Expect(err).To(MatchError(ErrNotOpen), "it is over")
}

func TestAnInterruptEndsOpenSocketsOnly(t *testing.T) {
	w := start(t, func(w *world) { w.rules.Total = 3 })
	defer w.srv.hold()()
	first, p := w.open()
	second, _ := w.open()
	opening := w.connect(heldURL)
	w.turn(w.Interrupt)
	first.closed()
	second.closed()
	w.Expect(first.told()).To(HaveExactElements("open", "close 1000 interrupted"))
	w.Expect(second.told()).To(HaveExactElements("open", "close 1000 interrupted"))
	w.Expect(opening.told()).To(BeEmpty())
	w.Expect(p.closes).NotTo(Receive(), "there is no closing handshake")
	closing := w.ledger.Timeline().Where(ledger.Is(ledger.SocketClosing))
	w.Expect(closing).To(HaveLen(2))
	w.Expect(closing[0].Socket).To(Equal(first.ID()), "in the order of their making")
	w.Expect(w.Rest().Sockets).To(Equal(1))
}
