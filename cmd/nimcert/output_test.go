package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

func TestQuietSaysTheVerdictAlone(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	o := nimcert(t, dir, "certify", "-q", "--allow-partial", "--run", "REC-16")
	g.Expect(o.code).To(Equal(exitOpen))
	g.Expect(o.out).To(
		Equal("reference 1: Partial: nothing failed, but only 1 requirement was asked. The gate is open.\n"))
	g.Expect(o.stderr).To(BeEmpty())
	write(t, dir, "b.js", "module.exports = {a: 1}")
	o = nimcert(t, dir, "certify", "-q", "--allow-partial", "--run", "REC-16", "--build", "b.js", "--family", "nim")
	g.Expect(o.code).To(Equal(exitBroke))
	o.oneLine(g, "b.js cannot be certified")
	sdk, err := os.ReadFile("../../clients/nim/zoo/sdk.js")
	g.Expect(err).NotTo(HaveOccurred())
	write(t, dir, "c.js", string(sdk)+"\nseams.onLogin = function () { for (;;) ; };")
	o = nimcert(t, dir, "certify", "-q", "--allow-partial", "--run", "MSG-02", "--build", "c.js", "--family", "nim")
	g.Expect(o.code).To(Equal(exitBroke))
	o.oneLine(g, "MSG-02: the script ran for more than 5s")
}

func TestJSONIsOneDocumentAndNothingElse(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\nknownFailures: [{package: reference, "+
		"version: '1', requirement: REC-07, reason: it was so}]\n")
	o := nimcert(t, dir, "certify", "--json", "--allow-partial", "--run", "REC-07,REC-16", "--out", "o")
	g.Expect(o.code).To(Equal(exitClosed), o.stderr)
	g.Expect(o.stderr).To(HavePrefix("nimcert: "), "progress goes to the other stream")
	type requirement struct{ ID, Level, Verdict, Reason, Rerun string }
	type subject struct {
		Subject               struct{ Name, Version string }
		Verdict, Gate, Advice string
		Certificate           string
		Attention             []requirement
	}
	var doc struct {
		Schema, Verdict, Gate, Page, Shard string
		ExitCode                           int
		Counts                             map[string]int
		Subjects                           []subject
	}
	d := json.NewDecoder(strings.NewReader(o.out))
	g.Expect(d.Decode(&doc)).To(Succeed())
	g.Expect(d.More()).To(BeFalse())
	g.Expect(doc.Schema).To(Equal("nimcert/outcome/v1"))
	g.Expect(doc.ExitCode).To(Equal(exitClosed))
	g.Expect([]string{doc.Verdict, doc.Gate, doc.Page, doc.Shard}).To(
		Equal([]string{"not certified", "closed", filepath.Join("o", "report.html"), ""}))
	g.Expect(doc.Counts).To(
		Equal(map[string]int{"pass": 1, "fail": 1, "knownFailure": 0, "notApplicable": 0, "error": 0}))
	g.Expect(doc.Subjects).To(HaveLen(1))
	g.Expect(doc.Subjects[0].Attention).To(HaveLen(1))
	g.Expect(doc.Subjects[0].Attention[0].ID).To(Equal("REC-07"))
	g.Expect(doc.Subjects[0].Attention[0].Rerun).To(
		Equal("nimcert certify --sdk reference --run REC-07 --allow-partial"))
	g.Expect(filepath.Join(dir, doc.Subjects[0].Certificate)).To(BeAnExistingFile())

	o = nimcert(t, dir, "certify", "--json", "--quiet", "--allow-partial", "--run", "REC-16", "--shard", "1/1")
	g.Expect(o.stderr).To(BeEmpty())
	g.Expect(json.Valid([]byte(o.out))).To(BeTrue(), o.out)
	write(t, dir, "b.js", "this is not {{ a script")
	o = nimcert(t, dir, "certify", "--json", "--quiet", "--allow-partial", "--run", "REC-16", "--build", "b.js",
		"--family", "nim")
	g.Expect(o.code).To(Equal(exitBroke))
	g.Expect(json.Unmarshal([]byte(o.out), &doc)).To(Succeed())
	g.Expect(doc.Gate).To(Equal("error"))
	o = nimcert(t, dir, "certify", "--json", "--allow-partial", "--run", "REC-99")
	g.Expect(o.code).To(Equal(exitUsage))
	g.Expect(o.out).To(BeEmpty(), "nothing was certified, so there is no document")
}

// zooFails writes the zoo's conforming SDK as a build of that name, and returns the configuration. Of all requirements
// it fails REC-14, which is a SHOULD: its jitter is the family's.
func zooFails(t *testing.T, dir, name string) string {
	t.Helper()
	script, err := os.ReadFile("../../clients/nim/zoo/sdk.js")
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "zoo.js", string(script))
	return fmt.Sprintf("sdks: [{name: %s, family: nim, build: zoo.js}]\n", name)
}

func TestAPipeGetsNoEscapeUnlessForced(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", zooFails(t, dir, "zoo"))
	o := nimcert(t, dir, "certify", "--allow-partial", "--run", "REC-14")
	g.Expect(o.out + o.stderr).NotTo(ContainSubstring("\x1b"))
	g.Expect(o.stderr).To(ContainSubstring("\n✗ fail @yxim/nim-web-sdk unknown (zoo)  REC-14 (SHOULD): "))
	g.Expect(o.stderr).NotTo(ContainSubstring("✓"))
	t.Setenv("CLICOLOR_FORCE", "1")
	o = nimcert(t, dir, "certify", "--allow-partial", "--run", "REC-14")
	g.Expect(o.out).To(ContainSubstring("\x1b[31m✗ fail"))
	g.Expect(o.stderr).To(And(ContainSubstring("\x1b[31m✗ fail"), Not(ContainSubstring("\r"))))
	t.Setenv("NO_COLOR", "1")
	o = nimcert(t, dir, "certify", "--allow-partial", "--run", "REC-14")
	g.Expect(o.out + o.stderr).NotTo(ContainSubstring("\x1b"))
}

// The help of a command is true: each flag that it names exists, and a command that runs everything says so.
func TestHelp(t *testing.T) {
	g := NewWithT(t)
	for _, c := range []struct {
		args string
		says []string
	}{
		{"--help", []string{"certify", "merge", "compare", "list", "explain", "serve", "130 interrupted"}},
		{"certify --help",
			[]string{"--shard", "--quiet", "--json", "--run GLB-04 and --run GLB run all", "NO_COLOR", "summary.md"}},
		{"merge --help", []string{"runs.json", "exit code is 2"}},
		{"explain GLB-04", []string{"looked at in every scenario", "runs all of them"}},
	} {
		o := nimcert(t, t.TempDir(), strings.Fields(c.args)...)
		g.Expect(o.code).To(Equal(exitOpen))
		for _, s := range c.says {
			// wherever the help breaks its lines
			g.Expect(strings.Join(strings.Fields(o.out), " ")).To(ContainSubstring(s), c.args)
		}
	}
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	some := nimcert(t, dir, "certify", "--allow-partial", "--run", "REC-20")
	g.Expect(some.stderr).To(HavePrefix("nimcert: 1 case,"))
	all := nimcert(t, dir, "certify", "--allow-partial", "--run", "GLB-04")
	every := nimcert(t, dir, "certify")
	g.Expect(strings.SplitN(all.stderr, ",", 2)[0]).To(Equal(strings.SplitN(every.stderr, ",", 2)[0]),
		"GLB-04 runs every scenario")
	data, err := os.ReadFile(filepath.Join(dir, "out", "summary.md"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(string(data)).To(ContainSubstring("reference 1: certified"))
}

// The command under a finding is what somebody pastes into a shell, so it is run here by one.
func TestTheCommandRunsItAgain(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "my 'own'.yml", zooFails(t, dir, "the $zoo"))
	o := nimcert(t, dir, "certify", "--config", "my 'own'.yml", "--seed", "7", "--clock", "skip", "--allow-partial",
		"--run", "REC-14,REC-16", "--json", "-q")
	g.Expect(o.code).To(Equal(exitOpen), o.stderr)
	var doc struct {
		Subjects []struct{ Attention []struct{ Rerun string } }
	}
	g.Expect(json.Unmarshal([]byte(o.out), &doc)).To(Succeed())
	again := doc.Subjects[0].Attention[0].Rerun
	g.Expect(again).To(Equal(`nimcert certify --config 'my '\''own'\''.yml' --sdk 'the $zoo' --seed 7 --clock skip ` +
		`--run REC-14 --allow-partial`))
	sh := exec.CommandContext(t.Context(), "sh", "-c", again)
	sh.Dir = dir
	sh.Env = append(os.Environ(), "PATH="+filepath.Dir(binary)+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := sh.CombinedOutput()
	g.Expect(err).NotTo(HaveOccurred(), string(out))
	g.Expect(string(out)).To(ContainSubstring("Run it again: " + again))

	write(t, dir, "b.js", "this is not {{ a script")
	o = nimcert(t, dir, "certify", "--build", "b.js", "--family", "nim", "--allow-partial", "--run", "REC-16", "--json",
		"-q")
	g.Expect(json.Unmarshal([]byte(o.out), &doc)).To(Succeed())
	g.Expect(doc.Subjects[0].Attention[0].Rerun).To(
		Equal("nimcert certify --build b.js --family nim --run rec-16/im --allow-partial"))
}

// Two builds of one package and version are told apart in every output.
func TestTwoBuildsOfOneReleaseHaveNames(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	sdk, err := os.ReadFile("../../clients/nim/zoo/sdk.js")
	g.Expect(err).NotTo(HaveOccurred())
	for _, name := range []string{"plain", "patched"} {
		write(t, dir, name+".js", "/*! VERSION: 9.9.9 */"+string(sdk)+"\n// "+name)
	}
	write(t, dir, "ginkgo.yml",
		"sdks: [{name: plain, family: nim, build: plain.js}, {name: patched, family: nim, build: patched.js}]\n")
	o := nimcert(t, dir, "certify", "--run", "REC-14")
	g.Expect(o.stderr).To(And(ContainSubstring("9.9.9 (plain)  REC-14"), ContainSubstring("9.9.9 (patched)  REC-14")))
	g.Expect(o.out).To(
		And(ContainSubstring("@yxim/nim-web-sdk 9.9.9 (plain)\n"),
			ContainSubstring("@yxim/nim-web-sdk 9.9.9 (patched)\n")))
	folders := []string{"yxim-nim-web-sdk-9.9.9-plain", "yxim-nim-web-sdk-9.9.9-patched"}
	for i, name := range []string{"plain", "patched"} {
		for _, file := range []string{"report.html", "junit.xml", "summary.md", "releases.html",
			folders[i] + "/certificate.json", folders[i] + "/badge.svg"} {
			b, err := os.ReadFile(filepath.Join(dir, "out", file))
			g.Expect(err).NotTo(HaveOccurred(), file)
			g.Expect(string(b)).To(ContainSubstring(name), file)
		}
	}
	c := nimcert(t, dir, "compare", filepath.Join("out", folders[0]), filepath.Join("out", folders[1]))
	g.Expect(c.out).To(HavePrefix("@yxim/nim-web-sdk 9.9.9 (plain) → 9.9.9 (patched)\n"))
}
