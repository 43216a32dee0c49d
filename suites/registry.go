// Package suites holds the specs: a file for each group of the catalogue, or one for each topic of a large group. A
// spec reads like its requirement; the machinery is in the session's verbs and in the checks. Specs never touch a
// socket, a packet or Toxiproxy.
package suites

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"nimcert/catalogue"
)

// Spec is one requirement in executable form, under one condition or many.
type Spec struct {
	Id         string
	Conditions []Condition
	File       string
	Line       int
}

// Condition is one scenario of a spec, with its names.
type Condition struct {
	catalogue.Condition
	Run func(*Trial)
	// Inspects says that the scenario asks what the program left on its platform.
	Inspects bool
	File     string
	Line     int
}

// Specs are all specs, in the order of their ids.
var Specs []Spec

// requirement registers the spec of a requirement that has one condition.
func requirement(id string, run func(*Trial)) struct{} {
	return register(id, false, []Condition{{Run: run}})
}

// requirementBeside registers the spec of a requirement to which alsoUnder adds conditions elsewhere: its own first
// condition has a slug, and needs no name.
func requirementBeside(id, slug string, run func(*Trial)) struct{} {
	return register(id, false, []Condition{{Condition: catalogue.Condition{Slug: catalogue.Slug(id, slug)}, Run: run}})
}

// requirementInspected registers the spec of a requirement whose scenario inspects the program; slug may be empty.
func requirementInspected(id, slug string, run func(*Trial)) struct{} {
	return register(id, false, inspected([]Condition{{Condition: catalogue.Condition{Slug: catalogue.Slug(id, slug)},
		Run: run}}))
}

// alsoInspectedUnder is alsoUnder for scenarios that inspect the program.
func alsoInspectedUnder[C any](id string, conditions []under[C], run func(*Trial, C)) struct{} {
	return register(id, true, inspected(named(id, conditions, run)))
}

func inspected(conditions []Condition) []Condition {
	for i := range conditions {
		conditions[i].Inspects = true
	}
	return conditions
}

// under is a value with its condition: the condition's own part of the slug, and its names.
type under[C any] struct {
	slug, english, chinese string
	value                  C
}

// with gives the names of a condition to another value.
func with[C, D any](u under[D], value C) under[C] {
	return under[C]{u.slug, u.english, u.chinese, value}
}

// as renames a condition: each %s stands for the old name.
func (u under[C]) as(slug, english, chinese string) under[C] {
	u.slug = strings.ReplaceAll(slug, "%s", u.slug)
	u.english = strings.ReplaceAll(english, "%s", u.english)
	u.chinese = strings.ReplaceAll(chinese, "%s", u.chinese)
	return u
}

// requirementUnder registers a spec that is written once and run under several conditions.
func requirementUnder[C any](id string, conditions []under[C], run func(*Trial, C)) struct{} {
	return register(id, false, named(id, conditions, run))
}

// alsoUnder adds conditions with a scenario of their own to a spec whose first ones are in another file.
func alsoUnder[C any](id string, conditions []under[C], run func(*Trial, C)) struct{} {
	return register(id, true, named(id, conditions, run))
}

func named[C any](id string, conditions []under[C], run func(*Trial, C)) []Condition {
	list := make([]Condition, len(conditions))
	for i, c := range conditions {
		list[i].Condition = catalogue.Condition{Slug: catalogue.Slug(id, c.slug), English: c.english,
			Chinese: c.chinese}
		list[i].Run = func(t *Trial) { run(t, c.value) }
	}
	return list
}

// register adds conditions to a spec. Go initialises variables in an order that depends on what they use, so the order
// is made here: the spec's own conditions first, then the added ones by file and line.
func register(id string, more bool, conditions []Condition) struct{} {
	_, file, line, _ := runtime.Caller(2)
	for i := range conditions {
		conditions[i].File, conditions[i].Line = file, line
		if conditions[i].Slug == "" {
			conditions[i].Slug = catalogue.Slug(id, "")
		}
	}
	i, found := slices.BinarySearchFunc(Specs, id, func(s Spec, id string) int { return strings.Compare(s.Id, id) })
	if !found {
		Specs = slices.Insert(Specs, i, Spec{Id: id})
	}
	s := &Specs[i]
	if !more {
		if s.File != "" {
			panic(fmt.Sprintf("%s has two specs", id))
		}
		s.File, s.Line = file, line
	}
	s.Conditions = append(s.Conditions, conditions...)
	added := func(c Condition) bool { return c.File != s.File || c.Line != s.Line }
	slices.SortStableFunc(s.Conditions, func(a, b Condition) int {
		switch {
		case added(a) != added(b) && added(b):
			return -1
		case added(a) != added(b):
			return 1
		}
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	seen := map[string]bool{}
	for _, c := range s.Conditions {
		for _, name := range []string{c.Slug, c.English} {
			if seen[name] {
				panic(fmt.Sprintf("%s has two conditions named %q", id, name))
			}
			seen[name] = true
		}
	}
	return struct{}{}
}

// each makes a condition for each number: %d stands for the number in all three names.
func each(slug, english, chinese string, numbers ...int) []under[int] {
	out := make([]under[int], len(numbers))
	for i, n := range numbers {
		out[i] = numbered(slug, english, chinese, n, n)
	}
	return out
}

// numbered makes a condition whose names say a number, at %d.
func numbered[C any](slug, english, chinese string, n int, value C) under[C] {
	in := func(format string) string { return strings.ReplaceAll(format, "%d", strconv.Itoa(n)) }
	return under[C]{in(slug), in(english), in(chinese), value}
}
