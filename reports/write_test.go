package reports_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/reports"
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
