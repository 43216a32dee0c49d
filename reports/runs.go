package reports

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"nimcert/catalogue"
)

// RunsSchema names the form of the file that carries runs from one process to another.
const RunsSchema = "nimcert/runs/v1"

type runsFile struct {
	Schema string `json:"schema"`
	Runs   []Run  `json:"runs"`
}

// WriteRuns stores runs with everything that the reports need.
func WriteRuns(path string, runs []Run) error {
	b, err := json.Marshal(runsFile{RunsSchema, runs})
	if err != nil {
		return fmt.Errorf("write the runs: %w", err)
	}
	return replace(path, append(b, '\n'))
}

// ReadRuns reads what WriteRuns stored.
func ReadRuns(path string) ([]Run, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the runs: %w", err)
	}
	var f runsFile
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("read the runs of %s: %w", path, err)
	}
	if f.Schema != RunsSchema {
		return nil, fmt.Errorf("read the runs of %s: its schema is %q, not %q", path, f.Schema, RunsSchema)
	}
	return f.Runs, nil
}

// Merge joins the runs of each subject that were made under the same clock, cap and seed, in the order in which the subjects first come: their cases one behind
// the other, their requirements united. Runs made under other settings stay apart, because one certificate names one setting.
func Merge(lists ...[]Run) []Run {
	var out []Run
	for _, r := range slices.Concat(lists...) {
		i := slices.IndexFunc(out, func(o Run) bool {
			return o.Subject == r.Subject && o.Clock == r.Clock && o.Cap == r.Cap && o.Seed == r.Seed && o.Harness == r.Harness
		})
		if i < 0 {
			r.Cases, r.Asked = slices.Clone(r.Cases), slices.Clone(r.Asked)
			out = append(out, r)
			continue
		}
		join(&out[i], r)
	}
	for i := range out {
		slices.SortFunc(out[i].Asked, catalogue.Compare)
		out[i].Asked = slices.Compact(out[i].Asked)
		// Parts that each asked a subset may together have asked everything.
		out[i].Partial = out[i].Partial && !asksAll(out[i].Asked)
	}
	return out
}

func join(into *Run, r Run) {
	into.Cases = append(into.Cases, r.Cases...)
	into.Asked = append(into.Asked, r.Asked...)
	into.Partial = into.Partial && r.Partial
	into.Seconds += r.Seconds
	if r.Started.Before(into.Started) {
		into.Started = r.Started
	}
	if into.Broke == "" {
		into.Broke = r.Broke
	}
}

func asksAll(asked []string) bool {
	for _, q := range catalogue.All() {
		if !slices.Contains(asked, q.ID) {
			return false
		}
	}
	return true
}
