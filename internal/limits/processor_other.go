//go:build !unix

package limits

import "time"

// ProcessorTime is not known here: nothing is bounded by it.
func ProcessorTime() time.Duration { return 0 }
