package weapp

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/platform"
	"nimcert/ledger"
)

// turnLimit is the real time that one turn of the event loop may take before the script counts as looping for ever. The longest turn seen of a published SDK (its load)
// takes 30 ms; 5 s leaves room for a machine a hundred times slower.
const turnLimit = 5 * time.Second

// Host is one mini program: one JavaScript realm on a platform of its own.
type Host struct {
	*platform.Platform
	env clients.Env
	vm  *goja.Runtime

	// Of the loop's goroutine alone:
	rejected  map[*goja.Promise]struct{}
	timers    map[int64]*platform.Timer
	nextTimer int64
	storage   map[string]goja.Value
	dead      bool // a turn never ended: nothing runs any more
}

// New starts a host. Close it when the session ends.
func New(env clients.Env) *Host {
	h := &Host{
		env: env, vm: goja.New(), rejected: map[*goja.Promise]struct{}{}, timers: map[int64]*platform.Timer{}, storage: map[string]goja.Value{},
	}
	h.vm.SetFieldNameMapper(goja.TagFieldNameMapper("json", true))
	h.vm.SetTimeSource(env.Clock.Time)
	rng := rand.New(rand.NewPCG(uint64(env.Seed), 0x6e696d)) // repeatable on purpose
	h.vm.SetRandSource(rng.Float64)
	h.vm.SetPromiseRejectionTracker(func(p *goja.Promise, op goja.PromiseRejectionOperation) {
		if op == goja.PromiseRejectionReject {
			h.rejected[p] = struct{}{}
		} else {
			delete(h.rejected, p)
		}
	})
	h.installGlobals()
	h.installWx()
	h.Platform = platform.New(env, h.turn)
	return h
}

// Run runs f on the loop, in a turn of its own, and returns at once.
func (h *Host) Run(f func(vm *goja.Runtime)) { h.Post(func() { f(h.vm) }) }

// Load runs a program on the loop and hands its exports to then, in the same turn. A script that throws, or never ends, breaks the client.
func (h *Host) Load(p *Program, then func(vm *goja.Runtime, exports *goja.Object) error) {
	h.Post(func() {
		exports, err := h.require(p)
		if err == nil {
			err = then(h.vm, exports)
		}
		if err != nil {
			h.broke(fmt.Errorf("%s does not load: %w", p.name, describe(err)))
		}
	})
}

// Close ends the host: its script, timers, requests and sockets.
func (h *Host) Close() {
	h.vm.Interrupt("closed")
	h.Platform.Close()
}

// turn runs one turn of the loop under a watchdog, and writes down the rejections that nobody handled in it.
func (h *Host) turn(run func()) {
	if h.dead {
		return
	}
	watchdog := time.AfterFunc(turnLimit, func() { h.vm.Interrupt("turn limit") })
	run()
	if !watchdog.Stop() && !h.dead && !h.Closed() {
		h.vm.ClearInterrupt() // the limit passed during the very last instruction
	}
	for p := range h.rejected {
		delete(h.rejected, p)
		h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Unhandled, Detail: h.text(p.Result())})
	}
}

// Call runs a JavaScript function as the platform would: what it throws goes to the ledger as uncaught. Loop only.
func (h *Host) Call(f goja.Value, args ...any) {
	call, ok := goja.AssertFunction(f)
	if !ok || h.dead {
		return
	}
	values := make([]goja.Value, len(args))
	for i, a := range args {
		values[i] = h.vm.ToValue(a)
	}
	_, err := call(goja.Undefined(), values...)
	var interrupted *goja.InterruptedError
	switch {
	case err == nil:
	case errors.As(err, &interrupted):
		h.broke(err)
	default:
		h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Uncaught, Detail: describe(err).Error()})
	}
}

// broke ends the client: nothing runs any more.
func (h *Host) broke(err error) {
	if h.dead || h.Closed() { // an interrupt after Close is ours
		h.dead = true
		return
	}
	h.dead = true
	var interrupted *goja.InterruptedError
	if errors.As(err, &interrupted) {
		err = fmt.Errorf("the script ran for more than %s without giving the thread back", turnLimit)
	}
	h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Broken, Detail: err.Error()})
	h.env.Broken(err)
}

// describe makes one line of an exception: its message and the innermost places. An interrupt stays what it is.
func describe(err error) error {
	var ex *goja.Exception
	if !errors.As(err, &ex) {
		return err
	}
	text := strings.Join(strings.Fields(ex.Value().String()), " ")
	var places []string
	for _, frame := range ex.Stack() {
		if len(places) == 3 {
			break
		}
		at := frame.Position()
		if at.Line == 1 {
			at.Column -= len(wrapping)
		}
		places = append(places, fmt.Sprintf("%s:%d:%d", frame.SrcName(), at.Line, at.Column))
	}
	if len(places) > 0 {
		text += " (at " + strings.Join(places, ", ") + ")"
	}
	return errors.New(text)
}

// text renders a value for the ledger, briefly.
func (h *Host) text(v goja.Value) (s string) {
	defer func() {
		if recover() != nil { // a getter that throws
			s = "(a value that cannot be shown)"
		}
	}()
	s = "undefined"
	if o, ok := v.(*goja.Object); ok {
		s = o.String()
		if stack := o.Get("stack"); o.ClassName() == "Error" && stack != nil {
			lines := strings.Split(stack.String(), "\n")
			s = strings.Join(lines[:min(3, len(lines))], " ")
		} else if json, err := o.MarshalJSON(); err == nil && len(json) > 2 {
			s = string(json)
		}
	} else if v != nil {
		s = v.String()
	}
	const limit = 400
	if r := []rune(s); len(r) > limit {
		s = string(r[:limit]) + "…"
	}
	return s
}
