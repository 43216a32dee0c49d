package junit_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/ledger"
	"nimcert/reports/junit"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// junitModel is the schema of Jenkins' junit-10 as far as an element may hold others, with the attributes that it
// allows; those marked are required. file and line of a case are this project's addition.
var junitModel = map[string]struct {
	children   string
	attributes string
}{
	"testsuites": {"testsuite", "name time tests failures errors"},
	"testsuite": {"testsuite properties testcase system-out system-err",
		"name! tests! failures! errors! group time skipped timestamp hostname id package file log url"},
	"properties": {"property", ""},
	"property":   {"", "name! value!"},
	"testcase":   {"skipped error failure system-out system-err", "name! time classname group file line"},
	"skipped":    {"#text", "type message"},
	"error":      {"#text", "type message"},
	"failure":    {"#text", "type message"},
	"system-out": {"#text", ""},
}

var surefireTime = regexp.MustCompile(`^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$`)

// validate reads the document strictly, holds every element against the model, and its counts against what it holds.
func validate(g *WithT, doc []byte) {
	g.Expect(utf8.Valid(doc)).To(BeTrue())
	d := xml.NewDecoder(bytes.NewReader(doc))
	var path []string
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		g.Expect(err).NotTo(HaveOccurred())
		switch e := tok.(type) {
		case xml.StartElement:
			name := e.Name.Local
			model, ok := junitModel[name]
			g.Expect(ok).To(BeTrue(), "no element <%s> in the schema", name)
			if len(path) == 0 {
				g.Expect(name).To(Equal("testsuites"))
			} else {
				parent := path[len(path)-1]
				g.Expect(strings.Fields(junitModel[parent].children)).To(ContainElement(name), "<%s> in <%s>", name,
					parent)
			}
			have := map[string]string{}
			for _, a := range e.Attr {
				have[a.Name.Local] = a.Value
			}
			for _, a := range strings.Fields(model.attributes) {
				if bare, required := strings.CutSuffix(a, "!"); required {
					g.Expect(have).To(HaveKey(bare), "<%s>", name)
					a = bare
				}
				if a == "time" && name != "testcase" {
					g.Expect(have[a]).To(MatchRegexp(surefireTime.String()))
				}
				delete(have, a)
			}
			g.Expect(have).To(BeEmpty(), "attributes of <%s> that the schema does not have", name)
			path = append(path, name)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if len(bytes.TrimSpace(e)) > 0 {
				g.Expect(junitModel[path[len(path)-1]].children).To(Equal("#text"), "text in <%s>", path[len(path)-1])
			}
		}
	}
	g.Expect(path).To(BeEmpty())
	var all junitDoc
	g.Expect(xml.Unmarshal(doc, &all)).To(Succeed())
	var tests, failures, errors int
	suites, cases := map[string]bool{}, map[string]bool{}
	for _, s := range all.Suites {
		g.Expect(suites[s.Name]).To(BeFalse(), "Jenkins joins two suites %q", s.Name)
		suites[s.Name] = true
		var f, e, k int
		for _, c := range s.Cases {
			g.Expect(cases[c.Classname+c.Name]).To(BeFalse(), "GitLab keeps one of two cases %q", c.Name)
			cases[c.Classname+c.Name] = true
			said := 0
			for _, d := range []struct {
				is *detail
				n  *int
			}{{c.Failure, &f}, {c.Error, &e}, {c.Skipped, &k}} {
				if d.is != nil {
					*d.n++
					said++
					g.Expect(d.is.Message).NotTo(BeEmpty())
					g.Expect(strings.TrimSpace(d.is.Text)).NotTo(BeEmpty(), "GitLab shows the text alone")
					// What GitLab takes for the type of a value, it would try to read as one.
					g.Expect(d.is.Type).To(BeElementOf("fail", "error", "known failure", "not applicable"))
				}
			}
			g.Expect(said).To(BeNumerically("<=", 1), c.Name)
		}
		g.Expect([]int{s.Tests, s.Failures, s.Errors, s.Skipped}).To(Equal([]int{len(s.Cases), f, e, k}), s.Name)
		tests, failures, errors = tests+s.Tests, failures+s.Failures, errors+s.Errors
	}
	g.Expect([]int{all.Tests, all.Failures, all.Errors}).To(Equal([]int{tests, failures, errors}))
}

type junitDoc struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Suites   []struct {
		Name       string `xml:"name,attr"`
		Tests      int    `xml:"tests,attr"`
		Failures   int    `xml:"failures,attr"`
		Errors     int    `xml:"errors,attr"`
		Skipped    int    `xml:"skipped,attr"`
		Properties []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"properties>property"`
		Cases []struct {
			Name      string  `xml:"name,attr"`
			Classname string  `xml:"classname,attr"`
			File      string  `xml:"file,attr"`
			Line      int     `xml:"line,attr"`
			Failure   *detail `xml:"failure"`
			Error     *detail `xml:"error"`
			Skipped   *detail `xml:"skipped"`
			Output    string  `xml:"system-out"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

type detail struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

func junitOf(g *WithT, runs ...verdict.Run) junitDoc {
	var b bytes.Buffer
	g.Expect(junit.Write(&b, runs, "out/report.html")).To(Succeed())
	validate(g, b.Bytes())
	var doc junitDoc
	g.Expect(xml.Unmarshal(b.Bytes(), &doc)).To(Succeed())
	return doc
}

func TestJUnitHasOneCasePerRequirementWithItsVerdict(t *testing.T) {
	g := NewWithT(t)
	fails := verdicttest.Failing("REC-01", "N = 3", "Four attempts, at 1.6 s, 3.2 s, 6.4 s and 8 s; 3 are allowed.",
		"And late.")
	fails.File, fails.Line = "suites/reconnection.go", 88
	doc := junitOf(g, verdicttest.Run(
		verdicttest.Passing("LIM-01", ""), verdicttest.Inapplicable("LIM-02", "the SDK has no chatroom"),
		verdicttest.Passing("REC-01", "N = 0"), fails,
		verdicttest.Known(verdicttest.Failing("REC-02", "", "Twice."), "ticket 7"),
		verdicttest.Broke("REC-04", "", "the client hung"), verdicttest.Failing("REC-14", "", "All at once."),
	))
	g.Expect(doc.Suites).To(HaveLen(2), "one for each group")
	lim, rec := doc.Suites[0], doc.Suites[1]
	g.Expect([]int{lim.Tests, lim.Failures, lim.Errors, lim.Skipped}).To(Equal([]int{2, 0, 0, 1}))
	g.Expect([]int{rec.Tests, rec.Failures, rec.Errors, rec.Skipped}).To(Equal([]int{4, 1, 1, 2}))
	g.Expect([]int{doc.Tests, doc.Failures, doc.Errors}).To(Equal([]int{6, 1, 1}))
	g.Expect(lim.Name).To(Equal("@yxim/nim-web-sdk 9.21.12: LIM Connection limit"))
	g.Expect(rec.Name).To(Equal("@yxim/nim-web-sdk 9.21.12: REC Reconnection"))

	c := append(lim.Cases, rec.Cases...)
	g.Expect(c).To(HaveLen(6))
	g.Expect(c[0].Name).To(Equal("LIM-01 One login holds one socket"))
	g.Expect(c[0].Classname).To(Equal("nimcert.LIM"))
	g.Expect(c[0].Failure).To(BeNil())
	g.Expect(c[0].Skipped).To(BeNil())
	g.Expect(c[1].Skipped.Message).To(Equal("not applicable: the SDK has no chatroom"))

	g.Expect(c[2].Failure.Message).To(
		Equal("Four attempts, at 1.6 s, 3.2 s, 6.4 s and 8 s; 3 are allowed. (and 1 more)"))
	g.Expect(c[2].Failure.Type).To(Equal("fail"))
	g.Expect(c[2].Failure.Text).To(HavePrefix("Four attempts, at 1.6 s"), "GitLab shows no message")
	for _, part := range []string{"REC-01 (MUST): With reconnectionAttempts N", "N = 3 (rec-01/n-3): fail",
		"  - And late.",
		"Run it again: nimcert certify --sdk nim-web-sdk-9.21.12 --seed 42 --run rec-01/n-3 --allow-partial"} {
		g.Expect(c[2].Failure.Text).To(ContainSubstring(part))
	}
	g.Expect(c[2].Failure.Text).NotTo(ContainSubstring("N = 0"), "what passed explains no failure")
	g.Expect(c[2].File).To(Equal("suites/reconnection.go"))
	g.Expect(c[2].Line).To(Equal(88))

	g.Expect(c[3].Skipped.Message).To(Equal("known failure: Twice. Recorded as known: ticket 7"))
	g.Expect(c[4].Error.Message).To(Equal("the client hung"))
	g.Expect(c[4].Error.Type).To(Equal("error"))
	g.Expect(c[5].Failure).To(BeNil(), "a SHOULD turns no pipeline red")
	g.Expect(c[5].Skipped.Message).To(Equal("SHOULD requirement fails: All at once."))

	for _, skipped := range []int{0, 1, 3, 5} {
		g.Expect(c[skipped].Output).To(BeEmpty())
	}
	g.Expect(c[2].Output).To(Equal("\n[[ATTACHMENT|out/report.html]]\n"))
	g.Expect(c[4].Output).To(Equal(c[2].Output))

	props := map[string]string{}
	for _, p := range rec.Properties {
		props[p.Name] = p.Value
	}
	g.Expect(lim.Properties).To(Equal(rec.Properties))
	sum, err := hex.DecodeString(verdicttest.Subject().SHA512)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(props).To(HaveKeyWithValue("integrity", "sha512-"+base64.StdEncoding.EncodeToString(sum)))
	g.Expect(props).To(
		And(HaveKeyWithValue("sdk", "@yxim/nim-web-sdk"), HaveKeyWithValue("version", "9.21.12"),
			HaveKeyWithValue("sha512", verdicttest.Subject().SHA512),
			HaveKeyWithValue("seed", "42"), HaveKeyWithValue("clock", "skip"), HaveKeyWithValue("cap", "2"),
			HaveKeyWithValue("verdict", "not certified"),
			HaveKeyWithValue("gate", "error")))
}

func TestJUnitShowsWhatWasAskedAndNeverTried(t *testing.T) {
	g := NewWithT(t)
	r := verdict.Run{Asked: []string{"LIM-01"}}
	c := junitOf(g, r).Suites[0].Cases[0]
	g.Expect(c.Error.Message).To(Equal("nothing was executed"))
	g.Expect(c.Error.Text).To(ContainSubstring("nothing was executed"))
	g.Expect(junitOf(g).Suites).To(BeEmpty())
}

func TestJUnitKeepsSubjectsApart(t *testing.T) {
	g := NewWithT(t)
	a, b := verdicttest.Run(verdicttest.Passing("LIM-01", "")), verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	b.Subject.Version = "9.12.2"
	doc := junitOf(g, a, b)
	g.Expect(doc.Suites).To(HaveLen(2))
	g.Expect(doc.Suites[0].Name).NotTo(Equal(doc.Suites[1].Name))
	g.Expect(doc.Suites[0].Cases[0].Classname).To(Equal("nimcert.yxim-nim-web-sdk-9_21_12.LIM"))
	g.Expect(doc.Suites[1].Cases[0].Classname).To(Equal("nimcert.yxim-nim-web-sdk-9_12_2.LIM"))
}

func TestJUnitShowsTheEventsThatDecided(t *testing.T) {
	g := NewWithT(t)
	var l verdicttest.Line
	l.Login(1, "alice")
	l.Wait(time.Second).Verb("destroy", "alice")
	done := l.Wait(time.Millisecond).Client(ledger.Done, "alice")
	c := verdicttest.Failing("DST-02", "a link of 250 ms", "done came while the socket was open.")
	c.Timeline, c.Findings[0].Events = l.Tl.Pack(), []int{done}
	text := junitOf(g, verdicttest.Run(c)).Suites[0].Cases[0].Failure.Text
	g.Expect(text).To(ContainSubstring("\nWhat was seen, in session time, a link of 250 ms:\n"))
	g.Expect(text).To(MatchRegexp(`(?m)^▶ +1\.0\d\d  SDK +alice: done`))
	g.Expect(text).To(MatchRegexp(`(?m)^  … \d+ events before$`))
}

func TestTheAttachmentLineHoldsAPathOrIsNotThere(t *testing.T) {
	for page, want := range map[string]string{
		"": "", "out/report.html": "\n[[ATTACHMENT|out/report.html]]\n", "a]]b/report.html": "", "a|b/report.html": "",
		"a\nb/report.html": "", "a\x1bb": "",
	} {
		g := NewWithT(t)
		var b bytes.Buffer
		g.Expect(junit.Write(&b, []verdict.Run{verdicttest.Run(verdicttest.Failing("REC-01", "", "x."))}, page)).To(
			Succeed())
		validate(g, b.Bytes())
		var doc junitDoc
		g.Expect(xml.Unmarshal(b.Bytes(), &doc)).To(Succeed())
		g.Expect(doc.Suites[0].Cases[0].Output).To(Equal(want), "%q", page)
	}
}

func TestJUnitIsValidWhateverTheSDKSays(t *testing.T) {
	g := NewWithT(t)
	hostile := "]]></failure><script>&amp;\x00\x01\x1b[31m\x7f\u0085\ufffe\u202e\xff\xed\xa0\x80\r\n\ttext 网"
	f := verdicttest.Failing("REC-01", hostile, hostile)
	f.File = hostile
	b := verdicttest.Broke("REC-02", hostile, hostile)
	k := verdicttest.Known(verdicttest.Failing("REC-04", hostile, hostile), hostile)
	n := verdicttest.Inapplicable("REC-05", hostile)
	r := verdicttest.Run(f, b, k, n)
	r.Subject.Name, r.Subject.Version, r.Clock, r.Harness, r.Rerun = hostile, hostile, hostile, hostile, hostile
	c := junitOf(g, r).Suites[0].Cases
	g.Expect(c[0].Failure.Message).To(HavePrefix("]]></failure><script>&amp;\ufffd\ufffd\ufffd[31m\ufffd"))
	g.Expect(c[0].Failure.Message).To(HaveSuffix("\n\ttext 网"))
	g.Expect(c[0].Failure.Text).To(ContainSubstring("]]></failure><script>&amp;"))
	g.Expect(c[0].Failure.Message).NotTo(ContainSubstring("\u202e"))
}

func TestJUnitHasTheNotesOnDocuments(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.Passing("APP-01", ""), verdicttest.Passing("REC-01", ""))
	want, _ := catalogue.Get("APP-01")
	g.Expect(want.Note).NotTo(BeEmpty())

	noted := 0
	for _, s := range junitOf(g, r).Suites {
		for _, p := range s.Properties {
			if p.Name == "note on the guide, APP-01" {
				g.Expect(p.Value).To(Equal(want.Note))
				noted++
			}
		}
	}
	g.Expect(noted).To(Equal(1))
}
