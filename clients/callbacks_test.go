package clients

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

func TestWhatWaitsForACallbackRunsOnceAndInItsTurn(t *testing.T) {
	g := NewWithT(t)
	var c Callbacks
	var ran []string
	note := func(what string) Then { return func(Verbs) { ran = append(ran, what) } }
	connected := ledger.Event{Kind: ledger.Connected, Instance: "alice"}
	c.Inside(ledger.Connected, "alice", 1, func(Verbs) {
		ran = append(ran, "first")
		c.Inside(ledger.Connected, "alice", 1, note("again"))
	})
	c.Inside(ledger.Connected, "alice", 2, note("second"))
	c.Inside(ledger.Connected, "bob", 1, note("bob"))
	c.Inside(ledger.Done, "alice", 1, note("done"))

	c.Told(connected, nil)
	g.Expect(ran).To(Equal([]string{"first"}))
	c.Told(connected, nil)
	g.Expect(ran).To(Equal([]string{"first", "second", "again"}))
	c.Told(connected, nil)
	g.Expect(ran).To(HaveLen(3))
	c.Told(ledger.Event{Kind: ledger.Done, Instance: "alice"}, nil)
	g.Expect(ran).To(HaveLen(4))
}
