package reports_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/internal/files"
	"nimcert/reports"
	"nimcert/reports/page"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// sixtyBuilds are runs with 600 conditions each.
func sixtyBuilds() (runs []verdict.Run) {
	for n := range 60 {
		runs = append(runs, verdicttest.Crowd(fmt.Sprintf("9.%d.0", n), 600))
	}
	return runs
}

// BenchmarkWriteSixtyBuilds writes the reports of a run of sixty builds.
func BenchmarkWriteSixtyBuilds(b *testing.B) {
	runs := sixtyBuilds()
	for b.Loop() {
		if err := reports.Write(b.TempDir(), runs); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMergeSixtyShards reads what sixty shards of that run left, joins it, and writes the reports of the whole.
func BenchmarkMergeSixtyShards(b *testing.B) {
	runs := sixtyBuilds()
	whole := 0
	for _, r := range runs {
		whole += len(r.Cases)
	}
	from := b.TempDir()
	for n := range runs {
		part := verdict.Part{
			Shard: verdict.Shard{Index: n + 1, Of: len(runs)}, Total: whole, Runs: slices.Clone(runs)}
		for i := range part.Runs {
			if i != n {
				part.Runs[i].Cases = nil
			}
		}
		if err := part.Write(filepath.Join(from, strconv.Itoa(n))); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		parts, err := verdict.ReadParts([]string{from})
		if err != nil {
			b.Fatal(err)
		}
		merged, err := verdict.Merge(parts)
		if err != nil {
			b.Fatal(err)
		}
		if err := reports.Write(b.TempDir(), merged); err != nil {
			b.Fatal(err)
		}
	}
}

// What holds its verdicts says the same, and a part of it judges anew.
func TestARunWhoseVerdictsAreHeld(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Story()
	held := r.Judged()
	g.Expect(held.Requirements()).To(Equal(r.Requirements()))
	held.Cases, held.Asked = held.Cases[:1], []string{held.Cases[0].Requirement}
	g.Expect(held.Narrowed("1/2").Requirements()).To(HaveLen(1))
	g.Expect(held.Judged().Requirements()).To(HaveLen(1))
}

// Reports that cannot all be written leave none that says that something holds.
// unkept are the files in a folder that have not taken their places.
func unkept(g *WithT, dir string) []string {
	all, err := filepath.Glob(filepath.Join(dir, files.Unkept("*.*")))
	g.Expect(err).NotTo(HaveOccurred())
	return all
}

func TestARunRemovesWhatAnEndedProcessLeft(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	_, err := files.Prepare(filepath.Join(dir, verdict.PageFile), func(io.Writer) error { return nil })
	g.Expect(err).NotTo(HaveOccurred())
	theirs := filepath.Join(dir, ".notes.txt-1")
	g.Expect(os.WriteFile(theirs, nil, 0o600)).To(Succeed())
	g.Expect(unkept(g, dir)).To(HaveLen(2))
	g.Expect(reports.Own(dir, "it has begun", verdict.ExitError, true)).To(Succeed())
	g.Expect(unkept(g, dir)).To(Equal([]string{theirs}))
}

func TestReportsThatCannotBeWrittenLeaveNothingGreen(t *testing.T) {
	for _, name := range []string{verdict.JUnitFile, verdict.PageFile, reports.OutcomeFile, page.MatrixFile} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			dir := t.TempDir()
			runs := []verdict.Run{verdicttest.Crowd("9.1.0", 3), verdicttest.Crowd("9.2.0", 3)}
			g.Expect(reports.Write(dir, runs)).To(Succeed())
			certificates := func() []string {
				all, err := filepath.Glob(filepath.Join(dir, "*", verdict.CertificateFile))
				g.Expect(err).NotTo(HaveOccurred())
				return all
			}
			g.Expect(certificates()).To(HaveLen(2))
			// somebody's folder stands where a report has to
			g.Expect(os.Remove(filepath.Join(dir, name))).To(Succeed())
			g.Expect(os.MkdirAll(filepath.Join(dir, name, "kept"), 0o700)).To(Succeed())
			g.Expect(reports.Write(dir, runs)).NotTo(Succeed())
			g.Expect(certificates()).To(BeEmpty())
			g.Expect(unkept(g, dir)).To(BeEmpty())
			for _, f := range []string{reports.OutcomeFile, verdict.SummaryFile, verdict.BadgeDataFile} {
				if b, err := os.ReadFile(filepath.Join(dir, f)); f != name {
					g.Expect(err).NotTo(HaveOccurred())
					g.Expect(string(b)).To(ContainSubstring("unfinished"), f)
				}
			}
		})
	}
}
