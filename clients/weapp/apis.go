package weapp

import (
	_ "embed"
	"errors"
	"strings"
	"sync"

	"github.com/dop251/goja"

	"nimcert/ledger"
)

// apis names what phones offer: see the file's first line.
//
//go:embed apis.txt
var apis string

// documented lists the calls of wx, or of an object that its calls return.
var documented = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(apis) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch owner, call, inside := strings.Cut(name, "."); {
		case strings.HasPrefix(name, "#"):
		case inside:
			out[owner] = append(out[owner], call)
		default:
			out["wx"] = append(out["wx"], name)
		}
	}
	return out
})

// api is one call of the platform.
type api = func(goja.FunctionCall) goja.Value

// put gives an object one of the platform's calls. It is named as it is called: a Go function's own name, which the
// engine would take, tells a program that no phone runs it. What phones name their calls, no document says.
func (h *Host) put(o *goja.Object, name string, call api) {
	f := h.vm.ToValue(call).(*goja.Object)
	h.setName(f, name)
	if err := o.Set(name, f); err != nil {
		panic(err) // an object of ours
	}
}

// setName names a function.
func (h *Host) setName(f *goja.Object, name string) {
	_ = f.DefineDataProperty("name", h.vm.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// isEvent recognises calls that only listen to events that do not happen here: a keyboard, a Bluetooth device. They
// exist, as on a phone where the event does not happen.
func isEvent(name string) bool {
	return strings.HasPrefix(name, "on") || strings.HasPrefix(name, "off")
}

// complete adds to an object the calls that phones have and the host lacks. Such a call is recorded, and fails.
func (h *Host) complete(o *goja.Object, owner string) {
	for _, name := range documented()[owner] {
		switch {
		case o.Get(name) != nil:
		case isEvent(name) && owner == "wx" && strings.HasPrefix(name, "on"):
			h.put(o, name, h.listen(name))
		case isEvent(name) && owner == "wx":
			h.put(o, name, h.unlisten("on"+strings.TrimPrefix(name, "off")))
		default:
			h.put(o, name, h.lacking(owner+"."+name))
		}
	}
}

// errLacking is the error that a call of a missing API gets.
var errLacking = errors.New("not supported by this host")

// lacking stands for an API that phones have and the host lacks, so that a program finds it, as on a phone. A call is
// recorded on the time line, and fails as the platform's calls do. Whatever follows is the host's fault, not the
// program's.
func (h *Host) lacking(name string) api {
	return func(c goja.FunctionCall) goja.Value {
		h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Lacking, Name: name, Detail: "the host lacks " + name})
		call := name[strings.LastIndex(name, ".")+1:]
		if o, ok := c.Argument(0).(*goja.Object); ok && hasCallback(o) {
			h.answer(o, "fail", map[string]any{"errMsg": call + ":fail " + errLacking.Error()})
			return goja.Undefined()
		}
		h.fail("%s:fail %s", call, errLacking)
		return nil
	}
}

func hasCallback(o *goja.Object) bool {
	for _, name := range []string{"success", "fail", "complete"} {
		if given(o, name) != nil {
			return true
		}
	}
	return false
}

// async makes a call of the platform that answers by success or fail and then complete, or by a promise if it got none
// of them.
func (h *Host) async(name string, do func(o *goja.Object) (result map[string]any, err error)) api {
	return func(c goja.FunctionCall) goja.Value {
		o := h.options(c)
		result, err := do(o)
		return h.settle(o, name, result, err)
	}
}

// settle answers such a call, in a turn of its own.
func (h *Host) settle(o *goja.Object, name string, result map[string]any, err error) goja.Value {
	how := "success"
	if result == nil {
		result = map[string]any{}
	}
	result["errMsg"] = name + ":ok"
	if err != nil {
		how, result = "fail", map[string]any{"errMsg": name + ":fail " + err.Error()}
	}
	if hasCallback(o) {
		h.answer(o, how, result)
		return goja.Undefined()
	}
	p, resolve, reject := h.newPromise()
	h.Post(func() {
		if err != nil {
			reject(h.value(result))
		} else {
			resolve(h.value(result))
		}
	})
	return p
}

// ready is an async call that always succeeds, with the result of make.
func (h *Host) ready(name string, make func() map[string]any) api {
	return h.async(name, func(*goja.Object) (map[string]any, error) { return make(), nil })
}

// instant is a call that returns the result of make.
func (h *Host) instant(make func() map[string]any) api {
	return func(goja.FunctionCall) goja.Value { return h.value(make()) }
}

// object makes an object of calls.
func (h *Host) object(owner string, calls map[string]api) *goja.Object {
	o := h.vm.NewObject()
	for _, name := range sortedKeys(calls) {
		h.put(o, name, calls[name])
	}
	h.complete(o, owner)
	return o
}

// nothing is a call that does nothing here: it logs, counts or shows, and its documentation promises no result.
func nothing(goja.FunctionCall) goja.Value { return goja.Undefined() }

// listeners is a list that an object's onSomething and offSomething keep.
type listeners []goja.Value

func (l *listeners) on(c goja.FunctionCall) goja.Value {
	*l = append(*l, c.Argument(0))
	return goja.Undefined()
}

// off takes one listener away, or all when none is named.
func (l *listeners) off(c goja.FunctionCall) goja.Value {
	f := c.Argument(0)
	var left listeners
	for _, g := range *l {
		if !goja.IsUndefined(f) && !g.SameAs(f) {
			left = append(left, g)
		}
	}
	*l = left
	return goja.Undefined()
}
