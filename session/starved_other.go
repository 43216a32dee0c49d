//go:build !linux

package session

import "time"

// waitedForProcessors is not known here: a budget is real time, whatever else the machine does.
func waitedForProcessors() time.Duration { return 0 }
