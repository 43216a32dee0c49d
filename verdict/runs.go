package verdict

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"nimcert/internal/files"
	"nimcert/internal/words"
)

// RunsFile carries a shard's runs to the process that merges them.
const RunsFile = "runs.json"

// RunsSchema names the form of RunsFile.
const RunsSchema = "nimcert/runs/v5"

// Part is one shard's part of the whole. Runs has a run for each subject of the whole, in its order and with its
// settings; only the cases are the shard's own.
type Part struct {
	Shard Shard `json:"shard"`
	// Total is how many cases all shards have together. Cases seen in another requirement's scenario do not count.
	Total int   `json:"total"`
	Runs  []Run `json:"runs"`

	from string // the file it was read from
}

type runsFile struct {
	Schema string `json:"schema"`
	Part
}

// Write stores the part, with everything that the reports of the whole need, in a folder.
func (p Part) Write(dir string) error {
	return files.Replace(filepath.Join(dir, RunsFile), func(w io.Writer) error {
		return json.NewEncoder(w).Encode(runsFile{RunsSchema, p.sharing()})
	})
}

// Reported are the runs for the shard's own reports: only the subjects and requirements of its cases, and never the
// whole.
func (p Part) Reported() []Run {
	if p.Shard.Of <= 1 {
		return p.Runs
	}
	var out []Run
	for _, r := range p.Runs {
		if len(r.Cases) == 0 && r.Broke == "" {
			continue
		}
		out = append(out, r.Narrowed(p.Shard.String()))
	}
	return out
}

// Narrowed is the run as the named part of the whole: it asks only for requirements of which it has cases, and does not
// judge what only the whole can show.
func (r Run) Narrowed(part string) Run {
	r.Shard, r.judged = part, nil
	r.Asked = slices.DeleteFunc(slices.Clone(r.Asked), func(id string) bool {
		return !slices.ContainsFunc(r.Cases, func(c Case) bool { return c.Requirement == id })
	})
	return r
}

// Merge makes the runs of the whole from those of all its shards. Except for durations they are the same as in one
// process. Each error says in one line why the parts do not make a whole: a shard is missing or given twice, settings
// or builds differ, or a case was tried twice.
func Merge(parts []Part) ([]Run, error) {
	if len(parts) == 0 {
		return nil, errors.New("there is nothing to merge")
	}
	parts = slices.Clone(parts)
	slices.SortStableFunc(parts, func(a, b Part) int { return a.Shard.Index - b.Shard.Index })
	first := parts[0]
	for i, p := range parts[1:] {
		if before := parts[i]; before.Shard == p.Shard {
			return nil, fmt.Errorf("shard %s is there twice, in %s and in %s: give each once", p.Shard, before.from,
				p.from)
		}
		if what := first.differs(p); what != "" {
			return nil, fmt.Errorf("%s and %s are not parts of one run: %s", first.from, p.from, what)
		}
	}
	var missing []string
	for i := 1; i <= first.Shard.Of && len(missing) < 10; i++ {
		if !slices.ContainsFunc(parts, func(p Part) bool { return p.Shard.Index == i }) {
			missing = append(missing, fmt.Sprint(i))
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("of %s %s %s missing: merge all of them, or certify the missing with --shard",
			words.Count(first.Shard.Of, "shard"), words.Enumerate(missing), words.Plural(len(missing), "is", "are"))
	}
	out := slices.Clone(first.Runs)
	for i := range out {
		r := &out[i]
		r.Cases = slices.Clone(r.Cases)
		for _, p := range parts[1:] {
			r.join(p.Runs[i])
		}
		if c, twice := r.twice(); twice {
			return nil, fmt.Errorf("%s was tried twice for %s (%s): the shards were not made by one nimcert",
				c.Requirement, r.Label(), c.Name())
		}
	}
	if n := tried(out); n >= 0 && n != first.Total {
		return nil, fmt.Errorf("the shards tried %s together, and hold %d: one was changed; let nimcert certify "+
			"--shard write it again", words.Count(first.Total, "case"), n)
	}
	return out, nil
}

// tried counts the cases by which the whole is counted; -1 if a run has not one of each.
func tried(runs []Run) (n int) {
	for _, r := range runs {
		if r.Partial || r.Broke != "" {
			return -1
		}
		for _, c := range r.Cases {
			if c.Scenario == "" {
				n++
			}
		}
	}
	return n
}

// differs names the first setting in which two parts differ; empty if there is none.
func (p Part) differs(o Part) string {
	if p.Shard.Of != o.Shard.Of {
		return fmt.Sprintf("one is shard %s, the other %s", p.Shard, o.Shard)
	}
	if a, b := labels(p.Runs), labels(o.Runs); a != b {
		return fmt.Sprintf("one certifies %s, the other %s", a, b)
	}
	for i, a := range p.Runs {
		b := o.Runs[i]
		type setting struct{ what, mine, theirs string }
		settings := []setting{
			{"the build of " + a.Label(), a.Subject.SHA512, b.Subject.SHA512},
			{"the build file of " + a.Label(), a.Subject.Build, b.Subject.Build},
			{"the chatroom build of " + a.Label(), a.Subject.Chatroom.SHA512, b.Subject.Chatroom.SHA512},
			{"the seed", fmt.Sprint(a.Seed), fmt.Sprint(b.Seed)},
			{"the socket cap", fmt.Sprint(a.Cap), fmt.Sprint(b.Cap)}, {"the clock", a.Clock, b.Clock},
			{"the platform", a.PlatformWords().EN, b.PlatformWords().EN},
			{"the engine", strings.Join(a.Engines, ", "), strings.Join(b.Engines, ", ")},
			{"the nimcert", a.Harness, b.Harness}, {"the command", a.Rerun, b.Rerun},
			{"what was asked", strings.Join(a.Asked, ","), strings.Join(b.Asked, ",")},
			{"the conditions that were asked", strings.Join(a.Only, ","), strings.Join(b.Only, ",")},
		}
		for _, name := range slices.Sorted(maps.Keys(a.Versions)) {
			settings = append(settings, setting{"the version of " + name, a.Versions[name], b.Versions[name]})
		}
		for _, s := range settings {
			if s.mine != s.theirs {
				return fmt.Sprintf("%s is %s in one, %s in the other", words.Flat(s.what), briefly(s.mine),
					briefly(s.theirs))
			}
		}
	}
	if p.Total != o.Total {
		return fmt.Sprintf("one knows of %s, the other of %d", words.Count(p.Total, "case"), o.Total)
	}
	return ""
}

// briefly shortens the value of a setting for a message.
func briefly(s string) string { return words.CutText(words.OrUnnamed(words.Flat(s)), 40) }

func labels(runs []Run) string {
	var out []string
	for _, r := range runs {
		out = append(out, words.OrUnnamed(words.Flat(r.Label())))
	}
	return strings.Join(out, ", ")
}

// join adds a later shard's results for the same subject.
func (r *Run) join(o Run) {
	r.Cases = append(r.Cases, o.Cases...)
	r.Seconds += o.Seconds
	if o.Started.Before(r.Started) {
		r.Started = o.Started
	}
	if r.Broke == "" {
		r.Broke = o.Broke
	}
}

// twice finds a case that is in the run more than once.
func (r Run) twice() (Case, bool) {
	type key struct{ requirement, slug, condition, scenario string }
	seen := map[key]bool{}
	for _, c := range r.Cases {
		k := key{c.Requirement, c.Slug, c.Condition, c.Scenario}
		if seen[k] {
			return c, true
		}
		seen[k] = true
	}
	return Case{}, false
}
