package selftest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

// read returns a file of the module, whose root is one folder up.
func (m mutation) read() (string, error) {
	data, err := os.ReadFile(filepath.Join("..", m.file))
	return string(data), err
}

// A mutation whose text is gone would be tried on nothing.
func TestEachMutationCanBeMade(t *testing.T) {
	g := NewWithT(t)
	seen := map[string]bool{}
	for _, m := range mutations {
		source, err := m.read()
		g.Expect(err).NotTo(HaveOccurred())
		if n := strings.Count(source, m.old); n != 1 {
			t.Errorf("%s: %s: the text must occur once, not %d times:\n%s", m.file, m.what, n, m.old)
		}
		g.Expect(m.new).NotTo(Equal(m.old))
		g.Expect(seen[m.file+m.old+m.new]).To(BeFalse(), "%s: %s: it stands twice on the list", m.file, m.what)
		seen[m.file+m.old+m.new] = true
		g.Expect(m.what).NotTo(BeEmpty())
	}
	g.Expect(len(mutations)).To(BeNumerically(">=", 40))
}
