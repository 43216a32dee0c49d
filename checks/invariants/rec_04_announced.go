package invariants

import (
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "REC-04", Name: "announced",
	Blind: "an attempt while other instances are there",
	check: announced,
})

// announced checks that automatic attempts are numbered from 1, and begin at the announced time. It needs a family that
// announces how long it waits.
func announced(v *view) (out []Finding) {
	if !v.Capabilities[clients.AnnouncedDelay] {
		return nil
	}
	for _, l := range v.lives {
		count, unclear := 0, false
		var will ledger.Event
		for _, e := range v.lifeAndHost(l) {
			switch {
			case isWanting(e):
				// If the application asks while an attempt runs, the client may restart its count or not.
				unclear = unclear || count > 0 || !l.startsAnew(e)
				count, will = 0, ledger.Event{}
			case isEnding(e) || e.Kind == ledger.Disconnected || e.Kind == ledger.Connected:
				count, will, unclear = 0, ledger.Event{}, false
			case unclear:
			case e.Kind == ledger.WillReconnect:
				if will.Seq > 0 && (v.alone(l, l.from, e.Seq) || l.attributed()) && !v.offline(will.At, e.At) {
					out = append(out,
						found("announced-twice", []ledger.Event{will, e}, sayAnnouncedTwice, l.Instance, will, e))
				}
				if count++; e.Count != count {
					out = append(out,
						found("another-number", []ledger.Event{e}, sayAnotherNumber, l.Instance, e, e.Count, count))
					count = e.Count
				}
				will = e
			case e.Kind == ledger.Attempt && (e.Instance == l.Instance || v.alone(l, l.from, e.Seq)):
				if will.Seq == 0 {
					if count > 0 ||
						len(l.line.Before(e.Seq).Where(ledger.Is(ledger.Connected))) > 0 && v.calmDevice(e.At) &&
							!v.justAsked(l, e) {
						out = append(out, found("not-announced", []ledger.Event{e}, sayNotAnnounced, l.Instance, e))
					}
					continue
				}
				late := e.Due() - will.Due() - will.Duration
				if tolerance := will.Duration/20 + 50*time.Millisecond; (late > tolerance || late < -tolerance) &&
					v.calmDevice(e.At) {
					out = append(out,
						found("not-on-time", []ledger.Event{will, e}, sayNotOnTime, l.Instance, will, will.Duration, e))
				}
				will = ledger.Event{}
			}
		}
		if will.Seq > 0 && will.Due()+will.Duration+time.Second < v.end &&
			(v.alone(l, l.from, len(v.Timeline)) || l.attributed()) {
			out = append(out,
				found("announced-and-not-made", []ledger.Event{will}, sayNotMade, l.Instance, will, will.Duration))
		}
	}
	return out
}

// attributed reports whether attempt events carry an instance.
func (l *life) attributed() bool {
	_, ok := l.line.First(ledger.Is(ledger.Attempt))
	return ok
}

// startsAnew reports whether a call asks for an instance that is new, or whose disconnect is done, with nothing said or
// asked since: no attempt was under way.
func (l *life) startsAnew(call ledger.Event) bool {
	before := l.line.Before(call.Seq)
	if len(before) == 0 {
		return true
	}
	last := before[len(before)-1]
	return last.Kind == ledger.Done && last.Verb == "disconnect"
}

// justAsked reports whether the application's own call caused an attempt. Each call causes one.
func (v *view) justAsked(l *life, e ledger.Event) bool {
	call, ok := l.line.Before(e.Seq).Last(isWanting)
	if !ok {
		return false
	}
	return len(v.lifeAndHost(l).After(call.Seq).Before(e.Seq).Where(ledger.Is(ledger.Attempt))) == 0
}

var _ = register(Invariant{
	Requirement: "REC-05", Name: "waits",
	Blind: "waits that nothing announces",
	check: waits,
})

// growsWithin is how many waits may be as long as the first one. No document says after how many the next step comes.
const growsWithin = 8

// waits checks the announced waits: the first is the documented minimum, they grow and do not shrink, and none exceeds
// the documented maximum. With reconnectDelayProvider they are the provider's answers.
func waits(v *view) (out []Finding) {
	if !v.Capabilities[clients.AnnouncedDelay] {
		return nil
	}
	for _, l := range v.lives {
		var first, before ledger.Event
		n := 0           // waits in a row
		unclear := false // see announced
		for _, e := range l.line {
			switch {
			case isWanting(e):
				n, before, unclear = 0, ledger.Event{}, !l.startsAnew(e)
			case isEnding(e) || e.Kind == ledger.Connected || e.Kind == ledger.Disconnected:
				n, before, unclear = 0, ledger.Event{}, false
			}
			if e.Kind != ledger.WillReconnect || unclear {
				continue
			}
			if n++; n == 1 {
				first = e
			}
			least, most := v.bounds(l)
			near := func(d, want time.Duration) bool {
				allowed := time.Duration(float64(want)*v.Policy.Jitter) + 50*time.Millisecond
				return d >= want-allowed && d <= want+allowed
			}
			// Each may be off by the documented jitter, so two steps of one length may come out either way round.
			shrinks := func(before, d time.Duration) bool {
				return float64(d)*(1+v.Policy.Jitter) < float64(before)*(1-v.Policy.Jitter)
			}
			switch {
			case l.Delay > 0:
				if e.Duration < least-50*time.Millisecond || e.Duration > most+50*time.Millisecond {
					out = append(out,
						found("not-as-provided", []ledger.Event{e}, sayNotAsProvided, l.Instance, e.Duration, e,
							l.Delay))
				}
			case before.Seq == 0 && !near(e.Duration, least):
				out = append(out,
					found("first-not-the-minimum", []ledger.Event{e}, sayFirstWait, l.Instance, e, e.Duration, least))
			case before.Seq > 0 && shrinks(before.Duration, e.Duration) && !near(e.Duration, most):
				if near(before.Duration, most) {
					out = append(out, found("leaves-the-maximum", []ledger.Event{before, e}, sayLeavesMaximum,
						l.Instance, e, e.Duration))
					break
				}
				out = append(out,
					found("does-not-grow", []ledger.Event{before, e}, sayDoesNotGrow, l.Instance, e, e.Duration,
						before.Duration))
			case n > growsWithin && !shrinks(e.Duration, first.Duration) && !near(first.Duration, most):
				out = append(out,
					found("does-not-grow", []ledger.Event{first, e}, sayDoesNotGrow, l.Instance, e, e.Duration,
						first.Duration))
			case e.Duration > most && !near(e.Duration, most):
				out = append(out,
					found("above-the-maximum", []ledger.Event{e}, sayAboveMaximum, l.Instance, e, e.Duration, most))
			}
			before = e
		}
	}
	return out
}

func (v *view) bounds(l *life) (least, most time.Duration) {
	if l.Delay > 0 && v.Policy.Provided != nil {
		return v.Policy.Provided(l.Delay)
	}
	if l.Room != "" && v.Policy.RoomMinDelay > 0 {
		return v.Policy.RoomMinDelay, v.Policy.MaxDelay
	}
	return v.Policy.MinDelay, v.Policy.MaxDelay
}

// offline reports whether the device had no network at any moment between two. A client that asks the platform first
// makes an attempt then that no witness sees.
func (v *view) offline(from, to time.Duration) bool {
	return slices.ContainsFunc(v.Troubles,
		func(t Trouble) bool { return t.Verb == "network-off" && t.From <= to && t.To >= from })
}

var _ = register(Invariant{
	Requirement: "REC-10", Name: "silence",
	Blind: "silence that ends before a client must notice it",
	check: silence,
})

// silence checks that a client notices a silent link within the documented time.
func silence(v *view) (out []Finding) {
	for _, l := range v.lives {
		for _, t := range v.Troubles {
			quiet := t.Verb == "black-hole" || t.Verb == "network-off" || t.Verb == "hold" && t.Step == "heartbeat"
			until := t.From + v.Policy.Heartbeat + slack + v.slow
			if !quiet || t.Seq < l.from || t.Seq >= l.to || t.To < until || until > v.end ||
				!Connected(v.before(t.Seq), l.Instance) {
				continue
			}
			if slices.ContainsFunc(v.Troubles,
				func(o Trouble) bool { return o.Verb == "background" && o.From <= until }) {
				continue // a hidden program's timers may stand still
			}
			knows := slices.ContainsFunc(l.line.After(t.Seq), func(e ledger.Event) bool {
				return e.At <= until &&
					(isEnding(e) || isWanting(e) || e.Kind == ledger.WillReconnect || e.Kind == ledger.Lost ||
						e.Kind == ledger.Disconnected)
			})
			if !knows {
				out = append(out, found("not-noticed-"+t.Verb, []ledger.Event{v.Timeline[t.Seq-1]},
					sayNotNoticed, l.Instance, t.From, until))
			}
		}
	}
	return out
}

// The findings of this file.
var (
	sayAnnouncedTwice = say("rec-04.announced-twice",
		"onwillreconnect of {who} at {first} and again at {at}, with no attempt between",
		"{who} 在 {first} 有 onwillreconnect，{at} 又有一次，其间没有尝试")
	sayAnotherNumber = say("rec-04.another-number",
		"onwillreconnect of {who} at {at} says retryCount {n}; it is number {want}",
		"{who} 在 {at} 的 onwillreconnect 说 retryCount 为 {n}，应为 {want}")
	sayNotAnnounced = say("rec-04.not-announced",
		"the attempt of {who} at {at} was not announced",
		"{who} 在 {at} 的尝试没有预告")
	sayNotOnTime = say("rec-04.not-on-time",
		"onwillreconnect of {who} at {at} announces {wait}, and the attempt is made at {made}",
		"{who} 在 {at} 的 onwillreconnect 预告等待 {wait}，尝试却在 {made}")
	sayNotMade = say("rec-04.not-made",
		"onwillreconnect of {who} at {at} announces an attempt after {wait}, and none was made",
		"{who} 在 {at} 的 onwillreconnect 预告 {wait} 之后尝试，却没有尝试")
	sayNotAsProvided = say("rec-05.not-as-provided",
		"{who} waits {wait} at {at}; reconnectDelayProvider says {delay}",
		"{who} 在 {at} 等待 {wait}；reconnectDelayProvider 给出 {delay}")
	sayFirstWait = say("rec-05.first",
		"the first wait of {who} at {at} is {wait}, not the documented {want}",
		"{who} 在 {at} 的首次等待是 {wait}，应为文档所说的 {want}")
	sayDoesNotGrow = say("rec-05.does-not-grow",
		"the wait of {who} at {at} is {wait}, after one of {before}",
		"{who} 在 {at} 的等待是 {wait}，此前有一次是 {before}")
	sayLeavesMaximum = say("rec-05.leaves-the-maximum",
		"the wait of {who} at {at} is {wait}, after the maximum",
		"{who} 在 {at} 的等待是 {wait}，前一次已达最大值")
	sayAboveMaximum = say("rec-05.above-the-maximum",
		"the wait of {who} at {at} is {wait}, above the documented {most}",
		"{who} 在 {at} 的等待是 {wait}，超过文档所说的 {most}")
	sayNotNoticed = say("rec-06.not-noticed",
		"the link of {who} is silent from {from} on, and at {until} nothing says so",
		"{who} 的连接从 {from} 起没有应答，到 {until} 仍没有任何通知")
)
