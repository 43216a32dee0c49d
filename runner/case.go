package runner

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/clock"
	"nimcert/judgement"
	"nimcert/ledger"
	"nimcert/session"
	"nimcert/suites"
	"nimcert/verdict"
)

// pending is one case that runs, or will run, in a goroutine of its own.
type pending struct {
	plan      *Plan
	subject   Subject
	patience  *patience
	spec      suites.Spec
	condition suites.Condition
	again     repeats
	started   bool
	result    chan tried
}

// tried is what came of a case.
type tried struct {
	cases []verdict.Case
	// broke says why the client broke in a session; zero when none of its sessions ended so.
	broke judgement.Phrase
}

func (t *pending) title() string {
	r, _ := catalogue.Get(t.spec.Id)
	title := t.spec.Id + " " + r.Title
	if t.condition.English != "" {
		title += ", " + t.condition.English
	}
	return title
}

// start begins a case, which may be ahead of its spec: it lives by the plan's context, because a spec's own ends with
// the spec.
func (t *pending) start() {
	if t.started {
		return
	}
	t.started = true
	if why := t.patience.over(); !why.IsZero() && t.tries() {
		t.result <- tried{cases: t.untried(why)}
		return
	}
	wait := time.Duration(0)
	if t.plan.Mode == clock.Real {
		wait = time.Duration(t.plan.begun) * stagger
		t.plan.begun++
	}
	go func() {
		select { // it stands before the session, so no verdict depends on it
		case <-time.After(wait):
		case <-t.plan.Context.Done():
		}
		t.result <- t.run(t.plan.Context)
	}()
}

// wait returns what came of the case. The calls come in the order of the cases, so that those that were run ahead do
// not decide by their speed which cases count.
func (t *pending) wait(ctx context.Context) ([]verdict.Case, error) {
	select {
	case r := <-t.result:
		if why := t.patience.over(); !why.IsZero() && t.tries() {
			return t.untried(why), nil
		}
		t.patience.add(r.broke)
		return r.cases, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// missing is the capability that the client lacks and the requirement needs, or nothing.
func (t *pending) missing() clients.Capability {
	r, _ := catalogue.Get(t.spec.Id)
	for _, need := range r.Needs {
		if c := clients.Capability(need); !t.subject.Client.Capabilities()[c] {
			return c
		}
	}
	return ""
}

// tries says whether the case needs a session.
func (t *pending) tries() bool { return t.subject.Broken == nil && t.missing() == "" }

// empty are the case and what is looked at everywhere, with nothing found.
func (t *pending) empty() (c, glb verdict.Case) {
	c = verdict.Case{
		Requirement: t.spec.Id, Slug: t.condition.Slug, Condition: t.condition.English, Chinese: t.condition.Chinese,
		File: "suites/" + filepath.Base(t.condition.File), Line: t.condition.Line,
	}
	glb = c
	glb.Requirement, glb.Scenario, glb.Slug = EveryScenario, t.spec.Id, everywhere(t.spec.Id, t.condition).Slug
	return c, glb
}

// untried are the cases where no session was begun.
func (t *pending) untried(why judgement.Phrase) []verdict.Case {
	c, glb := t.empty()
	c.Broke, glb.Broke = why, why
	return t.wanted(c, glb)
}

// stagger is the real time between the starts of sessions on a real clock. There a busy machine counts: a session
// computes for up to 100 ms in its first second (the SDK loads and logs in), and hundreds that began at once were seen
// to take more than a second to close a kicked socket.
const stagger = 150 * time.Millisecond

// run judges one case, and looks for what must not happen in any scenario.
func (t *pending) run(ctx context.Context) tried {
	begin := time.Now()
	if t.subject.Broken != nil {
		return tried{cases: t.untried(judgement.Plain(t.subject.Broken.Error()))}
	}
	c, glb := t.empty()
	if need := t.missing(); need != "" {
		c.NotApplicable = lacks(t.subject.Client, need)
		return tried{cases: t.wanted(c)}
	}
	first := t.session(ctx, t.plan.Platform)
	c.NotApplicable = first.inapplicable
	c.Broke, c.Findings, c.Timeline, c.Session = first.broke, first.findings, first.timeline,
		first.stats.Session.Seconds()
	glb.Broke, glb.Findings, glb.Timeline = first.broke, suites.Uncaught(first.timeline), first.timeline
	if first.partial && len(glb.Findings) == 0 {
		glb.NotApplicable = first.inapplicable
	}
	broke := first.client
	if first.broke.IsZero() && len(c.Findings)+len(glb.Findings) > 0 && ctx.Err() == nil {
		second := t.session(ctx, t.plan.Platform)
		confirm(&c, second, second.findings)
		confirm(&glb, second, suites.Uncaught(second.timeline))
		broke = second.client
	}
	suites.OnLacking(&c)
	suites.OnLacking(&glb)
	t.resample(ctx, first, &c, &glb)
	t.hinges(ctx, &c, &glb)
	c.Seconds = time.Since(begin).Seconds()
	return tried{t.wanted(c, glb), broke}
}

// outcome is what one session of a case showed.
type outcome struct {
	broke    judgement.Phrase
	client   judgement.Phrase // why the session ended, where that is the client's doing
	findings []verdict.Finding
	// inapplicable says why there was nothing to judge.
	inapplicable judgement.Phrase
	partial      bool // see Trial
	timeline     ledger.Timeline
	stats        clock.Stats
}

// session runs the case's scenario in a fresh session.
func (t *pending) session(ctx context.Context, platform clients.Profile) outcome {
	return t.sessionUnder(ctx, platform, t.plan.Seed, t.plan.Mode)
}

// scenario is what everything of a session is drawn from, beside the seed. It is the condition's English name: another
// name draws other accounts, and changes no verdict.
func (t *pending) scenario() string { return t.spec.Id + " " + t.condition.English }

func (t *pending) sessionUnder(ctx context.Context, platform clients.Profile, seed int64, mode clock.Mode) outcome {
	p := t.plan
	s, err := session.Start(ctx,
		session.Options{Client: t.subject.Client, Mode: mode, Platform: platform, Seed: seed, Scenario: t.scenario()})
	if err != nil {
		return outcome{broke: judgement.Plain(err.Error()), client: judgement.Plain(err.Error())}
	}
	defer s.Close()
	trial := &suites.Trial{Session: s, Domains: p.Domains,
		Lacks: func(c clients.Capability) judgement.Phrase { return lacks(t.subject.Client, c) }}
	var o outcome
	if err := trial.Run(t.condition.Run); err != nil {
		o.broke = judgement.Plain(err.Error())
	}
	if err := s.Err(); err != nil && !errors.Is(err, session.ErrHarness) {
		o.client = judgement.Plain(err.Error())
	}
	o.inapplicable, o.partial = trial.Inapplicable, trial.Partial
	// before the clean-up, which is not the client's doing
	o.stats, o.findings, o.timeline = s.Stats(), trial.Findings, s.Timeline()
	if e, ok := o.timeline.First(ledger.By(ledger.Server), ledger.Is(ledger.Broken)); ok && o.broke.IsZero() {
		o.broke = serviceBroke.Of(e.Detail)
	}
	if o.broke.IsZero() {
		if err := s.Witnesses(); err != nil {
			o.broke, o.timeline = judgement.Plain(err.Error()), s.Timeline()
		}
	}
	if mode == p.Mode { // of a sample on a real clock, waiting is the purpose
		p.idle.Add(int64(o.stats.Idle))
	}
	return o
}

// confirm files the second session of a case that failed. A fail stands when both sessions found something; when the
// second one did not, they contradict one another, and neither proves anything.
func confirm(c *verdict.Case, second outcome, findings []verdict.Finding) {
	if len(c.Findings) == 0 {
		return // nothing to confirm: a second session is never a second chance
	}
	c.Second = &verdict.Second{Findings: findings, Broke: second.broke}
	switch {
	case !second.broke.IsZero():
		c.Broke = secondBroke.Of(second.broke)
	case len(findings) == 0:
		c.Broke = contradiction.Of(c.Findings[0].Phrase)
	}
	if !sameFindings(c.Findings, findings) {
		c.Second.Timeline = second.timeline
	}
}

func sameFindings(a, b []verdict.Finding) bool {
	return slices.EqualFunc(a, b, func(a, b verdict.Finding) bool { return a.Text == b.Text })
}

// lacks says in a sentence why a requirement does not apply.
func lacks(f clients.Factory, c clients.Capability) judgement.Phrase {
	if e, ok := f.(clients.Explainer); ok && e.Lacks(c).EN != "" {
		return lacksFor.Of(c, e.Lacks(c))
	}
	return lacksIt.Of(c)
}

// wanted keeps the cases of requirements that were asked for, and looks up their recorded failures.
func (t *pending) wanted(cases ...verdict.Case) []verdict.Case {
	var out []verdict.Case
	for _, c := range cases {
		if !t.plan.wants(c.Requirement, c.Slug) {
			continue
		}
		if t.plan.Known != nil && !(t.plan.Elsewhere && len(c.Findings) == 0 && c.Broke.IsZero()) {
			c.Known, c.KnownWide = t.plan.Known(t.subject.Client.Subject(), c.Requirement, c.Slug)
		}
		out = append(out, c)
	}
	return out
}
