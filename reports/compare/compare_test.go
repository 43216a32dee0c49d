package compare_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/judgement"
	"nimcert/reports/certificate"
	"nimcert/reports/compare"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// condition and requirement are lines of a certificate; REC-01 is a MUST, REC-14 a SHOULD.
func condition(name string, v verdict.Verdict, reason string) certificate.Condition {
	return certificate.Condition{Condition: name, Verdict: v, Reason: reason}
}

func requirement(id string, v verdict.Verdict, reason string,
	conditions ...certificate.Condition) certificate.Requirement {
	level := "MUST"
	if id == "REC-14" {
		level = "SHOULD"
	}
	if len(conditions) == 0 {
		conditions = append(conditions, condition("", v, reason))
	}
	return certificate.Requirement{ID: id, Level: level, Verdict: v, Reason: reason, Conditions: conditions}
}

func certificateOf(requirements ...certificate.Requirement) certificate.Certificate {
	c := certificate.Of(verdicttest.Run())
	c.Verdict, c.Gate, c.Requirements = verdict.NotCertified, verdict.Closed, requirements
	return c
}

func compared(before, after certificate.Requirement) compare.Comparison {
	return compare.Compare(certificateOf(before), certificateOf(after))
}

func TestCompareNamesWhatBecameOfARequirement(t *testing.T) {
	no := certificate.Requirement{}
	const must, should = "REC-01", "REC-14"
	type judged = verdict.Verdict
	for _, c := range []struct {
		id            string
		before, after judged // empty: not tried
		want          compare.Change
		exit          int
	}{
		{must, verdict.Pass, verdict.Pass, "", 0},
		{must, verdict.Pass, verdict.Fail, compare.ChangeBroke, 1},
		{must, verdict.Pass, verdict.KnownFailure, compare.ChangeBroke, 1},
		{must, verdict.Pass, verdict.Error, compare.ChangeBroke, 1},
		{must, verdict.Pass, verdict.NotApplicable, compare.ChangeGone, 1},
		{must, verdict.Pass, "", compare.ChangeGone, 1},
		{must, verdict.Fail, verdict.Pass, compare.ChangeFixed, 0},
		{must, verdict.KnownFailure, verdict.Pass, compare.ChangeFixed, 0},
		{must, verdict.Error, verdict.Pass, compare.ChangeFixed, 0},
		{must, verdict.NotApplicable, verdict.Pass, compare.ChangeOther, 0},
		{must, "", verdict.Pass, compare.ChangeNew, 0},
		{must, "", verdict.Fail, compare.ChangeNew, 0},
		{must, verdict.Fail, "", compare.ChangeGone, 0},
		{must, verdict.Fail, verdict.Fail, "", 0},
		{must, verdict.Fail, verdict.KnownFailure, compare.ChangeOther, 0},
		{must, verdict.KnownFailure, verdict.Fail, compare.ChangeOther, 0},
		{must, verdict.Fail, verdict.Error, compare.ChangeOther, 0},
		{must, verdict.Error, verdict.Fail, compare.ChangeOther, 0},
		{must, verdict.NotApplicable, verdict.Fail, compare.ChangeOther, 0},
		{should, verdict.Pass, verdict.Fail, compare.ChangeBroke, 0},
		{should, verdict.Pass, "", compare.ChangeGone, 0},
		{should, verdict.Fail, verdict.Pass, compare.ChangeFixed, 0},
	} {
		t.Run(fmt.Sprintf("%s %s to %s", c.id, c.before, c.after), func(t *testing.T) {
			g := NewWithT(t)
			line := func(v judged) certificate.Requirement {
				if v == "" {
					return no
				}
				return requirement(c.id, v, "")
			}
			before, after := certificateOf(requirement("LIM-01", verdict.Pass, "")),
				certificateOf(requirement("LIM-01", verdict.Pass, ""))
			if c.before != "" {
				before.Requirements = append(before.Requirements, line(c.before))
			}
			if c.after != "" {
				after.Requirements = append(after.Requirements, line(c.after))
			}
			got := compare.Compare(before, after)
			g.Expect(got.ExitCode()).To(Equal(c.exit))
			if c.want == "" {
				g.Expect(got.Changes).To(BeEmpty())
				g.Expect(got.Same).To(Equal(2))
				return
			}
			g.Expect(got.Changes).To(HaveLen(1))
			g.Expect(got.Changes[0].ID).To(Equal(c.id))
			g.Expect(got.Changes[0].Change).To(Equal(c.want))
			g.Expect(got.Changes[0].Counts).To(Equal(c.exit == 1))
			g.Expect(got.Counts[c.want]).To(Equal(1))
			g.Expect(got.Same).To(Equal(1))
		})
	}
}

func TestCompareLooksBelowARequirementThatFailsInBoth(t *testing.T) {
	fails := func(id string, conditions ...certificate.Condition) certificate.Requirement {
		return requirement(id, verdict.Fail, "x.", conditions...)
	}
	a, b := condition("a", verdict.Fail, "x."), condition("b", verdict.Pass, "")
	for name, c := range map[string]struct {
		before, after certificate.Requirement
		want          compare.Change
		conditions    map[string]compare.Change
		exit          int
	}{
		"the same": {fails("REC-01", a, b), fails("REC-01", b, a), "", nil, 0}, // their order says nothing
		"a condition broke": {fails("REC-01", a, b), fails("REC-01", a, condition("b", verdict.Fail, "y.")),
			compare.ChangeBroke,
			map[string]compare.Change{"b": compare.ChangeBroke}, 1},
		"a condition of a SHOULD broke": {fails("REC-14", a, b), fails("REC-14", a, condition("b", verdict.Fail, "y.")),
			compare.ChangeBroke,
			map[string]compare.Change{"b": compare.ChangeBroke}, 0},
		"one broke, one was fixed": {fails("REC-01", a, b),
			fails("REC-01", condition("a", verdict.Pass, ""), condition("b", verdict.Fail, "y.")), compare.ChangeBroke,
			map[string]compare.Change{"a": compare.ChangeFixed, "b": compare.ChangeBroke}, 1},
		"a condition was fixed": {fails("REC-01", a, condition("b", verdict.Fail, "y.")), fails("REC-01", a, b),
			compare.ChangeOther,
			map[string]compare.Change{"b": compare.ChangeFixed}, 0},
		"a condition that held is gone": {fails("REC-01", a, b), fails("REC-01", a), compare.ChangeGone,
			map[string]compare.Change{"b": compare.ChangeGone}, 1},
		"a condition of a SHOULD is gone": {fails("REC-14", a, b), fails("REC-14", a), compare.ChangeGone,
			map[string]compare.Change{"b": compare.ChangeGone}, 0},
		"a condition that failed is gone": {fails("REC-01", a, b), requirement("REC-01", verdict.Pass, "", b),
			compare.ChangeFixed,
			map[string]compare.Change{"a": compare.ChangeGone}, 0},
		"a condition is new": {fails("REC-01", a), fails("REC-01", a, b), compare.ChangeOther,
			map[string]compare.Change{"b": compare.ChangeNew}, 0},
		"another reason": {fails("REC-01", a, b),
			requirement("REC-01", verdict.Fail, "z.", condition("a", verdict.Fail, "z."), b), compare.ChangeOther,
			map[string]compare.Change{"a": compare.ChangeOther}, 0},
		"two of one name, the second broke": {fails("REC-01", a, b, b),
			fails("REC-01", a, b, condition("b", verdict.Fail, "y.")), compare.ChangeBroke,
			map[string]compare.Change{"b": compare.ChangeBroke}, 1},
		"nothing could be tried": {requirement("REC-01", verdict.Pass, "", b),
			certificate.Requirement{ID: "REC-01", Level: "MUST", Verdict: verdict.Error,
				Reason: verdict.NothingExecuted.Of().Text}, compare.ChangeBroke, map[string]compare.Change{}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			got := compared(c.before, c.after)
			g.Expect(got.ExitCode()).To(Equal(c.exit))
			if c.want == "" {
				g.Expect(got.Changes).To(BeEmpty())
				return
			}
			g.Expect(got.Changes).To(HaveLen(1))
			g.Expect(got.Changes[0].Change).To(Equal(c.want))
			conditions := map[string]compare.Change{}
			for _, k := range got.Changes[0].Conditions {
				conditions[k.Condition] = k.Change
			}
			g.Expect(conditions).To(Equal(c.conditions))
		})
	}
}

// The level of the newer certificate holds: it is what is demanded now. A condition is its slug; its name is a sentence
// that may be reworded. A certificate from before there were slugs has names alone.
func TestComparePairsConditionsBySlug(t *testing.T) {
	named := func(slug, name string, v verdict.Verdict) certificate.Condition {
		c := condition(name, v, "x.")
		c.Slug = slug
		return c
	}
	fails := func(conditions ...certificate.Condition) certificate.Requirement {
		return requirement("REC-01", verdict.Fail, "x.",
			append(conditions, named("rec-01/other", "other", verdict.Fail))...)
	}
	for _, c := range []struct {
		what          string
		before, after certificate.Condition
		want          map[string]compare.Change // by name
	}{
		{"another name", named("rec-01/n-3", "N = 3", verdict.Fail),
			named("rec-01/n-3", "three attempts", verdict.Fail), nil},
		{"another name, and mended", named("rec-01/n-3", "N = 3", verdict.Fail),
			named("rec-01/n-3", "three attempts", verdict.Pass),
			map[string]compare.Change{"three attempts": compare.ChangeFixed}},
		{"another slug", named("rec-01/n-3", "N = 3", verdict.Pass), named("rec-01/n-4", "N = 3", verdict.Pass),
			map[string]compare.Change{"N = 3": compare.ChangeGone}},
		{"before there were slugs", named("", "N = 3", verdict.Fail), named("rec-01/n-3", "N = 3", verdict.Fail), nil},
	} {
		t.Run(c.what, func(t *testing.T) {
			g := NewWithT(t)
			got := map[string]compare.Change{}
			for _, q := range compared(fails(c.before), fails(c.after)).Changes {
				for _, k := range q.Conditions {
					if k.Change != compare.ChangeNew {
						got[k.Condition] = k.Change
					}
				}
			}
			g.Expect(got).To(HaveLen(len(c.want)))
			for name, change := range c.want {
				g.Expect(got).To(HaveKeyWithValue(name, change))
			}
		})
	}
}

func TestCompareCountsByTheNewerLevel(t *testing.T) {
	g := NewWithT(t)
	before, after := requirement("REC-14", verdict.Pass, ""), requirement("REC-14", verdict.Fail, "x.")
	after.Level = "MUST"
	g.Expect(compared(before, after).ExitCode()).To(Equal(1))
	before.Level, after.Level = "MUST", "SHOULD"
	g.Expect(compared(before, after).ExitCode()).To(Equal(0))
}

var (
	early  = judgement.Say("compare.early", "{verb} came at {at}", "{verb} 在 {at}")
	late   = judgement.Say("compare.late", "{verb} is late: {at}", "{verb} 晚了：{at}")
	thrown = judgement.Say("compare.thrown", "threw: {what}", "抛出：{what}")
)

// A reason is the same when its key is, and those of its parts: two runs of one build differ in their times, and often
// in a number. Before there were keys the words say it.
func TestCompareHoldsReasonsByTheirKeys(t *testing.T) {
	old := judgement.Plain
	for name, c := range map[string]struct {
		a, b judgement.Phrase
		same bool
	}{
		"another time":     {early.Of("done", time.Second), early.Of("done", time.Minute), true},
		"another name":     {early.Of("done", time.Second), early.Of("connect", time.Second), false},
		"another sentence": {early.Of("done", time.Second), late.Of("done", time.Second), false},
		"inside another": {thrown.Of(early.Of("done", time.Second)), thrown.Of(late.Of("done", time.Second)),
			false},
		"from another place": {thrown.Of("TypeError (at SDK.js:1:34310, SDK.js:12:60)"),
			thrown.Of("TypeError (at SDK.js:1:99)"), true},
		"something else": {thrown.Of("TypeError (at SDK.js:1:34310)"),
			thrown.Of("RangeError (at SDK.js:1:34310)"), false},
		"an old certificate":    {old("done came at 1.002 s"), early.Of("done", time.Minute), true},
		"an old one, otherwise": {old("connect came at 1.002 s"), early.Of("done", time.Minute), false},
		"two old ones": {old("refused: 2 times, first at 1.002 s"), old("refused: once, first at 1.002 s"),
			false},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			of := func(p judgement.Phrase) certificate.Requirement {
				q := requirement("REC-01", verdict.Fail, p.Text)
				q.Key, q.Arguments = p.Key, p.Args
				return q
			}
			g.Expect(len(compared(of(c.a), of(c.b)).Changes) == 0).To(Equal(c.same))
		})
	}
}

func TestCompareSaysWhatElseDiffers(t *testing.T) {
	g := NewWithT(t)
	a, b := certificateOf(requirement("REC-01", verdict.Pass, "")),
		certificateOf(requirement("REC-01", verdict.Pass, ""))
	g.Expect(compare.Compare(a, b).Notes).To(ConsistOf("Both certificates are of the same build file."))
	b.Subject.SHA512 = "other"
	g.Expect(compare.Compare(a, b).Notes).To(
		ConsistOf(HavePrefix("The version is the same and the build is another: its SHA-512 begins with ")))
	b.Subject.Version = "9.30.0"
	g.Expect(compare.Compare(a, b).Notes).To(BeEmpty())
	b.Catalogue.Version, b.Catalogue.SHA256, b.SchemaVersion, b.Assuming = "9.0", "abc", "9.9",
		[]string{"closing-is-free"}
	a.Platform, b.Platform = certificate.Platform{Name: "own", Total: 2},
		certificate.Platform{Name: "own", Total: 2, PerDomain: 1}
	b.Cap, b.Clock, b.Seed, b.Harness.Version, b.Subject.Name = 5, "real", 7, "0.2.0", ""
	a.Versions, b.Versions = map[string]string{"v8": "Node.js 20"}, map[string]string{"v8": "Node.js 22"}
	b.Requirements[0].Verdict = verdict.Error
	notes := strings.Join(compare.Compare(a, b).Notes, "\n")
	for _, want := range []string{"The socket cap differs: 2 before, 5 after.",
		"The clock differs: skip before, real after.", "The seed differs: 42 before, 7 after.",
		"The version of v8 differs: Node.js 20 before, Node.js 22 after.",
		"nimcert 0.1.0 before, nimcert 0.2.0 after", "two packages: @yxim/nim-web-sdk before, an unnamed one after",
		"1 requirement could not be judged after.",
		"The certificate after has schema 9.9, and this nimcert knows " + certificate.CertificateSchemaVersion,
		"The assumption differs: none before, closing-is-free after.", "to one host name: 1, base library"} {
		g.Expect(notes).To(ContainSubstring(want))
	}
	c := compare.Compare(a, b)
	g.Expect(c.Notes[0]).To(HavePrefix("The catalogues differ: edition "))
	g.Expect(c.NotesChinese).To(HaveLen(len(c.Notes)))
	g.Expect(c.NotesChinese).To(HaveEach(MatchRegexp(`\p{Han}`)))
	var text, markdown, doc bytes.Buffer
	g.Expect(c.WriteText(&text)).To(Succeed())
	g.Expect(c.WriteMarkdown(&markdown)).To(Succeed())
	g.Expect(c.WriteJSON(&doc)).To(Succeed())
	g.Expect(strings.Index(text.String(), "Note: The catalogues differ")).To(
		BeNumerically("<", strings.Index(text.String(), c.Headline())), text.String())
	g.Expect(strings.Index(markdown.String(), "- Note: The catalogues differ")).To(
		And(BeNumerically(">", 0), BeNumerically("<", strings.Index(markdown.String(), "**"))))
	g.Expect(strings.Index(doc.String(), `"notes"`)).To(BeNumerically("<", strings.Index(doc.String(), `"broken"`)))
}
