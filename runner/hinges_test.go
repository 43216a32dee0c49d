package runner

import (
	"slices"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/assumptions"
	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/verdict"
)

// hinged judges a mutant of the reference client by one case, on a platform that assumes this, and returns the
// assumptions on which the verdict rests.
func hinged(t *testing.T, mutant, requirement, condition string, assume ...string) (verdict.Verdict, []verdict.Hinge) {
	t.Helper()
	g := NewWithT(t)
	f := reference.New()
	if mutant != "" {
		all := reference.Mutants()
		i := slices.IndexFunc(all, func(m reference.Mutant) bool { return m.Name == mutant })
		g.Expect(i).To(BeNumerically(">=", 0), mutant)
		f = all[i].New()
	}
	slug := catalogue.Slug(requirement, condition)
	g.Expect(slugs(requirement)).To(ContainElement(slug))
	platform := clients.DefaultProfile()
	g.Expect(assumptions.Turn(&platform, assume...)).To(Succeed())
	runs, err := Judge(&Plan{
		Context: t.Context(), Subjects: []Subject{{Client: f}}, Requirements: []string{requirement},
		Only: []string{slug}, Mode: clock.Skip, Platform: platform, Seed: 1, Jobs: 1, Flips: true,
	})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(runs[0].Cases).To(HaveLen(1))
	v, _ := runs[0].Cases[0].Judge()
	return v, runs[0].Cases[0].Hinges
}

func TestAVerdictSaysOnWhichAssumptionItRests(t *testing.T) {
	const late = "close-3-s-late"
	for _, tc := range []struct {
		name, mutant, requirement, condition string
		assume                               []string
		verdict                              verdict.Verdict
		rests                                []string // assumption, and what was assumed instead
	}{
		{"a switch while the old socket closes", "switch over the cap", "SWI-03", late, nil, verdict.Fail,
			[]string{"closing-counts", "closing-is-free"}},
		{"the same where closing sockets are free", "switch over the cap", "SWI-03", late, []string{"closing-is-free"},
			verdict.Pass, []string{"closing-counts", "closing-counts"}},
		{"done before the socket is closed is early whatever counts", "destroy, done when the close was sent", "DST-02",
			late, nil, verdict.Fail, nil},
		{"a reconnect while nobody answers the close", "old socket still closing", "LIM-04", "silence-mute-close", nil,
			verdict.Fail, []string{"closing-counts", "closing-is-free", "close-wait", "unanswered-close-is-short"}},
		{"a reconnect while a close is answered late", "old socket still closing", "LIM-04",
			"mute-login-close-5-s-late", nil, verdict.Fail,
			[]string{"closing-counts", "closing-is-free", "close-wait", "unanswered-close-is-short"}},
		{"who waits for the close rests on nothing", "", "SWI-03", late, nil, verdict.Pass, nil},
		{"nor does it where nobody answers", "", "LIM-04", "silence-mute-close", nil, verdict.Pass, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := NewWithT(t)
			got, hinges := hinged(t, tc.mutant, tc.requirement, tc.condition, tc.assume...)
			g.Expect(got).To(Equal(tc.verdict))
			var rests []string
			for _, h := range hinges {
				rests = append(rests, h.Assumption, h.Assuming)
				g.Expect(h.Verdict() == verdict.Fail).To(Equal(got == verdict.Pass), "the other answer")
			}
			g.Expect(rests).To(Equal(tc.rests))
		})
	}
}
