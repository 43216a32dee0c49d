package page_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/reports"
	"nimcert/reports/compare"
	"nimcert/reports/page"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// release is a run of one version.
func release(version string, cases ...verdict.Case) verdict.Run {
	r := verdicttest.Run(cases...)
	r.Subject.Version, r.Subject.SHA512 = version, "of "+version
	return r
}

// four releases, given in another order than that of their versions.
func four() []verdict.Run {
	never := "ondisconnect after the last of 1 attempt: never instead of once"
	return []verdict.Run{
		release("9.21.12", verdicttest.Passing("REC-02", ""), verdicttest.Passing("REC-01", ""),
			verdicttest.Failing("DST-02", "fast", "Too early."), verdicttest.Failing("DST-02", "slow", "Too early.")),
		release("8.12.0", verdicttest.Passing("REC-02", ""), verdicttest.Passing("REC-01", ""),
			verdicttest.Failing("DST-02", "fast", "Too early."), verdicttest.Passing("DST-02", "slow")),
		release("9.12.2", verdicttest.Failing("REC-02", "", never), verdicttest.Passing("REC-01", ""),
			verdicttest.Failing("DST-02", "fast", "Too early."), verdicttest.Passing("DST-02", "slow")),
		release("8.9.103", verdicttest.Passing("REC-02", ""), verdicttest.Passing("REC-01", ""),
			verdicttest.Passing("DST-02", "fast"), verdicttest.Passing("DST-02", "slow")),
	}
}

func sentences(m page.Matrix) (out []string) {
	for _, r := range m.Releases {
		for _, s := range r.Sentences {
			out = append(out, r.Label+": "+s.Change.ID+" "+s.Text)
		}
	}
	return out
}

func TestTheMatrixNamesWhatChangedBetweenNeighbours(t *testing.T) {
	g := NewWithT(t)
	matrices := page.Matrices(four())
	g.Expect(matrices).To(HaveLen(1))
	m := matrices[0]
	var labels []string
	for _, r := range m.Releases {
		labels = append(labels, r.Label)
	}
	g.Expect(labels).To(Equal([]string{"8.9.103", "8.12.0", "9.12.2", "9.21.12"}), "by version, not by letters")
	g.Expect(sentences(m)).To(Equal([]string{
		"8.12.0: DST-02 no longer holds: Too early.",
		"9.12.2: REC-02 no longer holds: ondisconnect after the last of 1 attempt: never instead of once",
		"9.21.12: DST-02 still does not hold, now also under “slow”: Too early.",
		"9.21.12: REC-02 holds again",
	}))
	g.Expect(m.Releases[0].Since()).To(BeEmpty())
	g.Expect(m.Releases[2].Since()).To(Equal("1 broke, 2 the same"))
	g.Expect(m.Rows).To(HaveLen(3))
	g.Expect(m.Rows[0].Requirement.ID).To(Equal("REC-01"))
	g.Expect(m.Rows[0].Everywhere()).To(BeTrue())
	g.Expect(m.Rows[1].Everywhere()).To(BeFalse())
	g.Expect(m.Rows[1].Cells[2].Change).To(Equal(compare.ChangeBroke))
	g.Expect(m.Rows[2].Cells[1].Part()).To(Equal("1 of 2"))
	g.Expect(m.Rows[2].Cells[3].Part()).To(BeEmpty(), "all of them")
}

// A part of a release is set beside the same part of the release before, and never beside another build of its own.
func TestEachKindOfBuildIsComparedWithItsOwn(t *testing.T) {
	g := NewWithT(t)
	build := func(version, file, platform string, c verdict.Case) verdict.Run {
		r := release(version, c)
		r.Subject.Build, r.Platform.Name = file, platform
		return r
	}
	hold, fail := verdicttest.Passing("REC-01", ""), verdicttest.Failing("REC-01", "", "Late.")
	columns := func(runs ...verdict.Run) (columns []string, m page.Matrix) {
		m = page.Matrices(runs)[0]
		for _, r := range m.Releases {
			columns = append(columns, r.Run.Subject.Build+" "+r.Label+" | "+r.Before+" | "+r.Since())
		}
		return columns, m
	}
	got, m := columns(build("2.0.0", "sdk.js", "guide", hold), build("1.0.0", "sdk.js", "guide", hold),
		build("2.0.0", "im-2.0.0.js", "guide", fail), build("1.0.0", "im-1.0.0.js", "guide", hold),
		build("2.0.0", "sdk.js", "qq", fail))
	g.Expect(got).To(Equal([]string{
		"sdk.js 1.0.0 |  | ", "sdk.js 2.0.0 | 1.0.0 | nothing changed",
		"im-1.0.0.js 1.0.0 (2) |  | ", "im-2.0.0.js 2.0.0 (2) | 1.0.0 (2) | 1 broke, 0 the same",
		"sdk.js 2.0.0 (3) |  | "}))
	g.Expect(m.Title()).To(ContainSubstring("5 builds of 2 releases"))

	got, _ = columns(build("2.0.0", "new.js", "guide", fail), build("1.0.0", "old.js", "guide", hold))
	g.Expect(got).To(Equal([]string{"old.js 1.0.0 |  | ", "new.js 2.0.0 | 1.0.0 | 1 broke, 0 the same"}),
		"where a release has one build, its name says nothing")

	_, m = columns(build("1.0.0", "sdk.js", "guide", hold), build("1.0.0", "im.js", "guide", fail))
	g.Expect(m.Compared()).To(BeFalse(), "parts of one release")
	g.Expect(m.Title()).To(ContainSubstring("2 builds of 1 release,"))
	var html, markdown bytes.Buffer
	g.Expect(page.WriteMatrix(&html, []page.Matrix{m}, "report.html")).To(Succeed())
	g.Expect(page.WriteMatrixMarkdown(&markdown, []page.Matrix{m}, "report.html")).To(Succeed())
	g.Expect(html.String()).NotTo(ContainSubstring("changed-0"))
	g.Expect(markdown.String()).NotTo(ContainSubstring("What changed"))
}

func TestTheSentencesOfTheMatrix(t *testing.T) {
	hold, fail := verdicttest.Passing("REC-01", ""), verdicttest.Failing("REC-01", "", "Late.")
	for want, runs := range map[string][]verdict.Case{
		"holds now":   {fail, hold},
		"holds again": {hold, fail, hold},
		"holds; it could not be judged in v2": {hold,
			verdicttest.Broke("REC-01", "", "hung"), hold},
		"could not be judged: hung": {hold,
			verdicttest.Broke("REC-01", "", "hung")},
		"no longer holds: Late.": {hold, fail},
		"no longer applies: no rooms": {hold,
			verdicttest.Inapplicable("REC-01", "no rooms")},
		"applies now, and holds": {verdicttest.Inapplicable(
			"REC-01", "no rooms"), hold},
		"does not hold; it did not apply in v1: Late.": {verdicttest.Inapplicable(
			"REC-01", "no rooms"), fail},
		"does not hold; it could not be judged in v1: Late.": {verdicttest.Broke("REC-01",
			"", "hung"), fail},
		"no longer holds, as recorded: Late. Recorded as known: ticket 7": {hold,
			verdicttest.Known(fail, "ticket 7")},
		"was a failure and is a known failure: Late. Recorded as known: ticket 7": {fail,
			verdicttest.Known(fail, "ticket 7")},
		"was a known failure and is a failure: Late.": {verdicttest.Known(fail,
			"ticket 7"), fail},
		"still does not hold, in another way: Twice.": {fail,
			verdicttest.Failing("REC-01", "", "Twice.")},
		"still could not be judged, in another way: looped": {verdicttest.Broke("REC-01", "", "hung"),
			verdicttest.Broke("REC-01", "", "looped")},
		"was not tried; it held in v1":                 {hold, verdicttest.Passing("LIM-01", "")},
		"was not tried":                                {fail, verdicttest.Passing("LIM-01", "")},
		"was not tried in v1; it holds":                {verdicttest.Passing("LIM-01", ""), hold},
		"was not tried in v1; it does not hold: Late.": {verdicttest.Passing("LIM-01", ""), fail},
		"was a known failure and is a failure: The recorded failure no longer fails (t)": {verdicttest.Known(fail, "t"),
			verdicttest.Known(hold, "t")},
	} {
		t.Run(want, func(t *testing.T) {
			g := NewWithT(t)
			var list []verdict.Run
			for i, c := range runs {
				list = append(list, release("v"+string(rune('1'+i)), c))
			}
			last := page.Matrices(list)[0].Releases[len(list)-1]
			var got []string
			for _, s := range last.Sentences {
				if s.Change.ID == "REC-01" {
					got = append(got, s.Text)
				}
			}
			g.Expect(got).To(ConsistOf(HavePrefix(want)))
		})
	}
}

func TestTheMatrixTellsAConditionThatChangedUnderAFailure(t *testing.T) {
	g := NewWithT(t)
	a := release("1.0.0", verdicttest.Failing("REC-01", "a", "x."), verdicttest.Passing("REC-01", "b"),
		verdicttest.Passing("REC-01", "c"))
	b := release("1.1.0", verdicttest.Passing("REC-01", "a"), verdicttest.Failing("REC-01", "b", "y."))
	g.Expect(sentences(page.Matrices([]verdict.Run{a, b})[0])).To(Equal([]string{
		"1.1.0: REC-01 still does not hold, now also under “b”, no longer under “a”, " +
			"and no longer tried under “c”: y."}))
}

func TestAMatrixNeedsTwoReleasesOfOnePackage(t *testing.T) {
	g := NewWithT(t)
	other := release("1.0.0", verdicttest.Passing("LIM-01", ""))
	other.Subject.Name = "reference"
	g.Expect(page.Matrices(nil)).To(BeEmpty())
	g.Expect(page.Matrices(four()[:1])).To(BeEmpty())
	g.Expect(page.Matrices(append(four()[:1], other))).To(BeEmpty())
	matrices := page.Matrices(append(four(), other, other))
	g.Expect(matrices).To(HaveLen(2))
	g.Expect([]string{matrices[1].Releases[0].Label, matrices[1].Releases[1].Label}).To(
		Equal([]string{"1.0.0", "1.0.0 (2)"}))
	g.Expect(matrices[1].Releases[1].Since()).To(Equal("nothing changed"))
}

var (
	hrefs = regexp.MustCompile(`href="([^"#]*)#([^"]+)"`)
	links = regexp.MustCompile(`\]\(([^)#]*)#([^)]+)\)`)
)

func TestEveryLinkOfTheMatrixLeadsIntoTheReport(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	runs := four()
	runs[2].Cases = runs[2].Cases[1:] // REC-02 was asked there, and not tried
	g.Expect(reports.Write(dir, runs)).To(Succeed())
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, name))
		g.Expect(err).NotTo(HaveOccurred())
		return string(b)
	}
	report, page, markdown := read(verdict.PageFile), read(page.MatrixFile), read(page.MatrixMarkdownFile)
	found := 0
	for _, m := range append(hrefs.FindAllStringSubmatch(page, -1), links.FindAllStringSubmatch(markdown, -1)...) {
		switch m[1] {
		case "":
			g.Expect(page).To(ContainSubstring(`id="` + m[2] + `"`))
		case verdict.PageFile:
			found++
			g.Expect(report).To(ContainSubstring(`id="`+m[2]+`"`), m[0])
		default:
			t.Errorf("a link out of the report: %s", m[0])
		}
	}
	g.Expect(found).To(BeNumerically(">", 12))
	g.Expect(strings.Count(page, "<script>")).To(Equal(1), "that of the languages")
	g.Expect(page).NotTo(Or(ContainSubstring("http://"), ContainSubstring("https://")), "nothing is fetched")
	g.Expect(markdown).To(And(
		HavePrefix("# `@yxim/nim-web-sdk`: 4 releases, 3 requirements\n"),
		ContainSubstring(
			"| Requirement | 8.9.103 | 8.12.0 | 9.12.2 | 9.21.12 |\n|---|---|---|---|---|\n| All | ✓ 3 pass |"),
		ContainSubstring("| **DST-02** done comes after the sockets closed | ✓ pass | [✗ fail (1 of "+
			"2)](report.html#yxim-nim-web-sdk-8.12.0-DST-02) |"),
		ContainSubstring("- 8.12.0: **DST-02** no longer holds: Too early.\n"),
		ContainSubstring("- 9.12.2: **REC-02** could not be judged: nothing was executed\n"),
	))
}

func TestAMatrixOfAnEarlierRunDoesNotStay(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	g.Expect(reports.Write(dir, four())).To(Succeed())
	g.Expect(filepath.Join(dir, page.MatrixFile)).To(BeAnExistingFile())
	g.Expect(reports.Write(dir, four()[:1])).To(Succeed())
	g.Expect(filepath.Join(dir, page.MatrixFile)).NotTo(BeAnExistingFile())
	g.Expect(filepath.Join(dir, page.MatrixMarkdownFile)).NotTo(BeAnExistingFile())
}

func TestThePageOfTheMatrixHidesOnlyWhatHoldsEverywhere(t *testing.T) {
	g := NewWithT(t)
	var b bytes.Buffer
	g.Expect(page.WriteMatrix(&b, page.Matrices(four()), "report.html")).To(Succeed())
	sheet := b.String()
	rows := regexp.MustCompile(
		`<tr( class="holds")?><th scope="row"><b class="id">([A-Z]+-[0-9]+)`).FindAllStringSubmatch(sheet, -1)
	g.Expect(rows).To(HaveLen(3))
	for _, r := range rows {
		g.Expect(r[1] != "").To(Equal(r[2] == "REC-01"), r[2])
	}
	g.Expect(sheet).To(ContainSubstring("1 of 3 requirements hold"))
	g.Expect(strings.Count(sheet, `<span class="part"><span>fixed</span></span>`)).To(Equal(1))
	// With nothing to look at, everything is shown.
	b.Reset()
	g.Expect(page.WriteMatrix(&b,
		page.Matrices(
			[]verdict.Run{release("1", verdicttest.Passing("LIM-01", "")),
				release("2", verdicttest.Passing("LIM-01", ""))}), "report.html")).To(Succeed())
	g.Expect(b.String()).To(ContainSubstring(`class="showall" checked`))
	// With nothing that holds, there is nothing to show.
	b.Reset()
	g.Expect(page.WriteMatrix(&b,
		page.Matrices([]verdict.Run{release("1", verdicttest.Failing("LIM-01", "", "Late.")),
			release("2", verdicttest.Failing("LIM-01", "", "Late."))}), "report.html")).To(Succeed())
	g.Expect(b.String()).NotTo(ContainSubstring("<input"))
}

func TestTheMatrixShowsWhatTheSDKSaysAsText(t *testing.T) {
	g := NewWithT(t)
	hostile := "<img src=x onerror=alert(1)> | `a`\n# b \u202e @someone"
	a, b := release(hostile, verdicttest.Passing("REC-01", "")),
		release("2"+hostile, verdicttest.Failing("REC-01", hostile, hostile))
	a.Subject.Name, b.Subject.Name = hostile, hostile
	var sheet, markdown bytes.Buffer
	g.Expect(page.WriteMatrix(&sheet, page.Matrices([]verdict.Run{a, b}), "report.html")).To(Succeed())
	g.Expect(sheet.String()).NotTo(Or(ContainSubstring("<img"), ContainSubstring("\u202e")))
	g.Expect(page.WriteMatrixMarkdown(&markdown, page.Matrices([]verdict.Run{a, b}), "")).To(Succeed())
	g.Expect(strings.SplitN(markdown.String(), "\n", 2)[1]).NotTo(
		Or(ContainSubstring("<img"), ContainSubstring("\n# b"), ContainSubstring("@someone"), ContainSubstring("](")))
}
