package catalogue_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
)

func TestIdentifiersAreUniqueWellFormedAndComplete(t *testing.T) {
	g := NewWithT(t)
	form := regexp.MustCompile(`^[A-Z]{3}-[0-9]{2}$`)
	count := map[string]int{}
	seen := map[string]bool{}
	for _, r := range catalogue.All() {
		g.Expect(r.ID).To(MatchRegexp(form.String()))
		g.Expect(seen[r.ID]).To(BeFalse(), "%s stands twice", r.ID)
		seen[r.ID] = true
		g.Expect(r.Group).To(Equal(r.ID[:3]))
		count[r.Group]++
		got, ok := catalogue.Get(r.ID)
		g.Expect(ok).To(BeTrue())
		g.Expect(got).To(Equal(r))
	}
	// The numbers of the published catalogue: one that goes missing here would never be asked for again.
	g.Expect(count).To(
		Equal(map[string]int{"LIM": 9, "REC": 20, "KCK": 9, "DST": 11, "SWI": 5, "DOM": 6, "UPL": 4, "STO": 2, "GLB": 4,
			"MSG": 5, "APP": 1}))
	_, ok := catalogue.Get("REC-99")
	g.Expect(ok).To(BeFalse())
}

func TestNumbersAscendWithoutGapsInTheOrderOfTheGroups(t *testing.T) {
	g := NewWithT(t)
	var want, got []string
	for _, group := range catalogue.Groups() {
		g.Expect(group.Title).NotTo(BeEmpty())
		n := 0
		for _, r := range catalogue.All() {
			if r.Group == group.ID {
				n++
			}
		}
		for i := 1; i <= n; i++ {
			want = append(want, group.ID+"-"+string(rune('0'+i/10))+string(rune('0'+i%10)))
		}
	}
	for _, r := range catalogue.All() {
		got = append(got, r.ID)
	}
	g.Expect(got).To(Equal(want))
	g.Expect(slices.IsSortedFunc(got, catalogue.Compare)).To(BeTrue())
	g.Expect(catalogue.Compare("ZZZ-01", "LIM-01")).To(BeNumerically(">", 0))
	g.Expect(catalogue.Compare("ZZZ-01", "ZZZ-02")).To(BeNumerically("<", 0))
}

func TestEveryTextIsThereAndReadsLikeOne(t *testing.T) {
	for _, r := range catalogue.All() {
		t.Run(r.ID, func(t *testing.T) {
			g := NewWithT(t)
			g.Expect(len(strings.Fields(r.Title))).To(And(BeNumerically(">=", 3), BeNumerically("<=", 8)), "title %q",
				r.Title)
			g.Expect(r.Title).NotTo(HaveSuffix("."))
			for _, text := range []string{r.Statement, r.Why} {
				g.Expect(len(text)).To(BeNumerically(">", 20))
				g.Expect(text).To(HaveSuffix("."))
				g.Expect(strings.Join(strings.Fields(text), " ")).To(Equal(text), "stray spaces")
			}
			g.Expect(r.Why).NotTo(Equal(r.Statement))
			g.Expect(r.Source).To(
				Or(ContainSubstring(catalogue.FromCatalogue), ContainSubstring(catalogue.FromGuide),
					ContainSubstring(catalogue.FromSDK)))
			g.Expect(r.Level).To(Or(Equal(catalogue.Must), Equal(catalogue.Should)))
		})
	}
}

func TestLevelsAreThoseOfTheCatalogue(t *testing.T) {
	g := NewWithT(t)
	var should []string
	for _, r := range catalogue.All() {
		if r.Level == catalogue.Should {
			should = append(should, r.ID)
		}
	}
	g.Expect(should).To(Equal([]string{"REC-14", "REC-15", "REC-18", "GLB-02"}))
}

func TestCallersMayChangeWhatTheyGet(t *testing.T) {
	g := NewWithT(t)
	all := catalogue.All()
	first := all[0].ID
	all[0].ID = "changed"
	g.Expect(catalogue.All()[0].ID).To(Equal(first))
	groups := catalogue.Groups()
	groups[0].ID = "changed"
	g.Expect(catalogue.Groups()[0].ID).To(Equal("LIM"))
}

func TestSelect(t *testing.T) {
	ids := func(rs []catalogue.Requirement) (out []string) {
		for _, r := range rs {
			out = append(out, r.ID)
		}
		return out
	}
	for _, c := range []struct {
		name     string
		patterns []string
		want     []string
	}{
		{"an id", []string{"REC-01"}, []string{"REC-01"}},
		{"lower case and spaces", []string{" rec-01 ", ""}, []string{"REC-01"}},
		{"a group", []string{"SWI"}, []string{"SWI-01", "SWI-02", "SWI-03", "SWI-04", "SWI-05"}},
		{"a group with a star", []string{"sto-*"}, []string{"STO-01", "STO-02"}},
		{"each once, in the order of the catalogue", []string{"STO-02", "LIM-01", "STO", "lim-01"},
			[]string{"LIM-01", "STO-01", "STO-02"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := NewWithT(t)
			got, err := catalogue.Select(c.patterns)
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(ids(got)).To(Equal(c.want))
		})
	}
	t.Run("no pattern selects everything", func(t *testing.T) {
		g := NewWithT(t)
		got, err := catalogue.Select(nil)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(got).To(Equal(catalogue.All()))
	})
}

func TestSelectRefusesWhatNamesNothing(t *testing.T) {
	for _, c := range []struct{ pattern, want string }{
		{"REC-99", `unknown requirement "REC-99": group REC has REC-01 to REC-20`},
		{"rec-1", `unknown requirement "REC-1": did you mean REC-01?`},
		{"REC-", "group REC has"},
		{"XYZ-01", "the groups are LIM, REC,"},
		{"*", "the groups are"},
		{" ", "no requirement is named"},
	} {
		t.Run(c.pattern, func(t *testing.T) {
			g := NewWithT(t)
			got, err := catalogue.Select([]string{c.pattern})
			g.Expect(err).To(MatchError(ContainSubstring(c.want)))
			g.Expect(got).To(BeEmpty(), "an unknown pattern selects nothing")
		})
	}
}
