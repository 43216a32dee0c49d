package page

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"nimcert/ledger"
)

// axis maps session time to a drawing's width. A session has bursts of milliseconds and waits of minutes: one scale
// would squeeze every burst into a single point. So the axis is to scale in pieces, all with the same scale, and the
// long stretches without events between them are cut: drawn short, with their length written on them.
type axis struct {
	pieces []piece
}

// piece is a stretch of the axis: to scale, or cut.
type piece struct {
	from, to time.Duration
	x0, x1   float64
	cut      bool
	omitted  int // events in a cut that are not drawn
}

const (
	// piecePad is the distance from events at a cut's edge to the cut, in drawing units (CSS pixels at full size).
	piecePad = 13.0
	// apart is the distance at which two moments can be distinguished: a little less than a mark's width.
	apart = 7.0
	// maxCuts keeps a drawing readable as one line: with more cuts, most of it would be cut.
	maxCuts = 12
	// minCut is the shortest stretch worth cutting; below, a burst is one burst.
	minCut = 40 * time.Millisecond
	// cutShare is the largest part of the width that cuts and their margins may take.
	cutShare = 0.75
	// farthest is how far from 0 an axis reaches: what is later stands at its edge. No session comes near, and no sum
	// of such times overflows.
	farthest = 10 * ledger.Longest
)

// gap is a stretch between two neighbouring moments.
type gap struct {
	i       int // after moment i
	length  time.Duration
	omitted int
}

// newAxis makes the axis for these moments (ascending, without repetition) between x0 and x1. omitted[i] is how many
// events after moment i are left out of the drawing: the axis is always cut there.
func newAxis(moments []time.Duration, omitted map[int]int, x0, x1 float64) axis {
	moments = slices.Clone(moments)
	for i, m := range moments {
		moments[i] = min(max(m, -farthest), farthest)
	}
	var free, forced []gap
	for i := 0; i+1 < len(moments); i++ {
		g := gap{i, moments[i+1] - moments[i], omitted[i]}
		if g.omitted > 0 {
			forced = append(forced, g)
		} else {
			free = append(free, g)
		}
	}
	slices.SortStableFunc(free, func(a, b gap) int { return cmp.Compare(b.length, a.length) })

	best, bestScore := 0, math.Inf(-1)
	for k := 0; k <= min(len(free), maxCuts); k++ {
		if k > 0 && free[k-1].length < minCut {
			break
		}
		// Stretches of about the same length are cut together or not at all: otherwise the eye compares a scaled one
		// with a cut one.
		if k > 0 && k < len(free) && float64(free[k-1].length) < 1.5*float64(free[k].length) {
			continue
		}
		if s := score(free, forced, k, x1-x0); s > bestScore {
			best, bestScore = k, s
		}
	}
	cuts := append(slices.Clone(forced), free[:best]...)
	slices.SortFunc(cuts, func(a, b gap) int { return a.i - b.i })
	return build(moments, cuts, x0, x1)
}

// score says how readable the drawing is if the k longest stretches are cut: every visible stretch counts, one with
// room for a label counts in full, and each cut costs.
func score(free, forced []gap, k int, width float64) float64 {
	const price, label = 0.4, 60.0
	scale, ok := scaleFor(free[k:], append(slices.Clone(forced), free[:k]...), width)
	if !ok {
		return math.Inf(-1)
	}
	n := (1 - price) * float64(k)
	for _, g := range free[k:] {
		if w := float64(g.length) * scale; w >= apart {
			n += 0.3 + 0.7*min(1, w/label)
		}
	}
	return n
}

// scaleFor returns drawing units per nanosecond for these cuts, and whether they leave enough room.
func scaleFor(linear, cuts []gap, width float64) (float64, bool) {
	used := 2 * piecePad * float64(len(cuts)+1)
	for _, c := range cuts {
		used += cutWidth(c.length)
	}
	var span time.Duration
	for _, g := range linear {
		span += g.length
	}
	if span == 0 {
		return 0, used <= width
	}
	return (width - used) / float64(span), used <= cutShare*width
}

// cutWidth grows a little with the length of the cut, so that 1.6 s, 3.2 s and ten minutes look different.
func cutWidth(d time.Duration) float64 {
	return 26 + 9*math.Log10(1+float64(d)/float64(time.Millisecond))
}

func build(moments []time.Duration, cuts []gap, x0, x1 float64) axis {
	if len(moments) == 0 {
		moments = []time.Duration{0}
	}
	var linear []gap
	isCut := map[int]gap{}
	for _, c := range cuts {
		isCut[c.i] = c
	}
	for i := 0; i+1 < len(moments); i++ {
		if _, ok := isCut[i]; !ok {
			linear = append(linear, gap{i: i, length: moments[i+1] - moments[i]})
		}
	}
	scale, ok := scaleFor(linear, cuts, x1-x0)
	squeeze := 1.0
	if !ok && len(cuts) > 0 {
		// More forced cuts than there is room for: they shrink, rather than push the drawing off its canvas.
		used := 2 * piecePad * float64(len(cuts)+1)
		for _, c := range cuts {
			used += cutWidth(c.length)
		}
		squeeze = min(1, cutShare*(x1-x0)/used)
		var span time.Duration
		for _, g := range linear {
			span += g.length
		}
		if span > 0 {
			scale = (x1 - x0) * (1 - cutShare) / float64(span)
		}
	}
	var a axis
	at, x := moments[0], x0
	flush := func(to time.Duration) {
		w := squeeze*2*piecePad + scale*float64(to-at)
		a.pieces = append(a.pieces, piece{from: at, to: to, x0: x, x1: x + w})
		x += w
	}
	for i := 0; i+1 < len(moments); i++ {
		c, ok := isCut[i]
		if !ok {
			continue
		}
		flush(moments[i])
		w := squeeze * cutWidth(c.length)
		a.pieces = append(a.pieces,
			piece{from: moments[i], to: moments[i+1], x0: x, x1: x + w, cut: true, omitted: c.omitted})
		x += w
		at = moments[i+1]
	}
	flush(moments[len(moments)-1])
	return a
}

// x is the position of a moment. Inside a cut it is proportional.
func (a axis) x(t time.Duration) float64 {
	for i, p := range a.pieces {
		if t > p.to && i < len(a.pieces)-1 || p.cut && t == p.to {
			continue
		}
		pad := 0.0
		if !p.cut {
			pad = min(piecePad, (p.x1-p.x0)/2)
		}
		t = min(max(t, p.from), p.to)
		if p.to == p.from {
			return p.x0 + pad
		}
		return p.x0 + pad + (p.x1-p.x0-2*pad)*float64(t-p.from)/float64(p.to-p.from)
	}
	return 0
}

// hides reports whether a moment lies inside a cut that leaves events out.
func (a axis) hides(t time.Duration) bool {
	for _, p := range a.pieces {
		if p.omitted > 0 && t > p.from && t < p.to {
			return true
		}
	}
	return false
}

// tick is a labelled moment.
type tick struct {
	x    float64
	text string
}

// ticks are the labelled moments of the pieces that are to scale, far enough from each other to be read.
func (a axis) ticks() []tick {
	const room = 14.0
	var out []tick
	free := math.Inf(-1)
	put := func(t time.Duration, step time.Duration) {
		text := tickText(t, step)
		x, half := a.x(t), tickWidth(text)/2
		if x-half < free {
			return
		}
		out = append(out, tick{x, text})
		free = x + half + room
	}
	for _, p := range a.pieces {
		if p.cut {
			continue
		}
		if p.to == p.from {
			put(p.from, time.Millisecond)
			continue
		}
		step := niceStep(time.Duration(74 / (p.x1 - p.x0) * float64(p.to-p.from)))
		first := (p.from + step - 1) / step * step
		if first > p.to {
			put(p.from, time.Millisecond)
		}
		for t := first; t <= p.to; t += step {
			put(t, step)
		}
	}
	return out
}

// tickWidth is the approximate width of a label.
func tickWidth(text string) float64 { return 6 * float64(len(text)) }

// niceStep is the smallest of 1, 2, 5, 10, … ms that is not below d.
func niceStep(d time.Duration) time.Duration {
	for unit := time.Millisecond; ; unit *= 10 {
		for _, n := range []time.Duration{1, 2, 5} {
			if n*unit >= d {
				return n * unit
			}
		}
	}
}

// tickText writes a moment as exactly as the step asks for: 15 ms, 1.62 s, 603 s.
func tickText(t, step time.Duration) string {
	if t == 0 {
		return "0"
	}
	if t < time.Second {
		return strconv.FormatFloat(float64(t)/1e6, 'f', 0, 64) + " ms"
	}
	digits := 0
	for s := step; s < time.Second && digits < 3; s *= 10 {
		digits++
	}
	return strconv.FormatFloat(t.Seconds(), 'f', digits, 64) + " s"
}
