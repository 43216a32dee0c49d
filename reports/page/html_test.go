package page_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"os"
	"strconv"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
	"golang.org/x/net/html"

	"nimcert/catalogue"
	"nimcert/judgement"
	"nimcert/ledger"
	"nimcert/reports"
	"nimcert/reports/page"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

func TestThePageSaysTheVerdictFirst(t *testing.T) {
	g := NewWithT(t)
	doc := pageOf(g,
		verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Failing("REC-01", "N = 3", "Four attempts.")))
	main := doc.one(g, "main", "")
	text := main.text()
	headline := "Not certified: 1 of 2 MUST requirements fails."
	g.Expect(text).To(HavePrefix("@yxim/nim-web-sdk 9.21.12 ✗" + headline))
	g.Expect(text).To(
		ContainSubstring("The gate is closed: hold this build. Give the SDK's maintainers the evidence under REC-01."))
	g.Expect(strings.Index(text, headline)).To(BeNumerically("<", strings.Index(text, "Reason")))
	g.Expect(doc.one(g, "title", "").text()).To(ContainSubstring("not certified"))
	g.Expect(texts(main.all("h1", ""))).To(HaveLen(1))
	for _, th := range main.one(g, "table", "reqs").all("th", "") {
		g.Expect(th.attr("scope")).NotTo(BeEmpty(), "a table header without scope: %s", th.text())
	}
}

func TestThePageTellsEachRequirement(t *testing.T) {
	g := NewWithT(t)
	doc := pageOf(g,
		verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Passing("REC-01", "N = 0"),
			verdicttest.Failing("REC-01", "N = 3", "Four attempts.", "And late.")))
	rec, lim := doc.id(g, "REC-01"), doc.id(g, "LIM-01")
	want, _ := catalogue.Get("REC-01")
	for _, part := range []string{"Exactly N reconnection attempts", "MUST", "✗ fail", "Four attempts. (and 1 more)",
		want.Statement, want.Why, want.Source, "N = 0", "N = 3", "And late.",
		"Run it again: nimcert certify --sdk nim-web-sdk-9.21.12 --seed 42 --run REC-01 --allow-partial"} {
		g.Expect(rec.text()).To(ContainSubstring(part))
	}
	// A failure is open and comes first, and so does its failing condition; a passed requirement is closed.
	g.Expect(rec.one(g, "details", "").has("open")).To(BeTrue())
	conditions := rec.all("details", "cond")
	g.Expect(conditions).To(HaveLen(2))
	g.Expect(conditions[0].text()).To(HavePrefix("N = 3 ✗ fail"))
	g.Expect(conditions[0].has("open")).To(BeTrue())
	g.Expect(conditions[1].text()).To(HavePrefix("N = 0 ✓ pass"))
	g.Expect(conditions[1].has("open")).To(BeFalse())
	g.Expect(lim.one(g, "details", "").has("open")).To(BeFalse())
	g.Expect(lim.text()).To(ContainSubstring("✓ pass"))
	text := doc.text()
	g.Expect(strings.Index(text, want.Statement)).To(
		BeNumerically("<", strings.Index(text, "One login holds one socket")))
}

func TestLinksOfThePageLeadSomewhereAndIdsAreUnique(t *testing.T) {
	for name, runs := range map[string][]verdict.Run{"one": {verdicttest.Story()},
		"several": {verdicttest.Story(), verdicttest.Story(), verdicttest.Crowd("9.12.2", 80)}, "none": nil} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			ids, links := map[string]int{}, 0
			doc := pageOf(g, runs...)
			for _, e := range doc.all("", "") {
				if id := e.attr("id"); id != "" {
					ids[id]++
					g.Expect(ids[id]).To(Equal(1), "id %s stands twice", id)
				}
			}
			for _, e := range doc.all("", "") {
				if href := e.attr("href"); href != "" {
					g.Expect(href).To(HavePrefix("#"), "the page needs nothing else")
					g.Expect(ids).To(HaveKey(href[1:]))
					links++
				}
			}
			g.Expect(links).To(BeNumerically(">", 0))
		})
	}
}

func TestThePageNeedsNothingElse(t *testing.T) {
	g := NewWithT(t)
	doc := pageOf(g, verdicttest.Story())
	for _, e := range doc.all("", "") {
		g.Expect(e.Data).NotTo(Or(Equal("link"), Equal("img"), Equal("iframe"), Equal("object"), Equal("base")),
			"an element that loads something")
		for _, a := range e.Attr {
			g.Expect(a.Key).NotTo(Or(Equal("src"), Equal("srcset"), Equal("style"), HavePrefix("on")), "<%s %s>",
				e.Data, a.Key)
		}
	}
	scripts, styles := running(doc), doc.all("style", "")
	g.Expect(scripts).To(HaveLen(1))
	g.Expect(styles).To(HaveLen(1))
	g.Expect(styles[0].FirstChild.Data).NotTo(ContainSubstring("@import"))
	g.Expect(styles[0].FirstChild.Data).NotTo(ContainSubstring("url(http"))
	// The policy names exactly this script and this style: a changed byte would leave the page without them.
	for _, m := range doc.all("meta", "") {
		if m.attr("http-equiv") != "" {
			for _, e := range []node{scripts[0], styles[0]} {
				sum := sha256.Sum256([]byte(e.FirstChild.Data))
				g.Expect(m.attr("content")).To(
					ContainSubstring("'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"))
			}
			g.Expect(m.attr("content")).To(HavePrefix("default-src 'none'"))
			return
		}
	}
	t.Error("the page has no content security policy")
}

func TestTextOfTheSDKIsShownAndNeverRun(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.StoryHostile(),
		verdict.Case{Requirement: "REC-02", Condition: verdicttest.HostileText,
			Broke: judgement.Plain(verdicttest.HostileText)},
		verdict.Case{Requirement: "REC-05", NotApplicable: judgement.Plain(verdicttest.HostileText)},
		verdicttest.Known(verdicttest.Failing("REC-06", verdicttest.HostileText, verdicttest.HostileText),
			verdicttest.HostileText),
		verdict.Case{Requirement: verdicttest.HostileText, Condition: verdicttest.HostileText,
			Scenario: verdicttest.HostileText})
	r.Subject.Name, r.Subject.Version, r.Subject.Build, r.Subject.SHA512 = verdicttest.HostileText,
		verdicttest.HostileText, verdicttest.HostileText, verdicttest.HostileText
	r.Rerun, r.Harness, r.Clock, r.Broke = verdicttest.HostileText, verdicttest.HostileText, verdicttest.HostileText,
		verdicttest.HostileText
	for _, runs := range [][]verdict.Run{{r}, {r, r}} {
		var b bytes.Buffer
		g.Expect(page.Write(&b, runs)).To(Succeed())
		g.Expect(b.String()).NotTo(ContainSubstring("<script>alert"))
		g.Expect(b.String()).NotTo(ContainSubstring("<img"))
		g.Expect(b.String()).NotTo(ContainSubstring("\x1b"))
		g.Expect(b.String()).NotTo(ContainSubstring("\u202e"))
		doc := pageOf(g, runs...)
		g.Expect(running(doc)).To(HaveLen(1))
		g.Expect(doc.all("img", "")).To(BeEmpty())
		for _, e := range doc.all("", "") {
			for _, a := range e.Attr {
				g.Expect(a.Key).NotTo(HavePrefix("on"))
				g.Expect(a.Val).NotTo(HavePrefix("javascript:"))
			}
		}
		shown := `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'`
		g.Expect(doc.one(g, "h1", "").text() + doc.one(g, "section", "").text()).To(ContainSubstring(shown))
		g.Expect(doc.one(g, "table", "ev").text()).To(ContainSubstring(shown))
		g.Expect(doc.one(g, "svg", "tl").text()).To(ContainSubstring("</script><script>"))
		g.Expect(doc.wireLog(g).text()).To(ContainSubstring(shown))
	}
}

func TestEvidenceStandsAroundTheDecidingEvents(t *testing.T) {
	g := NewWithT(t)
	doc := pageOf(g, verdicttest.Run(verdicttest.StoryEarlyDone()))
	dst := doc.id(g, "DST-02")
	rows := dst.one(g, "table", "ev").all("tr", "key")
	g.Expect(texts(rows)).To(
		Equal([]string{"1 0.037 SDK alice: done of destroy", "2 3.039 platform alice: socket closed #1, 1000"}))
	g.Expect(texts(dst.one(g, "ul", "findings").all("span", "badge"))).To(Equal([]string{"event 1", "event 2"}))
	g.Expect(texts(dst.one(g, "table", "ev").all("tr", "gap"))).To(Equal([]string{"⋮ 12 events before"}))
	log := dst.wireLog(g).FirstChild.Data
	g.Expect(strings.Count(log, "▶")).To(Equal(2))
	g.Expect(log).To(ContainSubstring("[NIM] socket closing"), "the whole log holds the console")

	// Passing, the same case shows what the test did and the application saw, and no console.
	c := verdicttest.StoryEarlyDone()
	c.Findings = nil
	brief := pageOf(g, verdicttest.Run(c)).id(g, "DST-02")
	g.Expect(brief.all("table", "ev")).To(BeEmpty())
	log = brief.wireLog(g).FirstChild.Data
	g.Expect(log).To(ContainSubstring("calls destroy"))
	g.Expect(log).NotTo(ContainSubstring("[NIM]"))
	g.Expect(log).NotTo(ContainSubstring("platform"))
}

func TestACaseThatBrokeShowsItsLastEvents(t *testing.T) {
	g := NewWithT(t)
	rec := pageOf(g, verdicttest.Run(verdicttest.StoryBroke())).id(g, "REC-06")
	g.Expect(rec.text()).To(ContainSubstring("! error"))
	table := rec.one(g, "table", "ev")
	g.Expect(table.text()).To(HavePrefix("The last events"))
	g.Expect(table.text()).To(ContainSubstring("console, [NIM] init"), "the console may tell why")
	g.Expect(table.text()).To(ContainSubstring("ran for 5 s without giving the platform a turn"))
}

func TestALongLogIsShortenedButNeverInWhatDecided(t *testing.T) {
	g := NewWithT(t)
	l := &verdicttest.Line{}
	for i := range 3000 {
		l.Wait(verdicttest.Millisecond).Add(
			ledger.Event{Who: ledger.Test, Kind: ledger.Mark, Detail: fmt.Sprintf("line-%d-", i)})
	}
	c := verdicttest.Failing("REC-03", "", "x.")
	c.Timeline, c.Findings[0].Events = l.Tl.Pack(), []int{1500}
	rec := pageOf(g, verdicttest.Run(c)).id(g, "REC-03")
	log := rec.wireLog(g).FirstChild.Data
	g.Expect(strings.Count(log, "\n")).To(BeNumerically("<", 450))
	for _, part := range []string{"line-0-", "line-1499-", "line-2999-", "2,600 lines not shown"} {
		g.Expect(log).To(ContainSubstring(part))
	}
	g.Expect(log).NotTo(ContainSubstring("line-1000-"))
	g.Expect(rec.one(g, "table", "ev").text()).To(ContainSubstring("1 1.500 test line-1499-"))
}

func TestPassingScenariosOfOneRequirementAreNamedAndNotDrawnAgain(t *testing.T) {
	g := NewWithT(t)
	l := verdicttest.StoryLogin().Timeline
	glb := pageOf(g, verdicttest.Run(
		verdict.Case{Requirement: "GLB-04", Scenario: "LIM-01", Timeline: l},
		verdict.Case{Requirement: "GLB-04", Scenario: "REC-01", Condition: "N = 3", Timeline: l},
		verdicttest.StoryHostile(),
	)).id(g, "GLB-04")
	g.Expect(glb.text()).To(ContainSubstring("Held in 2 scenarios: LIM-01; REC-01, N = 3."))
	g.Expect(glb.all("svg", "tl")).To(HaveLen(1))
}

func TestSeveralSubjectsHaveAnOverviewAndASectionEach(t *testing.T) {
	g := NewWithT(t)
	a, b := verdicttest.Run(verdicttest.Passing("LIM-01", "")), verdicttest.Run(verdicttest.Failing("LIM-01", "", "x."))
	b.Subject.Version = "9.12.2"
	doc := pageOf(g, a, b)
	g.Expect(doc.one(g, "h1", "").text()).To(Equal("2 builds: the gate is closed for 1 and open for 1."))
	rows := texts(doc.one(g, "table", "overview").one(g, "tbody", "").all("tr", ""))
	g.Expect(rows).To(Equal([]string{"@yxim/nim-web-sdk 9.21.12 ✓ certified open 1 0 0 0", "@yxim/nim-web-sdk " +
		"9.12.2 ✗ not certified closed 0 1 0 0 LIM-01"}))
	g.Expect(doc.all("section", "subject")).To(HaveLen(2))
	g.Expect(doc.id(g, "yxim-nim-web-sdk-9.12.2-LIM-01").text()).To(ContainSubstring("✗ fail"))
	g.Expect(doc.id(g, "yxim-nim-web-sdk-9.21.12-LIM-01").text()).To(ContainSubstring("✓ pass"))
}

func TestThePageOfNothingSaysSo(t *testing.T) {
	g := NewWithT(t)
	g.Expect(pageOf(g).one(g, "h1", "").text()).To(Equal("Nothing was executed: there is no verdict."))
	text := pageOf(g, verdict.Run{Asked: []string{"LIM-01"}, Broke: "the build throws while it loads"}).one(g, "main",
		"").text()
	g.Expect(text).To(ContainSubstring("Not certified: 1 of 1 MUST requirement could not be judged."))
	g.Expect(text).To(ContainSubstring("What stopped it: the build throws while it loads."))
}

// The page of the seven published releases, each tried under some 170 conditions of which seven need attention, has to
// open from a disk at once.
func TestThePageOfSevenReleasesStaysSmall(t *testing.T) {
	g := NewWithT(t)
	var runs []verdict.Run
	for i := range 7 {
		r := verdicttest.Crowd(fmt.Sprintf("9.%d.0", i), 150)
		r.Cases = append(r.Cases, verdicttest.Story().Cases...)
		runs = append(runs, r)
	}
	var b bytes.Buffer
	g.Expect(page.Write(&b, runs)).To(Succeed())
	g.Expect(b.Len()).To(And(BeNumerically("<", 3_000_000), BeNumerically(">", 300_000)))
}

// unpacked returns the parts that the page's script would put in.
func unpacked(g *WithT, doc node) (parts []string) {
	for _, pack := range doc.all("script", "packed") {
		packed, err := base64.StdEncoding.DecodeString(pack.text())
		g.Expect(err).NotTo(HaveOccurred())
		z, err := gzip.NewReader(bytes.NewReader(packed))
		g.Expect(err).NotTo(HaveOccurred())
		var some []string
		g.Expect(json.NewDecoder(z).Decode(&some)).To(Succeed())
		g.Expect(len(parts)%256).To(BeZero(), "each pack but the last is full: page.js counts on it")
		parts = append(parts, some...)
	}
	return parts
}

func TestAPageOfManyBuildsPacksWhatPassedAndTheEvidence(t *testing.T) {
	g := NewWithT(t)
	a, b, c := verdicttest.Story(), verdicttest.Story(),
		verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.StoryLogin())
	b.Subject.Version, c.Subject.Version = "9.12.2", "9.11.0"
	doc := pageOf(g, a, b, c)
	parts := unpacked(g, doc)
	used := map[string]bool{}
	for _, e := range doc.all("", "") {
		if n := e.attr("data-pack"); n != "" {
			used[n] = true
		}
	}
	for i := range parts {
		g.Expect(used).To(HaveKey(fmt.Sprint(i+1)), "a part that nothing shows")
	}
	g.Expect(used).To(HaveLen(len(parts)), "a place without its part")

	dst := doc.id(g, "yxim-nim-web-sdk-9.12.2-DST-02")
	g.Expect(dst.text()).To(ContainSubstring("it closed at 3.039 s"))
	want, _ := catalogue.Get("DST-02")
	g.Expect(dst.text()).To(ContainSubstring(want.Statement), "what needs attention is said in the page")
	g.Expect(dst.all("pre", "app")).To(HaveLen(1))
	g.Expect(dst.all("svg", "tl")).To(BeEmpty(), "and drawn when it is opened")
	g.Expect(dst.all("details", "")[0].attr("open")).To(BeEmpty())
	g.Expect(doc.id(g, "yxim-nim-web-sdk-9.11.0-LIM-01").all("svg", "tl")).To(BeEmpty())
	all := strings.Join(parts, "")
	want, _ = catalogue.Get("LIM-01")
	g.Expect(all).To(ContainSubstring(want.Statement))
	g.Expect(all).To(ContainSubstring("Time line of LIM-01, as stated"))
	g.Expect(all).To(ContainSubstring("[NIM] socket closing"), "the whole log of what failed")
	g.Expect(pageOf(g, a, b).all("div", "")).NotTo(
		ContainElement(HaveField("Node.Attr", ContainElement(HaveField("Key", "data-pack")))),
		"two builds need no packing")
}

func TestAPageOfVeryManyBuildsPacksWhatFailedToo(t *testing.T) {
	g := NewWithT(t)
	var runs []verdict.Run
	for i := range 21 {
		r := verdicttest.Story()
		r.Subject.Version = fmt.Sprintf("9.%d.0", i)
		runs = append(runs, r)
	}
	inPage := func(doc node) node { return doc.id(g, "yxim-nim-web-sdk-9.1.0-DST-02") }
	doc := pageOf(g, runs...)
	dst, parts := inPage(doc), unpacked(g, doc)
	g.Expect(dst.text()).To(ContainSubstring("done comes after the sockets closed"), "the line says what failed")
	g.Expect(dst.all("details", "cond")).To(BeEmpty())
	n, err := strconv.Atoi(dst.one(g, "div", "body").attr("data-pack"))
	g.Expect(err).NotTo(HaveOccurred())
	want, _ := catalogue.Get("DST-02")
	g.Expect(parts[n-1]).To(And(
		ContainSubstring(template.HTMLEscapeString(want.Statement)), ContainSubstring("data-first"),
		MatchRegexp(`<div data-pack="\d+">`)), "its evidence is a part of its own")
	g.Expect(inPage(pageOf(g, runs[:20]...)).all("details", "cond")).NotTo(BeEmpty())
}

func TestPackedTextOfTheSDKIsNotRunEither(t *testing.T) {
	g := NewWithT(t)
	c := verdicttest.StoryHostile()
	c.Findings, c.Requirement, c.Scenario = nil, "REC-09", ""
	r := verdicttest.Run(c, verdicttest.StoryHostile(),
		verdict.Case{Requirement: "REC-05", NotApplicable: judgement.Plain(verdicttest.HostileText)})
	parts := unpacked(g, pageOf(g, r, r, r))
	g.Expect(parts).NotTo(BeEmpty())
	for _, p := range parts {
		doc, err := html.Parse(strings.NewReader(p))
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(node{Node: doc}.all("script", "")).To(BeEmpty())
		g.Expect(node{Node: doc}.all("img", "")).To(BeEmpty())
	}
	g.Expect(strings.Join(parts, "")).To(ContainSubstring("&lt;script&gt;alert(1)"))
}

func TestThePageIsWrittenWithTheOthers(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	g.Expect(reports.Write(dir, []verdict.Run{verdicttest.Story()})).To(Succeed())
	info, err := os.Stat(dir + "/report.html")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(info.Mode().Perm()).To(Equal(os.FileMode(0o644)))
}

func TestTheExampleSpeaksTheAPIOfTheBuild(t *testing.T) {
	for name, want := range map[string]string{"nim-web-sdk-ng": "await next.V2NIMLoginService.login('bob', token, {})",
		"nim-web-sdk-ng (V1 API)": "await next.connect() // bob", "@yxim/nim-web-sdk": "SDK.NIM.getInstance"} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			r := verdicttest.Story()
			r.Subject.Name = name
			doc := pageOf(g, r)
			code := doc.id(g, "DST-02").all("pre", "app")
			g.Expect(code).To(HaveLen(1))
			g.Expect(code[0].text()).To(ContainSubstring(want))
			g.Expect(doc.id(g, "DST-02").text()).To(ContainSubstring(map[string]string{
				"nim-web-sdk-ng": "as written for the V2 API", "nim-web-sdk-ng (V1 API)": "as written for the V1 API",
				"@yxim/nim-web-sdk": "as written for @yxim/nim-web-sdk",
			}[name]))
		})
	}
}
