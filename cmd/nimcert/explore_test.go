package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/explore"
)

func TestExploreTakesNoArgumentAndReadsTheConfigurationThatItIsGiven(t *testing.T) {
	g := NewWithT(t)
	for want, args := range map[string][]string{
		`explore takes flags only, and "extra" is none`: {"explore", "extra"},
		"none.yml":                    {"explore", "--config", "none.yml"},
		`has a platform "wechatt"`:    {"explore", "--platform", "wechatt"},
		"--schedules 0 plays nothing": {"explore", "--schedules", "0"},
		"--for and --schedules":       {"explore", "--for", "5s", "--schedules", "5"},
		"there are at most 8 parts":   {"explore", "--shard", "1/9"},
		"has no explore.json":         {"explore", "--merge", "none"},
		"--for 0s plays nothing":      {"explore", "--for", "0s"},
		"\"1of2\"":                    {"explore", "--shard", "1of2"},
	} {
		r := nimcert(t, t.TempDir(), args...)
		g.Expect(r.code).To(Equal(exitUsage), "%v: %s", args, r.stderr)
		g.Expect(r.stderr).To(And(HavePrefix("nimcert: "), ContainSubstring(want)), "%v", args)
	}
}

func TestExplorePlaysOnThePlatformThatItIsGiven(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	r := nimcert(t, dir, "explore", "--platform", "uni-app", "--schedules", "8", "--out", "out")
	g.Expect(r.code).To(Equal(0), r.stderr)
	report, err := os.ReadFile(filepath.Join(dir, "out", "explore.json"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(string(report)).To(ContainSubstring(`"platform": "uni-app"`))

	g.Expect(os.WriteFile(filepath.Join(dir, "own.yml"), []byte("platform: uni-app\n"), 0o600)).To(Succeed())
	r = nimcert(t, dir, "explore", "--config", "own.yml", "--schedules", "8", "--out", "own")
	g.Expect(r.code).To(Equal(0), r.stderr)
	own, err := os.ReadFile(filepath.Join(dir, "own", "explore.json"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(own).To(Equal(report), "the same platform, by the configuration")
}

// A process that is ended in the middle has written what it found.
func TestWhatAnExplorationFoundIsThereWhileItRuns(t *testing.T) {
	g := NewWithT(t)
	sdk, err := os.ReadFile("../../clients/nim/zoo/sdk.js")
	g.Expect(err).NotTo(HaveOccurred())
	dir := t.TempDir()
	write(t, dir, "broken.js", string(sdk)+"\nseams.finished = function () { return true; };")
	cmd := commandIn(t, dir, "explore", "--build", "broken.js", "--family", "nim", "--schedules", "100000",
		"--out", "out")
	begin(t, cmd, 2*limit)
	found := func() []explore.Reported {
		report, _ := explore.Read(filepath.Join(dir, "out"))
		return report.Failures
	}
	g.Eventually(found, time.Minute, 20*time.Millisecond).ShouldNot(BeEmpty())
	g.Expect(cmd.Process.Signal(os.Interrupt)).To(Succeed())
	_ = cmd.Wait()
	g.Expect(cmd.ProcessState.ExitCode()).To(Equal(exitInterrupted))
	report, err := explore.Read(filepath.Join(dir, "out"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(report.Interrupted).To(BeTrue())
	g.Expect(report.Failures).NotTo(BeEmpty())
	for _, f := range report.Failures {
		g.Expect(filepath.Join(dir, "out", f.File)).To(BeARegularFile())
	}
}
