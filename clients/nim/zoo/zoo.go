// Package zoo is a small conforming SDK in JavaScript, in the shape of the mini-program build of @yxim/nim-web-sdk, and
// its broken variants: each breaks one promise that only a client on the mini-program host can break, by a small change
// on a named seam of the one script. They prove that the host sees what such a client does, and that the checks judge
// it.
//
// The Go mutants of clients/reference break promises about connections; these break promises that only the platform
// shows. The package knows nothing of the checks.
package zoo

import (
	_ "embed"
	"fmt"

	"nimcert/clients"
	"nimcert/clients/families"
)

//go:embed sdk.js
var script string

// file is the script's name in messages: a build file like any other.
const file = "zoo.js"

// Mutant is the conforming SDK with one change on a seam, so that it breaks one requirement. A check that passes it
// checks nothing.
type Mutant struct {
	// Name says what is wrong, in a few words. It is unique.
	Name string
	// Breaks is the requirement that must fail.
	Breaks string
	// Condition, if set, is the condition of that requirement under which it must fail: its own part of the slug.
	Condition string
	// What says in one sentence what the mutant does.
	What string

	change string // the script that follows the SDK's own, in the same function
}

// Conforming returns the factory of the SDK that keeps every promise but those in Unmet.
func Conforming() clients.Factory { return Variant("nimcert zoo", "") }

// New returns the mutant's factory.
func (m Mutant) New() clients.Factory { return Variant("mutant: "+m.Name, m.change) }

// Variant returns the factory of the SDK with a change: a script that follows the SDK's own, in the same function. It
// panics if the change does not parse.
func Variant(name, change string) clients.Factory {
	f, err := families.Compile("nim", clients.Subject{Name: name, Version: "1", Build: file}, script+"\n"+change)
	if err != nil {
		panic(fmt.Sprintf("the zoo's script with the change of %s: %s", name, err))
	}
	return f
}

// Unmet are the requirements that the conforming SDK fails, each with the reason.
func Unmet() map[string]string {
	return map[string]string{
		"REC-14": "its jitter is 1 %, as that of the published releases, and the catalogue wants waits that lie 10 " +
			"% apart",
	}
}
