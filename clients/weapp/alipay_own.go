package weapp

import (
	"encoding/base64"
	"strings"

	"github.com/dop251/goja"
)

// onlyAlipays makes what WeChat's API lacks, or tells otherwise (npm @mini-types/my@3.0.14, types/lib.my.d.ts).
func (h *Host) onlyAlipays(api *goja.Object) {
	_ = api.Set("isIDE", false)
	h.put(api, "getAppIdSync", h.instant(func() map[string]any { return map[string]any{"appId": h.appID()} }))
	for name, make := range map[string]func() map[string]any{
		"getServerTime": func() map[string]any {
			return map[string]any{"time": h.env.Clock.Time().UnixMilli()}
		},
		"getRunScene": func() map[string]any { return map[string]any{"envVersion": release} },
		"vibrate":     func() map[string]any { return map[string]any{"success": true} },
	} {
		call, _ := goja.AssertFunction(h.vm.ToValue(h.ready(name, make)))
		h.put(api, name, h.answersLikeAlipay(call))
	}
	h.alipayEvents(api)
	files, _ := goja.AssertFunction(api.Get("getFileSystemManager"))
	v, err := files(api)
	if err != nil {
		panic(err) // our own call
	}
	fs := v.ToObject(h.vm)
	for _, name := range fs.Keys() {
		if call, ok := goja.AssertFunction(fs.Get(name)); ok && !strings.HasSuffix(name, "Sync") {
			h.put(fs, name, h.answersLikeAlipay(call))
		}
	}
	h.completeWith(api, "my", apisOfAlipay)
}

// alipayEvents are those of the one socket that a program has without multiple; its listeners can be taken away.
func (h *Host) alipayEvents(api *goja.Object) {
	for _, event := range []string{"Open", "Close", "Error", "Message"} {
		list := &listeners{}
		h.put(api, "onSocket"+event, list.on)
		h.put(api, "offSocket"+event, list.off)
		h.listenersOf("onSocket" + event).on(goja.FunctionCall{Arguments: []goja.Value{
			h.vm.ToValue(func(c goja.FunctionCall) goja.Value {
				told := map[string]any{}
				switch o := h.options(c); event {
				case "Close":
					told["code"], told["reason"] = o.Get("code"), o.Get("reason")
				case "Message":
					told["data"], told["isBuffer"] = alipayData(o)
				case "Error":
					told["error"], told["errorMessage"] = alipayError(o)
				}
				h.tells(*list, told)
				return goja.Undefined()
			}),
		}})
	}
}

// alipayData is what a message holds, and whether that is base64 of bytes.
func alipayData(o *goja.Object) (data any, binary bool) {
	if buffer, ok := o.Get("data").Export().(goja.ArrayBuffer); ok {
		return base64.StdEncoding.EncodeToString(buffer.Bytes()), true
	}
	return o.Get("data"), false
}

func alipayError(o *goja.Object) (code int, why string) {
	_, why, _ = strings.Cut(o.Get("errMsg").String(), ":fail ")
	return alipayCode(why), why
}

// outcome is how a call ends. Alipay's calls give a promise whether they got callbacks or not. Whoever gave some, or
// holds a task, has a promise here once it asks for it: otherwise nobody would handle its rejection.
type outcome struct {
	h            *Host
	over, failed bool
	result       goja.Value
	promise      goja.Value
	keep, breaks func(any)
}

func (a *outcome) tell(failed bool, result goja.Value) {
	a.over, a.failed, a.result = true, failed, result
	a.settle()
}

func (a *outcome) settle() {
	switch {
	case a.promise == nil || !a.over:
	case a.failed:
		a.breaks(a.result)
	default:
		a.keep(a.result)
	}
}

// on gives an object the calls of a promise.
func (a *outcome) on(o *goja.Object) *goja.Object {
	for _, name := range []string{"then", "catch", "finally"} {
		a.h.put(o, name, func(c goja.FunctionCall) goja.Value {
			if a.promise == nil {
				a.promise, a.keep, a.breaks = a.h.newPromise()
				a.settle()
			}
			p := a.promise.ToObject(a.h.vm)
			call, _ := goja.AssertFunction(p.Get(name))
			v, err := call(p, c.Arguments...)
			if err != nil {
				panic(a.h.thrown(err))
			}
			return v
		})
	}
	return o
}

// taskOfAlipay makes a call's callbacks take what Alipay gives them, and the task that it returns, or nothing, a
// promise as well.
func (h *Host) taskOfAlipay(call goja.Callable) api {
	return func(c goja.FunctionCall) goja.Value {
		a := &outcome{h: h}
		v, err := call(c.This, h.withAlipayCallbacks(h.options(c), a))
		if err != nil {
			panic(h.thrown(err))
		}
		if goja.IsUndefined(v) {
			v = h.vm.NewObject()
		}
		return a.on(v.ToObject(h.vm))
	}
}

// answersLikeAlipay makes a call's callbacks take what Alipay gives them, or its promise.
func (h *Host) answersLikeAlipay(call goja.Callable) api {
	return func(c goja.FunctionCall) goja.Value {
		o, ok := c.Argument(0).(*goja.Object)
		a := &outcome{h: h}
		if ok && hasCallback(o) {
			c.Arguments[0] = h.withAlipayCallbacks(o, a)
		}
		v, err := call(c.This, c.Arguments...)
		if err != nil {
			panic(h.thrown(err))
		}
		if ok && hasCallback(o) && goja.IsUndefined(v) {
			return a.on(h.vm.NewObject())
		}
		return h.alipayPromise(v)
	}
}

// alipayPromise is a promise of WeChat's results as one of Alipay's; any other value stays as it is.
func (h *Host) alipayPromise(v goja.Value) goja.Value {
	o, ok := v.(*goja.Object)
	if !ok {
		return v
	}
	_, is := o.Export().(*goja.Promise)
	if !is && (h.promise == nil || !h.vm.InstanceOf(o, h.promise.ToObject(h.vm))) {
		return v
	}
	then, _ := goja.AssertFunction(o.Get("then"))
	p, err := then(o, h.vm.ToValue(func(c goja.FunctionCall) goja.Value { return h.alipayResult(c.Argument(0)) }),
		h.vm.ToValue(func(c goja.FunctionCall) goja.Value { panic(h.alipayResult(c.Argument(0))) }))
	if err != nil {
		panic(h.thrown(err))
	}
	return p
}

// withAlipayCallbacks are a call's options, with callbacks that take what Alipay gives them, and tell the outcome.
func (h *Host) withAlipayCallbacks(o *goja.Object, a *outcome) *goja.Object {
	options := h.vm.NewObject()
	for _, name := range o.Keys() {
		_ = options.Set(name, o.Get(name))
	}
	for _, name := range []string{"success", "fail", "complete"} {
		f, called := goja.AssertFunction(o.Get(name))
		_ = options.Set(name, func(c goja.FunctionCall) goja.Value {
			result := h.alipayResult(c.Argument(0))
			if name != "complete" {
				a.tell(name == "fail", result)
			}
			if !called {
				return goja.Undefined()
			}
			r, err := f(goja.Undefined(), result)
			if err != nil {
				panic(h.thrown(err))
			}
			return r
		})
	}
	// by their older names: uploadFile's fileName becomes its name
	for _, names := range [][2]string{{"headers", "header"}, {"fileName", "name"}} {
		if v := given(o, names[0]); v != nil {
			_ = options.Set(names[1], v)
		}
	}
	// what an answer is made of is said by its dataType alone
	if v := given(o, "dataType"); v != nil && v.String() == "arraybuffer" {
		_ = options.Set("responseType", "arraybuffer")
	}
	return options
}
