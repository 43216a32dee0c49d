package weapp

import "time"

// china is the zone of the phones. The engine reads the zone of a Date from time.Local and has no setting of its own;
// nothing else here writes dates in local time.
var china = time.FixedZone("CST", 8*60*60)

func init() { time.Local = china }

// readsPerMilli is how often a program may read the date in one turn before it has moved on by a millisecond. A phone
// reads it some ten thousand times in a millisecond.
const readsPerMilli = 1000

// date is what Date.now returns. Session time stands still while a program computes, so a program that waits for the
// next millisecond would wait forever. Therefore the date moves on with the number of reads, not with this machine's
// time, and goes back only when the user turns the clock of the phone.
func (h *Host) date() time.Time {
	now := h.env.Clock.Time()
	if now.After(h.read.at) {
		h.read.at, h.read.times = now, 0
	}
	h.read.times++
	if h.read.times%readsPerMilli == 0 {
		h.read.at = h.read.at.Add(time.Millisecond)
	}
	return h.read.at.Add(h.env.Clock.Turned())
}

// read is the date as the program last read it. It belongs to the loop's goroutine.
type read struct {
	at    time.Time
	times int // reads since the clock moved
}
