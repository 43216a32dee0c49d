package suites

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
	"nimcert/reports"
)

func TestAFailureBehindWhatTheHostLacks(t *testing.T) {
	g := NewWithT(t)
	record := ledger.Timeline{{Seq: 1, Who: ledger.Host, Kind: ledger.Lacking, Verb: "wx.login"}}
	found := []reports.Finding{{Text: "an exception was not caught"}}
	for _, c := range []reports.Case{{Findings: found, Timeline: record}, {Broke: "the client broke", Timeline: record}, {Findings: found, Known: "recorded", Timeline: record}} {
		onLacking(&c)
		verdict, reason := Outcome(c)
		g.Expect(verdict).To(Equal(reports.Error))
		g.Expect(reason).To(ContainSubstring("the host lacks wx.login"))
	}
	pass := reports.Case{Timeline: record}
	onLacking(&pass)
	fail := reports.Case{Findings: found}
	onLacking(&fail)
	for c, want := range map[*reports.Case]reports.Verdict{&pass: reports.Pass, &fail: reports.Fail} {
		verdict, _ := Outcome(*c)
		g.Expect(verdict).To(Equal(want))
	}
}
