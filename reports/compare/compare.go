package compare

import (
	"slices"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/internal/words"
	"nimcert/judgement"
	"nimcert/reports/certificate"
	"nimcert/verdict"
)

// ComparisonSchema names the form of a comparison as JSON.
const ComparisonSchema = "nimcert/comparison/v1"

// Change is how a requirement, or one condition, changed from one certificate to the next.
type Change string

// The changes. An unchanged one has none.
const (
	ChangeBroke Change = "broke" // it passed, and now fails or could not be judged
	ChangeGone  Change = "gone"  // it was tried, and no longer is; or it passed, and no longer applies
	ChangeFixed Change = "fixed" // it failed or could not be judged, and passes
	ChangeNew   Change = "new"   // it was not tried before
	// another verdict, where neither is a pass; or the same verdict for another reason
	ChangeOther Change = "changed"
)

// Changes are in the order in which a reader wants them.
var Changes = []Change{ChangeBroke, ChangeGone, ChangeFixed, ChangeNew, ChangeOther}

// Comparison lists the changes from one certificate to another. The order of the fields is the order in the JSON.
type Comparison struct {
	Schema string       `json:"schema"`
	Before ComparedSide `json:"before"`
	After  ComparedSide `json:"after"`
	// Notes say what makes the two hard to compare, in both languages: a reader must know it before the verdict.
	Notes        []string `json:"notes"`
	NotesChinese []string `json:"notesChinese"`
	// Broken says that something broke that counts for the exit code.
	Broken  bool                `json:"broken"`
	Counts  map[Change]int      `json:"counts"` // of requirements
	Same    int                 `json:"same"`
	Changes []RequirementChange `json:"changes"`
}

// ComparedSide is one of the two certificates.
type ComparedSide struct {
	Subject clients.Subject       `json:"subject"`
	Verdict verdict.Certification `json:"verdict"`
	Gate    verdict.Gate          `json:"gate"`
}

// RequirementChange is a changed requirement, with its changed conditions.
type RequirementChange struct {
	ID     string `json:"id"`
	Level  string `json:"level"`
	Change Change `json:"change"`
	// Counts says that a MUST, or a condition of one, passed before and does not now.
	Counts     bool              `json:"counts"`
	Before     *Judgement        `json:"before"` // null: not tried
	After      *Judgement        `json:"after"`
	Conditions []ConditionChange `json:"conditions"`
}

// ConditionChange is one changed condition.
type ConditionChange struct {
	Slug      string     `json:"slug,omitempty"`
	Condition string     `json:"condition"`
	Chinese   string     `json:"conditionZh,omitempty"`
	Change    Change     `json:"change"`
	Counts    bool       `json:"counts"`
	Before    *Judgement `json:"before"`
	After     *Judgement `json:"after"`
}

// Judgement is a verdict and its reason.
type Judgement struct {
	Verdict verdict.Verdict `json:"verdict"`
	Reason  string          `json:"reason"`
	// Key and Arguments are the reason's, as in a certificate.
	Key       string               `json:"key,omitempty"`
	Arguments []judgement.Argument `json:"arguments,omitempty"`
}

func judged(v verdict.Verdict, why judgement.Phrase) *Judgement {
	return &Judgement{v, why.Text, why.Key, why.Args}
}

func (j Judgement) why() judgement.Phrase {
	return judgement.Phrase{Key: j.Key, Args: j.Arguments, Text: j.Reason}
}

// Chinese is the reason in Simplified Chinese, on one line; empty if there is none.
func (j Judgement) Chinese() string { return words.Flat(j.why().Chinese()) }

// Compare says what changed from one certificate to the next.
func Compare(before, after certificate.Certificate) Comparison {
	c := Comparison{
		Schema: ComparisonSchema,
		Before: ComparedSide{before.Subject, before.Verdict, before.Gate},
		After:  ComparedSide{after.Subject, after.Verdict, after.Gate},
		Counts: map[Change]int{}, Notes: []string{}, NotesChinese: []string{}, Changes: []RequirementChange{},
	}
	for _, n := range notes(before, after) {
		c.Notes, c.NotesChinese = append(c.Notes, n.EN), append(c.NotesChinese, n.ZH)
	}
	for _, k := range Changes {
		c.Counts[k] = 0 // so that the JSON has every kind
	}
	var ids []string
	was, is := map[string]*certificate.Requirement{}, map[string]*certificate.Requirement{}
	for i := range before.Requirements {
		q := &before.Requirements[i]
		ids, was[q.ID] = append(ids, q.ID), q
	}
	for i := range after.Requirements {
		q := &after.Requirements[i]
		ids, is[q.ID] = append(ids, q.ID), q
	}
	slices.SortFunc(ids, catalogue.Compare)
	for _, id := range slices.Compact(ids) {
		q, differs := compareRequirement(was[id], is[id])
		if !differs {
			c.Same++
			continue
		}
		c.Counts[q.Change]++
		c.Broken = c.Broken || q.Counts
		c.Changes = append(c.Changes, q)
	}
	return c
}

// ExitCode is that of the command: 1 when something broke that counts.
func (c Comparison) ExitCode() int {
	if c.Broken {
		return verdict.ExitClosed
	}
	return verdict.ExitOpen
}

// Of lists the requirements with one kind of change, a SHOULD last.
func (c Comparison) Of(kind Change) []RequirementChange {
	var must, should []RequirementChange
	for _, q := range c.Changes {
		switch {
		case q.Change != kind:
		case q.Level == string(catalogue.Must):
			must = append(must, q)
		default:
			should = append(should, q)
		}
	}
	return append(must, should...)
}

func compareRequirement(before, after *certificate.Requirement) (RequirementChange, bool) {
	q := RequirementChange{Conditions: []ConditionChange{}}
	var was, is []certificate.Condition
	if before != nil {
		q.ID, q.Level, q.Before, was = before.ID, before.Level, judged(before.Verdict, before.Why()), before.Conditions
	}
	if after != nil { // the newer level counts: it is the present demand
		q.ID, q.Level, q.After, is = after.ID, after.Level, judged(after.Verdict, after.Why()), after.Conditions
	}
	must := q.Level == string(catalogue.Must)
	q.Change = changeOf(q.Before, q.After)
	less := stopped(q.Before, q.After)
	// If a requirement is on one side only, or could not be tried at all, its own line says everything.
	if len(was) > 0 && len(is) > 0 {
		q.Conditions = compareConditions(was, is, must)
	}
	kinds := map[Change]bool{}
	for _, c := range q.Conditions {
		kinds[c.Change] = true
		less = less || stopped(c.Before, c.After)
	}
	q.Counts = must && less
	switch {
	case kinds[ChangeBroke] && q.Change != ChangeGone:
		// A condition that broke is not hidden behind others that failed before, or behind those that were fixed.
		q.Change = ChangeBroke
	case less && q.Change != ChangeBroke:
		q.Change = ChangeGone
	case q.Change == "" && len(kinds) > 0:
		q.Change = ChangeOther
	}
	return q, q.Change != ""
}

// compareConditions pairs the conditions by slug, so that a new name is no change; by name, where one of the
// certificates is from before there were slugs. Those of the same key are paired in their order.
func compareConditions(before, after []certificate.Condition, must bool) []ConditionChange {
	type key struct {
		which string
		nth   int
	}
	unnamed := func(c certificate.Condition) bool { return c.Slug == "" }
	byName := slices.ContainsFunc(before, unnamed) || slices.ContainsFunc(after, unnamed)
	var order []key
	latest := map[key]certificate.Condition{}
	index := func(list []certificate.Condition) map[key]*Judgement {
		seen, out := map[string]int{}, map[key]*Judgement{}
		for _, c := range list {
			which := c.Slug
			if byName {
				which = c.Condition
			}
			k := key{which, seen[which]}
			seen[which]++
			if !slices.Contains(order, k) {
				order = append(order, k)
			}
			latest[k] = c
			out[k] = judged(c.Verdict, c.Why())
		}
		return out
	}
	was, is := index(before), index(after)
	out := []ConditionChange{}
	for _, k := range order {
		if change := changeOf(was[k], is[k]); change != "" {
			c := latest[k]
			out = append(out,
				ConditionChange{c.Slug, c.Condition, c.Chinese, change, must && stopped(was[k], is[k]), was[k], is[k]})
		}
	}
	return out
}

// stopped reports whether something passed before and does not now. If it is no longer tried, or no longer applies, it
// does not pass either: a certificate that tries less must not look better.
func stopped(before, after *Judgement) bool {
	return before != nil && before.Verdict == verdict.Pass && (after == nil || after.Verdict != verdict.Pass)
}

func changeOf(before, after *Judgement) Change {
	switch {
	case before == nil:
		return ChangeNew
	case after == nil, before.Verdict == verdict.Pass && after.Verdict == verdict.NotApplicable:
		return ChangeGone
	case stopped(before, after):
		return ChangeBroke
	case before.Verdict == after.Verdict && alike(before.why(), after.why()):
		return ""
	case after.Verdict == verdict.Pass && before.Verdict != verdict.NotApplicable:
		return ChangeFixed
	}
	return ChangeOther
}

// alike reports whether two reasons are the same: they have the same key, whatever their numbers and times. Reasons
// from before there were keys are compared by their words.
func alike(a, b judgement.Phrase) bool {
	if a.Key == "" || b.Key == "" {
		a, b = judgement.Plain(a.Text), judgement.Plain(b.Text)
	}
	return a.Alike(b)
}
