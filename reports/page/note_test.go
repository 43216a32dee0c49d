package page_test

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/verdict/verdicttest"
)

// A note on a document stands on the page.
func TestThePageHasTheNotesOnDocuments(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.Passing("APP-01", ""), verdicttest.Passing("REC-01", ""))
	want, _ := catalogue.Get("APP-01")
	g.Expect(want.Note).NotTo(BeEmpty())

	p := pageOf(g, r)
	g.Expect(p.text()).To(ContainSubstring("A note on the guide: " + want.Note))
}
