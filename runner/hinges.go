package runner

import (
	"context"

	"nimcert/assumptions"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/suites"
	"nimcert/verdict"
)

// hinges records the assumptions without which a judged case would have another verdict. For each assumption that the
// session exercised, one more session runs on a platform that does the opposite. It does so on a skipping clock only,
// where a session costs no more than it computes.
func (t *pending) hinges(ctx context.Context, shown ledger.Timeline, cases ...*verdict.Case) {
	for _, c := range cases {
		if !c.Broke.IsZero() || !c.NotApplicable.IsZero() {
			return
		}
	}
	if !t.plan.Flips || t.mode() == clock.Real {
		return
	}
	platform := t.platform()
	for _, a := range assumptions.All() {
		if a.Flip == nil || !a.Flip.Exercised(shown, platform) || ctx.Err() != nil {
			continue
		}
		other, assuming := platform, a.Flip.Name
		if a.Flip.Turned(platform) {
			assuming = a.ID
		}
		a.Flip.Turn(&other, !a.Flip.Turned(platform))
		o := t.session(ctx, other)
		if !o.broke.IsZero() || !o.inapplicable.IsZero() {
			continue // it says nothing
		}
		for _, c := range cases {
			findings := o.findings
			if c.Requirement == EveryScenario {
				findings = suites.Uncaught(o.timeline)
			}
			if (len(findings) == 0) != (len(c.Findings) == 0) {
				c.Hinges = append(c.Hinges, verdict.Hinge{Assumption: a.ID, Assuming: assuming, Findings: findings})
			}
		}
	}
}
