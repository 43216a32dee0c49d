package runner

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/families"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/verdict"
)

// sideBySide judges a subject's cases of one requirement or more.
func sideBySide(t *testing.T, s Subject, ids ...string) []verdict.Case {
	t.Helper()
	runs, err := Judge(&Plan{
		Context: t.Context(), Subjects: []Subject{s}, Requirements: ids, Mode: clock.Skip, Seed: 1, Jobs: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	return runs[0].Cases
}

func TestAnEngineThatDiffersIsAnError(t *testing.T) {
	wrong, right := wrongAndRight(t)
	for name, pair := range map[string][2]clients.Factory{
		"only the first passes": {right, wrong}, "only the other passes": {wrong, right},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			s := Subject{Client: pair[0], Engines: []string{"goja", "v8"}, Others: []Other{{"v8", pair[1]}}}
			for _, c := range sideBySide(t, s, "REC-20") {
				v, why := c.Judge()
				g.Expect(v).To(Equal(verdict.Error))
				g.Expect(why.Text).To(MatchRegexp(
					`^the engines differ: the first event that does is .+ on goja, and .+ on v8$`))
				g.Expect(why.Chinese()).To(ContainSubstring("引擎"))
			}
		})
	}
}

func TestAnEngineThatShowsTheSameIsNoError(t *testing.T) {
	g := NewWithT(t)
	s := Subject{Client: reference.New(), Engines: []string{"goja", "v8"}, Others: []Other{{"v8", reference.New()}}}
	for _, c := range sideBySide(t, s, "REC-20", "LIM-04", "DST-04") {
		v, why := c.Judge()
		g.Expect(v).To(BeElementOf(verdict.Pass, verdict.NotApplicable), "%s: %s", c.Slug, why)
	}
}

// everyEngine are the engines of this machine. One that is not installed is left out, aloud.
func everyEngine(t *testing.T) (engines []families.Engine) {
	t.Cleanup(families.CloseEngines)
	for _, name := range families.EngineNames() {
		e, err := families.Engines(name)
		if err != nil {
			t.Logf("NOT TESTED: %s", err)
			continue
		}
		engines = append(engines, e...)
	}
	return engines
}

// A published build is judged alike on all engines, event by event.
func TestAPublishedBuildOnEveryEngine(t *testing.T) {
	g := NewWithT(t)
	engines := everyEngine(t)
	for family, build := range map[string]string{
		"nim":   "nim-web-sdk-9.21.12/dist/SDK/NIM_Web_SDK_miniapp.js",
		"nimng": "nim-web-sdk-ng-10.9.77-alpha.4/dist/v2/NIM_MINIAPP_SDK.js",
		// uni-app's own runtime is under it.
		"nimng-uni": "nim-web-sdk-ng-10.8.1/dist/v2/NIM_UNIAPP_SDK.js",
	} {
		s, err := LoadSubject(t.Context(), family, published+"/"+build, clients.Profile{}, engines...)
		if err != nil {
			t.Skip("the published SDKs are not installed: make sdks")
		}
		g.Expect(s.Broken).NotTo(HaveOccurred())
		g.Expect(s.Others).To(HaveLen(len(engines) - 1))
		for _, c := range sideBySide(t, s, "DST-04", "STO-01", "GLB-01") {
			v, why := c.Judge()
			g.Expect(v).NotTo(Equal(verdict.Error), "%s: %s", c.Slug, why)
		}
	}
}

// A program that is ended lets go of its sockets on each engine, and the next run finds what it stored.
func TestAProgramIsStartedAgainOnEveryEngine(t *testing.T) {
	g := NewWithT(t)
	ids, only, err := Select([]string{"REC-09/relaunched*", "STO-02/*-relaunched", "KCK-07/relaunched"})
	g.Expect(err).NotTo(HaveOccurred())
	sdk, err := LoadSubject(t.Context(), "nim", "../clients/nim/zoo/sdk.js", clients.Profile{}, everyEngine(t)...)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(sdk.Others).NotTo(BeEmpty())
	runs, err := Judge(&Plan{Context: t.Context(), Subjects: []Subject{sdk}, Requirements: ids, Only: only,
		Mode: clock.Skip, Seed: 1, Jobs: 2})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(len(runs[0].Cases)).To(BeNumerically(">", 5))
	for _, c := range runs[0].Cases {
		v, why := c.Judge()
		g.Expect(v).To(Equal(verdict.Pass), "%s: %s", c.Slug, why)
	}
}

// A case of which only a part could be judged is the same on another engine.
func TestAPartOnEveryEngine(t *testing.T) {
	g := NewWithT(t)
	part := roomless{reference.New()}
	s := Subject{Client: part, Engines: []string{"goja", "v8"}, Others: []Other{{"v8", part}}}
	ids, only, err := Select([]string{"GLB-04/app-01*"})
	g.Expect(err).NotTo(HaveOccurred())
	runs, err := Judge(&Plan{
		Context: t.Context(), Subjects: []Subject{s}, Requirements: ids, Only: only, Mode: clock.Skip, Seed: 1, Jobs: 2,
	})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(runs[0].Cases).NotTo(BeEmpty())
	for _, c := range runs[0].Cases {
		v, why := c.Judge()
		g.Expect(v).NotTo(Equal(verdict.Error), "%s: %s", c.Slug, why)
	}
}
