package catalogue_test

import (
	"testing"
	"unicode"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
)

func chineseText(s string) bool {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			return true
		}
	}
	return false
}

func TestEveryRequirementIsThereInChinese(t *testing.T) {
	for _, r := range catalogue.All() {
		t.Run(r.ID, func(t *testing.T) {
			g := NewWithT(t)
			c, ok := catalogue.InChinese(r.ID)
			g.Expect(ok).To(BeTrue())
			g.Expect(chineseText(c.Title)).To(BeTrue(), "title %q", c.Title)
			g.Expect(c.Title).NotTo(HaveSuffix("。"))
			for _, text := range []string{c.Statement, c.Why} {
				g.Expect(chineseText(text)).To(BeTrue(), "%q", text)
				g.Expect(text).To(HaveSuffix("。"))
			}
			g.Expect(c.Note != "").To(Equal(r.Note != ""), "a note is there in both languages")
			e, ok := catalogue.ExampleOf(r.ID)
			g.Expect(c.Breaks != "").To(Equal(ok), "Breaks is there exactly where there is an example")
			g.Expect(c.Do != "").To(Equal(ok))
			if ok {
				for _, text := range []string{c.Breaks, c.Do} {
					g.Expect(chineseText(text)).To(BeTrue(), "%q", text)
					g.Expect(text).To(HaveSuffix("。"))
				}
				for _, text := range []string{e.Breaks, e.Do} {
					g.Expect(text).To(HaveSuffix("."))
				}
			}
		})
	}
	g := NewWithT(t)
	for _, group := range catalogue.Groups() {
		g.Expect(chineseText(catalogue.GroupsInChinese()[group.ID])).To(BeTrue(), group.ID)
	}
	_, ok := catalogue.InChinese("REC-99")
	g.Expect(ok).To(BeFalse())
}

func TestAnExampleMarksOneLineOfItsCode(t *testing.T) {
	examples := 0
	for _, r := range catalogue.All() {
		e, ok := catalogue.ExampleOf(r.ID)
		if !ok {
			continue
		}
		examples++
		t.Run(r.ID, func(t *testing.T) {
			g := NewWithT(t)
			g.Expect(len(e.Code)).To(And(BeNumerically(">=", 1), BeNumerically("<=", 8)))
			g.Expect(e.Line).To(And(BeNumerically(">=", 0), BeNumerically("<", len(e.Code))))
			g.Expect(e.Code[0]).NotTo(HavePrefix(" "))
			g.Expect(e.Code[e.Line]).NotTo(BeEmpty())
			for i, line := range e.Code {
				g.Expect(line).NotTo(HavePrefix(">"), "a second line is marked")
				g.Expect(line).NotTo(ContainSubstring("\t"))
				if i != e.Line {
					g.Expect(line).NotTo(Equal(e.Code[e.Line]))
				}
			}
		})
	}
	g := NewWithT(t)
	g.Expect(examples).To(BeNumerically(">=", 50))
	// What fails on a published release has a line: a person finds it from the page alone.
	for _, id := range []string{"LIM-08", "REC-02", "REC-11", "KCK-01", "KCK-03", "DST-02", "DST-04", "DST-06",
		"DST-08", "DST-09", "SWI-01", "SWI-02", "SWI-03", "SWI-05", "STO-02", "GLB-04"} {
		_, ok := catalogue.ExampleOf(id)
		g.Expect(ok).To(BeTrue(), id)
	}
	_, ok := catalogue.ExampleOf("REC-99")
	g.Expect(ok).To(BeFalse())
}

func TestTheExamplesInNG(t *testing.T) {
	for subject, least := range map[string]int{catalogue.V1Subject: 24, catalogue.V2Subject: 17} {
		t.Run(subject, func(t *testing.T) {
			g := NewWithT(t)
			examples := 0
			for _, r := range catalogue.All() {
				e, ok := catalogue.ExampleIn(subject, r.ID)
				if !ok {
					continue
				}
				examples++
				g.Expect(e.Line).To(BeNumerically(">=", 0), "%s: the line that breaks is marked", r.ID)
				g.Expect(e.Line).To(BeNumerically("<", len(e.Code)), r.ID)
				for _, code := range e.Code {
					g.Expect(code).NotTo(ContainSubstring("SDK."), "%s: the older API", r.ID)
				}
				for _, text := range []string{e.Breaks, e.Do} {
					g.Expect(text).To(HaveSuffix("."), r.ID)
				}
				for _, text := range []string{e.BreaksZH, e.DoZH} {
					g.Expect(chineseText(text)).To(BeTrue(), "%s: %q", r.ID, text)
					g.Expect(text).To(HaveSuffix("。"), r.ID)
				}
			}
			g.Expect(examples).To(BeNumerically(">=", least))
			_, ok := catalogue.ExampleIn(subject, "REC-99")
			g.Expect(ok).To(BeFalse())
		})
	}
	_, ok := catalogue.ExampleIn("@yxim/nim-web-sdk", "DST-02")
	NewWithT(t).Expect(ok).To(BeFalse(), "its examples are those of ExampleOf")
}

// The page looks a sentence up by its English text, so two examples that share one must share its translation.
func TestOneSentenceHasOneTranslation(t *testing.T) {
	zh := map[string]string{}
	for _, r := range catalogue.All() {
		c, _ := catalogue.InChinese(r.ID)
		old, _ := catalogue.ExampleOf(r.ID)
		v1, _ := catalogue.ExampleIn(catalogue.V1Subject, r.ID)
		v2, _ := catalogue.ExampleIn(catalogue.V2Subject, r.ID)
		for _, pair := range [][2]string{{old.Breaks, c.Breaks}, {old.Do, c.Do}, {v1.Breaks, v1.BreaksZH},
			{v1.Do, v1.DoZH}, {v2.Breaks, v2.BreaksZH}, {v2.Do, v2.DoZH}} {
			if other, ok := zh[pair[0]]; ok && other != pair[1] {
				t.Errorf("%s: %q is %q and %q", r.ID, pair[0], other, pair[1])
			}
			zh[pair[0]] = pair[1]
		}
	}
}
