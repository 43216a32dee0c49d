package clock_test

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"go.uber.org/goleak"

	"nimcert/clock"
)

// Every test stops its clock; a dispatcher left behind fails the whole package.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience (real time) ends a test that waits for something that never comes. A test that passes never uses it up.
const patience = time.Minute

var wall = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// bench is a clock and what a test needs to look at it.
type bench struct {
	*WithT
	*clock.Clock
	t *testing.T
}

func start(t *testing.T, mode clock.Mode) *bench {
	t.Helper()
	b := &bench{WithT: NewWithT(t), Clock: clock.New(mode, wall), t: t}
	b.SetDefaultEventuallyTimeout(patience)
	b.SetDefaultEventuallyPollingInterval(time.Millisecond)
	b.SetDefaultConsistentlyPollingInterval(time.Millisecond)
	t.Cleanup(b.Stop)
	return b
}

// fired returns a channel that is closed once d of session time has passed.
func (b *bench) fired(d time.Duration) <-chan struct{} {
	done := make(chan struct{})
	b.AfterFunc(d, func(time.Duration) { close(done) })
	return done
}

// wait ends the test when c is not closed.
func (b *bench) wait(c <-chan struct{}, what string) {
	b.t.Helper()
	select {
	case <-c:
	case <-time.After(patience):
		b.t.Fatalf("it never happened: %s", what)
	}
}

// looked returns once the dispatcher has looked at its timers many times. A timer of 0 fires even while time stands
// still, so each round proves that the dispatcher ran, and between two rounds it meets what else is pending.
func (b *bench) looked() {
	b.t.Helper()
	for range 50 {
		b.wait(b.fired(0), "a timer that is due at once")
	}
}

// standsStill checks that no timer can fire before the session time moves, and that it does not.
func (b *bench) standsStill(why string) {
	b.t.Helper()
	at := b.Now()
	next := b.AfterFunc(1, func(time.Duration) {})
	b.looked()
	b.Expect(b.Now()).To(Equal(at), why)
	b.Expect(next.Stop()).To(BeTrue(), why)
}

// moves checks that an hour passes at once: nothing computes and nothing is under way.
func (b *bench) moves(why string) {
	b.t.Helper()
	at := b.Now()
	b.wait(b.fired(time.Hour), why)
	b.Expect(b.Now()).To(BeNumerically(">=", at+time.Hour), why)
}
