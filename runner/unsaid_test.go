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

// TestWhatNoDocumentSaysIsNotAsked: a limit that nobody gives cannot be kept or broken.
func TestWhatNoDocumentSaysIsNotAsked(t *testing.T) {
	all := clients.Profiles()
	profile := func(name string) clients.Profile {
		return all[slices.IndexFunc(all, func(p clients.Profile) bool { return p.Name == name })]
	}
	known := profile("qq") // whose program finds wx, too
	unknown := known
	known.Unsaid, unknown.Unsaid = clients.Unsaid{}, clients.Unsaid{Limit: true, Background: true}
	asked := []string{"LIM-03", "LIM-07", "SWI-03", "SWI-05", "REC-19"}
	for _, c := range []struct {
		on   clients.Profile
		want verdict.Verdict
	}{{unknown, verdict.NotApplicable}, {known, verdict.Pass}} {
		g := NewWithT(t)
		runs, err := Judge(&Plan{
			Context: t.Context(), Subjects: []Subject{{Client: zoo.Conforming()}}, Requirements: asked,
			Mode: clock.Skip, Seed: 1, Jobs: 2, Platform: c.on,
		})
		g.Expect(err).NotTo(HaveOccurred())
		for _, one := range runs[0].Cases {
			v, why := one.Judge()
			g.Expect(v).To(Equal(c.want), "%s: %s", one.Slug, why)
			if c.want == verdict.NotApplicable {
				g.Expect(why.Text).To(HavePrefix("no document says"))
				g.Expect(why.Text).To(ContainSubstring("the platform qq"))
			}
		}
	}
	for name, want := range map[string]clients.Unsaid{
		"alipay": {Background: true}, "baidu": {Background: true}, "douyin": {}, "qq": {Limit: true}, "wechat": {},
		"guide": {},
	} {
		NewWithT(t).Expect(profile(name).Unsaid).To(Equal(want), name)
	}
}
