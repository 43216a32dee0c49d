package runner

import (
	"slices"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/families"
	"nimcert/clients/reference"
	"nimcert/suites"
	"nimcert/verdict"
)

// CaseNames lists the names that a requirement's cases have in reports and records: its conditions, and for what is looked at in every scenario the scenarios with theirs.
func CaseNames(id string) []string {
	if id != EveryScenario {
		return Conditions(id)
	}
	var names []string
	for _, s := range suites.Specs {
		for _, c := range s.Conditions {
			if name := (verdict.Case{Requirement: id, Scenario: s.Id, Condition: c.Name}).Name(); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// Lacks says why a requirement can never be tried with this subject; empty when it can.
func (s Subject) Lacks(id string) string {
	r, _ := catalogue.Get(id)
	for _, need := range r.Needs {
		if !s.Client.Capabilities()[clients.Capability(need)] {
			return lacks(s.Client, clients.Capability(need)).Text
		}
	}
	return ""
}

// Identify names a build without running it: its package and version. The error is about a file that cannot be read.
func Identify(family, build string) (clients.Subject, error) {
	if family == "reference" {
		return reference.New().Subject(), nil
	}
	of, err := families.Find(family)
	if err != nil {
		return clients.Subject{}, err
	}
	return adapter.Identify(of, build)
}
