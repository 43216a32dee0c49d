package reference

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// frame is one socket.io 0.9 text frame, TYPE:ID:ENDPOINT:DATA.
type frame struct {
	kind byte // '0' to '8'
	data string
}

// The frames that this client handles or sends.
const (
	frameDisconnect = '0'
	frameConnect    = '1'
	frameHeartbeat  = '2'
	frameMessage    = '3'
)

// parseFrame reads a frame. It reports false if the text is no frame: a client ignores what it does not understand.
func parseFrame(text string) (frame, bool) {
	parts := strings.SplitN(text, ":", 4)
	if len(parts) < 3 || len(parts[0]) != 1 || parts[0][0] < '0' || parts[0][0] > '8' {
		return frame{}, false
	}
	f := frame{kind: parts[0][0]}
	if len(parts) == 4 {
		f.data = parts[3]
	}
	return f, true
}

// String writes the frame as it goes over the wire.
func (f frame) String() string {
	if f.data == "" {
		return string(f.kind) + "::"
	}
	return string(f.kind) + ":::" + f.data
}

// command is a packet's service and command.
type command struct{ sid, cid int }

// The packets that this client sends or handles.
var (
	heartbeat   = command{1, 2}
	login       = command{2, 3}
	kicked      = command{2, 5}
	logout      = command{2, 6}
	sync        = command{5, 1}
	sendMessage = command{7, 1}
	message     = command{7, 2}
	sendTeam    = command{8, 2}
	roomLogin   = command{13, 2}
	roomKicked  = command{13, 3}
	roomLogout  = command{13, 4}
	sendRoom    = command{13, 6}
	roomMessage = command{13, 7}
)

// fields is a map of numbered fields, as the service's packets have them.
type fields map[int]any

// MarshalJSON writes the numbers as text, as JSON demands.
func (f fields) MarshalJSON() ([]byte, error) {
	out := make(map[string]any, len(f))
	for k, v := range f {
		out[strconv.Itoa(k)] = v
	}
	return json.Marshal(out)
}

// property is one parameter of a packet: the name of its type and its value.
type property struct {
	Type  string `json:"t"`
	Value any    `json:"v"`
}

func properties(maps ...fields) []property {
	out := []property{}
	for _, m := range maps {
		out = append(out, property{"Property", m})
	}
	return out
}

// request writes a packet's frame.
func request(c command, ser int, q []property) frame {
	data, err := json.Marshal(map[string]any{"SID": c.sid, "CID": c.cid, "SER": ser, "Q": q})
	if err != nil {
		// its parameters are made here and always marshal
		panic(fmt.Sprintf("write packet %d_%d: %s", c.sid, c.cid, err))
	}
	return frame{frameMessage, string(data)}
}

// answer is a packet from the service. A push has ser 0; code other than 200 is an error.
type answer struct {
	SID  int               `json:"sid"`
	CID  int               `json:"cid"`
	Ser  int               `json:"ser"`
	Code int               `json:"code"`
	R    []json.RawMessage `json:"r"`
}

func parseAnswer(data string) (answer, bool) {
	var a answer
	err := json.Unmarshal([]byte(data), &a)
	return a, err == nil && a.SID > 0 && a.CID > 0
}

func (a answer) command() command { return command{a.SID, a.CID} }

// number reads parameter i as a number, 0 if it is no number.
func (a answer) number(i int) int {
	n := 0
	if i < len(a.R) {
		_ = json.Unmarshal(a.R[i], &n) // anything else is no number
	}
	return n
}

// field reads a numbered field of parameter 0 as text, whether it was sent as text or as a number; "" when it is
// missing.
func (a answer) field(number int) string {
	if len(a.R) == 0 {
		return ""
	}
	var m map[string]json.RawMessage
	if json.Unmarshal(a.R[0], &m) != nil {
		return ""
	}
	raw := m[strconv.Itoa(number)]
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}
