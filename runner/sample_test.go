package runner

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/nim/zoo"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/reports/certificate"
	"nimcert/verdict"
)

// sampled judges a client and tries so many cases again.
func sampled(t *testing.T, f clients.Factory, seed int64, sample int, ids ...string) verdict.Run {
	t.Helper()
	runs, err := Judge(
		&Plan{Context: t.Context(), Subjects: []Subject{{Client: f}}, Requirements: ids, Mode: clock.Skip, Seed: seed,
			Sample: sample, Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	return runs[0]
}

// A client that behaves under one seed, or where the clock skips, is an error: nobody knows which of its answers a user
// meets.
func TestTheSampleFindsWhatBehavesElsewhere(t *testing.T) {
	for _, w := range zoo.Sampled() {
		t.Run(w.Name, func(t *testing.T) {
			g := NewWithT(t)
			r := sampled(t, w.New(), 1, 10, w.Breaks)
			found := slices.ContainsFunc(r.Cases, func(c verdict.Case) bool {
				v, why := c.Judge()
				return v == verdict.Error && why.Chinese() != "" && strings.Contains(why.Text, w.Condition) &&
					strings.Contains(why.Text, "it answers otherwise: under seed 1 ")
			})
			busy := func(c verdict.Case) bool { return c.Sampled != nil && c.Sampled.RealClock == verdict.RealTooBusy }
			if w.Condition == "real clock" && !found && slices.ContainsFunc(r.Cases, busy) {
				t.Skip("NOT TESTED: this machine is too busy for a real clock")
			}
			g.Expect(found).To(BeTrue(), w.What)
		})
	}
}

// A client that keeps its promises by chance breaks them: what its own random numbers make is no difference of seeds.
func TestChanceIsAFail(t *testing.T) {
	g := NewWithT(t)
	i := slices.IndexFunc(zoo.Watchers(), func(w zoo.Mutant) bool {
		return w.Name == "good with one sequence of random numbers"
	})
	r := sampled(t, zoo.Watchers()[i].New(), 1, 20, "DST-01")
	byChance := 0
	for _, c := range r.Cases {
		v, why := c.Judge()
		g.Expect(v).NotTo(Equal(verdict.Error), "%s: %s", c.Name(), why)
		if strings.Contains(why.Text, "random numbers decide: under seed 1000004 ") {
			g.Expect(v).To(Equal(verdict.Fail))
			byChance++
		}
	}
	g.Expect(byChance).To(BeNumerically(">", 0))
	g.Expect(r.Gate()).To(Equal(verdict.Closed))
}

// Conforming clients answer the same under every seed, and under a real clock.
func TestTheSampleAccusesNobody(t *testing.T) {
	for _, conforming := range []clients.Factory{reference.New(), zoo.Conforming()} {
		for seed := range int64(4) {
			g := NewWithT(t)
			r := sampled(t, conforming, seed*7, 12, "MSG", "KCK", "STO", "GLB-03", "DST-04")
			for _, c := range r.Cases {
				v, why := c.Judge()
				g.Expect(v).To(BeElementOf(verdict.Pass, verdict.NotApplicable), "seed %d, %s %s: %s", seed*7,
					c.Requirement, c.Name(), why)
			}
		}
	}
}

// chosen are the cases of a plan that are tried again.
func chosen(t *testing.T, seed int64, sample int, mode clock.Mode, ids ...string) (seeds, real []string) {
	t.Helper()
	p := &Plan{Context: t.Context(), Subjects: []Subject{{Client: reference.New()}}, Requirements: ids, Mode: mode,
		Seed: seed, Sample: sample}
	lists, err := p.cases(false)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range lists[0] {
		if c.again.seed {
			seeds = append(seeds, c.scenario())
		}
		if c.again.real {
			real = append(real, c.scenario())
		}
	}
	return seeds, real
}

func TestTheSampleIsDrawnFromTheSeed(t *testing.T) {
	g := NewWithT(t)
	seeds, real := chosen(t, 1, SampleAuto, clock.Skip)
	again, realAgain := chosen(t, 1, SampleAuto, clock.Skip)
	g.Expect(again).To(Equal(seeds))
	g.Expect(realAgain).To(Equal(real))
	g.Expect(len(seeds)).To(BeNumerically(">=", 20))
	g.Expect(real).To(HaveLen(sampleReal))
	for _, group := range []string{"APP", "DST", "KCK", "LIM", "MSG", "REC", "SWI"} {
		g.Expect(seeds).To(ContainElement(HavePrefix(group)), "one of each group")
	}
	other, _ := chosen(t, 2, SampleAuto, clock.Skip)
	g.Expect(other).NotTo(Equal(seeds))

	five, _ := chosen(t, 1, 5, clock.Skip)
	g.Expect(five).To(HaveLen(5))
	few, _ := chosen(t, 1, SampleAuto, clock.Skip, "MSG-02")
	g.Expect(few).To(HaveLen(1), "there is no more")
	none, noneReal := chosen(t, 1, 0, clock.Skip)
	g.Expect(append(none, noneReal...)).To(BeEmpty())
	none, noneReal = chosen(t, 1, SampleAuto, clock.Real)
	g.Expect(append(none, noneReal...)).To(BeEmpty(), "all of it runs under a real clock")
}

func TestTheSampleInAReport(t *testing.T) {
	g := NewWithT(t)
	r := sampled(t, reference.New(), 3, 2, "MSG-01", "MSG-02", "GLB-04")
	g.Expect(r.Sample().Cases).To(Equal(2), "a scenario counts once, although GLB-04 looks at it too")
	g.Expect(r.Sample().Seed).To(Equal(int64(3 + sampleSeed)))
	g.Expect(certificate.Of(r).Sample).To(Equal(r.Sample()))
	g.Expect(r.Sample().String()).To(HavePrefix(fmt.Sprintf("2 cases ran again under seed %d", 3+sampleSeed)))
}
