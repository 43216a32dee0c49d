// Package assumptions is the register of what nimcert takes for granted of the platform and the service. A documented
// assumption has its document as the source. Any other is listed with its hints and, if it can be turned, how.
// docs/assumptions.md is generated from it.
package assumptions

import (
	"fmt"
	"slices"
	"strings"

	"nimcert/clients"
	"nimcert/ledger"
)

// Assumption is one thing that nimcert takes for granted.
type Assumption struct {
	// ID names it in certificates and reports.
	ID string
	// Text is what is assumed, as a sentence; Chinese is the same.
	Text, Chinese string
	// Source is the document that says it; empty: no document does.
	Source string
	// Hints speak for or against it, without being a document.
	Hints string
	// Flip is the opposite, if a run can assume it instead.
	Flip *Flip
}

// Flip is the opposite of an assumption.
type Flip struct {
	// Name is its name for --assume.
	Name string
	// Text says what is then assumed, as a sentence; Chinese is the same.
	Text, Chinese string
	// Turn makes a profile assume it, or with false the original.
	Turn func(p *clients.Profile, on bool)
	// Turned reports whether a profile assumes it.
	Turned func(clients.Profile) bool
	// Exercised reports whether a session could have gone differently under the opposite. If not, no further session is
	// run.
	Exercised func(t ledger.Timeline, p clients.Profile) bool
}

// All lists the assumptions: those of the platform's sockets first.
func All() []Assumption {
	return slices.Concat(sockets, background, limits, program, node, browser, storage, service)
}

// Flips lists the names that Turn takes.
func Flips() []string {
	var names []string
	for _, a := range All() {
		if a.Flip != nil {
			names = append(names, a.Flip.Name)
		}
	}
	return names
}

// Turned lists the assumptions that a profile has turned.
func Turned(p clients.Profile) []Assumption {
	return slices.DeleteFunc(All(), func(a Assumption) bool { return a.Flip == nil || !a.Flip.Turned(p) })
}

// Turn makes a profile assume the opposite of what it did: each name is one of Flips.
func Turn(p *clients.Profile, names ...string) error {
	for _, name := range names {
		i := slices.IndexFunc(All(), func(a Assumption) bool { return a.Flip != nil && a.Flip.Name == name })
		if i < 0 {
			return fmt.Errorf("unknown assumption %q: use one of %s", name, strings.Join(Flips(), ", "))
		}
		All()[i].Flip.Turn(p, true)
	}
	return nil
}
