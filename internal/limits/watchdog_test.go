package limits

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"
)

const tick = 20 * time.Millisecond

func TestWorkThatComputesIsEnded(t *testing.T) {
	g := NewWithT(t)
	ended := make(chan struct{})
	defer Watch(tick, func() { close(ended) }).Stop()
	for n := 0; ; n++ { // compute until it is ended
		select {
		case <-ended:
			g.Expect(n).To(BeNumerically(">", 0))
			return
		default:
		}
	}
}

func TestStoppedIsStopped(t *testing.T) {
	ended := make(chan struct{})
	w := Watch(tick, func() { close(ended) })
	w.Stop()
	NewWithT(t).Consistently(ended).WithTimeout(3 * tick).ShouldNot(BeClosed())
}
