package suites

import (
	"runtime"
	"slices"
	"testing"

	"nimcert/clients"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/reports"
)

// impossible are the requirements that no client can meet, each with the reason. They are tried all the same: one that passes has to go from here.
var impossible = map[string]string{
	"APP-02": "the recipe takes nothing off for a lost link, and every reconnect raises onconnect",
}

// unseen are the mutants that survive, each with what the spec would have to look at. One that is killed has to go from here.
var unseen = map[string]string{
	"second socket after three minutes":            "LIM-01 looks on for one minute",
	"idle socket given back late":                  "LIM-01 looks on for one minute",
	"healthy link renewed":                         "LIM-01 looks on for one minute, and not at whether the one socket is always the same",
	"old socket still closing":                     "LIM-04 has no loss that leaves the old socket closing, such as a link gone silent",
	"asked twice while connecting":                 "LIM-05 asks again only when the first link is up",
	"room asked for twice":                         "LIM-05 asks for no chatroom",
	"login timed out on the way back, socket kept": "LIM-08 tries needReconnect false only",

	"cap ignored at status 500":                  "REC-01 takes the service away by refused connections only",
	"cap ignored when nobody answers":            "REC-01 takes the service away by refused connections only",
	"told before the attempts":                   "REC-02 does not look at when ondisconnect comes",
	"told nine minutes late":                     "REC-02 does not look at when ondisconnect comes",
	"announced and not made":                     "REC-04 does not look at an announcement that no attempt follows",
	"retryCount goes on":                         "REC-04 has one loss only",
	"delay goes on":                              "REC-05 has one loss only",
	"needReconnect false, ignored at close 1001": "REC-07 has two causes of a loss, which look the same to a client",
	"needReconnect false, ignored at first":      "REC-07 does not try a first connection that fails",
	"refused, and a return announced":            "REC-08 counts logins, not announcements",
	"refused, and the link opened again":         "REC-08 counts logins, not attempts and sockets",
	"back without a login":                       "the fake service confirms messages on a link that never logged in, and REC-09 looks at no login",
	"handshake waited for":                       "REC-09 lets the held handshake through in the end, so a client without a time-out comes back too",
	"LBS waited for":                             "REC-20 lets the held lookup through in the end, so a client without a time-out comes back too",

	"kick told five minutes late":                      "KCK-01 looks on for ten minutes and sets no time",
	"kicked in the sync, socket kept for five minutes": "KCK-04 looks at the sockets after ten minutes, not after one second",
	"kicked on the way back, no reason":                "KCK-04 does not look at the reason",
	"kicked, then done nine minutes late":              "KCK-06 sets done no time",

	"done when the time is up, and at the close":    "DST-01 has a peer that answers at once, and DST-03 looks at the first call only",
	"destroyed while connecting, done never":        "DST-01 destroys a live link only, and DST-04 does not look at done",
	"destroyed while connecting, done twice":        "DST-01 destroys a live link only, and DST-04 does not look at done",
	"room destroyed, done never":                    "DST-01 destroys no chatroom",
	"room destroyed, done when the close was sent":  "DST-02 destroys no chatroom",
	"disconnected in the wait, done never":          "DST-09 disconnects a live link only",
	"destroyed in the wait, done nine minutes late": "DST-05 sets done no time",
	"no logout of a room":                           "DST-08 destroys no chatroom",
	"disconnected without a logout":                 "DST-08 does not disconnect",
}

// judge runs one client's sessions.
func judge(t *testing.T, f clients.Factory, jobs int, ids ...string) []reports.Case {
	t.Helper()
	runs, err := Judge(&Plan{Context: t.Context(), Subjects: []Subject{{Client: f}}, Requirements: ids, Mode: clock.Skip, Cap: 2, Seed: 1, Jobs: jobs})
	if err != nil {
		t.Fatal(err)
	}
	return runs[0].Cases
}

func label(c reports.Case) string {
	s := c.Requirement
	if c.Scenario != "" {
		s += " in " + c.Scenario
	}
	if c.Condition != "" {
		s += ", " + c.Condition
	}
	return s
}

// TestReferencePasses is one half of the proof that the checks are right: a client that keeps every promise passes all of them. It also looks for requirements that no
// mutant breaks: nothing proves that their checks can fail.
func TestReferencePasses(t *testing.T) {
	tried, failed := map[string]bool{}, map[string]bool{}
	for _, c := range judge(t, reference.New(), runtime.GOMAXPROCS(0)) {
		verdict, reason := Outcome(c)
		tried[c.Requirement] = tried[c.Requirement] || verdict != reports.NotApplicable
		switch {
		case verdict == reports.Pass || verdict == reports.NotApplicable:
		case verdict == reports.Fail && impossible[c.Requirement] != "":
			failed[c.Requirement] = true
		default:
			t.Errorf("%s: %s: %s", label(c), verdict, reason)
		}
	}
	for id, why := range impossible {
		if !failed[id] {
			t.Errorf("%s does not fail: it is not impossible any more (%s)", id, why)
		}
		delete(tried, id)
	}
	for _, m := range reference.Mutants() {
		delete(tried, m.Breaks)
	}
	for id, yes := range tried {
		if yes {
			t.Errorf("no mutant breaks %s", id)
		}
	}
}

// TestZoo is the other half: each mutant of the reference client breaks one promise, and is killed by the requirement that is about it, under the condition that brings it out.
func TestZoo(t *testing.T) {
	for _, m := range reference.Mutants() {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			if m.Condition != "" && !slices.Contains(Conditions(m.Breaks), m.Condition) {
				t.Fatalf("%s has no condition %q", m.Breaks, m.Condition)
			}
			killed := false
			for _, c := range judge(t, m.New(), 1, m.Breaks) {
				switch verdict, reason := Outcome(c); {
				case verdict == reports.Error:
					t.Errorf("%s: the harness broke instead of judging: %s", label(c), reason)
				case verdict == reports.Fail && (m.Condition == "" || m.Condition == c.Condition):
					killed = true
					t.Logf("killed by %s: %s", label(c), reason)
				}
			}
			switch why := unseen[m.Name]; {
			case killed && why != "":
				t.Errorf("it is killed: strike it off the list of those that survive (%s)", why)
			case !killed && why != "":
				t.Skipf("it survives %s: %s", m.Breaks, why)
			case !killed:
				t.Errorf("it survives %s %s. %s", m.Breaks, m.Condition, m.What)
			}
		})
	}
	for name := range unseen {
		if !slices.ContainsFunc(reference.Mutants(), func(m reference.Mutant) bool { return m.Name == name }) {
			t.Errorf("there is no mutant %q", name)
		}
	}
}
