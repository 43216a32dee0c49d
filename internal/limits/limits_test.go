package limits

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"
)

func TestLimitsAreLiftedAndPutBack(t *testing.T) {
	g := NewWithT(t)
	g.Expect(Real(time.Second)).To(Equal(time.Second))
	back := Lift()
	g.Expect(Real(time.Second)).To(Equal(Lifted))
	g.Expect(Real(48 * time.Hour)).To(Equal(48 * time.Hour))
	back()
	g.Expect(Real(time.Second)).To(Equal(time.Second))
}
