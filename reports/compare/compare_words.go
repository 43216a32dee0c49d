package compare

import (
	"fmt"
	"strings"

	"nimcert/catalogue"
	"nimcert/internal/words"
	"nimcert/verdict"
)

// Headline is the comparison's result in a sentence.
func (c Comparison) Headline() string {
	var broke, gone, should int
	for _, q := range c.Changes {
		switch {
		case q.Counts && q.Change == ChangeGone:
			gone++
		case q.Counts:
			broke++
		case q.Change == ChangeBroke:
			should++
		}
	}
	var parts []string
	if broke > 0 {
		parts = append(parts, words.Count(broke, "MUST requirement")+" broke.")
	}
	if gone > 0 {
		parts = append(parts,
			words.Count(gone, "MUST requirement")+" that held "+words.Plural(gone, "is", "are")+
				" no longer tried in full.")
	}
	if len(parts) == 0 && should > 0 {
		parts = append(parts, "No MUST requirement broke.")
	}
	if should > 0 {
		parts = append(parts, "Reported only: "+words.Count(should, "SHOULD requirement")+" broke.")
	}
	switch {
	case len(parts) > 0:
		return strings.Join(parts, " ")
	case len(c.Changes) == 0:
		return "Nothing changed."
	}
	return "Nothing broke."
}

// Label names the build of one side.
func (s ComparedSide) Label() string { return verdict.Run{Subject: s.Subject}.Label() }

// Title names both sides, the package once where it is the same.
func (c Comparison) Title() string {
	before, after := c.labels()
	if c.Before.Subject.Name == c.After.Subject.Name && c.After.Subject.Version != "" {
		after = strings.TrimPrefix(after, c.After.Subject.Name+" ")
	}
	return words.Flat(before) + " → " + words.Flat(after)
}

// labels are the labels of both sides, with file names if nothing else distinguishes them.
func (c Comparison) labels() (before, after string) {
	before, after = c.Before.Label(), c.After.Label()
	if before == after && c.Before.Subject.Build != c.After.Subject.Build {
		before, after = before+" ("+c.Before.Subject.Build+")", after+" ("+c.After.Subject.Build+")"
	}
	return before, after
}

// changeWord heads the requirements with one kind of change.
func changeWord(k Change) string {
	return map[Change]string{
		ChangeBroke: "Broke", ChangeGone: "No longer tried, or no longer applies", ChangeFixed: "Fixed",
		ChangeNew: "New", ChangeOther: "Changed",
	}[k]
}

// Tally counts the requirements by change: 2 broke, 1 fixed, 74 the same.
func (c Comparison) Tally() string {
	words := map[Change]string{ChangeBroke: "broke", ChangeGone: "gone", ChangeFixed: "fixed", ChangeNew: "new",
		ChangeOther: "changed"}
	var parts []string
	for _, k := range Changes {
		if n := c.Counts[k]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words[k]))
		}
	}
	return strings.Join(append(parts, fmt.Sprintf("%d the same", c.Same)), ", ")
}

// step is how a verdict went: ✓ pass → ✗ fail.
func step(before, after *Judgement) string {
	one := func(j *Judgement) string {
		if j == nil {
			return "not tried"
		}
		return verdict.Symbol(j.Verdict) + " " + string(j.Verdict)
	}
	switch {
	case before == nil:
		return one(after) + ", not tried before"
	case after != nil && before.Verdict == after.Verdict:
		return one(after) + ", as before"
	}
	return one(before) + " → " + one(after)
}

// title is the requirement's title, if this catalogue has it.
func title(id string) string {
	if q, ok := catalogue.Get(id); ok {
		return q.Title
	}
	return "Not in this catalogue"
}

// Sentence says how the requirement changed between two releases, without its id: "no longer holds: …". before names
// the earlier release, and heldEver says that a release before that one passed.
func (q RequirementChange) Sentence(before string, heldEver bool) string {
	because := func(s string) string {
		if r := words.Flat(q.After.Reason); r != "" {
			return s + ": " + r
		}
		return s
	}
	switch {
	case q.After == nil:
		if q.Before.Verdict == verdict.Pass {
			return "was not tried; it held in " + before
		}
		return "was not tried"
	case q.Before == nil:
		return because("was not tried in " + before + "; " + map[verdict.Verdict]string{
			verdict.Pass: "it holds", verdict.Fail: "it does not hold", verdict.KnownFailure: "it does not hold, as " +
				"recorded", verdict.NotApplicable: "it does not apply", verdict.Error: "it could not be judged",
		}[q.After.Verdict])
	case q.Before.Verdict == q.After.Verdict:
		return q.within(because)
	}
	switch q.After.Verdict {
	case verdict.Pass:
		return holds(q.Before.Verdict, before, heldEver)
	case verdict.Error:
		return because("could not be judged")
	case verdict.NotApplicable:
		return because("no longer applies")
	}
	recorded := ""
	if q.After.Verdict == verdict.KnownFailure {
		recorded = ", as recorded"
	}
	switch q.Before.Verdict {
	case verdict.Pass:
		return because("no longer holds" + recorded)
	case verdict.Error, verdict.NotApplicable:
		return because(
			"does not hold" + recorded + "; it " +
				map[verdict.Verdict]string{verdict.Error: "could not be judged",
					verdict.NotApplicable: "did not apply"}[q.Before.Verdict] + " in " + before)
	}
	// A recorded failure that is no longer recorded, or that no longer fails, or one that was recorded now: the reason
	// says which.
	return because(fmt.Sprintf("was a %s and is a %s", noun(q.Before.Verdict), noun(q.After.Verdict)))
}

func holds(was verdict.Verdict, before string, heldEver bool) string {
	switch {
	case was == verdict.Error:
		return "holds; it could not be judged in " + before
	case was == verdict.NotApplicable:
		return "applies now, and holds"
	case heldEver:
		return "holds again"
	}
	return "holds now"
}

func noun(v verdict.Verdict) string {
	if v == verdict.Fail {
		return "failure"
	}
	return string(v)
}

// within says what changed while the verdict stayed: other conditions, or another reason.
func (q RequirementChange) within(because func(string) string) string {
	var broke, fixed, gone []string
	reason := ""
	for _, c := range q.Conditions {
		name := words.Flat(c.Condition)
		switch {
		case c.Change == ChangeBroke:
			broke = append(broke, name)
			if reason == "" {
				reason = words.Flat(c.After.Reason)
			}
		case c.Change == ChangeFixed:
			fixed = append(fixed, name)
		case c.Change == ChangeGone:
			gone = append(gone, name)
		}
	}
	still := map[verdict.Verdict]string{
		verdict.Pass: "still holds", verdict.Fail: "still does not hold", verdict.KnownFailure: "still does not " +
			"hold, as recorded", verdict.NotApplicable: "still does not apply",
		verdict.Error: "still could not be judged",
	}[q.After.Verdict]
	var parts []string
	if len(broke) > 0 {
		parts = append(parts, "now also under "+quoted(broke))
	}
	if len(fixed) > 0 {
		parts = append(parts, "no longer under "+quoted(fixed))
	}
	if len(gone) > 0 {
		parts = append(parts, "and no longer tried under "+quoted(gone))
	}
	switch {
	case len(parts) == 0:
		return because(still + ", in another way")
	case reason != "":
		return still + ", " + strings.Join(parts, ", ") + ": " + reason
	}
	return still + ", " + strings.Join(parts, ", ")
}

// quoted names conditions in a sentence, in quotes because their names are parts of sentences themselves.
func quoted(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = "“" + n + "”"
	}
	return words.Enumerate(out)
}
