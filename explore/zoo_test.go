package explore

import (
	"os"
	"strings"
	"testing"

	"nimcert/checks/invariants"
	"nimcert/clients/nim/zoo"
	"nimcert/clients/reference"
	"nimcert/config"
)

func TestTheZoosClientShowsNothing(t *testing.T) {
	x := Explorer{Setting: Setting{Client: zoo.Conforming(), Seed: 1, Domains: invariants.Domains(config.Default().Domains)}, Seed: *seed, Schedules: *schedules, Jobs: 2}
	r := x.Explore(t.Context())
	t.Logf("%d schedules, %d pairs", r.Played, r.Reached)
	for _, b := range r.Broke {
		t.Errorf("broke: %s\n%s", b.Why, b.Schedule)
	}
	for _, f := range r.Failures {
		m := x.Shrink(t.Context(), f)
		t.Errorf("%s\n%s\n%s", f.Key, m.Finding.Text, m.Small)
	}
}

func TestMutantsScratch(t *testing.T) {
	which := os.Getenv("MUTANTS")
	if which == "" {
		t.Skip("scratch")
	}
	n, hit := 0, 0
	for _, m := range reference.Mutants() {
		if which != "all" && !strings.HasPrefix(m.Breaks, which) {
			continue
		}
		n++
		x := Explorer{Setting: Setting{Client: m.New(), Seed: 1}, Seed: *seed, Schedules: *schedules, Jobs: 2,
			Enough: func(f []invariants.Finding) bool { return len(f) > 0 }}
		r := x.Explore(t.Context())
		if len(r.Failures) > 0 {
			hit++
		} else {
			t.Logf("SURVIVES %s [%s] %s — %s (broke %d)", m.Breaks, m.Condition, m.Name, m.What, len(r.Broke))
		}
	}
	t.Logf("%d of %d", hit, n)
}
