//go:build unix

package limits

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"
)

func TestWorkThatWaitsForAProcessorIsNotEndedAtOnce(t *testing.T) {
	g := NewWithT(t)
	began := time.Now()
	ended := make(chan time.Duration, 1)
	defer Watch(tick, func() { ended <- time.Since(began) }).Stop()
	g.Expect(<-ended).To(BeNumerically(">", 2*tick), "nothing was computed meanwhile")
}
