package clock_test

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clock"
)

// The user may turn the phone's clock; nothing of the session is dated by it.
func TestATurnLeavesTheSessionsTime(t *testing.T) {
	g := NewWithT(t)
	wall := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	c := clock.New(clock.Skip, wall)
	defer c.Stop()
	c.Turn(-2 * time.Hour)
	c.Turn(time.Hour)
	g.Expect(c.Turned()).To(Equal(-time.Hour))
	g.Expect(c.Time()).NotTo(BeTemporally("<", wall))
}
