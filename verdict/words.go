package verdict

import (
	"fmt"
	"slices"
	"strings"

	"nimcert/catalogue"
	"nimcert/internal/words"
)

// Tally counts a run's requirements.
type Tally struct {
	Asked, Must                                 int
	Pass, Fail, Known, NotApplicable, Error     int // of all levels
	MustFail, MustKnown, MustError, MustNothing int // of level MUST; Nothing does not apply
	ShouldFail                                  int // known ones included
	Stale                                       int // fail because a recorded failure no longer does
}

// Tally counts the requirements of the run by verdict.
func (r Run) Tally() Tally { return TallyOf(r.Requirements()) }

func TallyOf(requirements []RequirementResult) Tally {
	var t Tally
	for _, q := range requirements {
		must := q.Requirement.Level == catalogue.Must
		one := func(all *int, ofMust *int) {
			*all++
			if must {
				*ofMust++
			}
		}
		t.Asked++
		if must {
			t.Must++
		} else if q.Verdict == Fail || q.Verdict == KnownFailure {
			t.ShouldFail++
		}
		switch q.Verdict {
		case Pass:
			t.Pass++
		case Fail:
			one(&t.Fail, &t.MustFail)
		case KnownFailure:
			one(&t.Known, &t.MustKnown)
		case NotApplicable:
			one(&t.NotApplicable, &t.MustNothing)
		case Error:
			one(&t.Error, &t.MustError)
		}
		if q.Stale() {
			t.Stale++
		}
	}
	return t
}

// Stale reports whether the requirement fails only because a recorded failure no longer does.
func (q RequirementResult) Stale() bool {
	return q.Verdict == Fail && q.Decided >= 0 && q.Conditions[q.Decided].Stale()
}

// Headline is the verdict in a sentence.
func (r Run) Headline() string {
	if t := r.Tally(); r.Shard != "" && r.Verdict() == Partial && r.Gate() == Open {
		return fmt.Sprintf("Partial: nothing failed in shard %s, which tried %s under some of their conditions.",
			r.Shard, words.Count(t.Asked, "requirement"))
	}
	if len(r.Only) > 0 && r.Verdict() == Partial && r.Gate() == Open {
		return fmt.Sprintf("Partial: nothing failed, but only %s asked, not under all conditions.",
			Were(r.Tally().Asked))
	}
	return headline(r.Verdict(), r.Gate(), r.Tally())
}

func headline(v Certification, g Gate, t Tally) string {
	if t.Asked == 0 {
		return "Not certified: nothing was executed."
	}
	musts := func(n int) string { return fmt.Sprintf("%d of %s", n, words.Count(t.Must, "MUST requirement")) }
	switch v {
	case Certified:
		if t.Must == 1 {
			return "Certified: the one MUST requirement holds."
		}
		s := fmt.Sprintf("Certified: all %s hold", words.Count(t.Must, "MUST requirement"))
		if t.MustNothing > 0 {
			s += fmt.Sprintf(" or do not apply (%d)", t.MustNothing)
		}
		return s + "."
	case Partial:
		if g == GateError {
			return fmt.Sprintf("Partial: nothing failed, but not everything could be executed (%s asked).",
				words.Count(t.Asked, "requirement"))
		}
		return fmt.Sprintf("Partial: nothing failed, but only %s asked.", Were(t.Asked))
	}
	var parts []string
	if t.MustFail > 0 {
		parts = append(parts, musts(t.MustFail)+words.Plural(t.MustFail, " fails", " fail"))
	}
	if t.MustKnown > 0 {
		if len(parts) == 0 {
			parts = append(parts,
				musts(t.MustKnown)+words.Plural(t.MustKnown, " fails, as recorded", " fail, as recorded"))
		} else {
			parts = append(parts,
				fmt.Sprintf("%d more %s as recorded", t.MustKnown, words.Plural(t.MustKnown, "fails", "fail")))
		}
	}
	if t.MustError > 0 {
		if len(parts) == 0 {
			parts = append(parts, musts(t.MustError)+" could not be judged")
		} else {
			parts = append(parts, fmt.Sprintf("%d could not be judged", t.MustError))
		}
	}
	return "Not certified: " + strings.Join(parts, "; ") + "."
}

func Were(n int) string { return words.Count(n, "requirement") + words.Plural(n, " was", " were") }

// OfApplication reports whether the run judged an application by its rules, not a build.
func (r Run) OfApplication() bool { return slices.ContainsFunc(r.Asked, catalogue.IsRule) }

// Advice is the gate in a sentence, and what a release engineer does about it.
func (r Run) Advice() (gate, advice string) {
	requirements := r.Requirements()
	t := TallyOf(requirements)
	ids := func(want func(RequirementResult) bool) string { return words.Enumerate(Pick(requirements, want)) }
	if g := r.Gate(); r.OfApplication() && g != GateError {
		if g == Open {
			return "The gate is open.", "No schedule showed a fault of the application."
		}
		return "The gate is closed: hold this application.", "What stands under " +
			ids(func(q RequirementResult) bool { return q.Verdict == Fail }) +
			" is its own doing, whatever the SDK does: mend it, and play the schedules again."
	}
	must := func(q RequirementResult) bool { return q.Requirement.Level == catalogue.Must }
	switch r.Gate() {
	case GateError:
		gate = "The gate is in error: no release decision can rest on this run."
		switch {
		case r.Broke != "":
			advice = "What stopped it: " + words.Clean(r.Broke)
			if !strings.HasSuffix(advice, ".") {
				advice += "."
			}
		case t.Error > 0:
			advice = "Look at " + ids(func(q RequirementResult) bool { return q.Verdict == Error }) +
				" first: there the client or the harness broke before it could be judged."
		default:
			advice = "Nothing was executed: ask for requirements that this SDK can be asked."
		}
		if failed := ids(
			func(q RequirementResult) bool { return must(q) && q.Verdict == Fail && !q.Stale() }); failed != "" {
			advice += " What failed stands: " + failed + "."
		}
		return gate, advice
	case Closed:
		gate = "The gate is closed: hold this build."
		if r.Part() && t.MustFail == 0 {
			return "The gate is closed: it opens for the whole catalogue.",
				"Certify without --run before a release. To let the part decide, as while one case is mended, add " +
					"--allow-partial."
		}
		if failed := ids(
			func(q RequirementResult) bool { return must(q) && q.Verdict == Fail && !q.Stale() }); failed != "" {
			advice = fmt.Sprintf("Give the SDK's maintainers the evidence under %s. To release all the same, record "+
				"each as a known failure with its reason.", failed)
		}
		if stale := ids(func(q RequirementResult) bool { return must(q) && q.Stale() }); stale != "" {
			if advice != "" {
				advice += " "
			}
			advice += "Delete from the known failures what no longer fails: " + stale + "."
		}
		return gate, advice
	}
	gate = "The gate is open."
	switch r.Verdict() {
	case Certified:
		advice = "This build may be released."
	case Partial:
		if r.Shard != "" {
			advice = "Merge it with the other shards before a release: nimcert merge."
			break
		}
		advice = "Ask for the whole catalogue before a release."
	default:
		advice = "The failures of " +
			ids(func(q RequirementResult) bool { return must(q) && q.Verdict == KnownFailure }) +
			" are recorded with a reason; whoever releases this build accepts them."
	}
	if t.ShouldFail > 0 {
		advice += fmt.Sprintf(" Reported only: %s %s (%s).", words.Count(t.ShouldFail, "SHOULD requirement"),
			words.Plural(t.ShouldFail, "fails", "fail"),
			ids(func(q RequirementResult) bool { return !must(q) && (q.Verdict == Fail || q.Verdict == KnownFailure) }))
	}
	return gate, advice
}

// Pick lists the ids of the wanted requirements.
func Pick(requirements []RequirementResult, want func(RequirementResult) bool) []string {
	var out []string
	for _, q := range requirements {
		if want(q) {
			out = append(out, q.Requirement.ID)
		}
	}
	return out
}

// Symbol goes with a verdict's word, so that meaning never depends on colour alone.
func Symbol(v Verdict) string {
	switch v {
	case Pass:
		return "✓"
	case Fail:
		return "✗"
	case KnownFailure:
		return "◐"
	case NotApplicable:
		return "–"
	}
	return "!"
}

// Sorted puts requirements that need attention first: errors, failures, known failures, then a failed SHOULD. The rest
// stays in the catalogue's order.
func Sorted(requirements []RequirementResult) []RequirementResult {
	urgency := func(q RequirementResult) int {
		n := slices.Index(Weight, q.Verdict)
		switch {
		case q.Verdict == Pass || q.Verdict == NotApplicable:
			return 2 * len(Weight)
		case q.Requirement.Level != catalogue.Must:
			return n + len(Weight)
		}
		return n
	}
	out := slices.Clone(requirements)
	slices.SortStableFunc(out, func(a, b RequirementResult) int { return urgency(a) - urgency(b) })
	return out
}
