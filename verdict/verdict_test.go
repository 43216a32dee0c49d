package verdict_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/judgement"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

func TestVerdictOfARequirement(t *testing.T) {
	for _, c := range []struct {
		name    string
		cases   []verdict.Case
		verdict verdict.Verdict
		reason  string
	}{
		{"no finding passes", []verdict.Case{verdicttest.Passing("REC-02", "")}, verdict.Pass, ""},
		{"a finding fails", []verdict.Case{verdicttest.Failing("REC-02", "", "Twice.")}, verdict.Fail, "Twice."},
		{"the first of several findings is the reason",
			[]verdict.Case{verdicttest.Failing("REC-02", "", "Twice.", "Late.", "Odd.")}, verdict.Fail,
			"Twice. (and 2 more)"},
		{"a broken case is an error whatever was found",
			[]verdict.Case{{Requirement: "REC-02", Broke: judgement.Plain("it hung"),
				Findings: []verdict.Finding{{Phrase: judgement.Plain("x")}}}},
			verdict.Error, "it hung"},
		{"a broken case that is recorded as known is an error",
			[]verdict.Case{verdicttest.Known(verdicttest.Broke("REC-02", "", "it hung"), "ticket 7")}, verdict.Error,
			"it hung"},
		{"what does not apply", []verdict.Case{verdicttest.Inapplicable("LIM-02", "no chatroom")},
			verdict.NotApplicable, "no chatroom"},
		{"a recorded finding",
			[]verdict.Case{verdicttest.Known(verdicttest.Failing("REC-02", "", "Twice."), "ticket 7")},
			verdict.KnownFailure, "Twice. Recorded as known: ticket 7"},
		{"a record that no longer fails",
			[]verdict.Case{verdicttest.Known(verdicttest.Passing("REC-02", ""), "ticket 7")}, verdict.Fail,
			"The recorded failure no longer fails (ticket 7): delete its line from the known failures."},

		{"error over fail",
			[]verdict.Case{verdicttest.Failing("REC-01", "a", "x."), verdicttest.Broke("REC-01", "b", "hung"),
				verdicttest.Passing("REC-01", "c")}, verdict.Error, "hung"},
		{"fail over known failure",
			[]verdict.Case{verdicttest.Known(verdicttest.Failing("REC-01", "a", "x."), "t"),
				verdicttest.Failing("REC-01", "b", "y."), verdicttest.Passing("REC-01", "c")}, verdict.Fail, "y."},
		{"known failure over pass",
			[]verdict.Case{verdicttest.Passing("REC-01", "a"),
				verdicttest.Known(verdicttest.Failing("REC-01", "b", "x."), "t")}, verdict.KnownFailure,
			"x. Recorded as known: t"},
		{"pass over not applicable",
			[]verdict.Case{verdicttest.Inapplicable("REC-01", "no cap"), verdicttest.Passing("REC-01", "b")},
			verdict.Pass, ""},
		{"fail over not applicable",
			[]verdict.Case{verdicttest.Inapplicable("REC-01", "no cap"), verdicttest.Failing("REC-01", "b", "x.")},
			verdict.Fail, "x."},
		{"not applicable when all are",
			[]verdict.Case{verdicttest.Inapplicable("REC-01", "no cap"), verdicttest.Inapplicable("REC-01", "neither")},
			verdict.NotApplicable, "no cap"},
		{"findings of all failing conditions are counted",
			[]verdict.Case{verdicttest.Failing("REC-01", "a", "x.", "y."), verdicttest.Failing("REC-01", "b", "z.")},
			verdict.Fail,
			"x. (and 2 more)"},
		{"a finding decides before a stale record",
			[]verdict.Case{verdicttest.Known(verdicttest.Passing("REC-01", "a"), "t"),
				verdicttest.Failing("REC-01", "b", "y.")}, verdict.Fail,
			"y. (and 1 more)"},

		{"a wide record holds while one condition fails",
			[]verdict.Case{verdicttest.Wide(verdicttest.Known(verdicttest.Passing("REC-01", "a"), "t")),
				verdicttest.Wide(verdicttest.Known(verdicttest.Failing("REC-01", "b", "x."), "t"))},
			verdict.KnownFailure, "x. Recorded as known: t"},
		{"a wide record that no condition keeps alive",
			[]verdict.Case{verdicttest.Wide(verdicttest.Known(verdicttest.Passing("REC-01", "a"), "t")),
				verdicttest.Wide(verdicttest.Known(verdicttest.Passing("REC-01", "b"), "t"))},
			verdict.Fail, "The recorded failure no longer fails (t): delete its line from the known failures."},
		{"another record's failure keeps none alive",
			[]verdict.Case{verdicttest.Wide(verdicttest.Known(verdicttest.Passing("REC-01", "a"), "t")),
				verdicttest.Wide(verdicttest.Known(verdicttest.Failing("REC-01", "b", "x."), "u"))},
			verdict.Fail, "The recorded failure no longer fails (t): delete its line from the known failures."},
		{"a narrow record must fail itself",
			[]verdict.Case{verdicttest.Known(verdicttest.Passing("REC-01", "a"), "t"),
				verdicttest.Known(verdicttest.Failing("REC-01", "b", "x."), "t")},
			verdict.Fail, "The recorded failure no longer fails (t): delete its line from the known failures."},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := NewWithT(t)
			got := verdicttest.Run(c.cases...).Requirements()
			g.Expect(got).To(HaveLen(1))
			g.Expect(got[0].Verdict).To(Equal(c.verdict))
			g.Expect(got[0].Reason.Text).To(Equal(c.reason))
			g.Expect(got[0].Conditions).To(HaveLen(len(c.cases)))
		})
	}
}

func TestARequirementThatWasAskedAndNeverTriedIsAnError(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	r.Asked = append(r.Asked, "REC-01")
	got := r.Requirements()
	g.Expect(got).To(HaveLen(2))
	g.Expect(got[1].Verdict).To(Equal(verdict.Error))
	g.Expect(got[1].Reason.Text).To(Equal("nothing was executed"))
	g.Expect(r.Gate()).To(Equal(verdict.GateError))
	g.Expect(r.Verdict()).To(Equal(verdict.NotCertified))

	r.Broke = "the build throws while it loads"
	g.Expect(r.Requirements()[1].Reason.Text).To(Equal("nothing was executed: the build throws while it loads"))
}

func TestRequirementsComeInTheOrderOfTheCatalogueAndEachOnce(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.Passing("GLB-04", ""), verdicttest.Passing("REC-02", ""),
		verdicttest.Passing("LIM-01", "a"), verdicttest.Passing("LIM-01", "b"), verdicttest.Passing("NEW-01", ""))
	r.Asked = []string{"REC-02", "LIM-01", "LIM-01"}
	var ids []string
	for _, q := range r.Requirements() {
		ids = append(ids, q.Requirement.ID)
	}
	// GLB-04 was tried without being asked: it is shown and counts.
	g.Expect(ids).To(Equal([]string{"LIM-01", "REC-02", "GLB-04", "NEW-01"}))
	// One that this catalogue does not know counts in full.
	last := r.Requirements()[3].Requirement
	g.Expect(last.Level).To(Equal(catalogue.Must))
	g.Expect(last.Group).To(Equal("NEW"))
}

func TestScenariosNameTheConditionsOfOneRow(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(
		verdict.Case{Requirement: "GLB-04", Scenario: "REC-01", Condition: "N = 3", Seconds: 1},
		verdict.Case{Requirement: "GLB-04", Scenario: "REC-01, N = 10", Condition: "N = 10", Seconds: 2,
			Findings: []verdict.Finding{{Phrase: judgement.Plain("Threw.")}}},
		verdict.Case{Requirement: "GLB-04", Scenario: "LIM-01", Seconds: 3},
	)
	got := r.Requirements()
	g.Expect(got).To(HaveLen(1))
	g.Expect(got[0].Verdict).To(Equal(verdict.Fail))
	g.Expect(got[0].Seconds).To(Equal(6.0))
	var names []string
	for _, c := range got[0].Conditions {
		names = append(names, c.Condition)
	}
	g.Expect(names).To(Equal([]string{"REC-01, N = 3", "REC-01, N = 10", "LIM-01"}))
	g.Expect(got[0].Decided).To(Equal(1))
}

func TestGateAndCertificate(t *testing.T) {
	partial := func(r verdict.Run) verdict.Run { r.Partial = true; return r }
	for _, c := range []struct {
		name    string
		run     verdict.Run
		verdict verdict.Certification
		gate    verdict.Gate
		exit    int
	}{
		{"everything passes", verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Passing("REC-01", "")),
			verdict.Certified, verdict.Open, 0},
		{"what does not apply is no failure",
			verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Inapplicable("LIM-02", "no chatroom")),
			verdict.Certified, verdict.Open, 0},
		{"a MUST fails", verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Failing("REC-01", "", "x.")),
			verdict.NotCertified, verdict.Closed, 1},
		{"a known failure opens the gate and certifies nothing",
			verdicttest.Run(verdicttest.Passing("LIM-01", ""),
				verdicttest.Known(verdicttest.Failing("REC-01", "", "x."), "t")),
			verdict.NotCertified, verdict.Open, 0},
		{"a known failure that no longer fails",
			verdicttest.Run(verdicttest.Passing("LIM-01", ""),
				verdicttest.Known(verdicttest.Passing("REC-01", ""), "t")), verdict.NotCertified, verdict.Closed, 1},
		{"a known failure hides no other",
			verdicttest.Run(verdicttest.Failing("LIM-01", "", "y."),
				verdicttest.Known(verdicttest.Failing("REC-01", "", "x."), "t")), verdict.NotCertified, verdict.Closed,
			1},
		{"a SHOULD fails", verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Failing("REC-14", "", "x.")),
			verdict.Certified, verdict.Open, 0},
		{"a SHOULD no longer fails",
			verdicttest.Run(verdicttest.Passing("LIM-01", ""),
				verdicttest.Known(verdicttest.Passing("REC-14", ""), "t")), verdict.Certified, verdict.Open, 0},
		{"a SHOULD broke", verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Broke("REC-14", "", "hung")),
			verdict.Partial, verdict.GateError, 3},
		{"a MUST broke", verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Broke("REC-01", "", "hung")),
			verdict.NotCertified, verdict.GateError, 3},
		{"error wins over closed",
			verdicttest.Run(verdicttest.Failing("LIM-01", "", "x."), verdicttest.Broke("REC-01", "", "hung")),
			verdict.NotCertified, verdict.GateError, 3},
		{"a subset that passes", partial(verdicttest.Run(verdicttest.Passing("LIM-01", ""))), verdict.Partial,
			verdict.Open, 0},
		{"a subset that fails", partial(verdicttest.Run(verdicttest.Failing("LIM-01", "", "x."))), verdict.NotCertified,
			verdict.Closed, 1},
		{"a subset with a known failure",
			partial(verdicttest.Run(verdicttest.Known(verdicttest.Failing("LIM-01", "", "x."), "t"))),
			verdict.NotCertified, verdict.Open, 0},
		{"a subset with a failed SHOULD", partial(verdicttest.Run(verdicttest.Failing("REC-14", "", "x."))),
			verdict.Partial, verdict.Open, 0},
		{"nothing applies", verdicttest.Run(verdicttest.Inapplicable("LIM-02", "no chatroom")), verdict.Partial,
			verdict.GateError, 3},
		{"nothing was asked", verdicttest.Run(), verdict.NotCertified, verdict.GateError, 3},
		{"asked and not tried", verdict.Run{Asked: []string{"LIM-01"}}, verdict.NotCertified, verdict.GateError, 3},
		{"the run broke after all passed",
			verdict.Run{Asked: []string{"LIM-01"}, Cases: []verdict.Case{verdicttest.Passing("LIM-01", "")},
				Broke: "interrupted"},
			verdict.Partial, verdict.GateError, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := NewWithT(t)
			g.Expect(c.run.Verdict()).To(Equal(c.verdict))
			g.Expect(c.run.Gate()).To(Equal(c.gate))
			g.Expect(verdict.ExitCode([]verdict.Run{c.run})).To(Equal(c.exit))
		})
	}
}

func TestExitCodeOfSeveralSubjects(t *testing.T) {
	open, closed, broken := verdicttest.Run(verdicttest.Passing("LIM-01", "")),
		verdicttest.Run(verdicttest.Failing("LIM-01", "", "x.")),
		verdicttest.Run(verdicttest.Broke("LIM-01", "", "hung"))
	for _, c := range []struct {
		name string
		runs []verdict.Run
		want int
	}{
		{"no runs", nil, 3},
		{"all open", []verdict.Run{open, open}, 0},
		{"one closed", []verdict.Run{open, closed, open}, 1},
		{"one broken", []verdict.Run{open, broken}, 3},
		{"error wins, whatever comes first", []verdict.Run{closed, broken}, 3},
		{"error wins, whatever comes last", []verdict.Run{broken, closed}, 3},
		{"one executed nothing", []verdict.Run{open, verdicttest.Run()}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			NewWithT(t).Expect(verdict.ExitCode(c.runs)).To(Equal(c.want))
		})
	}
}

func TestTheCatalogueNamesCapabilitiesAsTheClientsDo(t *testing.T) {
	g := NewWithT(t)
	// Read from the source, so that a capability that is added counts here by itself.
	file, err := parser.ParseFile(token.NewFileSet(), "../clients/client.go", nil, 0)
	g.Expect(err).NotTo(HaveOccurred())
	exist := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Capability" {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			g.Expect(err).NotTo(HaveOccurred())
			exist[value] = true
		}
		return true
	})
	g.Expect(exist).To(HaveKey(string(clients.IM)))
	for _, q := range catalogue.All() {
		for _, need := range q.Needs {
			g.Expect(exist).To(HaveKey(need), "%s needs %q, which no client can declare", q.ID, need)
		}
	}
}
