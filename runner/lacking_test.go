package runner

import (
	"maps"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/reference"
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

// gentle is the reference client as a family that documents no kick reason 4.
type gentle struct{ clients.Factory }

func (r gentle) Capabilities() map[clients.Capability]bool {
	c := maps.Clone(r.Factory.Capabilities())
	delete(c, clients.SilentKick)
	return c
}

// A pass of GLB-04 is one of a client that did something.
func TestAScenarioThatEndsBeforeItBeginsShowsNothing(t *testing.T) {
	g := NewWithT(t)
	ended := 0
	for _, c := range judge(t, gentle{reference.New()}, 2, "KCK-01", EveryScenario) {
		got, _ := c.Judge()
		if got != verdict.Pass {
			ended++
			g.Expect(got).To(Equal(verdict.NotApplicable), c.Label())
			continue
		}
		_, acted := c.Timeline.Unpack().First(ledger.By(ledger.Client))
		g.Expect(acted).To(BeTrue(), c.Label())
	}
	g.Expect(ended).To(BeNumerically(">=", 2), "the condition, and what holds in every scenario")
}
