package session

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/internal/limits"
)

// waits is a machine on which the process has waited so long for a processor each time that somebody asks.
func waits(each time.Duration) (func() time.Duration, *int) {
	asked := new(int)
	return func() time.Duration {
		*asked++
		return time.Duration(*asked) * each
	}, asked
}

func TestABudgetIsTimeThatTheProcessCouldUse(t *testing.T) {
	const d = time.Millisecond
	for name, tc := range map[string]struct {
		each  time.Duration
		asked int // at the beginning, and whenever the budget is used up
	}{
		"a quiet machine":           {0, 2},
		"a machine of others, half": {d / 2, 2},
		"a machine that is starved": {d, 2 + limits.Extensions},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			waited, asked := waits(tc.each)
			ended := make(chan struct{})
			b := newBudget(d, waited, func() { close(ended) })
			g.Eventually(ended).WithTimeout(time.Minute).Should(BeClosed())
			b.Stop()
			g.Expect(*asked).To(Equal(tc.asked))
		})
	}
}

func TestABudgetThatIsStoppedEndsNothing(t *testing.T) {
	g := NewWithT(t)
	waited, _ := waits(0)
	ended := make(chan struct{})
	newBudget(20*time.Millisecond, waited, func() { close(ended) }).Stop()
	g.Consistently(ended).WithTimeout(100 * time.Millisecond).ShouldNot(BeClosed())
}
