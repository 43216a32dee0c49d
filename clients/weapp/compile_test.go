package weapp

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"
)

// The engine works constants out while it compiles, where nothing watches it yet.
func TestCompilingIsBounded(t *testing.T) {
	g := NewWithT(t)
	free := make(chan struct{})
	_, err := within(50*time.Millisecond, "late.js", func() (*Program, error) { <-free; return nil, nil })
	close(free)
	g.Expect(err).To(MatchError(ContainSubstring("late.js does not compile within 50ms")))
	_, err = within(time.Minute, "broken.js", func() (*Program, error) { panic("no luck") })
	g.Expect(err).To(MatchError(And(ContainSubstring("broken.js does not compile"), ContainSubstring("no luck"))))
	_, err = Compile("shift.js", "1n << 9223372036854775807n")
	g.Expect(err).To(MatchError(ContainSubstring("shift.js does not compile: the embedded JavaScript engine broke")))
	p, err := Compile("good.js", "module.exports = 3n ** 10n")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(p).NotTo(BeNil())
}
