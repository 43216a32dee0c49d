package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/clients"
	built "nimcert/clients/families"
	"nimcert/reports"
	"nimcert/verdict"
)

const exampleFamily = "../../examples/family"

// familyFolders puts two folders of families beside each other: the built-in nim as somebody else would keep it, with
// its script under another name, and the example. sdk.js is the zoo's conforming client, example.js the example's SDK.
func familyFolders(t *testing.T) string {
	t.Helper()
	g := NewWithT(t)
	dir := t.TempDir()
	g.Expect(os.CopyFS(filepath.Join(dir, "example"), os.DirFS(exampleFamily))).To(Succeed())
	g.Expect(os.Rename(filepath.Join(dir, "example", "example-sdk.js"), filepath.Join(dir, "example.js"))).To(Succeed())
	g.Expect(os.MkdirAll(filepath.Join(dir, "ours"), 0o700)).To(Succeed())
	description := edited(t, "../../clients/families/nim/family.yml", "application: app.js", "application: play.js")
	write(t, dir, "ours/family.yml", description)
	write(t, dir, "ours/play.js", edited(t, "../../clients/families/nim/app.js", "", ""))
	write(t, dir, "sdk.js", edited(t, "../../clients/nim/zoo/sdk.js", "", ""))
	return dir
}

// TestAFamilyWithoutRecompiling: the same build is judged the same by the built-in family and by its copy in a folder.
func TestAFamilyWithoutRecompiling(t *testing.T) {
	g := NewWithT(t)
	dir := familyFolders(t)
	run := []string{"--run", "LIM-01,REC-01,REC-04,DST-02,REC-14,KCK", "--sample", "off", "--allow-partial", "-q"}
	ours := nimcert(t, dir,
		append([]string{"certify", "--build", "sdk.js", "--family", "nim", "--out", "a/out"}, run...)...)
	theirs := nimcert(t, dir,
		append([]string{"certify", "--build", "sdk.js", "--family", "./ours", "--out", "b/out"}, run...)...)
	g.Expect(theirs.code).To(Equal(ours.code), theirs.stderr)
	g.Expect(ours.code).To(Equal(exitOpen), ours.stderr)
	g.Expect(verdicts(t, filepath.Join(dir, "b"))).To(Equal(verdicts(t, filepath.Join(dir, "a"))))
}

// A family that no one here wrote is judged by what it has; the page says in both languages what it has instead of the
// rest.
func TestAFamilyWithAnSDKOfItsOwn(t *testing.T) {
	g := NewWithT(t)
	dir := familyFolders(t)
	o := nimcert(t, dir, "certify", "--build", "example.js", "--family", "example", "--run",
		"LIM-01,REC-04,DOM-01,DST-10,UPL-01",
		"--sample", "off", "--allow-partial", "-q", "--out", "out")
	g.Expect(o.code).To(Equal(exitClosed), o.stderr)
	got := verdicts(t, dir)
	for _, id := range []string{"LIM-01", "REC-04", "DOM-01"} {
		g.Expect(got).To(HaveKeyWithValue(id, "pass"))
	}
	g.Expect(got).To(HaveKeyWithValue("DST-10", "fail"), "it forgets a connect before done")
	g.Expect(got).To(HaveKeyWithValue("UPL-01", "not applicable"))
	page, err := os.ReadFile(dir + "/out/report.html")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(string(page)).To(And(ContainSubstring("it sends texts alone"), ContainSubstring("它只能发文本")))
}

func TestAFamilyOfTheConfiguration(t *testing.T) {
	g := NewWithT(t)
	dir := familyFolders(t)
	sub := filepath.Join(dir, "conf")
	g.Expect(os.MkdirAll(sub, 0o700)).To(Succeed())
	write(t, dir, "conf/ginkgo.yml", "sdks: [{name: mine, family: ../ours, build: ../sdk.js}]\n")
	g.Expect(nimcert(t, dir, "certify", "--config", "conf/ginkgo.yml", "--run", "LIM-01", "--allow-partial", "-q",
		"--sample", "off").code).To(Equal(exitOpen))
	write(t, dir, "conf/ginkgo.yml", "sdks: [{name: mine, family: ../their, build: ../sdk.js}]\n")
	nimcert(t, dir, "certify", "--config", "conf/ginkgo.yml", "-q").oneLine(g, "mine",
		"the family's folder ./their is not there")
}

func TestEveryCommandTakesAFamilysFolder(t *testing.T) {
	g := NewWithT(t)
	dir := familyFolders(t)
	write(t, dir, "mine.txt", "at 0s: login alice\nat 10s: destroy alice\n")
	on := []string{"--build", "sdk.js", "--family", "ours"}
	for _, args := range [][]string{{"replay", "mine.txt"}, {"trace", "LIM-01/one-account"},
		{"explore", "--schedules", "2", "--out", "found"}} {
		o := nimcert(t, dir, append(args, on...)...)
		g.Expect(o.code).To(BeElementOf(exitOpen, exitClosed), "%v: %s", args, o.stderr)
	}
	write(t, dir, "ours/play.js", "module.exports = {};")
	for _, args := range [][]string{{"certify"}, {"replay", "mine.txt"}, {"trace", "LIM-01/one-account"}, {"explore"}} {
		o := nimcert(t, dir, append(args, on...)...)
		g.Expect(o.code).To(Equal(exitUsage), "%v: %s", args, o.stderr)
		o.oneLine(g, "ours/play.js: line 1: it exports no function: write module.exports = function (tools, sdk, room)")
	}
}

// What the script leaves out, and a case asks for, is its own error, and no fail of the SDK.
func TestACallThatTheScriptLeavesOut(t *testing.T) {
	g := NewWithT(t)
	dir := familyFolders(t)
	write(t, dir, "ours/play.js", edited(t, filepath.Join(dir, "ours/play.js"), "    destroy: ", "    destroys: "))
	o := nimcert(t, dir, "certify", "--build", "sdk.js", "--family", "ours", "--run", "DST-02", "--allow-partial")
	g.Expect(o.code).To(Equal(exitBroke))
	g.Expect(o.out).To(ContainSubstring("the application script is wrong: it offers no destroy"))
}

// The author of a family also chooses its bounds. So its certificate names the family, and is valid only for those who
// allow that family.
func TestVerifyWantsTheFamilyToo(t *testing.T) {
	dir := familyFolders(t)
	r := verdict.Run{Subject: clients.Subject{Name: "sdk", Version: "1", Build: "sdk.js"}, Clock: "skip", Seed: 1,
		Cap: 2, Started: time.Now(), Harness: "0.1.0"}
	family, err := built.Find(filepath.Join(dir, "ours"))
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	r.Subject.Family = family.Own
	r.Subject.Digest([]byte(edited(t, filepath.Join(dir, "sdk.js"), "", "")))
	for _, q := range catalogue.All() {
		r.Asked, r.Cases = append(r.Asked, q.ID), append(r.Cases, verdict.Case{Requirement: q.ID})
	}
	NewWithT(t).Expect(reports.Write(filepath.Join(dir, "out"), []verdict.Run{r})).To(Succeed())
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"not named": {nil, exitClosed, "it was judged by the family in the folder ours, which is none of nimcert's " +
			"own: name the folder with --family"},
		"named": {[]string{"--family", "ours"}, exitOpen, "holds for"},
		"another": {[]string{"--family", "example"}, exitClosed,
			"it was judged by another family, ours: the SHA-512 of its files begins with"},
		"our own": {[]string{"--family", "nim"}, exitClosed, "name the folder with --family"},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			o := nimcert(t, dir, append([]string{"verify", "out/certificate.json", "--build", "sdk.js"}, c.args...)...)
			g.Expect(o.code).To(Equal(c.code), o.out+o.stderr)
			g.Expect(o.out).To(ContainSubstring(c.says))
		})
	}
}

// edited is a file with one change.
func edited(t *testing.T, file, from, to string) string {
	t.Helper()
	source, err := os.ReadFile(file)
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	return strings.Replace(string(source), from, to, 1)
}

// verdicts are those of the certificate in dir/out, by requirement.
func verdicts(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, r := range certificateOf(t, dir, "").Requirements {
		out[r.ID] = r.Verdict
	}
	NewWithT(t).Expect(out).NotTo(BeEmpty())
	return out
}
