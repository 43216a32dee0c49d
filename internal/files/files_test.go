package files_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/internal/files"
)

func TestReadReadsFilesAlone(t *testing.T) {
	g := NewWithT(t)
	path := filepath.Join(t.TempDir(), "a.txt")
	g.Expect(os.WriteFile(path, []byte("text"), 0o600)).To(Succeed())
	g.Expect(files.Read(path, 4)).To(BeEquivalentTo("text"))
	g.Expect(os.Truncate(path, 3<<20)).To(Succeed())
	for name, want := range map[string]error{
		path: &files.LargeError{Size: 3 << 20, Most: 2 << 20}, os.DevNull: files.ErrNoFile,
		filepath.Dir(path): files.ErrNoFile,
	} {
		_, err := files.Read(name, 2<<20)
		var at *fs.PathError
		g.Expect(errors.As(err, &at)).To(BeTrue(), name)
		g.Expect(at.Err).To(Equal(want))
	}
	_, err := files.Read(path, 2<<20)
	g.Expect(err).To(MatchError(ContainSubstring("it has 3 MB, and 2 are the most")))
	_, err = files.Read(filepath.Join(t.TempDir(), "nowhere"), 1)
	g.Expect(err).To(MatchError(fs.ErrNotExist))
	dir := os.DirFS(filepath.Dir(path))
	g.Expect(files.ReadIn(dir, "a.txt", 3<<20)).To(HaveLen(3 << 20))
	_, err = files.ReadIn(dir, "a.txt", 2<<20)
	g.Expect(err).To(MatchError(ContainSubstring("it has 3 MB")))
}
