package suites

import (
	"math"
	"time"

	"nimcert/judgement"
	"nimcert/ledger"
	"nimcert/verdict"
)

// Checks read the time line and return breaches, as sentences with times. They judge nothing that they cannot show.

// say declares a sentence; see judgement.Say.
var say = judgement.Say

// finding makes a finding of a sentence and the events that show it.
func finding(events []ledger.Event, what judgement.Sentence, args ...any) verdict.Finding {
	f := verdict.Finding{Phrase: what.Of(args...)}
	for _, e := range events {
		if e.Seq > 0 && len(f.Events) < shown {
			f.Events = append(f.Events, e.Seq)
		}
	}
	return f
}

// shown is how many events a finding points at: further ones of the same sort add nothing.
const shown = 6

// holds checks how many sockets take a slot now, at host and service.
func holds(t ledger.Timeline, want int, when judgement.Words) []verdict.Finding {
	t = t.Taking()
	var out []verdict.Finding
	for _, w := range []ledger.Witness{ledger.Host, ledger.Server} {
		if n := t.Census(w); n != want {
			last, _ := t.Last(ledger.By(w),
				ledger.Is(ledger.SocketConnecting, ledger.SocketClosed, ledger.LinkOpen, ledger.LinkClosed))
			out = append(out, finding([]ledger.Event{last}, holdsOther, when, n, w, want))
		}
	}
	return out
}

// never checks that the census never passed a bound.
func never(t ledger.Timeline, bound int) []verdict.Finding {
	t = t.Taking()
	var out []verdict.Finding
	for _, w := range []ledger.Witness{ledger.Host, ledger.Server} {
		if n, e := t.Peak(w); n > bound {
			out = append(out, finding([]ledger.Event{e}, tooManyAtOnce, n, w, e, bound))
		}
	}
	return out
}

// exactly checks the number of events of one sort.
func exactly(t ledger.Timeline, want int, what judgement.Words) []verdict.Finding {
	if len(t) == want {
		return nil
	}
	return []verdict.Finding{finding(t, countOther, what, len(t), want, t)}
}

// none checks that no event of a sort happened.
func none(t ledger.Timeline, what judgement.Words) []verdict.Finding {
	if len(t) == 0 {
		return nil
	}
	return []verdict.Finding{finding(t, countNone, what, len(t), t[0])}
}

// attempts are the tries to open a link.
func attempts(t ledger.Timeline) ledger.Timeline { return t.Where(ledger.Is(ledger.Attempt)) }

// announced checks REC-04: each attempt was announced, with a retryCount that counts from 1, and began after the
// announced wait. now is the end of the time line.
func announced(t ledger.Timeline, instance string, now time.Duration) []verdict.Finding {
	var out []verdict.Finding
	var will *ledger.Event
	count := 0
	for _, e := range t.Where(ledger.By(ledger.Client),
		ledger.Is(ledger.WillReconnect, ledger.Attempt, ledger.Connected)) {
		switch {
		case e.Kind == ledger.Connected && e.Instance == instance:
			count, will = 0, nil
		case e.Kind == ledger.WillReconnect && e.Instance == instance:
			if will != nil {
				out = append(out, finding([]ledger.Event{*will, e}, againUnattempted, *will, e))
			}
			count++
			if e.Count != count {
				out = append(out, finding([]ledger.Event{e}, countWrong, e, e.Count, count))
				count = e.Count // one wrong number is one finding
			}
			will = &e
		case e.Kind == ledger.Attempt:
			if will == nil {
				out = append(out, finding([]ledger.Event{e}, notAnnounced, e))
				continue
			}
			waited := e.Due() - will.Due()
			// ±5 % and 50 ms: the catalogue's tolerance.
			slack := time.Duration(float64(will.Duration)*0.05) + 50*time.Millisecond
			if d := waited - will.Duration; d > slack || d < -slack {
				out = append(out, finding([]ledger.Event{*will, e}, startsOther, *will, will.Duration, waited, e))
			}
			will = nil
		}
	}
	// an attempt that is announced for later may still come
	if will != nil && will.Due()+will.Duration+time.Second < now {
		out = append(out, finding([]ledger.Event{*will}, neverMade, *will, will.Duration))
	}
	return out
}

// waits lists the waits before automatic reconnects, in order. A client that does not announce the length (see
// clients.AnnouncedDelay) still announces the wait: it then lasts until the next attempt. A wait whose attempt has not
// come yet is left out.
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

// rising checks what can be demanded of a few waits: they begin at the minimum, none is meant to be shorter than one
// before it, and none is above the maximum. It also reports whether the maximum was reached.
func rising(waits ledger.Timeline, minimum, maximum time.Duration, jitter float64) (out []verdict.Finding,
	reached bool) {
	if len(waits) == 0 {
		return []verdict.Finding{finding(nil, noWait)}, true
	}
	near := func(d, want time.Duration) bool {
		// The documented jitter and 50 ms, the catalogue's allowance for a timer.
		return math.Abs(float64(d-want)) <= float64(want)*jitter+float64(50*time.Millisecond)
	}
	if first := waits[0]; !near(first.Duration, minimum) {
		out = append(out, finding([]ledger.Event{first}, firstWaitOther, first.Duration, minimum))
	}
	longest := waits[0]
	for i, e := range waits {
		switch {
		case near(e.Duration, maximum) || i == 0:
		case longer(longest, e, -jitter):
		case reached:
			out = append(out, finding([]ledger.Event{longest, e}, leftMaximum, i+1, e.Duration, maximum))
		default:
			out = append(out, finding([]ledger.Event{longest, e}, doesNotGrow, i+1, e.Duration, longest.Duration))
		}
		if e.Duration > longest.Duration {
			longest = e
		}
		if e.Duration > maximum && !near(e.Duration, maximum) {
			out = append(out, finding([]ledger.Event{e}, aboveMaximum, i+1, e.Duration, maximum))
		}
		reached = reached || near(e.Duration, maximum)
	}
	return out, reached
}

// longer tells whether the second of two waits is meant to be longer than the first. Each may be off by the documented
// jitter: with it, a wait that is meant to be longer may still come out shorter. A negative jitter asks whether it can
// be meant to be longer, a positive one whether it must be.
func longer(first, second ledger.Event, jitter float64) bool {
	return float64(second.Duration)*(1-jitter) > float64(first.Duration)*(1+jitter)
}

// threw finds calls that threw at the application.
func threw(t ledger.Timeline) []verdict.Finding {
	var out []verdict.Finding
	for _, e := range t.Where(ledger.Is(ledger.Threw)) {
		out = append(out, finding([]ledger.Event{e}, threwAt, e.Verb, e, e.Reason))
	}
	return out
}

// The findings of this file.
var (
	threwAt = say("call.threw",
		"the call of {verb} at {at} threw at the application: {why}",
		"{at} 对 {verb} 的调用向应用抛出异常：{why}")
	holdsOther = say("sockets.held",
		"{when}: {n:socket} at the {who}, not {want}",
		"{when}：{who}有 {n} 个 socket，应为 {want}")
	tooManyAtOnce = say("sockets.peak",
		"{n:socket} existed at the same time at the {who} (at {at}); it must never be more than {most}",
		"{who}同时存在 {n} 个 socket（{at}）；任何时候都不能超过 {most} 个")
	countOther = say("count",
		"{what}: {n:times} instead of {want:times}{at:at}",
		"{what}：{n:times}，应为 {want:times}{at:at}")
	countNone        = say("count.none", "{what}: {n:times}, first at {at}", "{what}：{n:times}，首次在 {at}")
	againUnattempted = say("reconnect.announced-twice",
		"onwillreconnect at {first} and again at {second}, with no attempt between",
		"{first} 和 {second} 两次 onwillreconnect 之间没有尝试")
	countWrong = say("reconnect.count",
		"onwillreconnect at {at} says retryCount {n}; it is number {want}",
		"{at} 的 onwillreconnect 说 retryCount 是 {n}，实际是第 {want} 次")
	notAnnounced = say("attempts.not-announced",
		"the attempt at {at} was not announced by onwillreconnect",
		"{at} 的尝试没有由 onwillreconnect 预告")
	startsOther = say("attempts.announced-other",
		"onwillreconnect at {at} announces {wait}, the attempt starts after {waited} (at {start})",
		"{at} 的 onwillreconnect 预告 {wait}，而尝试在 {waited} 之后才开始（{start}）")
	neverMade = say("attempts.announced-never-made",
		"onwillreconnect at {at} announces an attempt after {wait}, and none was made",
		"{at} 的 onwillreconnect 预告 {wait} 后尝试，却没有尝试")
	maximumNotReached = say("wait.maximum-not-reached",
		"after {n} waits the documented maximum of {maximum} is not reached; the last is {last}",
		"{n} 次等待之后仍没有达到文档说明的最大值 {maximum}；最后一次是 {last}")
	noWait = say("nothing-shown.wait",
		"there was no wait before a reconnect: there is nothing that could grow",
		"重连之前没有等待：没有可增长的")
	firstWaitOther = say("wait.first",
		"the first wait is {wait}, not the documented minimum of {minimum}",
		"第一次等待是 {wait}，文档说明的最小值是 {minimum}")
	leftMaximum = say("wait.left-maximum",
		"wait {n} is {wait}: the maximum of {maximum} was reached before and must stay",
		"第 {n} 次等待是 {wait}：此前已达到最大值 {maximum}，应保持不变")
	doesNotGrow = say("wait.does-not-grow",
		"wait {n} is {wait}, after one of {before}: it does not grow",
		"第 {n} 次等待是 {wait}，上一次是 {before}：没有增长")
	aboveMaximum = say("wait.above-maximum",
		"wait {n} is {wait}, longer than the documented maximum of {maximum}",
		"第 {n} 次等待是 {wait}，超过文档说明的最大值 {maximum}")
)
