package weapp

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/dop251/goja"
)

// Everything that a script throws, rejects, logs or passes is turned into text here: on the loop, in a turn that the
// watchdog ends, and only as much as a reader needs. A value may resist that (a toString that throws, a getter that
// loops, an object that contains itself a thousand times); the damage stays within the turn.

// textLimit is how many characters of a value a line shows.
const textLimit = 400

// describe makes one line of an exception: its message and the innermost places in scripts.
func (h *Host) describe(err error) error {
	var elsewhere Thrown
	if errors.As(err, &elsewhere) {
		return elsewhere
	}
	var ex *goja.Exception
	var overflow *goja.StackOverflowError
	var text string
	switch {
	case errors.As(err, &ex):
		text = oneLine(h.show(ex.Value()))
	case errors.As(err, &overflow):
		ex, text = &overflow.Exception, "RangeError: Maximum call stack size exceeded"
	default:
		return err
	}
	var places []string
	for _, frame := range ex.Stack() {
		if frame.Position().Line > 0 && len(places) < 3 { // line 0 is native code
			places = append(places,
				fmt.Sprintf("%s:%d:%d", strings.TrimPrefix(frame.SrcName(), root), frame.Position().Line,
					frame.Position().Column))
		}
	}
	if len(places) > 0 {
		text += " (at " + strings.Join(places, ", ") + ")"
	}
	return errors.New(text)
}

// oneLine is a text without its line breaks.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// unshown stands for a value that throws when it is turned into text.
const unshown = "(a value that cannot be shown)"

// show is String(v), even if v throws, and only the beginning of a long text.
func (h *Host) show(v goja.Value) (s string) {
	if h.guard(func() { s = begin(v) }) != nil {
		return unshown
	}
	return s
}

// begin is the beginning of String(v). A script's text may have a quarter of a gigabyte.
func begin(v goja.Value) string {
	if _, symbol := v.(*goja.Symbol); symbol {
		return v.String()
	}
	text := v.ToString()
	if s, ok := text.(goja.String); ok && s.Length() > textLimit {
		return strings.ToValidUTF8(s.Substring(0, textLimit).String(), "") + "…"
	}
	return text.String()
}

// Text renders a value for the ledger, briefly: an error by its stack, an object as JSON. Loop only.
func (h *Host) Text(v goja.Value) string {
	o, ok := v.(*goja.Object)
	switch {
	case v == nil:
		return "undefined"
	case !ok:
		return h.show(v)
	}
	s := ""
	_ = h.guard(func() { // a getter that throws ends the rendering
		// A revoked proxy throws when it is asked for its kind.
		if stack := o.Get("stack"); o.ClassName() == "Error" && stack != nil {
			lines := strings.Split(begin(stack), "\n")
			s = oneLine(strings.ReplaceAll(strings.Join(lines[:min(3, len(lines))], " "), root, ""))
		} else if o.ClassName() != "Function" {
			w := writer{h: h}
			if w.value("", v) && w.b.Len() > len("{}") {
				s = w.b.String()
			}
		}
	})
	if s == "" {
		return h.show(v)
	}
	if r := []rune(s); len(r) > textLimit {
		s = string(r[:textLimit]) + "…"
	}
	return s
}

// writer writes the beginning of a value's JSON. JSON.stringify itself is native code that nothing can interrupt, and a
// small object that contains others twice each, thirty deep, keeps it busy for hours.
type writer struct {
	h    *Host
	b    strings.Builder
	path []*goja.Object // values that contain one another
	n    int            // values seen
}

// mostValues bounds the cost of a walk that writes nothing: over functions, or empty places.
const mostValues = 10_000

func (w *writer) full() bool { return w.b.Len() > 4*textLimit || w.n > mostValues }

// value writes v, the value at key, and reports whether it has a JSON form.
func (w *writer) value(key string, v goja.Value) bool {
	if w.n++; w.full() {
		return true
	}
	o, ok := v.(*goja.Object)
	if ok {
		if f, converts := goja.AssertFunction(o.Get("toJSON")); converts {
			r, err := f(o, w.h.vm.ToValue(key))
			if err != nil {
				panic(err) // the script's own exception
			}
			v = r
			o, ok = v.(*goja.Object)
		}
		if ok {
			switch o.ClassName() {
			case "Number", "Boolean":
				v, ok = w.h.vm.ToValue(o.Export()), false
			case "String":
				v, ok = o.ToString(), false
			}
		}
	}
	switch {
	case ok:
		return w.object(o)
	case v == nil || goja.IsUndefined(v):
		return false
	case goja.IsNull(v):
		w.b.WriteString("null")
	default:
		switch x := v.(type) {
		case *goja.Symbol:
			return false
		case goja.String:
			text, err := json.Marshal(begin(x))
			if err != nil {
				return false
			}
			w.b.Write(text)
		default:
			text, err := json.Marshal(x.Export())
			if _, isBig := x.Export().(*big.Int); err != nil || isBig {
				text = []byte("null") // not a number; a BigInt has no JSON form
			}
			w.b.Write(text)
		}
	}
	return true
}

func (w *writer) object(o *goja.Object) bool {
	if _, function := goja.AssertFunction(o); function {
		return false
	}
	for _, outer := range w.path {
		if outer == o {
			panic(w.h.vm.NewTypeError("Converting circular structure to JSON"))
		}
	}
	w.path = append(w.path, o)
	defer func() { w.path = w.path[:len(w.path)-1] }()
	if o.ClassName() == "Array" {
		w.b.WriteByte('[')
		for i, n := int64(0), o.Get("length").ToInteger(); i < n && !w.full(); i++ {
			if i > 0 {
				w.b.WriteByte(',')
			}
			if !w.value(fmt.Sprint(i), o.Get(fmt.Sprint(i))) {
				w.b.WriteString("null")
			}
		}
		w.b.WriteByte(']')
		return true
	}
	w.b.WriteByte('{')
	first := w.b.Len()
	for _, k := range o.Keys() {
		if w.full() {
			break
		}
		before := w.b.String()
		if w.b.Len() > first {
			w.b.WriteByte(',')
		}
		name, _ := json.Marshal(k) // a text always has a JSON form
		w.b.Write(name)
		w.b.WriteByte(':')
		if !w.value(k, o.Get(k)) {
			w.b.Reset()
			w.b.WriteString(before)
		}
	}
	w.b.WriteByte('}')
	return true
}
