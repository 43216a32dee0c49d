package limits

import (
	"runtime/metrics"
	"time"
)

// collected is what the runtime says of garbage collection; it counts a collection when it has ended.
const collected = "/cpu/classes/gc/total:cpu-seconds"

// WorkTime is ProcessorTime without garbage collection: that takes the longer the more a run holds already, and is the
// work of no one in it. It is 0 where ProcessorTime is unknown, and an estimate on a loaded machine, on the low side.
func WorkTime() time.Duration {
	s := []metrics.Sample{{Name: collected}}
	metrics.Read(s)
	return max(0, ProcessorTime()-time.Duration(s[0].Value.Float64()*float64(time.Second)))
}
