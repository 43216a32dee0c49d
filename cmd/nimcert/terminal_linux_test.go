package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
	"golang.org/x/sys/unix"
)

// pseudoTerminal opens a terminal of 100 columns: what is written to the one end is read at the other.
func pseudoTerminal(t *testing.T) (screen, tty *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = screen.Close() })
	if err := unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(int(tty.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 100}); err != nil {
		t.Fatal(err)
	}
	return screen, tty
}

// onTerminal runs the command with its streams on a terminal, and returns all that was drawn there. seen is called with
// what was drawn so far, as it comes.
func onTerminal(t *testing.T, dir string, env []string, seen func(p *os.Process, drawn string),
	args ...string) (code int, drawn string) {
	t.Helper()
	screen, tty := pseudoTerminal(t)
	cmd := commandIn(t, dir, args...)
	cmd.Stdout, cmd.Stderr = tty, tty
	cmd.Env = append(os.Environ(), append([]string{"TERM=xterm", "NO_COLOR=", "CLICOLOR_FORCE="}, env...)...)
	begin(t, cmd, limit)
	_ = tty.Close() // the command has it: when it ends, the screen ends
	var b strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := screen.Read(buf)
		b.Write(buf[:n])
		if seen != nil {
			seen(cmd.Process, b.String())
		}
		if err != nil {
			break // EIO: the other end is closed
		}
	}
	if err := cmd.Wait(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), strings.ReplaceAll(b.String(), "\r\n", "\n")
}

func TestOnATerminalTheLineIsDrawnAndTakenAway(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", zooFails(t, dir, "zoo"))
	code, drawn := onTerminal(t, dir, nil, nil, "certify", "--allow-partial", "--run", "REC-01,REC-14")
	g.Expect(code).To(Equal(exitOpen), drawn)
	g.Expect(drawn).To(MatchRegexp(`^nimcert: (\d+) cases, clock skip\n\r\[ *0/(\d+)\], `))
	g.Expect(drawn).To(ContainSubstring("\r\x1b[K\x1b[31m✗ fail\x1b[0m @yxim/nim-web-sdk unknown (zoo)  REC-14 "+
		"(SHOULD): "), "it stays above the line")
	progress, summary, ok := strings.Cut(drawn, "\r\x1b[K@yxim/nim-web-sdk unknown (zoo)\n")
	g.Expect(ok).To(BeTrue(), "the line is gone before the summary: %q", drawn)
	g.Expect(progress).To(MatchRegexp(`\[(\d+)/(\d+)\]`))
	for _, line := range strings.FieldsFunc(progress, func(r rune) bool { return r == '\r' }) {
		if strings.HasPrefix(line, "[") {
			g.Expect(len([]rune(strings.TrimSuffix(line, "\x1b[K")))).To(BeNumerically("<", 100))
		}
	}
	g.Expect(summary).To(ContainSubstring("\x1b[32m✓ 1 pass\x1b[0m"))
	g.Expect(summary).NotTo(ContainSubstring("\r"))
}

func TestATerminalCanBePlain(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", zooFails(t, dir, "zoo"))
	for _, c := range []struct {
		env           string
		line, colored bool
	}{{"NO_COLOR=1", true, false}, {"TERM=dumb", false, false}, {"CLICOLOR_FORCE=1", true, true}} {
		code, drawn := onTerminal(t, dir, []string{c.env}, nil, "certify", "--allow-partial", "--run", "REC-14")
		g.Expect(code).To(Equal(exitOpen), drawn)
		g.Expect(strings.Contains(drawn, "\r")).To(Equal(c.line), "%s: %q", c.env, drawn)
		g.Expect(strings.Contains(drawn, "\x1b[3")).To(Equal(c.colored), "%s: %q", c.env, drawn)
	}
	_, drawn := onTerminal(t, dir, nil, nil, "certify", "--allow-partial", "--run", "REC-16", "--quiet")
	g.Expect(drawn).NotTo(ContainSubstring("\r"), "quiet draws nothing")
	g.Expect(strings.Count(drawn, "\n")).To(Equal(1), drawn)
}

func TestCtrlCTakesTheLineAwayAndSaysWhatItEnded(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	sent := false
	code, drawn := onTerminal(t, dir, nil, func(p *os.Process, drawn string) {
		if !sent && strings.Contains(drawn, "KCK-03") {
			sent = p.Signal(os.Interrupt) == nil
		}
	}, "certify", "--clock", "real", "--allow-partial", "--run", "KCK-03")
	g.Expect(code).To(Equal(exitInterrupted), drawn)
	g.Expect(drawn).To(MatchRegexp(`\r\x1b\[Knimcert: interrupted in reference 1 +KCK-03 [^\r]*, after 0 of [0-9]+ ` +
		`cases: nothing was certified\n$`))
}
