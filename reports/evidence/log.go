package evidence

import (
	"math"

	"nimcert/verdict"
)

// Log is a case's whole time line as text, a line for each event. Events to which findings point are marked.
func Log(c verdict.Case) string {
	text, _ := LogText(&c, c.Timeline.Unpack(), false, math.MaxInt)
	return text
}
