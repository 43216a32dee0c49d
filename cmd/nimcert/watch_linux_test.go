package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	. "github.com/onsi/gomega"
)

// Native code that takes memory cannot be interrupted. The process ends, its build has reports that say so, and the
// next build is certified.
func TestABuildThatEndsTheProcess(t *testing.T) {
	sdk, err := os.ReadFile("../../clients/nim/zoo/sdk.js")
	if err != nil {
		t.Fatal(err)
	}
	const memory = "it took more than 1350 MiB of memory"
	for name, tc := range map[string]struct{ script, says string }{
		"a constant that is folded": {`var x = 2n ** 40000000000n;`, memory},
		"a split of a long text":    {once(`var a = "x".repeat(1 << 28).split("")`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			dir := t.TempDir()
			write(t, dir, "breaker.js", string(sdk)+"\n"+tc.script)
			write(t, dir, "ginkgo.yml",
				"sdks: [{name: breaker, family: nim, build: breaker.js}, {name: reference, family: reference}]\n")
			o := nimcert(t, dir, "certify", "--run", "MSG-02", "--allow-partial")
			g.Expect(o.code).To(Equal(exitBroke), o.out+o.stderr)
			g.Expect(o.stderr).NotTo(ContainSubstring("goroutine"))
			c := certificateOf(t, dir, "yxim-nim-web-sdk-unknown-breaker")
			g.Expect(c.Gate).To(Equal("error"))
			g.Expect(c.Requirements[0].Reason).To(And(HavePrefix("the process that ran it"), ContainSubstring(tc.says)))
			g.Expect(certificateOf(t, dir, "reference-1").Gate).To(Equal("open"),
				"the next client is certified normally")
		})
	}
}

// A merge whose process is ended, as for its memory, leaves no verdict: not even where the reports were written already
// and only its last words are missing.
func TestAMergeThatIsEndedLeavesNothingGreen(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	g.Expect(nimcert(t, dir, "certify", "-q", "--run", "REC-16", "--allow-partial", "--shard", "1/1", "--out",
		"shard").code).To(Equal(exitOpen))
	unread, full, err := os.Pipe() // nobody reads it: whoever writes waits
	g.Expect(err).NotTo(HaveOccurred())
	defer unread.Close()
	g.Expect(full.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))).To(Succeed())
	_, err = full.Write(make([]byte, 1<<20))
	g.Expect(err).To(MatchError(os.ErrDeadlineExceeded))
	cmd := commandIn(t, dir, "merge", "shard", "--allow-partial", "--out", "whole")
	var stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = full, &stderr
	begin(t, cmd, limit)
	out := filepath.Join(dir, "whole")
	g.Eventually(func() string {
		b, _ := os.ReadFile(filepath.Join(out, "outcome.env"))
		return string(b)
	}).WithTimeout(limit).Should(ContainSubstring("NIMCERT_GATE=open"))
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", cmd.Process.Pid))
	g.Expect(err).NotTo(HaveOccurred())
	children := ""
	for _, of := range tasks {
		children += read(g, filepath.Dir(of), "children")
	}
	worker, err := strconv.Atoi(strings.TrimSpace(children))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(syscall.Kill(worker, syscall.SIGKILL)).To(Succeed())
	_ = cmd.Wait()
	g.Expect(cmd.ProcessState.ExitCode()).To(Equal(exitBroke))
	g.Expect(stderr.String()).
		To(Equal("nimcert: the process that ran it was ended from outside (killed): nothing was " +
			"certified\n"))
	saysUnfinished(g, out, "3", "was ended from outside (killed)")
}

// Native code goes on behind a Ctrl-C, and may take the last memory before it is ended.
func TestAWorkerThatBreaksWhenToldToEndIsInterrupted(t *testing.T) {
	for name, script := range map[string]string{
		"killed":      `kill -9 $$`,
		"no memory":   `echo "fatal error: out of memory" >&2; exit 2`,
		"its own end": `exit 3`,
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			w := &worker{cmd: exec.Command("sh", "-c", script)}
			w.cmd.Stderr = &w.said
			err := w.cmd.Run()
			code, why := w.ended(err, "", true)
			if name == "its own end" { // it ended in order: its own code stands
				g.Expect(code).To(Equal(exitBroke))
				g.Expect(why).To(BeEmpty())
				return
			}
			g.Expect(code).To(Equal(exitInterrupted))
			g.Expect(why).To(Equal(interrupted))
			code, why = w.ended(err, "", false)
			g.Expect(code).To(Equal(exitBroke))
			g.Expect(why).To(HavePrefix("the process that ran it "))
		})
	}
}

func TestCtrlCEndsWhateverRunsWithinTwoSeconds(t *testing.T) {
	sdk, err := os.ReadFile("../../clients/nim/zoo/sdk.js")
	if err != nil {
		t.Fatal(err)
	}
	for name, script := range map[string]string{
		"a loop":            `for (;;) ;`,
		"a loop in a login": once(`for (;;) ;`),
		"native code":       once(`[].indexOf.call({length: Math.pow(2, 53) - 1}, 1)`),
		"memory":            once(`"x".repeat(1 << 27).split(/(?:)/)`), // a GB, and never enough to be ended for it
	} {
		for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
			t.Run(name+" "+signal.String(), func(t *testing.T) {
				g := NewWithT(t)
				dir := t.TempDir()
				write(t, dir, "breaker.js", string(sdk)+"\n"+script)
				cmd := commandIn(t, dir, "certify", "--build", "breaker.js", "--family", "nim", "-q")
				var stderr bytes.Buffer
				cmd.Stderr = &stderr
				begin(t, cmd, limit)
				time.Sleep(1500 * time.Millisecond) // it runs by then
				told := time.Now()
				g.Expect(cmd.Process.Signal(signal)).To(Succeed())
				_ = cmd.Wait()
				g.Expect(time.Since(told)).To(BeNumerically("<", 2*time.Second))
				g.Expect(cmd.ProcessState.ExitCode()).To(Equal(exitInterrupted), stderr.String())
				g.Expect(stderr.String()).To(HavePrefix("nimcert: interrupted"))
				g.Expect(strings.Count(stderr.String(), "\n")).To(Equal(1), stderr.String())
			})
		}
	}
}
