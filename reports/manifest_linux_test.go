package reports

import (
	"path/filepath"
	"syscall"
	"testing"

	. "github.com/onsi/gomega"
)

// Opening a pipe waits for whoever writes to it, and nobody does.
func TestAListThatIsAPipeIsNotWaitedFor(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	g.Expect(syscall.Mkfifo(filepath.Join(dir, ManifestFile), 0o600)).To(Succeed())
	g.Expect(Own(dir, "the run has not ended", 3, false)).To(MatchError(
		ContainSubstring("read what the run before wrote")))
}
