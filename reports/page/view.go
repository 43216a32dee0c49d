package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/internal/words"
	"nimcert/reports/evidence"
	"nimcert/verdict"
)

// What the template is given: words and classes, nothing to decide.

type pageView struct {
	Title    string
	Policy   string
	Style    template.CSS
	Script   template.JS
	Several  bool
	Lead     words.Bilingual // of several subjects
	Packed   template.HTML   // the parts that are unpacked when they are opened
	Data     pageData
	Groups   []catalogue.Group // of the filter: those of which something was tried
	Subjects []subjectView
}

// pageData is what the page's script works with.
type pageData struct {
	Chinese    map[string]string   `json:"zh"`
	Conditions map[string][]string `json:"conditions"` // by requirement, for the filter
	About      map[string]string   `json:"about"`      // by requirement, its words in both languages, for the search
}

type subjectView struct {
	ID                     string
	Label                  string
	Verdict, Class, Symbol string
	Headline, Gate, Advice words.Bilingual
	Assuming               words.Bilingual // of the platform, where it is not what is assumed by itself
	Names                  words.Bilingual // of what needs attention
	GateWord               string
	Tally                  verdict.Tally
	Chips                  []chip
	Attention              []requirementView // what is not pass or not applicable, worst first
	Groups                 []groupView
	Facts                  []fact
	Command                string
}

type chip struct {
	Class, Symbol, Word string
	N                   int
}

type fact struct {
	Name, Value string
	Words       bool // the value is this page's own words
}

// Sections are the subjects in the order in which a reader needs them: what is not certified first.
func (v pageView) Sections() []subjectView {
	out := slices.Clone(v.Subjects)
	slices.SortStableFunc(out, func(a, b subjectView) int {
		last := func(s subjectView) int {
			if s.Verdict == string(verdict.Certified) {
				return 1
			}
			return 0
		}
		return last(a) - last(b)
	})
	return out
}

// Open says whether the list of requirements is open in a page of several subjects.
func (v subjectView) Open() bool {
	return len(v.Attention) > 0 && v.Verdict != string(verdict.Certified)
}

// FilterChips count the requirements of all subjects by verdict.
func (v pageView) FilterChips() []chip {
	var t verdict.Tally
	for _, s := range v.Subjects {
		t.Pass, t.Fail, t.Known, t.NotApplicable, t.Error = t.Pass+s.Tally.Pass, t.Fail+s.Tally.Fail,
			t.Known+s.Tally.Known, t.NotApplicable+s.Tally.NotApplicable, t.Error+s.Tally.Error
	}
	return chips(t)
}

type groupView struct {
	ID, Title    string
	Requirements []requirementView
}

type requirementView struct {
	Anchor, ID, Title, Level string
	Verdict, Class, Symbol   string
	Reason, Brief            words.Bilingual
	Statement, Why, Source   string
	Note                     string // of the catalogue
	Summary                  string
	Open                     bool
	Conditions               []conditionView
	Seen                     []string // the names of the conditions that passed and are told elsewhere
	Command                  string
	Example                  *exampleView // of what fails, where an application has a line for it
	Vendor                   string       // what to do besides
	Holds                    string       // the releases of this page in which it holds, of the same package
	Pack                     int          // the number of the packed body; 0 is not packed
}

// exampleView is an application's code around the line that breaks.
type exampleView struct {
	Before, Line, After string
	At                  string // the line without its indentation
	Breaks, Do          string
	For                 string // whose API it is written for
}

// secondView is what a second session showed of a failing scenario.
type secondView struct {
	Word     string
	Findings []words.Bilingual
	Text     string // of what broke
}

type conditionView struct {
	Slug, Command          string
	Name                   string
	Verdict, Class, Symbol string
	Reason                 words.Bilingual // of what has no findings
	Findings               []findingView
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
}

type findingView struct {
	Text   words.Bilingual
	Badges []int
	More   int // events that are not shown one by one
}

func newPage(runs []verdict.Run) (pageView, error) {
	v := pageView{Title: "Connection certification", Several: len(runs) != 1}
	prefixes, many, holds := verdict.Folders(runs), len(runs) > 2, holding(runs)
	for i, r := range runs {
		v.Subjects = append(v.Subjects, newSubject(r, prefixes[i], many, holds))
	}
	if len(runs) == 1 {
		v.Title = v.Subjects[0].Label + ": " + string(runs[0].Verdict())
	}
	v.Lead = words.Bilingual{EN: verdict.Lead(runs), ZH: leadChinese(runs)}
	v.gather(runs)
	if many {
		return v, v.pack()
	}
	return v, nil
}

// holding lists, by package and requirement, the releases that pass.
func holding(runs []verdict.Run) map[[2]string][]string {
	out := map[[2]string][]string{}
	for _, r := range runs {
		for _, q := range r.Requirements() {
			if q.Verdict == verdict.Pass {
				key := [2]string{r.Subject.Name, q.Requirement.ID}
				out[key] = append(out[key], words.Clean(r.Subject.Version))
			}
		}
	}
	return out
}

// gather collects what the script needs of all subjects, each text once.
func (v *pageView) gather(runs []verdict.Run) {
	v.Data = pageData{Conditions: map[string][]string{}, About: map[string]string{}}
	var ids []string
	conditions := map[string]string{}
	for _, r := range runs {
		for _, q := range r.Requirements() {
			id := words.Clean(q.Requirement.ID)
			if _, ok := v.Data.About[id]; !ok {
				zh, _ := catalogue.InChinese(id)
				ids = append(ids, id)
				v.Data.About[id] = strings.ToLower(
					q.Requirement.Statement + " " + q.Requirement.Why + " " + zh.Title + zh.Statement + zh.Why)
			}
			for _, c := range q.Conditions {
				conditions[words.Clean(c.Condition)] = words.Clean(c.Chinese)
				if name := words.Clean(c.Condition); c.Case.Scenario == "" && name != "" &&
					!slices.Contains(v.Data.Conditions[id], name) {
					v.Data.Conditions[id] = append(v.Data.Conditions[id], name)
				}
			}
		}
	}
	v.Data.Chinese = dictionary(ids, conditions)
	for _, g := range catalogue.Groups() {
		if slices.ContainsFunc(ids, func(id string) bool { return strings.HasPrefix(id, g.ID+"-") }) {
			v.Groups = append(v.Groups, g)
		}
	}
}

func newSubject(r verdict.Run, id string, many bool, holds map[[2]string][]string) subjectView {
	requirements := r.Requirements()
	v := subjectView{ID: id, Label: words.Clean(r.Label()), Verdict: string(r.Verdict()), GateWord: string(r.Gate()),
		Tally: verdict.TallyOf(requirements),
		Facts: facts(r), Command: words.Clean(r.Rerun)}
	if v.Label == "" {
		v.Label = "Unnamed build"
	}
	if v.ID == "" {
		v.ID = "subject"
	}
	if len(r.Assuming()) > 0 || r.Elsewhere {
		v.Assuming = r.PlatformWords()
	}
	v.Headline = words.Bilingual{EN: r.Headline(),
		ZH: headlineChinese(r.Verdict(), r.Gate(), verdict.TallyOf(requirements))}
	v.Gate.EN, v.Advice.EN = r.Advice()
	v.Gate.ZH, v.Advice.ZH = adviceChinese(r)
	v.Class, v.Symbol = class(r.Tone()), verdict.Symbol(r.Tone())
	v.Chips = chips(v.Tally)
	prefix := ""
	if id != "" {
		prefix = id + "-"
	}
	for _, q := range verdict.Sorted(requirements) {
		rv := newRequirement(r, q, prefix, many)
		if q.Verdict != verdict.Pass && q.Verdict != verdict.NotApplicable {
			rv.act(r.Subject.Name, q, holds[[2]string{r.Subject.Name, q.Requirement.ID}])
			v.Attention = append(v.Attention, rv)
			continue
		}
		if n := len(v.Groups); n == 0 || v.Groups[n-1].ID != q.Requirement.Group {
			v.Groups = append(v.Groups,
				groupView{ID: words.Clean(q.Requirement.Group), Title: verdict.GroupTitle(q.Requirement.Group)})
		}
		last := &v.Groups[len(v.Groups)-1]
		last.Requirements = append(last.Requirements, rv)
	}
	var names []string
	for _, q := range v.Attention {
		names = append(names, q.ID)
	}
	v.Names = words.Bilingual{EN: words.Enumerate(names), ZH: words.EnumerateChinese(names)}
	return v
}

func class(v verdict.Verdict) string {
	switch v {
	case verdict.Pass:
		return "pass"
	case verdict.Fail:
		return "fail"
	case verdict.KnownFailure:
		return "known"
	case verdict.NotApplicable:
		return "na"
	}
	return "error"
}

func facts(r verdict.Run) []fact {
	clockWords := map[string]string{"skip": "skip: waits in which nothing happens take no time",
		"real": "real: every wait takes its time"}[r.Clock]
	if clockWords == "" {
		clockWords = r.Clock
	}
	out := []fact{
		{"Build", r.Subject.Build, false}, {"SHA-512", r.Subject.SHA512, false},
		{"Size, of a 2 MiB package", share(r.Subject.Size), false}, {"Chatroom build", r.Subject.Chatroom.Build, false},
		{"SHA-512 of that", r.Subject.Chatroom.SHA512, false},
		{"Size of that, of a 2 MiB package", share(r.Subject.Chatroom.Size), false},
		{"Family", r.Subject.Family.Build, false},
		{"SHA-512 of its files", r.Subject.Family.SHA512, false}, {"Socket cap", words.Count(r.Cap, "socket"), true},
		{"Platform", r.PlatformWords().EN, false}, {"Clock", clockWords, r.Clock != clockWords},
		{"Seed", fmt.Sprint(r.Seed), false}, {"Sample", r.Sample().String(), true},
		{"Harness", "nimcert " + r.Harness, false},
	}
	if !r.Started.IsZero() {
		out = append(out,
			fact{"Run", r.Started.UTC().Format("2006-01-02 15:04:05 UTC") + fmt.Sprintf(", took %.1f s", r.Seconds),
				false})
	}
	for i := range out {
		out[i].Value = words.Clean(out[i].Value)
	}
	return slices.DeleteFunc(out, func(f fact) bool { return strings.TrimSpace(f.Value) == "" })
}

// share is a build's size, and how much of a mini program's package it takes.
func share(size int64) string {
	if size == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f KiB (%.1f %%)", float64(size)/1024, 100*float64(size)/clients.PackageLimit)
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
		// What was looked at in another requirement's scenario is drawn there: a second drawing of each would double
		// the page.
		if c.Case.Scenario != "" && c.Verdict == verdict.Pass {
			v.Seen = append(v.Seen, words.Clean(c.Condition))
			continue
		}
		if c.Verdict != verdict.Pass && c.Verdict != verdict.NotApplicable {
			failed++
		}
		v.Conditions = append(v.Conditions, newCondition(r, q, c, many))
	}
	// What decided comes first.
	slices.SortStableFunc(v.Conditions, func(a, b conditionView) int {
		return slices.Index(verdict.Weight, verdict.Verdict(a.Verdict)) - slices.Index(verdict.Weight,
			verdict.Verdict(b.Verdict))
	})
	// Of what failed under several conditions the first is open; the others say in their line what was found.
	for i := range v.Conditions {
		v.Conditions[i].Open = v.Conditions[i].Open && i == 0
	}
	v.Summary = summaryWords(len(q.Conditions), failed)
	if len(q.Conditions) == 1 && len(q.Conditions[0].Case.Timeline) == 0 {
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

// newSecond compares what two sessions of one scenario showed.
func newSecond(c *verdict.Case) *secondView {
	s := c.Second
	if s == nil {
		return nil
	}
	v := &secondView{}
	same := len(s.Findings) == len(c.Findings)
	for i, f := range s.Findings {
		v.Findings = append(v.Findings, f.Bilingual())
		same = same && f.Alike(c.Findings[i].Phrase)
	}
	switch {
	case !s.Broke.IsZero():
		v.Word, v.Text = "A second, fresh session broke:", words.Clean(s.Broke.Text)
	case len(s.Findings) == 0:
		v.Word = "A second, fresh session found nothing: the two contradict one another, so neither proves anything."
	case same:
		v.Word, v.Findings = "Confirmed in a second, fresh session: the same findings.", nil
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
	numbers := evidence.Badges(c.Case.Timeline, evidence.DecidingEvents(c.Case))
	for _, f := range c.Case.Findings {
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
	if len(c.Case.Findings) == 0 || !c.Case.Broke.IsZero() {
		v.Reason = c.Reason.Bilingual()
	}
	if len(c.Case.Timeline) == 0 {
		return v
	}
	l := fullDrawing
	if brief {
		l = briefDrawing
	}
	d := newDrawing(c.Case, r.Cap, l, plotLeft, plotRight)
	v.Drawing = d.svg("Time line of " + q.Requirement.ID + ", " + v.Name)
	v.Facts = fmt.Sprintf("%s of session time in %s", evidence.Span(d.end-d.start),
		evidence.Span(evidence.Seconds(c.Seconds)))
	if q := d.quiet(); q >= time.Second {
		v.Facts += ", nothing seen in the last " + evidence.Span(q)
	}
	if d.left > 0 {
		v.Note = fmt.Sprintf("%s in the middle left out of the drawing.", words.Count(d.left, "event"))
	}
	if !brief {
		v.Evidence = evidence.Evidence(c.Case)
		v.EvidenceTitle = "The events that decided it (marked), and those around them"
		if len(numbers) == 0 {
			v.EvidenceTitle = "The last events"
		}
	}
	var lines int
	v.Log, lines = evidence.LogText(c.Case, brief, evidence.LogLimit(brief, many))
	v.LogTitle = fmt.Sprintf("Whole log, %s", words.Count(lines, "event"))
	if brief {
		v.LogTitle = fmt.Sprintf("What test and SDK did, %s", words.Count(lines, "event"))
	}
	return v
}
