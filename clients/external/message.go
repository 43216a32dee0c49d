package external

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"nimcert/clients/adapter"
	"nimcert/spelling"
)

// message is what a client writes: a call, or the answer that ends a turn.
type message struct {
	call   string
	fields map[string]any
}

// The types of fields.
const (
	number   = "a number"
	text     = "a text"
	texts    = "an object of texts"
	anything = "anything"
	missing  = "nothing"
)

// calls are what a client may write, each with its fields and their types; one field has the call's own name. The
// fields of emit are checked where they are read.
var calls = map[string]map[string]string{
	"return":  {"return": anything},
	"throw":   {"throw": text},
	"timer":   {"timer": number, "after": number},
	"cancel":  {"cancel": number},
	"request": {"request": number, "url": text, "method": text, "headers": texts, "body": text, "timeout": number},
	"abort":   {"abort": number},
	"connect": {"connect": number, "url": text, "timeout": number},
	"send":    {"send": number, "text": text, "base64": text},
	"close":   {"close": number, "code": number, "reason": text},
	"then":    {"then": number},
	"emit":    nil,
}

// needed are the fields without which a call means nothing.
var needed = map[string][]string{
	"timer": {"after"}, "request": {"url"}, "connect": {"url"}, "emit": {"instance"},
}

// most is the largest number that JSON carries to every language as it is.
const most = 1<<53 - 1

// begun is how much of a line an error shows.
const begun = 60

// read reads a line of the client. The error says in one line what is wrong with it.
func read(line []byte) (message, error) {
	wrong := func(format string, args ...any) (message, error) {
		shown := strings.TrimSpace(string(line))
		if len(shown) > begun {
			shown = strings.ToValidUTF8(shown[:begun], "") + "…"
		}
		return message{}, fmt.Errorf("it wrote %q: %w", shown, fmt.Errorf(format, args...))
	}
	m := message{}
	if err := json.Unmarshal(line, &m.fields); err != nil || m.fields == nil {
		return wrong("that is no JSON object")
	}
	for name := range calls {
		if _, ok := m.fields[name]; ok && (m.call == "" || name == "emit") {
			m.call = name
		}
	}
	if m.call == "" {
		return wrong("an object of the protocol has one of %s", strings.Join(slices.Sorted(maps.Keys(calls)), ", "))
	}
	for name, v := range m.fields {
		want, ok := calls[m.call][name]
		switch {
		case m.call == "emit":
		case !ok:
			err := spelling.Unknown("field of "+m.call, name, slices.Sorted(maps.Keys(calls[m.call])))
			return wrong("%w", err)
		case want != anything && kind(v) != want && (kind(v) != missing || name == m.call):
			return wrong("%s is %s, not %s", name, kind(v), want)
		}
	}
	if n := m.number(m.call); n != math.Trunc(n) || math.Abs(n) > most {
		return wrong("%s is no whole number", m.call)
	}
	for _, name := range needed[m.call] {
		if kind(m.fields[name]) == missing {
			return wrong("%s needs %s", m.call, name)
		}
	}
	return m, nil
}

func kind(v any) string {
	switch v := v.(type) {
	case nil:
		return missing
	case float64:
		return number
	case string:
		return text
	case map[string]any:
		for _, inside := range v {
			if kind(inside) != text {
				return "an object of others than texts"
			}
		}
		return texts
	}
	return "something else"
}

func (m message) number(name string) float64 {
	f, _ := m.fields[name].(float64)
	return f
}

func (m message) id() int64 { return int64(m.number(m.call)) }

func (m message) text(name string) string {
	s, _ := m.fields[name].(string)
	return s
}

func (m message) texts(name string) map[string]string {
	out := map[string]string{}
	o, _ := m.fields[name].(map[string]any)
	for k := range o {
		out[k], _ = o[k].(string)
	}
	return out
}

// data is what send sends.
func (m message) data() (data []byte, binary bool, err error) {
	_, isText := m.fields["text"]
	encoded, isBytes := m.fields["base64"].(string)
	if isText == isBytes {
		return nil, false, errors.New("send needs either text or base64")
	}
	if isText {
		return []byte(m.text("text")), false, nil
	}
	if data, err = base64.StdEncoding.DecodeString(encoded); err != nil {
		return nil, false, fmt.Errorf("send: base64: %w", err)
	}
	return data, true, nil
}

// told are the arguments of emit as the adapter takes them: the kind, the instance, and the other fields.
func (m message) told() []adapter.Value {
	fields := adapter.Value{Is: adapter.Object}
	for _, name := range slices.Sorted(maps.Keys(m.fields)) {
		if name != "emit" && name != "instance" {
			fields.Fields = append(fields.Fields, adapter.Field{Name: name, Value: value(m.fields[name])})
		}
	}
	return []adapter.Value{value(m.fields["emit"]), value(m.fields["instance"]), fields}
}

// value is a plain value as the adapter takes it.
func value(v any) adapter.Value {
	switch v := v.(type) {
	case nil:
		return adapter.Value{Is: adapter.Null, Text: "null"}
	case bool:
		return adapter.Value{Is: adapter.Boolean, Text: fmt.Sprint(v)}
	case float64:
		return adapter.Value{Is: adapter.Number, Text: fmt.Sprint(v), Number: v}
	case string:
		return adapter.Value{Is: adapter.Text, Text: v}
	}
	shown, _ := json.Marshal(v) // it came as JSON
	return adapter.Value{Is: adapter.Object, Text: string(shown)}
}
