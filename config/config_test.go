package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/config"
)

func load(t *testing.T, text string) (*config.Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ginkgo.yml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return config.Load(path)
}

func TestTheProjectsOwnConfigurationIsValid(t *testing.T) {
	g := NewWithT(t)
	c, err := config.Load("../ginkgo.yml")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(c.SDKs).To(HaveLen(2))
	g.Expect(c.BuildPath(c.SDKs[1])).To(HavePrefix(filepath.Join("..", "sdks")),
		"a build is relative to its configuration")
	g.Expect(c.Domains).To(Equal(config.Default().Domains),
		"what holds without a configuration is what the project ships")
	g.Expect(c.Profile()).To(Equal(config.Default().Profile()))
}

func TestWhatIsLeftOutHasADefault(t *testing.T) {
	g := NewWithT(t)
	c, err := load(t, "sdks: [{name: a, family: reference}]")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(c.Profile()).To(Equal(clients.DefaultProfile()))
	g.Expect(c.Clock).To(Equal("skip"))
	g.Expect(c.Seed).To(Equal(int64(1)))
	g.Expect(c.Domains.Socket).NotTo(BeEmpty())
}

func TestEachMistakeIsNamed(t *testing.T) {
	for text, says := range map[string]string{
		"cap: 0":                                 "cap is 0",
		"clock: fast":                            `unknown clock "fast"`,
		"sdks: [{family: nim, build: a}]":        "entry 1 has no name",
		"sdks: [{name: a, family: nim}]":         "a has no build file",
		"sdks: [{name: a, family: x, build: b}]": `unknown family "x"`,
		"sdks: [{name: a, family: reference, build: b.js}]": "the reference client has no build: give the family " +
			"that b.js is of",
		"cap: 3\n---\ncap: 2": "line 2: a second document begins behind ---",
		"cap: 3\n---\ncap: [": "line 3",
		"sdks: [{name: a, family: reference}, {name: a, family: reference}]":   "a stands there twice",
		"knownFailures: [{package: p, version: v, requirement: X, reason: r}]": `unknown requirement "X"`,
		"knownFailures: [{package: p, version: v, requirement: REC-01}]":       "reason must be given",
		"capp: 2": "capp",
		"cap: [":  "line 1",
	} {
		t.Run(text, func(t *testing.T) {
			g := NewWithT(t)
			_, err := load(t, text)
			g.Expect(err).To(MatchError(ContainSubstring(says)))
			g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
		})
	}
}

func TestKnown(t *testing.T) {
	g := NewWithT(t)
	c, err := load(t, `
knownFailures:
  - {package: p, version: "1", requirement: REC-01, reason: all of it}
  - {package: p, version: "1", requirement: DST-02, condition: dst-02/slow, reason: only slow}
`)
	g.Expect(err).NotTo(HaveOccurred())
	p1 := clients.Subject{Name: "p", Version: "1"}
	for _, tc := range []struct {
		s                 clients.Subject
		requirement, slug string
		reason            string
		wide              bool
	}{
		{p1, "REC-01", "rec-01/n-3", "all of it", true},
		{p1, "REC-01", "", "all of it", true},
		{p1, "DST-02", "dst-02/slow", "only slow", false},
		{p1, "DST-02", "dst-02/fast", "", false},
		{p1, "DST-03", "dst-02/slow", "", false},
		{clients.Subject{Name: "p", Version: "2"}, "REC-01", "", "", false},
		{clients.Subject{Name: "q", Version: "1"}, "REC-01", "", "", false},
	} {
		reason, wide := c.Known(tc.s, tc.requirement, tc.slug)
		g.Expect(reason).To(Equal(tc.reason), "%v", tc)
		g.Expect(wide).To(Equal(tc.wide), "%v", tc)
	}
}

func TestNamesOfConditionsAreReadForOneVersionMore(t *testing.T) {
	conditions := func(id string) []catalogue.Condition {
		if id == "MSG-02" {
			return []catalogue.Condition{{Slug: "msg-02"}}
		}
		return []catalogue.Condition{{Slug: "dst-02/slow", English: "a slow peer"},
			{Slug: "dst-02/fast", English: "a fast peer, 25 ms away"}}
	}
	record := func(id, condition string) string {
		return fmt.Sprintf("\n  - {package: p, version: \"1\", requirement: %s, condition: %q, reason: r}", id,
			condition)
	}
	for condition, want := range map[string]string{
		"a slow peer": `knownFailures: line 2: write condition: dst-02/slow for "a slow peer"; the next version ` +
			`reads slugs alone`,
		"dst-02/slow": "",
	} {
		g := NewWithT(t)
		c, err := load(t, "knownFailures:"+record("DST-02", condition))
		g.Expect(err).NotTo(HaveOccurred())
		old, err := c.NameRecords(conditions)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(strings.Join(old, "")).To(Equal(want))
		reason, _ := c.Known(clients.Subject{Name: "p", Version: "1"}, "DST-02", "dst-02/slow")
		g.Expect(reason).To(Equal("r"))
	}
	for _, tc := range []struct{ records, want string }{
		{record("DST-02", "a fast peer"), `DST-02 is not tried under "a fast peer": did you mean dst-02/fast?`},
		{record("DST-02", "dst-02/slowly"), `did you mean dst-02/slow?`},
		{record("DST-02", "the moon"), "nimcert list DST-02 shows them"},
		{record("MSG-02", "always"), "MSG-02 is tried under one condition, which has no name: leave condition out"},
		{record("DST-02", "a slow peer") + record("DST-02", "dst-02/slow"), "stands there twice, in line 2 already"},
	} {
		g := NewWithT(t)
		c, err := load(t, "knownFailures:"+tc.records)
		g.Expect(err).NotTo(HaveOccurred())
		_, err = c.NameRecords(conditions)
		g.Expect(err).To(MatchError(ContainSubstring(tc.want)))
	}
}

func TestSelect(t *testing.T) {
	g := NewWithT(t)
	c, err := load(t, "sdks: [{name: a, family: reference}, {name: b, family: reference}]")
	g.Expect(err).NotTo(HaveOccurred())
	all, err := c.Select(nil)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(all).To(HaveLen(2))
	one, err := c.Select([]string{"b"})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(one).To(HaveLen(1))
	g.Expect(one[0].Name).To(Equal("b"))
	twice, err := c.Select([]string{"b", "a", "b"})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(twice).To(HaveLen(2), "what is named twice is certified once")
	_, err = c.Select([]string{"none"})
	g.Expect(err).To(MatchError(`unknown SDK "none": use one of a, b`))
}

func TestAnUnknownSDKIsToldAFewOfThoseThatAreThere(t *testing.T) {
	g := NewWithT(t)
	c := config.Config{}
	for n := range 70 {
		c.SDKs = append(c.SDKs, config.SDK{Name: fmt.Sprintf("sdk-%d", n)})
	}
	_, err := c.Select([]string{"sdk-69x"})
	g.Expect(err).To(MatchError(`unknown SDK "sdk-69x": did you mean "sdk-69"?`))
	_, err = c.Select([]string{"another"})
	g.Expect(err).To(MatchError(`unknown SDK "another": use one of ` +
		`sdk-0, sdk-1, sdk-2, sdk-3, sdk-4, sdk-5 and 64 more`))
}
