package suites

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	ginkgo "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/reports"
	"nimcert/session"
)

// everywhere is looked at in every scenario, so it has no spec of its own.
const everywhere = "GLB-04"

// Everywhere says whether a requirement is looked at in every scenario, so that to ask for it is to run all of them.
func Everywhere(id string) bool { return id == everywhere }

// Plan says what to run. Build puts it into Ginkgo's tree; after RunSpecs, Part has what came of it.
type Plan struct {
	Subjects []Subject
	// Requirements are the ids to look at; none means all.
	Requirements []string
	// Condition, when it is set, is the only condition to try.
	Condition string
	Mode      clock.Mode
	Cap       int
	Seed      int64
	Domains   Domains
	Harness   string // version
	// Jobs is how many sessions run side by side. Session time stands still while they compute, so they do not disturb one another.
	Jobs int
	// Shard limits Build to a part of the cases; the zero value is all of them.
	Shard reports.Shard
	// Known returns the recorded reason of a failure; wide says that the record names no condition. It may be nil.
	Known func(s clients.Subject, requirement, condition string) (reason string, wide bool)
	// Context ends the running sessions (Ctrl-C).
	Context context.Context
	// Start is called with the number of cases before the first runs. It may be nil.
	Start func(total int)
	// Waiting is called with the case that the specs wait for, from the goroutine that runs them. It may be nil.
	Waiting func(s Subject, title string)
	// Progress is called when a case is finished, from the goroutine that runs the specs. It may be nil.
	Progress func(done, total int, cases []reports.Case, s Subject)

	runs        []reports.Run
	whole       int // cases of all shards
	total       int
	done        int
	begun       int          // sessions, on a real clock
	idle        atomic.Int64 // nanoseconds
	interrupted bool
}

// Idle is real time, summed over the sessions, in which nothing computed and nothing was under way: what a skipping clock should bring to nothing.
func (p *Plan) Idle() time.Duration { return time.Duration(p.idle.Load()) }

// Interrupted reports that Ginkgo ended the run at a signal. It hears of one by itself, and may do so before Context ends.
func (p *Plan) Interrupted() bool { return p.interrupted }

// Executable lists the ids that have a spec, in the catalogue's order.
func Executable() []string {
	var ids []string
	for _, r := range catalogue.All() {
		if r.ID == everywhere || slices.ContainsFunc(specs, func(s spec) bool { return s.id == r.ID }) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// Conditions lists the names of the conditions under which a requirement is tried.
func Conditions(id string) []string {
	var names []string
	for _, s := range specs {
		if s.id == id {
			for _, c := range s.conditions {
				if c.name != "" {
					names = append(names, c.name)
				}
			}
		}
	}
	return names
}

// asked lists the ids that the plan looks at.
func (p *Plan) asked() []string {
	if len(p.Requirements) == 0 {
		return Executable()
	}
	return p.Requirements
}

// cases lists what there is to run, for each subject. The error names a spec without a requirement, or a requirement without a spec.
func (p *Plan) cases() ([][]*pending, error) {
	for _, s := range specs {
		if _, ok := catalogue.Get(s.id); !ok {
			return nil, fmt.Errorf("the spec at %s:%d is for %s, which the catalogue does not have", s.file, s.line, s.id)
		}
	}
	for _, r := range catalogue.All() {
		if !slices.Contains(Executable(), r.ID) {
			return nil, fmt.Errorf("%s stands in the catalogue and has no spec", r.ID)
		}
	}
	asked := p.asked()
	all := slices.Contains(asked, everywhere)
	lists := make([][]*pending, len(p.Subjects))
	for i, subject := range p.Subjects {
		p.runs = append(p.runs, reports.Run{
			Subject: subject.Client.Subject(), Asked: asked, Partial: len(asked) < len(Executable()), Clock: string(p.Mode), Seed: p.Seed, Cap: p.Cap,
			Started: time.Now().UTC(), Harness: p.Harness, Rerun: subject.Rerun,
		})
		streak := &streak{}
		for _, s := range specs {
			if !all && !slices.Contains(asked, s.id) {
				continue
			}
			for _, c := range s.conditions {
				if p.Condition != "" && c.name != p.Condition {
					continue
				}
				lists[i] = append(lists[i], &pending{plan: p, subject: subject, streak: streak, spec: s, condition: c, result: make(chan []reports.Case, 1)})
				p.total++
			}
		}
	}
	return lists, nil
}

// labelSafe replaces what Ginkgo does not allow in a label.
var labelSafe = strings.NewReplacer("&", "_", "|", "_", "!", "_", ",", "_", "(", "_", ")", "_", "/", "_")

// Build puts the plan's specs into Ginkgo's tree. Call it once, before RunSpecs. The errors are those of a catalogue and specs that do not agree, and of more shards
// than cases.
func (p *Plan) Build() error {
	lists, err := p.cases()
	if err != nil {
		return err
	}
	// Ginkgo runs specs that stand on one line of code, as all of these do, in the order of their texts: what is started ahead must be what comes next.
	ahead := slices.Concat(lists...)
	text := func(t *pending) string { return t.subject.name() + " " + t.title() }
	slices.SortStableFunc(ahead, func(a, b *pending) int { return strings.Compare(text(a), text(b)) })
	p.whole = len(ahead)
	if ahead, err = reports.ShardOf(p.Shard, ahead); err != nil {
		return err
	}
	p.total = len(ahead)
	place := map[*pending]int{}
	for n, t := range ahead {
		place[t] = n
	}
	// One container around all: Ginkgo shuffles those at the top.
	ginkgo.Describe("certification", func() {
		for i, list := range lists {
			sub := p.Subjects[i].Client.Subject()
			ginkgo.Describe(p.Subjects[i].name(), ginkgo.Label("sdk: "+labelSafe.Replace(sub.Name+"@"+sub.Version)), func() {
				for _, t := range list {
					if _, mine := place[t]; !mine {
						continue
					}
					ginkgo.It(t.title(), ginkgo.Label(t.spec.id), func(ctx ginkgo.SpecContext) {
						from := place[t]
						for _, t := range ahead[from:min(from+max(1, p.Jobs), len(ahead))] {
							t.start()
						}
						if p.Waiting != nil {
							p.Waiting(t.subject, t.title())
						}
						p.report(ctx, i, t)
					})
				}
			})
		}
	})
	if p.Start != nil {
		ginkgo.BeforeSuite(func() { p.Start(p.total) })
	}
	ginkgo.ReportAfterSuite("collect", p.collect)
	return nil
}

// pending is one case that runs, or will run, in a goroutine of its own.
type pending struct {
	plan      *Plan
	subject   Subject
	streak    *streak
	spec      spec
	condition condition
	started   bool
	result    chan []reports.Case
}

// enough sessions in a row that broke speak for the rest: a client that loops in its first call would cost the host's limit of 5 s a case, for nothing new.
const enough = 3

// streak counts the sessions of one subject that broke in a row.
type streak struct {
	mu  sync.Mutex
	n   int
	why string
}

// broken says why the last sessions broke, once there were enough.
func (s *streak) broken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n < enough {
		return ""
	}
	return s.why
}

func (s *streak) add(broke string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.n >= enough: // decided
	case broke == "":
		s.n = 0
	default:
		s.n++
		s.why = broke
	}
}

func (t *pending) title() string {
	r, _ := catalogue.Get(t.spec.id)
	title := t.spec.id + " " + r.Title
	if t.condition.name != "" {
		title += ", " + t.condition.name
	}
	return title
}

// start begins a case, which may be ahead of its spec: it lives by the plan's context, because a spec's own ends with the spec.
func (t *pending) start() {
	if t.started {
		return
	}
	t.started = true
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

// stagger is the real time between the starts of sessions on a real clock. There a busy machine counts: a session computes for up to 100 ms in its first second (the SDK loads and logs in), and hundreds
// that began at once were seen to take more than a second to close a kicked socket.
const stagger = 150 * time.Millisecond

// run judges one case, and looks for what must not happen in any scenario.
func (t *pending) run(ctx context.Context) []reports.Case {
	factory := t.subject.Client
	c := reports.Case{Requirement: t.spec.id, Condition: t.condition.name, File: "suites/" + filepath.Base(t.spec.file), Line: t.spec.line}
	glb := reports.Case{Requirement: everywhere, Condition: t.condition.name, Scenario: t.spec.id, File: c.File, Line: c.Line}
	begin := time.Now()
	if t.subject.Broken != nil {
		c.Broke, glb.Broke = t.subject.Broken.Error(), t.subject.Broken.Error()
		return t.wanted(c, glb)
	}
	r, _ := catalogue.Get(t.spec.id)
	for _, need := range r.Needs {
		if !factory.Capabilities()[clients.Capability(need)] {
			c.NotApplicable = lacks(factory, clients.Capability(need))
			return t.wanted(c)
		}
	}
	if why := t.streak.broken(); why != "" {
		c.Broke = fmt.Sprintf("not tried, because %d sessions in a row broke: %s", enough, why)
		glb.Broke = c.Broke
		return t.wanted(c, glb)
	}
	first := t.session(ctx)
	c.NotApplicable = first.inapplicable
	c.Broke, c.Findings, c.Timeline, c.Session = first.broke, first.findings, first.timeline, first.stats.Session.Seconds()
	glb.Broke, glb.Findings, glb.Timeline = first.broke, uncaught(first.timeline), first.timeline
	t.streak.add(first.broke)
	if first.broke == "" && len(c.Findings)+len(glb.Findings) > 0 && ctx.Err() == nil {
		second := t.session(ctx)
		confirm(&c, second, second.findings)
		confirm(&glb, second, uncaught(second.timeline))
	}
	c.Seconds = time.Since(begin).Seconds()
	return t.wanted(c, glb)
}

// outcome is what one session of a case showed.
type outcome struct {
	broke    string
	findings []reports.Finding
	// inapplicable says why there was nothing to judge.
	inapplicable string
	timeline     ledger.Timeline
	stats        clock.Stats
}

// session runs the case's scenario in a fresh session.
func (t *pending) session(ctx context.Context) outcome {
	p := t.plan
	s, err := session.Start(ctx, session.Options{Client: t.subject.Client, Mode: p.Mode, Cap: p.Cap, Seed: p.Seed})
	if err != nil {
		return outcome{broke: err.Error()}
	}
	defer s.Close()
	trial := &Trial{Session: s, Domains: p.Domains, lacks: func(c clients.Capability) string { return lacks(t.subject.Client, c) }}
	var o outcome
	if err := trial.run(t.condition.run); err != nil {
		o.broke = err.Error()
	}
	o.inapplicable = trial.inapplicable
	o.stats, o.findings, o.timeline = s.Stats(), trial.findings, s.Timeline() // before the clean-up, which is not the client's doing
	if e, ok := o.timeline.First(ledger.By(ledger.Server), ledger.Is(ledger.Broken)); ok && o.broke == "" {
		o.broke = "the fake service broke: " + e.Detail
	}
	if o.broke == "" {
		if err := s.Witnesses(); err != nil {
			o.broke, o.timeline = err.Error(), s.Timeline()
		}
	}
	p.idle.Add(int64(o.stats.Idle))
	return o
}

// confirm files the second session of a case that failed. A fail stands when both sessions found something; when the second one did not, they contradict one another, and neither proves anything.
func confirm(c *reports.Case, second outcome, findings []reports.Finding) {
	if len(c.Findings) == 0 {
		return // nothing to confirm: a second session is never a second chance
	}
	c.Second = &reports.Second{Findings: findings, Broke: second.broke}
	switch {
	case second.broke != "":
		c.Broke = "it failed, and a second session of the same scenario broke: " + second.broke
	case len(findings) == 0:
		c.Broke = "two sessions of the same scenario contradict one another: the first found that " + c.Findings[0].Text + "; the second found nothing"
	}
	if !sameFindings(c.Findings, findings) {
		c.Second.Timeline = second.timeline
	}
}

func sameFindings(a, b []reports.Finding) bool {
	return slices.EqualFunc(a, b, func(a, b reports.Finding) bool { return a.Text == b.Text })
}

// lacks says in a sentence why a requirement does not apply.
func lacks(f clients.Factory, c clients.Capability) string {
	why := "the client has no " + string(c)
	if e, ok := f.(clients.Explainer); ok && e.Lacks(c) != "" {
		why += ": " + e.Lacks(c)
	}
	return why
}

// wanted keeps the cases of requirements that were asked for, and looks up their recorded failures.
func (t *pending) wanted(cases ...reports.Case) []reports.Case {
	var out []reports.Case
	for _, c := range cases {
		if !slices.Contains(t.plan.asked(), c.Requirement) {
			continue
		}
		if t.plan.Known != nil {
			c.Known, c.KnownWide = t.plan.Known(t.subject.Client.Subject(), c.Requirement, c.Name())
		}
		out = append(out, c)
	}
	return out
}

// entryName marks the report entries that carry cases.
const entryName = "nimcert cases"

type entry struct {
	Run   int            `json:"run"`
	Cases []reports.Case `json:"cases"`
}

// report waits for a case, files it, and passes or fails the spec as the gate will.
func (p *Plan) report(ctx ginkgo.SpecContext, run int, t *pending) {
	var cases []reports.Case
	select {
	case cases = <-t.result:
	case <-ctx.Done():
		return // interrupted: what was not executed is missing, and missing is never a pass
	}
	if p.Context.Err() != nil {
		return // the same, seen by the case
	}
	ginkgo.AddReportEntry(entryName, ginkgo.ReportEntryVisibilityNever, entry{run, cases})
	p.done++
	if p.Progress != nil {
		p.Progress(p.done, p.total, cases, t.subject)
	}
	var wrong []string
	for _, c := range cases {
		r, _ := catalogue.Get(c.Requirement)
		if v, why := Outcome(c); v == reports.Error || v == reports.Fail && r.Level == catalogue.Must {
			wrong = append(wrong, fmt.Sprintf("%s: %s: %s", c.Requirement, v, why))
		}
	}
	if len(wrong) > 0 {
		ginkgo.Fail(strings.Join(wrong, "\n"))
	}
}

// Outcome is the verdict of a case seen by itself, with its reason. A recorded failure that names no condition is judged over all of them, by the report.
func Outcome(c reports.Case) (reports.Verdict, string) {
	switch {
	case c.Broke != "":
		return reports.Error, c.Broke
	case c.NotApplicable != "":
		return reports.NotApplicable, c.NotApplicable
	case len(c.Findings) == 0 && c.Known != "" && !c.KnownWide:
		return reports.Fail, "the recorded failure no longer fails: delete its line"
	case len(c.Findings) == 0:
		return reports.Pass, ""
	case c.Known != "":
		return reports.KnownFailure, c.Known
	}
	return reports.Fail, c.Findings[0].Text
}

// collect gathers the cases of all processes, and closes the suite's gate where no single spec could: a record that names no condition and no longer fails.
func (p *Plan) collect(report types.Report) {
	p.interrupted = slices.ContainsFunc(report.SpecialSuiteFailureReasons, func(why string) bool { return strings.HasPrefix(why, "Interrupted by") })
	for _, s := range report.SpecReports {
		for _, e := range s.ReportEntries {
			if e.Name != entryName {
				continue
			}
			got, ok := e.GetRawValue().(entry)
			if !ok { // it comes from another process
				if err := json.Unmarshal([]byte(e.Value.AsJSON), &got); err != nil {
					continue // then its cases are missing, and missing is never a pass
				}
			}
			if got.Run < len(p.runs) {
				r := &p.runs[got.Run]
				r.Cases = append(r.Cases, got.Cases...)
				r.Seconds += s.RunTime.Seconds()
			}
		}
	}
	for _, r := range p.Part().Reported() {
		if gate := r.Gate(); gate != reports.Open && report.SuiteSucceeded {
			ginkgo.Fail(fmt.Sprintf("%s: the gate is %s", r.Label(), gate))
		}
	}
}

// Judge runs the plan's cases without Ginkgo, Jobs side by side, and returns what came of them: for the harness's own tests, which judge many clients in one process.
func Judge(p *Plan) ([]reports.Run, error) {
	lists, err := p.cases()
	if err != nil {
		return nil, err
	}
	for i, list := range lists {
		for n, t := range list {
			for _, ahead := range list[n:min(n+max(1, p.Jobs), len(list))] {
				ahead.start()
			}
			p.runs[i].Cases = append(p.runs[i].Cases, <-t.result...)
		}
		p.runs[i].Seconds = time.Since(p.runs[i].Started).Seconds()
	}
	return p.runs, nil
}

// Part returns what was collected, after RunSpecs. Without a Shard it is the whole.
func (p *Plan) Part() reports.Part {
	return reports.Part{Shard: p.Shard, Total: p.whole, Runs: p.runs}
}
