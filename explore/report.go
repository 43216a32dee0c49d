package explore

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nimcert/catalogue"
	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/internal/files"
	"nimcert/internal/words"
	"nimcert/judgement"
	"nimcert/scenario"
	"nimcert/verdict"
)

// The files of an exploration.
const (
	JSONFile = "explore.json"
	PageFile = "explore.html"
)

// Report is an exploration in the form of explore.json.
type Report struct {
	Schema      int             `json:"schema"`
	Subject     clients.Subject `json:"subject"`
	Harness     string          `json:"harness"`
	Seed        uint64          `json:"seed"`       // of the schedules
	ClientSeed  int64           `json:"clientSeed"` // of the client's random numbers
	Platform    string          `json:"platform"`
	Shard       string          `json:"shard,omitempty"`
	Played      int             `json:"played"`
	Reached     int             `json:"reached"` // pairs of a state and an act, summed over the islands
	Interrupted bool            `json:"interrupted,omitempty"`
	Failures    []Reported      `json:"failures"`
	Broke       []ReportedBroke `json:"broke,omitempty"`
}

// Reported is one fault, with the smallest schedule that shows it.
type Reported struct {
	Requirement string   `json:"requirement"`
	Shape       string   `json:"shape"`
	Also        []string `json:"also,omitempty"` // other kinds of fault whose smallest schedule is the same
	Text        string   `json:"text"`
	Chinese     string   `json:"textZh,omitempty"`
	Number      int      `json:"number"` // of the schedule that was drawn
	Needed      int      `json:"needed"` // how many of its steps had been played when the fault showed
	Steps       int      `json:"steps"`
	Schedule    string   `json:"schedule"` // the smallest
	Drawn       string   `json:"drawn"`
	Confirmed   bool     `json:"confirmed"` // a second session showed the same
	File        string   `json:"file"`      // for nimcert replay
}

// ReportedBroke is a session that proves nothing.
type ReportedBroke struct {
	Number   int    `json:"number"`
	Schedule string `json:"schedule"`
	Why      string `json:"why"`
}

// Key is the requirement and the shape.
func (r Reported) Key() string { return r.Requirement + "/" + r.Shape }

// NewReport collects the findings. Kinds of fault with the same smallest schedule become one entry, but in a part: the
// whole may know a kind of them better from another part.
func NewReport(x Explorer, harness string, r Result, small []Minimal) Report {
	out := Report{
		Schema: 1, Subject: x.Client.Subject(), Harness: harness, Seed: x.Seed, ClientSeed: x.Setting.Seed,
		Platform: x.Platform.OrDefault().Name, Played: r.Played, Reached: r.Reached, Interrupted: r.Interrupted,
		Failures: []Reported{},
	}
	for _, m := range small {
		out.Failures = append(out.Failures, Reported{
			Requirement: m.Finding.Requirement, Shape: m.Finding.Shape, Text: m.Finding.Text,
			Chinese: m.Finding.Chinese(), Number: m.Number, Needed: m.Needed, Steps: len(m.Small.Steps),
			Schedule: m.Small.String(), Drawn: m.Schedule.String(), Confirmed: m.Confirmed, File: FileName(m.Finding),
		})
	}
	if x.Of > 0 {
		out.Shard = fmt.Sprintf("%d/%d", x.Shard, x.Of)
	} else {
		out.Failures = joined(out.Failures)
	}
	for _, b := range r.Broke {
		out.Broke = append(out.Broke, ReportedBroke{b.Number, b.Schedule.String(), b.Why})
	}
	return out
}

// joined makes one entry of the kinds of fault with the same smallest schedule.
func joined(all []Reported) []Reported {
	out := []Reported{}
	for _, f := range all {
		same := func(other Reported) bool { return other.Schedule == f.Schedule }
		if i := slices.IndexFunc(out, same); i >= 0 {
			out[i].Also = append(out[i].Also, f.Key())
			continue
		}
		out = append(out, f)
	}
	return out
}

// FileName names a fault's replay file.
func FileName(f invariants.Finding) string {
	return strings.ToLower(f.Requirement) + "-" + f.Shape + ".txt"
}

var sessionsBroke = judgement.Say("explore.sessions-broke", "{n} of {all} sessions broke and prove nothing: {why}",
	"{all} 个会话中有 {n} 个中断，不能证明任何事：{why}")

var schedulesPlayed = judgement.Say("explore.schedules-played", "{n:schedule}", "{n} 个时间表")

var notPlayedAgain = judgement.Say("explore.not-played-again",
	"{what} (seen once: the run was interrupted before a second session)", "{what}（只见过一次：运行在第二个会话之前被中断）")

var notShownAgain = judgement.Say("explore.not-again",
	"a second session of the same schedule did not show it", "同一时间表的第二个会话没有再次出现")

// Write writes explore.json and the replay files into a folder, which it makes.
func (r Report) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("--out %s cannot be made: %w", dir, err)
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the exploration: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, JSONFile), append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the exploration: %w", err)
	}
	for _, f := range r.Failures {
		text := fmt.Sprintf("# %s %s: %s\n# nimcert replay %s\n%s", r.Subject.Name, r.Subject.Version, f.Text, f.File,
			f.Schedule)
		if err := os.WriteFile(filepath.Join(dir, f.File), []byte(text), 0o600); err != nil {
			return fmt.Errorf("write a schedule: %w", err)
		}
	}
	return nil
}

// Read reads explore.json of a folder. Each error is one line with its mend.
func Read(dir string) (Report, error) {
	const mend = "give a folder that nimcert explore --shard wrote"
	file := filepath.Join(dir, JSONFile)
	data, err := files.Read(file, files.Source)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Report{}, fmt.Errorf("%s has no %s of an exploration: %s", dir, JSONFile, mend)
	case err != nil:
		return Report{}, fmt.Errorf("%s cannot be read: %w", file, errors.Unwrap(err))
	}
	var r Report
	if err := words.Decode(data, &r); err != nil {
		return Report{}, fmt.Errorf("%s is no exploration: %w: %s", file, err, mend)
	}
	if r.Schema != 1 {
		return Report{}, fmt.Errorf("%s is no exploration that this nimcert can read: its schema is %d, not 1: %s",
			file, r.Schema, mend)
	}
	for _, f := range r.Failures { // Write makes a file of that name
		if f.File != filepath.Base(f.File) || filepath.Ext(f.File) != ".txt" || len(f.File) > 200 {
			return Report{}, fmt.Errorf("%s is no exploration: %s names no schedule of its folder: %s", file,
				words.OneLine(f.File), mend)
		}
	}
	return r, nil
}

// Merge joins the reports of all shards of one exploration. Of each kind of fault it keeps the schedule that an
// exploration in one piece keeps.
func Merge(parts []Report) (Report, error) {
	out := parts[0]
	out.Shard, out.Failures, out.Broke = "", []Reported{}, nil
	out.Played, out.Reached, out.Interrupted = 0, 0, false
	shards := map[string]bool{}
	for _, p := range parts {
		if p.Subject != out.Subject || p.Seed != out.Seed || p.ClientSeed != out.ClientSeed ||
			p.Platform != out.Platform || p.Harness != out.Harness {
			return out, fmt.Errorf("these are not parts of one exploration: subject, seed, platform or nimcert differ")
		}
		switch {
		case p.Shard == "":
			return out, fmt.Errorf("one of them is a whole exploration and no part: explore its parts with --shard I/N")
		case shards[p.Shard]:
			return out, fmt.Errorf("shard %s is there twice: give each once", p.Shard)
		}
		shards[p.Shard] = true
		out.Played += p.Played
		out.Reached += p.Reached
		out.Interrupted = out.Interrupted || p.Interrupted
		out.Broke = append(out.Broke, p.Broke...)
		out.Failures = append(out.Failures, p.Failures...)
	}
	for _, p := range parts {
		if _, of, _ := strings.Cut(p.Shard, "/"); of != fmt.Sprint(len(parts)) {
			return out, fmt.Errorf("there are %d parts, and shard %s is among them", len(parts), p.Shard)
		}
	}
	start := func(f Reported) (string, int, int) { return f.Key(), f.Needed, f.Number }
	out.Failures = joined(soonest(out.Failures, start))
	slices.SortFunc(out.Broke, func(a, b ReportedBroke) int { return a.Number - b.Number })
	return out, nil
}

// Page turns an exploration into a run for the reports' page: each fault is a case of its requirement, under its
// schedule. replay is the command that plays a replay file.
func Page(r Report, small []Minimal, seed int64, replay func(file string) string) verdict.Run {
	run := verdict.Run{Subject: r.Subject, Partial: true, Clock: "skip", Seed: seed, Harness: r.Harness,
		Rerun: "nimcert explore", Replays: map[string]string{}}
	for _, m := range small {
		// kinds with the same smallest schedule have one file, and each is a case of its own requirement
		i := slices.IndexFunc(r.Failures,
			func(f Reported) bool { return f.Key() == m.Key || slices.Contains(f.Also, m.Key) })
		if i < 0 {
			continue
		}
		steps := inOneLine(m.Small)
		c := verdict.Case{Requirement: m.Finding.Requirement, Condition: steps, Chinese: steps,
			Slug:     strings.ToLower(m.Finding.Requirement) + "/" + m.Finding.Shape,
			Timeline: m.Played.World.Timeline.Pack()}
		c.Findings = []judgement.Finding{m.Finding.Finding} // the others of its session are cases, too
		run.Replays[c.Slug] = replay(r.Failures[i].File)
		if run.Replays[c.Requirement] == "" {
			run.Replays[c.Requirement] = run.Replays[c.Slug]
		}
		switch {
		case r.Interrupted && !m.Confirmed:
			c.Broke = notPlayedAgain.Of(m.Finding.Phrase)
		case !m.Confirmed:
			c.Broke = notShownAgain.Of()
		}
		run.Cases = append(run.Cases, c)
		if !slices.Contains(run.Asked, c.Requirement) {
			run.Asked = append(run.Asked, c.Requirement)
		}
	}
	return run
}

// PageOfAll is Page for the whole of an exploration whose shards have a page each.
func PageOfAll(whole Report, shards []verdict.Run, replay func(file string) string) verdict.Run {
	run := shards[0]
	run.Shard, run.Asked, run.Cases, run.Replays = "", nil, nil, map[string]string{}
	for _, f := range whole.Failures {
		steps := strings.ReplaceAll(strings.TrimSpace(f.Schedule), "\n", "; ")
		slug := strings.ToLower(f.Requirement) + "/" + f.Shape
		var found *verdict.Case
		for _, shard := range shards {
			for _, c := range shard.Cases {
				if c.Condition == steps && (found == nil || c.Slug == slug) {
					found = &c
				}
			}
		}
		if found == nil {
			continue
		}
		found.Requirement, found.Slug = f.Requirement, slug // another shard may have told the schedule by another fault
		run.Cases = append(run.Cases, *found)
		run.Replays[slug] = replay(f.File)
		if run.Replays[f.Requirement] == "" {
			run.Replays[f.Requirement] = run.Replays[slug]
		}
		if !slices.Contains(run.Asked, f.Requirement) {
			run.Asked = append(run.Asked, f.Requirement)
		}
	}
	return run
}

// PageOfRules is Page for an application: every rule is listed, and rules without a finding hold.
func PageOfRules(r Report, small []Minimal, seed int64, replay func(file string) string) verdict.Run {
	run := Page(r, small, seed, replay)
	run.Partial, run.Asked = r.Interrupted, nil
	if r.Interrupted {
		run.Broke = fmt.Sprintf("it was interrupted after %s", words.Count(r.Played, "schedule"))
	}
	tried := schedulesPlayed.Of(r.Played)
	var why judgement.Phrase
	if len(r.Broke) > 0 {
		why = sessionsBroke.Of(len(r.Broke), r.Played, r.Broke[0].Why)
	}
	for _, rule := range catalogue.Rules() {
		run.Asked = append(run.Asked, rule.ID)
		if !slices.ContainsFunc(run.Cases, func(c verdict.Case) bool { return c.Requirement == rule.ID }) {
			run.Cases = append(run.Cases,
				verdict.Case{Requirement: rule.ID, Condition: tried.Text, Chinese: tried.Chinese(), Broke: why})
		}
	}
	return run
}

func inOneLine(s scenario.Schedule) string {
	var lines []string
	for _, step := range s.Steps {
		lines = append(lines, step.String())
	}
	return strings.Join(lines, "; ")
}
