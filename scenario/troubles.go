package scenario

import (
	"math"
	"time"

	"nimcert/checks/invariants"
)

// lasting is the To of a trouble that has not ended.
const lasting time.Duration = math.MaxInt64

// endedBy are the verbs that end a trouble, for those that last.
var endedBy = map[string][]string{
	"refuse": {"heal", "start"}, "black-hole": {"heal", "start"}, "cut": {"heal", "start"}, "stop": {"start"},
	"hold": {"release", "forget"}, "fail": {"fail"},
	"refuse-login": {"refuse-login"}, "refuse-entry": {"refuse-entry"}, "refuse-sync": {"refuse-sync"},
	"answer-close": {"answer-close"},
	"unreachable":  {"reachable"},
	"background":   {"foreground"}, "cap": {}, "network-off": {"network-on"}, "portal": {"portal"},
}

// notes keeps what a step does to links, for those who judge.
func (p *player) notes(step Step) {
	if step.Verb == "start" && !p.stopped {
		return // nothing starts, and nothing ends
	}
	now, a := p.s.Now(), args(step.Args)
	for i := range p.troubles {
		t := &p.troubles[i]
		if t.To == lasting && ends(step.Verb, t.Verb) && (!about(step.Verb) || t.Step == a[0]) {
			t.To, t.Forgotten = now, step.Verb == "forget"
		}
	}
	t := invariants.Trouble{Verb: step.Verb, From: now, To: now, Seq: p.above.Seq}
	switch step.Verb {
	case "latency":
		p.latency = max(p.latency, a.time(0))
		return
	case "kick", "close":
		t.Instance, t.Number = a.word(0), a.int(1)
		if step.Verb == "kick" && !p.loggedIn(t.Instance) {
			return // nothing happens
		}
	case "drop", "reset", "network-change", "mobile-sort":
	case "hold", "unreachable":
		t.To, t.Step = lasting, a.word(0)
	case "fail":
		if t.Number = a.int(1); t.Number == 0 {
			return
		}
		t.To, t.Step = lasting, a.word(0)
	case "refuse-login", "refuse-entry", "refuse-sync":
		if t.Number = a.int(0); t.Number == 0 {
			return
		}
		t.To = lasting
	case "portal":
		if a.word(0) == "off" {
			return
		}
		t.To = lasting
	case "answer-close":
		if a.word(0) == "0s" {
			return
		}
		t.To = lasting
	default:
		if _, ok := endedBy[step.Verb]; !ok {
			return
		}
		t.To = lasting
	}
	p.troubles = append(p.troubles, t)
}

// about reports whether a verb's first argument is a step of the service. A trouble then ends only with the same step.
func about(verb string) bool { return verb == "release" || verb == "forget" || verb == "fail" }

func ends(verb, trouble string) bool {
	for _, v := range endedBy[trouble] {
		if v == verb {
			return true
		}
	}
	return false
}

// endAll ends every trouble that lasts.
func (p *player) endAll() {
	for i := range p.troubles {
		p.troubles[i].To = min(p.troubles[i].To, p.s.Now())
	}
}
