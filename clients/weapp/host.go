package weapp

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/platform"
	"nimcert/internal/limits"
	"nimcert/ledger"
)

// callDepth is how deep calls may nest. Without a limit an endless recursion takes all memory before turnLimit ends it.
// V8 gives up at about 11,000; here unwinding native calls (a forEach in a forEach) costs the square of their depth: 1
// s at 4,000, 6 s at 10,000. The published SDKs stay below 40.
const callDepth = 4_000

// Host is one mini program: one JavaScript realm on a platform of its own.
type Host struct {
	*platform.Platform
	env   clients.Env
	vm    *goja.Runtime
	limit time.Duration // turnLimit
	parse goja.Callable // the original JSON.parse, whatever a program does to the global
	over  atomic.Bool   // the client broke, or the host is closed: no script runs any more
	began atomic.Int64  // real time, in nanoseconds since 1970, of the running turn; 0 between turns
	spent atomic.Int64  // nanoseconds of real time in the turns before

	// Of the loop's goroutine alone:
	rejected  []*goja.Promise // rejected promises not handled so far in this turn
	timers    map[int64]*platform.Timer
	nextTimer int64
	read      read
	storage   storage
	files     map[string][]byte
	written   map[string]bool // paths of files that the program wrote itself
	downloads int             // files that were given a temporary name
	folders   map[string]bool
	listeners map[string]*listeners
	changed   map[string]string // what the application shares with the program, and how that was taken: see Inspect
	random    *rand.Rand        // for Math.random
	bytes     *rand.Rand        // for wx.getRandomValues
	telling   bool              // listeners for errors
	latest    []*task           // the sockets, the last one last: see globalSocket
	api       clients.API       // whose API it is
	offered   []string          // the globals that it is
	tasks     int               // of Alipay, that were given a number
	compare   goja.Callable     // see remember
	regexps   *regexps
	promise   goja.Value                             // the constructor that stands in for the engine's, or nil
	realm     Realm                                  // where scripts run, if not here
	getters   map[*goja.Object]map[string]goja.Value // for the realm
}

// New starts a host. Close it when the session ends.
func New(env clients.Env) *Host {
	h := bare(env)
	h.installGlobals()
	h.installWx()
	h.installPromise()
	h.boundNatives()
	h.correctRegExp()
	h.completeLibrary()
	h.parse, _ = goja.AssertFunction(h.vm.Get("JSON").ToObject(h.vm).Get("parse"))
	if env.Globals {
		h.remember()
	}
	return h.begin()
}

// bare is a host whose realm holds what the engine has.
func bare(env clients.Env) *Host {
	h := &Host{
		env: env, vm: goja.New(), limit: limits.Real(turnLimit), timers: map[int64]*platform.Timer{},
		storage: newStorage(),
		files:   map[string][]byte{}, written: map[string]bool{}, folders: map[string]bool{path.Clean(userData): true},
		listeners: map[string]*listeners{}, changed: map[string]string{},
		getters: map[*goja.Object]map[string]goja.Value{},
	}
	h.found(env.Kept)
	if env.Profile != nil {
		h.api = env.Profile().API
	}
	h.vm.SetFieldNameMapper(goja.TagFieldNameMapper("json", true))
	h.vm.SetMaxCallStackSize(callDepth)
	h.vm.SetTimeSource(h.date)
	h.random = rand.New(rand.NewPCG(uint64(env.Seed), 0x6e696d)) // repeatable on purpose
	h.bytes = rand.New(rand.NewPCG(uint64(env.Seed), 0x627974))
	h.vm.SetRandSource(h.random.Float64)
	h.vm.SetPromiseRejectionTracker(func(p *goja.Promise, op goja.PromiseRejectionOperation) {
		if op == goja.PromiseRejectionReject {
			h.rejected = append(h.rejected, p)
		} else {
			h.rejected = slices.DeleteFunc(h.rejected, func(q *goja.Promise) bool { return q == p })
		}
	})
	return h
}

// begin starts a host that is complete.
func (h *Host) begin() *Host {
	h.Platform = platform.New(h.env, h.turn)
	h.CountListeners(h.listening)
	memory.add(h)
	return h
}

// Run runs f on the loop, in a turn of its own, and returns at once.
func (h *Host) Run(f func(vm *goja.Runtime)) { h.Post(func() { f(h.vm) }) }

// Load runs a program on the loop and hands its exports to then, in the same turn. A script that throws, or never ends,
// breaks the client.
func (h *Host) Load(p *Program, then func(vm *goja.Runtime, exports *goja.Object) error) {
	h.Post(func() {
		var failed error
		err := h.guard(func() {
			var exports *goja.Object
			if exports, failed = h.require(p); failed == nil {
				failed = then(h.vm, exports)
			}
		})
		if err == nil {
			err = failed
		}
		if err != nil {
			h.broke(clients.Faultf("fault.does-not-load", "%s does not load: %w", p.name, h.describe(err)))
		}
	})
}

// Close ends the host: its script, timers, requests and sockets.
func (h *Host) Close() {
	h.over.Store(true)
	h.vm.Interrupt("closed")
	h.Platform.Close()
}

// turn runs one turn of the loop under a watchdog, and records the rejections that nobody handled in it.
func (h *Host) turn(run func()) {
	if h.over.Load() {
		return
	}
	defer h.watch()()
	defer func() {
		// a fault of the engine or the host, which no script can catch: the realm's state is unknown from here on
		if r := recover(); r != nil {
			first, _, _ := strings.Cut(fmt.Sprint(r), "\n")
			h.broke(clients.Faultf("fault.host-down", "the script brought the host down: %s", first))
		}
	}()
	h.uncaught(h.guard(run))
	h.unhandled()
}

// guard runs f, in which a getter, a toString or the like may throw, and returns what it threw.
func (h *Host) guard(f func()) (err error) {
	defer func() {
		switch x := recover().(type) {
		case nil:
		case *goja.InterruptedError:
			err = x
		case *goja.StackOverflowError:
			err = x
		default:
			panic(x)
		}
	}()
	if ex := h.vm.Try(f); ex != nil {
		return ex
	}
	return nil
}

// Call runs a JavaScript function as the platform would: an exception goes to the ledger as uncaught. Loop only.
func (h *Host) Call(f goja.Value, args ...any) {
	_, err := h.Try(f, args...)
	h.uncaught(err)
}

// Try is Call that returns the result, or the exception. A value that is no function gives undefined. Loop only.
func (h *Host) Try(f goja.Value, args ...any) (goja.Value, error) {
	call, ok := goja.AssertFunction(f)
	if !ok || h.over.Load() {
		return goja.Undefined(), nil
	}
	values := make([]goja.Value, len(args))
	for i, a := range args {
		values[i] = h.value(a)
	}
	return call(goja.Undefined(), values...)
}

// Describe renders an exception in one line, with its places. Loop only.
func (h *Host) Describe(err error) error { return h.describe(err) }

// value makes a plain JavaScript value. The order of an object's keys is fixed, so that runs repeat.
func (h *Host) value(v any) goja.Value {
	switch v := v.(type) {
	case []any:
		values := make([]any, len(v))
		for i, e := range v {
			values[i] = h.value(e)
		}
		return h.vm.NewArray(values...)
	case map[string]any:
		if v == nil {
			return goja.Undefined()
		}
		o := h.vm.NewObject()
		for _, k := range sortedKeys(v) {
			_ = o.Set(k, h.value(v[k])) // setting a name in a fresh object cannot fail
		}
		return o
	}
	return h.vm.ToValue(v)
}

// uncaught records an exception that nobody caught.
func (h *Host) uncaught(err error) {
	var interrupted *goja.InterruptedError
	if err == nil || errors.As(err, &interrupted) { // whoever interrupts the script reports the reason
		return
	}
	if line := h.describe(err).Error(); !h.over.Load() {
		h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Uncaught, Detail: line})
		h.mishap("onError", line)
	}
}

// Broke ends the client because its application script is wrong, or uses an API that the host lacks. It may be called
// from any goroutine.
func (h *Host) Broke(err error) { h.broke(err) }

// broke ends the client: no script runs any more. It may be called from any goroutine.
func (h *Host) broke(err error) {
	if h.over.CompareAndSwap(false, true) {
		h.env.Ledger.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Broken, Detail: err.Error()})
		h.env.Broken(err)
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
