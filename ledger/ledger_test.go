package ledger_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"go.uber.org/goleak"

	"nimcert/clock"
	"nimcert/ledger"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t *testing.T) (*ledger.Ledger, *WithT) {
	t.Helper()
	c := clock.New(clock.Skip, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	t.Cleanup(c.Stop)
	return ledger.New(c), NewWithT(t)
}

func mark(detail string) ledger.Event {
	return ledger.Event{Who: ledger.Test, Kind: ledger.Mark, Detail: detail}
}

func TestAddNumbersAndStamps(t *testing.T) {
	l, g := start(t)
	first := l.Add(mark("one"))
	passed := make(chan struct{})
	l.Clock().AfterFunc(time.Hour, func(time.Duration) { close(passed) })
	<-passed
	second := l.Add(ledger.Event{Seq: 77, At: 77, Late: time.Minute, Who: ledger.Host, Kind: ledger.Console})
	g.Expect(first.Seq).To(Equal(1))
	g.Expect(first.At).To(BeZero())
	g.Expect(second.Seq).To(Equal(2))
	g.Expect(second.At).To(Equal(time.Hour))
	g.Expect(second.Due()).To(Equal(time.Hour - time.Minute))
	g.Expect(l.Timeline()).To(HaveExactElements(first, second))
}

func TestATimelineIsACopy(t *testing.T) {
	l, g := start(t)
	l.Add(mark("one"))
	before := l.Timeline()
	before[0].Detail = "changed"
	l.Add(mark("two"))
	g.Expect(before).To(HaveLen(1))
	g.Expect(l.Timeline()[0].Detail).To(Equal("one"))
}

func TestOnNextFindsWhatIsThere(t *testing.T) {
	l, g := start(t)
	l.Add(mark("one"))
	two := l.Add(mark("two"))
	three := l.Add(mark("three"))
	any := ledger.Is(ledger.Mark)
	for _, tc := range []struct {
		after int
		want  ledger.Event
	}{{1, two}, {2, three}} {
		var got []ledger.Event
		cancel := l.OnNext(tc.after, any, func(e ledger.Event) { got = append(got, e) })
		g.Expect(got).To(HaveExactElements(tc.want), "at once")
		l.Add(mark("four"))
		g.Expect(got).To(HaveLen(1), "and once only")
		cancel()
	}
}

func TestARingKeepsTheLast(t *testing.T) {
	l, g := start(t)
	l.KeepLast(3)
	for n := range 100 {
		e := l.Add(mark(fmt.Sprint(n)))
		g.Expect(e.Seq).To(Equal(n + 1))
		kept := l.Timeline()
		g.Expect(kept[len(kept)-1]).To(Equal(e))
		g.Expect(len(kept)).To(And(BeNumerically("<=", 6), BeNumerically(">=", min(3, n+1))))
		var next ledger.Event
		l.OnNext(n, ledger.Is(ledger.Mark), func(e ledger.Event) { next = e })
		g.Expect(next).To(Equal(e), "numbers go on")
	}
	var oldest ledger.Event
	l.OnNext(0, ledger.Is(ledger.Mark), func(e ledger.Event) { oldest = e })
	g.Expect(oldest).To(Equal(l.Timeline()[0]), "what is forgotten is not waited for")
}

func TestOnNextWaitsForWhatComes(t *testing.T) {
	l, g := start(t)
	l.Add(mark("want"))
	last := l.Add(mark("other"))
	var got []ledger.Event
	for _, after := range []int{last.Seq, last.Seq + 100} { // also after the end
		l.OnNext(after, func(e ledger.Event) bool { return e.Detail == "want" },
			func(e ledger.Event) { got = append(got, e) })
	}
	g.Expect(got).To(BeEmpty())
	l.Add(mark("not it"))
	g.Expect(got).To(BeEmpty())
	want := l.Add(mark("want"))
	g.Expect(got).To(HaveExactElements(want, want), "before the one who added it goes on, with its number and time")
	l.Add(mark("want"))
	g.Expect(got).To(HaveLen(2), "once only")
}

func TestACancelledWaitIsOver(t *testing.T) {
	l, g := start(t)
	woken := false
	cancel := l.OnNext(0, ledger.Is(ledger.Mark), func(ledger.Event) { woken = true })
	cancel()
	l.Add(mark("one"))
	g.Expect(woken).To(BeFalse())
	cancel() // again
}

func TestTheOneWhoAddsWaitsForTheWake(t *testing.T) {
	l, g := start(t)
	entered, leave, added := make(chan struct{}), make(chan struct{}), make(chan struct{})
	l.OnNext(0, ledger.Is(ledger.Mark), func(ledger.Event) {
		close(entered)
		<-leave
	})
	go func() {
		l.Add(mark("one"))
		close(added)
	}()
	<-entered
	g.Consistently(added, 10*time.Millisecond, time.Millisecond).ShouldNot(BeClosed())
	close(leave)
	g.Eventually(added).WithTimeout(time.Minute).Should(BeClosed())
}

func TestManyWriters(t *testing.T) {
	l, g := start(t)
	var wg sync.WaitGroup
	var woken sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 100 {
				text := fmt.Sprint(i, j)
				woken.Add(1)
				cancel := l.OnNext(0, func(e ledger.Event) bool { return e.Detail == text },
					func(ledger.Event) { woken.Done() })
				l.Add(mark(text))
				cancel()
				_ = l.Timeline().Census(ledger.Host)
			}
		})
	}
	wg.Wait()
	woken.Wait()
	all := l.Timeline()
	g.Expect(all).To(HaveLen(800))
	for i, e := range all {
		g.Expect(e.Seq).To(Equal(i + 1))
	}
}
