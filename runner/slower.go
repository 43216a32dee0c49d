//go:build !race

package runner

// slower is the factor by which the race detector slows a client down.
const slower = 1
