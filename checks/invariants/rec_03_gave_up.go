package invariants

import (
	"slices"
	"time"

	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "REC-03", Name: "gave-up",
	Blind: "a first login that is given up: how long it goes on is the family's",
	check: gaveUp,
})

// gaveUp checks that a connected instance tells its end only for a reason: a kick, a refusal, an end that the
// application asked for, or used-up attempts.
func gaveUp(v *view) (out []Finding) {
	for _, l := range v.lives {
		most, limited := l.most()
		tries, leaving, was := 0, false, false
		for _, e := range v.lifeAndHost(l) {
			switch {
			case isWanting(e):
				tries, was = 0, false
			case isEnding(e):
				leaving = true
			case e.Kind == ledger.Done:
				leaving = false
			case e.Kind == ledger.Connected:
				tries, was = 0, true
			case e.Kind == ledger.WillReconnect:
				tries++
			case e.Kind == ledger.Disconnected && was && !leaving && e.Code != "kicked" && !v.refused(l, e):
				if !limited || tries < most {
					out = append(out, found("told-of-an-end-that-nothing-caused", []ledger.Event{e},
						sayGaveUp, l.Instance, e, tries))
				}
				was = false
			}
		}
	}
	return out
}

// refused reports whether the service refused the instance since it was last connected: a login, or the sync behind the
// one that connected it. No document says what becomes of an instance whose sync is refused.
func (v *view) refused(l *life, e ledger.Event) bool {
	since, _ := l.line.Before(e.Seq).Last(ledger.Is(ledger.Connected))
	return slices.ContainsFunc(v.Troubles, func(t Trouble) bool {
		return t.Verb == "refuse-sync" && t.meets(l.Instance, since.At-v.slow, e.At)
	}) || len(v.before(e.Seq).After(since.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused),
		func(r ledger.Event) bool {
			return v.owner[r.Socket] == l.Instance
		})) > 0
}

// finalCodes are the answers to a login that trying again does not change (the SDKs' documentation, as REC-08 has
// them).
var finalCodes = []string{"302", "403", "404", "417", "422", "102302", "102422", "102404"}

var _ = register(Invariant{
	Requirement: "REC-08", Name: "refused-for-good",
	Blind: "a refusal that the network kept from the client",
	check: refusedForGood,
})

// refusedForGood checks that the client does not repeat a login by itself that was refused for good.
func refusedForGood(v *view) (out []Finding) {
	for _, l := range v.lives {
		var refusal ledger.Event
		for _, e := range v.Timeline {
			if e.Seq < l.from || e.Seq >= l.to {
				continue
			}
			switch {
			case e.Instance == l.Instance && isWanting(e):
				refusal = ledger.Event{}
			case e.Who == ledger.Server && v.owner[e.Socket] == l.Instance &&
				(e.Kind == ledger.LoginRefused || e.Kind == ledger.Login):
				if refusal.Seq > 0 &&
					v.calm(l.Instance, refusal.At, refusal.At+v.slow, "refuse-login", "refuse-entry") {
					out = append(out, found("sent-again", []ledger.Event{refusal, e},
						sayAsksAgain, l.Instance, refusal.Code, refusal, e))
				}
				refusal = ledger.Event{}
				if e.Kind == ledger.LoginRefused && slices.Contains(finalCodes, e.Code) && !l.endedBefore(e) {
					refusal = e
				}
			}
		}
	}
	return out
}

var _ = register(Invariant{
	Requirement: "REC-08", Name: "refusal-told",
	Blind: "a refusal that something else met, or that the application's next call came before",
	check: refusalTold,
})

// endedBefore reports whether the application ended the instance shortly before a refusal, which may then belong to the
// earlier login.
func (l *life) endedBefore(r ledger.Event) bool {
	return len(l.line.Before(r.Seq).Where(isEnding,
		func(e ledger.Event) bool { return r.At-e.At < 10*time.Second })) > 0
}

// refusalTold checks that a login that was refused for good is reported with its code.
func refusalTold(v *view) (out []Finding) {
	for _, l := range v.lives {
		for _, r := range v.Timeline.Where(ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused)) {
			until := r.At + v.Policy.AttemptTimeout + v.slow
			if r.Seq < l.from || r.Seq >= l.to || v.owner[r.Socket] != l.Instance || !l.wantedAt(r.Seq) ||
				l.endedBefore(r) || !slices.Contains(finalCodes, r.Code) || until > v.end ||
				!v.calm(l.Instance, r.At, r.At+v.slow, "refuse-login", "refuse-entry") || !v.calmScreen(r.At, until) {
				continue
			}
			told, other, asked := false, ledger.Event{}, false
			for _, e := range l.line.After(r.Seq) {
				if e.At > until {
					break
				}
				asked = asked || isWanting(e) || isEnding(e)
				if e.Kind == ledger.Disconnected || e.Kind == ledger.Failed {
					told = told || e.Code == r.Code
					other = e
				}
			}
			switch {
			case told || asked:
			case other.Seq > 0:
				out = append(out,
					found("another-code", []ledger.Event{r, other}, sayRefusedOther, l.Instance, r.Code, r, other.Code))
			default:
				out = append(out, found("never-told", []ledger.Event{r}, sayRefusedNever, l.Instance, r.Code, r))
			}
		}
	}
	return out
}

// The findings of this file.
var (
	sayGaveUp = say("rec-03.gave-up",
		"{who} is told at {at} that it is disconnected for good, after {n} attempts: nothing ended it",
		"{who} 在 {at} 得知连接已终止（尝试 {n} 次之后）：没有任何原因")
	sayAsksAgain = say("rec-08.sent-again",
		"{who} was refused with {code} at {refused}, and asks again by itself at {at}",
		"{who} 在 {refused} 以 {code} 被拒绝，又在 {at} 自行重试")
	sayRefusedOther = say("rec-08.another-code",
		"{who} is refused with {code} at {at}, and told {told:q}",
		"{who} 在 {at} 以 {code} 被拒绝，收到的却是 {told:q}")
	sayRefusedNever = say("rec-08.never-told",
		"{who} is refused with {code} at {at}, and never told",
		"{who} 在 {at} 以 {code} 被拒绝，却始终没有收到通知")
)
