package weapp

import (
	"fmt"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/dlclark/regexp2/v2"

	"nimcert/clients"
	"nimcert/internal/limits"
)

// turnLimit is the real time that one turn of the event loop may take before the script counts as looping forever. The
// longest turn seen of a published SDK (its load) takes 30 ms; 5 s leaves room for a machine a hundred times slower.
const turnLimit = 5 * time.Second

const (
	// memoryLimit is how much the process may grow while a client lives. A session of a published SDK grows it by about
	// 10 MiB.
	memoryLimit = 512 << 20
	// lastResort is the growth at which the process ends because of allocating native code, which cannot be
	// interrupted. It leaves a machine of 8 GiB alive.
	lastResort = 4 << 30
	// stackLimit is how deep native code may nest, in bytes of stack; Go's own limit of 1 GB ends the process. The
	// nesting is in data, which memoryLimit bounds: an array in an array takes about 250 bytes, and 700 bytes of stack
	// when it is flattened.
	stackLimit = 4 << 30
	// lookEvery is the real time between two looks at the memory. A script allocates up to 2 GB/s.
	lookEvery = 50 * time.Millisecond
)

// OutOfMemory is called when a client's native code allocates without end and could not be interrupted. It must end the
// process, before the operating system or Go's runtime does. It may be called from any goroutine. Set it before the
// first host starts.
var OutOfMemory = func(err error) { panic(err) }

func init() {
	debug.SetMaxStack(stackLimit)
	// A regular expression that backtracks forever ends a second after its script was found to loop. Ending it earlier
	// with "no match" would be a wrong answer.
	regexp2.DefaultMatchTimeout = turnLimit + time.Second
}

// watch ends the turn that begins when it takes too long. The returned function ends the watch.
func (h *Host) watch() (done func()) {
	h.began.Store(time.Now().UnixNano())
	end := func() {
		h.broke(clients.Faultf("fault.loops",
			"the script ran for more than %s without giving the thread back", h.limit))
		h.vm.Interrupt("turn limit") // native code does not react to it
		if h.realm != nil {
			h.realm.Abort()
		}
	}
	watchdog := h.watchdog(end)
	return func() {
		watchdog.Stop()
		h.spent.Store(int64(h.computed()))
		h.began.Store(0)
	}
}

// watchdog counts what computes a turn: this process, or the realm's.
func (h *Host) watchdog(end func()) *limits.Watchdog {
	if h.realm == nil {
		return limits.Watch(h.limit, end)
	}
	var began time.Duration
	return limits.WatchUnless(h.limit, func() { began = h.realm.Computed() }, func() bool {
		now := h.realm.Computed()
		return now > 0 && now-began < h.limit/2 // the rest is this process's, which serves its calls
	}, end)
}

// computed is the real time that the host's turns took, the running one included.
func (h *Host) computed() time.Duration {
	d := h.spent.Load()
	if began := h.began.Load(); began != 0 {
		d += time.Now().UnixNano() - began
	}
	return time.Duration(d)
}

// memory watches the memory of this process's clients. The engine does not count the memory of a realm, so the process
// is measured, and its growth is attributed to the client that computed most: others take milliseconds while that one
// takes seconds.
var memory watcher

type watcher struct {
	mu      sync.Mutex
	hosts   map[*Host]uint64 // the process's memory when the host began
	running bool
}

// add watches a host until its script has ended for good.
func (w *watcher) add(h *Host) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.hosts == nil {
		w.hosts = map[*Host]uint64{}
	}
	w.hosts[h] = inUse()
	if !w.running {
		w.running = true
		go func() {
			for w.look(inUse()) {
				time.Sleep(lookEvery)
			}
		}()
	}
}

// look breaks the client that makes the process grow. It reports whether there is anything to look at.
func (w *watcher) look(now uint64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	lowest := uint64(math.MaxUint64)
	var grown, told bool // told: a client that was told to end may still compute and allocate
	var most *Host
	for h, before := range w.hosts {
		computes := h.began.Load() != 0
		switch {
		case !h.over.Load():
			grown = grown || now > before+memoryLimit
			if most == nil || h.computed() > most.computed() {
				most = h
			}
		case computes:
			told = true
		case h.Closed():
			delete(w.hosts, h)
			continue
		}
		lowest = min(lowest, before)
	}
	w.running = len(w.hosts) > 0
	if w.running && now > lowest+lastResort {
		OutOfMemory(
			fmt.Errorf("a client took more than %d GiB of memory in native code, which nothing can interrupt",
				lastResort>>30))
	}
	if !grown {
		return w.running
	}
	if !told {
		most.broke(clients.Faultf("fault.memory", "the script took more than %d MiB of memory", memoryLimit>>20))
		most.vm.Interrupt("memory limit")
	}
	for h := range w.hosts {
		if !h.over.Load() {
			w.hosts[h] = now // memory that another client took is not its growth
		}
	}
	return w.running
}

// inUse is the memory that the process keeps, in bytes: what the last garbage collection left, and the stacks.
func inUse() uint64 {
	samples := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() + samples[1].Value.Uint64()
}
