//go:build !race

package runner

// slower is by how much the race detector slows a client down.
const slower = 1
