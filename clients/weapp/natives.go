package weapp

import "github.com/dop251/goja"

// maxLength is the longest string, in characters, and the largest buffer, in bytes, that one call makes. Engines have
// such limits too (V8: 2^29 characters); here a larger one would end the process, because Go's allocator cannot fail.
const maxLength = 1 << 28

// boundNatives limits native calls that allocate as much at once as a number says, or recurse that deep: they cannot be
// interrupted, and would end the process. Step-by-step allocation by a script is watched instead.
func (h *Host) boundNatives() {
	tools := h.vm.NewObject()
	_ = tools.Set("check", func(c goja.FunctionCall) goja.Value {
		if c.Argument(0).ToFloat() > maxLength {
			h.raise("RangeError", c.Argument(1).String())
		}
		return goja.Undefined()
	})
	_ = tools.Set("parse", h.boundParse)
	_ = tools.Set("constructor", h.boundConstructor)
	// Functions and constructors are proxies, which look native.
	install, err := h.vm.RunProgram(installBounds)
	if err != nil {
		panic(err) // our own script
	}
	run, _ := goja.AssertFunction(install)
	if _, err := run(goja.Undefined(), tools, h.vm.GlobalObject()); err != nil {
		panic(err) // the same
	}
}

// installBounds is parsed once, not for every host.
var installBounds = goja.MustCompile("natives", `(function(tools, global) {
		"use strict";
		var apply = Reflect.apply, define = Object.defineProperty, describe = Object.getOwnPropertyDescriptor;
		function replace(object, name, value) {
			define(object, name, {configurable: true, writable: true, enumerable: false, value: value}); }
		function bound(object, name, before) { // before changes the arguments, and returns what stands for this
			replace(object, name, new Proxy(object[name], {
				apply: function(f, self, args) { return apply(f, before(self, args), args); }
			}));
		}
		// What the native will see is made here, and once: what it is made of may be hostile.
		function size(args) { return args[0] = +args[0]; }
		bound(String.prototype, "repeat", function(self, args) {
			if (self !== null && self !== undefined) {
				self = `+"`${self}`"+`;
				tools.check(size(args) * self.length, "Invalid string length");
			}
			return self;
		});
		["padStart", "padEnd"].forEach(function(name) {
			bound(String.prototype, name, function(self, args) {
				tools.check(size(args), "Invalid string length");
				return self;
			});
		});
		replace(JSON, "parse", tools.parse(JSON.parse));
		["ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array",
			"Uint32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"].forEach(function(name) {
			var native = global[name], ctor = tools.constructor(native);
			replace(native.prototype, "constructor", ctor);
			replace(global, name, ctor);
		});
	})`, true)

// boundConstructor makes a constructor like a native one of buffers, with a limit.
func (h *Host) boundConstructor(c goja.FunctionCall) goja.Value {
	native := c.Argument(0).ToObject(h.vm)
	unit := 1.0
	if v := native.Get("BYTES_PER_ELEMENT"); v != nil {
		unit = v.ToFloat()
	}
	construct, _ := goja.AssertConstructor(native)
	return h.instead(native, func(args []goja.Value, target *goja.Object) *goja.Object {
		size := argument(args, 0)
		if o, ok := size.(*goja.Object); ok {
			// of a list; a buffer exists already
			if size = o.Get("length"); size == nil || o.Get("byteLength") != nil {
				size = goja.Undefined()
			}
		}
		if size.ToFloat()*unit > maxLength {
			h.raise("RangeError", "Array buffer allocation failed")
		}
		o, err := construct(target, args...)
		if err != nil {
			panic(err) // the script's own exception
		}
		return o
	}, nil)
}

// instead makes a constructor that looks like a native one and stands in its place: construct is what new does, for
// the native one where target is, and call, which may be nil, is what a call without new does.
func (h *Host) instead(native *goja.Object, construct func(args []goja.Value, target *goja.Object) *goja.Object,
	call func(args []goja.Value) goja.Value) *goja.Object {
	var ctor *goja.Object
	// The engine has no instanceof for proxies: see library.js. This one is asked often.
	has := h.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		proto, v := c.This.ToObject(h.vm).Get("prototype"), c.Argument(0)
		o, ok := v.(*goja.Object)
		for ok && o != nil {
			if o = o.Prototype(); o != nil && o.SameAs(proto) {
				return h.vm.ToValue(true)
			}
		}
		return h.vm.ToValue(false)
	})
	traps := &goja.ProxyTrapConfig{
		Construct: func(_ *goja.Object, args []goja.Value, target *goja.Object) *goja.Object {
			if target == ctor {
				target = native
			}
			return construct(args, target)
		},
		GetSym: func(target *goja.Object, name *goja.Symbol, receiver goja.Value) goja.Value {
			switch name {
			case goja.SymHasInstance:
				return has
			case goja.SymSpecies: // a getter, which gives what it is asked of
				return receiver
			}
			return target.GetSymbol(name)
		},
	}
	if call != nil {
		traps.Apply = func(_ *goja.Object, _ goja.Value, args []goja.Value) goja.Value { return call(args) }
	}
	ctor = h.vm.ToValue(h.vm.NewProxy(native, traps)).(*goja.Object)
	return ctor
}

// raise throws an error of a built-in class at the script that runs.
func (h *Host) raise(class, message string) {
	err, newErr := h.vm.New(h.vm.Get(class), h.vm.ToValue(message))
	if newErr != nil {
		panic(newErr) // the program replaced the class by something that is no constructor
	}
	panic(err)
}
