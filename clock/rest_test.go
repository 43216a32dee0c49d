package clock_test

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clock"
)

func TestWhatWaitsForRestComesInTheOrderOfItsNumbers(t *testing.T) {
	b := start(t, clock.Skip)
	work := b.Work()
	w := b.NewWire()
	var got []string
	add := func(order int64, name string) {
		b.AtRest(order, func() { got = append(got, name) })
	}
	later := b.fired(time.Hour)
	add(3, "three")
	add(1, "one")
	b.AtRest(2, func() {
		b.Expect(b.Now()).To(BeZero(), "time does not go on before")
		got = append(got, "two")
		add(0, "of the next rest") // it is called when what this one caused is over
	})
	add(2, "two again")
	work()
	b.standsStill("a request is under way")
	b.Expect(got).To(BeEmpty())
	w.Forget()
	b.wait(later, "nothing waits any more")
	b.Expect(got).To(HaveExactElements("one", "two", "two again", "three", "of the next rest"))
}

func TestANegativeNumberComesAlone(t *testing.T) {
	b := start(t, clock.Skip)
	work := b.Work()
	acts := make(chan func(), 1)
	b.AtRest(0, func() { b.AfterFunc(0, func(time.Duration) {}) })
	b.AtRest(-1, func() { acts <- b.Work() })
	arrived := make(chan struct{})
	b.AtRest(1, func() { close(arrived) })
	work()
	act := <-acts
	b.standsStill("who came alone computes")
	b.Expect(arrived).NotTo(BeClosed())
	act()
	b.wait(arrived, "its time has come")
}

func TestWhatIsDueComesBeforeTheRest(t *testing.T) {
	b := start(t, clock.Skip)
	work := b.Work()
	var got []string
	b.AtRest(1, func() { got = append(got, "at rest") })
	b.AfterFunc(0, func(time.Duration) { got = append(got, "due") })
	later := b.fired(1)
	work()
	b.wait(later, "a nanosecond")
	b.Expect(got).To(HaveExactElements("due", "at rest"))
}

func TestWhatWaitsForRestIsWork(t *testing.T) {
	b := start(t, clock.Skip)
	begun, end, over := make(chan struct{}), make(chan struct{}), make(chan struct{})
	b.AtRest(1, func() {
		close(begun)
		<-end
		close(over)
	})
	b.wait(begun, "the call")
	later := b.fired(1)
	b.Expect(b.Now()).To(BeZero())
	b.Expect(later).NotTo(BeClosed())
	close(end)
	b.wait(over, "its end")
	b.wait(later, "time goes on")
}

func TestOnARealClockNothingWaitsForRest(t *testing.T) {
	b := start(t, clock.Real)
	defer b.Work()()
	called := false
	b.AtRest(1, func() { called = true })
	b.Expect(called).To(BeTrue())
}

func TestNothingComesToRestAfterStop(t *testing.T) {
	c := clock.New(clock.Skip, wall)
	work := c.Work()
	called := false
	c.AtRest(1, func() { called = true })
	c.Stop()
	work()
	c.AtRest(2, func() { called = true })
	NewWithT(t).Expect(called).To(BeFalse())
}

func TestTheLastComesWhenNothingElseWaits(t *testing.T) {
	b := start(t, clock.Skip)
	work := b.Work()
	var got []string
	over := make(chan struct{})
	b.AtRest(clock.Last, func() {
		b.Expect(b.Now()).To(BeZero(), "time does not go on before")
		close(over)
	})
	b.AtRest(1, func() {
		got = append(got, "arrived")
		b.AfterFunc(0, func(time.Duration) {
			b.AtRest(2, func() { got = append(got, "came of it") })
		})
	})
	b.AtRest(-1, func() { got = append(got, "alone") })
	b.AfterFunc(time.Millisecond, func(time.Duration) {})
	work()
	b.wait(over, "nothing else waits")
	b.Expect(got).To(HaveExactElements("alone", "arrived", "came of it"))
}
