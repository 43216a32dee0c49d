package rooms_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	. "github.com/onsi/gomega"
)

// A reader sees a line whole, and a file is about one topic: at most 120 columns, a tab being four, and 400 lines.
// golangci-lint's lll says the same of lines, but make test does not run it.
func TestNoLineIsTooWideAndNoFileTooLong(t *testing.T) {
	const columns, lines = 120, 400
	seen := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go"):
			return nil
		}
		seen++
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
		NewWithT(t).Expect(len(text)).To(BeNumerically("<=", lines), path)
		for i, line := range text {
			width := utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    "))
			NewWithT(t).Expect(width).To(BeNumerically("<=", columns), "%s:%d", path, i+1)
		}
		return nil
	})
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	NewWithT(t).Expect(seen).To(BeNumerically(">", 400))
}
