package netfaults_test

import (
	"fmt"
	"net"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/netfaults"
)

// flooded is a connection that the service has filled to the brim, with a client that reads nothing: here Toxiproxy's
// own operations on toxics hang forever (its issue 558).
func flooded(b *bench) (client, service *net.TCPConn) {
	b.t.Helper()
	client, service = b.pair()
	b.g.Expect(fill(service)).To(BeNumerically(">", 1<<16))
	return client, service
}

func TestNoOperationHangsOnAClientThatDoesNotRead(t *testing.T) {
	both(t, func(b *bench, end ending) {
		client, service := flooded(b)
		for name, f := range map[string]func() error{
			"latency":    func() error { return b.Latency(time.Millisecond) },
			"slow close": func() error { return b.SlowClose(time.Millisecond) },
			"cut":        func() error { return b.CutAfter(1<<40, end.cut()) },
			"black hole": b.BlackHole,
		} {
			b.soon(name, f)
		}
		b.soon("refuse", b.Refuse)
		_, how := b.dial()
		b.g.Expect(how).To(Equal(refused))
		_, how = read(client, patience)
		b.g.Expect(how).To(Equal(end))
		b.g.Expect(see(lastWrite(service))).To(Equal(rst))
		_, err := b.Heal()
		b.g.Expect(err).NotTo(HaveOccurred())
		b.works()
		b.g.Expect(b.told("1 ended")).To(HaveLen(1))
	})
}

// Only the stop of the whole proxy reaches the socket of such a client: Drop and Reset give it a second first.
func TestDropAndResetReachAClientThatDoesNotRead(t *testing.T) {
	both(t, func(b *bench, end ending) {
		client, _ := flooded(b)
		b.soon("drop or reset", b.ends(end))
		b.g.Expect(see(lastWrite(client))).To(Equal(rst), "nobody is there any more")
		b.works()
		b.g.Expect(b.told("1 severed")).To(HaveLen(1))
		b.g.Expect(b.told("1 ended")).To(HaveLen(1))
	})
}

// The bytes that wait for the client are not passed on any more, but those that its kernel has are its own.
func TestACutReachesBytesThatWait(t *testing.T) {
	both(t, func(b *bench, end ending) {
		client, service := flooded(b)
		b.g.Expect(b.CutAfter(0, end.cut())).To(Succeed())
		b.g.Eventually(b.connections, patience).Should(
			Equal([]string{"1 open, live 1", "1 severed", "1 ended, live 0"}))
		_, how := read(client, patience)
		b.g.Expect(how).To(Equal(end))
		b.g.Expect(see(lastWrite(service))).To(Equal(rst))
	})
}

// lastWrite writes until it learns of the end.
func lastWrite(c net.Conn) error {
	_ = c.SetWriteDeadline(time.Now().Add(patience))
	for {
		if _, err := c.Write(make([]byte, 1<<16)); err != nil {
			return err
		}
	}
}

// Toxiproxy's own toxics keep such a connection's goroutines forever, and the service never learns.
func TestAClientThatDiesUnderAFloodIsSeenToEnd(t *testing.T) {
	both(t, func(b *bench, end ending) {
		client, service := flooded(b)
		b.g.Expect(client.Close()).To(Succeed())
		b.g.Expect(see(lastWrite(service))).To(Equal(rst))
		b.g.Eventually(b.connections, patience).Should(Equal([]string{"1 open, live 1", "1 ended, live 0"}))
	})
}

func TestAServiceThatDiesUnderAFloodIsSeenToEnd(t *testing.T) {
	both(t, func(b *bench, end ending) {
		client, service := b.pair()
		fill(client)
		b.g.Expect(service.Close()).To(Succeed())
		b.g.Expect(see(lastWrite(client))).To(Equal(rst))
		b.g.Eventually(b.connections, patience).Should(Equal([]string{"1 open, live 1", "1 ended, live 0"}))
		b.g.Expect(b.Close()).To(Succeed())
	})
}

// Bytes that wait for a slow reader are not lost when the other direction ends meanwhile.
func TestASlowReaderGetsWhatItIsOwed(t *testing.T) {
	t.Parallel()
	b := start(t, netfaults.Options{})
	client, service := b.pair()
	const n = 12 << 20 // more than the sockets hold
	b.g.Expect(b.Latency(time.Hour)).To(Succeed())
	_, err := service.Write(make([]byte, n))
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Eventually(b.kept, patience).Should(Equal(n))
	b.g.Expect(b.Heal()).To(BeFalse())
	b.g.Expect(client.CloseWrite()).To(Succeed())
	b.sees(service, fin)
	got, how := read(client, patience)
	b.g.Expect(how).To(Equal(fin))
	b.g.Expect(got).To(HaveLen(n))
}

// kept is how many bytes were kept so far.
func (b *bench) kept() int {
	sum := 0
	for _, line := range b.told("kept") {
		var id, n int
		_, _ = fmt.Sscanf(line, "%d kept %d", &id, &n)
		sum += n
	}
	return sum
}

// An intruder listens on the link's port while the link refuses.
func TestHealWaitsForItsPortAndSaysSoWhenItCannotHaveIt(t *testing.T) {
	t.Parallel()
	b := start(t, netfaults.Options{})
	b.g.Expect(b.Refuse()).To(Succeed())
	intruder, err := net.Listen("tcp", b.Addr())
	b.g.Expect(err).NotTo(HaveOccurred())
	begin := time.Now()
	_, err = b.Heal()
	b.g.Expect(err).To(MatchError(ContainSubstring("listen on " + b.Addr())))
	b.g.Expect(time.Since(begin)).To(And(BeNumerically(">", 500*time.Millisecond), BeNumerically("<", patience)))
	b.g.Expect(b.Refuse()).To(Succeed())

	healed := make(chan error, 1)
	go func() {
		_, err := b.Heal()
		healed <- err
	}()
	b.g.Consistently(healed, 50*time.Millisecond).ShouldNot(Receive(), "the port is taken")
	b.g.Expect(intruder.Close()).To(Succeed())
	b.g.Eventually(healed, patience).Should(Receive(Not(HaveOccurred())))
	b.works()
}
