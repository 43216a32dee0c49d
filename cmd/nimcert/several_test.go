package main

import (
	"testing"

	. "github.com/onsi/gomega"
)

// TestAListOfSeveralLines: a file of conditions, as a shell puts it in, asks for all of them.
func TestAListOfSeveralLines(t *testing.T) {
	for text, want := range map[string]several{
		"REC-01,DST":                  {"REC-01", "DST"},
		"rec-01/n-0\nrec-01/n-1\n":    {"rec-01/n-0", "rec-01/n-1"},
		"LIM-01, KCK\r\n\r\n DST-02 ": {"LIM-01", " KCK", "DST-02"},
		`"a, b",c`:                    {"a, b", "c"},
		"":                            nil,
	} {
		var got several
		NewWithT(t).Expect(got.Set(text)).To(Succeed())
		NewWithT(t).Expect(got).To(Equal(want), "%q", text)
	}
	g, dir := NewWithT(t), t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	o := nimcert(t, dir, "certify", "-q", "--allow-partial", "--run", "REC-16\nREC-07")
	g.Expect(o.code).To(Equal(exitOpen), o.out+o.stderr)
	g.Expect(o.out).To(ContainSubstring("only 2 requirements were asked"))
	g.Expect(nimcert(t, dir, "certify", "-q", "--allow-partial", "--run", "REC-16\nREC-99").code).To(Equal(exitUsage))
}
