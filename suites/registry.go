// Package suites holds the specs: a file for each group of the catalogue, or one for each topic of a large group. A spec reads like its requirement; the machinery is in the session's verbs and in the
// checks beside them. Specs never touch a socket, a packet or Toxiproxy.
package suites

import (
	"fmt"
	"runtime"
)

// spec is one requirement made executable, under one condition or many.
type spec struct {
	id         string
	conditions []condition
	file       string
	line       int
}

type condition struct {
	name string // empty when the requirement has only one
	run  func(*Trial)
}

var specs []spec

// requirement registers the spec of a requirement that has one condition.
func requirement(id string, run func(*Trial)) struct{} {
	return register(id, []condition{{run: run}})
}

// under is a value with the name that the reports show.
type under[C any] struct {
	name  string
	value C
}

// requirementUnder registers a spec that is written once and run under several conditions.
func requirementUnder[C any](id string, conditions []under[C], run func(*Trial, C)) struct{} {
	list := make([]condition, len(conditions))
	for i, c := range conditions {
		list[i] = condition{c.name, func(t *Trial) { run(t, c.value) }}
	}
	return register(id, list)
}

func register(id string, conditions []condition) struct{} {
	_, file, line, _ := runtime.Caller(2)
	for _, s := range specs {
		if s.id == id {
			panic(fmt.Sprintf("%s has two specs", id))
		}
	}
	specs = append(specs, spec{id, conditions, file, line})
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
