package compare_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/reports/certificate"
	"nimcert/reports/compare"
	"nimcert/verdict"
)

// several has one of each change.
func several() compare.Comparison {
	a := certificateOf(
		requirement("REC-01", verdict.Pass, "", condition("N = 1", verdict.Pass, ""),
			condition("N = 3", verdict.Pass, "")), requirement("REC-02", verdict.Fail, "Never."),
		requirement("REC-14", verdict.Pass, ""), requirement("KCK-01", verdict.Fail, "Twice."),
		requirement("KCK-02", verdict.Pass, ""), requirement("DST-01", verdict.Pass, ""),
	)
	b := certificateOf(
		requirement("REC-01", verdict.Fail, "Four | <b>attempts</b>.", condition("N = 1", verdict.Pass, ""),
			condition("N = 3", verdict.Fail, "Four | <b>attempts</b>.")),
		requirement("REC-02", verdict.Pass, ""), requirement("REC-14", verdict.Fail, "All at once."),
		requirement("KCK-01", verdict.Fail, "Three times."),
		requirement("DST-01", verdict.Pass, ""), requirement("DST-02", verdict.Fail, "Too early."),
	)
	b.Subject.Version, b.Subject.SHA512 = "9.30.0", "other"
	return compare.Compare(a, b)
}

func TestCompareAsText(t *testing.T) {
	g := NewWithT(t)
	var b bytes.Buffer
	g.Expect(several().WriteText(&b)).To(Succeed())
	g.Expect(b.String()).To(Equal(`@yxim/nim-web-sdk 9.21.12 → 9.30.0
1 MUST requirement broke. 1 MUST requirement that held is no longer tried in full. Reported only: ` +
		`1 SHOULD requirement broke.
2 broke, 1 gone, 1 fixed, 1 new, 1 changed, 1 the same

Broke

  REC-01  ✓ pass → ✗ fail: Exactly N reconnection attempts
    Four | <b>attempts</b>.
    N = 3: ✓ pass → ✗ fail

  REC-14  ✓ pass → ✗ fail, SHOULD: A crowd comes back spread out
    All at once.

No longer tried, or no longer applies

  KCK-02  ✓ pass → not tried: A kick closes the socket within a second

Fixed

  REC-02  ✗ fail → ✓ pass: One ondisconnect when attempts are used up
    before: Never.

New

  DST-02  ✗ fail, not tried before: done comes after the sockets closed
    Too early.

Changed

  KCK-01  ✗ fail, as before: A kick is reported once with its reason
    Three times.
    before: Twice.
`))
}

func TestCompareAsJSON(t *testing.T) {
	g := NewWithT(t)
	var b bytes.Buffer
	c := several()
	g.Expect(c.WriteJSON(&b)).To(Succeed())
	d := json.NewDecoder(&b)
	d.DisallowUnknownFields()
	var got compare.Comparison
	g.Expect(d.Decode(&got)).To(Succeed())
	g.Expect(got).To(Equal(c))
	g.Expect(got.Schema).To(Equal("nimcert/comparison/v1"))
	g.Expect(got.Broken).To(BeTrue())

	b.Reset()
	g.Expect(compared(requirement("REC-01", verdict.Pass, ""), requirement("REC-01", verdict.Pass, "")).WriteJSON(
		&b)).To(Succeed())
	g.Expect(b.String()).NotTo(ContainSubstring("null"), "a reader need not tell empty and missing apart")
}

func TestCompareAsMarkdown(t *testing.T) {
	g := NewWithT(t)
	var b bytes.Buffer
	g.Expect(several().WriteMarkdown(&b)).To(Succeed())
	text := b.String()
	g.Expect(text).To(HavePrefix("## `@yxim/nim-web-sdk` 9.21.12 → 9.30.0\n\n**1 MUST requirement broke."))
	g.Expect(text).To(ContainSubstring("- **REC-01** ✓ pass → ✗ fail: Exactly N reconnection attempts<br>Four \\| " +
		"&lt;b&gt;attempts&lt;/b&gt;.\n  - N = 3: ✓ pass → ✗ fail\n"))
	g.Expect(text).To(ContainSubstring("### Fixed\n\n- **REC-02**"))
}

func TestCompareDrawsNothingOfTheSDKsOwn(t *testing.T) {
	g := NewWithT(t)
	c := compared(requirement("REC-01", verdict.Pass, ""),
		requirement("REC-01", verdict.Fail, "a\n# b\x1b[31m @someone `x` <script> | [y](z) ~~q~~ ![i](j)"))
	var text, markdown bytes.Buffer
	g.Expect(c.WriteText(&text)).To(Succeed())
	g.Expect(text.String()).NotTo(Or(ContainSubstring("\n# b"), ContainSubstring("\x1b")))
	g.Expect(c.WriteMarkdown(&markdown)).To(Succeed())
	g.Expect(markdown.String()).NotTo(
		Or(ContainSubstring("<script"), ContainSubstring("\n# b"), ContainSubstring("@someone"),
			ContainSubstring("[y](z)"), ContainSubstring(" | ")))
}

func TestCompareCutsALongListOfConditionsInText(t *testing.T) {
	g := NewWithT(t)
	var was, is []certificate.Condition
	for i := range 20 {
		was, is = append(was, condition(fmt.Sprint(i), verdict.Pass, "")),
			append(is, condition(fmt.Sprint(i), verdict.Error, "hung"))
	}
	c := compared(requirement("REC-01", verdict.Pass, "", was...), requirement("REC-01", verdict.Error, "hung", is...))
	g.Expect(c.Changes[0].Conditions).To(HaveLen(20))
	for _, write := range []func(*bytes.Buffer) error{func(b *bytes.Buffer) error { return c.WriteText(b) },
		func(b *bytes.Buffer) error { return c.WriteMarkdown(b) }} {
		var b bytes.Buffer
		g.Expect(write(&b)).To(Succeed())
		g.Expect(b.String()).To(ContainSubstring("and 8 more conditions"))
	}
}

func TestCompareHeadlines(t *testing.T) {
	g := NewWithT(t)
	pass, fail := requirement("REC-01", verdict.Pass, ""), requirement("REC-01", verdict.Fail, "x.")
	g.Expect(compared(pass, pass).Headline()).To(Equal("Nothing changed."))
	g.Expect(compared(fail, pass).Headline()).To(Equal("Nothing broke."))
	g.Expect(compared(pass, fail).Headline()).To(Equal("1 MUST requirement broke."))
	g.Expect(compared(requirement("REC-14", verdict.Pass, ""),
		requirement("REC-14", verdict.Fail, "x.")).Headline()).To(Equal(
		"No MUST requirement broke. Reported only: 1 SHOULD requirement broke."))
}
