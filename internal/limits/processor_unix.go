//go:build unix

package limits

import (
	"syscall"
	"time"
)

// ProcessorTime is what this process has computed so far. A loaded machine does not change it.
func ProcessorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
