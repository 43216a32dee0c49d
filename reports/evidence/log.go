package evidence

import (
	"math"

	"nimcert/verdict"
)

// Log is a case's whole time line as text, a line for each event. What its findings point at is marked.
func Log(c verdict.Case) string {
	text, _ := LogText(&c, false, math.MaxInt)
	return text
}
