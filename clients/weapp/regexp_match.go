package weapp

import (
	"errors"
	"strings"

	"github.com/dop251/goja"

	"nimcert/clients/weapp/esregexp"
)

// found is what the last search found, for RegExp.$1 and the like.
type found struct {
	text goja.String
	at   []int
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

// search is RegExpBuiltinExec without the array of its result: it reads and writes lastIndex.
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
			index++ // the engine's matchAll and the like advance by a unit where flag v advances by a pair
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

// result is exec's result for a match.
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

// subject is a text as esregexp searches it. A search of the same text again copies nothing.
func (r *regexps) subject(text goja.String) esregexp.Subject {
	if r.searched != nil && text.SameAs(r.searched) {
		return r.as
	}
	n := text.Length()
	s := esregexp.Subject{}
	if utf8 := text.String(); len(utf8) == n { // every character has one byte
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
