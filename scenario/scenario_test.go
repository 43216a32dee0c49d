package scenario_test

import (
	"fmt"
	"math"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/ledger"
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
	return playBy(t, text, scenario.Play)
}

func playBy(t *testing.T, text string,
	play func(*session.Session, scenario.Schedule, invariants.Domains) invariants.World) invariants.World {
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
	w := play(run, s, invariants.Domains{})
	if err := run.Err(); err != nil {
		t.Fatal(err)
	}
	return w
}

// A session that is played to its rest is the beginning of the whole one, and nobody is blamed for what never came.
func TestASessionThatEndsAtItsRest(t *testing.T) {
	g := NewWithT(t)
	whole, short := play(t, life), playBy(t, life, scenario.PlayToRest)
	heard := func(w invariants.World) (list []string) { // what several witnesses see at one instant has no order
		for _, e := range w.Timeline[:w.Rested].Where(ledger.By(ledger.Client)) {
			list = append(list, fmt.Sprint(e.At, e.Instance, e.Kind, e.Verb, e.Text))
		}
		return list
	}
	g.Expect(heard(short)).To(Equal(heard(whole)))
	g.Expect([]int{short.Revived, short.Probed, short.Ended}).To(HaveEach(math.MaxInt))
	g.Expect(invariants.Check(short)).To(BeEmpty())
}

func TestTheReferenceClientKeepsTheInvariants(t *testing.T) {
	g := NewWithT(t)
	w := play(t, life)
	for _, e := range w.Timeline {
		t.Log(e.At, e.Who, e.Kind, e.Instance, e.Socket, e.Verb, e.Detail, e.Code)
	}
	g.Expect(invariants.Check(w)).To(BeEmpty())
}

// The option former is left out while there is no instance that the name had before.
func TestACallOnAFormerInstance(t *testing.T) {
	g := NewWithT(t)
	w := play(t, `
at 0s: login alice
after connected alice +1s: send alice former
+1s: destroy alice
after done alice +1s: login alice
after connected alice +1s: send alice former
+1s: destroy alice former
`)
	g.Expect(invariants.Check(w)).To(BeEmpty())
	calls := w.Timeline.Where(ledger.Is(ledger.Verb), ledger.Of(clients.Former("alice")))
	g.Expect(calls).To(HaveLen(2))
	told := w.Timeline.Where(ledger.By(ledger.Client), ledger.Of(clients.Former("alice")))
	g.Expect(told).To(HaveLen(2), "its message fails, and the second destroy is done")
	g.Expect(told[0].Kind).To(Equal(ledger.Failed))
}
