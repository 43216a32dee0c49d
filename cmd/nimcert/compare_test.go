package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/config"
	"nimcert/judgement"
	"nimcert/reports"
	"nimcert/reports/compare"
	"nimcert/verdict"
)

// issue writes a certificate with one requirement into a folder of its own.
func issue(t *testing.T, version string, findings ...verdict.Finding) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), version)
	r := verdict.Run{Subject: clients.Subject{Name: "sdk", Version: version}, Asked: []string{"REC-02"},
		Cases: []verdict.Case{{Requirement: "REC-02", Findings: findings}}}
	if err := reports.Write(dir, []verdict.Run{r}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestCompareExitsWithOneWhenSomethingBroke(t *testing.T) {
	holds, fails := issue(t, "1.0.0"), issue(t, "1.1.0", verdict.Finding{Phrase: judgement.Plain("Never.")})
	for _, c := range []struct {
		before, after string
		code          int
		want          string
	}{
		{holds, fails, 1, "1 MUST requirement broke."},
		{fails, holds, 0, "Nothing broke."},
		{fails, fails, 0, "Nothing changed."},
		{filepath.Join(holds, "certificate.json"), fails, 1, "sdk 1.0.0 → 1.1.0"},
	} {
		g := NewWithT(t)
		got := nimcert(t, t.TempDir(), "compare", c.before, c.after)
		g.Expect(got.code).To(Equal(c.code), got.stderr)
		g.Expect(got.out).To(ContainSubstring(c.want))
		g.Expect(got.stderr).To(BeEmpty())
	}
}

func TestCompareFormats(t *testing.T) {
	g := NewWithT(t)
	holds, fails := issue(t, "1.0.0"), issue(t, "1.1.0", verdict.Finding{Phrase: judgement.Plain("Never.")})
	got := nimcert(t, t.TempDir(), "compare", holds, fails, "--format", "json")
	g.Expect(got.code).To(Equal(1))
	var c compare.Comparison
	g.Expect(json.Unmarshal([]byte(got.out), &c)).To(Succeed())
	g.Expect(c.Broken).To(BeTrue())
	g.Expect(nimcert(t, t.TempDir(), "compare", holds, fails, "--format", "markdown").out).To(
		HavePrefix("## `sdk` 1.0.0 → 1.1.0\n"))
	got = nimcert(t, t.TempDir(), "compare", holds, fails, "--format", "xml")
	g.Expect(got.code).To(Equal(2))
	g.Expect(got.stderr).To(Equal("nimcert: --format \"xml\" is unknown: use text, json or markdown\n"))
}

func TestCompareOfWhatIsNoCertificateIsAUsageError(t *testing.T) {
	holds := issue(t, "1.0.0")
	for _, args := range [][]string{{holds}, {holds, "missing"}, {"missing", holds},
		{holds, filepath.Join(holds, "junit.xml")}, {holds, t.TempDir()}} {
		g := NewWithT(t)
		got := nimcert(t, t.TempDir(), append([]string{"compare"}, args...)...)
		g.Expect(got.code).To(Equal(2))
		g.Expect(got.out).To(BeEmpty())
		g.Expect(got.stderr).To(HavePrefix("nimcert: "))
		g.Expect(strings.Count(got.stderr, "\n")).To(Equal(1), got.stderr)
	}
}

// The releases stand in three places; the lock file says what is installed, and must say nothing of where from: that is
// the installation's own.
func TestTheReleasesAreThoseThatTheLockFilePins(t *testing.T) {
	g := NewWithT(t)
	var lock struct {
		Packages map[string]struct{ Version, Integrity, Resolved string }
	}
	b, err := os.ReadFile("../../sdks/package-lock.json")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(json.Unmarshal(b, &lock)).To(Succeed())
	var wanted struct{ Dependencies map[string]string }
	b, err = os.ReadFile("../../sdks/package.json")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(json.Unmarshal(b, &wanted)).To(Succeed())
	cfg, err := config.Load("../../releases.yml")
	g.Expect(err).NotTo(HaveOccurred())

	certified := map[string]bool{}
	for _, s := range cfg.SDKs {
		name, _, _ := strings.Cut(strings.TrimPrefix(s.Build, "sdks/node_modules/"), "/")
		certified[name] = true
		npm, version := "@yxim/nim-web-sdk", strings.TrimPrefix(name, "nim-web-sdk-")
		if s.Family != "nim" && s.Family != "nim-node" {
			npm, version = "nim-web-sdk-ng", strings.TrimPrefix(name, "nim-web-sdk-ng-")
		}
		g.Expect(s.Name).To(HavePrefix(name))
		g.Expect(wanted.Dependencies).To(HaveKeyWithValue(name, "npm:"+npm+"@"+version))
		g.Expect(lock.Packages["node_modules/"+name].Version).To(Equal(version))
	}
	g.Expect(certified).To(HaveLen(13))
	// Beside them stands only what the builds for uni-app run on.
	runtime := []string{"@dcloudio/uni-mp-weixin", "@dcloudio/uni-i18n", "vue"}
	g.Expect(slices.Sorted(maps.Keys(wanted.Dependencies))).
		To(ConsistOf(append(slices.Collect(maps.Keys(certified)), runtime...)))
	for name, p := range lock.Packages {
		g.Expect(p.Resolved).To(BeEmpty(), name)
		if name != "" {
			g.Expect(p.Integrity).To(HavePrefix("sha512-"), name)
		}
	}
	// What releases.yml leaves out is as in ginkgo.yml.
	everyday, err := config.Load("../../ginkgo.yml")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(cfg.Domains).To(Equal(everyday.Domains))
	g.Expect([]any{cfg.Profile(), cfg.Clock}).To(Equal([]any{everyday.Profile(), everyday.Clock}))
}
