package weapp

import (
	"errors"
	"strings"
	"weak"

	"github.com/dop251/goja"

	"nimcert/clients/weapp/esregexp"
)

// regexps makes a realm's regular expressions ECMAScript's. The engine hands them, translated, to Go's regexp or to
// regexp2, and both differ without a word: `\p{L}` matches nothing, a multi-line `$` passes over a CR, /k/i meets the
// Kelvin sign, a group keeps what it took in the round before. A pattern that the constructor makes is judged by
// esregexp alone; one that the engine made of a literal keeps its source and flags there. What a search finds is
// esregexp's for both: every way to search ends in exec.
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
	sweepAt int // entries at which the dead ones go
	last    found
	// The text that was searched last, and as esregexp searches it.
	searched goja.String
	as       esregexp.Subject
}

// pattern is one object's pattern.
type pattern struct {
	source goja.String // as it was given
	raw    bool        // source is not escaped yet
	flags  string
	code   *esregexp.Regexp // nil for one that only the engine can evaluate
}

// found is what the last search found, for RegExp.$1 and the like.
type found struct {
	text goja.String
	at   []int
}

const flagNames = "dgimsuvy" // in the order of `flags`

var flagGetters = map[byte]string{'d': "hasIndices", 'g': "global", 'i': "ignoreCase", 'm': "multiline", 's': "dotAll",
	'u': "unicode", 'v': "unicodeSets", 'y': "sticky"}

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
	ctor := h.vm.ToValue(r.construct).(*goja.Object)
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
	// A proxy looks native. One of a native function leaves no frame of a script.
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

// installRegExp puts what tools makes in the place of the engine's.
var installRegExp = goja.MustCompile("regexp", `(function(tools, RegExp, native, global) {
		"use strict";
		var proto = native.prototype, define = Object.defineProperty, describe = Object.getOwnPropertyDescriptor;
		["exec", "test", "compile"].forEach(function(name) {
			define(proto, name, {configurable: true,
				writable: true, enumerable: false, value: tools["new " + name](proto[name])});
		});
		["source", "flags", "hasIndices",
			"global", "ignoreCase", "multiline", "dotAll", "unicode", "unicodeSets", "sticky"].forEach(function(name) {
			var own = describe(proto, name), get = own ? own.get : describe({get [name]() {}}, name).get;
			if (own && name !== "flags") tools[name](get);
			define(proto, name, {configurable: true,
				enumerable: false, set: undefined, get: tools["new " + name](get)});
		});
		Reflect.ownKeys(native).forEach(function(key) { define(RegExp, key, describe(native, key)); });
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

// construct is RegExp(pattern, flags) and new RegExp(pattern, flags). The engine does not say which; so RegExp(r) makes
// a new object of r, as new does, where it should return r itself.
func (r *regexps) construct(c goja.ConstructorCall) *goja.Object {
	given, flags := c.Argument(0), c.Argument(1)
	o, isObject := given.(*goja.Object)
	var of *pattern
	like := false // a regular expression, or what says that it is one
	if isObject {
		of = r.of(o)
		like = of != nil
		if match := o.GetSymbol(goja.SymMatch); match != nil && !goja.IsUndefined(match) {
			like = match.ToBoolean()
		}
	}
	if like && of == nil {
		given = property(o, "source")
		if goja.IsUndefined(flags) {
			flags = property(o, "flags")
		}
	}
	target := c.NewTarget
	if target == r.ctor {
		target = nil
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

// create makes the object. What it holds of the engine is an empty pattern with the flags that the engine knows.
func (r *regexps) create(re *pattern, target *goja.Object) *goja.Object {
	given := r.h.vm.ToValue("(?:)")
	var err error
	if re.code, err = esregexp.Compile(units(re.source), re.flags); err != nil {
		if !errors.Is(err, esregexp.ErrLimit) {
			r.h.raise("SyntaxError", err.Error())
		}
		given = re.source
	}
	o, err := r.native(target, given, r.h.vm.ToValue(strings.NewReplacer("d", "", "v", "").Replace(re.flags)))
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
}

// of is an object's pattern, nil if it is no regular expression.
func (r *regexps) of(o *goja.Object) *pattern {
	if o.ClassName() != "RegExp" {
		return nil
	}
	if re := r.known[weak.Make(o)]; re != nil {
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
	re.code, _ = esregexp.Compile(units(re.source), re.flags) // what only the engine takes, it evaluates
	r.remember(o, re)
	return re
}

// this is the pattern that a method is called on.
func (r *regexps) this(this goja.Value, method string) (*goja.Object, *pattern) {
	if o, ok := this.(*goja.Object); ok {
		if re := r.of(o); re != nil {
			return o, re
		}
	}
	panic(r.h.vm.NewTypeError("Method RegExp.prototype.%s called on incompatible receiver %s", method, this.String()))
}

func (r *regexps) execCall(this goja.Value, args []goja.Value) goja.Value {
	o, re := r.this(this, "exec")
	if re.code == nil {
		v, err := r.plain(o, args...)
		if err != nil {
			panic(err)
		}
		return v
	}
	text := r.str(argument(args, 0))
	at := r.search(o, re, text)
	if at == nil {
		return goja.Null()
	}
	return r.result(re, text, at)
}

func (r *regexps) testCall(this goja.Value, args []goja.Value) goja.Value {
	o, ok := this.(*goja.Object)
	if !ok {
		panic(r.h.vm.NewTypeError("Method RegExp.prototype.test called on incompatible receiver %s", this.String()))
	}
	text := r.str(argument(args, 0))
	exec := o.Get("exec")
	if re := r.of(o); re != nil && re.code != nil && exec == r.exec {
		return r.h.vm.ToValue(r.search(o, re, text) != nil)
	}
	call, ok := goja.AssertFunction(exec)
	if !ok {
		call = r.plain
	}
	v, err := call(o, text)
	if err != nil {
		panic(err)
	}
	return r.h.vm.ToValue(!goja.IsNull(v))
}

// search is RegExpBuiltinExec without its result's array: it reads and writes lastIndex.
func (r *regexps) search(o *goja.Object, re *pattern, text goja.String) []int {
	index := property(o, "lastIndex").ToInteger()
	moves := strings.ContainsAny(re.flags, "gy")
	if index < 0 || !moves {
		index = 0
	}
	var at []int
	if index <= int64(text.Length()) {
		s := r.subject(text)
		if re.code.Sets && index > 0 && index < int64(len(s.Wide)) && s.Wide[index]>>10 == 0xdc00>>10 &&
			s.Wide[index-1]>>10 == 0xd800>>10 {
			index++ // the engine's matchAll and the like step over a unit where flag v steps over a pair
		}
		var err error
		if at, err = re.code.Exec(s, int(index), r.h.over.Load); errors.Is(err, esregexp.ErrMemory) {
			r.h.raise("RangeError", "Maximum call stack size exceeded")
		}
	}
	if moves {
		end := 0
		if at != nil {
			end = at[1]
		}
		if err := o.Set("lastIndex", end); err != nil {
			panic(err)
		}
	}
	if at != nil {
		r.last = found{text, at}
	}
	return at
}

// result is what exec returns of a match.
func (r *regexps) result(re *pattern, text goja.String, at []int) goja.Value {
	vm := r.h.vm
	values := make([]any, len(at)/2)
	for i := range values {
		values[i] = part(text, at, i)
	}
	match := vm.NewArray(values...)
	_ = match.Set("index", at[0])
	_ = match.Set("input", text)
	_ = match.Set("groups", r.groups(re, at, func(i int) any { return values[i] }))
	if strings.Contains(re.flags, "d") {
		for i := range values {
			if values[i] = goja.Undefined(); at[2*i] >= 0 {
				values[i] = vm.NewArray(at[2*i], at[2*i+1])
			}
		}
		indices := vm.NewArray(values...)
		_ = indices.Set("groups", r.groups(re, at, func(i int) any { return values[i] }))
		_ = match.Set("indices", indices)
	}
	return match
}

// groups are the named ones.
func (r *regexps) groups(re *pattern, at []int, value func(i int) any) goja.Value {
	if re.code.Names == nil {
		return goja.Undefined()
	}
	groups := r.h.vm.CreateObject(nil)
	for i, name := range re.code.Names {
		if name != "" && (at[2*i] >= 0 || groups.Get(name) == nil) { // one name may stand in several alternatives
			_ = groups.Set(name, value(i))
		}
	}
	return groups
}

func part(text goja.String, at []int, i int) goja.Value {
	if 2*i >= len(at) || at[2*i] < 0 {
		return goja.Undefined()
	}
	return text.Substring(at[2*i], at[2*i+1])
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

func (r *regexps) sourceCall(this goja.Value, _ []goja.Value) goja.Value {
	if o, ok := this.(*goja.Object); ok {
		if re := r.of(o); re != nil {
			if re.raw {
				re.source, re.raw = escaped(r.h.vm, re.source), false
			}
			return re.source
		}
	}
	v, err := r.source(this)
	if err != nil {
		panic(err)
	}
	return v
}

func (r *regexps) flagCall(flag byte, this goja.Value) goja.Value {
	if o, ok := this.(*goja.Object); ok {
		if re := r.of(o); re != nil {
			return r.h.vm.ToValue(strings.IndexByte(re.flags, flag) >= 0)
		}
		if o == r.ctor.Get("prototype") {
			return goja.Undefined()
		}
	}
	panic(r.h.vm.NewTypeError("RegExp.prototype.%s getter called on non-RegExp object", flagGetters[flag]))
}

func (r *regexps) flagsCall(this goja.Value, _ []goja.Value) goja.Value {
	o, ok := this.(*goja.Object)
	if !ok {
		panic(r.h.vm.NewTypeError("RegExp.prototype.flags getter called on non-object %s", this.String()))
	}
	var flags []byte
	for i := range len(flagNames) {
		if property(o, flagGetters[flagNames[i]]).ToBoolean() {
			flags = append(flags, flagNames[i])
		}
	}
	return r.h.vm.ToValue(string(flags))
}

// static is RegExp.$1 and the like, which Annex B does not have but every browser does
// (tc39/proposal-regexp-legacy-features).
func (r *regexps) static(name string) goja.Value {
	text, at := r.last.text, r.last.at
	empty := r.h.vm.ToValue("")
	var v goja.Value = empty
	switch {
	case name == "input":
		return text
	case at == nil:
		return empty
	case name == "lastMatch":
		v = part(text, at, 0)
	case name == "lastParen" && len(at) > 2:
		v = part(text, at, len(at)/2-1)
	case name == "leftContext":
		v = text.Substring(0, at[0])
	case name == "rightContext":
		v = text.Substring(at[1], text.Length())
	case name[0] == '$':
		v = part(text, at, int(name[1]-'0'))
	}
	if goja.IsUndefined(v) {
		return empty
	}
	return v
}

// str is ToString, of undefined and null as well, which the engine's own ToString leaves as they are.
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

// escaped is a pattern as `source` shows it: what would end a literal is escaped.
func escaped(vm *goja.Runtime, pattern goja.String) goja.String {
	if pattern.Length() == 0 {
		return vm.ToValue("(?:)").(goja.String)
	}
	out, from := empty(vm), 0
	inClass := false
	for i := 0; i < pattern.Length(); i++ {
		var instead string
		switch c := pattern.CharAt(i); {
		case c == '\\' && i+1 < pattern.Length() && !isLineEnd(pattern.CharAt(i+1)):
			i++
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		case c == '/' && !inClass:
			instead = `\/`
		case isLineEnd(c):
			instead = map[uint16]string{'\n': `\n`, '\r': `\r`, 0x2028: `\u2028`, 0x2029: `\u2029`}[c]
			if i > 0 && pattern.CharAt(i-1) == '\\' { // which stands there already
				instead = instead[1:]
			}
		}
		if instead != "" {
			out = out.Concat(pattern.Substring(from, i)).Concat(vm.ToValue(instead).(goja.String))
			from = i + 1
		}
	}
	return out.Concat(pattern.Substring(from, pattern.Length()))
}

func isLineEnd(c uint16) bool { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029 }

// subject is a text as esregexp searches it. A search of the same text again copies nothing.
func (r *regexps) subject(text goja.String) esregexp.Subject {
	if r.searched != nil && text.SameAs(r.searched) {
		return r.as
	}
	n := text.Length()
	s := esregexp.Subject{}
	if utf8 := text.String(); len(utf8) == n { // every character took a byte
		s.ASCII = utf8
	} else {
		s.Wide = units(text)
	}
	r.searched, r.as = text, s
	return s
}

// units is a string in UTF-16.
func units(text goja.String) []uint16 {
	u := make([]uint16, text.Length())
	for i := range u {
		u[i] = text.CharAt(i)
	}
	return u
}
