package schedules_test

import (
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/scenario"
	"nimcert/schedules"
)

// life is a whole life, and so the only schedule that is not small.
const life = "glb-01-after-mishaps.txt"

func TestEachScheduleIsAConditionWithANameInBothLanguages(t *testing.T) {
	slugs := map[string]bool{}
	for _, f := range schedules.All() {
		t.Run(f.Name, func(t *testing.T) {
			g := NewWithT(t)
			s, err := scenario.Parse(f.Text)
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(f.Name).To(Equal(strings.ToLower(s.Requirement) + "-" + s.Slug + ".txt"))
			g.Expect(slugs).NotTo(HaveKey(s.Requirement + s.Slug))
			slugs[s.Requirement+s.Slug] = true
			g.Expect(s.Title).NotTo(BeEmpty())
			g.Expect(s.Chinese).NotTo(BeEmpty())
			if f.Name != life {
				g.Expect(len(s.Steps)).To(BeNumerically("<=", 6), "it is small")
			}
		})
	}
}
