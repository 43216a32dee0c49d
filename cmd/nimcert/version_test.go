package main

import (
	"runtime/debug"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
)

func TestVersionSaysRevisionCatalogueAndEngines(t *testing.T) {
	g := NewWithT(t)
	o := nimcert(t, t.TempDir(), "version")
	g.Expect(o.code).To(Equal(exitOpen))
	g.Expect(o.out).To(
		And(HavePrefix("nimcert "), ContainSubstring("edition "+catalogue.Version()),
			ContainSubstring("github.com/dop251/goja v"), ContainSubstring("modernc.org/libquickjs v")))
	nimcert(t, t.TempDir(), "version", "now").refused(g, "version takes flags only")

	b := thisBuild(
		&debug.BuildInfo{Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"},
			{Key: "vcs.time", Value: "2026-01-02"}, {Key: "vcs.modified", Value: "true"}}})
	g.Expect(b.Revision).To(Equal("abc-dirty"))
	g.Expect(b.Built).To(Equal("2026-01-02"))
}
