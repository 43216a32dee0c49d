// The schedules of schedules/: each is a condition of the requirement that it names.

package suites

import (
	"fmt"

	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/scenario"
	"nimcert/schedules"
	"nimcert/verdict"
)

// Each is a condition of the requirement that it names.
func init() {
	for _, f := range schedules.All() {
		s, err := scenario.Parse(f.Text)
		if err != nil {
			panic(fmt.Sprintf("schedules/%s: %s", f.Name, err)) // a test reads them all
		}
		alsoInspectedUnder(s.Requirement, []under[scenario.Schedule]{{s.Slug, s.Title, s.Chinese, s}},
			(*Trial).playSchedule)
	}
}

// playSchedule plays a schedule and records the findings that it is about.
func (t *Trial) playSchedule(s scenario.Schedule) {
	for accounts, rooms := range s.AtOnce() {
		t.needs(accounts, rooms)
	}
	if s.Has("cap") {
		t.needsLimit()
	}
	if s.Has("background") {
		t.needsBackground()
	}
	if s.Requirement == "MSG-04" {
		t.requires(clients.Direct)
	}
	switch _, missing := s.Lacks(t.Capabilities); missing {
	case "":
	case clients.IM, clients.Chatroom:
		t.needsPart(missing)
	default:
		t.NotApplicable(t.Lacks(missing))
	}
	for _, f := range invariants.Check(scenario.Play(t.Session, s, invariants.Domains(t.Domains))) {
		if s.About(f.Requirement, f.Key()) {
			t.Check([]verdict.Finding{f.Finding})
		}
	}
}
