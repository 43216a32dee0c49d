package page

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	. "github.com/onsi/gomega"
	"golang.org/x/net/html"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/judgement"
	"nimcert/ledger"
	"nimcert/verdict"
)

// everything is a run with each requirement and each verdict.
func everything(of func(i int) verdict.Case) verdict.Run {
	r := verdict.Run{Subject: clients.Subject{Name: "@yxim/nim-web-sdk", Version: "1", Build: "x.js", SHA512: "00"},
		Cap: 2, Clock: "skip", Seed: 1, Harness: "1", Rerun: "nimcert certify"}
	tl := ledger.Timeline{
		{Seq: 1, Who: ledger.Test, Kind: ledger.Verb, Verb: "login"},
		{Seq: 2, At: time.Millisecond, Who: ledger.Host, Kind: ledger.SocketConnecting, Socket: 1},
		{Seq: 3, At: time.Second, Who: ledger.Client, Kind: ledger.WillReconnect, Count: 1, Duration: time.Second},
		{Seq: 4, At: 3 * time.Second, Who: ledger.Server, Kind: ledger.Login},
	}
	for i, q := range catalogue.All() {
		c := of(i)
		c.Requirement, c.Timeline, c.Session = q.ID, tl.Pack(), 60
		r.Cases, r.Asked = append(r.Cases, c), append(r.Asked, q.ID)
	}
	return r
}

func mixed(i int) verdict.Case {
	found := []verdict.Finding{{Phrase: judgement.Plain("said at 1.002 s"), Events: []int{2, 3}}}
	return []verdict.Case{{}, {Findings: found}, {Findings: found, Known: "said"},
		{NotApplicable: judgement.Plain("said")}, {Broke: judgement.Plain("said")},
		{Findings: found, Second: &verdict.Second{Findings: found}}, {Findings: found, Second: &verdict.Second{}},
		{Findings: found, Second: &verdict.Second{Broke: judgement.Plain("said")}},
		{Findings: found,
			Second: &verdict.Second{Findings: []verdict.Finding{{Phrase: judgement.Plain("other")}}}}}[i%9]
}

// untranslated lists the texts of a page that its dictionary lacks. Names, identifiers and texts of a session do not
// count.
func untranslated(g *WithT, page []byte) (out []string) {
	doc, err := html.Parse(bytes.NewReader(page))
	g.Expect(err).NotTo(HaveOccurred())
	var data pageData
	for n := range doc.Descendants() {
		if n.Data == "script" && n.FirstChild != nil && len(n.Attr) == 2 {
			g.Expect(json.Unmarshal([]byte(n.FirstChild.Data), &data)).To(Succeed())
		}
	}
	g.Expect(data.Chinese).NotTo(BeEmpty())
	name := regexp.MustCompile(`^(nimcert|MUST|SHOULD|SHA-512|SDK|[A-Z]{3}-\d\d|said.*|.*@yxim/nim-web-sdk.*)$`)
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for _, a := range n.Attr {
			if a.Key == "translate" || a.Key == "data-zh" || a.Key == "class" && (a.Val == "tl" || a.Val == "id") {
				return
			}
		}
		if n.Data == "script" || n.Data == "style" || n.Data == "noscript" || n.Data == "head" {
			return
		}
		if n.Type == html.TextNode {
			s := strings.TrimSpace(n.Data)
			_, exact := data.Chinese[s]
			_, pattern := data.Chinese[measured.ReplaceAllString(s, "#")]
			if !exact && !pattern && strings.ContainsFunc(s, unicode.IsLetter) && !name.MatchString(s) {
				out = append(out, s)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	return out
}

func TestEveryWordOfThePagesIsThereInChinese(t *testing.T) {
	g := NewWithT(t)
	other := everything(func(int) verdict.Case { return verdict.Case{} })
	other.Subject.Version = "2"
	for _, runs := range [][]verdict.Run{{everything(mixed)}, {everything(mixed), other}} {
		var b bytes.Buffer
		g.Expect(Write(&b, runs)).To(Succeed())
		g.Expect(untranslated(g, b.Bytes())).To(BeEmpty())
	}
	var b bytes.Buffer
	g.Expect(WriteMatrix(&b, Matrices([]verdict.Run{everything(mixed), other}), "report.html")).To(Succeed())
	g.Expect(untranslated(g, b.Bytes())).To(BeEmpty())
	g.Expect(languageScript).To(ContainSubstring(measured.String()), "page and test look for the same numbers")
}

func TestEachPatternHasAsManyPlacesInChinese(t *testing.T) {
	for en, zh := range pageWords {
		if strings.Count(en, "#") != strings.Count(zh, "#") {
			t.Errorf("%q has other places than %q", zh, en)
		}
	}
}

func TestAPageShowsTheSecondSession(t *testing.T) {
	found := func(text string) []verdict.Finding { return []verdict.Finding{{Phrase: judgement.Plain(text)}} }
	for _, c := range []struct {
		second *verdict.Second
		want   string
		again  bool // whether the second session's findings are listed
	}{
		{nil, "", false},
		{&verdict.Second{Findings: found("done came at 1.003 s")},
			"Confirmed in a second, fresh session: the same findings.", false},
		{&verdict.Second{Findings: found("done never came")}, "A second, fresh session found something else:", true},
		{&verdict.Second{}, "A second, fresh session found nothing", false},
		{&verdict.Second{Broke: judgement.Plain("it looped")}, "A second, fresh session broke:", false},
	} {
		t.Run(c.want, func(t *testing.T) {
			g := NewWithT(t)
			r := verdict.Run{Asked: []string{"DST-02"},
				Cases: []verdict.Case{{Requirement: "DST-02", Findings: found("done came at 1.002 s"),
					Second: c.second}}}
			var b bytes.Buffer
			g.Expect(Write(&b, []verdict.Run{r})).To(Succeed())
			g.Expect(strings.Contains(b.String(), `<div class="second">`)).To(Equal(c.want != ""))
			g.Expect(b.String()).To(ContainSubstring(c.want))
			g.Expect(strings.Contains(b.String(), `<li translate="no">done never came</li>`)).To(Equal(c.again))
		})
	}
}

func TestAPageNamesTheLineThatBreaksAndTheReleasesThatHold(t *testing.T) {
	g := NewWithT(t)
	one := func(version string, findings ...verdict.Finding) verdict.Run {
		return verdict.Run{Subject: clients.Subject{Name: "sdk", Version: version}, Asked: []string{"DST-02"},
			Cases: []verdict.Case{{Requirement: "DST-02", Findings: findings}}}
	}
	var b bytes.Buffer
	g.Expect(Write(&b,
		[]verdict.Run{one("8.9.103"), one("9.21.12", verdict.Finding{Phrase: judgement.Plain("x")})})).To(Succeed())
	page := b.String()
	e, _ := catalogue.ExampleOf("DST-02")
	g.Expect(strings.Count(page, "<mark>")).To(Equal(1), "of what fails only")
	g.Expect(page).To(ContainSubstring("<mark>" + text(e.Code[e.Line]) + "</mark>"))
	g.Expect(page).To(ContainSubstring(`<span>It holds in</span> <b translate="no">8.9.103</b>`))
	g.Expect(strings.Index(page, `id="sdk-9.21.12"`)).To(BeNumerically("<", strings.Index(page, `id="sdk-8.9.103"`)),
		"what is not certified comes first")
}

var (
	saidOfSDK    = judgement.Say("page.uncaught", "not caught at {at}: {what}", "{at} 有异常没有被捕获：{what}")
	saidOfSocket = judgement.Say("page.socket", "a socket after done: {n:times}, first at {at}",
		"done 之后仍有 socket：{n:times}，首次在 {at}")
)

func TestThePageCarriesTheChineseOfWhatWasFound(t *testing.T) {
	g := NewWithT(t)
	hostile := `"><img src=x onerror=alert(1)>`
	r := verdict.Run{Subject: clients.Subject{Name: "sdk", Version: "1"}, Asked: []string{"GLB-04"},
		Cases: []verdict.Case{{Requirement: "GLB-04", Scenario: "LIM-01",
			Findings: []verdict.Finding{{Phrase: saidOfSDK.Of(time.Second, hostile)}},
			Second:   &verdict.Second{Findings: []verdict.Finding{{Phrase: saidOfSocket.Of(1, 2*time.Second)}}}}}}
	var b bytes.Buffer
	g.Expect(Write(&b, []verdict.Run{r})).To(Succeed())
	g.Expect(b.String()).NotTo(ContainSubstring("<img"))
	doc, err := html.Parse(&b)
	g.Expect(err).NotTo(HaveOccurred())
	said := map[string]int{}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "data-zh" {
				said[strings.TrimSpace(a.Val)]++
			}
		}
	}
	g.Expect(said).To(HaveKeyWithValue("1.000 s 有异常没有被捕获："+hostile, 3),
		"in the overview, in the table and in the evidence")
	g.Expect(said).To(HaveKeyWithValue("done 之后仍有 socket：1 次，首次在 2.000 s", 1), "of the second session")
}
