package reports_test

import (
	"bytes"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/reports"
	"nimcert/reports/terminal"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

func TestTheOutcomeIsThatOfTheWorst(t *testing.T) {
	certified, partial := verdicttest.Run(verdicttest.Passing("LIM-01", "")),
		verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	partial.Partial = true
	fails, errs := verdicttest.Run(verdicttest.Failing("LIM-01", "", "x.")),
		verdicttest.Run(verdicttest.Broke("LIM-01", "", "hung"))
	for _, c := range []struct {
		name    string
		runs    []verdict.Run
		verdict verdict.Certification
		gate    verdict.Gate
		code    int
	}{
		{"certified", []verdict.Run{certified, certified}, verdict.Certified, verdict.Open, 0},
		{"partial", []verdict.Run{certified, partial}, verdict.Partial, verdict.Open, 0},
		{"one fails", []verdict.Run{fails, partial, certified}, verdict.NotCertified, verdict.Closed, 1},
		{"one broke", []verdict.Run{fails, errs}, verdict.NotCertified, verdict.GateError, 3},
		{"nothing", nil, verdict.NotCertified, verdict.GateError, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := NewWithT(t)
			o := reports.NewOutcome("out", c.runs)
			g.Expect(o.Verdict).To(Equal(c.verdict))
			g.Expect(o.Gate).To(Equal(c.gate))
			g.Expect(o.ExitCode).To(Equal(c.code))
			g.Expect(o.Subjects).To(HaveLen(len(c.runs)))
			var b bytes.Buffer
			g.Expect(o.WriteJSON(&b)).To(Succeed())
			g.Expect(b.String()).NotTo(ContainSubstring("null"))
		})
	}
}

func TestTheOutcomeInLines(t *testing.T) {
	g := NewWithT(t)
	var b bytes.Buffer
	r := verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Failing("REC-01", "", "x.\nNIMCERT_GATE=open"),
		verdicttest.Known(verdicttest.Failing("REC-02", "", "x."), "t"), verdicttest.Inapplicable("LIM-02", "x"),
		verdicttest.Broke("LIM-03", "", "y"))
	g.Expect(reports.NewOutcome("a\nNIMCERT_GATE=open\n", []verdict.Run{r}).WriteEnv(&b)).To(Succeed())
	g.Expect(b.String()).To(Equal("NIMCERT_VERDICT=not certified\n"+
		"NIMCERT_GATE=error\nNIMCERT_EXIT_CODE=3\nNIMCERT_PASSED=1\nNIMCERT_FAILED=1\nNIMCERT_KNOWN_FAILURES=1\n"+
		"NIMCERT_NOT_APPLICABLE=1\nNIMCERT_ERRORS=1\nNIMCERT_REPORT=a NIMCERT_GATE=open /report.html\n"),
		"no value makes a line of its own")
}

func TestVerdictsAreOneLineEach(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.Failing("LIM-01", "", "x."))
	r.Subject.Name = "a\nb"
	var b bytes.Buffer
	g.Expect(terminal.Verdicts(&b, []verdict.Run{verdicttest.Run(verdicttest.Passing("LIM-01", "")), r}, false)).To(
		Succeed())
	g.Expect(b.String()).To(
		Equal("@yxim/nim-web-sdk 9.21.12: Certified: the one MUST requirement holds. The gate is open.\n" +
			"a b 9.21.12: Not certified: 1 of 1 MUST requirement fails. The gate is closed: hold this build.\n"))
	b.Reset()
	g.Expect(terminal.Verdicts(&b, []verdict.Run{r}, true)).To(Succeed())
	g.Expect(b.String()).To(ContainSubstring("\x1b[31mNot certified"))
	g.Expect(terminal.Brief(strings.Repeat("x\n", 1000))).NotTo(ContainSubstring("\n"))
	g.Expect(len(terminal.Brief(strings.Repeat("x", 1000)))).To(BeNumerically("<", 400))
}
