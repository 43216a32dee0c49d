package runner

import (
	"slices"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/nim/zoo"
	"nimcert/clock"
	"nimcert/verdict"
)

// The two hold an alarm ready that would begin an attempt at once, and call it off by a promise. The first trusts that
// a promise's callback comes before every timer, which is not so where promises are made of timers.
const (
	alarm = `setTimeout(function () {
		if (instance.phase === "waiting") { clearTimeout(instance.timer); instance.attempt(true); }
	}, 0);`
	trusting = `seams.onRetry = function (instance) {
		var alarm = ` + alarm + `
		Promise.resolve().then(function () { clearTimeout(alarm); });
	};`
	careful = `seams.onRetry = function (instance) {
		var alarm;
		Promise.resolve().then(function () { clearTimeout(alarm); });
		alarm = ` + alarm + `
	};`
)

// TestPromisesThatAreTasks: what only fails on iOS up to 15 fails there alone.
func TestPromisesThatAreTasks(t *testing.T) {
	for _, c := range []struct {
		name, change, platform string
		want                   verdict.Verdict
	}{
		{"trusting", trusting, "guide", verdict.Pass}, {"trusting", trusting, "ios-15", verdict.Fail},
		{"careful", careful, "guide", verdict.Pass}, {"careful", careful, "ios-15", verdict.Pass},
	} {
		t.Run(c.name+" on "+c.platform, func(t *testing.T) {
			g := NewWithT(t)
			all := clients.Profiles()
			n := slices.IndexFunc(all, func(p clients.Profile) bool { return p.Name == c.platform })
			runs, err := Judge(&Plan{
				Context: t.Context(), Subjects: []Subject{{Client: zoo.Variant(c.name, c.change)}},
				Requirements: []string{"REC-04"}, Mode: clock.Skip, Seed: 1, Jobs: 2, Platform: all[n],
			})
			g.Expect(err).NotTo(HaveOccurred())
			worst := verdict.Pass
			for _, c := range runs[0].Cases {
				v, why := c.Judge()
				g.Expect(v).NotTo(Equal(verdict.Error), "%s: %s", c.Slug, why)
				if v == verdict.Fail {
					worst = v
				}
			}
			g.Expect(worst).To(Equal(c.want))
		})
	}
}
