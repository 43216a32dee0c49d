package suites

import (
	"runtime"
	"slices"
	"testing"

	"nimcert/clients"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/reports"
)

// impossible are the requirements that no client can meet, each with the reason. They are tried all the same: one that passes has to go from here.
var impossible = map[string]string{
	"APP-02": "the recipe takes nothing off for a lost link, and every reconnect raises onconnect",
}

// unseen are the mutants that survive, each with what the spec would have to look at. One that is killed has to go from here.
var unseen = map[string]string{}

// judge runs one client's sessions.
func judge(t *testing.T, f clients.Factory, jobs int, ids ...string) []reports.Case {
	t.Helper()
	runs, err := Judge(&Plan{Context: t.Context(), Subjects: []Subject{{Client: f}}, Requirements: ids, Mode: clock.Skip, Cap: 2, Seed: 1, Jobs: jobs})
	if err != nil {
		t.Fatal(err)
	}
	return runs[0].Cases
}

func label(c reports.Case) string {
	s := c.Requirement
	if c.Scenario != "" {
		s += " in " + c.Scenario
	}
	if c.Condition != "" {
		s += ", " + c.Condition
	}
	return s
}

// TestReferencePasses is one half of the proof that the checks are right: a client that keeps every promise passes all of them. It also looks for requirements that no
// mutant breaks: nothing proves that their checks can fail.
func TestReferencePasses(t *testing.T) {
	tried, failed := map[string]bool{}, map[string]bool{}
	for _, c := range judge(t, reference.New(), runtime.GOMAXPROCS(0)) {
		verdict, reason := Outcome(c)
		tried[c.Requirement] = tried[c.Requirement] || verdict != reports.NotApplicable
		switch {
		case verdict == reports.Pass || verdict == reports.NotApplicable:
		case verdict == reports.Fail && impossible[c.Requirement] != "":
			failed[c.Requirement] = true
		default:
			t.Errorf("%s: %s: %s", label(c), verdict, reason)
		}
	}
	for id, why := range impossible {
		if !failed[id] {
			t.Errorf("%s does not fail: it is not impossible any more (%s)", id, why)
		}
		delete(tried, id)
	}
	for _, m := range reference.Mutants() {
		delete(tried, m.Breaks)
	}
	for id, yes := range tried {
		if yes {
			t.Errorf("no mutant breaks %s", id)
		}
	}
}

// TestZoo is the other half: each mutant of the reference client breaks one promise, and is killed by the requirement that is about it, under the condition that brings it out.
func TestZoo(t *testing.T) {
	for _, m := range reference.Mutants() {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			if m.Condition != "" && !slices.Contains(Conditions(m.Breaks), m.Condition) {
				t.Fatalf("%s has no condition %q", m.Breaks, m.Condition)
			}
			killed := false
			for _, c := range judge(t, m.New(), 1, m.Breaks) {
				switch verdict, reason := Outcome(c); {
				case verdict == reports.Error:
					t.Errorf("%s: the harness broke instead of judging: %s", label(c), reason)
				case verdict == reports.Fail && (m.Condition == "" || m.Condition == c.Condition):
					killed = true
					t.Logf("killed by %s: %s", label(c), reason)
				}
			}
			switch why := unseen[m.Name]; {
			case killed && why != "":
				t.Errorf("it is killed: strike it off the list of those that survive (%s)", why)
			case !killed && why != "":
				t.Logf("it survives %s, as recorded: %s", m.Breaks, why)
			case !killed:
				t.Errorf("it survives %s %s. %s", m.Breaks, m.Condition, m.What)
			}
		})
	}
	for name := range unseen {
		if !slices.ContainsFunc(reference.Mutants(), func(m reference.Mutant) bool { return m.Name == name }) {
			t.Errorf("there is no mutant %q", name)
		}
	}
}
