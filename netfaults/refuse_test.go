package netfaults_test

import (
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/netfaults"
)

// both runs a test on a plain link, whose ends are FIN, and on an armed one, whose ends are RST.
func both(t *testing.T, test func(b *bench, end ending)) {
	t.Parallel()
	t.Run("plain", func(t *testing.T) {
		t.Parallel()
		test(start(t, netfaults.Options{}), fin)
	})
	t.Run("armed", func(t *testing.T) {
		t.Parallel()
		test(armed(t, netfaults.Options{}), rst)
	})
}

func TestRefuseEndsLiveConnectionsAndRefusesNewOnes(t *testing.T) {
	both(t, func(b *bench, end ending) {
		addr := b.Addr()
		one, oneService := b.pair()
		two, twoService := b.pair()
		b.talk(one, oneService)
		b.g.Expect(b.Refuse()).To(Succeed())
		for _, c := range []net.Conn{one, oneService, two, twoService} {
			b.sees(c, end)
		}
		for range 3 {
			_, how := b.dial()
			b.g.Expect(how).To(Equal(refused))
		}
		b.g.Expect(b.Refuse()).To(Succeed(), "it refuses already")
		b.g.Expect(b.Heal()).To(BeFalse(), "Heal ends nothing here")
		b.works()
		b.g.Expect(b.Addr()).To(Equal(addr))
		b.g.Expect(b.accepted).To(BeEmpty(), "what was refused did not reach the service")
	})
}

func TestDropAndResetEndARefusal(t *testing.T) {
	both(t, func(b *bench, end ending) {
		b.g.Expect(b.Refuse()).To(Succeed())
		b.g.Expect(b.ends(end)()).To(Succeed())
		b.works()
	})
}

// ends is the operation that ends live connections so: Drop or Reset.
func (b *bench) ends(how ending) func() error {
	if how == rst {
		return b.Reset
	}
	return b.Drop
}

func TestDropAndResetEndLiveConnectionsAndNoOthers(t *testing.T) {
	both(t, func(b *bench, end ending) {
		one, oneService := b.pair()
		two, twoService := b.pair()
		b.talk(one, oneService)
		b.g.Expect(b.ends(end)()).To(Succeed())
		next, nextService := b.pair()
		for _, c := range []net.Conn{one, oneService, two, twoService} {
			b.sees(c, end)
		}
		b.talk(next, nextService)
		b.sees(next, silence)
		b.g.Expect(b.ends(end)()).To(Succeed())
		b.sees(next, end)
		b.works()
	})
}

// Toxiproxy's own reset_peer, added to a live connection with traffic, ends it with FIN. This pins that the armament,
// which leans on Toxiproxy's internals, does not. Who is watched only reads: the kernel tells a socket of an RST once,
// and a write would take the news from the read.
func TestDropAndResetUnderTraffic(t *testing.T) {
	for name, refuse := range map[string]bool{"ended by the carriers": false, "ended by the proxy": true} {
		for _, towardClient := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, toward client %t", name, towardClient), func(t *testing.T) {
				both(t, func(b *bench, end ending) {
					reader, writer := b.pair()
					if !towardClient {
						reader, writer = writer, reader
					}
					some := make(chan struct{})
					var busy sync.WaitGroup
					busy.Go(func() {
						for n := 0; ; n++ {
							if _, err := writer.Write(make([]byte, 1000)); err != nil {
								return
							}
							if n == 100 {
								close(some)
							}
						}
					})
					done := reading(reader)
					b.g.Eventually(some, patience).Should(BeClosed())
					if refuse {
						b.g.Expect(b.Refuse()).To(Succeed())
					} else {
						b.g.Expect(b.ends(end)()).To(Succeed())
					}
					var a arrival
					b.g.Eventually(done, patience).Should(Receive(&a))
					b.g.Expect(a.how).To(Equal(end))
					busy.Wait()
					b.g.Expect(b.Heal()).To(BeFalse())
					b.works()
				})
			})
		}
	}
}

// A client that comes back the moment its connection ends must not be refused: that is another condition.
func TestDropAndResetNeverRefuse(t *testing.T) {
	const rounds = 50
	both(t, func(b *bench, end ending) {
		seen := make(chan ending, rounds)
		go func() {
			defer close(seen)
			for range rounds {
				c, how := b.dial()
				if how == open {
					_, _ = c.Write([]byte("x"))
					_, how = read(c, patience)
				}
				seen <- how
			}
		}()
		for range rounds {
			select {
			case c := <-b.accepted:
				b.gets(c, "x")
				b.g.Expect(b.ends(end)()).To(Succeed())
			case <-time.After(patience):
				b.t.Fatal("the client did not come back")
			}
		}
		for how := range seen {
			b.g.Expect(how).To(Equal(end))
		}
	})
}

func TestResetNeedsAnArmedLinkAndDropAnUnarmedOne(t *testing.T) {
	t.Parallel()
	plain := start(t, netfaults.Options{})
	client, service := plain.pair()
	plain.g.Expect(plain.Reset()).To(MatchError(netfaults.ErrNotArmed))
	plain.g.Expect(plain.CutAfter(0, netfaults.CutRST)).To(MatchError(netfaults.ErrNotArmed))
	plain.talk(client, service)

	ready := armed(t, netfaults.Options{})
	client, service = ready.pair()
	ready.g.Expect(ready.Drop()).To(MatchError(netfaults.ErrArmed))
	ready.g.Expect(ready.CutAfter(0, netfaults.CutFIN)).To(MatchError(netfaults.ErrArmed))
	ready.talk(client, service)
}

func TestArmComesBeforeTheFirstConnection(t *testing.T) {
	t.Parallel()
	b := start(t, netfaults.Options{})
	client, service := b.pair()
	b.g.Expect(b.Arm()).To(MatchError(netfaults.ErrLive))
	b.talk(client, service)
	b.g.Expect(b.Reset()).To(MatchError(netfaults.ErrNotArmed), "Arm changed nothing")
	b.g.Expect(b.Drop()).To(Succeed())
	b.sees(client, fin)

	addr := b.Addr()
	b.g.Expect(b.Arm()).To(Succeed(), "nothing is live any more")
	b.g.Expect(b.Arm()).To(Succeed(), "twice is once")
	b.g.Expect(b.Addr()).To(Equal(addr))
	client, service = b.pair()
	b.talk(client, service)
	b.g.Expect(b.Arm()).To(Succeed(), "it is armed")
	b.g.Expect(b.Reset()).To(Succeed())
	b.sees(client, rst)
	b.sees(service, rst)
}

func TestArmWhileRefusing(t *testing.T) {
	t.Parallel()
	b := start(t, netfaults.Options{})
	b.g.Expect(b.Refuse()).To(Succeed())
	b.g.Expect(b.Arm()).To(Succeed())
	_, how := b.dial()
	b.g.Expect(how).To(Equal(refused), "Arm does not heal")
	b.g.Expect(b.Heal()).To(BeFalse())
	client, _ := b.pair()
	b.g.Expect(b.Reset()).To(Succeed())
	b.sees(client, rst)
}

func TestEndsThatThePeersMake(t *testing.T) {
	both(t, func(b *bench, end ending) {
		client, service := b.pair()
		b.g.Expect(client.Close()).To(Succeed())
		b.sees(service, end)
		client, service = b.pair()
		b.g.Expect(service.Close()).To(Succeed())
		b.sees(client, end)
		client, service = b.pair()
		b.g.Expect(service.SetLinger(0)).To(Succeed())
		b.g.Expect(service.Close()).To(Succeed())
		b.sees(client, end) // an RST is not passed through as such
		client, service = b.pair()
		b.g.Expect(client.CloseWrite()).To(Succeed())
		b.sees(service, end)
		b.sees(client, end) // a half-close is not passed through as such
	})
}

func TestAServiceThatIsAwayIsNotARefusal(t *testing.T) {
	t.Parallel()
	g := NewWithT(t)
	l, err := netfaults.New(netfaults.Options{Upstream: "127.0.0.1:1"}) // nobody listens there, and no other test will
	g.Expect(err).NotTo(HaveOccurred())
	client, err := net.Dial("tcp", l.Addr())
	g.Expect(err).NotTo(HaveOccurred())
	_, how := read(client, patience)
	g.Expect(how).To(Equal(fin))
	g.Expect(client.Close()).To(Succeed())
	g.Expect(l.Close()).To(Succeed())
}

func TestFlap(t *testing.T) {
	both(t, func(b *bench, end ending) {
		var client *net.TCPConn
		client, _ = b.pair()
		var states []bool
		b.g.Expect(b.Flap(3, func(down bool) {
			states = append(states, down)
			if down {
				b.sees(client, end)
				_, how := b.dial()
				b.g.Expect(how).To(Equal(refused))
				return
			}
			var service net.Conn
			client, service = b.pair()
			b.talk(client, service)
		})).To(Succeed())
		b.g.Expect(states).To(Equal([]bool{true, false, true, false, true, false}))
		b.sees(client, silence)
		b.g.Expect(b.Flap(0, func(bool) { b.t.Error("no time at all") })).To(
			MatchError(ContainSubstring("flap 0 times")))
	})
}

func TestHealOnAHealthyLinkDoesNothing(t *testing.T) {
	both(t, func(b *bench, _ ending) {
		client, service := b.pair()
		b.g.Expect(b.Heal()).To(BeFalse())
		b.talk(client, service)
		b.sees(client, silence)
	})
}
