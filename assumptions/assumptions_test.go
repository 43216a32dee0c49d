package assumptions_test

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/assumptions"
	"nimcert/clients"
	"nimcert/clients/families"
)

func TestEachAssumptionIsSaidInBothLanguagesOnce(t *testing.T) {
	g := NewWithT(t)
	seen := map[string]bool{}
	for _, a := range assumptions.All() {
		g.Expect(a.ID).To(MatchRegexp(`^[a-z0-9]+(-[a-z0-9]+)*$`))
		g.Expect(seen[a.ID]).To(BeFalse(), a.ID)
		seen[a.ID] = true
		for _, text := range []string{a.Text, a.Chinese} {
			g.Expect(text).To(MatchRegexp(`[.。]$`), a.ID)
		}
		g.Expect(a.Chinese).To(MatchRegexp(`\p{Han}`), a.ID)
		if f := a.Flip; f != nil {
			g.Expect(seen[f.Name]).To(BeFalse(), f.Name)
			seen[f.Name] = true
			g.Expect([]string{f.Text, f.Chinese}).To(HaveEach(MatchRegexp(`[.。]$`)), f.Name)
			g.Expect(f.Exercised).NotTo(BeNil(), f.Name)
		}
	}
}

func TestAnAssumptionIsTurnedAndTurnedBack(t *testing.T) {
	for _, a := range assumptions.All() {
		if a.Flip == nil {
			continue
		}
		t.Run(a.Flip.Name, func(t *testing.T) {
			g := NewWithT(t)
			for _, p := range clients.Profiles() {
				g.Expect(assumptions.Turned(p)).To(BeEmpty(), "what nimcert assumes by itself")
				turned := p
				g.Expect(assumptions.Turn(&turned, a.Flip.Name)).To(Succeed())
				g.Expect(turned).NotTo(Equal(p))
				g.Expect(assumptions.Turned(turned)).To(HaveLen(1))
				g.Expect(assumptions.Turned(turned)[0].ID).To(Equal(a.ID))
				a.Flip.Turn(&turned, false)
				g.Expect(turned).To(Equal(p))
			}
		})
	}
}

// Otherwise the end of the old socket and the request for the next would fall in one instant, and chance would decide
// the other answer.
func TestAShortCloseIsOverBeforeAnyFamilyTriesAgain(t *testing.T) {
	g := NewWithT(t)
	short := clients.DefaultProfile()
	g.Expect(assumptions.Turn(&short, "unanswered-close-is-short")).To(Succeed())
	for _, name := range families.Names() {
		f, err := families.Find(name)
		g.Expect(err).NotTo(HaveOccurred())
		p := f.Policy
		g.Expect(short.CloseWait).To(BeNumerically("<", p.MinDelay))
		if p.RoomMinDelay > 0 {
			g.Expect(short.CloseWait).To(BeNumerically("<", p.RoomMinDelay))
		}
	}
}
