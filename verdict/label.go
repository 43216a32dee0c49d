package verdict

import (
	"fmt"
	"strings"

	"nimcert/catalogue"
	"nimcert/internal/words"
)

// Label names the subject in a sentence.
func (r Run) Label() string {
	return r.Subject.Label()
}

// Command is the command that runs a requirement, or one condition by its slug, again; its exit code is the result. It
// is empty if the run does not know its own command.
func (r Run) Command(which string) string {
	if r.Replays != nil {
		return r.Replays[which]
	}
	if r.Rerun == "" {
		return ""
	}
	return r.Rerun + " --run " + which + " --allow-partial"
}

// Again names the part of a requirement that decided, for running it again: its condition's slug, or the requirement's
// id if it has one condition. It is also the id for a record without a condition that no longer fails, which only all
// conditions can show.
func (q RequirementResult) Again() string {
	if q.Decided < 0 {
		return q.Requirement.ID
	}
	c := q.Conditions[q.Decided]
	if !strings.Contains(c.Slug, "/") || c.Stale() && c.Case.KnownWide {
		return q.Requirement.ID
	}
	return c.Slug
}

// Tone is the verdict whose colour a run's headline has.
func (r Run) Tone() Verdict {
	switch {
	case r.Gate() == GateError:
		return Error
	case r.Verdict() == Partial:
		return NotApplicable
	case r.Gate() == Closed:
		return Fail
	case r.Verdict() == Certified:
		return Pass
	}
	return KnownFailure
}

func GroupTitle(id string) string {
	for _, g := range catalogue.Groups() {
		if g.ID == id {
			return g.Title
		}
	}
	return "Not in this catalogue"
}

// Lead is the verdict over several subjects.
func Lead(runs []Run) string {
	if len(runs) == 0 {
		return "Nothing was executed: there is no verdict."
	}
	n := Gates(runs)
	var parts []string
	for _, g := range []struct {
		gate Gate
		text string
	}{{GateError, "in error"}, {Closed, "closed"}, {Open, "open"}} {
		if n[g.gate] > 0 {
			parts = append(parts, fmt.Sprintf("%s for %d", g.text, n[g.gate]))
		}
	}
	return fmt.Sprintf("%s: the gate is %s.", words.Count(len(runs), "build"), words.Enumerate(parts))
}

// Gates counts the runs by their gate.
func Gates(runs []Run) map[Gate]int {
	n := map[Gate]int{}
	for _, r := range runs {
		n[r.Gate()]++
	}
	return n
}
