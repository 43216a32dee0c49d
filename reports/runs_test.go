package reports_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/reports"
)

func TestRunsSurviveTheFile(t *testing.T) {
	g := NewWithT(t)
	l := &line{}
	l.login(1, "alice")
	c := failing("REC-01", "N = 3", "x.")
	c.Timeline, c.Findings[0].Events, c.Known, c.KnownWide, c.File, c.Line = l.tl, []int{2, 3}, "t", true, "suites/rec.go", 12
	want := []reports.Run{run(c), run(broke("LIM-01", "", "hung"))}
	want[0].Partial, want[0].Broke = true, "interrupted"
	path := filepath.Join(t.TempDir(), "runs.json")
	g.Expect(reports.WriteRuns(path, want)).To(Succeed())
	got, err := reports.ReadRuns(path)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(got).To(Equal(want))
}

func TestAFileThatHoldsNoRunsIsRefused(t *testing.T) {
	g := NewWithT(t)
	path := filepath.Join(t.TempDir(), "runs.json")
	_, err := reports.ReadRuns(path)
	g.Expect(err).To(MatchError(os.ErrNotExist))
	for content, want := range map[string]string{"[": "unexpected end", `{"schema":"nimcert/certificate/v1"}`: `its schema is "nimcert/certificate/v1"`, `{}`: "its schema is"} {
		g.Expect(os.WriteFile(path, []byte(content), 0o600)).To(Succeed())
		_, err := reports.ReadRuns(path)
		g.Expect(err).To(MatchError(ContainSubstring(want)))
		g.Expect(err).To(MatchError(ContainSubstring(path)))
	}
}

func TestMergeJoinsTheRunsOfASubject(t *testing.T) {
	g := NewWithT(t)
	a, b, other := run(passing("REC-01", "")), run(failing("LIM-01", "", "x."), passing("REC-01", "b")), run(passing("LIM-01", ""))
	a.Partial, b.Partial = true, true
	a.Started = b.Started.Add(time.Minute)
	other.Subject.Version = "9.12.2"
	got := reports.Merge([]reports.Run{a}, []reports.Run{other, b})
	g.Expect(got).To(HaveLen(2))
	g.Expect(got[0].Subject.Version).To(Equal("9.21.12"))
	g.Expect(got[0].Cases).To(HaveLen(3))
	g.Expect(got[0].Asked).To(Equal([]string{"LIM-01", "REC-01"}))
	g.Expect(got[0].Partial).To(BeTrue())
	g.Expect(got[0].Started).To(Equal(b.Started))
	g.Expect(got[0].Seconds).To(Equal(a.Seconds + b.Seconds))
	g.Expect(got[0].Gate()).To(Equal(reports.Closed))
	g.Expect(got[1]).To(Equal(other))
	g.Expect(a.Cases).To(HaveLen(1), "the runs given stay as they were")
	g.Expect(reports.Merge()).To(BeEmpty())
}

func TestMergeKeepsApartWhatOneCertificateCannotName(t *testing.T) {
	g := NewWithT(t)
	base := run(passing("LIM-01", ""))
	clock, limit, seed := base, base, base
	clock.Clock, limit.Cap, seed.Seed = "real", 5, 7
	g.Expect(reports.Merge([]reports.Run{base, clock, limit, seed})).To(HaveLen(4))
}

func TestMergedPartsThatCoverTheCatalogueAreWhole(t *testing.T) {
	g := NewWithT(t)
	half := func(from, to int) reports.Run {
		var cases []reports.Case
		for _, q := range catalogue.All()[from:to] {
			cases = append(cases, passing(q.ID, ""))
		}
		r := run(cases...)
		r.Partial = true
		return r
	}
	n := len(catalogue.All())
	whole := reports.Merge([]reports.Run{half(0, n/2), half(n/2, n)})[0]
	g.Expect(whole.Verdict()).To(Equal(reports.Certified))
	most := reports.Merge([]reports.Run{half(0, n/2), half(n/2, n-1)})[0]
	g.Expect(most.Verdict()).To(Equal(reports.Partial))
}

func TestMergeKeepsWhatBroke(t *testing.T) {
	g := NewWithT(t)
	a, b := run(passing("LIM-01", "")), run(passing("REC-01", ""))
	b.Broke = "interrupted"
	g.Expect(reports.Merge([]reports.Run{a, b})[0].Gate()).To(Equal(reports.GateError))
}
