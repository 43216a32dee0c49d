package explore

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients/nim/zoo"
	"nimcert/scenario"
)

// A client that never comes to rest proves nothing, unless it is for what it asks of the network.
func TestAClientThatNeverComesToRest(t *testing.T) {
	schedule, err := scenario.Parse(
		"+0s: login alice\nafter connected alice +1s: refuse-login 500\n+0s: drop\n+1m: refuse-login 0\n",
	)
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	for name, tc := range map[string]struct {
		change string
		keys   []string
		broke  bool
	}{
		"attempts without a wait": {`Instance.prototype.lost = (function (lost) {
			return function (why) {
				if (why.code === 500) this.attempt(true);
				else lost.call(this, why);
			};
		})(Instance.prototype.lost);`, []string{"REC-05/storm"}, false},
		"timers without a wait": {
			`seams.onLoss = function () { (function again() { setTimeout(again, 0); })(); };`, nil, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			p := Setting{Client: zoo.Variant(name, tc.change), Seed: 1}.Play(t.Context(), schedule)
			g.Expect(p.Broke != "").To(Equal(tc.broke), p.Broke)
			g.Expect(keys(p.Findings)).To(ConsistOf(tc.keys))
		})
	}
}

// A timer that ends by itself is none that stays.
func TestWhatIsLeftIsAskedTenMinutesLater(t *testing.T) {
	g := NewWithT(t)
	left := func(behindDestroy string) []string {
		client := zoo.Variant("untidy", `seams.onDestroyed = function () { `+behindDestroy+` };`)
		x := Explorer{Setting: Setting{Client: client, Seed: 1}}
		played := x.Play(t.Context(), parsed(t, "+0s: login alice\n+1s: destroy alice"))
		g.Expect(played.Broke).To(BeEmpty())
		return keys(played.Findings)
	}
	g.Expect(left(`setTimeout(function () {}, 300000)`)).To(BeEmpty())
	g.Expect(left(`setInterval(function () {}, 300000)`)).To(Equal([]string{"LIM-06/timers"}))
}
