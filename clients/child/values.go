package child

import (
	"encoding/base64"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients/adapter"
)

// values translates between the host's values, of which the platform's API is made, and those of the child. Plain data
// is copied. What is none stays where it is, under a number: the host's functions, the child's functions and promises.
type values struct {
	vm *goja.Runtime
	// called runs a function of the child.
	called func(id int, args []goja.Value) error
	// settled tells the child what became of a promise of the host.
	settled func(id int, kept bool, v goja.Value)
	// getters are the accessors of an object of the host.
	getters func(o *goja.Object) map[string]goja.Value

	hosts    []goja.Callable         // of the host, by number
	briefs   []func([]adapter.Value) // or a function that takes its arguments in brief
	hosted   map[*goja.Object]int    // their numbers
	theirs   map[int]*goja.Object    // of the child, by number
	numbers  map[*goja.Object]int    // their numbers
	promises map[*goja.Object]int
}

func newValues(vm *goja.Runtime) *values {
	return &values{
		vm: vm, hosted: map[*goja.Object]int{}, theirs: map[int]*goja.Object{}, numbers: map[*goja.Object]int{},
		promises: map[*goja.Object]int{},
	}
}

// brief gives a function that takes its arguments in brief a number.
func (x *values) brief(b []byte, f func([]adapter.Value)) []byte {
	x.hosts, x.briefs = append(x.hosts, nil), append(x.briefs, f)
	b = append(b, `{"$":"host","brief":true,"id":`...)
	return append(strconv.AppendInt(b, int64(len(x.hosts)-1), 10), '}')
}

// encode appends a value as it crosses.
func (x *values) encode(b []byte, v goja.Value) []byte {
	switch {
	case v == nil || goja.IsUndefined(v):
		return append(b, `{"$":"undefined"}`...)
	case goja.IsNull(v):
		return append(b, "null"...)
	}
	switch v := v.(type) {
	case goja.String:
		return quoteValue(b, v)
	case *goja.Object:
		return x.object(b, v)
	case *goja.Symbol:
		return append(b, `{"$":"undefined"}`...)
	}
	if goja.IsNumber(v) {
		return number(b, v.ToFloat())
	}
	if yes, ok := v.Export().(bool); ok {
		return strconv.AppendBool(b, yes)
	}
	return quote(b, v.String())
}

var (
	bufferType  = reflect.TypeFor[goja.ArrayBuffer]()
	promiseType = reflect.TypeFor[*goja.Promise]()
)

func number(b []byte, f float64) []byte {
	switch {
	case f != f:
		return append(b, `{"$":"number","text":"NaN"}`...)
	case math.IsInf(f, 1):
		return append(b, `{"$":"number","text":"Infinity"}`...)
	case math.IsInf(f, -1):
		return append(b, `{"$":"number","text":"-Infinity"}`...)
	case f == 0 && math.Signbit(f):
		return append(b, `{"$":"number","text":"-0"}`...)
	case f == math.Trunc(f) && math.Abs(f) < 1<<53:
		return strconv.AppendInt(b, int64(f), 10)
	}
	return strconv.AppendFloat(b, f, 'g', -1, 64)
}

func (x *values) object(b []byte, o *goja.Object) []byte {
	numbered := func(kind string, id int) []byte {
		b = append(b, `{"$":"`+kind+`","id":`...)
		return append(strconv.AppendInt(b, int64(id), 10), '}')
	}
	if id, ok := x.numbers[o]; ok {
		return numbered("object", id)
	}
	if f, ok := goja.AssertFunction(o); ok {
		id, known := x.hosted[o]
		if !known {
			id = len(x.hosts)
			x.hosts, x.briefs = append(x.hosts, f), append(x.briefs, nil)
			x.hosted[o] = id
		}
		b = quote(append(b, `{"$":"host","name":`...), o.Get("name").String())
		return append(strconv.AppendInt(append(b, `,"id":`...), int64(id), 10), '}')
	}
	switch o.ExportType() {
	case bufferType:
		b = append(b, `{"$":"bytes","base64":"`...)
		return append(base64.StdEncoding.AppendEncode(b, o.Export().(goja.ArrayBuffer).Bytes()), `"}`...)
	case promiseType:
		return numbered("promise", x.promise(o))
	}
	switch o.ClassName() {
	case "Array":
		b = append(b, '[')
		for i := range o.Get("length").ToInteger() {
			if i > 0 {
				b = append(b, ',')
			}
			b = x.encode(b, o.Get(strconv.FormatInt(i, 10)))
		}
		return append(b, ']')
	case "Date":
		if at, ok := o.Export().(time.Time); ok {
			return append(number(append(b, `{"$":"date","ms":`...), float64(at.UnixMilli())), '}')
		}
	case "Error":
		b = quote(append(b, `{"$":"error","name":`...), o.Get("name").String())
		b = quote(append(b, `,"message":`...), o.Get("message").String())
		return append(x.fields(append(b, `,"fields":`...), o), '}')
	}
	if getters := x.getters(o); len(getters) > 0 {
		b = append(b, `{"$":"fields","getters":{`...)
		for i, name := range slices.Sorted(maps.Keys(getters)) {
			if i > 0 {
				b = append(b, ',')
			}
			b = x.encode(append(quote(b, name), ':'), getters[name])
		}
		return append(x.fields(append(b, `},"fields":`...), o, getters), '}')
	}
	if o.Get("$") != nil {
		return append(x.fields(append(b, `{"$":"fields","getters":{},"fields":`...), o), '}')
	}
	return x.fields(b, o)
}

func (x *values) fields(b []byte, o *goja.Object, without ...map[string]goja.Value) []byte {
	b = append(b, '{')
	first := true
	for _, name := range o.Keys() {
		if len(without) > 0 && without[0][name] != nil {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = x.encode(append(quote(b, name), ':'), o.Get(name))
	}
	return append(b, '}')
}

// promise gives a promise of the host a number, and tells the child when it is settled.
func (x *values) promise(o *goja.Object) int {
	id, known := x.promises[o]
	if !known {
		id = len(x.promises)
		x.promises[o] = id
		tell := func(kept bool) goja.Value {
			return x.vm.ToValue(func(c goja.FunctionCall) goja.Value {
				x.settled(id, kept, c.Argument(0))
				return goja.Undefined()
			})
		}
		then, _ := goja.AssertFunction(o.Get("then"))
		if _, err := then(o, tell(true), tell(false)); err != nil {
			panic(err) // a promise of the host's own
		}
	}
	return id
}

// decode reads a value of the child.
func (x *values) decode(r *scanner) goja.Value {
	switch r.peek() {
	case '"':
		s, units := r.text()
		if units != nil {
			return goja.StringFromUTF16(units)
		}
		return x.vm.ToValue(s)
	case '[':
		r.i++
		var list []any
		for first := true; r.next(first, ']'); first = false {
			list = append(list, x.decode(r))
		}
		return x.vm.NewArray(list...)
	case '{':
		return x.decodeObject(r)
	}
	switch w := r.word(); w {
	case "null":
		return goja.Null()
	case "true", "false":
		return x.vm.ToValue(w == "true")
	default:
		if n, err := strconv.ParseInt(w, 10, 64); err == nil {
			return x.vm.ToValue(n)
		}
		f, err := strconv.ParseFloat(w, 64)
		if err != nil {
			panic(errJSON)
		}
		return x.vm.ToValue(f)
	}
}

// tagged are the fields of a value that is not what it looks like.
type tagged struct {
	kind, text, name, message string
	id                        int
	raw                       []byte // fields, or a date
}

func (x *values) decodeObject(r *scanner) goja.Value {
	o := x.vm.NewObject()
	var tag tagged
	r.fields(func(name string) {
		switch {
		case name == "$":
			tag.kind = r.plain()
		case tag.kind == "":
			_ = o.Set(name, x.decode(r)) // a fresh object takes every name
		case name == "id":
			tag.id = int(r.number())
		case name == "fields", name == "ms":
			tag.raw = r.skip()
		case name == "name":
			tag.name = r.plain()
		case name == "message":
			tag.message = r.plain()
		case name == "text", name == "base64":
			tag.text = r.plain()
		default:
			r.skip()
		}
	})
	switch tag.kind {
	case "":
		return o
	case "undefined":
		return goja.Undefined()
	case "number":
		f, err := strconv.ParseFloat(tag.text, 64)
		if err != nil {
			panic(errJSON)
		}
		return x.vm.ToValue(f)
	case "function", "object":
		return x.their(tag.id, tag.kind == "function")
	case "host":
		for o, id := range x.hosted {
			if id == tag.id {
				return o
			}
		}
		return goja.Undefined() // one that takes its arguments in brief: no call of the platform's
	case "bytes":
		data, err := base64.StdEncoding.DecodeString(tag.text)
		if err != nil {
			panic(errJSON)
		}
		return x.vm.ToValue(x.vm.NewArrayBuffer(data))
	case "fields":
		fields := x.vm.NewObject()
		inside := &scanner{s: tag.raw}
		inside.fields(func(name string) { _ = fields.Set(name, x.decode(inside)) })
		return fields
	case "date":
		d, err := x.vm.New(x.vm.Get("Date"), x.decode(&scanner{s: tag.raw}))
		if err != nil {
			panic(errJSON)
		}
		return d
	case "error":
		return x.decodeError(tag)
	}
	panic(errJSON)
}

// decodeError makes an error of the host of one of the child's, with that one's stack.
func (x *values) decodeError(tag tagged) goja.Value {
	e, err := x.vm.New(x.vm.Get("Error"), x.vm.ToValue(tag.message))
	if err != nil {
		panic(errJSON)
	}
	_ = e.Set("name", tag.name)
	_ = e.Set("stack", tag.text)
	if tag.raw != nil {
		r := &scanner{s: tag.raw}
		r.fields(func(name string) { _ = e.Set(name, x.decode(r)) })
	}
	return e
}

// their is what the host has for a function or an object of the child.
func (x *values) their(id int, function bool) *goja.Object {
	if o, ok := x.theirs[id]; ok {
		return o
	}
	o := x.vm.NewObject()
	if function {
		o = x.vm.ToValue(func(c goja.FunctionCall) goja.Value {
			if err := x.called(id, c.Arguments); err != nil {
				panic(x.vm.NewGoError(err))
			}
			return goja.Undefined()
		}).(*goja.Object)
	}
	x.theirs[id], x.numbers[o] = o, id
	return o
}
