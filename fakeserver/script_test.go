package fakeserver_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

const fileForm = "--B\r\nContent-Disposition: form-data; name=\"Object\"\r\n\r\nobject1\r\n" +
	"--B\r\nContent-Disposition: form-data; name=\"x-nos-token\"\r\n\r\nUPLOAD token-object1\r\n" +
	"--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n0123456789\r\n--B--\r\n"

// httpSteps are the steps that answer an HTTP request, each with a request that meets it.
func (b *bench) httpSteps() map[fakeserver.Step]func() (int, error) {
	plain := func(method, url, contentType, body string) func() (int, error) {
		return func() (int, error) {
			status, _, _, err := b.do(method, url, contentType, body)
			return status, err
		}
	}
	return map[fakeserver.Step]func() (int, error){
		fakeserver.StepLBS:       plain(http.MethodGet, lbsURL, "", ""),
		fakeserver.StepHandshake: plain(http.MethodGet, handshakeURL, "", ""),
		fakeserver.StepUpload: plain(http.MethodPost, "http://nos.netease.com/nim",
			"multipart/form-data; boundary=B", fileForm),
		fakeserver.StepUpgrade: func() (int, error) {
			_, status, err := b.upgrade(b.session())
			if status >= 300 {
				err = nil // a refusal is an answer
			}
			return status, err
		},
	}
}

func TestHTTPAnswersAreHeldAndReleased(t *testing.T) {
	for step := range (&bench{}).httpSteps() {
		t.Run(string(step), func(t *testing.T) {
			b := start(t, clock.Real)
			request := b.httpSteps()[step]
			type result struct {
				status int
				err    error
			}
			for range 2 { // it holds on later connections too
				b.Hold(step)
				got := make(chan result, 1)
				go func() {
					status, err := request()
					got <- result{status: status, err: err}
				}()
				b.g.Eventually(func() int { return b.Kept(step) }).Should(Equal(1))
				b.g.Expect(got).NotTo(Receive())
				held, _ := b.ledger.Timeline().Last(ledger.Is(ledger.Held))
				b.g.Expect(held.Detail).To(Equal(string(step)))
				b.Release(step)
				var r result
				b.g.Eventually(got).Should(Receive(&r))
				b.g.Expect(r.err).NotTo(HaveOccurred())
				b.g.Expect(r.status).To(BeElementOf(200, 101))
			}
			status, err := request()
			b.g.Expect(err).NotTo(HaveOccurred())
			b.g.Expect(status).To(BeElementOf(200, 101))
			b.g.Expect(b.ledger.Timeline().Where(ledger.Is(ledger.Held))).To(HaveLen(2))
		})
	}
}

func TestForgottenAnswersAreNeverSent(t *testing.T) {
	for step := range (&bench{}).httpSteps() {
		t.Run(string(step), func(t *testing.T) {
			b := start(t, clock.Real)
			request := b.httpSteps()[step]
			got := make(chan error, 1)
			b.Hold(step)
			go func() {
				_, err := request()
				got <- err
			}()
			b.g.Eventually(func() int { return b.Kept(step) }).Should(Equal(1))
			b.Forget(step)
			status, err := request()
			b.g.Expect(err).NotTo(HaveOccurred())
			b.g.Expect(status).To(BeElementOf(200, 101), "what comes from now on is answered")
			b.g.Expect(b.Kept(step)).To(Equal(1))
			b.g.Expect(got).NotTo(Receive())
			b.g.Expect(b.Stop()).To(Succeed())
			b.g.Eventually(got).Should(Receive(HaveOccurred()), "the end of the service ends the request")
		})
	}
}

func TestHTTPFailures(t *testing.T) {
	for step := range (&bench{}).httpSteps() {
		t.Run(string(step), func(t *testing.T) {
			b := start(t, clock.Real)
			request := b.httpSteps()[step]
			b.FailHTTP(step, http.StatusBadGateway)
			status, err := request()
			b.g.Expect(err).NotTo(HaveOccurred())
			b.g.Expect(status).To(Equal(http.StatusBadGateway))
			b.FailHTTP(step, 0)
			status, err = request()
			b.g.Expect(err).NotTo(HaveOccurred())
			b.g.Expect(status).To(BeElementOf(200, 101))
		})
	}
}

// linkPacket is a packet whose answer is a step, and what the client sends before it.
type linkPacket struct {
	step     fakeserver.Step
	sid, cid int
	q        []any
	before   *linkPacket
}

func linkPackets() []linkPacket {
	login, login2 := &linkPacket{step: fakeserver.StepLogin, sid: 2, cid: 3, q: []any{loginMap("alice", 1)},
		before: nil},
		&linkPacket{step: fakeserver.StepLogin, sid: 26, cid: 3, q: []any{loginMap("alice", 1)}, before: nil}
	room, message := map[string]any{"2": "alice", "5": "7"}, map[string]any{"0": 0, "1": "bob", "9": "hi"}
	return []linkPacket{
		*login, *login2,
		{step: fakeserver.StepSync, sid: 5, cid: 1, q: []any{map[string]any{"1": 0}}, before: login},
		{step: fakeserver.StepSync, sid: 27, cid: 1, q: []any{map[string]any{"1": 0}}, before: login2},
		{step: fakeserver.StepSync, sid: 6, cid: 26, q: nil, before: login2},
		{step: fakeserver.StepSync, sid: 6, cid: 27, q: []any{map[string]any{}}, before: login2},
		{step: fakeserver.StepLogout, sid: 2, cid: 6, q: nil, before: nil},
		{step: fakeserver.StepLogout, sid: 26, cid: 5, q: nil, before: login2},
		{step: fakeserver.StepRoomLogin, sid: 13, cid: 2, q: []any{1, room, loginMap("alice", 1)}, before: nil},
		{step: fakeserver.StepRoomLogin, sid: 36, cid: 2, q: []any{1, room, loginMap("alice", 1)}, before: nil},
		{step: fakeserver.StepRoomLogout, sid: 13, cid: 4, q: nil, before: nil},
		{step: fakeserver.StepRoomLogout, sid: 36, cid: 4, q: nil, before: nil},
		{step: fakeserver.StepMessage, sid: 7, cid: 1, q: []any{message}, before: login},
		{step: fakeserver.StepMessage, sid: 30, cid: 1, q: []any{message}, before: login2},
		{step: fakeserver.StepNOSToken, sid: 6, cid: 2, q: []any{"{}", map[string]any{"8": "im"}}, before: login},
		{step: fakeserver.StepHeartbeat, sid: 1, cid: 2, q: nil, before: nil},
	}
}

func TestPacketAnswersAreHeldAndReleased(t *testing.T) {
	for _, packet := range linkPackets() {
		t.Run(fmt.Sprintf("%s %d_%d", packet.step, packet.sid, packet.cid), func(t *testing.T) {
			b := start(t, clock.Real)
			p := b.link()
			if before := packet.before; before != nil {
				b.g.Expect(p.ask(before.sid, before.cid, before.q...).Code).To(Equal(200))
			}
			b.Hold(packet.step)
			ser := p.send(packet.sid, packet.cid, packet.q...)
			if packet.step == fakeserver.StepHeartbeat {
				p.alive() // answered first, although sent later
			} else {
				p.ask(1, 2)
			}
			b.g.Expect(b.Kept(packet.step)).To(Equal(1))
			b.g.Expect(b.await(ledger.Is(ledger.Held)).Detail).To(Equal(string(packet.step)))
			b.Release(packet.step)
			a := p.packet()
			b.g.Expect(a.Ser).To(Equal(ser))
			b.g.Expect(a.Code).To(Equal(200))
			if packet.step != fakeserver.StepLogout && packet.step != fakeserver.StepRoomLogout {
				b.g.Expect(p.ask(packet.sid, packet.cid, packet.q...).Code).To(Equal(200))
			}
		})
	}
}

func TestConnectFrameIsHeldAndReleased(t *testing.T) {
	b := start(t, clock.Real)
	b.Hold(fakeserver.StepConnect)
	p, _, err := b.upgrade(b.session())
	b.g.Expect(err).NotTo(HaveOccurred())
	p.alive()
	b.Release(fakeserver.StepConnect)
	b.g.Expect(p.frame().Type).To(Equal(fakeserver.FrameConnect))
}

func TestAHeldLoginIsNoLogin(t *testing.T) {
	b := start(t, clock.Real)
	p := b.link()
	b.Hold(fakeserver.StepLogin)
	p.send(2, 3, loginMap("alice", 1))
	p.alive()
	_, n := b.Push("alice", "bob", "hi")
	b.g.Expect(n).To(BeZero())
	b.g.Expect(b.ledger.Timeline().Where(ledger.Is(ledger.Login))).To(BeEmpty())
	b.RefuseLogin(403) // the kept answer takes the code of the moment it is sent
	b.Release(fakeserver.StepLogin)
	b.g.Expect(p.packet().Code).To(Equal(403))
}

func TestAKickReachesALinkWhoseLoginIsHeld(t *testing.T) {
	b := start(t, clock.Real)
	p := b.link()
	b.Hold(fakeserver.StepLogin)
	p.send(2, 3, loginMap("alice", 1))
	p.alive()
	b.g.Expect(b.Kick("bob", 1, "")).To(BeZero())
	b.g.Expect(b.Kick("alice", 1, "")).To(Equal(1))
	b.g.Expect(p.packet().name()).To(Equal("2_5"))
}

func TestKeptAnswersOfALinkThatEndedAreForgotten(t *testing.T) {
	b := start(t, clock.Real)
	p := b.link()
	b.Hold(fakeserver.StepLogin)
	p.send(2, 3, loginMap("alice", 1))
	p.alive()
	p.drop()
	b.await(ledger.Is(ledger.LinkClosed))
	b.g.Expect(b.Kept(fakeserver.StepLogin)).To(BeZero())
	b.Release(fakeserver.StepLogin)
	b.g.Expect(b.ledger.Timeline().Where(ledger.Is(ledger.Login))).To(BeEmpty())
}

func TestScriptFromManyGoroutines(t *testing.T) {
	b := start(t, clock.Real)
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for i := range 3 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				status, body, _, err := b.do(http.MethodGet, handshakeURL, "", "")
				if err != nil || status != http.StatusOK {
					continue
				}
				sid, _, _ := strings.Cut(body, ":")
				p, _, err := b.upgrade(sid)
				if err != nil {
					continue
				}
				if p.ws.WriteMessage(1,
					[]byte(fmt.Sprintf(`3:::{"SID":2,"CID":3,"SER":1,"Q":[{"t":"Property","v":{"19":"a%d"}}]}`,
						i))) == nil {
					_, _ = p.read()
					_, _ = p.read()
				}
				p.drop()
			}
		})
	}
	for range 20 {
		b.Hold(fakeserver.StepLogin)
		b.Hold(fakeserver.StepUpgrade)
		b.Kick("", 2, "")
		b.Push("a1", "x", "y")
		b.Links()
		b.CloseLinks("", 1001, "")
		b.Release(fakeserver.StepUpgrade)
		b.Release(fakeserver.StepLogin)
		b.g.Expect(b.Restart()).To(Succeed())
	}
	close(stop)
	b.g.Expect(b.Close()).To(Succeed())
	wg.Wait()
	b.g.Expect(b.ledger.Timeline().Census(ledger.Server)).To(BeZero())
}
