//go:build race

package runner

// slower is by how much the race detector slows a client down: five to ten times were seen.
const slower = 10
