//go:build unix

package main

import (
	"os"
	"testing"

	. "github.com/onsi/gomega"
)

func TestDebuggingWorksInOneProcess(t *testing.T) {
	g := NewWithT(t)
	was, here := os.LookupEnv(watchedName)
	g.Expect(os.Unsetenv(watchedName)).To(Succeed())
	t.Cleanup(func() {
		if here {
			_ = os.Setenv(watchedName, was)
		}
	})
	_, done := watch([]string{"certify", "--debug"})
	g.Expect(done).To(BeFalse(), "a second process would be none of the debugger's")
}

func TestDebugIsAFlagOfEveryCommand(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	o := nimcert(t, dir, "trace", "--debug", "MSG-02", "--sdk", "reference")
	g.Expect(o.code).To(Equal(exitOpen), o.out+o.stderr)
	g.Expect(nimcert(t, t.TempDir(), "certify", "--help").out).To(ContainSubstring("--debug"))
}
