package page

import (
	"fmt"
	"slices"
	"strings"

	"nimcert/internal/words"
	"nimcert/ledger"
	"nimcert/reports/evidence"
)

// mark is an event with its place in a row.
type mark struct {
	e       *ledger.Event
	x       float64
	level   int
	label   string
	hidden  bool // the label has no room at this scale
	left    bool // the label stands left of the mark
	labelTo float64
}

// place gives the marks of a row levels and labels that do not cover each other: a mark takes the highest free level,
// and a label in a later mark's way is dropped unless its event decided something.
func (d drawing) place(events []*ledger.Event) []mark {
	const levels = 6
	marks := make([]mark, 0, len(events))
	// In a brief drawing many attempts need no label each: their waits are labelled, and the legend names the mark.
	attempts := 0
	for _, e := range events {
		if e.Kind == ledger.Attempt {
			attempts++
		}
	}
	unnamed := d.brief && attempts > 3
	last := make([]int, levels) // the last mark of a level, plus one
	for _, e := range events {
		m := mark{e: e, x: d.x(e.At), label: evidence.Short(*e), level: -1}
		if unnamed && e.Kind == ledger.Attempt {
			m.label = ""
		}
		if m.x+glyphRoom/2+charWidth*float64(len([]rune(m.label))) > plotRight {
			m.left = true
		}
		need := m.x - glyphRoom/2
		width := charWidth * float64(len([]rune(m.label)))
		if m.left {
			need -= width
		}
		for l := 0; l < levels && m.level < 0; l++ {
			if last[l] == 0 || marks[last[l]-1].labelTo <= need {
				m.level = l
			}
		}
		for l := levels - 1; l >= 0 && m.level < 0; l-- {
			// No level has room for both labels: the earlier one gives way, if it decided nothing.
			p := &marks[last[l]-1]
			if !d.deciding[p.e.Seq] && p.x+glyphRoom <= m.x {
				p.hidden, p.labelTo = true, p.x+glyphRoom/2
				m.level = l
				if p.labelTo > need {
					m.hidden, width, m.left = true, 0, false
				}
			}
		}
		if m.level < 0 {
			// If there are more marks at one moment than levels, they lie over each other on the last, without labels.
			m.level, m.hidden, width, m.left = levels-1, true, 0, false
			if p := &marks[last[m.level]-1]; !d.deciding[p.e.Seq] {
				p.hidden = true
			}
		}
		m.labelTo = m.x + glyphRoom/2
		if m.label != "" && !m.hidden && !m.left {
			m.labelTo += width + 6
		}
		marks = append(marks, m)
		last[m.level] = len(marks)
	}
	return marks
}

// drawRow draws one witness's marks and returns where the next row begins. Packets and requests, which seldom decide
// anything, have a separate line of dots, so that a login's thirty of them displace nothing.
func (d drawing) drawRow(c *canvas, r row, name string, y float64) float64 {
	var major, dots []*ledger.Event
	for i := range d.events {
		e := &d.events[i]
		switch {
		case rowOf(*e) != r:
		case minor(*e) && !d.deciding[e.Seq]:
			dots = append(dots, e)
		default:
			major = append(major, e)
		}
	}
	if len(major)+len(dots) == 0 {
		return y
	}
	c.put(`<text class=rl x=0 y=%s>%s</text>`, num(y+levelStep/2+4), name)
	if len(major) > 0 {
		y = d.drawMarks(c, major, y)
	}
	if len(dots) > 0 {
		if len(major) == 0 {
			y += levelStep/2 - 4
		}
		d.drawDots(c, dots, y+4)
		y += 10
	}
	return y + 8
}

// drawDots draws a dot for each event, or one for all events within a few pixels.
func (d drawing) drawDots(c *canvas, events []*ledger.Event, y float64) {
	const room = 5
	for i := 0; i < len(events); {
		x, n := d.x(events[i].At), 1
		for i+n < len(events) && d.x(events[i+n].At)-x < room {
			n++
		}
		said := evidence.Stamp(events[i].At) + " s: " + evidence.Describe(*events[i])
		if n > 1 {
			said = fmt.Sprintf("%s from %s s on, the first: %s", words.Count(n, "event"), evidence.Stamp(events[i].At),
				evidence.Describe(*events[i]))
		}
		c.put(`<g><title>%s</title><use href=#m-dot x=%s y=%s%s /></g>`, text(words.CutText(said, 180)), num(x), num(y),
			when(events[i].At))
		i += n
	}
}

// drawMarks draws the marks of a row with their labels, on as many levels as they need.
func (d drawing) drawMarks(c *canvas, events []*ledger.Event, y float64) float64 {
	marks := d.place(events)
	depth := slices.MaxFunc(marks, func(a, b mark) int { return a.level - b.level }).level + 1
	for _, m := range marks {
		at := y + levelStep*(float64(m.level)+0.5)
		d.open(c, *m.e)
		c.put(`<use href=#m-%s x=%s y=%s%s />`, glyph(*m.e), num(m.x), num(at), when(m.e.At))
		class, anchor := "", ""
		if d.deciding[m.e.Seq] {
			c.put(`<circle class=rg cx=%s cy=%s r=8%s />`, num(m.x), num(at), when(m.e.At))
			class = ` class=k`
		}
		// A label without room is in the page too: it shows when a reader zooms in. Brief drawings leave it out.
		if m.label != "" && !(m.hidden && d.brief) {
			x, beside := m.x, 8.0
			if class != "" {
				beside = 11
			}
			if x += beside; m.left {
				x, anchor = m.x-beside, ` text-anchor=end`
			}
			if m.hidden {
				class = strings.Replace(class+` class=h`, ` class=k class=h`, ` class="k h"`, 1)
			}
			c.put(`<text%s%s x=%s y=%s%s>%s</text>`, class, anchor, num(x), num(at+4), when(m.e.At), text(m.label))
		}
		d.shut(c)
	}
	return y + levelStep*float64(depth)
}

// open begins a mark with the words that a pointer on it shows. A brief drawing has none: the log below says the same,
// and a page has hundreds of drawings.
func (d drawing) open(c *canvas, e ledger.Event) {
	if !d.brief {
		c.put(`<g><title>%s s: %s</title>`, evidence.Stamp(e.At), text(words.CutText(evidence.Describe(e), 160)))
	}
}

func (d drawing) shut(c *canvas) {
	if !d.brief {
		c.WriteString("</g>")
	}
}

// glyph is an event's symbol; the legend names the symbols.
func glyph(e ledger.Event) string {
	switch e.Kind {
	case ledger.Verb:
		return "verb"
	case ledger.Act, ledger.Mark:
		if strings.HasPrefix(e.Detail, "kick") {
			return "kick"
		}
		return "act"
	case ledger.Fault:
		return "fault"
	case ledger.Connected, ledger.Login:
		return "up"
	case ledger.Disconnected, ledger.Logout:
		return "down"
	case ledger.Done:
		return "done"
	case ledger.Attempt:
		return "try"
	case ledger.SocketRefused, ledger.LoginRefused:
		return "no"
	case ledger.Uncaught, ledger.Unhandled, ledger.Forbidden, ledger.Broken, ledger.Failed:
		return "err"
	}
	return "dot"
}
