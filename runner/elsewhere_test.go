package runner

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/verdict"
)

// A subject may run on a platform of its own, beside others.
func TestASubjectHasAPlatformOfItsOwn(t *testing.T) {
	g := NewWithT(t)
	wechat := clients.Profiles()[1]
	runs, err := Judge(&Plan{
		Context: t.Context(), Jobs: 1,
		Subjects:     []Subject{{Client: reference.New()}, {Client: reference.New(), Platform: wechat}},
		Requirements: []string{"LIM-02"}, Only: []string{"lim-02/im-first"}, Mode: clock.Skip, Seed: 1,
	})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(runs[0].Platform).To(Equal(clients.DefaultProfile()))
	g.Expect(runs[1].Platform).To(Equal(wechat))
	g.Expect(runs[1].Cap).To(Equal(5))
}

// A record of one platform says nothing of another, where it may well pass.
func TestARecordStaysWhereItWasMadeForAnotherPlatform(t *testing.T) {
	for elsewhere, want := range map[bool]verdict.Verdict{false: verdict.Fail, true: verdict.Pass} {
		g := NewWithT(t)
		runs, err := Judge(&Plan{
			Context: t.Context(), Subjects: []Subject{{Client: reference.New()}}, Requirements: []string{"LIM-02"},
			Only: []string{"lim-02/im-first"}, Mode: clock.Skip, Seed: 1, Jobs: 1, Elsewhere: elsewhere,
			Known: func(clients.Subject, string, string) (string, bool) { return "it fails where I come from", false },
		})
		g.Expect(err).NotTo(HaveOccurred())
		got, _ := runs[0].Cases[0].Judge()
		g.Expect(got).To(Equal(want))
		g.Expect(runs[0].Requirements()[0].Verdict).To(Equal(want))
	}
}
