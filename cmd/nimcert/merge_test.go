package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/verdict"
)

// published is a build that `make sdks` installs.
func published(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../../sdks/node_modules/nim-web-sdk-9.21.12/dist/SDK/NIM_Web_SDK_miniapp.js")
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		t.Fatalf("%s; `make sdks` installs the published builds", err)
	}
	return path
}

var (
	numbers = regexp.MustCompile(`[0-9]+(\.[0-9]+)?`)
	// the events around a failure: those of one instant come in no order
	bodies  = regexp.MustCompile(`(?s)<!\[CDATA\[.*?\]\]>`)
	anchors = regexp.MustCompile(`(?s)\bid="[^"]*"|<h[1-3][^>]*>.*?</h[1-3]>`)
)

// likeness is what two equal runs have in common: a report without its dates and durations. Of the page, whose drawings
// show every millisecond, it takes the headings and the anchors; tests in reports show that the rest is the same for
// the same sessions.
func likeness(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	switch text := string(data); filepath.Base(path) {
	case verdict.CertificateFile:
		var c map[string]any
		if err := json.Unmarshal(data, &c); err != nil {
			t.Fatal(err)
		}
		delete(c, "date")
		for _, q := range c["requirements"].([]any) {
			delete(q.(map[string]any), "seconds")
			for _, k := range q.(map[string]any)["conditions"].([]any) {
				delete(k.(map[string]any), "seconds")
			}
		}
		b, err := json.MarshalIndent(c, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	case verdict.PageFile:
		return strings.Join(anchors.FindAllString(text, -1), "\n")
	default:
		return numbers.ReplaceAllString(bodies.ReplaceAllString(text, ""), "#")
	}
}

func TestMergedReportsEqualThoseOfOneRun(t *testing.T) {
	dir := t.TempDir()
	// The record without a condition lives by one of two conditions, which stand in different shards.
	write(t, dir, "ginkgo.yml", fmt.Sprintf(`sdks:
  - {name: reference, family: reference}
  - {name: published, family: nim, build: %q}
knownFailures:
  - {package: "@yxim/nim-web-sdk", version: 9.21.12, requirement: DST-04, reason: it opens its socket after done}
  - {package: "@yxim/nim-web-sdk", version: 9.21.12, requirement: DST-05, reason: the attempt of the third wait is made}
  - {package: "@yxim/nim-web-sdk", version: 9.21.12, requirement: REC-14, reason: the jitter is small}
`, published(t)))
	run := []string{"certify", "--allow-partial", "--run", "DST-04,DST-05,REC-14,UPL-03", "--seed", "3"}
	one := nimcert(t, dir, append(run, "--out", "one")...)
	g := NewWithT(t)
	g.Expect(one.code).To(Equal(exitOpen), one.out)
	for _, n := range []int{2, 5} {
		shards := fmt.Sprintf("shards-%d", n)
		for i := 1; i <= n; i++ {
			o := nimcert(t, dir,
				append(run, "--shard", fmt.Sprintf("%d/%d", i, n), "--out", filepath.Join(shards, fmt.Sprint(i)))...)
			g.Expect(o.code).To(Equal(exitOpen), "shard %d/%d: %s", i, n, o.out)
			g.Expect(o.out).To(
				And(Not(ContainSubstring("Certified: ")), ContainSubstring(fmt.Sprintf("This is shard %d/%d", i, n))))
		}
		o := nimcert(t, dir, "merge", shards, "--allow-partial", "--out", "whole")
		g.Expect(o.code).To(Equal(one.code), o.stderr)
		for _, f := range []string{"reference-1/certificate.json",
			"yxim-nim-web-sdk-9.21.12-published/certificate.json", "junit.xml", "summary.md", "outcome.env",
			"report.html"} {
			want := likeness(t, filepath.Join(dir, "one", f))
			g.Expect(want).NotTo(BeEmpty())
			g.Expect(strings.ReplaceAll(likeness(t, filepath.Join(dir, "whole", f)), "whole/", "one/")).To(Equal(want),
				"%s of %d shards", f, n)
		}
		g.Expect(filepath.Join(dir, "whole", "runs.json")).NotTo(BeAnExistingFile())
	}
	for name, args := range map[string][]string{
		"of 5 shards 3 is missing":        {"shards-5/1", "shards-5/2", "shards-5/4", "shards-5/5"},
		"shard 1/2 is there twice":        {"shards-2", "shards-2/1"},
		"one is shard 1/5, the other 2/2": {"shards-5", "shards-2/2"},
	} {
		o := nimcert(t, dir, append([]string{"merge", "--out", "none"}, args...)...)
		g.Expect(o.code).To(Equal(exitUsage))
		o.oneLine(g, name)
		g.Expect(filepath.Join(dir, "none")).NotTo(BeADirectory(), "what is no whole has no reports")
	}
}

func TestTheMergedGateIsThatOfTheWhole(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	// No condition of REC-07 fails, so the record is stale; no shard can know.
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\nknownFailures: [{package: reference, "+
		"version: '1', requirement: REC-07, reason: it was so}]\n")
	for i := 1; i <= 2; i++ {
		o := nimcert(t, dir, "certify", "--allow-partial", "--run", "REC-07", "--shard", fmt.Sprintf("%d/2", i),
			"--out", fmt.Sprintf("s/%d", i))
		g.Expect(o.code).To(Equal(exitOpen), o.out)
	}
	o := nimcert(t, dir, "merge", "s", "--json")
	g.Expect(o.code).To(Equal(exitClosed), o.out)
	g.Expect(o.out).To(ContainSubstring("no longer fails"))

	// The same with other settings is another run.
	for flag, says := range map[string]string{"--seed=9": "the seed is 1 in one, 9 in the other",
		"--run=REC-07,REC-16": "what was asked is REC-07 in one, REC-07,REC-16 in the other"} {
		nimcert(t, dir, "certify", "--allow-partial", "--run", "REC-07", flag, "--shard", "2/2", "--out", "s/2")
		o = nimcert(t, dir, "merge", "s")
		g.Expect(o.code).To(Equal(exitUsage))
		o.oneLine(g, says)
	}
	// What is certified whole leaves nothing that a merge would take for a shard.
	nimcert(t, dir, "certify", "--allow-partial", "--run", "REC-16", "--out", "s/2")
	o = nimcert(t, dir, "merge", "s")
	g.Expect(o.code).To(Equal(exitUsage))
	o.oneLine(g, "of 2 shards 2 is missing")
}
