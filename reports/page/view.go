package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/internal/words"
	"nimcert/verdict"
)

// The data of the template: words and classes, and nothing left to decide.

type pageView struct {
	Title    string
	Policy   string
	Style    template.CSS
	Script   template.JS
	Several  bool
	Lead     words.Bilingual // of several subjects
	Packed   []template.HTML // the parts that are unpacked when they are opened
	Data     pageData
	Groups   []catalogue.Group // of the filter: groups of which something was tried
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
	Assuming               words.Bilingual // of the platform, if it differs from the default assumptions
	Names                  words.Bilingual // number of requirements that need attention
	GateWord               string
	Tally                  verdict.Tally
	Chips                  []chip
	Attention              []requirementView // every verdict except "pass" and "not applicable", worst first
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
	Words       bool // the value is in this page's own words
}

// Sections are the subjects in the order in which a reader needs them: those that are not certified first.
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

// Open reports whether the list of requirements is open in a page of several subjects.
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
	for s := range v.Subjects {
		v.Subjects[s].show()
	}
	return v, nil
}

// show adds what is seen when the requirements are opened.
func (v *subjectView) show() {
	for i := range v.Attention {
		v.Attention[i].show()
	}
	for _, g := range v.Groups {
		for i := range g.Requirements {
			g.Requirements[i].show()
		}
	}
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

// gather collects the script's data of all subjects, each text once.
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
				slug := strings.ToLower(words.Clean(c.Case.Slug))
				if slug != "" && !strings.Contains(v.Data.About[id], slug) {
					v.Data.About[id] += " " + slug
				}
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
		{"Platform", r.PlatformWords().EN, false}, {"Engine", strings.Join(r.Engines, ", "), false},
		{"Clock", clockWords, r.Clock != clockWords},
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
