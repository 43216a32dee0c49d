package weapp

import (
	_ "embed"

	"github.com/dop251/goja"
)

//go:embed promise.js
var promiseSource string

// installTasks is parsed once, not for every host.
var installTasks = goja.MustCompile("promise", promiseSource, false)

// installPromise replaces Promise by one whose callbacks are tasks, where the profile says so. Scripts that were
// compiled to older language, as the published builds are, use no other; an async function still makes the engine's.
func (h *Host) installPromise() {
	if h.env.Profile == nil || !h.env.Profile().PromiseTasks {
		return
	}
	install, err := h.vm.RunProgram(installTasks)
	if err == nil {
		run, _ := goja.AssertFunction(install)
		unhandled := func(c goja.FunctionCall) goja.Value {
			h.tellRejection(Rejection{oneLine(h.Text(c.Argument(0))), c.Argument(1)})
			return goja.Undefined()
		}
		_, err = run(goja.Undefined(), h.vm.GlobalObject(), h.vm.Get("setTimeout"), h.vm.ToValue(unhandled))
	}
	if err != nil {
		panic(err) // our own script
	}
	h.promise = h.vm.Get("Promise")
}

// newPromise is a promise as the program knows them, and what settles it. Loop only.
func (h *Host) newPromise() (promise goja.Value, resolve, reject func(v any)) {
	if h.promise == nil {
		p, keeps, breaks := h.vm.NewPromise()
		return h.vm.ToValue(p), func(v any) { _ = keeps(v) }, func(v any) { _ = breaks(v) }
	}
	settles := [2]goja.Callable{}
	p, err := h.vm.New(h.promise, h.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		settles[0], _ = goja.AssertFunction(c.Argument(0))
		settles[1], _ = goja.AssertFunction(c.Argument(1))
		return goja.Undefined()
	}))
	if err != nil {
		panic(err) // our own constructor
	}
	by := func(n int) func(any) {
		return func(v any) { _, _ = settles[n](goja.Undefined(), h.vm.ToValue(v)) } // which do not throw
	}
	return p, by(0), by(1)
}
