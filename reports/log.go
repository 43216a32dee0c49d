package reports

import "math"

// Log is a case's whole time line as text, a line for each event. What its findings point at is marked.
func (c Case) Log() string {
	text, _ := logText(&c, false, math.MaxInt)
	return text
}
