package reports_test

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/reports"
)

// A note on a document stands in every output, and leaves the verdict as it is.
func TestANoteIsNoVerdict(t *testing.T) {
	g := NewWithT(t)
	r := run(passing("APP-01", ""), passing("REC-01", ""))
	want, _ := catalogue.Get("APP-01")
	g.Expect(want.Note).NotTo(BeEmpty())

	c := r.Certificate()
	fits(g, issued(g, r))
	g.Expect(c.Requirements[0].Note).To(BeEmpty(), "it is APP-01's alone")
	g.Expect(c.Requirements[1].Note).To(Equal(want.Note))
	g.Expect(c.Requirements[1].Verdict).To(Equal(reports.Pass))

	p := page(g, r)
	g.Expect(p.text()).To(ContainSubstring("A note on the guide: " + want.Note))
	noted := 0
	for _, s := range junit(g, r).Suites {
		for _, p := range s.Properties {
			if p.Name == "note on the guide, APP-01" {
				g.Expect(p.Value).To(Equal(want.Note))
				noted++
			}
		}
	}
	g.Expect(noted).To(Equal(1))
}
