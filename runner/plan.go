package runner

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	ginkgo "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/clock"
	"nimcert/suites"
	"nimcert/verdict"
)

// EveryScenario is the requirement that is looked at in every scenario, so it has no spec of its own.
const EveryScenario = "GLB-04"

// Everywhere reports whether a requirement is looked at in every scenario. Asking for it runs all scenarios.
func Everywhere(id string) bool { return id == EveryScenario }

// Plan says what to run. Build puts it into Ginkgo's tree; after RunSpecs, Part returns the outcome.
type Plan struct {
	Subjects []Subject
	// Requirements are the ids to look at; none means all.
	Requirements []string
	// Only lists slugs: a requirement that has one here is tried under these conditions only. See Select.
	Only []string
	Mode clock.Mode
	// Platform is what the clients run on, if they do not say; the zero value is the default profile.
	Platform clients.Profile
	// Elsewhere says that the known failures are recorded for another platform: a failure that does not occur here
	// stays recorded.
	Elsewhere bool
	// Flips checks, for each case, whether its verdict depends on an assumption that it exercised.
	Flips bool
	Seed  int64
	// Sample is how many cases of each subject are tried again under another seed, and some under a real clock: none
	// when it is 0, SampleAuto for the usual share.
	Sample  int
	Domains suites.Domains
	Harness string // version
	// Jobs is how many sessions run side by side. Session time stands still while they compute, so they do not disturb
	// one another.
	Jobs int
	// RealJobs is the same for subjects that live in real time; 0 means all of one subject: they wait, and waiting
	// needs no core.
	RealJobs int
	// Shard limits Build to a part of the cases; the zero value is all of them.
	Shard verdict.Shard
	// Known returns the recorded reason of a failure, by its slug; wide says that the record names no condition. It may
	// be nil.
	Known func(s clients.Subject, requirement, slug string) (reason string, wide bool)
	// Context ends the running sessions (Ctrl-C).
	Context context.Context
	// Start is called with the number of cases before the first runs. It may be nil.
	Start func(total int)
	// Waiting is called with the case that the specs wait for, from the goroutine that runs them. It may be nil.
	Waiting func(s Subject, title string)
	// Progress is called when a case is finished, from the goroutine that runs the specs. It may be nil.
	Progress func(done, total int, cases []verdict.Case, s Subject)

	runs        []verdict.Run
	whole       int // cases of all shards
	total       int
	done        int
	begun       int           // sessions, on a real clock
	opening     chan struct{} // sessions in a browser whose pages are being made
	idle        atomic.Int64  // nanoseconds
	left        []int         // cases of each subject that are not finished
	kept        atomic.Int64  // subjects of which none is left
	interrupted bool
}

// Idle is real time, summed over the sessions, in which nothing computed and nothing was under way: a skipping clock
// should bring it to nothing.
func (p *Plan) Idle() time.Duration { return time.Duration(p.idle.Load()) }

// Interrupted reports that Ginkgo ended the run at a signal. It hears of one by itself, and may do so before Context
// ends.
func (p *Plan) Interrupted() bool { return p.interrupted }

// Whole reports whether every case of the n-th subject is finished.
func (p *Plan) Whole(n int) bool { return p.left[n] == 0 }

// Kept is how many subjects are whole, so that an interrupted run keeps what they showed: none in a shard, which has
// parts of them. It may be called while the specs run.
func (p *Plan) Kept() int { return int(p.kept.Load()) }

// platformOf is what a subject runs on.
func (p *Plan) platformOf(s Subject) clients.Profile {
	return cmp.Or(s.Platform, p.Platform).OrDefault()
}

// modeOf is the clock of a subject's sessions.
func (p *Plan) modeOf(s Subject) clock.Mode {
	if p.platformOf(s).InRealTime() {
		return clock.Real
	}
	return p.Mode
}

// ahead is how many cases run from a subject's case on.
func (p *Plan) ahead(s Subject) int {
	jobs := p.Jobs
	if p.platformOf(s).InRealTime() {
		if jobs = p.RealJobs; jobs == 0 {
			return p.total
		}
	}
	return max(1, jobs)
}

// Executable lists the ids that have a spec, in the catalogue's order.
func Executable() []string {
	var ids []string
	for _, r := range catalogue.All() {
		if r.ID == EveryScenario ||
			slices.ContainsFunc(suites.Specs, func(s suites.Spec) bool { return s.Id == r.ID }) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// asked lists the ids of the requirements that the plan tries.
func (p *Plan) asked() []string {
	if len(p.Requirements) == 0 {
		return Executable()
	}
	return p.Requirements
}

// wants reports whether a case of a requirement was asked.
func (p *Plan) wants(id, slug string) bool {
	if !slices.Contains(p.asked(), id) {
		return false
	}
	narrow := slices.ContainsFunc(p.Only, func(s string) bool { return catalogue.IDOf(s) == id })
	return !narrow || slices.Contains(p.Only, slug)
}

// cases lists what there is to run, for each subject. alone says that the subjects are judged one after the other, and
// this process does nothing else. The error names a spec without a requirement, or a requirement without a spec.
func (p *Plan) cases(alone bool) ([][]*pending, error) {
	for _, s := range suites.Specs {
		if _, ok := catalogue.Get(s.Id); !ok {
			return nil, fmt.Errorf("the spec at %s:%d is for %s, which the catalogue does not have", s.File, s.Line,
				s.Id)
		}
	}
	for _, r := range catalogue.All() {
		if !slices.Contains(Executable(), r.ID) {
			return nil, fmt.Errorf("%s stands in the catalogue and has no spec", r.ID)
		}
	}
	asked := p.asked()
	p.opening = make(chan struct{}, max(1, runtime.NumCPU()/2)) // half of the cores are left to the pages that live
	lists := make([][]*pending, len(p.Subjects))
	for i, subject := range p.Subjects {
		p.runs = append(p.runs, verdict.Run{
			Subject: subject.Named(), Engines: subject.Engines, Versions: subject.Versions, Asked: asked, Only: p.Only,
			Partial: len(asked) < len(Executable()) || len(p.Only) > 0, Clock: string(p.modeOf(subject)), Seed: p.Seed,
			Cap: p.platformOf(subject).Total, Platform: p.platformOf(subject), Elsewhere: p.Elsewhere,
			Started: time.Now().UTC(), Harness: p.Harness, Rerun: subject.Rerun,
		})
		patience := &patience{bounded: alone && p.modeOf(subject) == clock.Skip}
		for _, s := range suites.Specs {
			for _, c := range s.Conditions {
				if !p.wants(s.Id, c.Slug) && !p.wants(EveryScenario, everywhere(s.Id, c).Slug) {
					continue
				}
				lists[i] = append(lists[i],
					&pending{plan: p, subject: subject, patience: patience, spec: s, condition: c,
						result: make(chan tried, 1)})
				p.total++
			}
		}
		// On a real clock the whole run is what a phone would show, and takes as long.
		if p.modeOf(subject) == clock.Skip {
			p.choose(lists[i])
		}
	}
	return lists, nil
}

// labelSafe replaces what Ginkgo does not allow in a label.
var labelSafe = strings.NewReplacer("&", "_", "|", "_", "!", "_", ",", "_", "(", "_", ")", "_", "/", "_")

// Build puts the plan's specs into Ginkgo's tree. Call it once, before RunSpecs. It is an error if catalogue and specs
// do not agree, or if there are more shards than cases.
func (p *Plan) Build() error {
	lists, err := p.cases(true)
	if err != nil {
		return err
	}
	// All these specs stand on one line of code, and Ginkgo runs such specs in the order of their texts. Cases that
	// start ahead must be the ones that come next.
	ahead := slices.Concat(lists...)
	text := func(t *pending) string { return t.subject.name() + " " + t.title() }
	slices.SortStableFunc(ahead, func(a, b *pending) int { return strings.Compare(text(a), text(b)) })
	p.whole = len(ahead)
	if ahead, err = verdict.ShardOf(p.Shard, ahead); err != nil {
		return err
	}
	p.total = len(ahead)
	place := map[*pending]int{}
	for n, t := range ahead {
		place[t] = n
	}
	p.left = make([]int, len(lists))
	for i, list := range lists {
		for _, t := range list {
			if _, mine := place[t]; mine {
				p.left[i]++
			}
		}
	}
	// There is one container around all of them: Ginkgo shuffles top-level containers.
	ginkgo.Describe("certification", func() {
		for i, list := range lists {
			sub := p.Subjects[i].Client.Subject()
			ginkgo.Describe(p.Subjects[i].name(), ginkgo.Label("sdk: "+labelSafe.Replace(sub.Name+"@"+sub.Version)),
				func() {
					for _, t := range list {
						if _, mine := place[t]; !mine {
							continue
						}
						ginkgo.It(t.title(), ginkgo.Label(t.spec.Id), func(ctx ginkgo.SpecContext) {
							from := place[t]
							for _, next := range ahead[from:min(from+p.ahead(t.subject), len(ahead))] {
								// one subject at a time: if the process ends, one subject has ended it
								if next.patience == t.patience {
									next.start()
								}
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

// entryName marks the report entries that carry cases.
const entryName = "nimcert cases"

type entry struct {
	Run   int            `json:"run"`
	Cases []verdict.Case `json:"cases"`
}

// report waits for a case, files it, and passes or fails the spec as the gate will.
func (p *Plan) report(ctx ginkgo.SpecContext, run int, t *pending) {
	cases, err := t.wait(ctx)
	if err != nil || p.Context.Err() != nil {
		return // interrupted: cases that did not run are missing, and missing is never a pass
	}
	ginkgo.AddReportEntry(entryName, ginkgo.ReportEntryVisibilityNever, entry{run, cases})
	p.filed(run)
	if p.Progress != nil {
		p.Progress(p.done, p.total, cases, t.subject)
	}
	var wrong []string
	for _, c := range cases {
		r, _ := catalogue.Get(c.Requirement)
		if v, why := c.Judge(); v == verdict.Error || v == verdict.Fail && r.Level == catalogue.Must {
			wrong = append(wrong, fmt.Sprintf("%s: %s: %s", c.Requirement, v, why))
		}
	}
	if len(wrong) > 0 {
		ginkgo.Fail(strings.Join(wrong, "\n"))
	}
}

// filed counts a finished case of a subject. After the last one its build is not held compiled any longer.
func (p *Plan) filed(run int) {
	p.done++
	if p.left[run]--; p.left[run] > 0 {
		return
	}
	p.Subjects[run].Release()
	if !p.Shard.Sharded() {
		p.kept.Add(1)
	}
}

// collect gathers the cases of all processes. It also closes the suite's gate for what no single spec can show: a
// record that names no condition and no longer fails.
func (p *Plan) collect(report types.Report) {
	p.interrupted = slices.ContainsFunc(report.SpecialSuiteFailureReasons,
		func(why string) bool { return strings.HasPrefix(why, "Interrupted by") })
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
	if report.SuiteConfig.DryRun {
		return // nothing ran, and Ginkgo says so
	}
	filtered := slices.ContainsFunc(report.SpecReports,
		func(s types.SpecReport) bool { return s.State.Is(types.SpecStateSkipped | types.SpecStatePending) })
	for _, r := range p.Part().Reported() {
		if filtered {
			if len(r.Cases) == 0 {
				continue
			}
			r = r.Narrowed("what the filter lets through")
		}
		if gate := r.Gate(); gate != verdict.Open && report.SuiteSucceeded {
			ginkgo.Fail(fmt.Sprintf("%s: the gate is %s", r.Label(), gate))
		}
	}
}

// Judge runs the plan's cases without Ginkgo, Jobs side by side, and returns their outcomes. It serves the harness's
// own tests, which judge many clients in one process.
func Judge(p *Plan) ([]verdict.Run, error) {
	lists, err := p.cases(false)
	if err != nil {
		return nil, err
	}
	for i, list := range lists {
		for n, t := range list {
			for _, ahead := range list[n:min(n+p.ahead(t.subject), len(list))] {
				ahead.start()
			}
			cases, err := t.wait(p.Context)
			if err != nil {
				return nil, err
			}
			p.runs[i].Cases = append(p.runs[i].Cases, cases...)
		}
		p.runs[i].Seconds = time.Since(p.runs[i].Started).Seconds()
	}
	return p.runs, nil
}

// Part returns the collected outcomes, after RunSpecs. Without a Shard that is the whole.
func (p *Plan) Part() verdict.Part {
	return verdict.Part{Shard: p.Shard, Total: p.whole, Runs: p.runs}
}
