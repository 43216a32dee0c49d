package main

import (
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"
)

// TestAPackage: what can be judged is, side by side, and what cannot is listed, quiet or not.
func TestAPackage(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	sdk := edited(t, "../../clients/nim/zoo/sdk.js", "", "")
	for name, source := range map[string]string{
		"whole.js": sdk, "im.js": sdk + "\nmodule.exports = {NIM: module.exports.NIM};", "node.js": "require('fs');",
	} {
		write(t, dir, name, source)
	}
	run := []string{"certify", "--package", ".", "--run", "LIM-01", "--sample", "off", "--allow-partial"}
	loud := nimcert(t, dir, append(run, "--out", "loud/out")...)
	g.Expect(loud.code).To(Equal(exitOpen), loud.stderr)
	g.Expect(loud.out).To(And(ContainSubstring("whole.js, nim"), ContainSubstring("im.js, nim")))
	g.Expect(loud.out).
		To(ContainSubstring("node.js: is made for Node.js, not for WeChat mini programs (it requires fs)\n"))
	g.Expect(filepath.Glob(filepath.Join(dir, "loud", "out", "*", "certificate.json"))).To(HaveLen(2))
	quiet := nimcert(t, dir, append(run, "-q", "--out", "quiet/out")...)
	g.Expect(quiet.code).To(Equal(exitOpen), quiet.stderr)
	g.Expect(quiet.stderr).
		To(Equal("nimcert: not judged: node.js: is made for Node.js, not for WeChat mini programs (it requires fs)\n"))
}

func TestAPackageWithoutABuildIsSaid(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	nimcert(t, dir, "certify", "--package", "gone").oneLine(g, "the folder gone is not there: unpack the package first")
	nimcert(t, dir, "certify", "--package", ".").oneLine(g, "there is no script in .: name the folder")
	write(t, dir, "a.js", "require('fs');")
	write(t, dir, "b.js", "module.exports = 1;")
	nimcert(
		t,
		dir,
		"certify",
		"--package",
		".",
	).oneLine(g, "none of the 2 scripts", "a.js: is made for Node.js", "and 1 more", "give one with --build")
	nimcert(t, dir, "certify", "--package", "a.js").oneLine(g, "a.js is a file: name the folder")
	nimcert(
		t,
		dir,
		"certify",
		"--package",
		".",
		"--build",
		"a.js",
		"--family",
		"nim",
	).oneLine(g, "--package excludes --build")
}
