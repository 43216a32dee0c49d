package verdict

import (
	"maps"
	"slices"
	"strings"

	"nimcert/catalogue"
	"nimcert/judgement"
)

// Gate reports whether a pipeline may go on.
type Gate string

// The gates.
const (
	Open      Gate = "open"
	Closed    Gate = "closed" // a MUST failed that is not a recorded known failure, or a recorded one no longer fails
	GateError Gate = "error"  // the harness or the client broke, or nothing was executed
)

// Certification is the certificate's own verdict.
type Certification string

// The certificate's verdicts.
const (
	Certified    Certification = "certified"
	NotCertified Certification = "not certified"
	Partial      Certification = "partial" // nothing failed, and not everything was executed
)

// ConditionResult is the verdict of one case.
type ConditionResult struct {
	Slug      string
	Condition string // the name that reports show, and Chinese the same
	Chinese   string
	Verdict   Verdict
	Reason    judgement.Phrase
	Seconds   float64
	Case      *Case
}

// RequirementResult is the verdict of a requirement over all conditions it was tried under.
type RequirementResult struct {
	Requirement catalogue.Requirement
	Verdict     Verdict
	Reason      judgement.Phrase // of the condition that decided
	Seconds     float64
	Conditions  []ConditionResult
	Decided     int // index of the condition that decided; -1 without conditions
}

// Weight is the order in which one condition outweighs another, worst first. A condition that does not apply weighs
// least, so a requirement is "not applicable" only if all its conditions are.
var Weight = []Verdict{Error, Fail, KnownFailure, Pass, NotApplicable}

// Requirements returns a verdict for every requirement that was asked or tried, in the order of the catalogue. What was
// tried without being asked counts like the rest: a failure that was seen is not kept quiet.
func (r Run) Requirements() []RequirementResult {
	if r.judged != nil {
		return r.judged
	}
	of := map[string][]*Case{}
	for _, id := range r.Asked {
		of[id] = nil
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		of[c.Requirement] = append(of[c.Requirement], c)
	}
	out := make([]RequirementResult, 0, len(of))
	for _, id := range slices.SortedFunc(maps.Keys(of), catalogue.Compare) {
		out = append(out, r.requirement(id, of[id]))
	}
	return out
}

// Judged is the run, which does not change any more, with its verdicts held: reports ask for them some thirty times.
func (r Run) Judged() Run {
	r.judged = nil
	r.judged = r.Requirements()
	return r
}

func (r Run) requirement(id string, cases []*Case) RequirementResult {
	req, ok := catalogue.Get(id)
	if !ok {
		// A requirement of a newer catalogue, in a run from a file. Its level is unknown, so it counts as a MUST.
		req = catalogue.Requirement{ID: id, Level: catalogue.Must, Title: "Not in this catalogue"}
		req.Group, _, _ = strings.Cut(id, "-")
	}
	out := RequirementResult{Requirement: req, Decided: -1}
	for _, c := range cases {
		v, reason := r.judge(c)
		out.Conditions = append(out.Conditions,
			ConditionResult{Slug: c.Slug, Condition: c.Name(), Chinese: c.NameChinese(), Verdict: v, Reason: reason,
				Seconds: c.Seconds, Case: c})
		out.Seconds += c.Seconds
	}
	if len(out.Conditions) == 0 {
		out.Verdict, out.Reason = Error, NothingExecuted.Of()
		if r.Broke != "" {
			out.Reason = nothingBecause.Of(r.Broke)
		}
		return out
	}
	for _, v := range Weight {
		i := slices.IndexFunc(out.Conditions, func(c ConditionResult) bool { return c.Verdict == v && !c.Stale() })
		if i < 0 {
			// A recorded failure that no longer fails decides only if nothing really fails.
			i = slices.IndexFunc(out.Conditions, func(c ConditionResult) bool { return c.Verdict == v })
		}
		if i < 0 {
			continue
		}
		out.Verdict, out.Decided, out.Reason = v, i, out.Conditions[i].Reason
		if v == Fail || v == KnownFailure {
			out.Reason = reasonOver(out.Conditions, v, i)
		}
		break
	}
	return out
}

// judge gives one case of the run its verdict and its sentence.
func (r Run) judge(c *Case) (Verdict, judgement.Phrase) { return c.judge(r.stillFails(c)) }

// Judge is the verdict of a single case, with its sentence. A recorded failure without a condition may still fail in
// another case, so it passes here; a Run judges it over all cases.
func (c Case) Judge() (Verdict, judgement.Phrase) { return c.judge(c.KnownWide) }

// judge is the one judge of a case. elsewhere reports whether its recorded failure still fails elsewhere.
func (c Case) judge(elsewhere bool) (Verdict, judgement.Phrase) {
	switch {
	case !c.Broke.IsZero():
		return Error, c.Broke
	case !c.NotApplicable.IsZero():
		return NotApplicable, c.NotApplicable
	case len(c.Findings) > 0 && c.Known != "":
		return KnownFailure, recorded.Of(sentence(c.Findings), c.Known)
	case len(c.Findings) > 0:
		return Fail, sentence(c.Findings)
	case c.Known != "" && !elsewhere:
		return Fail, noLongerFails.Of(c.Known)
	}
	return Pass, judgement.Phrase{}
}

// stillFails reports whether a record without a condition still holds because of another case. A broken case proves
// nothing, so the record stays. The same goes for a shard, because the failing case may be in another one, and for a
// run that did not try all conditions.
func (r Run) stillFails(c *Case) bool {
	return c.KnownWide &&
		(r.Shard != "" || r.narrows(c.Requirement) || slices.ContainsFunc(r.Cases, func(other Case) bool {
			return other.Requirement == c.Requirement && other.KnownWide && other.Known == c.Known &&
				other.NotApplicable.IsZero() && (len(other.Findings) > 0 || !other.Broke.IsZero())
		}))
}

// narrows reports whether a requirement was tried under only some of its conditions.
func (r Run) narrows(id string) bool {
	return slices.ContainsFunc(r.Only, func(slug string) bool { return catalogue.IDOf(slug) == id })
}

// Stale reports whether a condition fails because its recorded failure no longer does.
func (c ConditionResult) Stale() bool {
	return c.Verdict == Fail && c.Case.Known != "" && len(c.Case.Findings) == 0
}

// sentence is the first finding, and the number of further ones.
func sentence(f []Finding) judgement.Phrase {
	if len(f) == 1 {
		return f[0].Phrase
	}
	return andMore.Of(f[0].Phrase, len(f)-1)
}

// reasonOver is the reason of a requirement: the first finding of the condition that decided, and the number of further
// findings in all conditions with the same verdict.
func reasonOver(conditions []ConditionResult, v Verdict, decided int) judgement.Phrase {
	n := 0
	for _, c := range conditions {
		if c.Verdict == v {
			n += max(1, len(c.Case.Findings))
		}
	}
	first := conditions[decided]
	if n == 1 || len(first.Case.Findings) == 0 {
		return first.Reason
	}
	reason := andMore.Of(first.Case.Findings[0].Phrase, n-1)
	if v == KnownFailure {
		return recorded.Of(reason, first.Case.Known)
	}
	return reason
}

// Name is a case's name under its requirement: its condition, or the scenario in which it was seen.
func (c Case) Name() string {
	switch {
	case c.Scenario == "":
		return c.Condition
	case c.Condition == "" || strings.HasSuffix(c.Scenario, c.Condition):
		return c.Scenario
	}
	return c.Scenario + ", " + c.Condition
}

// NameChinese is Name in Chinese. It is empty for cases of an earlier version, which had none.
func (c Case) NameChinese() string {
	switch {
	case c.Scenario == "":
		return c.Chinese
	case c.Condition == "":
		return c.Scenario
	case c.Chinese == "":
		return ""
	}
	return c.Scenario + "，" + c.Chinese
}

// Label names the case in a sentence: the requirement, its scenario, the condition.
func (c Case) Label() string {
	s := c.Requirement
	if c.Scenario != "" {
		s += " in " + c.Scenario
	}
	if c.Condition != "" {
		s += ", " + c.Condition
	}
	return s
}

// Executed reports whether anything was tried; a case that does not apply was not. A shard may have only such cases,
// which says nothing about the whole.
func (r Run) Executed() bool {
	return r.Shard != "" && len(r.Cases) > 0 ||
		slices.ContainsFunc(r.Cases, func(c Case) bool { return !c.Broke.IsZero() || c.NotApplicable.IsZero() })
}

// Gate reports whether a pipeline may go on with this subject.
func (r Run) Gate() Gate {
	if r.Broke != "" || !r.Executed() {
		return GateError
	}
	gate := Open
	if r.Part() {
		gate = Closed
	}
	for _, q := range r.Requirements() {
		if q.Verdict == Error {
			return GateError
		}
		if q.Requirement.Level == catalogue.Must && q.Verdict == Fail {
			gate = Closed
		}
	}
	return gate
}

// Part reports whether the gate stays closed because only a part was asked for. This is not so for a shard: its gate
// shows its cases, and the merge's gate counts.
func (r Run) Part() bool { return r.Whole && r.Partial && r.Shard == "" }

// Verdict is the certificate's verdict. A SHOULD that could not be executed fails nothing, but makes the certificate
// partial: otherwise it would claim what nobody checked.
func (r Run) Verdict() Certification {
	partial := r.Partial || r.Shard != "" || r.Broke != "" || !r.Executed()
	requirements := r.Requirements()
	if len(requirements) == 0 {
		return NotCertified
	}
	for _, q := range requirements {
		switch {
		case q.Verdict == Pass || q.Verdict == NotApplicable:
		case q.Requirement.Level == catalogue.Must:
			return NotCertified
		case q.Verdict == Error:
			partial = true
		}
	}
	if partial {
		return Partial
	}
	return Certified
}

// The command's exit codes that follow from a run. 2 is a usage or configuration error and never comes from here.
const (
	ExitOpen   = 0
	ExitClosed = 1
	ExitError  = 3
)

// ExitCode is the command's exit code: that of the worst gate, and never 0 if nothing was executed.
func ExitCode(runs []Run) int {
	if len(runs) == 0 {
		return ExitError
	}
	code := ExitOpen
	for _, r := range runs {
		switch r.Gate() {
		case GateError:
			return ExitError
		case Closed:
			code = ExitClosed
		}
	}
	return code
}
