package weapp

import (
	"strings"

	"github.com/dop251/goja"
)

const flagNames = "dgimsuvy" // in the order of `flags`

var flagGetters = map[byte]string{'d': "hasIndices", 'g': "global", 'i': "ignoreCase", 'm': "multiline", 's': "dotAll",
	'u': "unicode", 'v': "unicodeSets", 'y': "sticky"}

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

// escaped is a pattern as `source` shows it: characters that would end a literal are escaped.
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
			if i > 0 && pattern.CharAt(i-1) == '\\' { // which is set already
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
