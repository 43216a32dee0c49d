package explore

import (
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/checks/invariants"
	"nimcert/judgement"
	"nimcert/scenario"
	"nimcert/verdict"
)

// Two rules that one schedule breaks have one entry and one file; on the page each fails, for its own reason.
func TestEveryRuleThatAScheduleBreaksFailsOnThePage(t *testing.T) {
	g := NewWithT(t)
	schedule, err := scenario.Parse("at 0s: log-in alice")
	g.Expect(err).NotTo(HaveOccurred())
	finding := func(rule, shape, text string) invariants.Finding {
		return invariants.Finding{Requirement: rule, Shape: shape,
			Finding: judgement.Finding{Phrase: judgement.Plain(text)}}
	}
	one, two := finding("USE-01", "too-many", "Three connections."), finding("USE-02", "early", "Before done.")
	played := Played{Findings: []invariants.Finding{one, two}}
	minimal := func(f invariants.Finding) Minimal {
		return Minimal{Failure: Failure{Key: f.Key(), Finding: f}, Small: schedule, Played: played, Confirmed: true}
	}
	report := Report{Played: 7, Failures: []Reported{
		{Requirement: "USE-01", Shape: "too-many", Also: []string{two.Key()}, File: FileName(one)},
	}}
	replay := func(file string) string { return "replay " + file }
	run := PageOfRules(report, []Minimal{minimal(one), minimal(two)}, 1, replay)
	said := map[string]string{}
	for _, q := range run.Requirements() {
		said[q.Requirement.ID] = string(q.Verdict) + " " + q.Reason.Text
	}
	g.Expect(said).To(And(HaveLen(8), HaveKeyWithValue("USE-01", "fail Three connections."),
		HaveKeyWithValue("USE-02", "fail Before done."), HaveKeyWithValue("USE-03", "pass ")))
	g.Expect(run.Replays).To(HaveKeyWithValue("USE-02", "replay use-01-too-many.txt"), "the file that is there")
	g.Expect(run.Gate()).To(Equal(verdict.Closed))
	gate, advice := run.Advice()
	g.Expect(gate + " " + advice).To(Equal("The gate is closed: hold this application. What stands under USE-01 and " +
		"USE-02 is its own doing, whatever the SDK does: mend it, and play the schedules again."))
}

// An explore.json may be made by hand: what it names is written nowhere but into the folder of the reports.
func TestAFileThatIsNoExplorationIsRefused(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	path := filepath.Join(dir, JSONFile)
	read := func(text string) error {
		g.Expect(os.WriteFile(path, []byte(text), 0o600)).To(Succeed())
		_, err := Read(dir)
		return err
	}
	for text, want := range map[string]string{
		``:             "it is empty",
		`{"schema":2}`: "its schema is 2, not 1",
		`{"schema":1,"failures":[{"file":"../../x.txt"}]}`:  "../../x.txt names no schedule of its folder",
		`{"schema":1,"failures":[{"file":"/x.txt"}]}`:       "/x.txt names no schedule",
		`{"schema":1,"failures":[{"file":"explore.json"}]}`: "explore.json names no schedule",
		`{"schema":1,"failures":[{}]}`:                      "names no schedule",
		`{"schema":1,"played":"many"}`:                      "its played is a JSON string",
	} {
		g.Expect(read(text)).To(MatchError(And(ContainSubstring(want), HavePrefix(path),
			HaveSuffix(": give a folder that nimcert explore --shard wrote"))), text)
	}
	g.Expect(read(`{"schema":1,"failures":[{"file":"dst-02-early.txt"}]}`)).To(Succeed())
	g.Expect(os.Remove(path)).To(Succeed())
	_, err := Read(dir)
	g.Expect(err).To(MatchError(ContainSubstring("has no explore.json of an exploration")))
}
