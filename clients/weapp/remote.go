package weapp

import (
	_ "embed"
	"slices"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/ledger"
)

// InspectSource is a script that looks at a realm: see inspect.js. ForbidSource is one that forbids a realm to make
// code from strings. Both are expressions of a function.
var (
	InspectSource = inspectSource
	//go:embed forbid.js
	ForbidSource string
)

// Realm is where the scripts of a program run when that is not this process. The platform's API is made here all the
// same; what it calls there and what is called from there crosses as the realm sees fit.
type Realm interface {
	// Rejected takes the promises that were rejected in the turn that ends, and that nobody handles. Loop only.
	Rejected() []Rejection
	// Abort ends whatever computes there. It may be called from any goroutine.
	Abort()
	// Computed is the processor's time that it took so far; 0 where nobody knows. It may be called from any goroutine.
	Computed() time.Duration
}

// Thrown is what a script of another realm threw, in one line with its places.
type Thrown string

func (t Thrown) Error() string { return string(t) }

// Rejection is one such promise.
type Rejection struct {
	Reason  string // in one line
	Promise goja.Value
}

// NewRemote starts a host for scripts of another realm. Close it when the session ends.
func NewRemote(env clients.Env, realm Realm) *Host {
	h := bare(env)
	h.realm = realm
	h.installGlobals()
	h.installWx()
	h.parse, _ = goja.AssertFunction(h.vm.Get("JSON").ToObject(h.vm).Get("parse"))
	return h.begin()
}

// Surface lists what the realm's globals are, by their names. What begins with % is none, but what they are made of:
// %globals reports whether somebody will ask what became of them, %random gives random numbers, %forbidden is called
// instead of making code from a string, %uncaught takes the line of what a microtask threw. Loop only, or before it
// begins.
func (h *Host) Surface() map[string]goja.Value {
	out := map[string]goja.Value{}
	names := []string{"setTimeout", "setInterval", "clearTimeout", "clearInterval", "console"}
	if h.api != clients.APINode {
		names = append(names, "eval", "App", "Page", "Component", "Behavior", "requirePlugin")
	}
	for _, name := range slices.Concat(names, h.offered, h.configurations()) {
		out[name] = h.vm.Get(name)
	}
	out["%globals"] = h.vm.ToValue(h.env.Globals)
	out["%forbidden"] = h.vm.ToValue(h.forbid("new Function"))
	out["%random"] = h.vm.ToValue(func(goja.FunctionCall) goja.Value {
		numbers := make([]any, 32)
		for i := range numbers {
			numbers[i] = h.random.Float64()
		}
		return h.vm.NewArray(numbers...)
	})
	out["%uncaught"] = h.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		h.uncaught(Thrown(c.Argument(0).String()))
		return goja.Undefined()
	})
	return out
}

// Remember takes what compares the realm with what it was as the platform made it.
func (h *Host) Remember(compare goja.Value) { h.compare, _ = goja.AssertFunction(compare) }

// Getters are the accessors of an object that the host made, by their names.
func (h *Host) Getters(o *goja.Object) map[string]goja.Value { return h.getters[o] }

// Engine is the engine in which the host makes its API.
func (h *Host) Engine() *goja.Runtime { return h.vm }

// Value makes a value of plain data.
func (h *Host) Value(v any) goja.Value { return h.value(v) }

// Root stands before the name of a file in the stacks of a realm.
const Root = root

// Wrapped is a script's source as WeChat wraps it: an expression of a function of require, module and exports.
func Wrapped(source string) string { return wrapping + source + "\n})" }

// getter gives an object an accessor.
func (h *Host) getter(o *goja.Object, name string, get api) {
	f := h.vm.ToValue(get).(*goja.Object)
	h.setName(f, "get "+name)
	_ = o.DefineAccessorProperty(name, f, nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
	if h.realm != nil {
		h.getters[o] = map[string]goja.Value{name: f}
	}
}

// tellRejection writes down a rejection that nobody handled.
func (h *Host) tellRejection(r Rejection) {
	h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Unhandled, Detail: r.Reason})
	h.mishap("onUnhandledRejection", map[string]any{"reason": r.Reason, "promise": r.Promise})
}

// unhandled writes down the rejections of a turn that nobody handled.
func (h *Host) unhandled() {
	if h.realm != nil {
		for _, r := range h.realm.Rejected() {
			h.tellRejection(r)
		}
		return
	}
	for len(h.rejected) > 0 {
		p := h.rejected[0]
		h.rejected = h.rejected[1:]
		h.uncaught(h.guard(func() { h.tellRejection(Rejection{oneLine(h.Text(p.Result())), h.vm.ToValue(p)}) }))
	}
}
