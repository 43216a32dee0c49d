package netfaults_test

import (
	"encoding/binary"
	"math"
	"net"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/netfaults"
)

func TestABlackHoleSilencesLiveConnections(t *testing.T) {
	both(t, func(b *bench, end ending) {
		client, service := b.pair()
		b.talk(client, service)
		b.g.Expect(b.BlackHole()).To(Succeed())
		b.send(client, "lost")
		b.send(service, "lost too")
		b.sees(client, silence)
		b.sees(service, silence)
		b.g.Eventually(func() []string { return b.told("lost") }, patience).Should(
			ConsistOf("1 lost 4 up", "1 lost 8 down"))
		b.send(client, "it still takes bytes")
		b.g.Eventually(func() []string { return b.told("lost") }, patience).Should(HaveLen(3))
		b.g.Expect(b.Heal()).To(BeTrue(), "a connection with a gap cannot go on")
		b.sees(client, end)
		b.sees(service, end)
		b.works()
	})
}

func TestABlackHoleSilencesNewConnections(t *testing.T) {
	both(t, func(b *bench, end ending) {
		b.g.Expect(b.BlackHole()).To(Succeed())
		client, service := b.pair() // accepted, by the service as well
		b.send(client, "lost")
		b.send(service, "lost too")
		b.sees(client, silence)
		b.sees(service, silence)
		b.g.Expect(b.Heal()).To(BeTrue())
		b.sees(client, end)
		b.sees(service, end)
		b.works()
	})
}

func TestABlackHoleHidesEnds(t *testing.T) {
	both(t, func(b *bench, end ending) {
		for _, rude := range []bool{false, true} {
			client, service := b.pair()
			other, otherService := b.pair()
			b.g.Expect(b.BlackHole()).To(Succeed())
			if rude {
				b.g.Expect(service.SetLinger(0)).To(Succeed())
				b.g.Expect(other.SetLinger(0)).To(Succeed())
			}
			b.g.Expect(service.Close()).To(Succeed())
			b.g.Expect(other.Close()).To(Succeed())
			b.sees(client, silence)
			b.sees(otherService, silence)
			b.send(client, "into the void")
			b.sees(client, silence)
			b.g.Expect(b.Heal()).To(BeTrue())
			b.sees(client, end)
			b.sees(otherService, end)
		}
		b.g.Expect(b.told("kept end")).To(HaveLen(4))
		b.g.Expect(b.told("released")).To(BeEmpty())
		b.works()
	})
}

func TestABlackHoleSwallowsWhatALatencyKeeps(t *testing.T) {
	t.Parallel()
	h := &hand{}
	b := start(t, netfaults.Options{After: h.after})
	client, service := b.pair()
	b.g.Expect(b.Latency(time.Hour)).To(Succeed())
	b.send(service, "kept")
	b.g.Eventually(h.waiting, patience).Should(HaveLen(1))
	b.g.Expect(service.Close()).To(Succeed())
	b.g.Eventually(h.waiting, patience).Should(HaveLen(2))
	b.g.Expect(b.BlackHole()).To(Succeed())
	h.fire(0)
	b.g.Eventually(func() []string { return b.told("lost") }, patience).Should(HaveLen(1))
	h.fire(0)
	b.sees(client, silence)
	b.g.Expect(b.told(" down")).To(Equal([]string{
		"1 kept 4 down", "1 kept end down", "1 released 4 down", "1 lost 4 down", "1 released end down",
		"1 kept end down",
	}))
	b.g.Expect(b.Heal()).To(BeTrue())
	b.sees(client, fin)
}

func TestRefuseAndDropReachIntoABlackHole(t *testing.T) {
	both(t, func(b *bench, end ending) {
		b.g.Expect(b.BlackHole()).To(Succeed())
		client, service := b.pair()
		b.g.Expect(b.ends(end)()).To(Succeed())
		b.sees(client, end)
		b.sees(service, end)
		client, service = b.pair()
		b.sees(client, silence)
		b.g.Expect(b.Refuse()).To(Succeed())
		b.sees(client, end)
		b.sees(service, end)
		_, how := b.dial()
		b.g.Expect(how).To(Equal(refused))
		b.g.Expect(b.Heal()).To(BeFalse(), "there was nothing left to end")
		b.works()
		b.g.Expect(b.BlackHole()).To(Succeed())
		b.g.Expect(b.Heal()).To(BeFalse(), "nobody lived through it")
	})
}

// counting writes 0, 1, 2, … until the connection ends, or that many.
func counting(c net.Conn, words uint32) {
	for n := range words {
		if _, err := c.Write(binary.BigEndian.AppendUint32(nil, n)); err != nil {
			return
		}
	}
}

// gapless reports whether bytes are the beginning of what counting writes.
func gapless(got []byte) bool {
	for n := uint32(0); len(got) >= 4; n, got = n+1, got[4:] {
		if binary.BigEndian.Uint32(got) != n {
			return false
		}
	}
	return true
}

// A byte that came after a gap would be worse than none: the client would read the rest of one frame as the head of
// another.
func TestNoByteComesAfterTheGap(t *testing.T) {
	t.Parallel()
	b := start(t, netfaults.Options{})
	var busy sync.WaitGroup
	defer busy.Wait()
	for range 10 {
		client, service := b.pair()
		busy.Go(func() { counting(service, math.MaxUint32) })
		done := reading(client)
		b.g.Expect(b.BlackHole()).To(Succeed())
		lost := len(b.told("lost"))
		b.g.Eventually(func() int { return len(b.told("lost")) }, patience).Should(BeNumerically(">", lost))
		b.g.Expect(b.Heal()).To(BeTrue())
		var a arrival
		b.g.Eventually(done, patience).Should(Receive(&a))
		b.g.Expect(a.how).To(Equal(fin))
		b.g.Expect(gapless(a.bytes)).To(BeTrue())
	}
}

// Heal ends the connections one after the other; the last of them must not wake up while the first is ended.
func TestTheHoleLastsUntilEveryConnectionHasEnded(t *testing.T) {
	t.Parallel()
	b := start(t, netfaults.Options{})
	var busy sync.WaitGroup
	defer busy.Wait()
	var got []<-chan arrival
	for range 2 {
		client, service := b.pair()
		busy.Go(func() { counting(service, math.MaxUint32) })
		got = append(got, reading(client))
	}
	b.g.Expect(b.BlackHole()).To(Succeed())
	for _, id := range []string{"1", "2"} {
		b.g.Eventually(func() []string { return b.told(id + " lost") }, patience).ShouldNot(BeEmpty())
	}
	b.onSevered(func() { <-time.After(quiet) })
	b.g.Expect(b.Heal()).To(BeTrue())
	for _, done := range got {
		var a arrival
		b.g.Eventually(done, patience).Should(Receive(&a))
		b.g.Expect(a.how).To(Equal(fin))
		b.g.Expect(gapless(a.bytes)).To(BeTrue())
	}
}

// A connection that begins while Heal ends the old ones is whole, or it ends: it is never one that has lost bytes and
// stays.
func TestAConnectionThatBeginsDuringHealIsWhole(t *testing.T) {
	t.Parallel()
	b := start(t, netfaults.Options{})
	for range 30 {
		b.g.Expect(b.BlackHole()).To(Succeed())
		began := make(chan struct{})
		done := make(chan arrival, 1)
		go func() {
			c, how := b.dial()
			if how == open {
				_, _ = c.Write([]byte("echo"))
				close(began)
				got := make([]byte, 4)
				_ = c.SetReadDeadline(time.Now().Add(patience))
				n, err := c.Read(got)
				done <- arrival{bytes: got[:n], how: see(err)}
				_ = c.Close()
				return
			}
			done <- arrival{bytes: nil, how: how}
		}()
		<-began
		_, err := b.Heal()
		b.g.Expect(err).NotTo(HaveOccurred())
		select {
		case service := <-b.accepted:
			got := make([]byte, 4)
			_ = service.SetReadDeadline(time.Now().Add(patience))
			if n, _ := service.Read(got); n > 0 {
				_, _ = service.Write(got[:n])
			}
		case <-time.After(patience):
			t.Fatal("the connection did not come")
		}
		a := <-done
		b.g.Expect(a.how).To(BeElementOf(open, fin, rst))
		if a.how == open {
			b.g.Expect(string(a.bytes)).To(Equal("echo"))
		}
	}
}
