//go:build !unix

package limits

import "time"

// ProcessorTime is unknown on this system: it bounds nothing.
func ProcessorTime() time.Duration { return 0 }
