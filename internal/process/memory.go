package process

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	// MemoryLimit is how much the scripts of one process may hold, in MiB: as much as the embedded engine lets a client
	// take.
	MemoryLimit = 512
	// residentLimit is how much of the machine's memory a process may take, in bytes: the engine itself takes up to
	// 100 MiB.
	residentLimit = 768 << 20
	// lookEvery is the real time between two looks at a process that computes. Most calls are over before the first.
	lookEvery = 50 * time.Millisecond
)

var errMemory = fmt.Errorf("the script took more than %d MiB of memory", MemoryLimit)

// watch looks at the memory of the process until the returned function ends it. An engine's own limit, where it has
// one, throws an exception at the script, or is no limit for buffers.
func (p *Process) watch() (done func()) {
	var over atomic.Bool
	var again func()
	again = func() {
		if over.Load() {
			return
		}
		if resident(p.cmd.Process.Pid) > residentLimit {
			p.greedy.Store(true)
			p.Kill()
			return
		}
		time.AfterFunc(lookEvery, again)
	}
	first := time.AfterFunc(lookEvery, again)
	return func() {
		over.Store(true)
		first.Stop()
	}
}

// Computed is the processor's time that the process took; 0 where the system does not tell.
func (p *Process) Computed() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // behind the command's name, which may hold anything
	fields := strings.Fields(rest)
	const user, system = 11, 12 // utime and stime of proc(5), counted from the state
	if len(fields) <= system {
		return 0
	}
	ticks := 0
	for _, f := range []string{fields[user], fields[system]} {
		n, err := strconv.Atoi(f)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / ticksEach
}

// ticksEach is in how many ticks Linux counts a second there, on every machine (USER_HZ).
const ticksEach = 100

// resident is what a process holds of the machine's memory, in bytes; 0 where the system does not tell.
func resident(pid int) int {
	statm, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(statm))
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.Atoi(fields[1])
	if err != nil {
		return 0
	}
	return pages * os.Getpagesize()
}
