package reports_test

import (
	"fmt"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/reports"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// BenchmarkWriteSixtyBuilds writes the reports of a run of sixty builds with 600 conditions each.
func BenchmarkWriteSixtyBuilds(b *testing.B) {
	var runs []verdict.Run
	for n := range 60 {
		runs = append(runs, verdicttest.Crowd(fmt.Sprintf("9.%d.0", n), 600))
	}
	for b.Loop() {
		if err := reports.Write(b.TempDir(), runs); err != nil {
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
