package platform

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

func (w *world) hide() { w.turn(func() { w.Hide(func() {}) }) }
func (w *world) show() { w.turn(func() { w.Show(func() {}) }) }

func in(b clients.Background) func(*world) {
	return func(w *world) { w.rules.Background = b }
}

func TestTheBackgroundEndsSocketsAfterItsTime(t *testing.T) {
	w := start(t)
	c, _ := w.open()
	hidden := w.mark()
	w.hide()
	w.Expect(c.closed().At - hidden.At).To(Equal(5 * time.Second))
	w.Expect(c.told()).To(Equal([]string{"open", "close 1000 interrupted"}))
	w.show()
	w.Expect(w.Rest()).To(Equal(clients.Rest{}), "nothing of the platform's own counts as the client's")
}

func TestAProgramThatIsShownInTimeKeepsItsSockets(t *testing.T) {
	w := start(t)
	c, _ := w.open()
	w.hide()
	w.hide() // twice is once
	w.pass(4999 * time.Millisecond)
	w.show()
	w.pass(time.Minute)
	w.Expect(c.told()).To(Equal([]string{"open"}))
	w.show() // it is shown already
}

func TestAPlatformThatRaisesNoClose(t *testing.T) {
	w := start(t, in(clients.Background{ClosesAfter: time.Second}))
	c, _ := w.open()
	w.hide()
	w.Expect(c.closed().Reason).To(Equal("interrupted"), "the host counts it all the same")
	w.show()
	w.Expect(c.told()).To(Equal([]string{"open"}))
	w.Expect(c.write("x", false)).To(MatchError(ErrNotOpen))
	w.Expect(c.end(1000, "")).To(MatchError(ErrNotOpen))
	w.open()
}

func TestASuspendedProgramDoesNotRun(t *testing.T) {
	w := start(t, in(clients.Background{ClosesAfter: 5 * time.Second, RaisesClose: true, TimersStop: true}))
	c, _ := w.open()
	var order []string
	say := func(what string) func() { return func() { order = append(order, what) } }
	w.turn(func() {
		w.AfterFunc(4*time.Second, say("a timer in time"))
		w.AfterFunc(7*time.Second, say("a timer meanwhile"))
		w.AfterFunc(3*time.Minute, say("a timer of later"))
		called := w.AfterFunc(8*time.Second, say("a timer that was called off"))
		w.AfterFunc(4*time.Second, called.Stop)
	})
	c.on["close"] = say("close")
	w.hide()
	w.wait(time.Minute)
	w.Post(say("the application"))
	w.Rest()
	w.Expect(order).To(Equal([]string{"a timer in time"}))
	w.Expect(w.ledger.Timeline().Where(ledger.Is(ledger.SocketClosed))).To(HaveLen(1), "the platform goes on")
	w.wait(time.Minute)
	w.Act(func() { w.Show(say("show")) })
	w.pass(time.Millisecond)
	w.Expect(order).To(Equal([]string{"a timer in time", "show", "close", "a timer meanwhile", "the application"}))
	w.pass(5 * time.Minute)
	w.Expect(order[5:]).To(Equal([]string{"a timer of later"}))
}

func TestABackgroundWithoutANetwork(t *testing.T) {
	w := start(t, in(clients.Background{ClosesAfter: 5 * time.Second, RaisesClose: true, NetworkStops: true}))
	defer w.srv.hold()()
	open, _ := w.open()
	opening := w.connect(heldURL)
	var got []string
	ask := func() {
		w.Do(Request{URL: "https://link.example/hold", Method: "GET", Timeout: time.Minute},
			func(r Response) { got = append(got, r.Err) })
	}
	w.turn(ask)
	w.hide()
	w.pass(6 * time.Second)
	w.Expect(got).To(Equal([]string{"interrupted"}))
	w.Expect(open.told()).To(Equal([]string{"open", "close 1000 interrupted"}))
	w.Expect(opening.told()).To(Equal([]string{"error interrupted", "close 1006 abnormal closure"}))
	w.turn(ask)
	next := w.connect(socketURL)
	w.pass(time.Millisecond)
	w.Expect(got).To(HaveLen(2))
	w.Expect(next.told()).To(Equal([]string{"error interrupted", "close 1006 abnormal closure"}))
	w.show()
	w.open()
}
