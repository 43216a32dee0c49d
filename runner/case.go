package runner

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"nimcert/catalogue"
	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/clients/platform"
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

// tried is the outcome of a case.
type tried struct {
	cases []verdict.Case
	// broke says why the client broke in one of the case's sessions; it is zero if it broke in none.
	broke judgement.Phrase
	// stormed says that the client asked the network without end, which ended its session.
	stormed bool
}

func (t *pending) title() string {
	r, _ := catalogue.Get(t.spec.Id)
	title := t.spec.Id + " " + r.Title
	if t.condition.English != "" {
		title += ", " + t.condition.English
	}
	return title
}

// start begins a case, possibly before its spec runs. It uses the plan's context, because a spec's own context ends
// with the spec.
func (t *pending) start() {
	if t.started {
		return
	}
	t.started = true
	if cases := t.spared(); cases != nil {
		t.result <- tried{cases: cases}
		return
	}
	wait := time.Duration(0)
	if t.mode() == clock.Real && !t.platform().InRealTime() {
		wait = time.Duration(t.plan.begun) * stagger
		t.plan.begun++
	}
	go func() {
		select { // the pause comes before the session, so no verdict depends on it
		case <-time.After(wait):
		case <-t.plan.Context.Done():
		}
		t.result <- t.run(t.plan.Context)
	}()
}

// wait returns the outcome of the case. It is called in the order of the cases, so the speed of cases that run ahead
// does not decide which cases count.
func (t *pending) wait(ctx context.Context) ([]verdict.Case, error) {
	select {
	case r := <-t.result:
		if cases := t.spared(); cases != nil {
			return cases, nil
		}
		t.patience.add(r.broke)
		if r.stormed {
			t.patience.storm(t.spec.Id)
		}
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

// unposed reports whether the case needs more real time than its subject, which lives in that, is given.
func (t *pending) unposed() bool {
	return t.platform().InRealTime() && !suites.InRealTime(t.condition.Slug)
}

// tries reports whether the case needs a session.
func (t *pending) tries() bool { return t.subject.Broken == nil && t.missing() == "" && !t.unposed() }

// empty are the case and the requirements that are looked at everywhere, with nothing found.
func (t *pending) empty() (c, glb verdict.Case) {
	c = verdict.Case{
		Requirement: t.spec.Id, Slug: t.condition.Slug, Condition: t.condition.English, Chinese: t.condition.Chinese,
		File: "suites/" + filepath.Base(t.condition.File), Line: t.condition.Line,
	}
	glb = c
	glb.Requirement, glb.Scenario, glb.Slug = EveryScenario, t.spec.Id, everywhere(t.spec.Id, t.condition).Slug
	return c, glb
}

// spared are the cases of a client that has no more patience; nil while it is tried.
func (t *pending) spared() []verdict.Case {
	if !t.tries() {
		return nil
	}
	if why := t.patience.over(); !why.IsZero() {
		return t.untried(why)
	}
	if why := t.patience.stormy(t.spec.Id); !why.IsZero() {
		c, glb := t.empty()
		c.NotApplicable, glb.NotApplicable = why, why
		return t.wanted(c, glb)
	}
	return nil
}

// untried are the cases for which no session began.
func (t *pending) untried(why judgement.Phrase) []verdict.Case {
	c, glb := t.empty()
	c.Broke, glb.Broke = why, why
	return t.wanted(c, glb)
}

// stagger is the real time between the starts of sessions on a real clock. There a busy machine shows: a session
// computes for up to 100 ms in its first second (the SDK loads and logs in). Hundreds that began at once took more than
// a second to close a kicked socket.
const stagger = 150 * time.Millisecond

// run judges one case, and checks the requirements that hold in every scenario.
func (t *pending) run(ctx context.Context) tried {
	begin := time.Now()
	if t.subject.Broken != nil {
		return tried{cases: t.untried(broke(t.subject.Broken))}
	}
	c, glb := t.empty()
	if need := t.missing(); need != "" {
		c.NotApplicable = lacks(t.subject.Client, need)
		return tried{cases: t.wanted(c)}
	}
	if t.unposed() {
		c.NotApplicable = tooLong.Of()
		return tried{cases: t.wanted(c)}
	}
	first := t.session(ctx, t.platform())
	c.NotApplicable = first.inapplicable
	c.Broke, c.Findings, c.Timeline, c.Session = first.broke, first.findings, first.timeline.Pack(),
		first.stats.Session.Seconds()
	glb.Broke, glb.Findings, glb.Timeline = first.broke, suites.Uncaught(first.timeline), c.Timeline
	glb.NotApplicable = first.unwatched()
	broke := first.client
	if first.broke.IsZero() && len(c.Findings)+len(glb.Findings) > 0 && ctx.Err() == nil {
		second := t.session(ctx, t.platform())
		confirm(&c, second, second.findings)
		confirm(&glb, second, suites.Uncaught(second.timeline))
		broke = second.client
	}
	suites.OnLacking(&c)
	suites.OnLacking(&glb)
	t.resample(ctx, first, &c, &glb)
	t.otherwhere(ctx, first, &c, &glb)
	t.hinges(ctx, first.timeline, &c, &glb)
	c.Seconds = time.Since(begin).Seconds()
	return tried{t.wanted(c, glb), broke, first.stormed}
}

// outcome is what one session of a case showed.
type outcome struct {
	broke    judgement.Phrase
	client   judgement.Phrase // why the session ended, if the client ended it
	findings []verdict.Finding
	// inapplicable says why there was nothing to judge.
	inapplicable judgement.Phrase
	partial      bool // see Trial
	stormed      bool // the session ended in a storm, the only finding
	timeline     ledger.Timeline
	stats        clock.Stats
}

// platform is what the case's subject runs on.
func (t *pending) platform() clients.Profile { return t.plan.platformOf(t.subject) }

// mode is the clock of the case's sessions.
func (t *pending) mode() clock.Mode { return t.plan.modeOf(t.subject) }

// session runs the case's scenario in a fresh session.
func (t *pending) session(ctx context.Context, platform clients.Profile) outcome {
	return t.sessionUnder(ctx, platform, t.plan.Seed, t.mode())
}

// scenario is, with the seed, the source of everything that a session draws. It is the condition's English name:
// another name draws other accounts and changes no verdict.
func (t *pending) scenario() string { return t.spec.Id + " " + t.condition.English }

func (t *pending) sessionUnder(ctx context.Context, platform clients.Profile, seed int64, mode clock.Mode) outcome {
	return t.sessionOf(ctx, t.subject.Client, platform, seed, 0, mode)
}

func (t *pending) sessionOf(
	ctx context.Context, client clients.Factory, platform clients.Profile, seed, numbers int64, mode clock.Mode,
) outcome {
	p := t.plan
	if t.platform().InRealTime() { // so that a session's time begins with its page
		p.opening <- struct{}{}
	}
	s, err := session.Start(ctx,
		session.Options{Client: client, Mode: mode, Platform: platform, Seed: seed, Numbers: numbers,
			Scenario: t.scenario(), Globals: t.condition.Inspects})
	if t.platform().InRealTime() {
		<-p.opening
	}
	if err != nil {
		return outcome{broke: broke(err), client: broke(err)}
	}
	defer s.Close()
	late := func() time.Duration { return 0 }
	if t.platform().InRealTime() {
		late = lateness()
	}
	trial := &suites.Trial{Session: s, Domains: p.Domains,
		Lacks: func(c clients.Capability) judgement.Phrase { return lacks(t.subject.Client, c) }}
	var o outcome
	ran := trial.Run(t.condition.Run)
	o.inapplicable, o.partial = trial.Inapplicable, trial.Partial
	// before the clean-up, which the client does not cause
	o.stats, o.findings, o.timeline = s.Stats(), trial.Findings, s.Timeline()
	// Of what holds in every scenario such a session shows too little, where nothing else was asked.
	if p.wants(t.spec.Id, t.condition.Slug) && o.storms(s.Err()) {
		return o
	}
	if ran != nil {
		o.broke = broke(ran)
	}
	if err := s.Err(); err != nil && !errors.Is(err, session.ErrHarness) {
		o.client = broke(err)
	}
	if e, ok := o.timeline.First(ledger.By(ledger.Server), ledger.Is(ledger.Broken)); ok && o.broke.IsZero() {
		o.broke = serviceBroke.Of(e.Detail)
	}
	if woken := late(); woken > pageTooBusy && len(o.findings) > 0 && o.broke.IsZero() {
		o.broke = tooBusyPage.Of(woken)
	}
	if o.broke.IsZero() {
		if err := s.Witnesses(); err != nil {
			o.broke, o.timeline = broke(err), s.Timeline()
		}
	}
	o.settle()
	if mode == t.mode() { // for a sample on a real clock, waiting is the purpose
		p.idle.Add(int64(o.stats.Idle))
	}
	return o
}

// storms reports whether what ended the session is that the client asked the network without end. That is a fault of
// its own, and of what else such a session shows nothing is sure: its time line ends in the middle of things.
func (o *outcome) storms(ended error) bool {
	if !errors.Is(ended, platform.ErrRestless) {
		return false
	}
	storm, ok := invariants.Stormed(o.timeline)
	if ok {
		o.findings, o.inapplicable, o.stormed = []verdict.Finding{storm.Finding}, judgement.Phrase{}, true
		o.settle()
	}
	return ok
}

// unwatched is why what holds in every scenario was not looked at: the scenario ended before the client did anything,
// or in a storm.
func (o *outcome) unwatched() judgement.Phrase {
	if o.stormed && len(suites.Uncaught(o.timeline)) == 0 {
		return cutShort.Of()
	}
	acted := slices.ContainsFunc(o.timeline,
		func(e ledger.Event) bool { return e.Who == ledger.Host || e.Who == ledger.Client })
	if acted && !o.partial || len(suites.Uncaught(o.timeline)) > 0 {
		return judgement.Phrase{}
	}
	return o.inapplicable
}

// settle tells what happened at one instant in the same order in every run.
func (o *outcome) settle() {
	settled, moved := o.timeline.Settled()
	for _, f := range o.findings {
		for i, seq := range f.Events {
			if to, ok := moved[seq]; ok {
				f.Events[i] = to
			}
		}
	}
	o.timeline = settled
}

// confirm files the second session of a case that failed. A fail stands if both sessions found something. If the second
// found nothing, the two contradict each other and neither proves anything.
func confirm(c *verdict.Case, second outcome, findings []verdict.Finding) {
	if len(c.Findings) == 0 {
		return // there is nothing to confirm: a second session is never a second chance
	}
	c.Second = &verdict.Second{Findings: findings, Broke: second.broke}
	switch {
	case !second.broke.IsZero():
		c.Broke = secondBroke.Of(second.broke)
	case len(findings) == 0:
		c.Broke = contradiction.Of(c.Findings[0].Phrase)
	}
	if !sameFindings(c.Findings, findings) {
		c.Second.Timeline = second.timeline.Pack()
	}
}

func sameFindings(a, b []verdict.Finding) bool {
	return slices.EqualFunc(a, b, func(a, b verdict.Finding) bool { return a.Text == b.Text })
}

// lacks returns a sentence that says why a requirement does not apply.
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
