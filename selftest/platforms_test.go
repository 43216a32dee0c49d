package selftest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/verdict"
)

// platforms are the profiles that the specs must do with: every number of slots from 1 to 5, and those of the host
// names.
func platforms() []clients.Profile {
	var list []clients.Profile
	for n := range 5 {
		p := clients.DefaultProfile()
		p.Name, p.Total = fmt.Sprintf("of %d", n+1), n+1
		list = append(list, p)
	}
	one := clients.DefaultProfile()
	one.Name, one.Total, one.PerDomain = "of 3, 1 to a host", 3, 1
	for _, p := range clients.Profiles() {
		if p.Name == "wechat" {
			list = append(list, p)
		}
	}
	return append(list, one)
}

// inapplicable are the requirements that need more slots than a platform has. What is not listed applies on all.
var inapplicable = map[string][]string{"of 1": {"LIM-02", "KCK-05"}}

func TestConformingClientsConformOnEveryPlatform(t *testing.T) {
	for _, p := range platforms() {
		if p.Total == 2 {
			continue // the default one is TestZoo's
		}
		t.Run(p.Name, func(t *testing.T) {
			s := selfTest(t)
			s.Platform, s.Conforming = p, Conformings()
			r, err := s.Run()
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range r.Conforming {
				for _, problem := range c.Problems {
					t.Errorf("%s: %s", c.Client, problem)
				}
			}
		})
	}
}

func TestWhatNeedsMoreSlotsThanThereAreDoesNotApply(t *testing.T) {
	f := Conformings()[1].Client
	for _, p := range platforms() {
		t.Run(p.Name, func(t *testing.T) {
			g := NewWithT(t)
			s := selfTest(t)
			s.Platform = p
			cases, err := s.judge(f, nil, "LIM-01", "LIM-02", "LIM-03", "LIM-06", "LIM-07", "KCK-05", "SWI-03",
				"SWI-05", "UPL-04")
			g.Expect(err).NotTo(HaveOccurred())
			none := map[string]bool{}
			for _, c := range cases {
				got, why := c.Judge()
				not := got == verdict.NotApplicable
				if all, seen := none[c.Requirement]; not && (!seen || all) {
					none[c.Requirement] = true
				} else {
					none[c.Requirement] = false
				}
				if not && !strings.HasPrefix(why.Text, "the client has no ") {
					g.Expect(why.Text).To(MatchRegexp("^it takes 2 sockets (to one host name )?at once, and the "+
						"platform %s allows 1$", p.Name))
					g.Expect(why.Chinese()).NotTo(BeEmpty(), "%q", why)
				}
			}
			maps.DeleteFunc(none, func(_ string, not bool) bool { return !not })
			g.Expect(slices.Sorted(maps.Keys(none))).To(Equal(slices.Sorted(slices.Values(inapplicable[p.Name]))))
		})
	}
}

// A client that breaks the promises of a full house is found on a platform with many slots, too; TestZoo shows it for
// the default profile. A platform with one slot has no other instances that could be disturbed.
func TestMutantsOfAFullHouseAreKilledOnEveryPlatform(t *testing.T) {
	about := func(m Mutant) bool {
		return slices.Contains([]string{"LIM-03", "LIM-07", "SWI-03", "SWI-05"}, m.Breaks)
	}
	mutants := slices.DeleteFunc(Mutants(), func(m Mutant) bool { return !about(m) })
	for _, p := range platforms() {
		if p.Name != "of 5" && p.Name != "wechat" {
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			s := selfTest(t, mutants...)
			s.Platform = p
			r, err := s.Run()
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range r.Mutants {
				if why := m.Problem + m.NotApplicable; why != "" {
					t.Errorf("%s: %s", m.Name, why)
				}
			}
		})
	}
}
