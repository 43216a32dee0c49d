package weapp

import (
	"strings"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/ledger"
)

func (h *Host) installGlobals() {
	g := h.vm.GlobalObject()
	set := func(name string, call api) { h.put(g, name, call) }
	// Some take a function with any other length for a broken one and replace it, as core-js does: the HTML standard's
	// takes one argument.
	takesOne := func(name string, call api) {
		set(name, call)
		_ = g.Get(name).ToObject(h.vm).DefineDataProperty("length", h.vm.ToValue(1), goja.FLAG_FALSE, goja.FLAG_TRUE,
			goja.FLAG_FALSE)
	}
	takesOne("setTimeout", func(c goja.FunctionCall) goja.Value { return h.addTimer(c, false) })
	takesOne("setInterval", func(c goja.FunctionCall) goja.Value { return h.addTimer(c, true) })
	clearTimer := func(c goja.FunctionCall) goja.Value {
		id := c.Argument(0).ToInteger()
		if t := h.timers[id]; t != nil {
			t.Stop()
			delete(h.timers, id)
		}
		return goja.Undefined()
	}
	set("clearTimeout", clearTimer)
	set("clearInterval", clearTimer)
	console := h.vm.NewObject()
	for _, level := range []string{"debug", "log", "info", "warn", "error"} {
		h.put(console, level, func(c goja.FunctionCall) goja.Value {
			parts := make([]string, len(c.Arguments))
			for i, a := range c.Arguments {
				parts[i] = h.Text(a)
			}
			h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Console, Level: level, Detail: strings.Join(parts, " ")})
			return goja.Undefined()
		})
	}
	// They change how the console looks, or are the assumption console-of-browsers.
	for _, name := range []string{"group", "groupEnd", "groupCollapsed", "time", "timeEnd", "timeLog", "count",
		"countReset", "table", "dir", "trace", "assert", "clear"} {
		h.put(console, name, nothing)
	}
	_ = g.Set("console", console)
	takesOne("queueMicrotask", h.queueMicrotask())
	// Names that the platform declares for every script (npm miniprogram-api-typings@5.2.3, lib.wx.app.d.ts,
	// lib.wx.page.d.ts, lib.wx.component.d.ts). An SDK may look for them; defining the program and its pages is up to
	// the application.
	app := h.vm.NewObject()
	_ = app.Set("globalData", h.vm.NewObject())
	set("getApp", func(goja.FunctionCall) goja.Value { return app })
	set("getCurrentPages", func(goja.FunctionCall) goja.Value { return h.vm.NewArray() })
	for _, name := range []string{"App", "Page", "Component", "Behavior", "requirePlugin"} {
		set(name, h.lacking(name))
	}
	h.forbidEval(set)
}

// forbidEval does what WeChat does: code from strings does not run, except new Function("return this"), with which
// libraries find the global object (WeChat's guide, "JavaScript support"). Function itself must stay the constructor of
// every function, or `f instanceof Function` breaks.
func (h *Host) forbidEval(set func(string, api)) {
	set("eval", h.forbid("eval"))
	install, err := h.vm.RunProgram(installForbidden)
	if err == nil {
		run, _ := goja.AssertFunction(install)
		_, err = run(goja.Undefined(), h.vm.ToValue(h.forbid("new Function")), h.vm.GlobalObject())
	}
	if err != nil {
		panic(err) // our own script
	}
}

// forbid is what stands in the place of a call that makes code.
func (h *Host) forbid(what string) api {
	return func(goja.FunctionCall) goja.Value {
		h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Forbidden, Detail: what})
		panic(h.vm.NewTypeError("%s: %s", what, clients.NoCodeFromText))
	}
}

// installForbidden is parsed once, not for every host.
var installForbidden = goja.MustCompile("globals", ForbidSource, false)

// maxTimer is the longest wait, in ms, that engines take.
const maxTimer = 1<<31 - 1

// addTimer is setTimeout and setInterval.
func (h *Host) addTimer(c goja.FunctionCall, repeat bool) goja.Value {
	f := c.Argument(0)
	if _, ok := f.Export().(string); ok { // the text never runs; whether the call throws is not documented
		h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Forbidden, Detail: "a timer of a string"})
	}
	wait := time.Duration(0)
	if ms := c.Argument(1).ToFloat(); ms > 0 { // not NaN either
		wait = time.Duration(min(ms, maxTimer) * float64(time.Millisecond))
	}
	var args []any
	for i := 2; i < len(c.Arguments); i++ {
		args = append(args, c.Arguments[i])
	}
	h.nextTimer++
	id := h.nextTimer
	var fire func()
	fire = func() {
		if repeat {
			h.timers[id] = h.AfterFunc(wait, fire)
		} else {
			delete(h.timers, id)
		}
		h.Call(f, args...)
	}
	h.timers[id] = h.AfterFunc(wait, fire)
	return h.vm.ToValue(id)
}

// queueMicrotask runs a function after the running one, like a promise's handlers.
func (h *Host) queueMicrotask() api {
	then, _ := goja.AssertFunction(h.vm.Get("Promise").ToObject(h.vm).Get("prototype").ToObject(h.vm).Get("then"))
	return func(c goja.FunctionCall) goja.Value {
		f := c.Argument(0)
		if _, ok := goja.AssertFunction(f); !ok {
			panic(h.vm.NewTypeError("queueMicrotask expects a function"))
		}
		p, resolve, _ := h.vm.NewPromise()
		_ = resolve(goja.Undefined())
		if _, err := then(h.vm.ToValue(p), h.vm.ToValue(func(goja.FunctionCall) goja.Value {
			h.Call(f)
			return goja.Undefined()
		})); err != nil {
			panic(err)
		}
		return goja.Undefined()
	}
}
