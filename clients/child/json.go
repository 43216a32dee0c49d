package child

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// errJSON is the answer to a message that is none.
var errJSON = errors.New("the engine wrote a line that is not a message of the protocol")

// scanner reads JSON where it stands: messages are many, and most of what is in them becomes values of the host's own.
type scanner struct {
	s []byte
	i int
}

func (r *scanner) space() {
	for r.i < len(r.s) && (r.s[r.i] == ' ' || r.s[r.i] == '\n' || r.s[r.i] == '\r' || r.s[r.i] == '\t') {
		r.i++
	}
}

// peek is the next character that is no space, or 0 at the end.
func (r *scanner) peek() byte {
	r.space()
	if r.i < len(r.s) {
		return r.s[r.i]
	}
	return 0
}

// take takes a character that must come next.
func (r *scanner) take(c byte) {
	if r.peek() != c {
		panic(errJSON)
	}
	r.i++
}

// next says whether another element of a list that ends with end comes, and takes what stands before it.
func (r *scanner) next(first bool, end byte) bool {
	if r.peek() == end {
		r.i++
		return false
	}
	if !first {
		r.take(',')
	}
	return true
}

// text reads a string. Its UTF-16 form is given where UTF-8 has none: half a surrogate pair.
func (r *scanner) text() (string, []uint16) {
	r.take('"')
	rest := r.s[r.i:]
	end := bytes.IndexByte(rest, '"')
	if end < 0 {
		panic(errJSON)
	}
	if bytes.IndexByte(rest[:end], '\\') < 0 {
		r.i += end + 1
		return string(rest[:end]), nil
	}
	var out []byte
	var units []uint16
	lone := false
	for {
		if r.i >= len(r.s) {
			panic(errJSON)
		}
		c := r.s[r.i]
		r.i++
		switch {
		case c == '"':
			if lone {
				return "", units
			}
			return string(out), nil
		case c != '\\':
			out = append(out, c)
			if lone {
				r.i--
				v, n := utf8.DecodeRune(r.s[r.i:])
				r.i += n
				units = utf16.AppendRune(units, v)
			}
			continue
		case r.i >= len(r.s):
			panic(errJSON)
		}
		c = r.s[r.i]
		r.i++
		v := rune(c)
		switch c {
		case 'n':
			v = '\n'
		case 't':
			v = '\t'
		case 'r':
			v = '\r'
		case 'b':
			v = '\b'
		case 'f':
			v = '\f'
		case 'u':
			v = r.unit()
			if utf16.IsSurrogate(v) {
				if r.i+1 < len(r.s) && r.s[r.i] == '\\' && r.s[r.i+1] == 'u' {
					at := r.i
					r.i += 2
					if pair := utf16.DecodeRune(v, r.unit()); pair != utf8.RuneError {
						v = pair
					} else {
						r.i = at
					}
				}
				if utf16.IsSurrogate(v) && !lone {
					lone, units = true, utf16.Encode([]rune(string(out)))
				}
			}
		}
		if lone {
			if utf16.IsSurrogate(v) {
				units = append(units, uint16(v))
			} else {
				units = utf16.AppendRune(units, v)
			}
		}
		out = utf8.AppendRune(out, v)
	}
}

// unit reads the four digits of an escape.
func (r *scanner) unit() rune {
	if r.i+4 > len(r.s) {
		panic(errJSON)
	}
	v, err := strconv.ParseUint(string(r.s[r.i:r.i+4]), 16, 16)
	if err != nil {
		panic(errJSON)
	}
	r.i += 4
	return rune(v)
}

// plain reads a string as Go has it.
func (r *scanner) plain() string {
	s, units := r.text()
	if units != nil {
		return string(utf16.Decode(units))
	}
	return s
}

// word reads a number, true, false or null.
func (r *scanner) word() string {
	r.space()
	from := r.i
	for r.i < len(r.s) && bytes.IndexByte([]byte(",]} \n\r\t"), r.s[r.i]) < 0 {
		r.i++
	}
	return string(r.s[from:r.i])
}

func (r *scanner) number() float64 {
	f, err := strconv.ParseFloat(r.word(), 64)
	if err != nil {
		panic(errJSON)
	}
	return f
}

// skip passes over a value, and returns it as it stands there.
func (r *scanner) skip() []byte {
	r.space()
	from := r.i
	depth := 0
	for {
		switch r.peek() {
		case '{', '[':
			depth++
			r.i++
		case '}', ']':
			depth--
			r.i++
		case ',', ':':
			r.i++
		case '"':
			r.string()
		case 0:
			panic(errJSON)
		default:
			if r.word() == "" {
				panic(errJSON)
			}
		}
		if depth == 0 {
			return r.s[from:r.i]
		}
		if depth < 0 {
			panic(errJSON)
		}
	}
}

// string passes over a string.
func (r *scanner) string() {
	for r.i++; r.i < len(r.s); r.i++ {
		switch r.s[r.i] {
		case '\\':
			r.i++
		case '"':
			r.i++
			return
		}
	}
	panic(errJSON)
}

// fields reads an object: each of its fields as it stands there, unless take reads it.
func (r *scanner) fields(take func(name string)) {
	r.take('{')
	for first := true; r.next(first, '}'); first = false {
		name := r.plain()
		r.take(':')
		take(name)
	}
}

// quote appends a string as JSON in ASCII.
func quote(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c >= 0x20 && c < 0x7f:
			b = append(b, c)
		case c < utf8.RuneSelf:
			b = escape(b, uint16(c))
		default:
			v, n := utf8.DecodeRuneInString(s[i:])
			i += n
			if v >= 0x10000 {
				high, low := utf16.EncodeRune(v)
				b = escape(escape(b, uint16(high)), uint16(low))
			} else {
				b = escape(b, uint16(v))
			}
			continue
		}
		i++
	}
	return append(b, '"')
}

func escape(b []byte, unit uint16) []byte {
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[unit>>12], hex[unit>>8&15], hex[unit>>4&15], hex[unit&15])
}

// quoteValue appends a script's string, half surrogate pairs and all.
func quoteValue(b []byte, s goja.String) []byte {
	b = append(b, '"')
	for i := range s.Length() {
		switch c := s.CharAt(i); {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c >= 0x20 && c < 0x7f:
			b = append(b, byte(c))
		default:
			b = escape(b, c)
		}
	}
	return append(b, '"')
}
