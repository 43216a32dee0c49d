package netfaults_test

import (
	"net"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/netfaults"
)

func TestCloseEndsEverythingOnce(t *testing.T) {
	both(t, func(b *bench, end ending) {
		client, service := b.pair()
		var busy sync.WaitGroup
		for range 4 {
			busy.Go(func() { b.soon("Close", b.Close) })
		}
		busy.Wait()
		b.sees(client, end)
		b.sees(service, end)
		_, how := b.dial()
		b.g.Expect(how).To(Equal(refused))
		addr := b.Addr()
		b.g.Expect(b.Close()).To(Succeed())
		b.g.Expect(b.Addr()).To(Equal(addr))
	})
}

// A condition that comes after Close must not bring the link back: nobody would end it.
func TestNothingBringsAClosedLinkBack(t *testing.T) {
	both(t, func(b *bench, end ending) {
		b.g.Expect(b.Close()).To(Succeed())
		for name, f := range b.conditions(end) {
			b.g.Expect(f()).To(MatchError(netfaults.ErrClosed), name)
		}
		_, how := b.dial()
		b.g.Expect(how).To(Equal(refused))
	})
}

// conditions are all that can be done to the link.
func (b *bench) conditions(end ending) map[string]func() error {
	return map[string]func() error{
		"arm":        b.Arm,
		"refuse":     b.Refuse,
		"reset":      b.ends(end),
		"latency":    func() error { return b.Latency(time.Millisecond) },
		"slow close": func() error { return b.SlowClose(time.Millisecond) },
		"black hole": b.BlackHole,
		"cut":        func() error { return b.CutAfter(100, end.cut()) },
		"flap":       func() error { return b.Flap(1, func(bool) {}) },
		"heal": func() error {
			_, err := b.Heal()
			return err
		},
	}
}

func TestEveryConditionMayComeAtAnyTime(t *testing.T) {
	both(t, func(b *bench, end ending) {
		if end == fin {
			b.g.Expect(b.Refuse()).To(Succeed()) // otherwise Arm would find no connection and succeed
			b.g.Expect(b.Heal()).To(BeFalse())
		}
		go echo(b)
		stop := make(chan struct{})
		var callers, operators sync.WaitGroup
		for range 3 {
			callers.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					if c, how := b.dial(); how == open {
						_, _ = c.Write([]byte("x"))
						_, _ = read(c, 10*time.Millisecond)
						_ = c.Close()
					}
				}
			})
		}
		for name, f := range b.conditions(end) {
			if name == "arm" && end == fin {
				continue // it would take FIN from the others
			}
			operators.Go(func() {
				for range 10 {
					b.soon(name, f)
				}
			})
		}
		operators.Wait()
		close(stop)
		callers.Wait()
		b.g.Expect(b.Refuse()).To(Succeed())
		b.g.Expect(b.Heal()).To(BeFalse())
		c, how := b.dial()
		b.g.Expect(how).To(Equal(open))
		b.send(c, "still there")
		b.gets(c, "still there")
		b.g.Expect(b.Close()).To(Succeed())
		b.g.Expect(b.checkCount()).To(BeNumerically(">", 0))
	})
}

func TestTwoLinksDoNotDisturbOneAnother(t *testing.T) {
	both(t, func(b *bench, end ending) {
		other := start(b.t, netfaults.Options{})
		b.g.Expect(other.Addr()).NotTo(Equal(b.Addr()))
		client, service := other.pair()
		for name, f := range b.conditions(end) {
			mine, _ := b.pair()
			_ = f() // Arm may say that a connection is live
			other.talk(client, service)
			other.works()
			_ = mine.Close()
			_, err := b.Heal()
			b.g.Expect(err).NotTo(HaveOccurred(), name)
		}
		b.g.Expect(b.Close()).To(Succeed())
		other.talk(client, service)
		other.sees(client, silence)
		other.g.Expect(other.told("severed")).To(BeEmpty())
	})
}

func TestALinkNeedsAnUpstreamAndNothingElse(t *testing.T) {
	t.Parallel()
	g := NewWithT(t)
	_, err := netfaults.New(netfaults.Options{})
	g.Expect(err).To(MatchError(ContainSubstring("the link's upstream")))

	service, err := net.Listen("tcp", "127.0.0.1:0")
	g.Expect(err).NotTo(HaveOccurred())
	defer service.Close()
	l, err := netfaults.New(netfaults.Options{Upstream: service.Addr().String()})
	g.Expect(err).NotTo(HaveOccurred())
	c, err := net.Dial("tcp", l.Addr())
	g.Expect(err).NotTo(HaveOccurred())
	defer c.Close()
	s, err := service.Accept()
	g.Expect(err).NotTo(HaveOccurred())
	defer s.Close()
	g.Expect(l.Close()).To(Succeed())
	_, how := read(c, patience)
	g.Expect(how).To(Equal(fin))
}

func TestEveryConditionIsListed(t *testing.T) {
	t.Parallel()
	g := NewWithT(t)
	all := []netfaults.Condition{
		netfaults.ConditionRefuse, netfaults.ConditionReset, netfaults.ConditionDrop, netfaults.ConditionBlackHole,
		netfaults.ConditionLatency,
		netfaults.ConditionSlowClose, netfaults.ConditionCut, netfaults.ConditionFlap, netfaults.ConditionHeal,
	}
	g.Expect(netfaults.Conditions()).To(HaveLen(len(all)))
	for _, c := range all {
		g.Expect(netfaults.Conditions()).To(HaveKeyWithValue(c, Not(BeEmpty())))
	}
}

// A link costs a session little: its start and its end.
func BenchmarkNewClose(b *testing.B) {
	for b.Loop() {
		l, err := netfaults.New(netfaults.Options{Upstream: "127.0.0.1:1"})
		if err != nil {
			b.Fatal(err)
		}
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRoundTrip is what the proxy and the carriers add to an exchange.
func BenchmarkRoundTrip(b *testing.B) {
	service, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer service.Close()
	l, err := netfaults.New(netfaults.Options{Upstream: service.Addr().String()})
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	c, err := net.Dial("tcp", l.Addr())
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	s, err := service.Accept()
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	buf := make([]byte, 100)
	for b.Loop() {
		for _, way := range [][2]net.Conn{{c, s}, {s, c}} {
			if _, err := way[0].Write(buf); err != nil {
				b.Fatal(err)
			}
			for got := 0; got < len(buf); {
				n, err := way[1].Read(buf)
				if err != nil {
					b.Fatal(err)
				}
				got += n
			}
		}
	}
}
