package invariants

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/ledger"
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

// codeFromTextIn judges a time line in which a program tries eval, and then comes what follows.
func codeFromTextIn(follows ledger.Event) []Finding {
	line := ledger.Timeline{
		{Seq: 1, At: time.Second, Who: ledger.Host, Kind: ledger.Forbidden, Detail: "eval"},
	}
	follows.Seq = 2
	return codeFromText(look(World{Timeline: append(line, follows)}))
}

func TestAnAttemptAtCodeFromTextThatCostsNothingIsNoFault(t *testing.T) {
	g := NewWithT(t)
	g.Expect(codeFromTextIn(ledger.Event{At: time.Second, Who: ledger.Client, Kind: ledger.Connected})).To(BeEmpty())
	stopped := ledger.Event{At: time.Second, Who: ledger.Host, Kind: ledger.Uncaught,
		Detail: "TypeError: eval: " + clients.NoCodeFromText}
	g.Expect(codeFromTextIn(stopped)).To(HaveLen(1))
	stopped.At = time.Minute
	g.Expect(codeFromTextIn(stopped)).To(BeEmpty())
}
