// Package catalogue holds the requirements as data: what an SDK release must show to be certified, and what breaks in
// an application when it does not.
//
// Only this package has the words of a requirement; specs, reports, JUnit and the lists of known failures refer to it
// by identifier. It imports no other package of the project, so that any package may import it.
package catalogue

import (
	"slices"
	"strings"
)

// Level says what a failure of the requirement means for the certification.
type Level string

// The levels.
const (
	Must   Level = "MUST"   // a failure fails the certification
	Should Level = "SHOULD" // a failure is reported and changes nothing
)

// The capabilities that a requirement may need. They equal the values of clients.Capability; a test in reports compares
// the two, because this package imports nothing.
const (
	NeedIM           = "im"
	NeedChatroom     = "chatroom"
	NeedReconnectCap = "reconnect cap"
	NeedDoneCallback = "done callback"
	NeedPlatform     = "mini program"
	NeedUpload       = "upload"
	NeedDelayOption  = "reconnect delay provider"
	NeedSwitch       = "reconnect switch"
	NeedAnnouncement = "announced delay"
)

// The sources. A demand is credited to a document only if the document is known to contain it; the rest are this
// catalogue's own demands.
const (
	// FromCatalogue is a demand of this catalogue, made because an application with two sockets cannot work without it.
	FromCatalogue = "catalogue"
	// FromGuide is the vendor's integration guide for mini programs: the socket limit, the domain lists, the counting
	// recipe.
	FromGuide = "integration guide"
	// FromSDK is the SDK's own documentation: options, callbacks, delays and codes.
	FromSDK = "SDK documentation"
)

// Requirement is one line of the catalogue.
type Requirement struct {
	ID    string // stable: REC-01
	Group string // the part of the ID before the dash
	Level Level
	Title string // three to eight words
	// Statement is what must hold.
	Statement string
	// Why says what breaks in an application when it does not hold.
	Why string
	// Source says where the demand comes from: one of the From constants, or several joined by "; " with the
	// contribution of each.
	Source string
	// Needs are the capabilities without which the requirement does not apply.
	Needs []string
	// V2 says what the requirement means for the V2 API of nim-web-sdk-ng, if the words of the older SDKs (onconnect,
	// done, …) do not fit; empty if they do. If the API lacks something that the requirement needs, V2 says what there
	// is instead.
	V2 string
	// Note is shown beside the verdict: about a document that applications follow, never about the release. It changes
	// no verdict.
	Note string
}

// Group is a chapter of the catalogue.
type Group struct{ ID, Title string }

// groups in the order of the catalogue.
var groups = []Group{
	{"LIM", "Connection limit"},
	{"REC", "Reconnection"},
	{"KCK", "Kicked"},
	{"DST", "Disconnect and destroy"},
	{"SWI", "Switching account or room"},
	{"DOM", "Domain lists"},
	{"UPL", "Upload"},
	{"STO", "Storage"},
	{"GLB", "Globals and errors"},
	{"MSG", "The service still works"},
	{"APP", "The counting recipe of the integration guide"},
}

// all is filled once from the groups' files, in the order of groups; within a group the numbers ascend, so that a
// reader finds REC-20 after REC-19.
var all = slices.Concat(limit, reconnection, kicked, destroy, switching, platform, service, application)

var byID = func() map[string]Requirement {
	m := make(map[string]Requirement, len(all))
	for i := range all {
		all[i].Group, _, _ = strings.Cut(all[i].ID, "-")
		m[all[i].ID] = all[i]
	}
	for _, r := range Rules() {
		m[r.ID] = r
	}
	return m
}()

// All returns every requirement in the order of the catalogue. The caller may change the slice.
func All() []Requirement { return slices.Clone(all) }

// Get returns one requirement, or one of the Rules, by its identifier, as it is written in the catalogue.
func Get(id string) (Requirement, bool) {
	r, ok := byID[id]
	return r, ok
}

// Groups returns the chapters in the order of the catalogue, that of the Rules last.
func Groups() []Group { return append(slices.Clone(groups), ruleGroup) }

// Compare orders identifiers as the catalogue does; identifiers it does not know come last, by name.
func Compare(a, b string) int {
	if i, j := index(a), index(b); i != j {
		return i - j
	}
	return strings.Compare(a, b)
}

func index(id string) int {
	if i := slices.IndexFunc(all, func(r Requirement) bool { return r.ID == id }); i >= 0 {
		return i
	}
	return len(all)
}
