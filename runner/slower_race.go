//go:build race

package runner

// slower is the factor by which the race detector slows a client down: five to ten were seen.
const slower = 10
