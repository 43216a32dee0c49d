package config_test

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
)

func TestAPlatformIsNamed(t *testing.T) {
	for _, want := range clients.Profiles() {
		g := NewWithT(t)
		c, err := load(t, "platform: "+want.Name)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(c.Profile()).To(Equal(want))
	}
}

func TestAPlatformOfOnesOwnIsLikeAnother(t *testing.T) {
	g := NewWithT(t)
	c, err := load(t, `
platform: later
platforms:
  - {name: mine, like: wechat, total: 4, closingCounts: false, closeWait: 2s,
     background: {closesAfter: 8s, timersStop: true}}
  - {name: later, like: mine, baseLibrary: 2.9.0}
`)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(c.Profile()).To(Equal(clients.Profile{
		Name: "later", Total: 4, PerDomain: 2, BaseLibrary: "2.9.0", CloseWait: 2 * time.Second,
		Background: clients.Background{ClosesAfter: 8 * time.Second, RaisesClose: true, TimersStop: true},
	}))
}

func TestCapOverrulesThePlatform(t *testing.T) {
	g := NewWithT(t)
	c, err := load(t, "platform: wechat\ncap: 1")
	g.Expect(err).NotTo(HaveOccurred())
	p := c.Profile()
	g.Expect([]any{p.Name, p.Total, p.PerDomain}).To(Equal([]any{"wechat", 1, 1}))
	g.Expect(c.Use("wechat", nil)).To(Succeed())
	g.Expect(c.Profile().Total).To(Equal(5), "a flag overrules both")
}

func TestWhatIsAssumedTurnsTheProfile(t *testing.T) {
	g := NewWithT(t)
	c, err := load(t, "assume: [closing-is-free]")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(c.Profile().ClosingCounts).To(BeFalse())
	g.Expect(c.Profile().CloseWait).To(Equal(time.Minute))
	g.Expect(c.Use("", []string{"unanswered-close-is-short"})).To(Succeed())
	p := c.Profile()
	g.Expect([]any{p.ClosingCounts, p.CloseWait}).To(Equal([]any{false, 900 * time.Millisecond}))
	g.Expect(c.Use("", []string{"closing-is-fre"})).To(MatchError(ContainSubstring("closing-is-free")))
	g.Expect(c.Elsewhere()).To(BeTrue(), "the file's own failures are recorded for what it assumes")
	g.Expect(c.Use("wechatt", nil)).To(MatchError(ContainSubstring(`did you mean "wechat"?`)))
}

func TestEachMistakeInAPlatformIsNamed(t *testing.T) {
	for text, says := range map[string]string{
		"platform: wechatt": `neither nimcert nor platforms: of the ` +
			`configuration has a platform "wechatt": did you mean "wechat"?`,
		"platforms: [{total: 3}]":           "entry 1 has no name",
		"platforms: [{name: guide}]":        "there is a platform guide already",
		"platforms: [{name: a}, {name: a}]": "there is a platform a already",
		"platforms: [{name: a, like: b}]": `a is like "b", which does not stand before it: ` +
			`use one of`,
		"platforms: [{name: a, total: 0}]":            "a: total is 0",
		"platforms: [{name: a, total: 33}]":           "a: total is 33",
		"platforms: [{name: a, perDomain: -1}]":       "perDomain is -1",
		"platforms: [{name: a, perDomain: 3}]":        "perDomain is 3",
		"platforms: [{name: a, baseLibrary: latest}]": `baseLibrary is "latest"`,
		"platforms: [{name: a, baseLibrary: 1.6.9}]":  "baseLibrary is 1.6.9",
		"platforms: [{name: a, closeWait: 60}]": `line 1: "60" is no time: give one with its unit, ` +
			`such as 5s`,
		"platforms: [{name: a, closeWait: 1h}]":                 "closeWait is 1h0m0s",
		"platforms: [{name: a, background: {closesAfter: 0s}}]": "background.closesAfter is 0s",
		"platforms: [{name: a, background: {closesAftr: 5s}}]":  "closesAftr",
		"cap: 0":                   "cap is 0",
		"cap: 100":                 "cap is 100",
		"assume: [closing-counts]": `unknown assumption "closing-counts": use one of closing-is-free`,
	} {
		t.Run(text, func(t *testing.T) {
			g := NewWithT(t)
			_, err := load(t, text)
			g.Expect(err).To(MatchError(ContainSubstring(says)))
			g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
		})
	}
}

func TestAnSDKHasAPlatformOfItsOwn(t *testing.T) {
	g := NewWithT(t)
	c, err := load(t, `
cap: 1
assume: [closing-is-free]
sdks: [{name: a, family: reference}, {name: b, family: reference, platform: alipay}]
`)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(c.ProfileOf(c.SDKs[0])).To(Equal(clients.Profile{}), "it runs on the configuration's")
	p := c.ProfileOf(c.SDKs[1])
	g.Expect([]any{p.Name, p.API, p.Total, p.ClosingCounts}).To(Equal([]any{"alipay", clients.APIAlipay, 5, false}))
	_, err = load(t, "sdks: [{name: b, family: reference, platform: alipai}]")
	g.Expect(err).To(MatchError(ContainSubstring(`did you mean "alipay"?`)))
}
