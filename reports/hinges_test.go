package reports_test

import (
	"bytes"
	"encoding/json"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/assumptions"
	"nimcert/clients"
	"nimcert/judgement"
	"nimcert/reports/certificate"
	"nimcert/reports/junit"
	"nimcert/reports/page"
	"nimcert/reports/terminal"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// resting is a case whose verdict rests on whether a closing socket counts.
func resting(c verdict.Case, findings ...string) verdict.Case {
	h := verdict.Hinge{Assumption: "closing-counts", Assuming: "closing-is-free"}
	for _, f := range findings {
		h.Findings = append(h.Findings, verdict.Finding{Phrase: judgement.Plain(f)})
	}
	c.Hinges = []verdict.Hinge{h}
	return c
}

func TestEveryReportSaysOnWhichAssumptionAVerdictRests(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(resting(verdicttest.Failing("SWI-03", "late", "Too many.")),
		verdicttest.Failing("SWI-03", "slow", "Too many."), resting(verdicttest.Failing("LIM-04", "", "Two sockets.")),
		resting(verdicttest.Passing("LIM-07", "late"),
			"the host had to refuse a socket, because every slot was in use: once, first at 1.000 s"))
	r.Platform = clients.DefaultProfile()

	var c struct {
		Platform     certificate.Platform
		Requirements []certificate.Requirement
	}
	issuedBy, err := certificate.Of(r).JSON()
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(json.Unmarshal(issuedBy, &c)).To(Succeed())
	g.Expect(c.Platform).To(Equal(certificate.Platform{Name: "guide", Total: 2}))
	rests := map[string][]string{}
	for _, q := range c.Requirements {
		rests[q.ID] = q.Assumptions
	}
	g.Expect(rests).To(HaveKeyWithValue("LIM-04", []string{"closing-counts"}))
	g.Expect(rests).To(HaveKeyWithValue("LIM-07", []string{"closing-counts"}))
	g.Expect(rests["SWI-03"]).To(BeEmpty(), "its other condition fails all the same")
	g.Expect(string(issuedBy)).To(ContainSubstring(`"assuming": "closing-is-free"`))

	var b bytes.Buffer
	g.Expect(terminal.Summary(&b, []verdict.Run{r})).To(Succeed())
	g.Expect(b.String()).To(ContainSubstring("Not documented: closing-counts. Assuming closing-is-free (A socket " +
		"whose close has begun takes no slot), it passes."))
	g.Expect(b.String()).To(ContainSubstring("1 of 2 conditions pass."))
	g.Expect(b.String()).To(ContainSubstring("These pass by an assumption that no document makes, and fail by its " +
		"opposite: LIM-07 (closing-counts)."))

	b.Reset()
	g.Expect(junit.Write(&b, []verdict.Run{r}, "")).To(Succeed())
	g.Expect(b.String()).To(ContainSubstring(`name="assumption, LIM-04"`))
	g.Expect(b.String()).To(ContainSubstring("It rests on the assumption closing-counts, which no document makes."))
	g.Expect(b.String()).To(ContainSubstring(`name="platform" value="guide: 2 sockets"`))

	b.Reset()
	g.Expect(page.Write(&b, []verdict.Run{r})).To(Succeed())
	g.Expect(b.String()).To(ContainSubstring("这个结论依赖假设 closing-counts"))
	b.Reset()
	g.Expect(terminal.WriteMarkdown(&b, []verdict.Run{r})).To(Succeed())
	g.Expect(b.String()).To(ContainSubstring("closing-counts"))
}

func TestARunThatAssumesTheOppositeSaysSoFirst(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.Passing("LIM-04", ""))
	r.Platform, r.Elsewhere = clients.DefaultProfile(), true
	g.Expect(assumptions.Turn(&r.Platform, "closing-is-free")).To(Succeed())
	g.Expect(certificate.Of(r).Assuming).To(Equal([]string{"closing-is-free"}))
	const says = "guide: 2 sockets; assuming closing-is-free (A socket whose close has begun takes no slot); known " +
		"failures are recorded for another platform, and one that passes here stays recorded"
	var b bytes.Buffer
	g.Expect(terminal.Summary(&b, []verdict.Run{r})).To(Succeed())
	g.Expect(b.String()).To(ContainSubstring("Platform " + says + "."))
	b.Reset()
	g.Expect(page.Write(&b, []verdict.Run{r})).To(Succeed())
	g.Expect(b.String()).To(ContainSubstring(`<p class="assuming" translate="no"`))
	g.Expect(b.String()).To(ContainSubstring("假设 closing-is-free"))
}
