//go:build unix

package main

import (
	"runtime/debug"
	"testing"

	. "github.com/onsi/gomega"
)

// A large GOMEMLIMIT, as CI machines set, let garbage grow until the watching process ended a build for it.
func TestTheEnvironmentOnlyLowersTheMemoryLimit(t *testing.T) {
	g := NewWithT(t)
	before, percent := debug.SetMemoryLimit(-1), debug.SetGCPercent(100)
	t.Cleanup(func() {
		debug.SetMemoryLimit(before)
		debug.SetGCPercent(percent)
	})
	for given, holds := range map[int64]int64{4 << 30: memoryLimit, 100 << 20: 100 << 20} {
		debug.SetMemoryLimit(given)
		collectLess()
		g.Expect(debug.SetMemoryLimit(-1)).To(Equal(holds))
	}
	g.Expect(int64(2*memoryLimit)).To(BeNumerically("<=", mostMemory), "garbage alone ends no build")
}
