package runner

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/judgement"
	"nimcert/ledger"
	"nimcert/suites"
	"nimcert/verdict"
)

func TestAFailureBehindWhatTheHostLacks(t *testing.T) {
	g := NewWithT(t)
	record := ledger.Timeline{{Seq: 1, Who: ledger.Host, Kind: ledger.Lacking, Name: "wx.login"}}.Pack()
	found := []verdict.Finding{{Phrase: judgement.Plain("an exception was not caught")}}
	for _, c := range []verdict.Case{{Findings: found, Timeline: record},
		{Broke: judgement.Plain("the client broke"), Timeline: record},
		{Findings: found, Known: "recorded", Timeline: record}} {
		suites.OnLacking(&c)
		got, reason := c.Judge()
		g.Expect(got).To(Equal(verdict.Error))
		g.Expect(reason).To(ContainSubstring("the host lacks wx.login"))
	}
	pass := verdict.Case{Timeline: record}
	suites.OnLacking(&pass)
	fail := verdict.Case{Findings: found}
	suites.OnLacking(&fail)
	for c, want := range map[*verdict.Case]verdict.Verdict{&pass: verdict.Pass, &fail: verdict.Fail} {
		got, _ := c.Judge()
		g.Expect(got).To(Equal(want))
	}
}
