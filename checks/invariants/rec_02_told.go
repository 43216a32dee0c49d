package invariants

import (
	"nimcert/clients"
	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "REC-02", Name: "told-once",
	Blind: "a callback behind a call of the application's, which may answer that",
	check: toldOnce,
})

// toldOnce checks that one end is told once: between two ondisconnect there must be a connection, an attempt, or a call
// that asks for one. Each call that ends the instance may get an ondisconnect of its own.
func toldOnce(v *view) (out []Finding) {
	if !v.Capabilities[clients.ReconnectCap] {
		return nil
	}
	for _, l := range v.lives {
		var last ledger.Event
		times, allowed := 0, 1
		for _, e := range l.line {
			switch {
			case isEnding(e):
				allowed++
			case isWanting(e) || e.Kind == ledger.Connected || e.Kind == ledger.WillReconnect || e.Kind == ledger.Lost:
				times, allowed = 0, 1
			case e.Kind == ledger.Disconnected:
				if times++; times == allowed+1 && len(v.kicks(l.Instance)) == 0 {
					out = append(out,
						found("twice", []ledger.Event{last, e}, sayToldTwice, l.Instance, e.Kind, last, e))
				}
				last = e
			}
		}
	}
	return out
}

var _ = register(Invariant{
	Requirement: "REC-02", Name: "used-up-told",
	Blind: "an end that is told in other words than that the attempts are used up",
	check: usedUpTold,
})

// usedUp is the code with which nim-web-sdk tells that the attempts are used up.
const usedUp = "allAttemptsFailed"

// usedUpTold checks that a lost instance is told that its attempts are used up only when they were made: also one that
// the application ends while some are left.
func usedUpTold(v *view) (out []Finding) {
	for _, l := range v.lives {
		most, limited := l.most()
		tries, was := 0, false
		for _, e := range l.line {
			switch {
			case isWanting(e):
				tries, was = 0, false
			case e.Kind == ledger.Connected:
				tries, was = 0, true
			case e.Kind == ledger.WillReconnect:
				tries++
			case e.Kind == ledger.Disconnected && e.Code == usedUp && was && (!limited || tries < most):
				out = append(out, found("attempts-were-left", []ledger.Event{e}, sayAttemptsLeft, l.Instance, e, tries))
			}
		}
	}
	return out
}

var sayAttemptsLeft = say("rec-02.attempts-were-left",
	"{who} is told at {at} that its attempts are used up, after {n} of them: more were left",
	"{who} 在 {at} 得知重连次数已用尽，而只尝试了 {n} 次，还有剩余")

var sayToldTwice = say("rec-02.twice",
	"{who} is told {kind:q} at {first}, and again at {at}",
	"{who} 在 {first} 收到 {kind}，又在 {at} 再次收到")
