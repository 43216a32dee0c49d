package explore

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/checks/invariants"
	"nimcert/clients/nim/zoo"
	"nimcert/config"
)

func TestTheZoosClientShowsNothing(t *testing.T) {
	x := Explorer{Setting: Setting{Client: zoo.Conforming(), Seed: 1,
		Domains: invariants.Domains(config.Default().Domains)}, Seed: *seed, Schedules: *schedules, Jobs: 2}
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

// Schedules in which a conforming client was accused falsely.
func TestTheZoosClientIsNotAccused(t *testing.T) {
	x := Setting{Client: zoo.Conforming(), Seed: 1}
	for name, schedule := range map[string]string{
		// disconnect leaves an upload alone
		"progress behind done": "+0s: login bob attempts=1\n+1s: hold upload\n+0s: send-file bob\n+1s: disconnect bob",
	} {
		t.Run(name, func(t *testing.T) {
			NewWithT(t).Expect(played(t, x, schedule)).To(BeEmpty())
		})
	}
}
