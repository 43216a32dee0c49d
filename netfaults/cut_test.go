package netfaults_test

import (
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/netfaults"
)

// how is the cut that ends a connection so.
func (e ending) cut() netfaults.Cut {
	if e == rst {
		return netfaults.CutRST
	}
	return netfaults.CutFIN
}

func TestCutAfterPassesExactlySoManyBytes(t *testing.T) {
	for _, n := range []int{0, 1, 10, 4096, 1 << 15} {
		for _, live := range []bool{true, false} {
			if n == 0 && !live {
				continue // see TestCutAfterNothing
			}
			t.Run(fmt.Sprintf("%d bytes, live %t", n, live), func(t *testing.T) {
				both(t, func(b *bench, end ending) {
					var client, service *net.TCPConn
					if live {
						client, service = b.pair()
						b.talk(client, service) // does not count
					}
					b.g.Expect(b.CutAfter(int64(n), end.cut())).To(Succeed())
					if !live {
						client, service = b.pair()
					}
					done := reading(client)
					_, _ = service.Write(make([]byte, n+1000)) // with n = 0 it may be gone already
					var a arrival
					b.g.Eventually(done, patience).Should(Receive(&a))
					b.g.Expect(a.bytes).To(HaveLen(n))
					b.g.Expect(a.how).To(Equal(end))
					_, how := read(service, patience)
					b.g.Expect(how).To(BeElementOf(fin, rst))
					b.g.Expect(b.told("severed")).To(HaveLen(1))
				})
			})
		}
	}
}

// The end comes with the last byte, not with the one after it: a client that has its whole frame must not stay
// connected until the service speaks again.
func TestCutAfterDoesNotWaitForMore(t *testing.T) {
	both(t, func(b *bench, end ending) {
		client, service := b.pair()
		idle, idleService := b.pair()
		b.g.Expect(b.CutAfter(10, end.cut())).To(Succeed())
		b.send(service, "0123")
		b.gets(client, "0123")
		b.sees(client, silence)
		b.send(service, "456789")
		b.gets(client, "456789")
		b.sees(client, end)
		b.sees(service, end)
		b.talk(idle, idleService) // five bytes of ten
		b.sees(idle, silence)
	})
}

func TestCutAfterNothing(t *testing.T) {
	both(t, func(b *bench, end ending) {
		idle, idleService := b.pair()
		b.g.Expect(b.CutAfter(0, end.cut())).To(Succeed())
		b.sees(idle, end)
		b.sees(idleService, end)
		client, how := b.dial()
		if how == open { // an RST can come before connect has returned
			_, how = read(client, patience)
		}
		b.g.Expect(how).To(Equal(end))
		b.g.Eventually(b.connections, patience).Should(Equal([]string{
			"1 open, live 1", "1 severed", "1 ended, live 0", "2 open, live 1", "2 severed", "2 ended, live 0",
		}))
	})
}

func TestCutAfterCountsTowardTheClientOnly(t *testing.T) {
	both(t, func(b *bench, end ending) {
		b.g.Expect(b.CutAfter(10, end.cut())).To(Succeed())
		client, service := b.pair()
		for range 10 {
			b.send(client, "more than ten bytes")
			b.gets(service, "more than ten bytes")
		}
		b.sees(client, silence)
	})
}

func TestCutAfterCountsAnew(t *testing.T) {
	both(t, func(b *bench, end ending) {
		client, service := b.pair()
		b.g.Expect(b.CutAfter(10, end.cut())).To(Succeed())
		b.talk(client, service)
		b.g.Expect(b.Heal()).To(BeFalse())
		b.send(service, "what comes under no cut does not count")
		b.gets(client, "what comes under no cut does not count")
		b.g.Expect(b.CutAfter(10, end.cut())).To(Succeed())
		b.send(service, "not one cut's rest")
		b.gets(client, "not one cu")
		b.sees(client, end)
		client, service = b.pair()
		b.talk(client, service)
		b.g.Expect(b.CutAfter(10, end.cut())).To(Succeed())
		b.talk(client, service)
		b.sees(client, silence)
		b.send(service, "fives and more")
		got, how := read(client, patience)
		b.g.Expect(string(got)).To(Equal("fives"))
		b.g.Expect(how).To(Equal(end))
		b.g.Expect(b.Heal()).To(BeFalse())
		b.works()
	})
}

func TestCutAfterCountsWhatLatencyKeeps(t *testing.T) {
	t.Parallel()
	h := &hand{}
	b := start(t, netfaults.Options{After: h.after})
	client, service := b.pair()
	b.g.Expect(b.Latency(time.Hour)).To(Succeed())
	b.send(service, "kept before")
	b.g.Eventually(h.waiting, patience).Should(HaveLen(1))
	b.g.Expect(b.CutAfter(14, netfaults.CutFIN)).To(Succeed())
	b.send(service, "and behind")
	b.g.Eventually(h.waiting, patience).Should(HaveLen(2))
	b.sees(client, silence)
	h.fire(0)
	b.gets(client, "kept before")
	b.sees(client, silence)
	h.fire(0)
	b.gets(client, "and")
	b.sees(client, fin)
}

// Beyond the room in the client's socket an RST overtakes bytes; there can be fewer, never more. A FIN waits for them.
func TestCutAfterOnALongStream(t *testing.T) {
	const n = 1 << 21
	both(t, func(b *bench, end ending) {
		client, service := b.pair()
		b.g.Expect(b.CutAfter(n, end.cut())).To(Succeed())
		go func() { _, _ = io.Copy(service, endless{}) }()
		done := reading(client)
		var a arrival
		b.g.Eventually(done, patience).Should(Receive(&a))
		b.g.Expect(a.how).To(Equal(end))
		if end == fin {
			b.g.Expect(len(a.bytes)).To(Equal(n))
		} else {
			b.g.Expect(len(a.bytes)).To(And(BeNumerically(">=", 1<<15), BeNumerically("<=", n)))
		}
	})
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

func TestCutAfterIsNotNegative(t *testing.T) {
	t.Parallel()
	b := start(t, netfaults.Options{})
	b.g.Expect(b.CutAfter(-1, netfaults.CutFIN)).To(MatchError("cut after -1 bytes"))
	b.works()
}
