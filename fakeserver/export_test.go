package fakeserver

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
)

// WriteBinaryRequest writes a client's packet for the binary transport, as the SDK does: length and tag are 0.
func WriteBinaryRequest(sid, cid, ser int, q ...any) ([]byte, error) {
	w := writer{0, byte(sid), byte(cid)}
	w = append(binary.LittleEndian.AppendUint16(w, uint16(ser)), 0)
	known := layouts[packetName(sid, cid)].request
	for i, v := range q {
		if i >= len(known) {
			return nil, fmt.Errorf("%s has no parameter %d", packetName(sid, cid), i)
		}
		if err := w.param(known[i], v); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// ReadBinaryAnswer reads what the service sent over the binary transport.
func ReadBinaryAnswer(data []byte) (sid, cid, ser, code int, r []json.RawMessage, err error) {
	p := parser{data: data}
	h, err := p.header()
	if err != nil {
		return 0, 0, 0, 0, nil, err
	}
	params, err := p.params(layouts[packetName(h.sid, h.cid)].answer)
	for _, v := range params {
		r = append(r, v.V)
	}
	return h.sid, h.cid, h.ser, h.code, r, err
}

// Remember makes services that start from now on know at most n accounts, handshakes and addresses.
func Remember(n int) (back func()) {
	was := remembered
	remembered = n
	return func() { remembered = was }
}

// Ending is how the time line tells the end of a connection.
var Ending = ending
