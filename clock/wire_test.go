package clock_test

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clock"
)

func TestARequestIsUnderWayUntilItHasItsAnswer(t *testing.T) {
	b := start(t, clock.Skip)
	w := b.NewWire()
	b.Expect(b.Wire(w.ID)).To(BeIdenticalTo(w))
	b.standsStill("the answer is not there")
	w.Forget()
	b.moves("the answer is there")
	b.Expect(b.Wire(w.ID)).To(BeNil())
}

func TestWiresHaveNumbersOfTheirOwn(t *testing.T) {
	b := start(t, clock.Skip)
	first, second := b.NewWire(), b.NewWire()
	b.Expect(first.ID).To(BeNumerically(">", 0))
	b.Expect(second.ID).To(BeNumerically(">", first.ID))
	b.Expect(b.Wire(second.ID + 1)).To(BeNil())
}

func TestAParkedWireHoldsNothing(t *testing.T) {
	b := start(t, clock.Skip)
	held, other := b.NewWire(), b.NewWire()
	other.Opened()
	held.Park()
	b.moves("the service holds its answer back")
	held.Unpark()
	b.standsStill("the answer is under way")
	held.Park()
	b.moves("it is held back again")
	held.Unpark()
	held.Opened()
	b.moves("it is open, and nothing is under way on it")
}

func TestTheEndOfOneSideIsUnderWayToTheOther(t *testing.T) {
	for name, first := range map[string]clock.Side{"client": clock.Client, "server": clock.Server} {
		t.Run("the "+name+" ends it", func(t *testing.T) {
			b := start(t, clock.Skip)
			w := b.NewWire()
			bind(w)
			w.Opened()
			b.moves("nothing is under way")
			w.End(first)
			b.standsStill("the other side does not know")
			w.KeepEnd(first, true)
			b.moves("the network keeps the end")
			w.KeepEnd(first, false)
			b.standsStill("the network let the end go")
			w.End(1 - first)
			b.moves("both know")
			b.Expect(b.Wire(w.ID)).To(BeNil())
		})
	}
}

func TestAServerThatEndsAWireWhichIsNotOpenYet(t *testing.T) {
	b := start(t, clock.Skip)
	w := b.NewWire()
	bind(w)
	w.Park()
	w.End(clock.Server)
	w.Unpark()
	b.standsStill("the client waits for the answer yet")
	w.End(clock.Client)
	b.moves("the client knows")
}

func TestWhatTheNetworkKeepsOrLosesIsNotUnderWay(t *testing.T) {
	for name, from := range map[string]clock.Side{"client": clock.Client, "server": clock.Server} {
		t.Run("of the "+name, func(t *testing.T) {
			b := start(t, clock.Skip)
			w := b.NewWire()
			w.Opened()
			w.Keep(from, -10) // ten bytes more under way than the network keeps
			b.standsStill("ten bytes are under way")
			w.Keep(from, 10)
			b.moves("the network keeps them all")
			w.Keep(from, -4)
			b.standsStill("it let four go")
			w.Lose(from, 3)
			b.standsStill("it lost three of them")
			w.Lose(from, 1)
			b.moves("it lost the fourth")
		})
	}
}

func TestAnOpeningWireWhoseBytesTheNetworkKeepsOrLoses(t *testing.T) {
	for name, tc := range map[string]struct{ stop, free func(w *clock.Wire) }{
		"keeps the request": {func(w *clock.Wire) { w.Keep(clock.Client, 5) },
			func(w *clock.Wire) { w.Keep(clock.Client, -5) }},
		"keeps the answer": {func(w *clock.Wire) { w.Keep(clock.Server, 5) },
			func(w *clock.Wire) { w.Keep(clock.Server, -5) }},
		"keeps the end": {func(w *clock.Wire) { w.KeepEnd(clock.Server, true) },
			func(w *clock.Wire) { w.KeepEnd(clock.Server, false) }},
		"loses the request": {func(w *clock.Wire) { w.Lose(clock.Client, 5) }, func(w *clock.Wire) { w.Sever() }},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, clock.Skip)
			w := b.NewWire()
			b.standsStill("it opens")
			tc.stop(w)
			b.standsStill("the client has not asked yet")
			w.Asked()
			b.moves("the network does not let it through")
			tc.free(w)
			b.standsStill("it is under way again")
			w.Forget()
			b.moves("it is over")
		})
	}
}

func TestSeveredWiresAreUnderWayUntilBothSidesKnow(t *testing.T) {
	b := start(t, clock.Skip)
	first, second := b.NewWire(), b.NewWire()
	for _, w := range []*clock.Wire{first, second} {
		bind(w)
		w.Opened()
	}
	b.moves("nothing is under way")
	first.Sever()
	second.Sever()
	later := b.NewWire()
	later.Opened()
	b.standsStill("no side knows")
	first.End(clock.Client)
	first.End(clock.Server)
	b.standsStill("one wire is over, the other is not")
	second.End(clock.Server)
	b.standsStill("its client does not know")
	second.End(clock.Client)
	b.moves("what was made after it is not severed")
	later.Sever()
	b.standsStill("now it is")
	later.Forget()
	b.moves("everybody knows")
}

// The client gives up before the server knows of it, and nobody can count whether the server will. So the clock waits
// for a limited time.
func TestAStrayHoldsTheClockForATime(t *testing.T) {
	b := start(t, clock.Skip)
	w := b.NewWire()
	work := b.Work()
	later := b.fired(time.Hour)
	begin := time.Now()
	w.End(clock.Client)
	work()
	b.wait(later, "the server never comes")
	b.Expect(time.Since(begin)).To(BeNumerically(">=", 20*time.Millisecond))
	b.Expect(b.Wire(w.ID)).To(BeIdenticalTo(w), "the server may meet it yet")
	bind(w)
	outlast()
	b.standsStill("the server met it, and has to learn of its end, however long that takes")
	w.End(clock.Server)
	b.moves("it knows")
	b.Expect(b.Wire(w.ID)).To(BeNil())
}

// outlast waits (real time) until the patience with a stray is over. A wait that were too short would let a test pass
// that should fail, never the reverse.
func outlast() { time.Sleep(25 * time.Millisecond) }

// What a busy machine looks like from inside: time passes in which this process did nothing. It takes nothing from the
// patience with a stray, which the server then meets after some turns of the scheduler.
func TestABusyMachineChangesNoStray(t *testing.T) {
	b := start(t, clock.Skip)
	w := b.NewWire()
	work := b.Work()
	w.End(clock.Client)
	outlast()
	met := make(chan struct{})
	later, early := make(chan struct{}), true
	b.AfterFunc(time.Hour, func(time.Duration) {
		select {
		case <-met:
			early = false
		default:
		}
		close(later)
	})
	next := func() {
		close(met)
		bind(w)
		w.End(clock.Server)
	}
	for range 5 { // as on the way through the proxy
		then := next
		next = func() { time.AfterFunc(time.Millisecond, then) }
	}
	next()
	work()
	b.wait(later, "the server met it")
	b.Expect(early).To(BeFalse(), "the clock went on before the server met the stray")
}

func TestAStrayThatTheServerMeetsHoldsNoLonger(t *testing.T) {
	b := start(t, clock.Skip)
	work := b.Work()
	w := b.NewWire()
	w.End(clock.Client)
	bind(w)
	w.End(clock.Server)
	b.Expect(b.Wire(w.ID)).To(BeNil())
	later := b.fired(time.Hour)
	work()
	b.wait(later, "nothing is left of it")
}

func TestAStrayDoesNotEndWhatElseIsUnderWay(t *testing.T) {
	b := start(t, clock.Skip)
	other := b.NewWire()
	for range 8 {
		b.NewWire().End(clock.Client)
	}
	b.standsStill("a request is under way, and strays may be")
	outlast()
	b.standsStill("a request is under way")
	other.Forget()
	b.moves("the stray alone holds nothing any more")
}

func TestANilWireCountsNothing(t *testing.T) {
	b := start(t, clock.Skip)
	none := b.Wire(42)
	b.Expect(none).To(BeNil())
	none.Opened()
	none.Asked()
	none.Upgraded()
	none.Park()
	none.Unpark()
	none.Keep(clock.Client, 1)
	none.KeepEnd(clock.Client, true)
	none.Lose(clock.Server, 1)
	none.Sever()
	none.End(clock.Client)
	none.Forget()
	bind(none)
	b.moves("nothing is counted")
}
