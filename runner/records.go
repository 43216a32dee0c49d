package runner

import (
	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/families"
	"nimcert/clients/reference"
)

// Lacks says why a requirement can never be tried with this subject; empty if it can.
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
