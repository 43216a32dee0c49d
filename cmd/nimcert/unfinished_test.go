package main

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

// saysUnfinished looks at every file that a machine reads.
func saysUnfinished(g *WithT, dir, code, why string) {
	env := read(g, dir, "outcome.env")
	g.Expect(env).To(
		And(ContainSubstring("NIMCERT_VERDICT=unfinished\n"), ContainSubstring("NIMCERT_GATE=error\n"),
			ContainSubstring("NIMCERT_EXIT_CODE="+code+"\n"), ContainSubstring("NIMCERT_PASSED=0\n")))
	var suites struct {
		Errors int `xml:"errors,attr"`
		Suites []struct {
			Cases []struct {
				Error *struct {
					Message string `xml:"message,attr"`
				} `xml:"error"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	g.Expect(xml.Unmarshal([]byte(read(g, dir, "junit.xml")), &suites)).To(Succeed())
	g.Expect(suites.Errors).To(Equal(1))
	g.Expect(suites.Suites[0].Cases[0].Error.Message).To(ContainSubstring(why))
	var badge struct{ Message string }
	g.Expect(json.Unmarshal([]byte(read(g, dir, "badge.json")), &badge)).To(Succeed())
	g.Expect(badge.Message).To(Equal("unfinished"))
	g.Expect(read(g, dir, "badge.svg")).To(And(ContainSubstring("unfinished"), Not(ContainSubstring("certified"))))
	g.Expect(read(g, dir, "summary.md")).To(
		And(ContainSubstring("nimcert: unfinished"), Not(ContainSubstring("gate is open"))))
	g.Expect(read(g, dir, "report.html")).To(
		And(ContainSubstring("There is no verdict"), Not(ContainSubstring("Certified"))))
	for _, gone := range []string{"certificate.json", "attestation.json", "attestation.predicate.json", "runs.json"} {
		g.Expect(filepath.Join(dir, gone)).NotTo(BeAnExistingFile())
	}
}

func read(g *WithT, dir, name string) string {
	b, err := os.ReadFile(filepath.Join(dir, name))
	g.Expect(err).NotTo(HaveOccurred())
	return string(b)
}

func TestAWrongFlagLeavesNoVerdictOfTheRunBefore(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	for _, args := range []string{"--run REC-99", "--no-such-flag", "--clock fast", "--config nowhere.yml", "--shard 1",
		"superfluous", "--sdk nobody", "--run REC-20 --shard 1/2"} {
		t.Run(args, func(t *testing.T) {
			g := NewWithT(t)
			g.Expect(nimcert(t, dir, "certify", "--allow-partial", "-q", "--run", "REC-16", "--out", "o").code).To(
				Equal(exitOpen))
			g.Expect(read(g, dir, "o/outcome.env")).To(ContainSubstring("NIMCERT_GATE=open"))
			o := nimcert(t, dir, append([]string{"certify"}, append(strings.Fields(args), "--out", "o")...)...)
			g.Expect(o.code).To(Equal(exitUsage), o.stderr)
			o.oneLine(g)
			why := strings.TrimSpace(strings.TrimPrefix(o.stderr, "nimcert: "))
			saysUnfinished(g, filepath.Join(dir, "o"), "2", why)
		})
	}
}

func TestAMergeThatCannotBeLeavesNoVerdictOfTheRunBefore(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	g.Expect(nimcert(t, dir, "certify", "-q", "--shard", "1/1", "--out", "o").code).To(Equal(exitOpen))
	for range 2 {
		g.Expect(nimcert(t, dir, "merge", "o", "-q", "--out", "o").code).To(Equal(exitOpen), "in its own folder too")
	}
	g.Expect(nimcert(t, dir, "merge", "nowhere", "--out", "o").code).To(Equal(exitUsage))
	g.Expect(os.Remove(filepath.Join(dir, "o", "runs.json"))).To(Succeed(), "a merge loses no shard")
	saysUnfinished(g, filepath.Join(dir, "o"), "2", "nowhere")
}

// What a merge reads it never removes, whatever the folder of its reports is called.
func TestAMergeKeepsTheShardsThatItReads(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	for _, shard := range []string{"1/2", "2/2"} {
		o := nimcert(t, dir, "certify", "-q", "--run", "REC-16,LIM-01", "--allow-partial", "--shard", shard,
			"--out", "a/"+shard[:1])
		g.Expect(o.code).To(Equal(exitOpen), o.stderr)
	}
	g.Expect(os.Symlink("a/1", filepath.Join(dir, "b"))).To(Succeed())
	for _, args := range []string{"a/1 a/2 --out a/1", "a --out ./a/../a/2", "b a/2 --out a/1", "a --out b"} {
		o := nimcert(t, dir, append([]string{"merge", "-q", "--allow-partial"}, strings.Fields(args)...)...)
		g.Expect(o.code).To(Equal(exitOpen), o.stderr)
	}
	g.Expect(nimcert(t, dir, "certify", "-q", "--run", "REC-16", "--allow-partial", "--out", "a/1").code).To(
		Equal(exitOpen))
	g.Expect(filepath.Join(dir, "a", "1", "runs.json")).NotTo(BeAnExistingFile(), "another run takes its folder over")
	o := nimcert(t, dir, "merge", "a/2", "--out", "c")
	g.Expect(o.code).To(Equal(exitUsage))
	o.oneLine(g, "of 2 shards 1 is missing")
}

func TestAFolderSaysThatItsRunHasNotEnded(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	g.Expect(nimcert(t, dir, "certify", "-q").code).To(Equal(exitOpen))
	cmd := commandIn(t, dir, "certify", "--clock", "real", "--run", "KCK-03")
	stderr, err := cmd.StderrPipe()
	g.Expect(err).NotTo(HaveOccurred())
	begin(t, cmd, limit)
	lines := bufio.NewScanner(stderr)
	g.Expect(lines.Scan()).To(BeTrue())
	out := filepath.Join(dir, "out")
	saysUnfinished(g, out, "3", "has begun and has not ended")
	g.Expect(cmd.Process.Signal(os.Interrupt)).To(Succeed())
	for lines.Scan() {
	}
	_ = cmd.Wait()
	g.Expect(cmd.ProcessState.ExitCode()).To(Equal(exitInterrupted))
	saysUnfinished(g, out, "130", "interrupted")
	o := nimcert(t, dir, "compare", "out", "out")
	g.Expect(o.code).To(Equal(exitUsage))
}

// With fewer SDKs in the same folder, the files of the missing ones are removed, and no file of anybody else is
// touched.
func TestARunRemovesWhatTheRunBeforeWroteAndNothingElse(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	sdk, err := os.ReadFile("../../clients/nim/zoo/sdk.js")
	g.Expect(err).NotTo(HaveOccurred())
	write(t, dir, "a.js", string(sdk))
	write(t, dir, "b.js", string(sdk)+"\n")
	write(t, dir, "ginkgo.yml", "sdks: [{name: old, family: nim, build: a.js}, {name: new, family: nim, build: "+
		"b.js}, {name: reference, family: reference}]\n")
	g.Expect(nimcert(t, dir, "certify", "--allow-partial", "-q", "--run", "REC-16").code).To(Equal(exitOpen))
	out := filepath.Join(dir, "out")
	before, err := filepath.Glob(filepath.Join(out, "*", "certificate.json"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(before).To(HaveLen(3))
	kept := []string{write(t, out, "notes.txt", "mine"), write(t, filepath.Dir(before[0]), "mine.txt", "mine")}
	baseline := filepath.Join(out, "baseline")
	g.Expect(os.Mkdir(baseline, 0o755)).To(Succeed())
	kept = append(kept, write(t, baseline, "certificate.json", "{}"))
	g.Expect(nimcert(t, dir, "certify", "--allow-partial", "-q", "--run", "REC-16", "--sdk", "reference").code).To(
		Equal(exitOpen))
	after, err := filepath.Glob(filepath.Join(out, "*", "certificate.json"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(after).To(ConsistOf(kept[2]))
	for _, k := range kept {
		g.Expect(k).To(BeAnExistingFile())
	}
	g.Expect(filepath.Join(out, "releases.html")).NotTo(BeAnExistingFile())
	for _, b := range before[1:] {
		g.Expect(filepath.Dir(b)).NotTo(BeADirectory())
	}
	g.Expect(filepath.Join(out, "certificate.json")).To(BeAnExistingFile())
}
