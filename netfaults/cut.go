package netfaults

import (
	"github.com/Shopify/toxiproxy/v2/stream"
	"github.com/Shopify/toxiproxy/v2/toxics"
)

// cutType is the name under which the cut is registered with Toxiproxy. The stock limit_data counts from the start of the link; a cut on a live connection must
// count from now.
const cutType = "nimcert_cut"

func init() { toxics.Register(cutType, new(cutToxic)) }

// Cut is how a connection ends that is cut.
type Cut int

const (
	// CutFIN ends it in order.
	CutFIN Cut = iota
	// CutRST resets it; the link must have been armed.
	CutRST
)

// CutAfter ends each connection, live or new, after n more bytes toward the client: in the middle of a frame, when n says so. New connections count from their start.
func (l *Link) CutAfter(n int64, how Cut) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if how == CutRST && !l.armed {
		return ErrNotArmed
	}
	return l.addLocked(toxic{Name: "cut", Type: cutType, Stream: "downstream", Toxicity: 1, Attributes: map[string]any{"bytes": n}})
}

type cutToxic struct {
	Bytes int64 `json:"bytes"`
}

type cutState struct{ passed int64 }

// NewState makes the state of one connection.
func (t *cutToxic) NewState() any { return &cutState{} }

// Pipe passes the bytes that are left and then closes.
func (t *cutToxic) Pipe(stub *toxics.ToxicStub) {
	state := stub.State.(*cutState)
	for {
		select {
		case <-stub.Interrupt:
			return
		case c := <-stub.Input:
			if c == nil {
				stub.Close()
				return
			}
			left := t.Bytes - state.passed
			if int64(len(c.Data)) <= left {
				state.passed += int64(len(c.Data))
				stub.Output <- c
				continue
			}
			if left > 0 {
				stub.Output <- &stream.StreamChunk{Data: c.Data[:left], Timestamp: c.Timestamp}
			}
			state.passed = t.Bytes
			stub.Close()
			for range stub.Input { // or the reading goroutine of the link hangs
			}
			return
		}
	}
}
