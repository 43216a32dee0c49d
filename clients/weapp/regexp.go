package weapp

import (
	"errors"
	"strings"
	"weak"

	"github.com/dop251/goja"

	"nimcert/clients/weapp/esregexp"
)

// regexps makes a realm's regular expressions ECMAScript's. The engine hands them, translated, to Go's regexp or to
// regexp2, and both silently differ: `\p{L}` matches nothing, a multi-line `$` passes over a CR, /k/i meets the Kelvin
// sign, a group keeps what it took in the round before. A pattern from the constructor is compiled by esregexp alone; a
// literal's object keeps its source and flags in the engine. For both, esregexp does the search: every way to search
// ends in exec.
type regexps struct {
	h       *Host
	ctor    *goja.Object
	native  goja.Constructor
	exec    *goja.Object // as installed; a program may replace it
	plain   goja.Callable
	compile goja.Callable
	source  goja.Callable // the engine's getters
	flags   map[byte]goja.Callable
	known   map[weak.Pointer[goja.Object]]*pattern
	sweepAt int // number of entries at which dead ones are removed
	// The object that was asked about last, and its pattern: one call of replace or split asks about it ten times.
	recent  *goja.Object
	pattern *pattern
	last    found
	// The text that was searched last, and as esregexp searches it.
	searched goja.String
	as       esregexp.Subject
}

// pattern is one object's pattern.
type pattern struct {
	source goja.String // as given by the program
	raw    bool        // source is not escaped yet
	flags  string
	code   *esregexp.Regexp // nil for a pattern that only the engine can evaluate
}

// correctRegExp installs them.
func (h *Host) correctRegExp() {
	native := h.vm.Get("RegExp").ToObject(h.vm)
	proto := native.Get("prototype").ToObject(h.vm)
	r := &regexps{h: h, known: map[weak.Pointer[goja.Object]]*pattern{}, sweepAt: 1000, flags: map[byte]goja.Callable{},
		last: found{text: empty(h.vm)}}
	h.regexps = r
	r.native, _ = goja.AssertConstructor(native)
	r.plain, _ = goja.AssertFunction(proto.Get("exec"))
	r.compile, _ = goja.AssertFunction(proto.Get("compile"))
	ctor := h.instead(native, r.construct, r.called)
	r.ctor = ctor

	tools := h.vm.NewObject()
	getter := func(name string, take func(f goja.Callable)) {
		_ = tools.Set(name, func(c goja.FunctionCall) goja.Value {
			f, _ := goja.AssertFunction(c.Argument(0))
			take(f)
			return goja.Undefined()
		})
	}
	getter("source", func(f goja.Callable) { r.source = f })
	for flag, name := range flagGetters {
		getter(name, func(f goja.Callable) { r.flags[flag] = f })
	}
	// A proxy looks native, and one around a native function leaves no script frame in stacks.
	instead := func(name string, apply func(this goja.Value, args []goja.Value) goja.Value) {
		_ = tools.Set("new "+name, func(c goja.FunctionCall) goja.Value {
			return h.vm.ToValue(h.vm.NewProxy(c.Argument(0).(*goja.Object), &goja.ProxyTrapConfig{
				Apply: func(_ *goja.Object, this goja.Value, args []goja.Value) goja.Value { return apply(this, args) },
			}))
		})
	}
	instead("exec", r.execCall)
	instead("test", r.testCall)
	instead("compile", r.compileCall)
	instead("source", r.sourceCall)
	instead("flags", r.flagsCall)
	for flag, name := range flagGetters {
		instead(name, func(this goja.Value, args []goja.Value) goja.Value { return r.flagCall(flag, this) })
	}
	_ = tools.Set("static", func(c goja.FunctionCall) goja.Value { return r.static(c.Argument(0).String()) })
	install, err := h.vm.RunProgram(installRegExp)
	if err != nil {
		panic(err) // our own script
	}
	run, _ := goja.AssertFunction(install)
	if _, err := run(goja.Undefined(), tools, ctor, native, h.vm.GlobalObject()); err != nil {
		panic(err) // the same
	}
	r.exec = proto.Get("exec").(*goja.Object)
}

// installRegExp replaces the engine's RegExp by these functions.
var installRegExp = goja.MustCompile("regexp", `(function(tools, RegExp, native, global) {
		"use strict";
		var proto = native.prototype, define = Object.defineProperty, describe = Object.getOwnPropertyDescriptor;
		["exec", "test", "compile"].forEach(function(name) {
			define(proto, name, {configurable: true,
				writable: true, enumerable: false, value: tools["new " + name](proto[name])});
		});
		// the engine's own takes a limit below 0 for none at all, where it is 2**32 more
		var split = proto[Symbol.split];
		define(proto, Symbol.split, {configurable: true, writable: true, enumerable: false, value: new Proxy(split, {
			apply: function(f, self, args) {
				if (args[1] !== undefined) args[1] = args[1] >>> 0;
				return Reflect.apply(f, self, args);
			}
		})});
		["source", "flags", "hasIndices",
			"global", "ignoreCase", "multiline", "dotAll", "unicode", "unicodeSets", "sticky"].forEach(function(name) {
			var own = describe(proto, name), get = own ? own.get : describe({get [name]() {}}, name).get;
			if (own && name !== "flags") tools[name](get);
			define(proto, name, {configurable: true,
				enumerable: false, set: undefined, get: tools["new " + name](get)});
		});
		function legacy(name, names) {
			var accessor = {configurable: true, enumerable: false, get: function() {
				return tools.static(name) }, set: function() { }};
			names.forEach(function(n) { define(RegExp, n, accessor); });
		}
		for (var i = 1; i <= 9; i++) legacy("$" + i, ["$" + i]);
		legacy("input", ["input", "$_"]);
		legacy("lastMatch", ["lastMatch", "$&"]);
		legacy("lastParen", ["lastParen", "$+"]);
		legacy("leftContext", ["leftContext", "$`+"`"+`"]);
		legacy("rightContext", ["rightContext", "$'"]);
		define(proto, "constructor", {configurable: true, writable: true, enumerable: false, value: RegExp});
		define(global, "RegExp", {configurable: true, writable: true, enumerable: false, value: RegExp});
	})`, true)

// called is RegExp(pattern, flags) without new, which gives back a regular expression as it is.
func (r *regexps) called(args []goja.Value) goja.Value {
	if o, ok := argument(args, 0).(*goja.Object); ok && goja.IsUndefined(argument(args, 1)) && r.like(o) &&
		property(o, "constructor").SameAs(r.ctor) {
		return o
	}
	return r.construct(args, r.ctor)
}

// like says whether an object is a regular expression, or says that it is one.
func (r *regexps) like(o *goja.Object) bool {
	if match := o.GetSymbol(goja.SymMatch); match != nil && !goja.IsUndefined(match) {
		return match.ToBoolean()
	}
	return r.of(o) != nil
}

// construct is new RegExp(pattern, flags).
func (r *regexps) construct(args []goja.Value, target *goja.Object) *goja.Object {
	given, flags := argument(args, 0), argument(args, 1)
	var of *pattern
	if o, ok := given.(*goja.Object); ok {
		of = r.of(o)
		if r.like(o) && of == nil {
			given = property(o, "source")
			if goja.IsUndefined(flags) {
				flags = property(o, "flags")
			}
		}
	}
	re := &pattern{raw: true}
	switch {
	case of != nil:
		re.source, re.raw = of.source, of.raw
		if goja.IsUndefined(flags) {
			re.flags = of.flags
		} else {
			re.flags = flags.String()
		}
	default:
		re.source = r.text(given)
		if !goja.IsUndefined(flags) {
			re.flags = flags.String()
		}
	}
	return r.create(re, target)
}

func property(o *goja.Object, name string) goja.Value {
	if v := o.Get(name); v != nil {
		return v
	}
	return goja.Undefined()
}

// text is ToString of a pattern; undefined is the empty one.
func (r *regexps) text(pattern goja.Value) goja.String {
	if goja.IsUndefined(pattern) {
		return empty(r.h.vm)
	}
	return r.str(pattern)
}

// unknownFlags takes away what the engine does not know.
var unknownFlags = strings.NewReplacer("d", "", "v", "")

// create makes the object. For the engine it is an empty pattern with the flags that the engine knows.
func (r *regexps) create(re *pattern, target *goja.Object) *goja.Object {
	given := r.h.vm.ToValue("(?:)")
	var err error
	if re.code, err = esregexp.Compile(units(re.source), re.flags); err != nil {
		if !errors.Is(err, esregexp.ErrLimit) {
			r.h.raise("SyntaxError", err.Error())
		}
		given = re.source
	}
	o, err := r.native(target, given, r.h.vm.ToValue(unknownFlags.Replace(re.flags)))
	if err != nil {
		panic(err) // of a subclass
	}
	r.remember(o, re)
	return o
}

func (r *regexps) remember(o *goja.Object, re *pattern) {
	if len(r.known) >= r.sweepAt {
		for p := range r.known {
			if p.Value() == nil {
				delete(r.known, p)
			}
		}
		r.sweepAt = max(1000, 2*len(r.known))
	}
	r.known[weak.Make(o)] = re
	r.recent, r.pattern = o, re
}

// of returns an object's pattern, nil if it is no regular expression.
func (r *regexps) of(o *goja.Object) *pattern {
	if o == r.recent {
		return r.pattern
	}
	if o.ClassName() != "RegExp" {
		return nil
	}
	if re := r.known[weak.Make(o)]; re != nil {
		r.recent, r.pattern = o, re
		return re
	}
	source, err := r.source(o)
	if err != nil {
		return nil
	}
	re := &pattern{source: r.str(source)}
	var flags []byte
	for i := range len(flagNames) {
		if get := r.flags[flagNames[i]]; get != nil {
			if on, _ := get(o); on != nil && on.ToBoolean() {
				flags = append(flags, flagNames[i])
			}
		}
	}
	re.flags = string(flags)
	// a pattern that only the engine accepts, the engine evaluates
	re.code, _ = esregexp.Compile(units(re.source), re.flags)
	r.remember(o, re)
	return re
}

// this returns the pattern on which a method is called.
func (r *regexps) this(this goja.Value, method string) (*goja.Object, *pattern) {
	if o, ok := this.(*goja.Object); ok {
		if re := r.of(o); re != nil {
			return o, re
		}
	}
	panic(r.h.vm.NewTypeError("Method RegExp.prototype.%s called on incompatible receiver %s", method, this.String()))
}

// compileCall is the old compile(pattern, flags), which changes a pattern.
func (r *regexps) compileCall(this goja.Value, args []goja.Value) goja.Value {
	o, _ := r.this(this, "compile")
	re := &pattern{raw: true}
	if other, ok := argument(args, 0).(*goja.Object); ok && r.of(other) != nil {
		if !goja.IsUndefined(argument(args, 1)) {
			panic(r.h.vm.NewTypeError("Cannot supply flags when constructing one RegExp from another"))
		}
		*re = *r.of(other)
	} else {
		re.source = r.text(argument(args, 0))
		if flags := argument(args, 1); !goja.IsUndefined(flags) {
			re.flags = flags.String()
		}
	}
	var err error
	if re.code, err = esregexp.Compile(units(re.source), re.flags); err != nil {
		r.h.raise("SyntaxError", err.Error())
	}
	if err := o.Set("lastIndex", 0); err != nil {
		panic(err)
	}
	r.remember(o, re)
	return o
}

// str is ToString. Unlike the engine's own ToString it also converts undefined and null.
func (r *regexps) str(v goja.Value) goja.String {
	if s, ok := v.ToString().(goja.String); ok {
		return s
	}
	return r.h.vm.ToValue(v.String()).(goja.String)
}

func empty(vm *goja.Runtime) goja.String { return vm.ToValue("").(goja.String) }

func argument(args []goja.Value, i int) goja.Value {
	if i < len(args) {
		return args[i]
	}
	return goja.Undefined()
}
