package session

import (
	"bytes"
	"maps"
	"strconv"
	"sync"

	"nimcert/clock"
)

// traffic tells the clock what the network does to the bytes of each wire, and keeps the proxy's own count of sockets:
// the third witness of the census. That count is not on the time line, because the proxy learns of an end after both
// sides, in real time.
type traffic struct {
	clock *clock.Clock

	mu      sync.Mutex
	wires   map[int64]*clock.Wire // by the proxy's number
	numbers map[int64]int64       // the sockets among them: the number on the time line, by the proxy's number
	carried carried
}

// carried lists the sockets that the proxy saw, by their number on the time line.
type carried struct {
	ever, live map[int64]bool
	changed    chan struct{} // closed when this changes
}

func newTraffic(c *clock.Clock) *traffic {
	return &traffic{
		clock: c, wires: map[int64]*clock.Wire{}, numbers: map[int64]int64{},
		carried: carried{ever: map[int64]bool{}, live: map[int64]bool{}, changed: make(chan struct{})},
	}
}

// sockets returns what the proxy has counted so far.
func (t *traffic) sockets() carried {
	t.mu.Lock()
	defer t.mu.Unlock()
	return carried{maps.Clone(t.carried.ever), maps.Clone(t.carried.live), t.carried.changed}
}

func (t *traffic) changedLocked() {
	close(t.carried.changed)
	t.carried.changed = make(chan struct{})
}

// First finds the wire by the header that the client's platform puts into each request. A socket differs from a request
// by the upgrade that it asks for, as for any proxy.
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
	defer t.mu.Unlock()
	t.wires[id] = t.clock.Wire(n)
	if bytes.Contains(bytes.ToLower(data), []byte("\r\nupgrade: websocket\r\n")) {
		t.numbers[id] = n
		t.carried.ever[n], t.carried.live[n] = true, true
		t.changedLocked()
	}
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

// Connection notes a socket's end; First notes its beginning.
func (t *traffic) Connection(id int64, open bool, _ int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n, ok := t.numbers[id]
	if open || !ok {
		return
	}
	delete(t.carried.live, n)
	t.changedLocked()
}
