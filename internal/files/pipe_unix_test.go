//go:build unix

package files_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/internal/files"
)

func TestAPipeIsReadToItsEnd(t *testing.T) {
	g := NewWithT(t)
	path := filepath.Join(t.TempDir(), "pipe")
	g.Expect(syscall.Mkfifo(path, 0o600)).To(Succeed())
	writes := func(text string) {
		go func() { _ = os.WriteFile(path, []byte(text), 0o600) }() // it waits for a reader
	}
	writes("at 0s: ")
	g.Expect(files.ReadOrPipe(path, 100, time.Minute)).To(BeEquivalentTo("at 0s: "))
	writes(strings.Repeat("x", 2000))
	_, err := files.ReadOrPipe(path, 1000, time.Minute)
	g.Expect(err).To(MatchError(ContainSubstring("are the most")))
}

func TestAPipeThatNobodyWritesTo(t *testing.T) {
	g := NewWithT(t)
	path := filepath.Join(t.TempDir(), "pipe")
	g.Expect(syscall.Mkfifo(path, 0o600)).To(Succeed())
	_, err := files.ReadOrPipe(path, 1, time.Millisecond)
	g.Expect(err).To(MatchError(ContainSubstring("the pipe did not end in 1ms")))
	_, err = files.ReadOrPipe(os.DevNull, 1, time.Millisecond)
	g.Expect(err).To(MatchError(files.ErrNoFile))
}
