package catalogue_test

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
)

func TestTheVersionNamesTheDemands(t *testing.T) {
	g := NewWithT(t)
	last, ok := catalogue.Find(catalogue.Version())
	g.Expect(ok).To(BeTrue())
	g.Expect(catalogue.ValidVersion(last.Version)).To(BeTrue())
	g.Expect(catalogue.Digest()).To(Equal(last.Digest),
		"what the catalogue demands has changed: add an edition to version.go, or, while edition %s has issued no "+
			"certificate, "+
			"write the new digest into it", last.Version)
}

func TestVersionsAreNumbersInAnOrder(t *testing.T) {
	g := NewWithT(t)
	for _, v := range []string{"", "1", "v1.0", "1.0.0", "1.0-rc", "01.0", "1.x", "1.0+x", " 1.0", "one"} {
		g.Expect(catalogue.ValidVersion(v)).To(BeFalse(), "%q", v)
	}
	g.Expect(catalogue.ValidVersion("10.2")).To(BeTrue())
	g.Expect(catalogue.CompareVersions("1.2", "1.10")).To(BeNumerically("<", 0), "numbers, not letters")
	g.Expect(catalogue.CompareVersions("2.0", "1.10")).To(BeNumerically(">", 0))
	g.Expect(catalogue.CompareVersions("1.0", "1.0")).To(BeZero())
	g.Expect(catalogue.CompareVersions("x", "1.0")).To(BeNumerically("<", 0))
	_, ok := catalogue.Find("0.1")
	g.Expect(ok).To(BeFalse())
}
