package verdict

import (
	"fmt"

	"nimcert/internal/words"
)

// Sampled says how a case of the sample was tried once more. If the answer differed, the case is broken, and Case.Broke
// has both answers.
type Sampled struct {
	Seed int64 `json:"seed,omitempty"` // the other seed; 0 where it was not tried under one
	// RealClock is RealCompared or RealTooBusy; it is empty if the case was not tried under a real clock.
	RealClock string `json:"realClock,omitempty"`
}

// The outcomes of a session under a real clock.
const (
	RealCompared = "compared"
	RealTooBusy  = "the machine was too busy" // the machine was too busy, so nothing follows
)

// Sample counts what was tried once more: under another seed, and under a real clock.
type Sample struct {
	Seed      int64 `json:"seed,omitempty"`
	Cases     int   `json:"cases"`     // under that seed
	RealClock int   `json:"realClock"` // cases that a real clock could judge
	TooBusy   int   `json:"tooBusy"`   // cases of which the real clock says nothing, because the machine was too busy
}

// Sample sums up what was tried once more. A scenario counts once, however many requirements looked at it.
func (r Run) Sample() Sample {
	var out Sample
	seen := map[[2]string]bool{}
	for _, c := range r.Cases {
		scenario := c.Scenario
		if scenario == "" {
			scenario = c.Requirement
		}
		key := [2]string{scenario, c.Condition}
		if c.Sampled == nil || seen[key] {
			continue
		}
		seen[key] = true
		if c.Sampled.Seed != 0 {
			out.Seed = c.Sampled.Seed
			out.Cases++
		}
		switch c.Sampled.RealClock {
		case RealCompared:
			out.RealClock++
		case RealTooBusy:
			out.TooBusy++
		}
	}
	return out
}

// String says it in a sentence; it is empty if nothing was tried once more.
func (s Sample) String() string {
	switch {
	case s.Cases == 0 && s.RealClock+s.TooBusy == 0:
		return ""
	case s.TooBusy > 0:
		return fmt.Sprintf("%s ran again under seed %d, and %d under a real clock (of %d more it says nothing: the "+
			"machine was too busy)", words.Count(s.Cases, "case"), s.Seed, s.RealClock, s.TooBusy)
	}
	return fmt.Sprintf("%s ran again under seed %d, and %d under a real clock", words.Count(s.Cases, "case"), s.Seed,
		s.RealClock)
}
