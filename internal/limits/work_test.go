//go:build unix

package limits

import (
	"runtime"
	"testing"

	. "github.com/onsi/gomega"
)

func TestGarbageCollectionIsNoWork(t *testing.T) {
	g := NewWithT(t)
	held := make([]*[8]*int, 1<<19)
	for i := range held {
		held[i] = new([8]*int)
	}
	runtime.GC()
	all, work := ProcessorTime(), WorkTime()
	for range 20 {
		runtime.GC()
	}
	all, work = ProcessorTime()-all, WorkTime()-work
	runtime.KeepAlive(held)
	g.Expect(work).To(BeNumerically("<", all/2))

	all, work = ProcessorTime(), WorkTime()
	for ProcessorTime()-all < 3*tick {
	}
	g.Expect(WorkTime()-work).To(BeNumerically(">", 2*tick), "what is computed counts")
}
