package zoo_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"nimcert/clients"
	"nimcert/clients/nim/zoo"
	"nimcert/clock"
	"nimcert/config"
	"nimcert/ledger"
	"nimcert/reports"
	"nimcert/suites"
)

// judge runs one client's sessions.
func judge(t *testing.T, f clients.Factory, jobs int, ids ...string) []reports.Case {
	t.Helper()
	cfg, err := config.Load("../../../ginkgo.yml") // for the domain lists
	if err != nil {
		t.Fatal(err)
	}
	runs, err := suites.Judge(&suites.Plan{
		Context: t.Context(), Subjects: []suites.Subject{{Client: f}}, Requirements: ids, Mode: clock.Skip, Cap: 2, Seed: 1, Jobs: jobs, Domains: suites.Domains(cfg.Domains),
	})
	if err != nil {
		t.Fatal(err)
	}
	return runs[0].Cases
}

func label(c reports.Case) string {
	parts := []string{c.Requirement, c.Scenario, c.Condition}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// TestTheConformingSDKPasses looks for a promise that the SDK does not keep, and for one it keeps although it is listed as unmet.
func TestTheConformingSDKPasses(t *testing.T) {
	failed := map[string]bool{}
	for _, c := range judge(t, zoo.Conforming(), runtime.GOMAXPROCS(0)) {
		switch verdict, reason := suites.Outcome(c); {
		case verdict == reports.Pass:
		case verdict == reports.Fail && zoo.Unmet()[c.Requirement] != "":
			failed[c.Requirement] = true
		default: // nothing of the catalogue is beyond it
			t.Errorf("%s: %s: %s", label(c), verdict, reason)
		}
	}
	for id, why := range zoo.Unmet() {
		if !failed[id] {
			t.Errorf("%s does not fail: strike it off the list (%s)", id, why)
		}
	}
}

// TestZoo shows that each variant is killed by the requirement that is about it, under the condition that brings it out.
func TestZoo(t *testing.T) {
	names := map[string]bool{}
	for _, m := range zoo.Mutants() {
		if names[m.Name] {
			t.Errorf("two mutants are called %q", m.Name)
		}
		names[m.Name] = true
		t.Run(m.Name, func(t *testing.T) {
			if m.Condition != "" && !slices.Contains(suites.Conditions(m.Breaks), m.Condition) {
				t.Fatalf("%s has no condition %q", m.Breaks, m.Condition)
			}
			killed := false
			for _, c := range judge(t, m.New(), runtime.GOMAXPROCS(0), m.Breaks) {
				switch verdict, reason := suites.Outcome(c); {
				case verdict == reports.Error:
					t.Errorf("%s: the harness broke instead of judging: %s", label(c), reason)
				case c.Requirement == m.Breaks && verdict == reports.Fail && (m.Condition == "" || m.Condition == c.Condition):
					killed = true
					t.Logf("killed by %s: %s", label(c), reason)
				}
			}
			if !killed {
				t.Errorf("it survives %s %s. %s", m.Breaks, m.Condition, m.What)
			}
		})
	}
}

// TestTheHarmlessPass shows that a change which keeps a promise by a hair is not accused of breaking it.
func TestTheHarmlessPass(t *testing.T) {
	for _, m := range zoo.Harmless() {
		t.Run(m.Name, func(t *testing.T) {
			cases := judge(t, m.New(), runtime.GOMAXPROCS(0), m.Breaks)
			if len(cases) == 0 {
				t.Fatal("nothing was tried")
			}
			for _, c := range cases {
				if verdict, reason := suites.Outcome(c); verdict != reports.Pass {
					t.Errorf("%s: %s: %s. %s", label(c), verdict, reason, m.What)
				}
			}
		})
	}
}

// GLB-02 is no promise to keep: an SDK may add a global, and the report has to name it.
func TestAnAddedGlobalIsListed(t *testing.T) {
	for name, tc := range map[string]struct{ change, listed string }{
		"a name":              {`globalThis.nimDebug = true;`, "nimDebug"},
		"a prototype's":       {`Array.prototype.last = function () { return this[this.length - 1]; };`, "Array.prototype.last"},
		"at the platform":     {`seams.onDestroyed = function () { wx.zoo = {}; };`, "wx.zoo"},
		"nothing, from ours":  {``, "none"},
		"hidden from Keys":    {`Object.defineProperty(globalThis, "hidden", {value: 1});`, "hidden"},
		"a name without text": {`globalThis.empty = undefined;`, "empty"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, c := range judge(t, zoo.Variant(name, tc.change), 1, "GLB-02") {
				if verdict, reason := suites.Outcome(c); verdict != reports.Pass {
					t.Errorf("%s: %s: %s", label(c), verdict, reason)
				}
				want := "globals that the SDK adds: " + tc.listed
				if _, ok := c.Timeline.First(ledger.Is(ledger.Mark), func(e ledger.Event) bool { return e.Detail == want }); !ok {
					t.Errorf("the time line does not say %q", want)
				}
			}
		})
	}
}
