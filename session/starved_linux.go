package session

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// waitedForProcessors is how long this process's threads have waited for a processor although they could run: the
// second number of schedstat, in nanoseconds (Linux, Documentation/scheduler/sched-stats.rst). 0 where the kernel does
// not count.
func waitedForProcessors() time.Duration {
	files, _ := filepath.Glob("/proc/self/task/*/schedstat") // the pattern is in order
	sum := time.Duration(0)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has ended
		}
		var ran, waited int64
		if _, err := fmt.Sscan(string(data), &ran, &waited); err == nil {
			sum += time.Duration(waited)
		}
	}
	return sum
}
