package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

// Half an answer must not end as a whole one does, whichever command gives it.
func TestAnAnswerThatCannotBeWrittenEndsWith3(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	write(t, dir, "s.txt", "at 0s: login alice\n")
	for _, args := range []string{
		"list", "explain LIM-01", "trace lim-01/messages", "version", "replay s.txt", "replay s.txt --json",
		"explore --schedules 1", "explore --schedules 1 --json", "domains --sdk reference", "--help",
		"certify --run REC-16 --allow-partial", "selftest --run REC-16",
	} {
		t.Run(args, func(t *testing.T) {
			g := NewWithT(t)
			full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
			g.Expect(err).NotTo(HaveOccurred())
			defer full.Close()
			cmd := commandIn(t, dir, strings.Fields(args)...)
			var stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = full, &stderr
			begin(t, cmd, limit)
			_ = cmd.Wait()
			g.Expect(cmd.ProcessState.ExitCode()).To(Equal(exitBroke), stderr.String())
			g.Expect(stderr.String()).To(ContainSubstring(
				"nimcert: the answer could not be written: write /dev/stdout: no space left on device"))
		})
	}
}

// A folder that takes no file is the machine's fault, not the command line's.
func TestReportsThatCannotBeWrittenEndWith3(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	for args, file := range map[string]string{
		"certify --run REC-16 --allow-partial": "badge.json", "explore --schedules 1": "explore.json",
	} {
		t.Run(args, func(t *testing.T) {
			g := NewWithT(t)
			out := t.TempDir()
			g.Expect(os.Mkdir(filepath.Join(out, file), 0o700)).To(Succeed())
			o := nimcert(t, dir, append(strings.Fields(args), "--out", out)...)
			g.Expect(o.code).To(Equal(exitBroke), o.stderr)
			g.Expect(o.stderr).To(And(ContainSubstring("nimcert: the reports could not be written: "),
				ContainSubstring(filepath.Join(out, file))))
		})
	}
}
