package files_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/internal/files"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func names(g *WithT, dir string) (out []string) {
	entries, err := os.ReadDir(dir)
	g.Expect(err).NotTo(HaveOccurred())
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestAFileTakesItsPlaceWhole(t *testing.T) {
	g := NewWithT(t)
	dir := filepath.Join(t.TempDir(), "made")
	path := filepath.Join(dir, "a.txt")
	g.Expect(files.Replace(path, text("one"))).To(Succeed())

	p, err := files.Prepare(path, text("two"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(os.ReadFile(path)).To(BeEquivalentTo("one"), "not yet")
	unkept, err := filepath.Glob(filepath.Join(dir, files.Unkept("a.txt")))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(unkept).To(HaveLen(1))
	g.Expect(p.Keep()).To(Succeed())
	g.Expect(os.ReadFile(path)).To(BeEquivalentTo("two"))
	g.Expect(names(g, dir)).To(Equal([]string{"a.txt"}))

	p, err = files.Prepare(path, text("three"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(p.Drop()).To(Succeed())
	g.Expect(os.ReadFile(path)).To(BeEquivalentTo("two"))
	g.Expect(names(g, dir)).To(Equal([]string{"a.txt"}))
}

func TestAFileThatCannotBeWrittenLeavesNothing(t *testing.T) {
	g := NewWithT(t)
	dir, fault := t.TempDir(), errors.New("half of it")
	err := files.Replace(filepath.Join(dir, "a.txt"), func(w io.Writer) error {
		return errors.Join(text("half")(w), fault)
	})
	g.Expect(err).To(MatchError(fault))
	g.Expect(err).To(MatchError(HavePrefix("write a.txt: ")))
	g.Expect(names(g, dir)).To(BeEmpty())

	g.Expect(os.Mkdir(filepath.Join(dir, "a.txt"), 0o700)).To(Succeed())
	g.Expect(os.WriteFile(filepath.Join(dir, "a.txt", "theirs"), nil, 0o600)).To(Succeed())
	g.Expect(files.ReplaceText(filepath.Join(dir, "a.txt"), []byte("x"))).To(MatchError(HavePrefix("write a.txt: ")))
	g.Expect(names(g, dir)).To(Equal([]string{"a.txt"}), "a folder stands there")
}
