package invariants

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
)

func TestEachInvariantIsOfARequirementAndSaysWhatItCannotSee(t *testing.T) {
	g := NewWithT(t)
	names := map[string]bool{}
	for _, i := range All() {
		_, known := catalogue.Get(i.Requirement)
		g.Expect(known).To(BeTrue(), i.Requirement)
		g.Expect(i.Blind).NotTo(BeEmpty(), i.Name)
		g.Expect(names).NotTo(HaveKey(i.Name))
		names[i.Name] = true
	}
}
