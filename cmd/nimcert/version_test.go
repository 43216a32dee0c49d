package main

import (
	"encoding/json"
	"os"
	"path/filepath"
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

// The certificate names what ran the build as the command names what it is made of.
func TestACertificateNamesTheVersionsOfItsEngine(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	var own struct{ Engines map[string]string }
	g.Expect(json.Unmarshal([]byte(nimcert(t, dir, "version", "--json").out), &own)).To(Succeed())
	sdk, err := os.ReadFile("../../clients/nim/zoo/sdk.js")
	g.Expect(err).NotTo(HaveOccurred())
	write(t, dir, "sdk.js", string(sdk))
	for engine, what := range map[string]string{"goja": "JavaScript", "quickjs": "regular expressions"} {
		o := nimcert(t, dir, "certify", "--build", "sdk.js", "--family", "nim", "--engine", engine, "--allow-partial",
			"-q", "--run", "LIM-01", "--sample", "off")
		g.Expect(o.code).To(Equal(exitOpen), o.stderr)
		var c struct{ Versions map[string]string }
		g.Expect(json.Unmarshal([]byte(read(g, filepath.Join(dir, "out"), "certificate.json")), &c)).To(Succeed())
		g.Expect(c.Versions).To(Equal(map[string]string{engine: own.Engines[what]}))
		g.Expect(own.Engines[what]).To(MatchRegexp(` v\d`))
	}
}
