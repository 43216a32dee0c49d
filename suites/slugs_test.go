package suites_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/suites"
)

// A slug is written into records, certificates and commands: one that changes, or goes, must be seen in review.
// UPDATE=1 go test ./suites -run TestSlugs writes the list anew.
func TestSlugs(t *testing.T) {
	g := NewWithT(t)
	var now []string
	for _, r := range catalogue.All() {
		for _, s := range suites.Specs {
			for _, c := range s.Conditions {
				if s.Id == r.ID {
					now = append(now, strings.TrimSuffix(c.Slug+"\t"+c.English, "\t"))
				}
			}
		}
	}
	if os.Getenv("UPDATE") != "" {
		g.Expect(os.WriteFile("slugs.txt", []byte(strings.Join(now, "\n")+"\n"), 0o644)).To(Succeed())
	}
	golden, err := os.ReadFile("slugs.txt")
	g.Expect(err).NotTo(HaveOccurred())
	before := strings.Split(strings.TrimSuffix(string(golden), "\n"), "\n")
	without := func(list, other []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
	}
	g.Expect(without(before, now)).To(BeEmpty(), "these are gone")
	g.Expect(without(now, before)).To(BeEmpty(), "these are new")
	g.Expect(slices.Equal(now, before)).To(BeTrue(), "the order is another")
}

var (
	slug = regexp.MustCompile(`^[a-z]{3}-\d\d(/[a-z0-9]+(-[a-z0-9]+)*)?$`)
	// english matches what no Chinese name has: more than the name of an API.
	english = regexp.MustCompile(`[a-z]+ [a-z]+`)
)

func TestEachConditionHasASlugAndANameInBothLanguages(t *testing.T) {
	for _, s := range suites.Specs {
		for _, c := range s.Conditions {
			g := NewWithT(t)
			_, own, named := strings.Cut(c.Slug, "/")
			g.Expect(c.Slug).To(MatchRegexp(slug.String()))
			g.Expect(len(own)).To(BeNumerically("<=", 41), "%s: GLB-04 has 7 letters more", c.Slug)
			g.Expect(named).To(Equal(len(s.Conditions) > 1), "%s: only what is tried in one way has no part of its own",
				c.Slug)
			g.Expect(c.English == "").To(Equal(c.Chinese == ""), "%s: %q and %q", c.Slug, c.English, c.Chinese)
			g.Expect(c.Chinese).NotTo(MatchRegexp(english.String()), "%s: %s", c.Slug, c.English)
		}
	}
}
