package runner

import (
	"slices"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
)

func slugs(id string) []string {
	var out []string
	for _, c := range Conditions(id) {
		out = append(out, c.Slug)
	}
	return out
}

func TestSelect(t *testing.T) {
	for _, tc := range []struct {
		patterns  []string
		ids, only []string
	}{
		{[]string{"LIM-04/silence*"}, []string{"LIM-04"}, []string{"lim-04/silence-mute-close"}},
		{[]string{"lim-04/SILENCE-mute-close"}, []string{"LIM-04"}, []string{"lim-04/silence-mute-close"}},
		{[]string{"LIM-04/*silence*", " LIM-04/rst "}, []string{"LIM-04"},
			[]string{"lim-04/room-silence-mute-close", "lim-04/rst", "lim-04/silence-mute-close"}},
		{[]string{"MSG-04/over-losses", "DST-02"}, []string{"DST-02", "MSG-04"}, []string{"msg-04/over-losses"}},
		{[]string{"LIM-04/rst", "LIM-04"}, []string{"LIM-04"}, nil},
		{[]string{"KCK/unknown-*"}, []string{"KCK-03"}, []string{"kck-03/unknown-reason"}},
		{[]string{"GLB-04/lim-02-*"}, []string{"GLB-04"},
			[]string{"glb-04/lim-02-im-first", "glb-04/lim-02-room-first", "glb-04/lim-02-room-in-onconnect",
				"glb-04/lim-02-room-in-onwillreconnect"}},
		{[]string{"GLB-04/msg-02"}, []string{"GLB-04"}, []string{"glb-04/msg-02"}},
		{nil, nil, nil},
	} {
		g := NewWithT(t)
		ids, only, err := Select(tc.patterns)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(ids).To(Equal(tc.ids), "%v", tc.patterns)
		g.Expect(slices.Equal(only, tc.only)).To(BeTrue(), "%v: %v", tc.patterns, only)
	}
	for pattern, want := range map[string]string{
		"LIM-04/silense*": "LIM-04/silense*: no condition is called so: the nearest are lim-04/silence-mute-close, " +
			"lim-04/room-silence-mute-close, ",
		"LIM-04/":     "LIM-04/: no condition is called so: ",
		"LIM-04/[":    "LIM-04/[: the pattern is not complete",
		"MSG-02/sent": "MSG-02/sent: MSG-02 is tried in one way: leave out what stands behind it",
		"LIM-4/rst":   `LIM-4/rst: unknown requirement "LIM-4": did you mean LIM-04?`,
		"/rst":        "/rst: ",
		"LIM-04/mute": "the nearest are lim-04/silence-mute-close, lim-04/",
	} {
		_, _, err := Select([]string{pattern})
		NewWithT(t).Expect(err).To(MatchError(ContainSubstring(want)))
	}
}

// Each slug is one case, and asking for it tries that alone.
func TestEachSlugSelectsItself(t *testing.T) {
	seen := map[string]bool{}
	for _, id := range Executable() {
		for _, slug := range slugs(id) {
			g := NewWithT(t)
			g.Expect(seen[slug]).To(BeFalse(), slug)
			seen[slug] = true
			g.Expect(len(slug)).To(BeNumerically("<=", len("glb-04/")+48), slug)
			g.Expect(catalogue.IDOf(slug)).To(Equal(id))
			ids, only, err := Select([]string{slug})
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(ids).To(Equal([]string{id}))
			if slug != catalogue.Slug(id, "") {
				g.Expect(only).To(Equal([]string{slug}))
			}
		}
	}
}
