// Package suites holds the specs: a file for each group of the catalogue, or one for each topic of a large group. A spec reads like its requirement; the machinery is in the session's verbs and in the
// checks beside them. Specs never touch a socket, a packet or Toxiproxy.
package suites

import (
	"fmt"
	"runtime"
	"slices"
)

// spec is one requirement made executable, under one condition or many.
type Spec struct {
	Id         string
	Conditions []Condition
	File       string
	Line       int
}

type Condition struct {
	Name string // empty when the requirement has only one
	Run  func(*Trial)
	File string
	Line int
}

var Specs []Spec

// requirement registers the spec of a requirement that has one condition.
func requirement(id string, run func(*Trial)) struct{} {
	return register(id, false, []Condition{{Run: run}})
}

// under is a value with the name that the reports show.
type under[C any] struct {
	Name  string
	value C
}

// requirementUnder registers a spec that is written once and run under several conditions.
func requirementUnder[C any](id string, conditions []under[C], run func(*Trial, C)) struct{} {
	return register(id, false, named(conditions, run))
}

// alsoUnder adds conditions to a spec whose first ones stand in another file: they have a scenario of their own.
func alsoUnder[C any](id string, conditions []under[C], run func(*Trial, C)) struct{} {
	return register(id, true, named(conditions, run))
}

func named[C any](conditions []under[C], run func(*Trial, C)) []Condition {
	list := make([]Condition, len(conditions))
	for i, c := range conditions {
		list[i] = Condition{Name: c.Name, Run: func(t *Trial) { run(t, c.value) }}
	}
	return list
}

// register adds conditions to a spec. The files are read in the order of their names, so that what is added may come before the spec itself: it stands behind the spec's own all the same.
func register(id string, more bool, conditions []Condition) struct{} {
	_, file, line, _ := runtime.Caller(2)
	for i := range conditions {
		conditions[i].File, conditions[i].Line = file, line
	}
	i := slices.IndexFunc(Specs, func(s Spec) bool { return s.Id == id })
	if i < 0 {
		Specs = append(Specs, Spec{Id: id})
		i = len(Specs) - 1
	}
	s := &Specs[i]
	switch {
	case more:
		s.Conditions = append(s.Conditions, conditions...)
	case s.File != "":
		panic(fmt.Sprintf("%s has two specs", id))
	default:
		s.File, s.Line, s.Conditions = file, line, append(conditions, s.Conditions...)
	}
	seen := map[string]bool{}
	for _, c := range s.Conditions {
		if seen[c.Name] {
			panic(fmt.Sprintf("%s has two conditions named %q", id, c.Name))
		}
		seen[c.Name] = true
	}
	return struct{}{}
}

// each makes conditions of values, named by their own formatting.
func each[C any](format string, values ...C) []under[C] {
	out := make([]under[C], len(values))
	for i, v := range values {
		out[i] = under[C]{fmt.Sprintf(format, v), v}
	}
	return out
}
