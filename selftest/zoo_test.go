package selftest

import (
	"runtime"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/config"
	"nimcert/runner"
	"nimcert/suites"
	"nimcert/verdict"
)

func selfTest(t *testing.T, mutants ...Mutant) SelfTest {
	t.Helper()
	return SelfTest{Context: t.Context(), Mutants: mutants, Domains: suites.Domains(config.Default().Domains),
		Jobs: runtime.GOMAXPROCS(0)}
}

// judge runs one client's sessions.
func judge(t *testing.T, f clients.Factory, jobs int, ids ...string) []verdict.Case {
	t.Helper()
	runs, err := runner.Judge(
		&runner.Plan{Context: t.Context(), Subjects: []runner.Subject{{Client: f}}, Requirements: ids, Mode: clock.Skip,
			Seed: 1, Jobs: jobs})
	if err != nil {
		t.Fatal(err)
	}
	return runs[0].Cases
}

// TestZoo is the proof that the checks are right, as `nimcert selftest` gives it: a client that keeps every promise
// passes, and each of its mutants is killed by the requirement that is about it.
func TestZoo(t *testing.T) {
	s := selfTest(t, Mutants()...)
	s.Conforming = Conformings()
	r, err := s.Run()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Problems() {
		t.Error(p)
	}
	for _, m := range r.Mutants {
		for _, k := range m.Kills {
			for _, f := range k.Findings {
				if f.Chinese() == "" {
					t.Errorf("%q has no Chinese", f)
				}
			}
		}
	}
}

// The self-test can fail, in each of its ways.
func TestTheSelfTestFails(t *testing.T) {
	harmless := func(breaks, condition string) Mutant {
		return Mutant{"harmless", breaks, condition, "It does nothing.", "nothing", reference.New}
	}
	fails := map[string]func() clients.Factory{}
	for _, m := range reference.Mutants() {
		fails[m.Name] = m.New
	}
	for name, tc := range map[string]struct {
		mutant Mutant
		says   string
	}{
		"a survivor": {harmless("REC-06", ""),
			`the mutant "harmless" survives every requirement, REC-06 among them. It does nothing.`},
		"no such condition": {harmless("REC-02", "n-4"),
			`the mutant "harmless" breaks rec-02/n-4, which is no condition`},
		"no such requirement": {harmless("REC-99", ""),
			`the mutant "harmless" breaks REC-99, which has no spec`},
		"a requirement not applicable": {harmless("DOM-01", ""),
			`the mutant "harmless" survives every requirement, DOM-01 among them. It does nothing.`},
		"killed by another requirement": {
			Mutant{"deaf", "LIM-06", "", "It is deaf.", "nothing", fails["message not delivered"]},
			`the mutant "deaf" survives LIM-06, which is about it, and is killed by MSG-01 only. It is deaf.`},
		"killed under another condition": {Mutant{"lonely", "REC-07", "rst", "It is lonely.", "nothing",
			fails["needReconnect false, ignored in rooms"]},
			`the mutant "lonely" survives rec-07/rst, which is about it, and is killed by REC-07 only.`},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			s := selfTest(t, tc.mutant)
			s.Requirements = []string{"LIM-06", "LIM-08", "REC-06", "REC-07", "DOM-01", "MSG-01"}
			r, err := s.Run()
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(r.Problems()).To(ConsistOf(HavePrefix(tc.says)))
		})
	}
}

func TestAConformingClientThatDoesNotConform(t *testing.T) {
	g := NewWithT(t)
	var deaf clients.Factory
	for _, m := range reference.Mutants() {
		if m.Name == "message not delivered" {
			deaf = m.New()
		}
	}
	s := selfTest(t)
	s.Requirements = []string{"REC-06", "REC-01", "MSG-01"}
	s.Conforming = []Conforming{{deaf, map[string]string{"REC-06": "it is said to fail"}}}
	r, err := s.Run()
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(r.Problems()).To(ContainElements(
		ContainSubstring("MSG-01, with the service: fail: "),
		ContainSubstring("REC-06 does not fail, and is said to (it is said to fail)"),
		"no mutant breaks REC-01: nothing shows that its spec can fail",
	))
}

func TestTheMatrixNamesEveryKill(t *testing.T) {
	g := NewWithT(t)
	for _, m := range Mutants() {
		if m.Name != "back and mute" {
			continue
		}
		s := selfTest(t, m)
		s.Matrix, s.Requirements = true, []string{"LIM-01", "REC-09", "REC-16"}
		r, err := s.Run()
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(r.Problems()).To(BeEmpty())
		g.Expect(r.Mutants[0].KilledBy()).To(Equal([]string{"LIM-01", "REC-09", "REC-16"}))
		for _, c := range judge(t, m.New(), 1, "REC-16") { // the plan says the same
			v, why := c.Judge()
			g.Expect(v).To(Equal(verdict.Fail))
			g.Expect(r.Mutants[0].Kills).To(ContainElement(Kill{"REC-16", c.Condition, why.Text, c.Findings}))
		}
		return
	}
	t.Fatal("the mutant is gone")
}

func TestMutantsHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Mutants() {
		if seen[m.Name] {
			t.Errorf("two mutants are called %q", m.Name)
		}
		seen[m.Name] = true
	}
}
