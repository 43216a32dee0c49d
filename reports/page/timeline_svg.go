package page

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
	"time"

	"nimcert/internal/words"
	"nimcert/ledger"
	"nimcert/reports/evidence"
)

// The drawing's measures, in CSS pixels at full size.
const (
	drawWidth = 1000.0
	plotLeft  = 92.0
	plotRight = 988.0
	minBar    = 3.0 // so that a socket that lived for a moment is still visible
	laneStep  = 22.0
	barHeight = 12.0
	levelStep = 15.0
	glyphRoom = 13.0
	charWidth = 5.9 // of a label at 11 px, on average
)

// canvas collects SVG. Every text goes through text, which escapes it: names, addresses and reasons come from the SDK.
// Numbers and classes stand without quotes, as HTML allows: a page of seven builds holds some 50,000 of them.
type canvas struct{ strings.Builder }

// put adds a text, with the arguments in the places of its %s. A page of sixty builds has a million: package fmt takes
// twice the time.
func (c *canvas) put(format string, args ...string) {
	for _, a := range args {
		before, after, _ := strings.Cut(format, "%s")
		c.WriteString(before)
		c.WriteString(a)
		format = after
	}
	c.WriteString(format)
}

// x is where a moment lies, on a whole pixel, so that neighbouring bars meet.
func (d drawing) x(t time.Duration) float64 { return math.Round(d.axis.x(t)) }

// text makes any text safe inside an element or a quoted attribute.
func text(s string) string { return template.HTMLEscapeString(words.Clean(s)) }

// num writes a coordinate, in whole pixels: a page holds some ten thousand of them.
func num(f float64) string { return strconv.Itoa(int(math.Round(f))) }

// when and during tell the page's script the time of an element, so that it can redraw it at another scale:
// milliseconds, to the tenth.
func when(t time.Duration) string { return " data-t=" + millis(t) }

func during(from, to time.Duration) string { return when(from) + " data-u=" + millis(to) }

func millis(t time.Duration) string {
	return strconv.FormatFloat(math.Round(float64(t)/1e5)/10, 'f', -1, 64)
}

// scale is the axis for the page's script: each piece's moments, places, and whether it is cut.
func (d drawing) scale() string {
	var b strings.Builder
	for i, p := range d.axis.pieces {
		if i > 0 {
			b.WriteByte(';')
		}
		cut := 0
		if p.cut {
			cut = 1
		}
		fmt.Fprintf(&b, "%s,%s,%.1f,%.1f,%d", millis(p.from), millis(p.to), p.x0, p.x1, cut)
	}
	return b.String()
}

// svg draws the time line of a case. label is its name for screen readers.
func (d drawing) svg(label string) template.HTML {
	if len(d.all) == 0 {
		return ""
	}
	var body canvas
	body.Grow(8 << 10) // rather than by doubling, drawing after drawing
	y := d.drawBadges(&body)
	top := y
	for _, r := range []struct {
		row  row
		name string
	}{{rowTest, "Test"}, {rowSDK, "SDK"}, {rowPlatform, "Platform"}, {rowService, "Service"}} {
		y = d.drawRow(&body, r.row, r.name, y)
		if r.row == rowSDK {
			y = d.drawWaits(&body, y)
		}
	}
	y = d.drawSockets(&body, y)
	y = d.drawCensus(&body, y+4)
	bottom := y
	var under canvas
	d.drawCuts(&under, top-4, bottom)
	d.drawGuides(&under, top-4, bottom)
	y = d.drawAxis(&body, bottom)

	var out canvas
	out.put(`<svg class=tl viewBox="0 0 %s %s" role="img" aria-label="%s" data-a="%s" data-y=%s `+
		`data-b="%s"><desc>%s</desc>`,
		num(drawWidth), num(y), text(label), d.scale(), num(bottom), d.decided(), text(d.sentence()))
	out.Grow(under.Len() + body.Len() + len("</svg>"))
	out.WriteString(under.String())
	out.WriteString(body.String())
	out.WriteString("</svg>")
	return template.HTML(out.String()) //nolint:gosec // every text went through text
}

// decided are the deciding events' moments in the order of their numbers, for the page's script.
func (d drawing) decided() string {
	var out []string
	for _, e := range d.all {
		if d.deciding[e.Seq] {
			out = append(out, millis(e.At))
		}
	}
	return strings.Join(out, " ")
}

// sentence describes the drawing in words, for readers who do not see it.
func (d drawing) sentence() string {
	peak, at := d.all.Taking().Peak(ledger.Host)
	s := fmt.Sprintf("%s over %s of session time; at most %d at once", words.Count(len(d.all.Spans()), "socket"),
		evidence.Span(d.end-d.start), peak)
	if peak > 0 {
		s += fmt.Sprintf(", first at %s s", evidence.Stamp(at.At))
	}
	if d.cap > 0 {
		s += fmt.Sprintf("; the platform allows %d", d.cap)
	}
	return s + "."
}

// drawBadges puts the numbers of the deciding events on top; neighbours share one badge.
func (d drawing) drawBadges(c *canvas) float64 {
	numbers := evidence.Badges(d.all, d.deciding)
	if len(numbers) == 0 {
		return 8
	}
	type group struct {
		x, end      float64
		first, last int
	}
	label := func(g group) string {
		if g.last == g.first {
			return strconv.Itoa(g.first)
		}
		return strconv.Itoa(g.first) + "–" + strconv.Itoa(g.last)
	}
	width := func(g group) float64 { return 10 + 6.5*float64(len([]rune(label(g)))) }
	var groups []group
	for _, e := range d.events {
		n, ok := numbers[e.Seq]
		if !ok {
			continue
		}
		g := group{x: d.x(e.At), first: n, last: n}
		if i := len(groups) - 1; i >= 0 && g.x-width(g)/2 < groups[i].end+1 {
			groups[i].last = n
			groups[i].end = groups[i].x + width(groups[i])/2
			continue
		}
		g.end = g.x + width(g)/2
		groups = append(groups, g)
	}
	c.WriteString("<g class=bg>")
	defer c.WriteString("</g>")
	for _, g := range groups {
		w := width(g)
		c.put(`<rect class=bd x=%s y=1 width=%s height=16 rx=8 /><text class=bn x=%s y=13>%s</text>`, num(g.x-w/2),
			num(w), num(g.x), label(g))
	}
	return 26
}

// drawGuides draws a line down from each deciding event.
func (d drawing) drawGuides(c *canvas, y0, y1 float64) {
	last := math.Inf(-1)
	for _, e := range d.events {
		if x := d.x(e.At); d.deciding[e.Seq] && x-last >= 1 {
			c.put(`<path class=gd d="M%s %sV%s" data-p=%s />`, num(x), num(y0-6), num(y1), millis(e.At))
			last = x
		}
	}
}

// drawWaits draws the announced waits before a reconnect as hatched spans.
func (d drawing) drawWaits(c *canvas, y float64) float64 {
	waits := d.events.Where(ledger.Is(ledger.WillReconnect))
	if len(waits) == 0 {
		return y
	}
	c.put(`<text class=rl x=0 y=%s>Waits</text>`, num(y+11))
	for _, e := range waits {
		x0 := d.x(e.At)
		end := e.At + min(e.Duration, d.end-e.At) // an SDK may announce any wait
		w := max(d.x(end)-x0, minBar)
		d.open(c, e)
		c.put(`<rect class=wt x=%s y=%s width=%s height=14%s />`, num(x0), num(y), num(w), during(e.At, end))
		if d.deciding[e.Seq] {
			c.put(`<circle class=rg cx=%s cy=%s r=8%s />`, num(x0), num(y+7), when(e.At))
		}
		for _, label := range []string{fmt.Sprintf("retry %d: %s", e.Count, evidence.Span(e.Duration)),
			evidence.Span(e.Duration), strconv.Itoa(e.Count)} {
			if charWidth*float64(len(label))+4 <= w {
				c.put(`<text class=on x=%s y=%s%s>%s</text>`, num(x0+w/2), num(y+11), during(e.At, end), label)
				break
			}
		}
		d.shut(c)
	}
	return y + 22
}

// drawAxis draws the scale with its labelled moments, and the lengths of the cuts.
func (d drawing) drawAxis(c *canvas, y float64) float64 {
	var line, cuts, ticks canvas
	below, written := 22.0, 0.0
	line.put("M%s %s", num(d.axis.pieces[0].x0), num(y))
	for _, p := range d.axis.pieces {
		if !p.cut {
			line.put("H%s", num(p.x1))
			continue
		}
		// A zigzag says that the scale stops here.
		w := num((p.x1 - p.x0) / 6)
		line.put("l%s-4l%s 8l%s-8l%s 8l%s-8l%s 4", w, w, w, w, w, w)
		below = max(below, 37)
		cuts.put(`<text x=%s y=%s>%s</text>`, num((p.x0+p.x1)/2), num(y+31), evidence.Span(p.to-p.from))
		if half := charWidth * 8; p.omitted > 0 && (p.x0+p.x1)/2-half > written {
			below = 50
			written = (p.x0+p.x1)/2 + half
			cuts.put(`<text x=%s y=%s>%s left out</text>`, num((p.x0+p.x1)/2), num(y+44),
				words.Count(p.omitted, "event"))
		}
	}
	for _, t := range d.axis.ticks() {
		line.put("M%s %sv5", num(t.x), num(y))
		x := min(t.x, drawWidth-tickWidth(t.text)/2)
		ticks.put(`<text x=%s y=%s>%s</text>`, num(x), num(y+17), t.text)
	}
	c.put(`<path class=ax d="%s"/><g class="tk at">%s</g>`, line.String(), ticks.String())
	if cuts.Len() > 0 {
		c.put(`<g class=ct>%s</g>`, cuts.String())
	}
	return y + below
}

// drawCuts shades the parts that the axis leaves out.
func (d drawing) drawCuts(c *canvas, y0, y1 float64) {
	for _, p := range d.axis.pieces {
		if !p.cut {
			continue
		}
		said := "nothing but packets and requests for "
		if p.omitted > 0 {
			said = words.Count(p.omitted, "event") + " left out over "
		}
		title := ""
		if !d.brief {
			title = "<title>" + said + evidence.Span(p.to-p.from) + "</title>"
		}
		c.put(`<rect class=cu x=%s y=%s width=%s height=%s%s>%s</rect>`, num(p.x0), num(y0), num(p.x1-p.x0), num(y1-y0),
			during(p.from, p.to), title)
	}
}

// quiet says how long nothing more was seen at the end of a case.
func (d drawing) quiet() time.Duration {
	return d.end - d.all[len(d.all)-1].At
}
