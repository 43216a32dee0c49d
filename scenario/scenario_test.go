package scenario_test

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/checks/invariants"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/scenario"
	"nimcert/session"
)

const life = `
at 0s: login alice attempts=3
in connected alice: send alice
after connected alice +1s: enter lobby
after connected lobby +1s: latency 25ms
+1s: drop
after connected alice +10ms: disconnect alice
and: connect alice
+30ms: push alice
and: push lobby
+1m: kick lobby 2
+5s: black-hole
+2m: heal
`

func play(t *testing.T, text string) invariants.World {
	t.Helper()
	s, err := scenario.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	run, err := session.Start(t.Context(), session.Options{Client: reference.New(), Mode: clock.Skip, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	w := scenario.Play(run, s, invariants.Domains{})
	if err := run.Err(); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestTheReferenceClientKeepsTheInvariants(t *testing.T) {
	g := NewWithT(t)
	w := play(t, life)
	for _, e := range w.Timeline {
		t.Log(e.At, e.Who, e.Kind, e.Instance, e.Socket, e.Verb, e.Detail, e.Code)
	}
	g.Expect(invariants.Check(w)).To(BeEmpty())
}
