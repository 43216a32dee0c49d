package explore

import (
	"math/rand/v2"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients/nim/zoo"
	"nimcert/scenario"
)

// Whatever is drawn and varied is a schedule with an instance, and the same again with the same numbers.
func TestEverythingDrawnIsASchedule(t *testing.T) {
	g := NewWithT(t)
	draw := func() []string {
		d := &drawer{has: zoo.Conforming().Capabilities(), slots: 2, r: rand.New(rand.NewPCG(3, 10))}
		var corpus []scenario.Schedule
		var texts []string
		for range 3000 {
			s := Explorer{}.next(d, corpus)
			corpus = append(corpus, s)
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
}
