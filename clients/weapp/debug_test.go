package weapp

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/internal/limits"
)

// A turn that stands at a breakpoint is not one that loops.
func TestADebuggerLiftsTheLimitOfATurn(t *testing.T) {
	g := NewWithT(t)
	g.Expect(start(t).limit).To(Equal(turnLimit))
	t.Cleanup(limits.Lift())
	g.Expect(start(t).limit).To(Equal(limits.Lifted))
}
