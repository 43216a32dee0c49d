package invariants

import (
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "REC-01", Name: "attempts",
	Blind: "which of two instances makes an attempt that is not announced",
	check: attempts,
})

// attempts checks that no instance makes more automatic attempts in a row than reconnectionAttempts allows.
func attempts(v *view) (out []Finding) {
	if !v.Capabilities[clients.ReconnectCap] {
		return nil
	}
	for _, l := range v.lives {
		most, ok := l.most()
		if !ok {
			continue
		}
		announced, begun, allowed := 0, 0, most+1
		for _, e := range v.lifeAndHost(l) {
			switch {
			case isWanting(e):
				announced, begun, allowed = 0, 0, most+1
			case e.Kind == ledger.Connected:
				announced, begun, allowed = 0, 0, most
			case e.Kind == ledger.WillReconnect:
				if announced++; announced == most+1 {
					out = append(out, found("one-announced-too-many", []ledger.Event{e},
						sayAnnouncedTooMany, announced, l.Instance, e, most))
				}
			case e.Kind == ledger.Attempt:
				if begun++; begun == allowed+1 && !v.mayGiveBack(e.At) {
					out = append(out, found("one-too-many", []ledger.Event{e},
						sayAttemptTooMany, begun, l.Instance, e, most))
				}
			}
		}
	}
	return out
}

// most is how many automatic attempts in a row an instance may make; false if there is no limit.
func (l *life) most() (int, bool) {
	switch {
	case l.NoReconnect:
		return 0, true
	case l.Attempts != nil:
		return *l.Attempts, true
	}
	return 0, false
}

// lifeAndHost is an instance's part of the time line, with the attempts at the host that no other instance can have
// made.
func (v *view) lifeAndHost(l *life) ledger.Timeline {
	var out ledger.Timeline
	for _, e := range v.Timeline {
		if e.Seq < l.from || e.Seq >= l.to {
			continue
		}
		switch {
		case e.Instance == l.Instance && (e.Who == ledger.Client || e.Who == ledger.Test && e.Kind == ledger.Verb):
			out = append(out, e)
		case e.Kind == ledger.Attempt && e.Instance == "" && v.alone(l, l.from, e.Seq):
			out = append(out, e)
		}
	}
	return out
}

// mayGiveBack reports whether something happened to the device before a moment that may give a client its attempts
// back: it came to the foreground, or got a network. While it is hidden, or has no network, nothing has.
func (v *view) mayGiveBack(at time.Duration) bool {
	return slices.ContainsFunc(v.Troubles, func(t Trouble) bool {
		switch t.Verb {
		case "background", "network-off":
			return t.To <= at
		case "network-change", "mobile-sort":
			return t.From <= at
		}
		return false
	})
}

// calmDevice reports whether nothing happened to the device before a moment: a wait is no promise while it is hidden or
// changes its network.
func (v *view) calmDevice(at time.Duration) bool {
	return !slices.ContainsFunc(v.Troubles, func(t Trouble) bool {
		return t.From <= at &&
			slices.Contains([]string{"background", "network-off", "network-change", "mobile-sort"}, t.Verb)
	})
}

// The findings of this file.
var (
	sayAnnouncedTooMany = say("rec-01.one-announced-too-many",
		"onwillreconnect number {n} of {who} in a row at {at}; reconnectionAttempts is {cap}",
		"{who} 在 {at} 连续第 {n} 次 onwillreconnect；reconnectionAttempts 为 {cap}")
	sayAttemptTooMany = say("rec-01.one-too-many",
		"attempt number {n} of {who} in a row at {at}; reconnectionAttempts is {cap}",
		"{who} 在 {at} 连续第 {n} 次尝试；reconnectionAttempts 为 {cap}")
)
