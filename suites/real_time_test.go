package suites

import (
	"path"
	"testing"

	. "github.com/onsi/gomega"
)

// Each pattern names a condition: one that is renamed would not be tried any more, and nobody would see it.
func TestEachPatternOfWhatIsTriedInRealTimeNamesACondition(t *testing.T) {
	g := NewWithT(t)
	for _, pattern := range inRealTime {
		found := 0
		for _, s := range Specs {
			for _, c := range s.Conditions {
				fits, err := path.Match(pattern, c.Slug)
				g.Expect(err).NotTo(HaveOccurred(), pattern)
				if fits {
					found++
					g.Expect(InRealTime(c.Slug)).To(BeTrue())
				}
			}
		}
		g.Expect(found).NotTo(BeZero(), pattern)
	}
	g.Expect(InRealTime("rec-03/im")).To(BeFalse())
}
