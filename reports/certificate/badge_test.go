package certificate_test

import (
	"encoding/json"
	"encoding/xml"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/reports"
	"nimcert/reports/certificate"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

func TestTheBadgeSaysTheVerdict(t *testing.T) {
	partial := func(r verdict.Run) verdict.Run { r.Partial = true; return r }
	fails, recorded := verdicttest.Failing("REC-01", "", "x."),
		verdicttest.Known(verdicttest.Failing("REC-02", "", "x."), "k")
	for name, c := range map[string]struct {
		run            verdict.Run
		message, color string
		isError        bool
	}{
		"certified": {verdicttest.Run(verdicttest.Passing("LIM-01", "")), "certified", "brightgreen", false},
		"a SHOULD fails": {verdicttest.Run(verdicttest.Passing("LIM-01", ""),
			verdicttest.Failing("REC-14", "", "x.")), "certified", "brightgreen", false},
		"one known": {verdicttest.Run(recorded), "1 known failure", "yellow", false},
		"two known": {verdicttest.Run(recorded,
			verdicttest.Known(verdicttest.Failing("REC-03", "", "x."), "k")), "2 known failures", "yellow", false},
		"known, not all tried": {partial(verdicttest.Run(recorded)), "1 known failure, partial", "yellow", false},
		"not all tried": {partial(verdicttest.Run(verdicttest.Passing("LIM-01", ""))), "partial", "yellow",
			false},
		"a MUST fails":         {verdicttest.Run(fails, recorded), "not certified", "red", false},
		"fails, not all tried": {partial(verdicttest.Run(fails)), "not certified, partial", "red", false},
		"the harness broke": {verdicttest.Run(verdicttest.Passing("LIM-01", ""),
			verdicttest.Broke("REC-01", "", "hung")), "error", "lightgrey", true},
		"nothing executed": {verdict.Run{}, "error", "lightgrey", true},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			dir := t.TempDir()
			g.Expect(reports.Write(dir, []verdict.Run{c.run})).To(Succeed())
			raw := read(g, dir, verdict.BadgeDataFile)
			var b struct {
				SchemaVersion         int
				Label, Message, Color string
				IsError               bool
			}
			g.Expect(json.Unmarshal(raw, &b)).To(Succeed())
			names, _ := keys(g, raw)
			for _, name := range names {
				// The fields of shields.io's endpoint schema; it refuses a badge with another.
				g.Expect(name).To(
					BeElementOf("schemaVersion", "label", "message", "color", "labelColor", "isError", "namedLogo",
						"logoSvg", "logoColor", "logoSize", "style", "cacheSeconds"))
			}
			g.Expect(b.SchemaVersion).To(Equal(1))
			g.Expect(b.Label).To(Equal("nimcert"))
			g.Expect(b.Message).To(Equal(c.message))
			g.Expect(b.Color).To(Equal(c.color))
			g.Expect(b.IsError).To(Equal(c.isError))
			svg := read(g, dir, verdict.BadgeFile)
			badgeStandsAlone(g, svg)
			g.Expect(string(svg)).To(ContainSubstring("<title>nimcert: " + c.message))
		})
	}
}

// badgeStandsAlone checks that the picture is well-formed, has a title, and names nothing outside itself.
func badgeStandsAlone(g *WithT, svg []byte) {
	var doc struct {
		XMLName xml.Name `xml:"http://www.w3.org/2000/svg svg"`
		Role    string   `xml:"role,attr"`
		Label   string   `xml:"aria-label,attr"`
		Title   string   `xml:"title"`
	}
	g.Expect(xml.Unmarshal(svg, &doc)).To(Succeed())
	g.Expect(doc.Role).To(Equal("img"))
	g.Expect(doc.Title).NotTo(BeEmpty())
	g.Expect(doc.Label).To(Equal(doc.Title))
	text := strings.ReplaceAll(string(svg), "http://www.w3.org/2000/svg", "")
	for _, outside := range []string{"http", "href", "<script", "<image", "<foreignObject", "@import", "<style"} {
		g.Expect(text).NotTo(ContainSubstring(outside))
	}
}

func TestTheBadgeShowsAnyNameAsText(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	r.Subject.Name, r.Subject.Version = `"/><script>alert(1)</script>`, "1\x00\x1b\u202e&\n2"
	svg := certificate.Of(r).Badge().SVG()
	badgeStandsAlone(g, svg)
	g.Expect(string(svg)).To(ContainSubstring("&lt;script&gt;alert(1)"))
}

func TestTheBadgesTextStandsOutFromItsGround(t *testing.T) {
	g := NewWithT(t)
	pair := regexp.MustCompile(`fill="(#[0-9a-f]{6})"/></g>.*fill="(#[0-9a-f]{3})" textLength="\d+">[^<]*</text></g>`)
	for _, r := range []verdict.Run{verdicttest.Run(verdicttest.Passing("LIM-01", "")),
		verdicttest.Run(verdicttest.Known(verdicttest.Failing("REC-02", "", "x."), "k")),
		verdicttest.Run(verdicttest.Failing("REC-01", "", "x.")), {}} {
		m := pair.FindStringSubmatch(string(certificate.Of(r).Badge().SVG()))
		g.Expect(m).To(HaveLen(3))
		g.Expect(contrast(m[1], m[2])).To(BeNumerically(">=", 4.5), "%s on %s (WCAG 2, AA)", m[2], m[1])
	}
}

// contrast is WCAG's ratio between two colours.
func contrast(a, b string) float64 {
	luminance := func(c string) float64 {
		c = c[1:]
		if len(c) == 3 {
			c = string([]byte{c[0], c[0], c[1], c[1], c[2], c[2]})
		}
		sum := 0.0
		for i, share := range []float64{0.2126, 0.7152, 0.0722} {
			n, _ := strconv.ParseUint(c[2*i:2*i+2], 16, 8)
			v := float64(n) / 255
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			sum += share * v
		}
		return sum
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
