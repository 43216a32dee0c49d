package reports_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/reports"
)

func known(c reports.Case, reason string) reports.Case { c.Known = reason; return c }

func wide(c reports.Case) reports.Case { c.KnownWide = true; return c }

func broke(id, condition, reason string) reports.Case {
	return reports.Case{Requirement: id, Condition: condition, Broke: reason}
}

func inapplicable(id, reason string) reports.Case {
	return reports.Case{Requirement: id, NotApplicable: reason}
}

func TestVerdictOfARequirement(t *testing.T) {
	for _, c := range []struct {
		name    string
		cases   []reports.Case
		verdict reports.Verdict
		reason  string
	}{
		{"no finding passes", []reports.Case{passing("REC-02", "")}, reports.Pass, ""},
		{"a finding fails", []reports.Case{failing("REC-02", "", "Twice.")}, reports.Fail, "Twice."},
		{"the first of several findings is the reason", []reports.Case{failing("REC-02", "", "Twice.", "Late.", "Odd.")}, reports.Fail, "Twice. (and 2 more)"},
		{"a broken case is an error whatever was found", []reports.Case{{Requirement: "REC-02", Broke: "it hung", Findings: []reports.Finding{{Text: "x"}}}},
			reports.Error, "it hung"},
		{"a broken case that is recorded as known is an error", []reports.Case{known(broke("REC-02", "", "it hung"), "ticket 7")}, reports.Error, "it hung"},
		{"what does not apply", []reports.Case{inapplicable("LIM-02", "no chatroom")}, reports.NotApplicable, "no chatroom"},
		{"a recorded finding", []reports.Case{known(failing("REC-02", "", "Twice."), "ticket 7")}, reports.KnownFailure, "Twice. Recorded as known: ticket 7"},
		{"a record that no longer fails", []reports.Case{known(passing("REC-02", ""), "ticket 7")}, reports.Fail,
			"The recorded failure no longer fails (ticket 7): delete its line from the known failures."},

		{"error over fail", []reports.Case{failing("REC-01", "a", "x."), broke("REC-01", "b", "hung"), passing("REC-01", "c")}, reports.Error, "hung"},
		{"fail over known failure", []reports.Case{known(failing("REC-01", "a", "x."), "t"), failing("REC-01", "b", "y."), passing("REC-01", "c")}, reports.Fail, "y."},
		{"known failure over pass", []reports.Case{passing("REC-01", "a"), known(failing("REC-01", "b", "x."), "t")}, reports.KnownFailure,
			"x. Recorded as known: t"},
		{"pass over not applicable", []reports.Case{inapplicable("REC-01", "no cap"), passing("REC-01", "b")}, reports.Pass, ""},
		{"fail over not applicable", []reports.Case{inapplicable("REC-01", "no cap"), failing("REC-01", "b", "x.")}, reports.Fail, "x."},
		{"not applicable when all are", []reports.Case{inapplicable("REC-01", "no cap"), inapplicable("REC-01", "neither")}, reports.NotApplicable, "no cap"},
		{"findings of all failing conditions are counted", []reports.Case{failing("REC-01", "a", "x.", "y."), failing("REC-01", "b", "z.")}, reports.Fail,
			"x. (and 2 more)"},
		{"a finding decides before a stale record", []reports.Case{known(passing("REC-01", "a"), "t"), failing("REC-01", "b", "y.")}, reports.Fail,
			"y. (and 1 more)"},

		{"a wide record holds while one condition fails", []reports.Case{wide(known(passing("REC-01", "a"), "t")), wide(known(failing("REC-01", "b", "x."), "t"))},
			reports.KnownFailure, "x. Recorded as known: t"},
		{"a wide record that no condition keeps alive", []reports.Case{wide(known(passing("REC-01", "a"), "t")), wide(known(passing("REC-01", "b"), "t"))},
			reports.Fail, "The recorded failure no longer fails (t): delete its line from the known failures."},
		{"another record's failure keeps none alive", []reports.Case{wide(known(passing("REC-01", "a"), "t")), wide(known(failing("REC-01", "b", "x."), "u"))},
			reports.Fail, "The recorded failure no longer fails (t): delete its line from the known failures."},
		{"a narrow record must fail itself", []reports.Case{known(passing("REC-01", "a"), "t"), known(failing("REC-01", "b", "x."), "t")},
			reports.Fail, "The recorded failure no longer fails (t): delete its line from the known failures."},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := NewWithT(t)
			got := run(c.cases...).Requirements()
			g.Expect(got).To(HaveLen(1))
			g.Expect(got[0].Verdict).To(Equal(c.verdict))
			g.Expect(got[0].Reason).To(Equal(c.reason))
			g.Expect(got[0].Conditions).To(HaveLen(len(c.cases)))
		})
	}
}

func TestARequirementThatWasAskedAndNeverTriedIsAnError(t *testing.T) {
	g := NewWithT(t)
	r := run(passing("LIM-01", ""))
	r.Asked = append(r.Asked, "REC-01")
	got := r.Requirements()
	g.Expect(got).To(HaveLen(2))
	g.Expect(got[1].Verdict).To(Equal(reports.Error))
	g.Expect(got[1].Reason).To(Equal("nothing was executed"))
	g.Expect(r.Gate()).To(Equal(reports.GateError))
	g.Expect(r.Verdict()).To(Equal(reports.NotCertified))

	r.Broke = "the build throws while it loads"
	g.Expect(r.Requirements()[1].Reason).To(Equal("nothing was executed: the build throws while it loads"))
}

func TestRequirementsComeInTheOrderOfTheCatalogueAndEachOnce(t *testing.T) {
	g := NewWithT(t)
	r := run(passing("GLB-04", ""), passing("REC-02", ""), passing("LIM-01", "a"), passing("LIM-01", "b"), passing("NEW-01", ""))
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
	r := run(
		reports.Case{Requirement: "GLB-04", Scenario: "REC-01", Condition: "N = 3", Seconds: 1},
		reports.Case{Requirement: "GLB-04", Scenario: "REC-01, N = 10", Condition: "N = 10", Seconds: 2, Findings: []reports.Finding{{Text: "Threw."}}},
		reports.Case{Requirement: "GLB-04", Scenario: "LIM-01", Seconds: 3},
	)
	got := r.Requirements()
	g.Expect(got).To(HaveLen(1))
	g.Expect(got[0].Verdict).To(Equal(reports.Fail))
	g.Expect(got[0].Seconds).To(Equal(6.0))
	var names []string
	for _, c := range got[0].Conditions {
		names = append(names, c.Condition)
	}
	g.Expect(names).To(Equal([]string{"REC-01, N = 3", "REC-01, N = 10", "LIM-01"}))
	g.Expect(got[0].Decided).To(Equal(1))
}

func TestGateAndCertificate(t *testing.T) {
	partial := func(r reports.Run) reports.Run { r.Partial = true; return r }
	for _, c := range []struct {
		name    string
		run     reports.Run
		verdict reports.Certification
		gate    reports.Gate
		exit    int
	}{
		{"everything passes", run(passing("LIM-01", ""), passing("REC-01", "")), reports.Certified, reports.Open, 0},
		{"what does not apply is no failure", run(passing("LIM-01", ""), inapplicable("LIM-02", "no chatroom")), reports.Certified, reports.Open, 0},
		{"a MUST fails", run(passing("LIM-01", ""), failing("REC-01", "", "x.")), reports.NotCertified, reports.Closed, 1},
		{"a known failure opens the gate and certifies nothing", run(passing("LIM-01", ""), known(failing("REC-01", "", "x."), "t")),
			reports.NotCertified, reports.Open, 0},
		{"a known failure that no longer fails", run(passing("LIM-01", ""), known(passing("REC-01", ""), "t")), reports.NotCertified, reports.Closed, 1},
		{"a known failure hides no other", run(failing("LIM-01", "", "y."), known(failing("REC-01", "", "x."), "t")), reports.NotCertified, reports.Closed, 1},
		{"a SHOULD fails", run(passing("LIM-01", ""), failing("REC-14", "", "x.")), reports.Certified, reports.Open, 0},
		{"a SHOULD no longer fails", run(passing("LIM-01", ""), known(passing("REC-14", ""), "t")), reports.Certified, reports.Open, 0},
		{"a SHOULD broke", run(passing("LIM-01", ""), broke("REC-14", "", "hung")), reports.Partial, reports.GateError, 3},
		{"a MUST broke", run(passing("LIM-01", ""), broke("REC-01", "", "hung")), reports.NotCertified, reports.GateError, 3},
		{"error wins over closed", run(failing("LIM-01", "", "x."), broke("REC-01", "", "hung")), reports.NotCertified, reports.GateError, 3},
		{"a subset that passes", partial(run(passing("LIM-01", ""))), reports.Partial, reports.Open, 0},
		{"a subset that fails", partial(run(failing("LIM-01", "", "x."))), reports.NotCertified, reports.Closed, 1},
		{"a subset with a known failure", partial(run(known(failing("LIM-01", "", "x."), "t"))), reports.NotCertified, reports.Open, 0},
		{"a subset with a failed SHOULD", partial(run(failing("REC-14", "", "x."))), reports.Partial, reports.Open, 0},
		{"nothing applies", run(inapplicable("LIM-02", "no chatroom")), reports.Partial, reports.GateError, 3},
		{"nothing was asked", run(), reports.NotCertified, reports.GateError, 3},
		{"asked and not tried", reports.Run{Asked: []string{"LIM-01"}}, reports.NotCertified, reports.GateError, 3},
		{"the run broke after all passed", reports.Run{Asked: []string{"LIM-01"}, Cases: []reports.Case{passing("LIM-01", "")}, Broke: "interrupted"},
			reports.Partial, reports.GateError, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := NewWithT(t)
			g.Expect(c.run.Verdict()).To(Equal(c.verdict))
			g.Expect(c.run.Gate()).To(Equal(c.gate))
			g.Expect(reports.ExitCode([]reports.Run{c.run})).To(Equal(c.exit))
		})
	}
}

func TestExitCodeOfSeveralSubjects(t *testing.T) {
	open, closed, broken := run(passing("LIM-01", "")), run(failing("LIM-01", "", "x.")), run(broke("LIM-01", "", "hung"))
	for _, c := range []struct {
		name string
		runs []reports.Run
		want int
	}{
		{"no runs", nil, 3},
		{"all open", []reports.Run{open, open}, 0},
		{"one closed", []reports.Run{open, closed, open}, 1},
		{"one broken", []reports.Run{open, broken}, 3},
		{"error wins, whatever comes first", []reports.Run{closed, broken}, 3},
		{"error wins, whatever comes last", []reports.Run{broken, closed}, 3},
		{"one executed nothing", []reports.Run{open, run()}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			NewWithT(t).Expect(reports.ExitCode(c.runs)).To(Equal(c.want))
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
