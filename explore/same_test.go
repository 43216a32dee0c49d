package explore

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients/nim/zoo"
)

// mistaken is a client that tells the application's own disconnect as a kick.
func mistaken() Explorer {
	client := zoo.Variant("mistaken", `seams.onLeave = function (instance) {
		if (!instance.destroyed) instance.tell("ondisconnect", {code: "kicked", reason: "samePlatformKick"});
	};`)
	return Explorer{Setting: Setting{Client: client, Seed: 1}, Seed: 1, Schedules: 48, Jobs: 1}
}

// What an exploration shows depends on its seed alone: not on how many sessions run side by side, nor on its parts.
func TestAnExplorationIsTheSameInPartsAndInOnePiece(t *testing.T) {
	g := NewWithT(t)
	report := func(x Explorer) Report {
		r := x.Explore(t.Context())
		small := make([]Minimal, len(r.Failures))
		x.ShrinkAll(t.Context(), r.Failures, x.Jobs, func(int) {}, func(i int, m Minimal) {
			small[i] = m
		})
		if x.Jobs > 1 { // what others have played changes nothing
			alone := x.Shrink(t.Context(), r.Failures[0])
			g.Expect(small[0].Small).To(Equal(alone.Small))
			g.Expect(small[0].Plays).To(Equal(alone.Plays))
		}
		return NewReport(x, "test", r, small)
	}
	whole := report(mistaken())
	g.Expect(whole.Played).To(Equal(48))
	g.Expect(whole.Failures).NotTo(BeEmpty())
	g.Expect(whole.Failures[0].Confirmed).To(BeTrue())
	g.Expect(whole.Failures[0].Steps).To(BeNumerically("<=", 4))
	g.Expect(whole.Failures[0].Schedule).To(ContainSubstring("disconnect"))

	beside := mistaken()
	beside.Jobs = 4
	g.Expect(report(beside)).To(Equal(whole))

	var parts []Report
	for i := range 2 {
		x := mistaken()
		x.Shard, x.Of = i+1, 2
		parts = append(parts, report(x))
	}
	merged, err := Merge(parts)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(merged).To(Equal(whole))

	_, err = Merge(parts[:1])
	g.Expect(err).To(MatchError(ContainSubstring("there are 1 parts, and shard 1/2 is among them")))
}

// TestPartsThatAreNone: what --merge cannot join is said with its mend.
func TestPartsThatAreNone(t *testing.T) {
	g := NewWithT(t)
	_, err := Merge([]Report{{Shard: "1/2"}, {}})
	g.Expect(err).To(MatchError(ContainSubstring("a whole exploration and no part: explore its parts with")))
	_, err = Merge([]Report{{Shard: "1/2"}, {Shard: "1/2"}})
	g.Expect(err).To(MatchError("shard 1/2 is there twice: give each once"))
}
