package session

import (
	"bytes"
	"strconv"
	"sync"

	"nimcert/clock"
	"nimcert/ledger"
)

// traffic tells the clock what the network does to the bytes of each wire, and the ledger what the proxy counts: the third witness of the census.
type traffic struct {
	clock  *clock.Clock
	ledger *ledger.Ledger

	mu    sync.Mutex
	wires map[int64]*clock.Wire // by the proxy's number
}

// First finds the wire by the header that the client's platform puts into each request.
func (t *traffic) First(id int64, data []byte) {
	_, rest, ok := bytes.Cut(data, []byte(clock.WireHeader+": "))
	if !ok {
		return
	}
	number, _, _ := bytes.Cut(rest, []byte("\r\n"))
	n, err := strconv.ParseInt(string(number), 10, 64)
	if err != nil {
		return
	}
	t.mu.Lock()
	t.wires[id] = t.clock.Wire(n)
	t.mu.Unlock()
}

func (t *traffic) wire(id int64) *clock.Wire {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.wires[id]
}

func from(towardClient bool) clock.Side {
	if towardClient {
		return clock.Server
	}
	return clock.Client
}

func (t *traffic) Kept(id int64, towardClient bool, n int, end bool) {
	if end {
		t.wire(id).KeepEnd(from(towardClient), true)
	} else {
		t.wire(id).Keep(from(towardClient), int64(n))
	}
}

func (t *traffic) Released(id int64, towardClient bool, n int, end bool) {
	if end {
		t.wire(id).KeepEnd(from(towardClient), false)
	} else {
		t.wire(id).Keep(from(towardClient), -int64(n))
	}
}

func (t *traffic) Lost(id int64, towardClient bool, n int) {
	t.wire(id).Lose(from(towardClient), int64(n))
}

func (t *traffic) Severed(id int64) { t.wire(id).Sever() }

func (t *traffic) Connection(int64, bool, int) {}
