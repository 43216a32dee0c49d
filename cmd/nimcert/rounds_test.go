package main

import (
	"bufio"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	. "github.com/onsi/gomega"
)

// A build that does not load is certified in a moment, so that only the rounds are seen here.
func TestWatchCertifiesAgainWhenTheFileChanges(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("nobody sends Ctrl-C there")
	}
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "sdk.js", "throw new Error('the first')")
	cmd := commandIn(t, dir, "watch", "--build", "sdk.js", "--family", "nim")
	pipe, err := cmd.StdoutPipe()
	g.Expect(err).NotTo(HaveOccurred())
	begin(t, cmd, 4*limit)
	lines := make(chan string, 1000)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(pipe); s.Scan(); {
			lines <- s.Text()
		}
	}()
	says := func(what string) {
		t.Helper()
		g.Eventually(lines, limit).Should(Receive(ContainSubstring(what)))
	}
	says("sdk.js")
	says("the first")
	write(t, dir, "next.js", "throw new Error('the second')")
	g.Expect(os.Rename(filepath.Join(dir, "next.js"), filepath.Join(dir, "sdk.js"))).To(Succeed())
	says("the second")
	told := time.Now()
	g.Expect(cmd.Process.Signal(os.Interrupt)).To(Succeed())
	_ = cmd.Wait()
	g.Expect(cmd.ProcessState.ExitCode()).To(Equal(exitInterrupted))
	g.Expect(time.Since(told)).To(BeNumerically("<", 20*time.Second))

	nimcert(t, dir, "watch").refused(g, "--build is missing")
	nimcert(t, dir, "watch", "--build", "sdk.js").refused(g, "--build needs --family")
	nimcert(t, dir, "watch", "--build", "none.js", "--family", "nim").refused(g, "none.js is not there")
}
