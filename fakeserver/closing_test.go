package fakeserver_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	. "github.com/onsi/gomega"

	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

func TestACloseIsOnTheLedgerBeforeItsAnswerArrives(t *testing.T) {
	b := start(t, clock.Real)
	p := b.loggedIn("alice")
	p.sendClose(4321, "why")
	code, err := p.ended()
	seen := b.ledger.Timeline() // as the peer learns of it
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Expect(code).To(Equal(4321))
	closed, ok := seen.First(ledger.Is(ledger.LinkClosed))
	b.g.Expect(ok).To(BeTrue())
	b.g.Expect([]string{closed.CloseCode, closed.Reason}).To(Equal([]string{"4321", "why"}))
	_, err = p.conn.Read(make([]byte, 1))
	b.g.Expect(err).To(MatchError(io.EOF), "the TCP connection ends too")
}

func TestACloseWithoutACodeIs1005(t *testing.T) {
	b := start(t, clock.Real)
	p := b.link()
	p.sendClose(websocket.CloseNoStatusReceived, "")
	_, _ = p.ended()
	b.g.Expect(b.await(ledger.Is(ledger.LinkClosed)).CloseCode).To(Equal("1005"))
}

func TestACloseIsAnsweredLate(t *testing.T) {
	b := start(t, clock.Skip)
	b.AnswerCloseAfter(30 * time.Minute)
	p := b.link()
	began := time.Now()
	p.sendClose(1000, "")
	code, err := p.ended()
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Expect(code).To(Equal(1000))
	closed := b.await(ledger.Is(ledger.LinkClosed))
	b.g.Expect(closed.At - b.await(ledger.Is(ledger.CloseReceived)).At).To(
		BeNumerically("~", 30*time.Minute, time.Second))
	b.g.Expect(closed.Detail).To(HavePrefix("closed by the client, answered after 30m0"))
	b.g.Expect(time.Since(began)).To(BeNumerically("<", patience), "session time was skipped")

	b.AnswerCloseAfter(0)
	q := b.link()
	q.sendClose(1000, "")
	_, err = q.ended()
	b.g.Expect(err).NotTo(HaveOccurred())
	last, _ := b.ledger.Timeline().Last(ledger.Is(ledger.LinkClosed))
	b.g.Expect(last.Detail).To(Equal("closed by the client"))
}

func TestACloseIsNeverAnswered(t *testing.T) {
	b := start(t, clock.Skip)
	b.AnswerCloseAfter(fakeserver.Never)
	p := b.link()
	later := p.afterAnHour()
	p.sendClose(1000, "bye")
	go func() { _, _ = p.conn.Read(make([]byte, 1)) }() // the client waits for an answer
	b.g.Eventually(later).Should(BeClosed())
	b.g.Expect(b.Links()).To(HaveLen(1))
	b.g.Expect(b.Links()[0].Closing).To(BeTrue())
	b.g.Expect(b.ledger.Timeline().Where(ledger.Is(ledger.LinkClosed))).To(BeEmpty())
	p.drop()
	closed := b.await(ledger.Is(ledger.LinkClosed))
	b.g.Expect([]string{closed.CloseCode, closed.Reason, closed.Detail}).To(
		Equal([]string{"1000", "bye", "close not answered: EOF"}))
}

func TestALateCloseAnswerIsForgottenWhenTheClientGivesUp(t *testing.T) {
	b := start(t, clock.Real)
	b.AnswerCloseAfter(time.Hour)
	p := b.link()
	p.sendClose(1000, "")
	b.g.Eventually(b.clock.Pending).Should(Equal(1))
	p.drop()
	b.g.Expect(b.await(ledger.Is(ledger.LinkClosed)).Detail).To(Equal("close not answered: EOF"))
	b.g.Expect(b.clock.Pending()).To(BeZero())
}

func TestACloseAnswerIsHeldAndReleased(t *testing.T) {
	b := start(t, clock.Real)
	b.Hold(fakeserver.StepClose)
	p := b.link()
	p.sendClose(1000, "")
	b.await(ledger.Is(ledger.Held))
	b.g.Eventually(func() int { return b.Kept(fakeserver.StepClose) }).Should(Equal(1))
	b.g.Expect(b.Links()).To(HaveLen(1))
	b.Release(fakeserver.StepClose)
	code, err := p.ended()
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Expect(code).To(Equal(1000))
}

func TestCloseLinks(t *testing.T) {
	b := start(t, clock.Real)
	alice, bob, room := b.loggedIn("alice"), b.loggedIn("bob"), b.link()
	room.enter("alice", "7")
	b.g.Expect(b.CloseLinks("alice", 4001, "maintenance")).To(Equal(1))
	sent := b.await(ledger.Is(ledger.CloseSent))
	b.g.Expect([]string{sent.Instance, sent.CloseCode, sent.Reason}).To(Equal([]string{"alice", "4001", "maintenance"}))
	b.g.Expect(b.Links()).To(HaveLen(3), "the handshake is complete only when the client answers")
	b.g.Expect(b.Kick("alice", 1, "")).To(BeZero(), "nothing is sent after a Close frame")
	code, err := alice.ended() // reading a Close frame answers it
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Expect(code).To(Equal(4001))
	closed := b.await(ledger.Is(ledger.LinkClosed))
	b.g.Expect([]string{closed.CloseCode, closed.Detail}).To(Equal([]string{"4001", "closed by the service"}))
	bob.alive()
	room.alive()
	b.g.Expect(b.CloseLinks("", 1001, "")).To(Equal(2))
}

func TestAPeerThatVanishes(t *testing.T) {
	b := start(t, clock.Real)
	p := b.loggedIn("alice")
	p.drop()
	closed := b.await(ledger.Is(ledger.LinkClosed), ledger.Of("alice"))
	b.g.Expect([]string{closed.CloseCode, closed.Detail}).To(Equal([]string{"1006", "EOF"}))

	q := b.loggedIn("bob")
	counted, ok := q.conn.(*clock.Conn)
	b.g.Expect(ok).To(BeTrue())
	tcp, ok := counted.Conn.(*net.TCPConn)
	b.g.Expect(ok).To(BeTrue())
	b.g.Expect(tcp.SetLinger(0)).To(Succeed())
	q.drop()
	closed = b.await(ledger.Is(ledger.LinkClosed), ledger.Of("bob"))
	b.g.Expect([]string{closed.CloseCode, closed.Detail}).To(Equal([]string{"1006", "reset"}))
}

func TestMalformedInputIsRecordedAndIgnored(t *testing.T) {
	b := start(t, clock.Real)
	p := b.link()
	for _, text := range []string{"", "x", "3", "9:::{}", "3:a::{}", "3:::", "3:::[]", "3:::{\"SID\":-1}", "3:::{",
		"5:::{}", "3:::null", "\x00\xff"} {
		p.write(text)
		p.alive()
	}
	b.g.Expect(p.ws.WriteMessage(websocket.BinaryMessage, []byte{1, 2, 3})).To(Succeed())
	p.alive()
	p.write("3:::" + strings.Repeat("x", 2<<20))
	p.alive()
	p.ask(2, 3) // no parameters at all
	p.ask(7, 1)
	p.ask(13, 2)
	p.ask(13, 6)
	b.g.Expect(b.ledger.Timeline().Where(detail("malformed frame ignored"))).To(HaveLen(6))
	b.g.Expect(b.ledger.Timeline().Where(detail("malformed packet ignored"))).To(HaveLen(5))
	b.g.Expect(b.ledger.Timeline().Where(detail("binary message of 3 bytes: ignored"))).To(HaveLen(1))
	b.g.Expect(b.ledger.Timeline().Where(detail("more than 1048576 bytes: ignored"))).To(HaveLen(1))
	b.g.Expect(b.ledger.Timeline().Where(detail("frame ignored: 5:::{}"))).To(HaveLen(1))
}

func TestStopAndRestart(t *testing.T) {
	b := start(t, clock.Real)
	sid := b.session()
	p := b.loggedIn("alice")
	b.Hold(fakeserver.StepSync)
	p.send(5, 1)
	p.alive()
	b.g.Expect(b.Stop()).To(Succeed())
	b.g.Expect(b.Stop()).To(Succeed(), "stopping twice is no mistake")
	_, err := p.ended()
	b.g.Expect(err).To(MatchError(ContainSubstring("EOF")), "a FIN, no close frame, no reset")
	closed := b.await(ledger.Is(ledger.LinkClosed))
	b.g.Expect([]string{closed.CloseCode, closed.Detail}).To(Equal([]string{"1006", "service stopped"}))
	b.g.Expect(b.Links()).To(BeEmpty())
	b.g.Expect(b.Kept(fakeserver.StepSync)).To(BeZero())
	_, err = net.Dial("tcp", b.Addr())
	b.g.Expect(errors.Is(err, syscall.ECONNREFUSED)).To(BeTrue(), "%v", err)
	b.Release(fakeserver.StepSync)

	addr := b.Addr()
	b.g.Expect(b.Restart()).To(Succeed())
	b.g.Expect(b.Addr()).To(Equal(addr))
	_, status, err := b.upgrade(sid)
	b.g.Expect(err).To(HaveOccurred())
	b.g.Expect(status).To(Equal(http.StatusUnauthorized), "sessions are forgotten")
	q := b.link()
	m := loginMap("alice", 0)
	m["13"] = "another device"
	b.g.Expect(q.ask(2, 3, m).fields(0).Text(17)).To(Equal("device of alice"), "accounts are known")
	b.g.Expect(b.Restart()).To(Succeed(), "a restart stops a service that runs")
	_, err = q.ended()
	b.g.Expect(err).To(MatchError(ContainSubstring("EOF")))
	b.loggedIn("alice")
}

// A connection that is closed while bytes of the peer are still unread is reset by the kernel. A flood sees to it that
// there are some.
func TestStopSendsAFINWhateverTheClientIsSending(t *testing.T) {
	b := start(t, clock.Real)
	for range 5 { // whether bytes are unread at the moment of the stop is chance
		p := b.loggedIn("alice")
		wrote := make(chan error, 1)
		go func() {
			// one text message of 2^40 bytes, masked with zeros
			_, err := p.conn.Write([]byte{0x81, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0})
			for err == nil {
				_, err = p.conn.Write(make([]byte, 1<<20))
			}
			wrote <- err
		}()
		b.await(detail("message of more than"), func(e ledger.Event) bool { return e.Socket == p.wire.ID })
		b.g.Expect(b.Stop()).To(Succeed())
		_, err := p.ended()
		b.g.Expect(err).To(MatchError(ContainSubstring("EOF")))
		p.drop()
		b.g.Eventually(wrote).Should(Receive(&err))
		b.g.Expect(err).To(MatchError(net.ErrClosed), "the writer was ended by the client itself, not by a reset")
		b.g.Expect(b.Restart()).To(Succeed())
	}
}

func TestStopEndsHeldRequestsWithoutAnAnswer(t *testing.T) {
	b := start(t, clock.Real)
	b.Hold(fakeserver.StepLBS)
	got := make(chan error, 1)
	go func() {
		_, _, _, err := b.do(http.MethodGet, lbsURL, "", "")
		got <- err
	}()
	b.g.Eventually(func() int { return b.Kept(fakeserver.StepLBS) }).Should(Equal(1))
	b.g.Expect(b.Stop()).To(Succeed())
	var err error
	b.g.Eventually(got).Should(Receive(&err))
	b.g.Expect(err).To(MatchError(ContainSubstring("EOF")))
	b.g.Expect(b.Kept(fakeserver.StepLBS)).To(BeZero())
}

func TestCloseIsForGood(t *testing.T) {
	b := start(t, clock.Real)
	p := b.loggedIn("alice")
	b.g.Expect(b.Close()).To(Succeed())
	b.g.Expect(b.Close()).To(Succeed())
	_, err := p.ended()
	b.g.Expect(err).To(HaveOccurred())
	b.g.Expect(b.Restart()).To(MatchError("restart: the service was closed for good"))
}

func TestStartOnAPortInUse(t *testing.T) {
	b := start(t, clock.Real)
	_, err := fakeserver.Start(fakeserver.Options{Addr: b.Addr()})
	b.g.Expect(err).To(
		MatchError("the address " + b.Addr() + " is in use by another program: end it or choose another port"))
	_, err = fakeserver.Start(fakeserver.Options{Addr: "no such address"})
	b.g.Expect(err).To(MatchError(HavePrefix("listen on no such address: ")))
}

func TestStartWithoutAnyOptions(t *testing.T) {
	g := NewWithT(t)
	s, err := fakeserver.Start(fakeserver.Options{})
	g.Expect(err).NotTo(HaveOccurred())
	resp, err := http.Get("http://" + s.Addr() + "/lbs/webconf.jsp?id=alice")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(resp.Body.Close()).To(Succeed())
	e, ok := s.Ledger().Timeline().First(ledger.Is(ledger.LBSRequest))
	g.Expect(ok).To(BeTrue())
	g.Expect(e.Socket).To(BeZero(), "no wire, no number")
	g.Expect(s.Close()).To(Succeed())
}

func TestAnEndIsToldWithoutThePortsOfTheRun(t *testing.T) {
	g := NewWithT(t)
	of := func(err error) error {
		return &net.OpError{Op: "write", Net: "tcp", Source: &net.TCPAddr{Port: 37543}, Addr: &net.TCPAddr{Port: 57124},
			Err: os.NewSyscallError("write", err)}
	}
	g.Expect(fakeserver.Ending(of(syscall.EPIPE))).To(Equal("write: broken pipe"))
	g.Expect(fakeserver.Ending(of(syscall.ECONNRESET))).To(Equal("reset"))
	g.Expect(fakeserver.Ending(io.EOF)).To(Equal("EOF"))
}
