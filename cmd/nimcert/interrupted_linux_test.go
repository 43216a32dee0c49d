package main

import (
	"bufio"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/explore"
)

// interruptedAt runs the command, sends it a Ctrl-C when standard error has a line with this text, and returns its exit
// code and the last line. Nothing is left of what the run kept for itself alone.
func interruptedAt(t *testing.T, dir, text string, args ...string) (code int, last string) {
	t.Helper()
	code, lines := linesOfInterrupted(t, dir, text, args...)
	return code, lines[len(lines)-1]
}

// linesOfInterrupted is interruptedAt with all lines behind the Ctrl-C, and the one before it.
func linesOfInterrupted(t *testing.T, dir, text string, args ...string) (code int, said []string) {
	t.Helper()
	g := NewWithT(t)
	cmd := commandIn(t, dir, args...)
	temp := t.TempDir()
	cmd.Env = append(cmd.Environ(), "TMPDIR="+temp)
	stderr, err := cmd.StderrPipe()
	g.Expect(err).NotTo(HaveOccurred())
	begin(t, cmd, limit)
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if said == nil && strings.Contains(lines.Text(), text) {
			g.Expect(cmd.Process.Signal(os.Interrupt)).To(Succeed())
			said = []string{}
		}
		if said != nil {
			said = append(said, lines.Text())
		}
	}
	_ = cmd.Wait()
	g.Expect(os.ReadDir(temp)).To(BeEmpty())
	g.Expect(said).NotTo(BeEmpty())
	return cmd.ProcessState.ExitCode(), said
}

// errorsIn counts the errors that a JUnit file declares: a reader of it alone must not take the run for a green one.
func errorsIn(g *WithT, dir string) int {
	var suites struct {
		Errors int `xml:"errors,attr"`
	}
	g.Expect(xml.Unmarshal([]byte(read(g, dir, "junit.xml")), &suites)).To(Succeed())
	return suites.Errors
}

// The first of two builds was tried to the end when the second hung: what it showed is kept, and is no verdict.
func TestAnInterruptedRunKeepsTheBuildsThatEnded(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	sdk, err := os.ReadFile("../../clients/nim/zoo/sdk.js")
	g.Expect(err).NotTo(HaveOccurred())
	write(t, dir, "a.js", string(sdk))
	write(t, dir, "b.js", string(sdk)+"\n"+once(`for (;;) ;`))
	write(t, dir, "ginkgo.yml",
		"sdks: [{name: a, family: nim, build: a.js}, {name: b, family: nim, build: b.js}]\n")
	code, said := linesOfInterrupted(t, dir, "without giving the thread back", "certify", "--allow-partial", "--run",
		"REC-16,LIM-01", "--sample", "off")
	last := said[len(said)-1]
	g.Expect(code).To(Equal(exitInterrupted), last)
	g.Expect(said).To(ContainElement(
		"interrupted: what 1 build showed, tried to the end, is being written; a second Ctrl-C leaves it"))
	g.Expect(last).To(And(HavePrefix("nimcert: interrupted in "),
		HaveSuffix("there is no verdict; what 1 build showed, tried to the end, is written")))

	out := filepath.Join(dir, "out")
	certificates, err := filepath.Glob(filepath.Join(out, "*", "certificate.json"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(certificates).To(ConsistOf(ContainSubstring("unknown-a")))
	c := certificateOf(t, dir, filepath.Base(filepath.Dir(certificates[0])))
	g.Expect(c.Gate).To(Equal("error"))
	g.Expect(c.Requirements).To(HaveLen(2))
	g.Expect(c.Requirements[0].Verdict).To(BeEquivalentTo("pass"), c.Requirements[0].Reason)
	g.Expect(read(g, out, "outcome.env")).To(And(ContainSubstring("NIMCERT_VERDICT=unfinished\n"),
		ContainSubstring("NIMCERT_GATE=error\n"), ContainSubstring("NIMCERT_EXIT_CODE=130\n")))
	g.Expect(errorsIn(g, out)).To(BeNumerically(">", 0))
	g.Expect(read(g, out, "summary.md")).To(And(HavePrefix("## nimcert: unfinished\n"),
		ContainSubstring("this build was tried to the end")))
	g.Expect(read(g, out, "report.html")).To(ContainSubstring("this build was tried to the end"))

	// and the next run takes them away
	g.Expect(nimcert(t, dir, "certify", "--allow-partial", "-q", "--run", "REC-16", "--sdk", "a").code).To(
		Equal(exitOpen))
	g.Expect(certificates[0]).NotTo(BeAnExistingFile())
}

// An application that fails whatever its user does is interrupted behind its first schedule.
func TestAnInterruptedExplorationKeepsWhatItFound(t *testing.T) {
	build := published(t)
	for _, name := range []string{"app", "explore"} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			dir := t.TempDir()
			write(t, dir, "nimcert-app.yml", "sdk: sdk.js\nlogin: app.js#login\nlogout: app.js#logout\n"+
				"count: app.js#count\n")
			write(t, dir, "app.js", `var SDK = require("./sdk.js"); App({
				login: function (account, token) { for (var n = 0; n < 3; n++) SDK.NIM.getInstance({
					appKey: "a", account: account + n, token: token, db: false}); },
				logout: function () {}, count: function () { return 7; } })`)
			code, last := interruptedAt(t, dir, "of 100000 schedules", name, "--app", dir, "--build", build, "--family",
				"nim", "--schedules", "100000", "--jobs", "1", "--out", "out")
			g.Expect(code).To(Equal(exitInterrupted), last)
			g.Expect(last).To(MatchRegexp(`^nimcert: interrupted after \d+ schedules?: what was found is written$`))
			out := filepath.Join(dir, "out")
			r, err := explore.Read(out)
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(r.Interrupted).To(BeTrue())
			g.Expect(r.Failures).NotTo(BeEmpty())
			for _, f := range r.Failures {
				g.Expect(filepath.Join(out, f.File)).To(BeAnExistingFile())
			}
			if name == "explore" {
				return
			}
			page := read(g, out, "report.html")
			g.Expect(page).To(ContainSubstring("it was interrupted after"))
			g.Expect(page).To(ContainSubstring("the run was interrupted before a second session"))
			g.Expect(page).To(ContainSubstring("USE-03"))
			g.Expect(errorsIn(g, out)).To(BeNumerically(">", 0))
		})
	}
}

// A worker that says that it saves gets the time for it; one that does not is ended, and so is each at a second signal.
func TestAWorkerThatSavesIsNotEnded(t *testing.T) {
	const told, late = "read end <&4; ", "sleep 2; exit 130" // graceful is 1.2 s
	for name, tc := range map[string]struct {
		script  string
		signals int
		why     string
	}{
		"it saves":             {told + "echo saves >&5; " + late, 1, ""},
		"it says nothing":      {told + late, 1, interrupted},
		"it saves too long":    {told + "echo saves >&5; " + late, 2, interrupted},
		"it heard it before":   {"echo saves >&5; " + told + late, 1, ""},
		"nobody told it to go": {"echo saves >&5; exit 130", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			w, err := start("/bin/sh", []string{"-c", tc.script}, "")
			g.Expect(err).NotTo(HaveOccurred())
			signals := make(chan os.Signal, 2)
			for range tc.signals {
				signals <- syscall.SIGINT
			}
			code, why := w.wait(signals)
			g.Expect(code).To(Equal(exitInterrupted))
			g.Expect(why).To(Equal(tc.why))
		})
	}
}
