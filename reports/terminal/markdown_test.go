package terminal_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/reports/terminal"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

func markdown(g *WithT, runs ...verdict.Run) string {
	var b bytes.Buffer
	g.Expect(terminal.WriteMarkdown(&b, runs)).To(Succeed())
	return b.String()
}

func TestTheMarkdownSummarySaysTheVerdictFirst(t *testing.T) {
	g := NewWithT(t)
	g.Expect(markdown(g,
		verdicttest.Run(verdicttest.Passing("LIM-01", ""),
			verdicttest.Known(verdicttest.Failing("REC-02", "", "Twice."), "ticket 7"),
			verdicttest.Failing("REC-01", "N = 3", "Four attempts.", "Late."),
			verdicttest.Failing("REC-14", "", "All at once."), verdicttest.Inapplicable("LIM-02", "no chatroom")))).To(
		Equal("## ✗ @&#8203;yxim/nim-web-sdk 9.21.12: not certified\n\n" +
			"**Not certified: 1 of 4 MUST requirements fails; 1 more fails as recorded.**\n\n" +
			"The gate is closed: hold this build. Give the SDK's maintainers the evidence under REC-01. To release " +
			"all the same, record each as a known failure with its reason.\n\n" +
			"| Requirement | Verdict | What was seen | Run it again |\n|---|---|---|---|\n" +
			"| **REC-01** Exactly N reconnection attempts | ✗ fail | *N = 3*: Four attempts. (and 1 more) | " +
			"`nimcert certify --sdk nim-web-sdk-9.21.12 --seed 42 --run rec-01/n-3 --allow-partial` |\n" +
			"| **REC-02** One ondisconnect when attempts are used up | ◐ known failure | Twice. Recorded as known: " +
			"ticket 7 | `nimcert certify --sdk nim-web-sdk-9.21.12 --seed 42 --run REC-02 --allow-partial` |\n" +
			"| **REC-14** A crowd comes back spread out | ✗ fail, SHOULD | All at once. | `nimcert certify --sdk " +
			"nim-web-sdk-9.21.12 --seed 42 --run REC-14 --allow-partial` |\n\n" +
			"✗ 2 fail, ◐ 1 known failure, ✓ 1 pass, – 1 not applicable\n\n"))
	g.Expect(markdown(g, verdicttest.Run(verdicttest.Passing("LIM-01", "")))).NotTo(ContainSubstring("| Requirement |"),
		"no table of nothing")
	g.Expect(markdown(g, verdicttest.Run(verdicttest.Passing("LIM-01", "")),
		verdicttest.Run(verdicttest.Failing("LIM-01", "", "x.")))).To(
		HavePrefix("**2 builds: the gate is closed for 1 and open for 1.**\n\n"))
	g.Expect(markdown(g)).To(Equal("## nimcert\n\nNothing was executed: there is no verdict.\n"))
}

func TestWhatAnSDKSaysIsTextInMarkdown(t *testing.T) {
	g := NewWithT(t)
	evil := "a\n\n# Certified | <img src=x onerror=alert(1)> </td> `code` *b* [x](http://evil) ![i](y) @team " +
		"\x1b[31m \u202e &lt;"
	r := verdicttest.Run(verdicttest.Failing("REC-01", evil, evil))
	r.Subject.Name, r.Subject.Version, r.Rerun, r.Broke = evil, evil, "nimcert certify --build a|b`c", evil
	got := markdown(g, r)
	for _, raw := range []string{"<img", "</td>", "[x](", "![", "\x1b", "\u202e", "@team"} {
		g.Expect(got).NotTo(ContainSubstring(raw))
	}
	for line := range strings.Lines(got) {
		if strings.HasPrefix(line, "| **") {
			g.Expect(strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")).To(Equal(5), "four cells: %s", line)
		}
		g.Expect(strings.HasPrefix(line, "# ")).To(BeFalse())
	}
	g.Expect(got).To(ContainSubstring("`nimcert certify --build a\\|b'c --run rec-01/"))
}

func TestTheMarkdownSummaryStaysUnderTheServicesLimit(t *testing.T) {
	g := NewWithT(t)
	var runs []verdict.Run
	for n := range 600 {
		r := verdicttest.Run(verdicttest.Failing("LIM-01", strings.Repeat("<", 500), strings.Repeat("|", 400)),
			verdicttest.Failing("LIM-03", "", strings.Repeat("&", 400)))
		r.Subject.Version = fmt.Sprint(n)
		runs = append(runs, r)
	}
	got := markdown(g, runs...)
	g.Expect(len(got)).To(BeNumerically("<", 1<<20))
	g.Expect(len(got)).To(BeNumerically(">", 800<<10), "what there is room for is there")
	g.Expect(got).To(MatchRegexp("[0-9 ,\u202f\u00a0]+ requirements were left out, because this page has a limit: " +
		"`report.html` has them all\\.\n$"))
}
