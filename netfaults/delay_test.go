package netfaults_test

import (
	"net"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/netfaults"
)

// ways are both directions of a connection.
func ways(client, service *net.TCPConn) map[string][2]*net.TCPConn {
	return map[string][2]*net.TCPConn{"down": {service, client}, "up": {client, service}}
}

func TestLatencyTakesItsTime(t *testing.T) {
	t.Parallel()
	const d = 60 * time.Millisecond
	b := start(t, netfaults.Options{})
	live, liveService := b.pair()
	b.g.Expect(b.Latency(d)).To(Succeed())
	late, lateService := b.pair()
	timed := func(f func()) {
		t.Helper()
		begin := time.Now()
		f()
		b.g.Expect(time.Since(begin)).To(And(BeNumerically(">=", d), BeNumerically("<", d+patience)))
	}
	for _, pair := range []map[string][2]*net.TCPConn{ways(live, liveService), ways(late, lateService)} {
		for _, way := range pair {
			timed(func() { b.send(way[0], "late"); b.gets(way[1], "late") })
		}
	}
	timed(func() { b.g.Expect(live.Close()).To(Succeed()); b.sees(liveService, fin) })
	timed(func() { b.g.Expect(lateService.Close()).To(Succeed()); b.sees(late, fin) })
}

func TestLatencyKeepsBytesAndEndsUntilTheirTime(t *testing.T) {
	for name := range ways(nil, nil) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := &hand{}
			b := start(t, netfaults.Options{After: h.after})
			client, service := b.pair()
			b.g.Expect(b.Latency(time.Hour)).To(Succeed())
			from, to := ways(client, service)[name][0], ways(client, service)[name][1]
			b.send(from, "one")
			b.g.Eventually(h.waiting, patience).Should(HaveLen(1))
			b.send(from, "three")
			b.g.Eventually(h.waiting, patience).Should(HaveLen(2))
			b.g.Expect(b.Latency(time.Minute)).To(Succeed())
			b.send(from, "six")
			b.g.Eventually(h.waiting, patience).Should(HaveLen(3))
			b.g.Expect(b.Latency(0)).To(Succeed())
			b.send(from, "behind")
			b.g.Expect(from.Close()).To(Succeed())
			b.g.Eventually(b.saw, patience).Should(ContainElement("1 kept end " + name))
			b.g.Expect(h.waiting()).To(Equal([]time.Duration{time.Hour, time.Hour, time.Minute}))
			b.sees(to, silence)

			h.fire(2) // the shorter delay is over, and those before it are not
			b.sees(to, silence)
			h.fire(1)
			b.sees(to, silence)
			h.fire(0)
			b.gets(to, "onethreesixbehind")
			b.sees(to, fin)
			b.g.Expect(b.told(" " + name)).To(Equal([]string{
				"1 kept 3 " + name, "1 kept 5 " + name, "1 kept 3 " + name, "1 kept 6 " + name, "1 kept end " + name,
				"1 released 3 " + name, "1 released 5 " + name, "1 released 3 " + name, "1 released 6 " + name,
				"1 released end " + name,
			}))
		})
	}
}

// The proxy answers a connect at once; the round trip that it would take on the link comes before the first bytes.
func TestLatencyDelaysTheFirstBytesOfANewConnectionByARoundTripMore(t *testing.T) {
	t.Parallel()
	h := &hand{}
	b := start(t, netfaults.Options{After: h.after})
	b.g.Expect(b.Latency(time.Hour)).To(Succeed())
	client, service := b.pair() // the service has accepted, and the hour has not begun
	b.g.Expect(h.waiting()).To(BeEmpty())
	for _, step := range []struct {
		from, to *net.TCPConn
		delay    time.Duration
	}{{service, client, time.Hour}, {client, service, 3 * time.Hour}, {client, service, time.Hour},
		{service, client, time.Hour}} {
		b.send(step.from, "late")
		b.g.Eventually(h.waiting, patience).Should(Equal([]time.Duration{step.delay}))
		b.sees(step.to, silence)
		h.fire(0)
		b.gets(step.to, "late")
	}
}

func TestTheTimerIsArmedBeforeTheBytesCountAsKept(t *testing.T) {
	t.Parallel()
	var b *bench
	armed := make(chan []string, 10) // Close asks for its ends' delays as well
	b = start(t, netfaults.Options{After: func(time.Duration, func()) { armed <- b.told("kept") }})
	_, service := b.pair()
	b.g.Expect(b.Latency(time.Hour)).To(Succeed())
	b.send(service, "late")
	b.g.Eventually(armed, patience).Should(Receive(BeEmpty()),
		"with nothing under way and no timer, a clock that skips waiting would jump past it")
	b.g.Eventually(func() []string { return b.told("kept") }, patience).Should(HaveLen(1))
}

func TestReleasedIsToldBeforeTheTimersCallReturns(t *testing.T) {
	t.Parallel()
	h := &hand{}
	b := start(t, netfaults.Options{After: h.after})
	_, service := b.pair()
	b.g.Expect(b.Latency(time.Hour)).To(Succeed())
	b.send(service, "late")
	b.g.Eventually(h.waiting, patience).Should(HaveLen(1))
	b.g.Expect(b.told("released")).To(BeEmpty())
	h.fire(0)
	b.g.Expect(b.told("released")).To(Equal([]string{"1 released 4 down"}),
		"a clock that skips waiting would have jumped on")
}

func TestHealLetsGoWhatIsKept(t *testing.T) {
	t.Parallel()
	h := &hand{}
	b := start(t, netfaults.Options{After: h.after})
	client, service := b.pair()
	b.g.Expect(b.Latency(time.Hour)).To(Succeed())
	b.send(service, "kept")
	b.send(client, "kept too")
	b.g.Eventually(h.waiting, patience).Should(HaveLen(2))
	b.g.Expect(b.Heal()).To(BeFalse())
	b.gets(client, "kept")
	b.gets(service, "kept too")
	b.talk(client, service)
	h.fire(0) // what it waited for is gone already
	h.fire(0)
	b.talk(client, service)
	b.g.Expect(b.told("released")).To(ConsistOf("1 released 4 down", "1 released 8 up"))
}

func TestWhatIsKeptGoesNowhereWhenTheConnectionEnds(t *testing.T) {
	both(t, func(b *bench, end ending) {
		b.g.Expect(b.Latency(time.Hour)).To(Succeed())
		client, service := b.pair()
		b.send(service, "late")
		b.send(client, "late too")
		b.g.Eventually(func() []string { return b.told("kept") }, patience).Should(HaveLen(2))
		b.g.Expect(b.ends(end)()).To(Succeed())
		b.sees(client, end)
		b.sees(service, end)
		b.g.Expect(b.Heal()).To(BeFalse())
		b.g.Expect(b.told("released")).To(BeEmpty())
	})
}

func TestSlowCloseDelaysTheEndAndNothingElse(t *testing.T) {
	for name := range ways(nil, nil) {
		for _, live := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				h := &hand{}
				b := start(t, netfaults.Options{After: h.after})
				var client, service *net.TCPConn
				if live {
					client, service = b.pair()
				}
				b.g.Expect(b.SlowClose(time.Hour)).To(Succeed())
				if !live {
					client, service = b.pair()
				}
				b.talk(client, service)
				from, to := ways(client, service)[name][0], ways(client, service)[name][1]
				b.send(from, "last words")
				b.g.Expect(from.Close()).To(Succeed())
				b.gets(to, "last words")
				b.g.Eventually(h.waiting, patience).Should(Equal([]time.Duration{time.Hour}))
				b.sees(to, silence)
				h.fire(0)
				b.sees(to, fin)
				b.g.Expect(b.told(" " + name)).To(Equal([]string{"1 kept end " + name, "1 released end " + name}))
			})
		}
	}
}

func TestSlowCloseComesOnTopOfLatency(t *testing.T) {
	t.Parallel()
	h := &hand{}
	b := start(t, netfaults.Options{After: h.after})
	client, service := b.pair()
	b.g.Expect(b.Latency(time.Minute)).To(Succeed())
	b.g.Expect(b.SlowClose(time.Hour)).To(Succeed())
	b.send(service, "last words")
	b.g.Eventually(h.waiting, patience).Should(HaveLen(1))
	b.g.Expect(service.Close()).To(Succeed())
	b.g.Eventually(h.waiting, patience).Should(Equal([]time.Duration{time.Minute, time.Hour + time.Minute}))
	h.fire(0)
	b.gets(client, "last words")
	b.sees(client, silence)
	h.fire(0)
	b.sees(client, fin)
}

func TestSlowCloseTakesItsTime(t *testing.T) {
	t.Parallel()
	const d = 60 * time.Millisecond
	b := start(t, netfaults.Options{})
	b.g.Expect(b.SlowClose(d)).To(Succeed())
	client, service := b.pair()
	begin := time.Now()
	b.g.Expect(service.Close()).To(Succeed())
	b.sees(client, fin)
	b.g.Expect(time.Since(begin)).To(And(BeNumerically(">=", d), BeNumerically("<", d+patience)))
}

func TestSlowCloseEndsWithHealAndDoesNotDelayADrop(t *testing.T) {
	both(t, func(b *bench, end ending) {
		b.g.Expect(b.SlowClose(time.Hour)).To(Succeed())
		client, service := b.pair()
		b.g.Expect(service.Close()).To(Succeed())
		b.sees(client, silence)
		b.g.Expect(b.Heal()).To(BeFalse())
		b.sees(client, end)

		b.g.Expect(b.SlowClose(time.Hour)).To(Succeed())
		client, service = b.pair()
		b.g.Expect(b.ends(end)()).To(Succeed())
		b.sees(client, end)
		b.sees(service, end)
	})
}

func TestADelayIsNotNegative(t *testing.T) {
	t.Parallel()
	b := start(t, netfaults.Options{})
	b.g.Expect(b.Latency(-1)).To(MatchError("latency: a delay of -1ns"))
	b.g.Expect(b.SlowClose(-1)).To(MatchError("slow close: a delay of -1ns"))
	b.works()
}
