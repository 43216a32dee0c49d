package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"sync"
	"time"

	"nimcert/catalogue"
	"nimcert/internal/words"
	"nimcert/ledger"
	"nimcert/reports/evidence"
	"nimcert/verdict"
)

type requirementView struct {
	Anchor, ID, Title, Level string
	Verdict, Class, Symbol   string
	Reason, Brief            words.Bilingual
	Statement, Why, Source   string
	Note                     string // of the catalogue
	Summary                  string
	Open                     bool
	Conditions               []conditionView
	Seen                     []string // the names of the conditions that passed and are shown elsewhere
	Command                  string
	Example                  *exampleView // for a failure, if an application has a line of code for it
	Vendor                   string       // what to do besides
	Holds                    string       // the releases of this page in which it holds, of the same package
	Pack                     int          // the number of the packed body; 0: it is not packed
}

// exampleView is an application's code around the line that breaks.
type exampleView struct {
	Before, Line, After string
	At                  string // the line without its indentation
	Breaks, Do          string
	For                 string // whose API it is written for
}

// secondView is the second session of a failing scenario.
type secondView struct {
	Word     string
	Findings []words.Bilingual
	More     int    // findings that are not shown
	Text     string // of what broke
}

type conditionView struct {
	Slug, Command          string
	Name                   string
	Verdict, Class, Symbol string
	Reason                 words.Bilingual // for a case without findings
	Findings               []findingView
	More                   int // findings that are not shown
	Known                  string
	Second                 *secondView
	Hinges                 []words.Bilingual // the assumptions on which the verdict rests, as sentences
	Brief                  words.Bilingual   // the first finding, for the line that opens it
	Drawing                template.HTML
	Note                   string
	Evidence               []evidence.EvidenceRow
	EvidenceTitle          string
	Log                    string
	LogTitle               string
	Facts                  string
	Open, Single           bool
	Pack                   int
	shown                  evidenceOf
}

type findingView struct {
	Text   words.Bilingual
	Badges []int
	More   int // events that are not shown one by one
}

func newRequirement(r verdict.Run, q verdict.RequirementResult, prefix string, many bool) requirementView {
	v := requirementView{
		Anchor: prefix + verdict.Safe(q.Requirement.ID), ID: words.Clean(q.Requirement.ID), Title: q.Requirement.Title,
		Level:   string(q.Requirement.Level),
		Verdict: string(q.Verdict), Class: class(q.Verdict), Symbol: verdict.Symbol(q.Verdict),
		Reason: q.Reason.Bilingual(), Brief: cut(q.Reason.Bilingual()),
		Statement: q.Requirement.Statement, Why: q.Requirement.Why, Source: q.Requirement.Source,
		Note: q.Requirement.Note,
		Open: q.Verdict != verdict.Pass && q.Verdict != verdict.NotApplicable &&
			q.Requirement.Level == catalogue.Must,
		Command: words.Clean(r.Command(q.Requirement.ID)),
	}
	failed := 0
	for _, c := range q.Conditions {
		// A case in another requirement's scenario is drawn there: a second drawing would double the page.
		if c.Case.Scenario != "" && c.Verdict == verdict.Pass {
			v.Seen = append(v.Seen, words.Clean(c.Condition))
			continue
		}
		if c.Verdict != verdict.Pass && c.Verdict != verdict.NotApplicable {
			failed++
		}
		v.Conditions = append(v.Conditions, newCondition(r, q, c, many))
	}
	// The condition that decided comes first.
	slices.SortStableFunc(v.Conditions, func(a, b conditionView) int {
		return slices.Index(verdict.Weight, verdict.Verdict(a.Verdict)) - slices.Index(verdict.Weight,
			verdict.Verdict(b.Verdict))
	})
	// If several conditions failed, the first is open; the others have their finding in the line.
	for i := range v.Conditions {
		v.Conditions[i].Open = v.Conditions[i].Open && i == 0
	}
	v.Summary = summaryWords(len(q.Conditions), failed)
	if len(q.Conditions) == 1 && q.Conditions[0].Case.Timeline == "" {
		v.Summary = summaryWords(0, 0)
	}
	return v
}

// act says what a failure does to an application, and what to do about it.
func (v *requirementView) act(subject string, q verdict.RequirementResult, holds []string) {
	v.Holds = strings.Join(holds, ", ")
	switch {
	case q.Verdict == verdict.Error:
		v.Vendor = "Look at the evidence below: the client or the harness broke before it could be judged."
		return
	case q.Stale():
		return
	case catalogue.IsRule(q.Requirement.ID):
		v.Vendor = "It is the application's own doing: mend it, and play its schedule again."
		return
	case v.Holds != "":
		v.Vendor = "Pin one of these, or report it to the SDK's maintainers with the evidence below."
	default:
		v.Vendor = "Report it to the SDK's maintainers with the evidence below."
	}
	e, ok := catalogue.ExampleIn(subject, q.Requirement.ID)
	written := map[string]string{catalogue.V1Subject: "as written for the V1 API",
		catalogue.V2Subject: "as written for the V2 API"}[subject]
	if !ok {
		written = "as written for @yxim/nim-web-sdk"
		if e, ok = catalogue.ExampleOf(q.Requirement.ID); !ok {
			return
		}
	}
	lines := func(list []string) (s string) {
		for _, l := range list {
			s += l + "\n"
		}
		return s
	}
	v.Example = &exampleView{lines(e.Code[:e.Line]), e.Code[e.Line], lines(e.Code[e.Line+1:]),
		strings.TrimSpace(e.Code[e.Line]), e.Breaks, e.Do, written}
}

// newSecond compares the two sessions of one scenario.
func newSecond(c *verdict.Case) *secondView {
	s := c.Second
	if s == nil {
		return nil
	}
	v := &secondView{}
	same := slices.EqualFunc(s.Findings, c.Findings, func(a, b verdict.Finding) bool { return a.Alike(b.Phrase) })
	shown, more := evidence.Shown(s.Findings)
	for _, f := range shown {
		v.Findings = append(v.Findings, f.Bilingual())
	}
	v.More = more
	switch {
	case !s.Broke.IsZero():
		v.Word, v.Text = "A second, fresh session broke:", words.Clean(s.Broke.Text)
	case len(s.Findings) == 0:
		v.Word = "A second, fresh session found nothing: the two contradict one another, so neither proves anything."
	case same:
		v.Word, v.Findings, v.More = "Confirmed in a second, fresh session: the same findings.", nil, 0
	default:
		v.Word = "A second, fresh session found something else:"
	}
	return v
}

// summaryWords labels what opens a requirement.
func summaryWords(tried, failed int) string {
	switch {
	case tried == 0:
		return "Statement"
	case failed > 0 && tried > 1:
		return fmt.Sprintf("Evidence: %d of %s", failed, words.Count(tried, "condition"))
	case failed > 0:
		return "Evidence"
	case tried > 1:
		return "Statement and " + words.Count(tried, "condition")
	}
	return "Statement and time line"
}

func newCondition(r verdict.Run, q verdict.RequirementResult, c verdict.ConditionResult, many bool) conditionView {
	brief := c.Verdict == verdict.Pass || c.Verdict == verdict.NotApplicable
	v := conditionView{
		Name: words.Clean(c.Condition), Verdict: string(c.Verdict), Class: class(c.Verdict),
		Symbol: verdict.Symbol(c.Verdict),
		Open:   !brief || len(q.Conditions) == 1, Single: len(q.Conditions) == 1, Known: words.Clean(c.Case.Known),
		Second: newSecond(c.Case), Slug: words.Clean(c.Slug),
	}
	if !brief && !v.Single && c.Slug != "" {
		v.Command = words.Clean(r.Command(c.Slug))
	}
	for _, h := range c.Case.Hinges {
		v.Hinges = append(v.Hinges, h.Said())
	}
	if len(c.Case.Findings) > 0 && !v.Single {
		v.Brief = cut(c.Case.Findings[0].Bilingual())
	}
	if v.Name == "" {
		v.Name = "as stated"
	}
	if len(c.Case.Findings) == 0 || !c.Case.Broke.IsZero() {
		v.Reason = c.Reason.Bilingual()
	}
	v.shown = evidenceOf{c: c.Case, cap: r.Cap, title: "Time line of " + q.Requirement.ID + ", " + v.Name,
		brief: brief, many: many}
	return v
}

// evidenceOf is what a condition's evidence is made of. Of many builds it is made when it is packed, and dropped.
type evidenceOf struct {
	c           *verdict.Case
	cap         int
	title       string
	brief, many bool
}

// rooms hold time lines that were drawn, for the next ones.
var rooms = sync.Pool{New: func() any { return new(ledger.Timeline) }}

// show adds the findings, the drawing and the log to a condition.
func (v *conditionView) show() {
	s := v.shown
	room := rooms.Get().(*ledger.Timeline)
	line := s.c.Timeline.UnpackInto(*room)
	defer func() {
		if line != nil {
			*room = line
		}
		rooms.Put(room)
	}()
	numbers := evidence.Badges(line, evidence.DecidingEvents(s.c))
	shown, more := evidence.Shown(s.c.Findings)
	v.Findings, v.More = nil, more
	for _, f := range shown {
		one := findingView{Text: f.Bilingual()}
		for _, seq := range f.Events {
			if n := numbers[seq]; n > 0 {
				one.Badges = append(one.Badges, n)
			} else {
				one.More++
			}
		}
		slices.Sort(one.Badges)
		one.Badges = slices.Compact(one.Badges)
		v.Findings = append(v.Findings, one)
	}
	if len(line) == 0 {
		return
	}
	l := fullDrawing
	if s.brief {
		l = briefDrawing
	}
	d := newDrawing(s.c, line, s.cap, l, plotLeft, plotRight)
	v.Drawing = d.svg(s.title)
	v.Facts = fmt.Sprintf("%s of session time in %s", evidence.Span(d.end-d.start),
		evidence.Span(evidence.Seconds(s.c.Seconds)))
	if q := d.quiet(); q >= time.Second {
		v.Facts += ", nothing seen in the last " + evidence.Span(q)
	}
	if d.left > 0 {
		v.Note = fmt.Sprintf("%s in the middle left out of the drawing.", words.Count(d.left, "event"))
	}
	if !s.brief {
		v.Evidence = evidence.Evidence(s.c, line)
		v.EvidenceTitle = "The events that decided it (marked), and those around them"
		if len(numbers) == 0 {
			v.EvidenceTitle = "The last events"
		}
	}
	var lines int
	v.Log, lines = evidence.LogText(s.c, line, s.brief, evidence.LogLimit(s.brief, s.many))
	v.LogTitle = fmt.Sprintf("Whole log, %s", words.Count(lines, "event"))
	if s.brief {
		v.LogTitle = fmt.Sprintf("What test and SDK did, %s", words.Count(lines, "event"))
	}
}

// show adds what is seen when a requirement is opened.
func (v *requirementView) show() {
	for i := range v.Conditions {
		v.Conditions[i].show()
	}
}

func (v *requirementView) drop() {
	for i := range v.Conditions {
		v.Conditions[i].drop()
	}
}

// drop takes away what show added, but for what stands in the line that opens the condition.
func (v *conditionView) drop() {
	v.Findings, v.Drawing, v.Note, v.Evidence, v.Log = nil, "", "", nil, ""
}
