package clock_test

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clock"
)

func sum(s clock.Stats) time.Duration { return s.Network + s.Compute + s.Idle }

func TestStatsSayWhereRealTimeWent(t *testing.T) {
	for _, mode := range []clock.Mode{clock.Skip, clock.Real} {
		t.Run(string(mode), func(t *testing.T) {
			earliest := time.Now()
			b := start(t, mode)
			latest := time.Now()
			const piece = 5 * time.Millisecond

			work := b.Work()
			time.Sleep(piece)
			w := b.NewWire() // under way counts before computing
			computed := b.Stats()
			time.Sleep(piece)
			w.Forget()
			networked := b.Stats()
			work()
			time.Sleep(piece)
			shortest := time.Since(latest)
			s := b.Stats()
			longest := time.Since(earliest)

			b.Expect(computed.Compute).To(BeNumerically(">=", piece))
			b.Expect(computed.Network).To(BeNumerically("<", networked.Network))
			b.Expect(networked.Network).To(BeNumerically(">=", piece))
			b.Expect(s.Idle - networked.Idle).To(BeNumerically(">=", piece))
			b.Expect(sum(s)).To(And(BeNumerically(">=", shortest), BeNumerically("<=", longest)),
				"every moment counts once: %+v", s)
			if mode == clock.Skip {
				b.Expect(s.Session).To(BeZero(), "no timer was pending")
			} else {
				b.Expect(s.Session).To(Equal(sum(s)), "session time is real time")
			}
		})
	}
}

func TestATimersCallComputes(t *testing.T) {
	b := start(t, clock.Skip)
	const piece = 5 * time.Millisecond
	done := make(chan struct{})
	b.AfterFunc(time.Hour, func(time.Duration) {
		time.Sleep(piece)
		b.AfterFunc(0, func(time.Duration) { close(done) })
	})
	b.wait(done, "the timer")
	b.Expect(b.Stats().Compute).To(BeNumerically(">=", piece))
}

func TestSkippingLeavesNothingIdle(t *testing.T) {
	b := start(t, clock.Skip)
	done := make(chan struct{})
	n := 0
	var next func(time.Duration)
	next = func(time.Duration) {
		if n++; n == 1000 {
			close(done)
			return
		}
		b.AfterFunc(time.Hour, next)
	}
	before := b.Stats()
	b.AfterFunc(time.Hour, next)
	b.wait(done, "a thousand hours")
	s := b.Stats()
	b.Expect(s.Session).To(Equal(1000 * time.Hour))
	b.Expect(s.Idle-before.Idle).To(BeNumerically("<", time.Second), "of a thousand hours: %+v", s)
}

func TestARealClockDoesNotJump(t *testing.T) {
	b := start(t, clock.Real)
	const wait = 20 * time.Millisecond
	hour := b.AfterFunc(time.Hour, func(time.Duration) { t.Error("an hour has not passed") })
	before := b.Now()
	begin := time.Now()
	due := make(chan time.Duration, 1)
	b.AfterFunc(wait, func(at time.Duration) { due <- at })
	var at time.Duration
	b.Eventually(due).Should(Receive(&at))
	b.Expect(time.Since(begin)).To(BeNumerically(">=", wait))
	b.Expect(at).To(BeNumerically(">=", before+wait))
	b.Expect(b.Now()).To(BeNumerically(">=", at))
	b.Expect(b.Now()).To(BeNumerically("<", time.Hour))
	b.Expect(hour.Stop()).To(BeTrue())
}

func TestARealClockRunsWhateverIsUnderWay(t *testing.T) {
	b := start(t, clock.Real)
	defer b.Work()()
	b.NewWire()
	at := b.Now()
	b.wait(b.fired(time.Millisecond), "a millisecond")
	b.Expect(b.Now()).To(BeNumerically(">=", at+time.Millisecond))
	b.Expect(b.Time()).To(BeTemporally(">=", wall.Add(time.Millisecond)))
}

func TestARealClockTakesTheShorterWaitThatComesLater(t *testing.T) {
	b := start(t, clock.Real)
	b.looked()
	b.AfterFunc(time.Hour, func(time.Duration) { t.Error("an hour has not passed") })
	b.wait(b.fired(5*time.Millisecond), "the shorter wait")
}
