//go:build !unix

package runner

import "time"

// processorTime is not known here: nothing is bounded by it.
func processorTime() time.Duration { return 0 }
