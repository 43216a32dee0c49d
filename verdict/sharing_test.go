package verdict

import (
	"os"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

func TestATimelineIsWrittenOnce(t *testing.T) {
	g := NewWithT(t)
	line := ledger.Timeline{{Seq: 1, Who: ledger.Test, Kind: ledger.Mark, Detail: "the only scenario"}}.Pack()
	other := ledger.Timeline{{Seq: 1, Who: ledger.Test, Kind: ledger.Mark, Detail: "another scenario"}}.Pack()
	p := Part{Shard: Shard{Index: 1, Of: 2}, Total: 2, Runs: []Run{{Cases: []Case{
		{Requirement: "LIM-01", Timeline: line}, {Requirement: "GLB-04", Scenario: "LIM-01", Timeline: line},
		{Requirement: "LIM-02", Timeline: other}, {Requirement: "LIM-03"}, {Requirement: "LIM-04"}}}}}
	dir := t.TempDir()
	g.Expect(p.Write(dir)).To(Succeed())
	g.Expect(p.Runs[0].Cases[1].Timeline).To(Equal(line), "what is written is a copy")
	text, err := os.ReadFile(dir + "/" + RunsFile)
	g.Expect(err).NotTo(HaveOccurred())
	packed, err := line.MarshalText()
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(strings.Count(string(text), string(packed))).To(Equal(1))
	read, err := ReadParts([]string{dir})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(read[0].Runs[0].Cases).To(Equal(p.Runs[0].Cases))
}

func TestAFirstCaseSharesNothing(t *testing.T) {
	g := NewWithT(t)
	p := Part{Runs: []Run{{Cases: []Case{{Requirement: "GLB-04", Shares: true}}}}}
	g.Expect(p.share()).NotTo(Succeed())
}
