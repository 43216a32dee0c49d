package zoo_test

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/checks/invariants"
	"nimcert/clients/nim/zoo"
	"nimcert/clock"
	"nimcert/scenario"
	"nimcert/session"
)

// The application ends the instance when it is told that a message failed, which it is told while the loss is handled.
func TestAnEndInsideTheFailureOfAMessageIsOne(t *testing.T) {
	g := NewWithT(t)
	schedule, err := scenario.Parse(`
		+0s: login alice
		after connected alice +1s: hold message
		+0s: send alice
		in error alice: destroy alice
		+1s: drop
	`)
	g.Expect(err).NotTo(HaveOccurred())
	s, err := session.Start(t.Context(), session.Options{Client: zoo.Conforming(), Mode: clock.Skip, Seed: 1})
	g.Expect(err).NotTo(HaveOccurred())
	defer s.Close()
	g.Expect(invariants.Check(scenario.Play(s, schedule, invariants.Domains{}))).To(BeEmpty())
}
