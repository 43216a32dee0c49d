package explore

import (
	"flag"
	"os"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/checks/invariants"
	"nimcert/clients/reference"
)

var (
	schedules = flag.Int("schedules", 120, "how many schedules the reference client is explored with")
	seed      = flag.Uint64("explore-seed", 1, "seed of the schedules")
)

func TestTheReferenceClientShowsNothing(t *testing.T) {
	g := NewWithT(t)
	begin := time.Now()
	x := Explorer{Setting: Setting{Client: reference.New(), Seed: 1, Domains: invariants.Domains{}}, Seed: *seed,
		Schedules: *schedules, Jobs: 2}
	r := x.Explore(t.Context())
	t.Logf("%d schedules, %d pairs, %.1f ms each", r.Played, r.Reached,
		float64(time.Since(begin).Milliseconds())/float64(r.Played))
	for _, b := range r.Broke {
		t.Errorf("broke: %s\n%s", b.Why, b.Schedule)
	}
	for _, f := range r.Failures {
		m := x.Shrink(t.Context(), f)
		t.Errorf("%s\n%s\n%s", f.Key, m.Finding.Text, m.Small)
		if os.Getenv("VERBOSE") != "" {
			for _, e := range m.Played.World.Timeline {
				t.Log(e.At, e.Who, e.Kind, e.Instance, e.Socket, e.Verb, e.Detail, e.Code)
			}
		}
	}
	g.Expect(len(r.Failures)).To(BeZero())
}
