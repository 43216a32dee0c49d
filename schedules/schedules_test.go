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
			g.Expect(strings.TrimSuffix(f.Name, ".txt")).To(Equal(strings.ToLower(s.Requirement) + "-" + s.Slug))
			g.Expect(slugs).NotTo(HaveKey(s.Requirement + s.Slug))
			slugs[s.Requirement+s.Slug] = true
			g.Expect(s.Title).NotTo(BeEmpty())
			g.Expect(s.Chinese).NotTo(BeEmpty())
			if strings.HasSuffix(f.Name, ".txt") && f.Name != life {
				g.Expect(len(s.Steps)).To(BeNumerically("<=", 6), "it is small")
			}
		})
	}
}

// What is thrown uncaught breaks GLB-04, which judges every schedule by itself. A schedule that counted it for its own
// requirement would accuse a client of what it keeps. A call that throws at its caller may break both.
func TestNoScheduleTakesWhatIsThrownForItsOwnRequirement(t *testing.T) {
	for _, f := range schedules.All() {
		s, err := scenario.Parse(f.Text)
		NewWithT(t).Expect(err).NotTo(HaveOccurred())
		if s.Requirement != "GLB-04" {
			for _, key := range []string{"GLB-04/exception", "GLB-04/rejection"} {
				NewWithT(t).Expect(s.About("GLB-04", key)).To(BeFalse(), f.Name)
			}
		}
	}
}
