package suites

import (
	"fmt"
	"math"
	"time"

	"nimcert/judgement"
	"nimcert/ledger"
	"nimcert/verdict"
)

// Checks read the time line and return what is wrong, as sentences with times. They judge nothing that they cannot show.

// say declares a sentence; see judgement.Say.
var say = judgement.Say

// finding makes one finding of a sentence and the events that show it.
func finding(events []ledger.Event, format string, args ...any) verdict.Finding {
	f := verdict.Finding{Phrase: judgement.Plain(fmt.Sprintf(format, args...))}
	for _, e := range events {
		if e.Seq > 0 && len(f.Events) < shown {
			f.Events = append(f.Events, e.Seq)
		}
	}
	return f
}

// shown is how many events a finding points at: more of the same sort show nothing more.
const shown = 6

// holds checks how many sockets take a slot, at host and server, after everything so far.
func holds(t ledger.Timeline, want int, when string) []verdict.Finding {
	t = t.Taking()
	var out []verdict.Finding
	for _, w := range []ledger.Witness{ledger.Host, ledger.Server} {
		if n := t.Census(w); n != want {
			last, _ := t.Last(ledger.By(w), ledger.Is(ledger.SocketConnecting, ledger.SocketClosed, ledger.LinkOpen, ledger.LinkClosed))
			out = append(out, finding([]ledger.Event{last}, "%s: %s at the %s, not %d", when, sockets(n), w, want))
		}
	}
	return out
}

func sockets(n int) string { return Plural(n, "socket") }

func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// never checks that the census never passed a bound.
func never(t ledger.Timeline, bound int) []verdict.Finding {
	t = t.Taking()
	var out []verdict.Finding
	for _, w := range []ledger.Witness{ledger.Host, ledger.Server} {
		if n, e := t.Peak(w); n > bound {
			out = append(out, finding([]ledger.Event{e}, "%s existed at the same time at the %s (at %s); it must never be more than %d", sockets(n), w, at(e), bound))
		}
	}
	return out
}

// exactly checks the number of events of one sort.
func exactly(t ledger.Timeline, want int, what string) []verdict.Finding {
	if len(t) == want {
		return nil
	}
	f := finding(t, "%s: %s instead of %s", what, times(len(t)), times(want))
	for i, e := range t {
		sep := ", "
		if i == 0 {
			sep = " (at "
		}
		if i == 12 {
			f.Text += ", …"
			break
		}
		f.Text += sep + at(e)
	}
	if len(t) > 0 {
		f.Text += ")"
	}
	return []verdict.Finding{f}
}

func times(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// none checks that nothing of a sort happened.
func none(t ledger.Timeline, sentence string) []verdict.Finding {
	if len(t) == 0 {
		return nil
	}
	return []verdict.Finding{finding(t, "%s: %s, first at %s", sentence, times(len(t)), at(t[0]))}
}

// attempts are the tries to open a link.
func attempts(t ledger.Timeline) ledger.Timeline { return t.Where(ledger.Is(ledger.Attempt)) }

// announced checks REC-04: each attempt was announced, with a retryCount that counts from 1, and began after the announced wait. now is the time up to which
// the time line was kept.
func announced(t ledger.Timeline, instance string, now time.Duration) []verdict.Finding {
	var out []verdict.Finding
	var will *ledger.Event
	count := 0
	for _, e := range t.Where(ledger.By(ledger.Client), ledger.Is(ledger.WillReconnect, ledger.Attempt, ledger.Connected)) {
		switch {
		case e.Kind == ledger.Connected && e.Instance == instance:
			count, will = 0, nil
		case e.Kind == ledger.WillReconnect && e.Instance == instance:
			if will != nil {
				out = append(out, finding([]ledger.Event{*will, e}, "onwillreconnect at %s and again at %s, with no attempt between", at(*will), at(e)))
			}
			count++
			if e.Count != count {
				out = append(out, finding([]ledger.Event{e}, "onwillreconnect at %s says retryCount %d; it is number %d", at(e), e.Count, count))
				count = e.Count // one wrong number is one finding
			}
			will = &e
		case e.Kind == ledger.Attempt:
			if will == nil {
				out = append(out, finding([]ledger.Event{e}, "the attempt at %s was not announced by onwillreconnect", at(e)))
				continue
			}
			waited := e.Due() - will.Due()
			// ±5 % and 50 ms: the catalogue's tolerance.
			slack := time.Duration(float64(will.Duration)*0.05) + 50*time.Millisecond
			if d := waited - will.Duration; d > slack || d < -slack {
				out = append(out, finding([]ledger.Event{*will, e}, "onwillreconnect at %s announces %s, the attempt starts after %s (at %s)", at(*will), stamp(will.Duration), stamp(waited), at(e)))
			}
			will = nil
		}
	}
	if will != nil && will.Due()+will.Duration+time.Second < now { // what is announced for later may still come
		out = append(out, finding([]ledger.Event{*will}, "onwillreconnect at %s announces an attempt after %s, and none was made", at(*will), stamp(will.Duration)))
	}
	return out
}

// waits are the waits before automatic reconnects, in their order. A client that does not announce how long it waits (see clients.AnnouncedDelay) still says that it waits: then the wait
// lasts until its next attempt. One whose attempt is still to come is left out.
func waits(t ledger.Timeline, instance string) ledger.Timeline {
	var out ledger.Timeline
	for _, e := range t.Where(ledger.By(ledger.Client), ledger.Is(ledger.WillReconnect), ledger.Of(instance)) {
		if e.Duration == 0 {
			next, ok := t.After(e.Seq).First(ledger.By(ledger.Client), ledger.Is(ledger.Attempt))
			if !ok {
				continue
			}
			e.Duration = next.Due() - e.Due()
		}
		out = append(out, e)
	}
	return out
}

// growing checks REC-05: the waits begin at the documented minimum, never shrink, reach the documented maximum and stay there.
func growing(waits ledger.Timeline, minimum, maximum time.Duration, jitter float64) []verdict.Finding {
	out, reached := rising(waits, minimum, maximum, jitter)
	if !reached {
		out = append(out, finding(waits, "after %d waits the documented maximum of %s is not reached; the last is %s", len(waits), stamp(maximum), stamp(waits[len(waits)-1].Duration)))
	}
	return out
}

// rising checks what can be asked of a few waits: they begin at the minimum, never shrink, and stay at the maximum once it is reached. It says whether it was.
func rising(waits ledger.Timeline, minimum, maximum time.Duration, jitter float64) (out []verdict.Finding, reached bool) {
	if len(waits) == 0 {
		return []verdict.Finding{{Phrase: judgement.Plain("there was no wait before a reconnect: there is nothing that could grow")}}, true
	}
	near := func(d, want time.Duration) bool {
		// The documented jitter and 50 ms, the catalogue's allowance for a timer.
		return math.Abs(float64(d-want)) <= float64(want)*jitter+float64(50*time.Millisecond)
	}
	if first := waits[0]; !near(first.Duration, minimum) {
		out = append(out, finding([]ledger.Event{first}, "the first wait is %s, not the documented minimum of %s", stamp(first.Duration), stamp(minimum)))
	}
	for i, e := range waits {
		if i > 0 {
			before := waits[i-1]
			switch {
			case reached && !near(e.Duration, maximum):
				out = append(out, finding([]ledger.Event{before, e}, "wait %d is %s: the maximum of %s was reached before and must stay", i+1, stamp(e.Duration), stamp(maximum)))
			case !reached && !near(e.Duration, maximum) && e.Duration <= before.Duration:
				out = append(out, finding([]ledger.Event{before, e}, "wait %d is %s, after one of %s: it does not grow", i+1, stamp(e.Duration), stamp(before.Duration)))
			}
		}
		if e.Duration > maximum && !near(e.Duration, maximum) {
			out = append(out, finding([]ledger.Event{e}, "wait %d is %s, longer than the documented maximum of %s", i+1, stamp(e.Duration), stamp(maximum)))
		}
		reached = reached || near(e.Duration, maximum)
	}
	return out, reached
}

// threw finds calls that threw at the application.
func threw(t ledger.Timeline) []verdict.Finding {
	var out []verdict.Finding
	for _, e := range t.Where(ledger.Is(ledger.Threw)) {
		out = append(out, finding([]ledger.Event{e}, "the call of %s at %s threw at the application: %s", e.Verb, at(e), e.Reason))
	}
	return out
}
