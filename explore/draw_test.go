package explore

import (
	"slices"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients/nim/zoo"
	"nimcert/scenario"
)

// Whatever is drawn and varied is a schedule with an instance, none comes a second time, and the same numbers draw the
// same.
func TestEverythingDrawnIsASchedule(t *testing.T) {
	g := NewWithT(t)
	draw := func() []string {
		i := Explorer{Setting: Setting{Client: zoo.Conforming()}, Seed: 3}.newIsland(10)
		var texts []string
		for range 3000 {
			s := i.next(0)
			i.corpus = append(i.corpus, s)
			texts = append(texts, s.String())
		}
		return texts
	}
	texts := draw()
	for _, text := range texts {
		s, err := scenario.Parse(text)
		g.Expect(err).NotTo(HaveOccurred(), text)
		g.Expect(opens(s)).To(BeTrue(), text)
	}
	g.Expect(draw()).To(Equal(texts))
	slices.Sort(texts)
	g.Expect(slices.Compact(texts)).To(HaveLen(3000), "none is drawn twice")
}
