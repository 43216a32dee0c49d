package explore

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/scenario"
)

func parsed(t *testing.T, text string) scenario.Schedule {
	t.Helper()
	s, err := scenario.Parse(text)
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	return s
}

// What comes behind the fault, what never came and what comes long before it is left out at once.
func TestMakingSmallTakesFewSessions(t *testing.T) {
	g := NewWithT(t)
	x := mistaken()
	long := parsed(t, `+0s: latency 25ms
+0s: login alice
+1s: push alice
and: push alice
+1s: drop
after connected alice +1s: send alice
+1s: background
+1s: foreground
after connected alice: kick alice 1
+1s: hold heartbeat
+1s: release heartbeat
+1s: send alice
and: disconnect alice
+1s: connect alice
+1s: drop
+1s: kick alice 1
+1s: connect alice
+1s: send alice`)
	played := x.Play(t.Context(), long)
	g.Expect(played.Broke).To(BeEmpty())
	g.Expect(keys(played.Findings)).To(ContainElement("KCK-01/told-and-was-none"))
	finding, _ := played.shows("KCK-01/told-and-was-none")
	small := x.Shrink(t.Context(), Failure{Key: finding.Key(), Finding: finding, Schedule: long, Played: played})
	g.Expect(small.Small.String()).To(Equal("+0s: login alice\n+0s: disconnect alice\n"))
	g.Expect(small.Confirmed).To(BeTrue())
	g.Expect(small.Plays).To(BeNumerically("<=", 9))
}

// The rest of a turn keeps the moment of the turn.
func TestATurnKeepsItsMoment(t *testing.T) {
	g := NewWithT(t)
	all := parsed(t, "+0s: login alice\n+5s: push alice\nand: kick alice 1\nand: push alice\n+1s: heal")
	out := func(list ...int) string {
		return without(all, func(i int) bool {
			for _, gone := range list {
				if i == gone {
					return true
				}
			}
			return false
		}).String()
	}
	g.Expect(out(1)).To(Equal("+0s: login alice\n+5s: kick alice 1\nand: push alice\n+1s: heal\n"))
	g.Expect(out(1, 2)).To(Equal("+0s: login alice\n+5s: push alice\n+1s: heal\n"))
	g.Expect(out(2)).To(Equal("+0s: login alice\n+5s: push alice\nand: push alice\n+1s: heal\n"))
	g.Expect(out(1, 2, 3)).To(Equal("+0s: login alice\n+1s: heal\n"))
}

// Of all schedules that show a fault the one that showed it after the fewest steps is made small.
func TestTheSoonestScheduleIsKept(t *testing.T) {
	g := NewWithT(t)
	kept := soonest([]Failure{{Key: "b", Number: 9, Needed: 3}, {Key: "a", Number: 1, Needed: 7},
		{Key: "a", Number: 12, Needed: 2}, {Key: "a", Number: 8, Needed: 2}, {Key: "b", Number: 2, Needed: 3}},
		func(f Failure) (string, int, int) { return f.Key, f.Needed, f.Number })
	g.Expect(kept).To(Equal([]Failure{{Key: "b", Number: 2, Needed: 3}, {Key: "a", Number: 8, Needed: 2}}))
}
