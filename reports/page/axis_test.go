package page

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/reports/evidence"
)

const ms = time.Millisecond

// at builds ascending moments from the steps between them.
func at(steps ...time.Duration) []time.Duration {
	out := []time.Duration{0}
	for _, s := range steps {
		out = append(out, out[len(out)-1]+s)
	}
	return out
}

func cutsOf(a axis) (out []time.Duration) {
	for _, p := range a.pieces {
		if p.cut {
			out = append(out, p.to-p.from)
		}
	}
	return out
}

func TestAxisWithoutLongWaitsIsToScale(t *testing.T) {
	g := NewWithT(t)
	a := newAxis(at(250*ms, 250*ms, 500*ms), nil, 0, 1000)
	g.Expect(a.pieces).To(HaveLen(1))
	g.Expect(a.x(500*ms) - a.x(250*ms)).To(BeNumerically("~", a.x(250*ms)-a.x(0), 1e-6))
	g.Expect(a.x(1000*ms) - a.x(500*ms)).To(BeNumerically("~", 2*(a.x(250*ms)-a.x(0)), 1e-6))
	g.Expect(a.x(0)).To(Equal(piecePad))
	g.Expect(a.x(1000 * ms)).To(BeNumerically("~", 1000-piecePad, 1e-6))
}

func TestAxisCutsLongWaitsBetweenBursts(t *testing.T) {
	g := NewWithT(t)
	// A login, three attempts after the documented back-off, ten minutes in which nothing may happen.
	a := newAxis(
		at(2*ms, 3*ms, 5*ms, 4*ms, 1600*ms, 2*ms, 3*ms, 3200*ms, 2*ms, 3*ms, 6400*ms, 2*ms, 3*ms, 10*time.Minute), nil,
		100, 1000)
	g.Expect(cutsOf(a)).To(Equal([]time.Duration{1600 * ms, 3200 * ms, 6400 * ms, 10 * time.Minute}))
	var widths []float64
	for _, p := range a.pieces {
		if p.cut {
			widths = append(widths, p.x1-p.x0)
		}
	}
	g.Expect(slices.IsSorted(widths)).To(BeTrue(), "a longer wait is drawn longer: %v", widths)
	// All that is to scale has one scale.
	g.Expect(a.x(1619*ms) - a.x(1616*ms)).To(BeNumerically("~", a.x(5*ms)-a.x(2*ms), 1e-6))
	// What happens in milliseconds can be told apart.
	g.Expect(a.x(5*ms) - a.x(2*ms)).To(BeNumerically(">", apart))
}

func TestAxisCutsEqualWaitsTogetherOrNotAtAll(t *testing.T) {
	g := NewWithT(t)
	var steps []time.Duration
	for range 20 { // more than may be cut
		steps = append(steps, 8*time.Second, 2*ms)
	}
	g.Expect(cutsOf(newAxis(at(steps...), nil, 0, 1000))).To(BeEmpty())
	g.Expect(cutsOf(newAxis(at(append(steps[:12], 10*time.Minute)...), nil, 0, 1000))).To(Or(HaveLen(1), HaveLen(7)))
}

func TestAxisAlwaysCutsWhereEventsAreLeftOut(t *testing.T) {
	g := NewWithT(t)
	a := newAxis(at(10*ms, 20*ms, 10*ms), map[int]int{1: 300}, 0, 1000)
	g.Expect(cutsOf(a)).To(Equal([]time.Duration{20 * ms}))
	g.Expect(a.pieces[1].omitted).To(Equal(300))
	g.Expect(a.hides(15 * ms)).To(BeTrue())
	g.Expect(a.hides(10 * ms)).To(BeFalse())
	g.Expect(a.hides(35 * ms)).To(BeFalse())
	whole := newAxis(at(10*ms, 20*ms, 10*ms), nil, 0, 1000)
	g.Expect(whole.hides(15 * ms)).To(BeFalse())
}

// Whatever the moments, time never runs backwards and nothing leaves the canvas.
func TestAxisHoldsForAnyMoments(t *testing.T) {
	g := NewWithT(t)
	r := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		var steps []time.Duration
		omitted := map[int]int{}
		for i := range 1 + r.IntN(80) {
			steps = append(steps, time.Duration(1+r.Int64N(1<<(17+r.IntN(24)))))
			if r.IntN(6) == 0 {
				omitted[i] = 1 + r.IntN(9)
			}
		}
		moments := at(steps...)
		a := newAxis(moments, omitted, 92, 988)
		last := 92.0
		for _, m := range moments {
			x := a.x(m)
			g.Expect(x).To(And(BeNumerically(">=", last-1e-6), BeNumerically("<=", 988+1e-6)), "%v of %v", m, moments)
			last = x
		}
		for i := 1; i < len(a.pieces); i++ {
			g.Expect(a.pieces[i].from).To(Equal(a.pieces[i-1].to))
			g.Expect(a.pieces[i].x0).To(BeNumerically("~", a.pieces[i-1].x1, 1e-6))
		}
		end := -1.0
		for _, k := range a.ticks() {
			half := tickWidth(k.text) / 2
			g.Expect(k.x-half).To(BeNumerically(">=", end), "labels cover each other: %v", a.ticks())
			end = k.x + half
		}
	}
}

func TestAxisOfOneMomentOrNone(t *testing.T) {
	g := NewWithT(t)
	g.Expect(newAxis(at(), nil, 0, 1000).x(0)).To(Equal(piecePad))
	g.Expect(newAxis(nil, nil, 0, 1000).ticks()).To(HaveLen(1))
	g.Expect(axis{}.x(5)).To(Equal(0.0))
}

func TestTickText(t *testing.T) {
	g := NewWithT(t)
	for _, c := range []struct {
		t, step time.Duration
		want    string
	}{
		{0, ms, "0"}, {15 * ms, 5 * ms, "15 ms"}, {1620 * ms, 10 * ms, "1.62 s"}, {1621 * ms, ms, "1.621 s"},
		{2 * time.Second, time.Second, "2 s"},
		{2500 * ms, 500 * ms, "2.5 s"}, {603 * time.Second, 10 * time.Second, "603 s"},
	} {
		g.Expect(tickText(c.t, c.step)).To(Equal(c.want))
	}
	for d, want := range map[time.Duration]time.Duration{0: ms, ms: ms, 3 * ms: 5 * ms, 6 * ms: 10 * ms,
		150 * ms: 200 * ms, 3 * time.Second: 5 * time.Second} {
		g.Expect(niceStep(d)).To(Equal(want))
	}
}

func TestSpanInWords(t *testing.T) {
	g := NewWithT(t)
	for d, want := range map[time.Duration]string{
		0: "under 1 ms", 400 * time.Microsecond: "under 1 ms", 15 * ms: "15 ms", 1600 * ms: "1.6 s",
		8 * time.Second: "8 s", 10 * time.Minute: "10 min 0 s",
		10*time.Minute + 3400*ms: "10 min 3 s", 90 * time.Minute: "1 h 30 min",
	} {
		g.Expect(evidence.Span(d)).To(Equal(want))
	}
}

// A time line may come from a file. Moments that no session reaches, where times overflow, are drawn at the edge.
func TestAxisEndsWhateverItsMomentsAre(t *testing.T) {
	for _, end := range []time.Duration{math.MaxInt64, math.MaxInt64 - 1, math.MaxInt64 / 2, 1 << 53} {
		for _, start := range []time.Duration{math.MinInt64, -end, 0, end - 1, end} {
			if start > end {
				continue
			}
			done := make(chan axis, 1)
			go func() {
				a := newAxis(slices.Compact([]time.Duration{start, end}), nil, plotLeft, plotRight)
				a.ticks()
				done <- a
			}()
			g := NewWithT(t)
			var a axis
			g.Eventually(done).WithTimeout(5*time.Second).Should(Receive(&a), "%d to %d", start, end)
			g.Expect(a.x(start)).To(BeNumerically(">=", plotLeft))
			g.Expect(a.x(end)).To(And(BeNumerically("<=", plotRight), BeNumerically(">=", a.x(start))))
		}
	}
}
