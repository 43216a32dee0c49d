package page

import (
	"slices"
	"time"

	"nimcert/ledger"
	"nimcert/reports/evidence"
	"nimcert/verdict"
)

// row is a line of the drawing.
type row int

// The rows from top to bottom. Sockets and the census follow below.
const (
	rowNone row = iota
	rowTest
	rowSDK
	rowPlatform
	rowService
)

// drawing is what is drawn of a case's time line: the events that get a mark, and the sockets.
type drawing struct {
	all      ledger.Timeline
	events   ledger.Timeline // kept, in order
	left     int             // events left out because there are too many
	spans    []ledger.Span
	names    map[int64]string // of a socket: the instance it belongs to
	deciding map[int]bool
	axis     axis
	start    time.Duration
	end      time.Duration
	cap      int
	brief    bool
}

// limits of a drawing, so that a person can follow it and a page of several hundred stays small. A failing case gets
// more.
type limits struct {
	events, sockets int
	minor           bool // whether packets and requests get a mark, and marks their words
}

var (
	fullDrawing  = limits{events: 160, sockets: 40, minor: true}
	briefDrawing = limits{events: 44, sockets: 14}
)

// rowOf says where an event's mark belongs; sockets have bars instead.
func rowOf(e ledger.Event) row {
	switch e.Kind {
	case ledger.SocketConnecting, ledger.SocketOpen, ledger.SocketClosing, ledger.SocketClosed, ledger.LinkOpen,
		ledger.LinkClosed, ledger.Console, ledger.RequestEnd,
		ledger.WillReconnect:
		return rowNone
	}
	switch e.Who {
	case ledger.Test, ledger.Proxy:
		return rowTest
	case ledger.Client:
		return rowSDK
	case ledger.Host:
		return rowPlatform
	case ledger.Server:
		return rowService
	}
	return rowNone
}

// minor events are drawn if there is room: they seldom decide anything.
func minor(e ledger.Event) bool {
	switch e.Kind {
	case ledger.ConnAccepted, ledger.LBSRequest, ledger.Handshake, ledger.Packet, ledger.PacketSent,
		ledger.RequestStart, ledger.Held, ledger.CloseReceived, ledger.CloseSent,
		ledger.SyncDone, ledger.UploadStart, ledger.DownloadStart, ledger.Stored, ledger.Progress, ledger.GlobalAdded:
		return true
	}
	return false
}

// drawn reports whether an event shows in the drawing at all: as a mark, a bar or a wait.
func drawn(e ledger.Event) bool {
	return rowOf(e) != rowNone || e.Kind == ledger.WillReconnect || socketEvent(e)
}

func socketEvent(e ledger.Event) bool {
	switch e.Kind {
	case ledger.SocketConnecting, ledger.SocketOpen, ledger.SocketClosing, ledger.SocketClosed:
		return e.Who == ledger.Host
	case ledger.LinkOpen, ledger.LinkClosed:
		return e.Who == ledger.Server
	}
	return false
}

// newDrawing chooses what to draw of a case and lays out its axis between x0 and x1.
func newDrawing(c *verdict.Case, line ledger.Timeline, limit int, l limits, x0, x1 float64) drawing {
	d := drawing{all: line, deciding: evidence.DecidingEvents(c), names: evidence.Owners(line), cap: limit,
		brief: !l.minor}
	if len(line) == 0 {
		return d
	}
	candidates := make(ledger.Timeline, 0, len(line)) // of 320 bytes each
	for _, e := range line {
		if d.deciding[e.Seq] || drawn(e) && (l.minor || !minor(e)) {
			candidates = append(candidates, e)
		}
	}
	if len(candidates) > l.events {
		candidates = slices.DeleteFunc(candidates, func(e ledger.Event) bool { return minor(e) && !d.deciding[e.Seq] })
	}
	kept, omitted := d.keep(candidates, l)
	d.events = kept
	for _, n := range omitted {
		d.left += n
	}
	d.layOut(c, omitted, x0, x1)
	d.spans = d.keepSpans(l.sockets)
	return d
}

// keep shortens a time line that is too long: the beginning, the end, and the surroundings of the deciding events and
// of the census's peak stay. It returns the events that stay, and how many are left out after each of them.
func (d *drawing) keep(candidates ledger.Timeline, l limits) (ledger.Timeline, map[int]int) {
	omitted := map[int]int{}
	if len(candidates) <= l.events {
		return candidates, omitted
	}
	_, peak := d.all.Taking().Peak(ledger.Host)
	near := make([]bool, len(candidates))
	budget := l.events
	take := func(from, to int) {
		for i := max(from, 0); i < min(to, len(near)) && budget > 0; i++ {
			if !near[i] {
				near[i] = true
				budget--
			}
		}
	}
	// The deciding events come first, so that they are always drawn; then their surroundings; then the two ends.
	for _, width := range []int{0, 6} {
		for i, e := range candidates {
			if d.deciding[e.Seq] || peak.Seq != 0 && e.Seq == peak.Seq {
				take(i-width, i+width+1)
			}
		}
	}
	half := budget / 2
	take(0, half)
	take(len(near)-budget, len(near))
	fillHoles(near)
	var kept ledger.Timeline
	for i, e := range candidates {
		switch {
		case near[i]:
			kept = append(kept, e)
		case len(kept) > 0:
			omitted[kept[len(kept)-1].Seq]++
		default:
			omitted[0]++
		}
	}
	return kept, omitted
}

// fillHoles keeps small groups of events that would be left out: the cut in the axis would take more room than they do.
func fillHoles(kept []bool) {
	const few = 10
	for i := 0; i < len(kept); {
		n := 0
		for i+n < len(kept) && !kept[i+n] {
			n++
		}
		if n <= few {
			for j := range n {
				kept[i+j] = true
			}
		}
		i += n + 1
	}
}

// layOut makes the axis. Its moments are the kept events that may have decided something, and the end of the session,
// which may come long after the last event.
func (d *drawing) layOut(c *verdict.Case, omitted map[int]int, x0, x1 float64) {
	d.start, d.end = d.all[0].At, d.all[len(d.all)-1].At
	if s := time.Duration(min(c.Session, ledger.Longest.Seconds()) * float64(time.Second)); s > d.end {
		d.end = s
	}
	// Rounded to tenths of a millisecond: below that nothing can be told apart, and each moment costs a decision.
	round := func(t time.Duration) time.Duration { return t.Round(100 * time.Microsecond) }
	moments := []time.Duration{round(d.start)}
	left := map[int]int{}
	if n := omitted[0]; n > 0 {
		left[0] = n
	}
	put := func(t time.Duration) {
		if t = round(t); t > moments[len(moments)-1] {
			moments = append(moments, t)
		}
	}
	for _, e := range d.events {
		// A heartbeat every half minute must not keep ten quiet minutes from being cut: minor events may lie inside a
		// cut.
		if d.deciding[e.Seq] || !minor(e) {
			put(e.At)
		}
		if n := omitted[e.Seq]; n > 0 {
			left[len(moments)-1] += n
		}
	}
	put(d.end)
	d.axis = newAxis(moments, left, x0, x1)
}

// keepSpans are the sockets to draw: all, or those of the kept events, up to a limit.
func (d *drawing) keepSpans(limit int) []ledger.Span {
	spans := d.all.Spans()
	for i := range spans {
		// A socket that only the service saw, or one whose beginning was not recorded, still has a beginning.
		if spans[i].Connecting < 0 && spans[i].ServerOpen < 0 {
			spans[i].Connecting = firstTime(spans[i], d.start)
		}
	}
	// A socket inside a stretch that is left out is not drawn either.
	spans = slices.DeleteFunc(spans, func(s ledger.Span) bool {
		from, to := d.extent(s)
		return d.axis.hides(from) && d.axis.hides(to)
	})
	if len(spans) <= limit {
		return spans
	}
	kept := map[int64]bool{}
	for _, e := range d.events {
		if socketEvent(e) {
			kept[e.Socket] = true
		}
	}
	spans = slices.DeleteFunc(spans, func(s ledger.Span) bool { return !kept[s.Socket] })
	if n := len(spans); n > limit {
		spans = slices.Concat(spans[:limit/2], spans[n-(limit-limit/2):])
	}
	return spans
}

func firstTime(s ledger.Span, otherwise time.Duration) time.Duration {
	for _, t := range []time.Duration{s.Open, s.Closing, s.Closed, s.ServerClosed} {
		if t >= 0 {
			return t
		}
	}
	return otherwise
}

// lanes packs the sockets into as few lines as possible without overlap, if one line each would be too many. beside is
// the room between two in one line.
func (d *drawing) lanes() [][]ledger.Span {
	const roomy, beside = 7, 5.0
	var out [][]ledger.Span
	if len(d.spans) <= roomy {
		for _, s := range d.spans {
			out = append(out, []ledger.Span{s})
		}
		return out
	}
	var ends []float64
	for _, s := range d.spans {
		from, to := d.extent(s)
		x0, x1 := d.axis.x(from), max(d.axis.x(to), d.axis.x(from)+minBar)
		i := slices.IndexFunc(ends, func(end float64) bool { return end+beside <= x0 })
		if i < 0 {
			i = len(ends)
			ends, out = append(ends, 0), append(out, nil)
		}
		ends[i], out[i] = x1, append(out[i], s)
	}
	return out
}

// extent is a socket's life at the witness that saw it longest. A socket that never ends lives to the end of the
// drawing.
func (d *drawing) extent(s ledger.Span) (from, to time.Duration) {
	from, to = s.Connecting, s.Closed
	if from < 0 || s.ServerOpen >= 0 && s.ServerOpen < from {
		from = max(s.ServerOpen, 0)
	}
	if s.Connecting < 0 {
		to = s.ServerClosed
	} else if to >= 0 && s.ServerOpen >= 0 {
		if s.ServerClosed < 0 {
			to = -1
		} else {
			to = max(to, s.ServerClosed)
		}
	}
	if to < 0 {
		to = d.end
	}
	return from, to
}
