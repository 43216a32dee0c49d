package rooms_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

var (
	quotedID = regexp.MustCompile(`"([A-Z]{3}-\d\d)"`)
	span     = regexp.MustCompile(`([A-Z]{3})-(\d\d)(?: to [A-Z]{3}-(\d\d))?`)
)

// named are the requirements that a first line names; "DOM-01 to DOM-06" are six.
func named(line string) map[string]bool {
	ids := map[string]bool{}
	for _, m := range span.FindAllStringSubmatch(line, -1) {
		last := m[3]
		if last == "" {
			last = m[2]
		}
		for n := m[2]; n <= last; {
			ids[m[1]+"-"+n] = true
			var next int
			_, _ = fmt.Sscanf(n, "%d", &next) // two digits: the expression says so
			n = fmt.Sprintf("%02d", next+1)
		}
	}
	return ids
}

// A file of specs, or of clients that break them, says in its first line which requirements it is about.
func TestFilesNameTheirRequirementsInTheFirstLine(t *testing.T) {
	seen := 0
	for pattern, of := range map[string]*regexp.Regexp{
		"../../suites/*.go": regexp.MustCompile(
			`\b(?:requirement|requirementBeside|requirementUnder|alsoUnder)\("([A-Z]{3}-\d\d)"`),
		"../../clients/reference/mutants_*_*.go": quotedID,
		"../../clients/reference/mutants_???.go": quotedID,
		"../../clients/nim/zoo/mutants_*.go":     quotedID,
	} {
		files, err := filepath.Glob(pattern)
		NewWithT(t).Expect(err).NotTo(HaveOccurred())
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			g := NewWithT(t)
			data, err := os.ReadFile(file)
			g.Expect(err).NotTo(HaveOccurred())
			first, rest, _ := strings.Cut(string(data), "\n")
			held := map[string]bool{}
			for _, m := range of.FindAllStringSubmatch(rest, -1) {
				held[m[1]] = true
			}
			if len(held) == 0 {
				continue
			}
			seen++
			g.Expect(first).To(HavePrefix("// "), file)
			for _, id := range slices.Sorted(maps.Keys(held)) {
				g.Expect(named(first)).To(HaveKey(id), "the first line of %s: %s", file, first)
			}
		}
	}
	NewWithT(t).Expect(seen).To(BeNumerically(">", 50))
}
