package page

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"nimcert/internal/words"
	"nimcert/ledger"
	"nimcert/reports/evidence"
)

// drawSockets draws a bar per socket (connecting, open, closing, as the platform counts it), and below it a thin line
// for the time in which the service had it open.
func (d drawing) drawSockets(c *canvas, y float64) float64 {
	lanes := d.lanes()
	for i, lane := range lanes {
		label := ""
		switch {
		case len(lane) == 1 && len(lanes) == len(d.spans):
			label = fmt.Sprintf("#%d %s", lane[0].Socket, d.names[lane[0].Socket])
		case i == 0:
			label = "Sockets"
		}
		if label != "" {
			c.put(`<text class=rl x=0 y=%s>%s</text>`, num(y+10), text(words.CutText(label, 15)))
		}
		for _, s := range lane {
			d.drawSocket(c, s, y, len(lanes) < len(d.spans))
		}
		y += laneStep
	}
	return y
}

// drawSocket draws one socket's states. named puts its number on the bar, where there is room.
func (d drawing) drawSocket(c *canvas, s ledger.Span, y float64, named bool) {
	c.put(`<g><title>%s</title>`, text(d.socketWords(s)))
	state := func(class string, from time.Duration, ends ...time.Duration) (float64, float64) {
		end := d.end
		for _, t := range ends {
			if t >= 0 {
				end = t
				break
			}
		}
		x0 := d.x(from)
		w := max(d.x(end)-x0, minBar)
		c.put(`<rect class=%s x=%s y=%s width=%s height=%s%s />`, class, num(x0), num(y), num(w), num(barHeight),
			during(from, end))
		return x0, w
	}
	// A state that took no time is not drawn if another one shows the socket.
	var x, w float64
	if s.Connecting >= 0 && (s.Open < 0 || s.Open > s.Connecting) {
		x, w = state("sc", s.Connecting, s.Open, s.Closing, s.Closed)
	}
	if s.Open >= 0 {
		x, w = state("so", s.Open, s.Closing, s.Closed)
	}
	if s.Closing >= 0 && (s.Open < 0 && s.Connecting < 0 || s.Closed != s.Closing) {
		state("sx", s.Closing, s.Closed)
	}
	if s.Connecting >= 0 && s.Closed < 0 {
		// An arrow head: it goes on after the drawing's end.
		end := d.x(d.end)
		c.put(`<path class=so d="M%s %sl7 %sl-7 %sz" data-p=%s />`, num(end), num(y), num(barHeight/2),
			num(barHeight/2), millis(d.end))
	}
	if name := fmt.Sprintf("#%d", s.Socket); named && s.Open >= 0 && w >= charWidth*float64(len(name))+4 {
		end := d.end
		for _, t := range []time.Duration{s.Closing, s.Closed} {
			if t >= 0 {
				end = t
				break
			}
		}
		c.put(`<text class=ob x=%s y=%s%s>%s</text>`, num(x+w/2), num(y+barHeight-2), during(s.Open, end), name)
	}
	if s.ServerOpen >= 0 {
		end := d.end
		if s.ServerClosed >= 0 {
			end = s.ServerClosed
		}
		x0 := d.x(s.ServerOpen)
		c.put(`<rect class=ss x=%s y=%s width=%s height=2.5%s />`, num(x0), num(y+barHeight+2),
			num(max(d.x(end)-x0, minBar)), during(s.ServerOpen, end))
	}
	for _, e := range d.events {
		if e.Socket == s.Socket && d.deciding[e.Seq] && rowOf(e) == rowNone && socketEvent(e) {
			at := y + barHeight/2
			if e.Who == ledger.Server {
				at = y + barHeight + 2.5
			}
			c.put(`<circle class=rg cx=%s cy=%s r=8%s><title>%s s: %s</title></circle>`, num(d.x(e.At)), num(at),
				when(e.At), evidence.Stamp(e.At), text(evidence.Describe(e)))
		}
	}
	c.WriteString("</g>")
}

// socketWords describes a socket's life in one line.
func (d drawing) socketWords(s ledger.Span) string {
	out := fmt.Sprintf("Socket #%d", s.Socket)
	if n := d.names[s.Socket]; n != "" {
		out += " of " + n
	}
	var states []string
	for _, p := range []struct {
		name string
		at   time.Duration
	}{{"connecting", s.Connecting}, {"open", s.Open}, {"closing", s.Closing}, {"closed", s.Closed},
		{"at the service open", s.ServerOpen}, {"closed there", s.ServerClosed}} {
		if p.at >= 0 {
			states = append(states, p.name+" "+evidence.Stamp(p.at))
		}
	}
	out += ": " + strings.Join(states, ", ") + " s"
	if s.CloseCode != "" {
		out += ", code " + s.CloseCode
	}
	return words.CutText(words.Clean(out), 240)
}

// drawCensus draws the number of sockets that the platform counts as a step line, with the cap as a dashed one. What
// lies above the cap is filled.
func (d drawing) drawCensus(c *canvas, y float64) float64 {
	const unit = 13.0
	counted := d.all.Taking()
	peak, _ := counted.Peak(ledger.Host)
	if peak == 0 {
		return y
	}
	top := max(peak, d.cap)
	height := unit*float64(top) + 12
	base := y + height
	level := func(n int) float64 { return base - unit*float64(n) }
	c.put(`<text class=rl x=0 y=%s>Count</text>`, num(base-3))

	var over, line canvas
	var moments []string // of the line's corners, in its order
	n, from, pen := 0, d.start, false
	step := func(t time.Duration, now int) {
		x, to := d.x(from), d.x(t)
		switch {
		case d.axis.hides(t):
			pen = false
		default:
			if !pen {
				line.put("M%s %s", num(x), num(level(n)))
				moments = append(moments, millis(from))
				pen = true
			}
			moments = append(moments, millis(t))
			line.put("H%sV%s", num(to), num(level(now)))
			if d.cap > 0 && n > d.cap {
				over.put(`<rect class=ov x=%s y=%s width=%s height=%s%s />`, num(x), num(level(n)),
					num(max(to-x, minBar)), num(unit*float64(n-d.cap)), during(from, t))
			}
		}
		n, from = now, t
	}
	now := 0
	for _, e := range counted {
		if e.Who != ledger.Host || e.Kind != ledger.SocketConnecting && e.Kind != ledger.SocketClosed {
			continue
		}
		if e.Kind == ledger.SocketConnecting {
			now++
		} else {
			now--
		}
		step(e.At, now)
	}
	step(d.end, now)
	c.WriteString(over.String())
	c.put(`<path class=cs d="%s" data-p="%s"/>`, line.String(), strings.Join(moments, " "))
	c.put(`<g class=tk><text x=%s y=%s>0</text>`, num(plotLeft-8), num(base+3))
	if peak != d.cap {
		c.put(`<text x=%s y=%s>%s</text>`, num(plotLeft-8), num(level(peak)+4), strconv.Itoa(peak))
	}
	c.WriteString("</g>")
	if d.cap > 0 {
		c.put(`<path class=cp d="M%s %sH%s"/><text class=cl x=%s y=%s>cap %s</text>`,
			num(plotLeft), num(level(d.cap)), num(plotRight), num(plotLeft-4), num(level(d.cap)+4),
			strconv.Itoa(d.cap))
	}
	return base + 8
}
