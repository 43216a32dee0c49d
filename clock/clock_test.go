package clock_test

import (
	"fmt"
	"math"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clock"
)

func TestParseMode(t *testing.T) {
	g := NewWithT(t)
	for _, m := range []clock.Mode{clock.Skip, clock.Real} {
		g.Expect(clock.ParseMode(string(m))).To(Equal(m))
	}
	_, err := clock.ParseMode("fast")
	g.Expect(err).To(MatchError(`unknown clock "fast": use skip or real`))
}

func TestATimerFiresAtOnceWhenNothingIsUnderWay(t *testing.T) {
	b := start(t, clock.Skip)
	due := make(chan time.Duration, 1)
	b.AfterFunc(time.Hour, func(at time.Duration) { due <- at })
	b.Eventually(due).Should(Receive(Equal(time.Hour)))
	b.Expect(b.Now()).To(Equal(time.Hour))
	b.Expect(b.Time()).To(Equal(wall.Add(time.Hour)))
	b.Expect(b.Mode()).To(Equal(clock.Skip))
}

func TestTimeStandsStillWhileSomethingComputes(t *testing.T) {
	b := start(t, clock.Skip)
	first, second := b.Work(), b.Work()
	later := b.fired(time.Hour)
	b.standsStill("two compute")
	first()
	first() // ending it again does nothing
	b.standsStill("one computes yet")
	b.Expect(later).NotTo(BeClosed())
	second()
	b.wait(later, "nothing computes any more")
	b.Expect(b.Now()).To(Equal(time.Hour))
}

func TestWhatIsDueFiresEvenWhileSomethingComputes(t *testing.T) {
	for _, d := range []time.Duration{0, -time.Second, math.MinInt64} {
		t.Run(d.String(), func(t *testing.T) {
			b := start(t, clock.Skip)
			defer b.Work()()
			due := make(chan time.Duration, 1)
			b.AfterFunc(d, func(at time.Duration) { due <- at })
			b.Eventually(due).Should(Receive(BeZero()), "it is due now, and time need not move for it")
			b.Expect(b.Now()).To(BeZero())
		})
	}
}

func TestAWaitBeyondAllTimeIsNotOver(t *testing.T) {
	b := start(t, clock.Skip)
	b.moves("nothing is under way")
	order := make(chan string, 2)
	work := b.Work()
	b.AfterFunc(math.MaxInt64, func(time.Duration) { order <- "beyond all time" })
	b.AfterFunc(1000*time.Hour, func(time.Duration) { order <- "a thousand hours" })
	work()
	var first string
	b.Eventually(order).Should(Receive(&first))
	b.Expect(first).To(Equal("a thousand hours"))
}

func TestTimersFireInTheOrderOfTheirTimesThenOfTheirMaking(t *testing.T) {
	b := start(t, clock.Skip)
	work := b.Work()
	var got []int
	done := make(chan struct{})
	for i := range 300 { // three times, made in turn
		b.AfterFunc(time.Duration(3-i%3)*time.Second, func(time.Duration) { got = append(got, i) })
	}
	b.AfterFunc(time.Minute, func(time.Duration) { close(done) })
	work()
	b.wait(done, "the minute")
	var want []int
	for second := 2; second >= 0; second-- {
		for i := second; i < 300; i += 3 {
			want = append(want, i)
		}
	}
	b.Expect(got).To(Equal(want))
}

func TestATimerMadeInATimer(t *testing.T) {
	b := start(t, clock.Skip)
	work := b.Work()
	var at []time.Duration
	var next func(time.Duration)
	next = func(due time.Duration) {
		at = append(at, due)
		b.AfterFunc(0, func(time.Duration) { at = append(at, -due) }) // due now: before time goes on
		if len(at) < 5 {
			b.AfterFunc(time.Second, next)
		}
	}
	b.AfterFunc(time.Second, next)
	done := b.fired(time.Minute)
	work()
	b.wait(done, "the minute")
	b.Expect(at).To(
		HaveExactElements(time.Second, -time.Second, 2*time.Second, -2*time.Second, 3*time.Second, -3*time.Second))
}

func TestTimeStandsStillInATimer(t *testing.T) {
	b := start(t, clock.Skip)
	entered, leave := make(chan struct{}), make(chan struct{})
	b.AfterFunc(time.Second, func(time.Duration) {
		close(entered)
		<-leave
	})
	later := b.fired(2 * time.Second)
	b.wait(entered, "the first timer")
	b.Expect(b.Now()).To(Equal(time.Second))
	b.Expect(later).NotTo(BeClosed())
	close(leave)
	b.wait(later, "the second timer")
}

func TestStoppedTimersDoNotFire(t *testing.T) {
	b := start(t, clock.Skip)
	work := b.Work()
	fired := map[string]bool{}
	timers := map[string]*clock.Timer{}
	for i, name := range []string{"a", "b", "c", "d", "e"} {
		timers[name] = b.AfterFunc(time.Duration(i+1)*time.Minute, func(time.Duration) { fired[name] = true })
	}
	b.Expect(b.Pending()).To(Equal(5))
	b.Expect(timers["c"].Stop()).To(BeTrue())
	b.Expect(timers["c"].Stop()).To(BeFalse(), "it is stopped already")
	b.Expect(timers["e"].Stop()).To(BeTrue())
	b.Expect(b.Pending()).To(Equal(3))
	done := b.fired(time.Hour)
	work()
	b.wait(done, "the hour")
	b.Expect(fired).To(Equal(map[string]bool{"a": true, "b": true, "d": true}))
	b.Expect(timers["a"].Stop()).To(BeFalse(), "it fired already")
	b.Expect(b.Pending()).To(BeZero())
}

func TestNothingFiresOnAStoppedClock(t *testing.T) {
	b := start(t, clock.Skip)
	work := b.Work()
	pending := b.AfterFunc(time.Second, func(time.Duration) { t.Error("it fired after the end") })
	b.AfterFunc(time.Minute, func(time.Duration) { t.Error("it fired after the end") })
	b.Stop()
	work()
	b.Expect(b.Pending()).To(BeZero())
	b.Expect(pending.Stop()).To(BeFalse(), "there is nothing left to stop")
	late := b.AfterFunc(0, func(time.Duration) { t.Error("it was made after the end") })
	b.Expect(b.Pending()).To(BeZero())
	b.Expect(late.Stop()).To(BeFalse())
	b.Stop() // again
	b.Expect(b.Now()).To(BeZero())
}

func TestEveryStopWaitsForTheRunningTimer(t *testing.T) {
	b := start(t, clock.Skip)
	entered, leave := make(chan struct{}), make(chan struct{})
	b.AfterFunc(0, func(time.Duration) {
		close(entered)
		<-leave
	})
	b.wait(entered, "the timer")
	stopped := make(chan struct{}, 2)
	for range 2 {
		go func() {
			b.Stop()
			stopped <- struct{}{}
		}()
	}
	b.Consistently(stopped, 10*time.Millisecond).ShouldNot(Receive(), "the timer still runs")
	close(leave)
	b.Eventually(stopped).Should(Receive())
	b.Eventually(stopped).Should(Receive())
}

func TestManyGoroutines(t *testing.T) {
	for _, mode := range []clock.Mode{clock.Skip, clock.Real} {
		t.Run(string(mode), func(t *testing.T) {
			b := start(t, mode)
			var fired, wg sync.WaitGroup
			for i := range 16 {
				wg.Go(func() {
					for j := range 50 {
						work := b.Work()
						w := b.NewWire()
						fired.Add(1)
						b.AfterFunc(time.Duration(i*j)*time.Microsecond, func(time.Duration) { fired.Done() })
						b.AfterFunc(time.Hour, func(time.Duration) {}).Stop()
						w.Opened()
						w.Keep(clock.Side(i%2), 3)
						w.Keep(clock.Side(i%2), -3)
						_, _, _ = b.Now(), b.Pending(), b.Stats()
						if b.Wire(w.ID) != w {
							t.Error("a wire is lost")
						}
						w.End(clock.Server)
						w.End(clock.Client)
						work()
					}
				})
			}
			wg.Wait()
			fired.Wait()
			b.Expect(b.Pending()).To(BeZero())
		})
	}
}

// How long one timer takes when time is skipped to it.
func BenchmarkSkip(b *testing.B) {
	for _, wires := range []int{0, 2, 50} {
		b.Run(fmt.Sprintf("%d wires at rest", wires), func(b *testing.B) {
			c := clock.New(clock.Skip, wall)
			defer c.Stop()
			for range wires {
				c.NewWire().Opened()
			}
			done := make(chan struct{})
			n := 0
			var next func(time.Duration)
			next = func(time.Duration) {
				if n++; n == b.N {
					close(done)
					return
				}
				c.AfterFunc(time.Hour, next)
			}
			b.ResetTimer()
			c.AfterFunc(time.Microsecond, next)
			<-done
		})
	}
}
