package platform

import (
	"fmt"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

func TestMessagesBothWays(t *testing.T) {
	w := start(t)
	c, p := w.open()
	w.Expect(c.write("text", false)).To(Succeed())
	w.Expect(c.write("\x00\xff", true)).To(Succeed())
	p.send(websocket.TextMessage, "hello")
	p.send(websocket.BinaryMessage, "\x01")
	w.pass(time.Hour)
	w.Expect(<-p.messages).To(Equal("text"))
	w.Expect(<-p.messages).To(Equal("\x00\xff"))
	w.Expect(c.told()).To(HaveExactElements("open", "message hello false", "message \x01 true"))
}

func TestMessagesKeepTheirOrderAndComeBeforeTheClose(t *testing.T) {
	w := start(t)
	c, p := w.open()
	w.turn(func() {
		for i := range 500 {
			w.Expect(c.Send(fmt.Append(nil, i), false)).To(Succeed())
		}
		w.Expect(c.Socket.Close(1000, "")).To(Succeed())
	})
	c.closed()
	for i := range 500 {
		w.Expect(p.messages).To(Receive(Equal(fmt.Sprint(i))))
	}
}

func TestMessagesThatNobodyWillSendHoldNothing(t *testing.T) {
	w := start(t)
	for range 5 {
		c, p := w.open()
		w.turn(func() {
			_ = p.conn.Close()
			for range 1000 {
				_ = c.Send([]byte("lost"), false)
			}
		})
		c.closed()
		w.pass(time.Hour)
	}
}

func TestAMessageThatArrivesWhileTheSocketClosesIsDropped(t *testing.T) {
	w := start(t)
	w.srv.answerCloseAfter(time.Second)
	c, p := w.open()
	w.Expect(c.end(1000, "")).To(Succeed())
	p.send(websocket.TextMessage, "late")
	c.closed()
	w.Expect(c.told()).To(HaveExactElements("open", "close 1000 answered"))
}

func TestTimeStandsStillWhileMessagesAreUnderWay(t *testing.T) {
	w := start(t)
	w.srv.echo = true
	w.pass(time.Hour)
	c, _ := w.open()
	w.turn(func() {
		w.AfterFunc(time.Millisecond, func() { w.Add(mark("a millisecond")) })
		c.on["message"] = func() {
			if len(c.got) > 200 {
				w.Add(mark("enough"))
			} else {
				_ = c.Send([]byte("again"), false)
			}
		}
		_ = c.Send([]byte("first"), false)
	})
	e := w.await(ledger.Event{}, detail("enough"))
	w.Expect(e.At).To(Equal(time.Hour))
	w.Expect(w.ledger.Timeline().Where(detail("a millisecond"))).To(BeEmpty())
	e = w.await(e, detail("a millisecond"))
	w.Expect(e.At).To(Equal(time.Hour + time.Millisecond))
}

func mark(text string) ledger.Event {
	return ledger.Event{Who: ledger.Client, Kind: ledger.Mark, Detail: text}
}

func detail(text string) ledger.Filter {
	return func(e ledger.Event) bool { return e.Detail == text }
}

func TestWhatATurnDoesComesBeforeWhatTheNetworkDoes(t *testing.T) {
	reached := make(chan struct{}, 8)
	w := start(t, func(w *world) {
		w.env.Reachable = func(string) bool {
			reached <- struct{}{}
			return false
		}
	})
	var got []string
	w.turn(func() {
		c := w.connectNow(socketURL)
		c.on["error"] = func() { got = append(got, "the socket fails") }
		w.Do(Request{Method: "GET", URL: "https://api.example/", Timeout: time.Minute},
			func(Response) { got = append(got, "the request fails") })
		w.Post(func() { got = append(got, "posted in the turn") })
		w.Consistently(reached, 10*time.Millisecond).ShouldNot(Receive(), "the turn runs yet")
	})
	w.pass(time.Hour)
	w.turn(func() {})
	w.Expect(got).To(HaveLen(3))
	w.Expect(got[0]).To(Equal("posted in the turn"))
}
