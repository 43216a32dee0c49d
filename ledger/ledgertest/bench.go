// Package ledgertest is session time for tests of what lives in it: a clock and a ledger, and a service whose
// connections count. It is for tests alone.
package ledgertest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/onsi/gomega"

	"nimcert/clock"
	"nimcert/ledger"
)

// Patience (real time) ends a test that waits for something that never comes. A test that passes never uses it up.
const Patience = time.Minute

// Wall is the date at which session time begins.
var Wall = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// Bench is a clock with a ledger. Like a session's scenario, the test holds the clock while it acts, and lets go while
// it waits. Its methods belong to the test's goroutine.
type Bench struct {
	*gomega.WithT
	T      testing.TB
	Clock  *clock.Clock
	Ledger *ledger.Ledger

	work func() // ends the test's hold on the clock
}

// New makes a bench, which the test holds. Its clock stops after everything that the test cleans up.
func New(t testing.TB, mode clock.Mode) *Bench {
	t.Helper()
	c := clock.New(mode, Wall)
	t.Cleanup(c.Stop)
	b := &Bench{WithT: gomega.NewWithT(t), T: t, Clock: c, Ledger: ledger.New(c), work: c.Work()}
	b.SetDefaultEventuallyTimeout(Patience)
	b.SetDefaultEventuallyPollingInterval(time.Millisecond)
	b.SetDefaultConsistentlyPollingInterval(time.Millisecond)
	return b
}

// Wait lets d of session time go by and is back in that instant.
func (b *Bench) Wait(d time.Duration) {
	b.T.Helper()
	woken := make(chan func(), 1)
	b.Clock.AfterFunc(d, func(time.Duration) { woken <- b.Clock.Work() })
	b.work()
	select {
	case b.work = <-woken:
	case <-time.After(Patience):
		b.T.Fatalf("%s do not pass\n%s", d, Lines(b.Ledger))
	}
}

// Await waits for an event after number `after`, and is back in its instant.
func (b *Bench) Await(after int, filters ...ledger.Filter) ledger.Event {
	b.T.Helper()
	found := make(chan ledger.Event, 1)
	woken := make(chan func(), 1)
	cancel := b.Ledger.OnNext(after, ledger.All(filters...), func(e ledger.Event) {
		found <- e
		woken <- b.Clock.Work()
	})
	defer cancel()
	// If something does not hold the clock although it should, the event comes a nanosecond late.
	slip := b.Clock.AfterFunc(1, func(time.Duration) {})
	defer slip.Stop()
	b.work()
	select {
	case b.work = <-woken:
		return <-found
	case <-time.After(Patience):
		b.T.Fatalf("no such event\n%s", Lines(b.Ledger))
		return ledger.Event{}
	}
}

// LetGo ends the test's hold on the clock, which runs from now on.
func (b *Bench) LetGo() { b.work() }

// Lines is the time line as text, for the message of a test that failed.
func Lines(l *ledger.Ledger) string {
	var out strings.Builder
	for _, e := range l.Timeline() {
		fmt.Fprintf(&out, "%3d %-12s %-8s %-20s %-10s %3d %s %s %s %s\n", e.Seq, e.At, e.Who, e.Kind, e.Instance,
			e.Socket, e.Code+e.CloseCode+e.Status, e.Reason, e.Detail, e.URL)
	}
	return out.String()
}
