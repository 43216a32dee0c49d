package fakeserver

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	fastjson "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// FrameType is the kind of a socket.io 0.9 frame.
type FrameType int

// The frame types of socket.io 0.9, in the order of its own table.
const (
	FrameDisconnect FrameType = iota
	FrameConnect
	FrameHeartbeat
	FrameMessage
	FrameJSON
	FrameEvent
	FrameAck
	FrameError
	FrameNoop
)

// Frame is one socket.io 0.9 text frame, TYPE:ID:ENDPOINT:DATA. The last colon is optional if the data is empty: "2::".
type Frame struct {
	Type     FrameType
	ID       string // digits, perhaps followed by a +
	Endpoint string
	Data     string
}

// ParseFrame reads a frame. The error says which part is wrong.
func ParseFrame(s string) (Frame, error) {
	if !utf8.ValidString(s) {
		return Frame{}, errors.New("a frame is UTF-8")
	}
	kind, rest, _ := strings.Cut(s, ":")
	id, rest, complete := strings.Cut(rest, ":")
	if !complete {
		return Frame{}, errors.New("a frame needs TYPE:ID:ENDPOINT")
	}
	if len(kind) != 1 || kind[0] < '0' || kind[0] > '8' {
		return Frame{}, fmt.Errorf("frame type %.20q is none of 0 to 8", kind)
	}
	f := Frame{Type: FrameType(kind[0] - '0'), ID: id}
	f.Endpoint, f.Data, _ = strings.Cut(rest, ":")
	if strings.Trim(strings.TrimSuffix(f.ID, "+"), "0123456789") != "" || f.ID == "+" {
		return Frame{}, fmt.Errorf("frame id %.20q is not a number", f.ID)
	}
	return f, nil
}

// String writes the frame as it goes over the wire.
func (f Frame) String() string {
	s := strconv.Itoa(int(f.Type)) + ":" + f.ID + ":" + f.Endpoint
	if f.Data != "" {
		s += ":" + f.Data
	}
	return s
}

// Request is a packet from the client: service SID, command CID, serial number SER, and its parameters.
type Request struct {
	SID int        `json:"SID"`
	CID int        `json:"CID"`
	SER int        `json:"SER"`
	Q   []Property `json:"Q"`
}

// Property is one parameter of a request: its type's name and its value.
type Property struct {
	T string          `json:"t"`
	V json.RawMessage `json:"v"`

	fields Fields // see Request.Fields
}

// decode reads JSON as encoding/json does, in half the time: to read packets was half of what the service computed for
// them, beside the operating system's work.
func decode(data []byte, v any) error { return fastjson.Unmarshal(data, v, lenient) }

// lenient takes what encoding/json takes, and what JSON.stringify of a client can write: half a surrogate pair, which
// is no UTF-8.
var lenient = fastjson.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true),
	fastjson.MatchCaseInsensitiveNames(true))

// alike writes the bytes that encoding/json writes: a session that cuts a frame counts them, and half a surrogate pair
// goes on as its sender wrote it.
var alike = fastjson.JoinOptions(lenient, fastjson.Deterministic(true), fastjson.FormatNilSliceAsNull(true),
	fastjson.FormatNilMapAsNull(true), jsontext.EscapeForHTML(true), jsontext.EscapeForJS(true),
	jsontext.PreserveRawStrings(true))

// plain is alike with U+2028 and U+2029 as they are: JSON may hold them so, and . of a regular expression matches
// neither.
var plain = fastjson.JoinOptions(alike, jsontext.EscapeForJS(false))

// ParseRequest reads the data of a message frame.
func ParseRequest(data string) (Request, error) {
	var r Request
	if err := decode([]byte(data), &r); err != nil {
		return Request{}, fmt.Errorf("read packet: %w", err)
	}
	if r.SID <= 0 || r.CID <= 0 {
		return Request{}, errors.New("read packet: no SID and CID")
	}
	r.readFields()
	return r, nil
}

// Name is the packet's name in the SDK's own tables, like "2_3".
func (r Request) Name() string { return packetName(r.SID, r.CID) }

// readFields reads each parameter that is a map once: a packet's fields are asked for several times.
func (r Request) readFields() {
	for i := range r.Q {
		p := &r.Q[i]
		if len(p.V) == 0 || p.V[0] != '{' || decode(p.V, &p.fields) != nil {
			continue
		}
		maps.DeleteFunc(p.fields, func(k string, _ json.RawMessage) bool {
			n, err := strconv.Atoi(k)
			return err != nil || n < 0 || strconv.Itoa(n) != k
		})
	}
}

// Fields returns parameter i as a map of numbered fields, nil if it is no map. Keys that are not numbers are left out.
func (r Request) Fields(i int) Fields {
	if i >= len(r.Q) {
		return nil
	}
	return r.Q[i].fields
}

// Texts returns parameter i as a list of texts, empty if it is no list.
func (r Request) Texts(i int) []string {
	var list []string
	if i < len(r.Q) && decode(r.Q[i].V, &list) != nil {
		return nil
	}
	return list
}

// Fields is a map of numbered fields. The SDK sends some numbers as text and some as numbers; both read the same.
type Fields map[string]json.RawMessage

// Text returns a field as text, "" when it is missing.
func (f Fields) Text(number int) string {
	raw := f[strconv.Itoa(number)]
	var s string
	if decode(raw, &s) == nil {
		return s
	}
	if string(raw) == "null" {
		return ""
	}
	return string(raw)
}

// With returns a copy with some fields set.
func (f Fields) With(set map[int]any) map[string]any {
	out := make(map[string]any, len(f)+len(set))
	for k, v := range f {
		out[k] = v
	}
	for k, v := range set {
		out[strconv.Itoa(k)] = v
	}
	return out
}

// Answer is a packet to the client. A push has Ser 0; Code other than 200 is an error.
type Answer struct {
	SID, CID, Ser, Code int
	R                   []any
}

// Text writes an answer for the text transport: a message frame with an object. Most answers have no parameters, and
// the SDK reads r's length.
func (a Answer) Text() ([]byte, error) {
	b := append(make([]byte, 0, 64), "3::"...)
	for i, key := range [...]string{`:{"sid":`, `,"cid":`, `,"ser":`, `,"code":`} {
		b = strconv.AppendInt(append(b, key...), int64([...]int{a.SID, a.CID, a.Ser, a.Code}[i]), 10)
	}
	if len(a.R) == 0 {
		return append(b, `,"r":[]}`...), nil
	}
	r, err := fastjson.Marshal(a.R, plain)
	if err != nil {
		return nil, fmt.Errorf("write packet %s: %w", packetName(a.SID, a.CID), err)
	}
	return append(append(append(b, `,"r":`...), r...), '}'), nil
}

// textFields returns an answer's parameters with every field of every map as text.
func textFields(r []any) []any {
	out := make([]any, len(r))
	for i, v := range r {
		switch v := v.(type) {
		case map[string]any:
			out[i] = textMap(v)
		case []any:
			out[i] = textFields(v)
		default:
			out[i] = v
		}
	}
	return out
}

func textMap(m map[string]any) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = fieldText(v)
	}
	return out
}

// fieldText writes a field as text: texts and numbers as they are, anything else as JSON.
func fieldText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.RawMessage:
		return Fields{"0": v}.Text(0)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}

func packetName(sid, cid int) string {
	if known, ok := saidOf(sid, cid); ok {
		return known.name
	}
	return strconv.Itoa(sid) + "_" + strconv.Itoa(cid)
}

// commands are the names that the ledger gives to packets, from the SDK's own tables. A packet that the V1 and the V2
// API both have has one name.
var commands = map[string]string{
	"1_2": "heartbeat",
	"2_3": "login", "2_5": "kicked", "2_6": "logout", "2_7": "multi port login", "2_8": "kick",
	"26_3": "login", "26_5": "logout", "26_8": "kick", "26_9": "kicked", "26_10": "multi port login",
	"24_2": "login", "24_4": "logout", "24_5": "kicked", "24_9": "kick", "24_10": "send channel message",
	"24_11": "channel message", "24_19": "sync", "24_27": "unread messages",
	"3_7": "get users", "34_7": "get users", "4_5": "received", "5_1": "sync", "27_1": "sync",
	"28_19": "sync conversations",
	"6_2":   "nos token", "6_23": "server time", "6_26": "nos cdn host", "6_27": "grayscale config",
	"6_28": "mix store policy", "6_29": "mix store token",
	"7_1": "send message", "30_1": "send message", "7_2": "message", "7_11": "message receipt",
	"30_11": "message receipt", "7_16": "session read",
	"8_2": "send team message", "31_2": "send team message", "32_2": "send team message", "8_3": "team message",
	"13_2": "room login", "36_2": "room login", "13_3": "room kicked", "13_4": "room logout", "36_4": "room logout",
	"13_6": "send room message", "36_6": "send room message", "13_7": "room message", "36_1": "room addresses",
}

func describe(sid, cid int) string {
	if known, ok := saidOf(sid, cid); ok {
		return known.described
	}
	return packetName(sid, cid)
}

// said are the texts for a packet of commands.
type said struct{ name, described string }

// saidOf finds them, by the packet's numbers: each packet needs them some five times.
func saidOf(sid, cid int) (said, bool) {
	if sid < 0 || sid >= len(allSaid) || cid < 0 || cid >= len(allSaid[sid]) {
		return said{}, false
	}
	s := allSaid[sid][cid]
	return s, s.name != ""
}

var allSaid = func() (all [40][32]said) {
	for name, command := range commands {
		var sid, cid int
		if _, err := fmt.Sscanf(name, "%d_%d", &sid, &cid); err != nil {
			panic(err) // our own table
		}
		all[sid][cid] = said{name, name + " " + command}
	}
	return all
}()
