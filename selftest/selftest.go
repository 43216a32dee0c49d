package selftest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/clients/nim/zoo"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/judgement"
	"nimcert/runner"
	"nimcert/suites"
	"nimcert/verdict"
)

// Mutant is a client that breaks one requirement. A spec that passes it checks nothing.
type Mutant struct {
	// Name says what is wrong, in a few words. It is unique.
	Name string
	// Breaks is the requirement that must fail, under Condition if that is set: a condition's own part of the slug.
	Breaks, Condition string
	// What says in one sentence what the mutant does.
	What string
	// Of names the client that it is a change of.
	Of string
	// New makes the client.
	New func() clients.Factory
}

// Conforming is a client that keeps every promise but those in Unmet, each with the reason.
type Conforming struct {
	Client clients.Factory
	Unmet  map[string]string
}

// Mutants lists the zoo: the mutants of the reference client, and those of a small SDK in JavaScript, which break what
// only shows at the platform.
func Mutants() []Mutant {
	var list []Mutant
	for _, m := range reference.Mutants() {
		list = append(list, Mutant{m.Name, m.Breaks, m.Condition, m.What, "the reference client", m.New})
	}
	for _, m := range zoo.Mutants() {
		list = append(list, Mutant{m.Name, m.Breaks, m.Condition, m.What, "the SDK of clients/nim/zoo", m.New})
	}
	return list
}

// Conformings lists the clients that the mutants were made of.
func Conformings() []Conforming {
	return []Conforming{
		{reference.New(), nil},
		{zoo.Conforming(), zoo.Unmet()},
	}
}

// SelfTest proves the specs: conforming clients pass them, and each mutant is killed by the requirement that it breaks.
type SelfTest struct {
	Context    context.Context
	Conforming []Conforming
	Mutants    []Mutant
	// Matrix judges every mutant by every requirement that applies. Without it a mutant is judged by its own
	// requirement, and by the others only if it survives that.
	Matrix  bool
	Domains suites.Domains
	// Platform is what the clients run on; the zero value is the default profile.
	Platform clients.Profile
	// Requirements judge the conforming clients, and the mutants with Matrix or that survive their own requirement;
	// none means all.
	Requirements []string
	// FailFast stops after the first problem.
	FailFast bool
	// Jobs is how many mutants are judged side by side.
	Jobs int
	// Progress is called when a client is judged, by one goroutine at a time. It may be nil.
	Progress func(done, total int, name, problem string)
}

// unbreakable are the requirements that no client can break, each with the reason.
var unbreakable = map[string]string{
	"GLB-02": "it asks for a list, and every list will do",
}

// SelfTestResult is the result of a self-test.
type SelfTestResult struct {
	Conforming []ConformingResult `json:"conforming"`
	Mutants    []MutantResult     `json:"mutants"`
	// Unbroken lists the requirements that a conforming client was judged by and no mutant breaks: nothing proves that
	// their specs can fail.
	Unbroken []string `json:"unbroken,omitempty"`
}

// ConformingResult is the verdict on a client that keeps its promises.
type ConformingResult struct {
	Client   string   `json:"client"`
	Cases    int      `json:"cases"`
	Problems []string `json:"problems,omitempty"`

	tried map[string]bool
}

// MutantResult is the verdict on a mutant.
type MutantResult struct {
	Name      string `json:"name"`
	Breaks    string `json:"breaks"`
	Condition string `json:"condition,omitempty"`
	What      string `json:"what"`
	// Kills are the cases that failed.
	Kills []Kill `json:"kills"`
	// NotApplicable says why the platform cannot show what the mutant breaks: it has too few slots.
	NotApplicable string `json:"notApplicable,omitempty"`
	// Problem is a sentence; it is empty when the mutant was killed as it should be.
	Problem string `json:"problem,omitempty"`
}

// Kill is a case that a mutant failed.
type Kill struct {
	Requirement string `json:"requirement"`
	Condition   string `json:"condition,omitempty"`
	Reason      string `json:"reason"`
	// Findings are the findings behind the reason.
	Findings []judgement.Finding `json:"-"`
}

// KilledBy lists the requirements that a mutant failed, in the order of the catalogue.
func (r MutantResult) KilledBy() []string {
	ids := map[string]bool{}
	for _, k := range r.Kills {
		ids[k.Requirement] = true
	}
	return slices.SortedFunc(maps.Keys(ids), catalogue.Compare)
}

// Problems lists everything that is wrong, a sentence each.
func (r SelfTestResult) Problems() []string {
	var out []string
	for _, c := range r.Conforming {
		for _, p := range c.Problems {
			out = append(out, fmt.Sprintf("the conforming client %q: %s", c.Client, p))
		}
	}
	for _, m := range r.Mutants {
		if m.Problem != "" {
			out = append(out, m.Problem)
		}
	}
	for _, id := range r.Unbroken {
		if unbreakable[id] == "" {
			out = append(out, fmt.Sprintf("no mutant breaks %s: nothing shows that its spec can fail", id))
		}
	}
	return out
}

// Run judges all clients. It is an error if catalogue and specs do not agree, or the run was interrupted.
func (s SelfTest) Run() (SelfTestResult, error) {
	var out SelfTestResult
	out.Conforming = make([]ConformingResult, len(s.Conforming))
	out.Mutants = make([]MutantResult, len(s.Mutants))
	var (
		mu     sync.Mutex
		done   int
		enough bool
		failed error
	)
	total := len(s.Conforming) + len(s.Mutants)
	finished := func(name, problem string, err error) {
		mu.Lock()
		defer mu.Unlock()
		done++
		if failed == nil {
			failed = err
		}
		enough = enough || s.FailFast && problem != ""
		if s.Progress != nil && s.Context.Err() == nil {
			s.Progress(done, total, name, problem)
		}
	}
	next := make(chan func())
	var workers sync.WaitGroup
	for range max(1, s.Jobs) {
		workers.Go(func() {
			for work := range next {
				mu.Lock()
				skip := enough
				mu.Unlock()
				if !skip && s.Context.Err() == nil {
					work()
				}
			}
		})
	}
	for i, c := range s.Conforming {
		next <- func() {
			var err error
			out.Conforming[i], err = s.conforms(c)
			finished(out.Conforming[i].Client, strings.Join(out.Conforming[i].Problems, "; "), err)
		}
	}
	for i, m := range s.Mutants {
		next <- func() {
			var err error
			out.Mutants[i], err = s.assess(m)
			finished(m.Name, out.Mutants[i].Problem, err)
		}
	}
	close(next)
	workers.Wait()
	if s.Context.Err() != nil {
		return out, s.Context.Err()
	}
	if enough {
		out.Conforming = slices.DeleteFunc(out.Conforming, func(c ConformingResult) bool { return c.Client == "" })
		out.Mutants = slices.DeleteFunc(out.Mutants, func(m MutantResult) bool { return m.Name == "" })
		return out, failed
	}
	broken := map[string]bool{}
	for _, m := range s.Mutants {
		broken[m.Breaks] = true
	}
	for _, id := range runner.Executable() {
		tried := slices.ContainsFunc(out.Conforming, func(c ConformingResult) bool { return c.tried[id] })
		if tried && !broken[id] {
			out.Unbroken = append(out.Unbroken, id)
		}
	}
	return out, failed
}

// judge runs one client's sessions.
func (s SelfTest) judge(f clients.Factory, only []string, ids ...string) ([]verdict.Case, error) {
	runs, err := runner.Judge(&runner.Plan{
		Context: s.Context, Subjects: []runner.Subject{{Client: f}}, Requirements: ids, Only: only, Mode: clock.Skip,
		Platform: s.Platform, Seed: 1, Jobs: 1, Domains: s.Domains,
	})
	if err != nil {
		return nil, err
	}
	return runs[0].Cases, nil
}

// conforms judges a client that keeps its promises. A requirement in its Unmet must fail; one that passes has to leave
// that list.
func (s SelfTest) conforms(c Conforming) (ConformingResult, error) {
	out := ConformingResult{Client: c.Client.Subject().Name, tried: map[string]bool{}}
	cases, err := s.judge(c.Client, nil, s.Requirements...)
	failed := map[string]bool{}
	for _, k := range cases {
		got, reason := k.Judge()
		out.Cases++
		out.tried[k.Requirement] = out.tried[k.Requirement] ||
			got != verdict.NotApplicable && c.Unmet[k.Requirement] == ""
		switch {
		case got == verdict.Pass || got == verdict.NotApplicable:
		case got == verdict.Fail && c.Unmet[k.Requirement] != "":
			failed[k.Requirement] = true
		default:
			out.Problems = append(out.Problems, fmt.Sprintf("%s: %s: %s", k.Label(), got, reason))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.Unmet)) {
		if !failed[id] {
			out.Problems = append(out.Problems, fmt.Sprintf("%s does not fail, and is said to (%s)", id, c.Unmet[id]))
		}
	}
	return out, err
}

// assess judges a mutant.
func (s SelfTest) assess(m Mutant) (MutantResult, error) {
	out := MutantResult{Name: m.Name, Breaks: m.Breaks, Condition: m.Condition, What: m.What}
	about, only := m.Breaks, []string(nil)
	if m.Condition != "" {
		about = catalogue.Slug(m.Breaks, m.Condition)
		only = []string{about}
	}
	switch {
	case !slices.Contains(runner.Executable(), m.Breaks):
		out.Problem = fmt.Sprintf("the mutant %q breaks %s, which has no spec", m.Name, m.Breaks)
		return out, nil
	case m.Condition != "" &&
		!slices.ContainsFunc(runner.Conditions(m.Breaks), func(c catalogue.Condition) bool { return c.Slug == about }):
		out.Problem = fmt.Sprintf("the mutant %q breaks %s, which is no condition", m.Name, about)
		return out, nil
	}
	killed, tried, broke := false, false, ""
	try := func(only []string, ids ...string) error {
		cases, err := s.judge(m.New(), only, ids...)
		for _, c := range cases {
			got, reason := c.Judge()
			own := c.Requirement == m.Breaks && (m.Condition == "" || c.Slug == about)
			tried = tried || own && got != verdict.NotApplicable
			switch {
			case got == verdict.NotApplicable && own:
				out.NotApplicable = reason.Text
			case got == verdict.Error && own:
				broke = fmt.Sprintf("%s: %s", c.Label(), reason)
			case got == verdict.Fail && (own || !unmet(c.Requirement)):
				out.Kills = append(out.Kills, Kill{c.Requirement, c.Name(), reason.Text, c.Findings})
				killed = killed || own
			}
		}
		return err
	}
	var err error
	if !s.Matrix {
		err = try(only, m.Breaks)
	}
	if err == nil && !killed && broke == "" {
		out.Kills = nil
		err = try(nil, s.Requirements...)
	}
	switch others := out.KilledBy(); {
	case broke != "":
		out.Problem = fmt.Sprintf("the harness broke on the mutant %q instead of judging it: %s", m.Name, broke)
	case killed:
		out.NotApplicable = ""
	case !tried && out.NotApplicable != "" && s.Platform.OrDefault() != clients.DefaultProfile():
		return out, err
	case len(others) == 0:
		out.Problem = fmt.Sprintf("the mutant %q survives every requirement, %s among them. %s", m.Name, about, m.What)
	default:
		out.Problem = fmt.Sprintf("the mutant %q survives %s, which is about it, and is killed by %s only. %s", m.Name,
			about, strings.Join(others, ", "), m.What)
	}
	return out, err
}

// unmet reports whether a conforming client fails the requirement too: then a mutant's failure proves nothing.
func unmet(id string) bool {
	return slices.ContainsFunc(Conformings(), func(c Conforming) bool { return c.Unmet[id] != "" })
}
