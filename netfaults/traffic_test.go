package netfaults_test

import (
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/netfaults"
)

// connections are the lines about opens, ends and severings.
func (b *bench) connections() []string {
	var lines []string
	for _, line := range b.saw() {
		if strings.Contains(line, "live") || strings.Contains(line, "severed") {
			lines = append(lines, line)
		}
	}
	return lines
}

func TestTrafficIsToldOfEachConnectionOnce(t *testing.T) {
	both(t, func(b *bench, end ending) {
		one, _ := b.pair()
		two, twoService := b.pair()
		b.g.Expect(one.Close()).To(Succeed())
		b.g.Eventually(b.connections, patience).Should(
			Equal([]string{"1 open, live 1", "2 open, live 2", "1 ended, live 1"}))
		b.g.Expect(twoService.Close()).To(Succeed())
		b.sees(two, end)
		b.pair()
		b.g.Expect(b.Refuse()).To(Succeed())
		b.g.Expect(b.connections()[3:]).To(
			Equal([]string{"2 ended, live 0", "3 open, live 1", "3 severed", "3 ended, live 0"}),
			"Refuse returns when that has been told")
		_, how := b.dial()
		b.g.Expect(how).To(Equal(refused))
		b.g.Expect(b.Heal()).To(BeFalse())
		b.pair()
		b.g.Expect(b.ends(end)()).To(Succeed())
		b.g.Expect(b.connections()[7:]).To(Equal([]string{"4 open, live 1", "4 severed", "4 ended, live 0"}))
		b.pair()
		b.g.Expect(b.BlackHole()).To(Succeed())
		b.g.Expect(b.Heal()).To(BeTrue())
		b.g.Expect(b.connections()[10:]).To(Equal([]string{"5 open, live 1", "5 severed", "5 ended, live 0"}))
		b.g.Expect(b.CutAfter(1, end.cut())).To(Succeed())
		six, sixService := b.pair()
		b.send(sixService, "6")
		b.gets(six, "6")
		b.sees(six, end)
		b.g.Expect(b.Heal()).To(BeFalse())
		b.g.Expect(b.connections()[13:]).To(Equal([]string{"6 open, live 1", "6 severed", "6 ended, live 0"}))
		b.pair()
		b.g.Expect(b.Close()).To(Succeed())
		b.g.Expect(b.connections()[16:]).To(Equal([]string{"7 open, live 1", "7 severed", "7 ended, live 0"}))
	})
}

func TestTrafficIsNotToldThatAnEndedConnectionIsSevered(t *testing.T) {
	t.Parallel()
	h := &hand{}
	b := start(t, netfaults.Options{After: h.after})
	client, service := b.pair()
	b.g.Expect(b.SlowClose(time.Hour)).To(Succeed())
	b.g.Expect(service.Close()).To(Succeed())
	b.g.Eventually(h.waiting, patience).Should(HaveLen(1))
	h.fire(0)
	b.sees(client, fin)
	b.g.Expect(b.Drop()).To(Succeed())
	b.g.Expect(b.Refuse()).To(Succeed())
	b.g.Expect(b.connections()).To(Equal([]string{"1 open, live 1", "1 ended, live 0"}))
}

func TestTrafficGetsTheFirstBytesOfTheClient(t *testing.T) {
	t.Parallel()
	b := start(t, netfaults.Options{})
	client, service := b.pair()
	b.send(service, "not these")
	b.gets(client, "not these")
	b.send(client, "GET /")
	b.gets(service, "GET /")
	b.send(client, "not these either")
	b.gets(service, "not these either")
	b.g.Expect(b.BlackHole()).To(Succeed())
	client, _ = b.pair()
	b.send(client, "POST /")
	b.g.Eventually(func() []string { return b.told("first") }, patience).Should(
		Equal([]string{"1 first GET /", "2 first POST /"}))
}

func TestTrafficIsToldNothingAfterClose(t *testing.T) {
	t.Parallel()
	h := &hand{}
	b := start(t, netfaults.Options{After: h.after})
	_, service := b.pair()
	b.g.Expect(b.Latency(time.Hour)).To(Succeed())
	b.send(service, "late")
	b.g.Eventually(h.waiting, patience).Should(HaveLen(1))
	b.g.Expect(b.Close()).To(Succeed())
	before := b.saw()
	h.fire(0)
	b.g.Expect(b.saw()).To(Equal(before))
}

// checkCount checks that opens and ends come once per connection, that ends come after opens, and that the count is
// right at each.
func (b *bench) checkCount() (opened int) {
	b.t.Helper()
	live := map[string]bool{}
	for _, line := range b.connections() {
		id, rest, _ := strings.Cut(line, " ")
		switch {
		case strings.HasPrefix(rest, "open"):
			b.g.Expect(live).NotTo(HaveKey(id))
			live[id] = true
			opened++
		case strings.HasPrefix(rest, "ended"):
			b.g.Expect(live).To(HaveKeyWithValue(id, true))
			live[id] = false
		default:
			b.g.Expect(live).To(HaveKey(id), "severed before it began") // of two directions one may have ended
			continue
		}
		n := 0
		for _, yes := range live {
			if yes {
				n++
			}
		}
		b.g.Expect(rest).To(HaveSuffix("live %d", n))
	}
	for id, yes := range live {
		b.g.Expect(yes).To(BeFalse(), "connection %s did not end", id)
	}
	return opened
}

func TestTrafficCountsConnectionsThatComeAndGoAtOnce(t *testing.T) {
	both(t, func(b *bench, _ ending) {
		const callers, calls = 8, 10
		go echo(b)
		var busy sync.WaitGroup
		for range callers {
			busy.Go(func() {
				for range calls {
					if c, how := b.dial(); how == open {
						_, _ = c.Write([]byte("x"))
						_ = c.SetReadDeadline(time.Now().Add(patience))
						_, _ = c.Read(make([]byte, 1))
						_ = c.Close()
					}
				}
			})
		}
		busy.Wait()
		b.g.Expect(b.Close()).To(Succeed())
		b.g.Expect(b.checkCount()).To(Equal(callers * calls))
	})
}

// echo sends back what comes, on every connection, until the service ends.
func echo(b *bench) {
	for {
		select {
		case c := <-b.accepted:
			go func() {
				buf := make([]byte, 1<<12)
				for {
					n, err := c.Read(buf)
					if err != nil {
						_ = c.Close()
						return
					}
					if _, err := c.Write(buf[:n]); err != nil {
						return
					}
				}
			}()
		case <-b.t.Context().Done():
			return
		}
	}
}

// Conditions that only delay change nothing about the bytes, whenever they come and go.
func TestDelaysThatComeAndGoUnderTrafficLoseNothing(t *testing.T) {
	t.Parallel()
	b := start(t, netfaults.Options{})
	client, service := b.pair()
	const words = 1 << 16
	var busy sync.WaitGroup
	for _, way := range ways(client, service) {
		busy.Go(func() { counting(way[0], words) })
		busy.Go(func() {
			got := make([]byte, 4*words)
			_ = way[1].SetReadDeadline(time.Now().Add(2 * patience))
			if n, err := io.ReadFull(way[1], got); err != nil || !gapless(got) {
				t.Errorf("%d bytes came, then %v", n, err)
			}
		})
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		busy.Wait()
	}()
	changes := 0
	for {
		b.g.Expect(b.Latency(time.Duration(changes%3) * time.Millisecond)).To(Succeed())
		if changes%5 == 0 {
			b.g.Expect(b.Heal()).To(BeFalse())
		}
		changes++
		select {
		case <-done:
			b.g.Expect(changes).To(BeNumerically(">", 10))
			return
		default:
		}
	}
}

// The proxy learns of an end in real time, and a session's clock may stand still by then: all its waits must be over
// with the first end that it passes on.
func TestAConnectionEndsWithTheFirstOfItsDirections(t *testing.T) {
	t.Parallel()
	h := &hand{}
	b := start(t, netfaults.Options{After: h.after})
	client, service := b.pair()
	b.g.Expect(b.Latency(time.Second)).To(Succeed())
	b.g.Expect(client.Close()).To(Succeed())
	b.g.Eventually(h.waiting, patience).Should(HaveLen(1))
	b.g.Expect(b.connections()).To(Equal([]string{"1 open, live 1"}))
	h.fire(0)
	b.sees(service, fin)
	b.g.Expect(service.Close()).To(Succeed()) // its own end is late by the latency, and nobody lets that pass
	b.g.Eventually(b.connections, patience).Should(Equal([]string{"1 open, live 1", "1 ended, live 0"}))
}
