package child

import (
	"strconv"

	"nimcert/clients/adapter"
)

// inBrief reads arguments of which the host wants to know what they look like.
func inBrief(r *scanner) []adapter.Value {
	var out []adapter.Value
	r.take('[')
	for first := true; r.next(first, ']'); first = false {
		out = append(out, briefValue(r))
	}
	return out
}

func briefValue(r *scanner) adapter.Value {
	switch c := r.peek(); {
	case c == '"':
		return adapter.Value{Is: adapter.Text, Text: r.plain()}
	case c == '{':
		return briefObject(r)
	case c == '[': // which a client in another language may give
		return adapter.Value{Is: adapter.Object, Text: string(r.skip())}
	}
	switch w := r.word(); w {
	case "null":
		return adapter.Value{Is: adapter.Null, Text: w}
	case "true", "false":
		return adapter.Value{Is: adapter.Boolean, Text: w}
	default:
		f, err := strconv.ParseFloat(w, 64)
		if err != nil {
			panic(errJSON)
		}
		return adapter.Value{Is: adapter.Number, Text: w, Number: f}
	}
}

func briefObject(r *scanner) adapter.Value {
	v := adapter.Value{Is: adapter.Object}
	kind, is := "", ""
	r.fields(func(name string) {
		switch {
		case name == "$":
			kind = r.plain()
		case kind == "": // a plain object, as a client in another language gives it
			v.Fields = append(v.Fields, adapter.Field{Name: name, Value: briefValue(r)})
		case name == "text":
			v.Text = r.plain()
		case name == "is":
			is = r.plain()
		case name == "fields":
			r.take('[')
			for first := true; r.next(first, ']'); first = false {
				r.take('[')
				field := r.plain()
				r.take(',')
				v.Fields = append(v.Fields, adapter.Field{Name: field, Value: briefValue(r)})
				r.take(']')
			}
		default:
			r.skip()
		}
	})
	switch {
	case kind == "undefined":
		return adapter.Value{Is: adapter.Undefined, Text: kind}
	case kind == "number":
		f, _ := strconv.ParseFloat(v.Text, 64)
		return adapter.Value{Is: adapter.Number, Text: v.Text, Number: f}
	case is == "text":
		v.Is = adapter.Text
	}
	return v
}
