package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/reports/certificate"
	"nimcert/verdict"
)

var (
	releases = flag.String("releases", "", "the folder that make releases wrote: every build in it is compared")
	record   = flag.Bool("record", false, "record the verdicts instead of comparing them")
)

// outline is what a certificate says beside what holds: by its slug each condition that fails, with the keys of what
// was found, and each that does not apply. A condition that is new and holds changes nothing.
func outline(c certificate.Certificate) string {
	var lines []string
	for _, q := range c.Requirements {
		for _, k := range q.Conditions {
			if k.Verdict == verdict.Pass {
				continue
			}
			keys := slices.Clone(k.FindingKeys)
			slices.Sort(keys)
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s: %s %s", cmp.Or(k.Slug, q.ID+" "+k.Condition),
				k.Verdict, strings.Join(slices.Compact(keys), " ")))+"\n")
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

func recorded(name string) string { return filepath.Join("testdata", "verdicts", name+".txt") }

// unsafe is what a file's name should not hold.
var unsafe = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// recordOf names the record of a certificate by what was certified, so that it is the same whichever builds stood
// beside it.
func recordOf(c certificate.Certificate) string {
	name := strings.Join([]string{c.Subject.Name, c.Subject.Version, strings.TrimSuffix(c.Subject.Build, ".js"),
		c.Platform.Name}, " ")
	return strings.Trim(unsafe.ReplaceAllString(name, "-"), "-")
}

func certificateIn(g *WithT, file string) (c certificate.Certificate) {
	data, err := os.ReadFile(file)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(json.Unmarshal(data, &c)).To(Succeed())
	return c
}

func compareWithRecord(t *testing.T, name string, c certificate.Certificate) {
	g := NewWithT(t)
	g.Expect(c.Complete).To(BeTrue(), "every requirement was asked")
	now := outline(c)
	if *record {
		g.Expect(os.MkdirAll(filepath.Dir(recorded(name)), 0o755)).To(Succeed())
		g.Expect(os.WriteFile(recorded(name), []byte(now), 0o600)).To(Succeed())
		return
	}
	before, err := os.ReadFile(recorded(name))
	g.Expect(err).NotTo(HaveOccurred(), "make verdicts RECORD=1 records a new build")
	if now == string(before) {
		return
	}
	was, is := strings.Split(string(before), "\n"), strings.Split(now, "\n")
	for _, line := range was {
		if !slices.Contains(is, line) {
			t.Errorf("%s: no longer: %s", name, line)
		}
	}
	for _, line := range is {
		if !slices.Contains(was, line) {
			t.Errorf("%s: is new: %s", name, line)
		}
	}
}

// A change that means to change no verdict changes none. What the reference client and a published build get is
// recorded, and so is every build of releases.yml, which make verdicts compares after make releases.
func TestVerdictsAreThoseRecorded(t *testing.T) {
	if *releases != "" {
		found, err := filepath.Glob(filepath.Join(*releases, "*", "certificate.json"))
		NewWithT(t).Expect(err).NotTo(HaveOccurred())
		NewWithT(t).Expect(found).NotTo(BeEmpty(), "no certificate.json below %s: run make releases first", *releases)
		for _, file := range found {
			c := certificateIn(NewWithT(t), file)
			t.Run(recordOf(c), func(t *testing.T) { compareWithRecord(t, recordOf(c), c) })
		}
		return
	}
	root, err := filepath.Abs("../..")
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	for _, name := range []string{"reference", "nim-web-sdk-9.21.12"} {
		t.Run(name, func(t *testing.T) {
			out := t.TempDir()
			r := nimcertWithin(t, slowest, root, "certify", "--sdk", name, "-q", "--out", out)
			NewWithT(t).Expect(r.code).To(BeNumerically("<=", 1), r.stderr)
			compareWithRecord(t, name, certificateIn(NewWithT(t), filepath.Join(out, "certificate.json")))
		})
	}
}
