package fakeserver

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The binary transport of nim-web-sdk-ng (seen in 10.9.77-alpha.4): one packet is one binary message, little-endian,
//
//	varint length | u8 sid | u8 cid | u16 ser | u8 tag | u16 code, if the tag has coded | parameters
//
// A client writes the length 0 and the tag 0. Which parameters follow, and of which type, is known by the packet's name
// only: layouts has it. A client leaves out a parameter that it has no value for.

// coded is the bit of the tag that announces a code.
const coded = 2

// bodied lists the codes whose packets have parameters; after any other code the SDK reads none.
var bodied = []int{200, 406, 808, 810, 7101}

// ParseBinary reads a client's packet. It reads no parameters of a packet that `layouts` does not list.
func ParseBinary(data []byte) (Request, error) {
	p := parser{data: data}
	h, err := p.header()
	if err != nil {
		return Request{}, fmt.Errorf("read packet: %w", err)
	}
	req := Request{SID: h.sid, CID: h.cid, SER: h.ser}
	if req.SID == 0 || req.CID == 0 {
		return Request{}, errors.New("read packet: no SID and CID")
	}
	if l, known := layouts[req.Name()]; known {
		if req.Q, err = p.params(l.request); err != nil {
			return Request{}, fmt.Errorf("read packet %s: %w", req.Name(), err)
		}
	}
	req.readFields()
	return req, nil
}

// Binary writes an answer for the binary transport.
func (a Answer) Binary() ([]byte, error) {
	name := packetName(a.SID, a.CID)
	if outside(a.SID, math.MaxUint8) || outside(a.CID, math.MaxUint8) || outside(a.Ser, math.MaxUint16) ||
		outside(a.Code, math.MaxUint16) {
		return nil, fmt.Errorf("write packet %s: serial %d or code %d is too large", name, a.Ser, a.Code)
	}
	w := writer{byte(a.SID), byte(a.CID)}
	w = binary.LittleEndian.AppendUint16(w, uint16(a.Ser))
	w = append(w, coded)
	w = binary.LittleEndian.AppendUint16(w, uint16(a.Code))
	if slices.Contains(bodied, a.Code) {
		types := layouts[name].answer
		if len(a.R) > len(types) {
			return nil, fmt.Errorf("write packet %s: %d parameters, and the layout has %d", name, len(a.R), len(types))
		}
		for i, v := range a.R {
			if err := w.param(types[i], v); err != nil {
				return nil, fmt.Errorf("write packet %s: parameter %d: %w", name, i, err)
			}
		}
	}
	return append(binary.AppendUvarint(nil, uint64(len(w))), w...), nil
}

func outside(n, most int) bool { return n < 0 || n > most }

// header is the part before the parameters.
type header struct{ sid, cid, ser, code int }

// parser reads a packet from its front.
type parser struct{ data []byte }

var errShort = errors.New("the packet breaks off")

func (p *parser) take(n int) ([]byte, error) {
	if n > len(p.data) {
		return nil, errShort
	}
	taken := p.data[:n]
	p.data = p.data[n:]
	return taken, nil
}

func (p *parser) header() (header, error) {
	length, err := p.varint()
	if err != nil {
		return header{}, err
	}
	if length != 0 && length != len(p.data) {
		return header{}, fmt.Errorf("length %d, and %d bytes follow", length, len(p.data))
	}
	b, err := p.take(5)
	if err != nil {
		return header{}, err
	}
	h := header{sid: int(b[0]), cid: int(b[1]), ser: int(binary.LittleEndian.Uint16(b[2:]))}
	switch tag := b[4]; tag {
	case 0:
	case coded:
		if b, err = p.take(2); err != nil {
			return header{}, err
		}
		h.code = int(binary.LittleEndian.Uint16(b))
	default:
		return header{}, fmt.Errorf("tag %d is unknown", tag)
	}
	return h, nil
}

// varintLimit is the most bytes that a number of seven-bit groups has in the SDK.
const varintLimit = 5

func (p *parser) varint() (int, error) {
	v, n := binary.Uvarint(p.data[:min(len(p.data), varintLimit)])
	switch {
	case n == 0 && len(p.data) < varintLimit:
		return 0, errShort
	case n <= 0:
		return 0, fmt.Errorf("a length of more than %d bytes", varintLimit)
	}
	p.data = p.data[n:]
	return int(v), nil
}

// params reads parameters of the given types. The last ones may be missing, but no bytes may be left over.
func (p *parser) params(types []paramType) ([]Property, error) {
	var q []Property
	for i, t := range types {
		if len(p.data) == 0 {
			return q, nil
		}
		v, err := p.param(t)
		if err != nil {
			return nil, fmt.Errorf("parameter %d: %w", i, err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("parameter %d: %w", i, err)
		}
		q = append(q, Property{T: string(t), V: b})
	}
	if len(p.data) > 0 {
		return nil, fmt.Errorf("%d bytes are left over", len(p.data))
	}
	return q, nil
}

func (p *parser) param(t paramType) (any, error) {
	switch t {
	case typeByte, typeInt, typeLong:
		return p.number(t)
	case typeBool:
		n, err := p.number(typeByte)
		return n != 0, err
	case typeString:
		return p.text()
	case typeProperty:
		return p.property()
	case typePropertyArray:
		return list(p, func() (any, error) { return p.property() })
	case typeStrArray:
		return list(p, func() (any, error) { return p.text() })
	case typeLongArray:
		return list(p, func() (any, error) { return p.number(typeLong) })
	}
	return nil, fmt.Errorf("type %q is unknown", t)
}

func (p *parser) number(t paramType) (uint64, error) {
	b, err := p.take(t.size())
	if err != nil {
		return 0, err
	}
	var whole [8]byte
	copy(whole[:], b)
	return binary.LittleEndian.Uint64(whole[:]), nil
}

func (p *parser) text() (string, error) {
	n, err := p.varint()
	if err != nil {
		return "", err
	}
	b, err := p.take(n)
	if err == nil && !utf8.Valid(b) {
		err = errors.New("a text is not UTF-8")
	}
	return string(b), err
}

// property reads a map of numbered fields; all of them are text.
func (p *parser) property() (map[string]string, error) {
	n, err := p.varint()
	if err != nil {
		return nil, err
	}
	m := map[string]string{}
	for range n {
		key, err := p.varint()
		if err != nil {
			return nil, err
		}
		if m[strconv.Itoa(key)], err = p.text(); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func list(p *parser, element func() (any, error)) ([]any, error) {
	n, err := p.varint()
	if err != nil {
		return nil, err
	}
	all := []any{} // it grows with the entries read, not with the number that the packet promises
	for range n {
		e, err := element()
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// writer is a packet that grows.
type writer []byte

func (w *writer) param(t paramType, v any) error {
	switch v := v.(type) {
	case map[string]any:
		if t == typeProperty {
			return w.property(v)
		}
	case []any:
		if element := t.element(); element != "" {
			*w = binary.AppendUvarint(*w, uint64(len(v)))
			for _, e := range v {
				if err := w.param(element, e); err != nil {
					return err
				}
			}
			return nil
		}
	case []string:
		all := make([]any, len(v))
		for i, e := range v {
			all[i] = e
		}
		return w.param(t, all)
	case string:
		if t == typeString {
			w.text(v)
			return nil
		}
	case int, int64, uint64, bool:
		if size := t.size(); size > 0 {
			n, err := number(v, size)
			*w = append(*w, binary.LittleEndian.AppendUint64(nil, n)[:size]...)
			return err
		}
	}
	return fmt.Errorf("%T is no %s", v, t)
}

// number is a value as so many bytes hold it; negative numbers are in two's complement.
func number(v any, size int) (uint64, error) {
	var n int64
	switch v := v.(type) {
	case bool:
		if v {
			return 1, nil
		}
		return 0, nil
	case uint64:
		return v, nil
	case int:
		n = int64(v)
	case int64:
		n = v
	}
	if bits := 8 * size; bits < 64 && (n >= 1<<bits || n < -(1<<(bits-1))) {
		return 0, fmt.Errorf("%d does not go into %d bytes", n, size)
	}
	return uint64(n), nil
}

func (w *writer) text(s string) {
	s = strings.ToValidUTF8(s, "\uFFFD") // the SDK's reader takes nothing else
	*w = append(binary.AppendUvarint(*w, uint64(len(s))), s...)
}

func (w *writer) property(m map[string]any) error {
	keys := make(map[int]string, len(m))
	for k := range m {
		n, err := strconv.Atoi(k)
		if err != nil || n < 0 || strconv.Itoa(n) != k {
			return fmt.Errorf("field %q is not a number", k)
		}
		keys[n] = k
	}
	*w = binary.AppendUvarint(*w, uint64(len(m)))
	for _, n := range slices.Sorted(maps.Keys(keys)) {
		*w = binary.AppendUvarint(*w, uint64(n))
		w.text(fieldText(m[keys[n]]))
	}
	return nil
}
