package weapp

import (
	"encoding/binary"
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/dop251/goja"
)

// maxNesting is how deep JSON may nest. Engines with a recursive parser fail at about that depth; here each bracket
// beyond it would take a kilobyte of stack.
const maxNesting = 10_000

// boundParse makes a JSON.parse with a limit. SDKs call it for each thing they receive, so no script stands in between.
// The engine's, which is Go's decoder, takes twice the time, makes U+FFFD of half a surrogate pair, and refuses a
// number that is too large. It is left with what is no JSON, for its errors, and with texts that have a reviver.
func (h *Host) boundParse(c goja.FunctionCall) goja.Value {
	native := c.Argument(0).(*goja.Object)
	parse, _ := goja.AssertFunction(native)
	return h.vm.ToValue(h.vm.NewProxy(native, &goja.ProxyTrapConfig{
		Apply: func(_ *goja.Object, this goja.Value, args []goja.Value) goja.Value {
			text := h.regexps.str(argument(args, 0)) // made once: what it is made of may be hostile
			if _, revives := goja.AssertFunction(argument(args, 1)); !revives {
				if v := parseJSON(h.vm, text.String()); v != nil {
					return v
				}
			}
			if nesting(text.String()) > maxNesting {
				h.raise("RangeError", "Maximum call stack size exceeded")
			}
			v, err := parse(this, append([]goja.Value{text}, args[min(1, len(args)):]...)...)
			if err != nil {
				panic(err) // the native's own exception
			}
			return v
		},
	}))
}

// parseJSON makes the value of a JSON text, and nil of any other text, of one that nests too deep, and of one with a
// name that has half a surrogate pair, which no call of the engine takes.
func parseJSON(vm *goja.Runtime, text string) goja.Value {
	p := jsonParser{vm: vm, text: text}
	v := p.value(0)
	if p.space(); p.at < len(text) {
		return nil
	}
	return v
}

// jsonParser reads a text from a place on. What it reads is nil where the text is no JSON.
type jsonParser struct {
	vm   *goja.Runtime
	text string
	at   int
}

func (p *jsonParser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\n\r", p.text[p.at]) >= 0 {
		p.at++
	}
}

// takes passes over a token, and the space before it, if it comes next.
func (p *jsonParser) takes(token string) bool {
	p.space()
	if !strings.HasPrefix(p.text[p.at:], token) {
		return false
	}
	p.at += len(token)
	return true
}

func (p *jsonParser) value(depth int) goja.Value {
	p.space()
	if p.at == len(p.text) {
		return nil
	}
	switch c := p.text[p.at]; {
	case (c == '{' || c == '[') && depth == maxNesting:
		return nil
	case c == '{':
		return p.object(depth)
	case c == '[':
		return p.array(depth)
	case c == '"':
		if s, half := p.str(); half != nil {
			return goja.StringFromUTF16(half)
		} else if s != nil {
			return p.vm.ToValue(*s)
		}
		return nil
	case p.takes("null"):
		return goja.Null()
	case p.takes("true"):
		return p.vm.ToValue(true)
	case p.takes("false"):
		return p.vm.ToValue(false)
	}
	return p.number()
}

func (p *jsonParser) object(depth int) goja.Value {
	p.at++
	o := p.vm.NewObject()
	if p.takes("}") {
		return o
	}
	for {
		if p.space(); p.at == len(p.text) || p.text[p.at] != '"' {
			return nil
		}
		name, half := p.str()
		if name == nil || half != nil || !p.takes(":") {
			return nil
		}
		v := p.value(depth + 1)
		if v == nil {
			return nil
		}
		// not Set: the program may have given Object.prototype a setter
		if o.DefineDataProperty(*name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE) != nil {
			return nil
		}
		if p.takes("}") {
			return o
		}
		if !p.takes(",") {
			return nil
		}
	}
}

func (p *jsonParser) array(depth int) goja.Value {
	p.at++
	var items []any
	if p.takes("]") {
		return p.vm.NewArray()
	}
	for {
		v := p.value(depth + 1)
		if v == nil {
			return nil
		}
		items = append(items, v)
		if p.takes("]") {
			return p.vm.NewArray(items...)
		}
		if !p.takes(",") {
			return nil
		}
	}
}

// str reads a string. half are its characters where they have half a surrogate pair, which no Go string has.
func (p *jsonParser) str() (s *string, half []uint16) {
	begin := p.at + 1
	for p.at = begin; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '"':
			plain := p.text[begin:p.at]
			p.at++
			return &plain, nil
		case c == '\\':
			return p.escaped(utf16.Encode([]rune(p.text[begin:p.at])))
		case c < ' ':
			return nil, nil
		}
	}
	return nil, nil
}

// escapes are those of one character.
var escapes = map[byte]uint16{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escaped reads the rest of a string, from its first escape on.
func (p *jsonParser) escaped(units []uint16) (s *string, half []uint16) {
	for p.at < len(p.text) {
		rest := p.text[p.at:]
		switch c := rest[0]; {
		case c == '"':
			p.at++
			whole := string(utf16.Decode(units))
			if !slices.Equal(utf16.Encode([]rune(whole)), units) {
				return &whole, units
			}
			return &whole, nil
		case c < ' ' || c == '\\' && len(rest) < 2:
			return nil, nil
		case c != '\\':
			n := strings.IndexFunc(rest, func(r rune) bool { return r == '"' || r == '\\' || r < ' ' })
			if n < 0 {
				return nil, nil
			}
			units = append(units, utf16.Encode([]rune(rest[:n]))...)
			p.at += n
		case rest[1] == 'u':
			if len(rest) < 6 {
				return nil, nil
			}
			code, err := hex.DecodeString(rest[2:6])
			if err != nil {
				return nil, nil
			}
			units = append(units, binary.BigEndian.Uint16(code))
			p.at += 6
		default:
			unit, known := escapes[rest[1]]
			if !known {
				return nil, nil
			}
			units = append(units, unit)
			p.at += 2
		}
	}
	return nil, nil
}

// jsonNumber is JSON's grammar of one.
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$`)

// mostDigits of a number without a sign, a point or an exponent are exact in an int.
const mostDigits = 15

func (p *jsonParser) number() goja.Value {
	begin, plain := p.at, true
	for ; p.at < len(p.text); p.at++ {
		if c := p.text[p.at]; c >= '0' && c <= '9' {
			continue
		} else if strings.IndexByte("+-.eE", c) < 0 {
			break
		}
		plain = false
	}
	digits := p.text[begin:p.at]
	if n, err := strconv.Atoi(digits); err == nil && plain && len(digits) <= mostDigits &&
		(digits[0] != '0' || len(digits) == 1) {
		return p.vm.ToValue(n)
	}
	if !jsonNumber.MatchString(digits) {
		return nil
	}
	f, _ := strconv.ParseFloat(digits, 64) // infinite where it is out of range, as the language says
	return p.vm.ToValue(f)
}

// nesting is how deep the brackets of a JSON text nest.
func nesting(text string) int {
	deepest, depth, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
			deepest = max(deepest, depth)
		case c == ']' || c == '}':
			depth--
		}
	}
	return deepest
}
