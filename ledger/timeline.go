package ledger

import (
	"slices"
	"time"
)

// Timeline is a run of events in the order in which they happened.
type Timeline []Event

// Filter reports whether an event is wanted.
type Filter func(Event) bool

// Is matches events of these kinds.
func Is(kinds ...Kind) Filter {
	return func(e Event) bool { return slices.Contains(kinds, e.Kind) }
}

// By matches what one witness saw.
func By(w Witness) Filter { return func(e Event) bool { return e.Who == w } }

// Of matches one instance's events.
func Of(instance string) Filter { return func(e Event) bool { return e.Instance == instance } }

// All matches what every filter matches.
func All(filters ...Filter) Filter {
	return func(e Event) bool {
		for _, f := range filters {
			if !f(e) {
				return false
			}
		}
		return true
	}
}

// Where returns the events that all filters match.
func (t Timeline) Where(filters ...Filter) Timeline {
	var out Timeline
	for _, e := range t {
		if All(filters...)(e) {
			out = append(out, e)
		}
	}
	return out
}

// After returns the events after number seq.
func (t Timeline) After(seq int) Timeline {
	for i, e := range t {
		if e.Seq > seq {
			return t[i:]
		}
	}
	return nil
}

// Before returns the events before number seq.
func (t Timeline) Before(seq int) Timeline {
	for i, e := range t {
		if e.Seq >= seq {
			return t[:i]
		}
	}
	return t
}

// First returns the first event that all filters match.
func (t Timeline) First(filters ...Filter) (Event, bool) {
	for _, e := range t {
		if All(filters...)(e) {
			return e, true
		}
	}
	return Event{}, false
}

// Last returns the last event that all filters match.
func (t Timeline) Last(filters ...Filter) (Event, bool) {
	for i := len(t) - 1; i >= 0; i-- {
		if All(filters...)(t[i]) {
			return t[i], true
		}
	}
	return Event{}, false
}

// Census counts the sockets that exist at one witness after all events of the time line.
func (t Timeline) Census(w Witness) int { return len(t.Live(w)) }

// Live returns the numbers of the sockets that exist at one witness after all events of the time line, in the order in
// which they began.
func (t Timeline) Live(w Witness) []int64 {
	opens, closes := SocketConnecting, SocketClosed
	if w == Server {
		opens, closes = LinkOpen, LinkClosed
	}
	var began []int64
	open := map[int64]bool{}
	for _, e := range t {
		if e.Who != w {
			continue
		}
		switch e.Kind {
		case opens:
			began = append(began, e.Socket)
			open[e.Socket] = true
		case closes:
			delete(open, e.Socket)
		}
	}
	return slices.DeleteFunc(began, func(s int64) bool { return !open[s] })
}

// unordered is how long after the beginning of one connection the service may hear of another's earlier end: events of
// two connections come in no order. On a skipping clock both are within one instant; the value allows for a loaded
// machine on a real one.
const unordered = 50 * time.Millisecond

// Peak returns the largest census at one witness and the event that reached it. At the service a socket that ends
// within 50 ms no longer counts: see unordered.
func (t Timeline) Peak(w Witness) (int, Event) {
	peak, at := 0, Event{}
	opens, closes := SocketConnecting, SocketClosed
	if w == Server {
		opens, closes = LinkOpen, LinkClosed
	}
	n := 0
	ended := map[int64]bool{} // ends that were counted early
	for i, e := range t {
		if e.Who != w {
			continue
		}
		switch e.Kind {
		case opens:
			if w == Server {
				for _, later := range t[i+1:] {
					if later.At > e.At+unordered {
						break
					}
					if later.Who == w && later.Kind == closes && later.Socket != e.Socket && !ended[later.Socket] {
						ended[later.Socket] = true
						n--
					}
				}
			}
			if n++; n > peak {
				peak, at = n, e
			}
		case closes:
			if !ended[e.Socket] {
				n--
			}
		}
	}
	return peak, at
}

// Span is the life of one socket, for the drawing and the checks. A time of -1 means it never came.
type Span struct {
	Socket                            int64
	URL                               string
	Connecting, Open, Closing, Closed time.Duration
	ServerOpen, ServerClosed          time.Duration
	CloseCode, CloseReason            string
}

// Spans returns the life of each socket, in the order of their beginning.
func (t Timeline) Spans() []Span {
	var out []Span
	at := map[int64]int{}
	get := func(e Event) *Span {
		i, ok := at[e.Socket]
		if !ok {
			i = len(out)
			at[e.Socket] = i
			out = append(out,
				Span{Socket: e.Socket, Connecting: -1, Open: -1, Closing: -1, Closed: -1, ServerOpen: -1,
					ServerClosed: -1})
		}
		return &out[i]
	}
	for _, e := range t {
		switch e.Kind {
		case SocketConnecting:
			s := get(e)
			s.Connecting, s.URL = e.At, e.URL
		case SocketOpen:
			get(e).Open = e.At
		case SocketClosing:
			get(e).Closing = e.At
		case SocketClosed:
			s := get(e)
			s.Closed, s.CloseCode, s.CloseReason = e.At, e.CloseCode, e.Reason
		case LinkOpen:
			get(e).ServerOpen = e.At
		case LinkClosed:
			get(e).ServerClosed = e.At
		}
	}
	return out
}
