//go:build unix

package limits

import (
	"runtime"
	"testing"
	"time"

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
	for WorkTime()-work < tick && ProcessorTime()-all < 10*time.Second {
	}
	g.Expect(WorkTime()-work).To(BeNumerically(">=", tick), "what is computed counts")
}
