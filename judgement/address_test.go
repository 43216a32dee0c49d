package judgement

import (
	"testing"

	. "github.com/onsi/gomega"
)

// An SDK that draws one of its addresses says the same under each seed.
func TestAddressesAreNoOtherFinding(t *testing.T) {
	g := NewWithT(t)
	s := Say("test.address", "{host} is contacted by {kind}", "{host} 被 {kind} 访问")
	t.Cleanup(func() { delete(sentences, "test.address") })
	g.Expect(s.Of("https://a.example", "request").Alike(s.Of("https://b.example", "request"))).To(BeTrue())
	g.Expect(s.Of("https://a.example", "request").Alike(s.Of("https://a.example", "socket"))).To(BeFalse())
}
