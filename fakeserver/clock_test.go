package fakeserver_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// afterAnHour returns a channel that is closed once an hour of session time has passed. Called while
// nothing is under way, it passes at once.
func (b *bench) afterAnHour() <-chan struct{} {
	passed := make(chan struct{})
	b.clock.AfterFunc(time.Hour, func(time.Duration) { close(passed) })
	return passed
}

// standsStill checks that session time stands still, because something is under way: not even a timer of 1 ms fires.
func (b *bench) standsStill(why string) {
	b.t.Helper()
	passed := make(chan struct{})
	b.clock.AfterFunc(time.Millisecond, func(time.Duration) { close(passed) })
	b.g.Consistently(passed, 20*time.Millisecond).ShouldNot(BeClosed(), why)
}

// listen reads on until the connection ends: the client waits, and has handled all that came.
func (p *peer) listen() <-chan string {
	frames := make(chan string, 16)
	go func() {
		defer close(frames)
		for {
			text, err := p.read()
			if err != nil {
				return
			}
			frames <- text
		}
	}()
	return frames
}

// binaryAndText are the ways to open a link, by transport.
var binaryAndText = map[string]func(*bench) *peer{"text": (*bench).link, "binary": (*bench).binaryLink}

func TestTimeIsNotSkippedWhileAnExchangeIsUnderWay(t *testing.T) {
	for transport, open := range binaryAndText {
		t.Run(transport, func(t *testing.T) {
			b := start(t, clock.Skip)
			p := open(b)
			p.send(26, 3, loginMap("alice", 1)) // what comes back is still being handled
			later := p.afterAnHour()
			b.g.Expect(p.packet().name()).To(Equal("26_3"))
			for range 100 {
				p.alive()
			}
			b.g.Expect(later).NotTo(BeClosed())
			b.g.Expect(b.clock.Now()).To(BeNumerically("<", time.Minute))
			p.listen()
			b.g.Eventually(later).Should(BeClosed())
			b.g.Expect(b.clock.Now()).To(BeNumerically(">=", time.Hour))
		})
	}
}

func TestTimeIsSkippedWhileAPacketsAnswerIsHeld(t *testing.T) {
	for transport, open := range binaryAndText {
		t.Run(transport, func(t *testing.T) {
			b := start(t, clock.Skip)
			b.Hold(fakeserver.StepLogin)
			p := open(b)
			p.send(26, 3, loginMap("alice", 1))
			later := p.afterAnHour()
			frames := p.listen()
			b.g.Eventually(later).Should(BeClosed())
			b.g.Expect(b.await(ledger.Is(ledger.Held)).At).To(BeNumerically("<", time.Minute))
			b.Release(fakeserver.StepLogin)
			b.g.Eventually(frames).Should(Receive(ContainSubstring("device of alice")))
			b.g.Expect(b.await(ledger.Is(ledger.Login)).At).To(BeNumerically(">=", time.Hour))
		})
	}
}

func TestTimeIsSkippedWhileARequestsAnswerIsHeld(t *testing.T) {
	for step := range (&bench{}).httpSteps() {
		t.Run(string(step), func(t *testing.T) {
			b := start(t, clock.Skip)
			done := b.clock.Work()
			b.Hold(step)
			later := b.afterAnHour()
			got := make(chan error, 1)
			go func() {
				_, err := b.httpSteps()[step]()
				got <- err
			}()
			b.await(ledger.Is(ledger.Held)) // so that the hour does not pass before the request
			done()
			b.g.Eventually(later).Should(BeClosed())
			b.Release(step)
			var err error
			b.g.Eventually(got).Should(Receive(&err))
			b.g.Expect(err).NotTo(HaveOccurred())
		})
	}
}

func TestTimeIsNotSkippedDuringARequest(t *testing.T) {
	b := start(t, clock.Skip)
	wire := b.clock.NewWire()
	later := b.afterAnHour()
	req, err := http.NewRequest(http.MethodGet, "http://"+b.Addr()+"/socket.io/1/", nil)
	b.g.Expect(err).NotTo(HaveOccurred())
	req.Header.Set(clock.WireHeader, strconv.FormatInt(wire.ID, 10))
	resp, err := http.DefaultClient.Do(req)
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Expect(resp.Body.Close()).To(Succeed())
	b.g.Expect(later).NotTo(BeClosed())
	b.g.Expect(b.await(ledger.Is(ledger.Handshake)).Socket).To(Equal(wire.ID))
	b.g.Expect(b.await(ledger.Is(ledger.ConnAccepted)).Detail).To(BeEmpty(), "a port differs from run to run")
	wire.Forget()
	b.g.Eventually(later).Should(BeClosed())
}

func TestAClientOfTheWorldOutsideIsToldByItsAddress(t *testing.T) {
	b := start(t, clock.Real)
	resp, err := http.Get("http://" + b.Addr() + "/socket.io/1/")
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Expect(resp.Body.Close()).To(Succeed())
	b.g.Expect(b.await(ledger.Is(ledger.ConnAccepted)).Detail).To(HavePrefix("127.0.0.1:"))
}

func TestAReleasedAnswerIsUnderWayAtOnce(t *testing.T) {
	b := start(t, clock.Skip)
	b.Hold(fakeserver.StepHandshake)
	wire := b.clock.NewWire()
	got := make(chan error, 1)
	go func() {
		req, err := http.NewRequest(http.MethodGet, "http://"+b.Addr()+"/socket.io/1/", nil)
		if err == nil {
			req.Header.Set(clock.WireHeader, strconv.FormatInt(wire.ID, 10))
			var resp *http.Response
			if resp, err = http.DefaultClient.Do(req); err == nil {
				err = resp.Body.Close()
			}
		}
		got <- err
	}()
	b.g.Eventually(func() int { return b.Kept(fakeserver.StepHandshake) }).Should(Equal(1))
	b.g.Eventually(b.afterAnHour()).Should(BeClosed())
	b.Release(fakeserver.StepHandshake)
	b.g.Eventually(got).Should(Receive(Not(HaveOccurred())))
	b.standsStill("the client has not said that it has its answer")
	wire.Forget()
	b.g.Eventually(b.afterAnHour()).Should(BeClosed())
}

func TestAClientThatLeavesAHeldUpgradeLeavesNothingUnderWay(t *testing.T) {
	b := start(t, clock.Skip)
	b.Hold(fakeserver.StepUpgrade)
	sid := b.session()
	done := b.clock.Work()
	wire := b.clock.NewWire()
	conn := b.dial(wire)
	_, err := conn.Write(
		[]byte("GET /socket.io/1/websocket/" + sid + " HTTP/1.1\r\nHost: x\r\n" + clock.WireHeader + ": " +
			strconv.FormatInt(wire.ID, 10) + "\r\n\r\n"))
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Eventually(func() int { return b.Kept(fakeserver.StepUpgrade) }).Should(Equal(1))
	later := b.afterAnHour()
	b.g.Expect(conn.Close()).To(Succeed())
	wire.End(clock.Client) // as its owner says
	b.g.Eventually(func() int { return b.Kept(fakeserver.StepUpgrade) }).Should(BeZero())
	b.g.Eventually(func() *clock.Wire { return b.clock.Wire(wire.ID) }).Should(BeNil(), "both sides are done with it")
	done()
	b.g.Eventually(later).Should(BeClosed())
}

func TestARefusedUpgradeLeavesNothingUnderWay(t *testing.T) {
	b := start(t, clock.Skip)
	b.FailHTTP(fakeserver.StepUpgrade, http.StatusForbidden)
	sid := b.session()
	done := b.clock.Work()
	later := b.afterAnHour()
	_, status, err := b.upgrade(sid)
	b.g.Expect(err).To(HaveOccurred())
	b.g.Expect(status).To(Equal(http.StatusForbidden))
	done()
	b.g.Eventually(later).Should(BeClosed())
}

func TestTimeIsNotSkippedUntilTheClientKnowsThatTheServiceStopped(t *testing.T) {
	b := start(t, clock.Skip)
	p := b.link()
	frames := p.listen()
	b.g.Eventually(b.afterAnHour()).Should(BeClosed())
	b.g.Expect(b.Stop()).To(Succeed())
	b.g.Eventually(frames).Should(BeClosed())
	b.standsStill("the client has not handled the end yet")
	p.drop()
	b.g.Eventually(b.afterAnHour()).Should(BeClosed())
}

func TestAPushIsUnderWayFromTheCallOn(t *testing.T) {
	b := start(t, clock.Skip)
	p := b.loggedIn("alice")
	later := p.afterAnHour()
	for range 50 {
		_, n := b.Push("alice", "bob", "hi")
		b.g.Expect(n).To(Equal(1))
	}
	for range 50 {
		b.g.Expect(p.packet().name()).To(Equal("7_2"))
	}
	b.g.Expect(later).NotTo(BeClosed())
	p.listen()
	b.g.Eventually(later).Should(BeClosed())
}
