package terminal_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
	"nimcert/reports/evidence"
	"nimcert/reports/junit"
	"nimcert/reports/page"
	"nimcert/reports/terminal"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

func summary(g *WithT, runs []verdict.Run, o ...terminal.SummaryOptions) string {
	var b bytes.Buffer
	g.Expect(terminal.Summary(&b, runs, o...)).To(Succeed())
	return b.String()
}

func TestTheSummarySaysWhatToDo(t *testing.T) {
	g := NewWithT(t)
	got := summary(g, []verdict.Run{verdicttest.Run(
		verdicttest.Passing("LIM-01", ""), verdicttest.Known(verdicttest.Failing("REC-02", "", "Twice."), "ticket 7"),
		verdicttest.Passing("REC-01", "N = 0"), verdicttest.Failing("REC-01", "N = 3", "Four attempts."),
		verdicttest.Failing("REC-14", "", "All at once."), verdicttest.Inapplicable("LIM-02", "no chatroom"),
	)}, terminal.SummaryOptions{Report: "out/report.html"})
	g.Expect(got).To(Equal(`@yxim/nim-web-sdk 9.21.12
Not certified: 1 of 4 MUST requirements fails; 1 more fails as recorded.
The gate is closed: hold this build. Give the SDK's maintainers the evidence under REC-01. ` +
		`To release all the same, record each as a known failure with its reason.

  REC-01  ✗ fail: Exactly N reconnection attempts
    N = 3
    Four attempts.
    Run it again: nimcert certify --sdk nim-web-sdk-9.21.12 --seed 42 --run rec-01/n-3 --allow-partial

  REC-02  ◐ known failure: One ondisconnect when attempts are used up
    Twice. Recorded as known: ticket 7
    Run it again: nimcert certify --sdk nim-web-sdk-9.21.12 --seed 42 --run REC-02 --allow-partial

  REC-14  ✗ fail, SHOULD: A crowd comes back spread out
    All at once.
    Run it again: nimcert certify --sdk nim-web-sdk-9.21.12 --seed 42 --run REC-14 --allow-partial

✗ 2 fail, ◐ 1 known failure, ✓ 1 pass, – 1 not applicable

Report: out/report.html
`))
}

func TestTheHeadlineAndTheGateInWords(t *testing.T) {
	partial := func(r verdict.Run) verdict.Run { r.Partial = true; return r }
	for _, c := range []struct {
		name           string
		run            verdict.Run
		headline, gate string
		advice         string
	}{
		{"certified", verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Passing("LIM-03", "")),
			"Certified: all 2 MUST requirements hold.", "The gate is open.", "This build may be released."},
		{"one that does not apply",
			verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Inapplicable("LIM-02", "x")),
			"Certified: all 2 MUST requirements hold or do not apply (1).",
			"The gate is open.", "may be released"},
		{"a SHOULD fails", verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Failing("REC-14", "", "x.")),
			"Certified: the one MUST requirement holds.", "The gate is open.",
			"Reported only: 1 SHOULD requirement fails (REC-14)."},
		{"partial", partial(verdicttest.Run(verdicttest.Passing("LIM-01", ""))),
			"Partial: nothing failed, but only 1 requirement was asked.", "The gate is open.",
			"Ask for the whole catalogue"},
		{"known", verdicttest.Run(verdicttest.Passing("LIM-01", ""),
			verdicttest.Known(verdicttest.Failing("REC-01", "", "x."), "t")),
			"Not certified: 1 of 2 MUST requirements fails, as recorded.",
			"The gate is open.", "The failures of REC-01 are recorded"},
		{"stale", verdicttest.Run(verdicttest.Known(verdicttest.Passing("REC-01", ""), "t")),
			"Not certified: 1 of 1 MUST requirement fails.", "The gate is closed",
			"Delete from the known failures what no longer fails: REC-01."},
		{"broken", verdicttest.Run(verdicttest.Broke("REC-01", "", "hung"), verdicttest.Failing("LIM-01", "", "x.")),
			"Not certified: 1 of 2 MUST requirements fails; 1 could not be judged.",
			"The gate is in error", "Look at REC-01 first: there the client or the harness broke before it could be " +
				"judged. What failed stands: LIM-01."},
		{"a SHOULD broke", verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Broke("REC-14", "", "hung")),
			"Partial: nothing failed, but not everything could be executed (2 requirements asked).",
			"The gate is in error", "Look at REC-14 first"},
		{"interrupted", verdict.Run{Asked: []string{"LIM-01"}, Broke: "the run was interrupted"},
			"Not certified: 1 of 1 MUST requirement could not be judged.",
			"The gate is in error", "What stopped it: the run was interrupted."},
		{"nothing", verdict.Run{}, "Not certified: nothing was executed.", "The gate is in error",
			"Nothing was executed"},
		{"many", verdicttest.Run(verdicttest.Failing("LIM-01", "", "x."), verdicttest.Failing("LIM-02", "", "x."),
			verdicttest.Failing("LIM-03", "", "x."), verdicttest.Failing("LIM-04", "", "x."),
			verdicttest.Failing("LIM-05", "", "x."),
			verdicttest.Failing("LIM-06", "", "x."), verdicttest.Failing("LIM-07", "", "x."),
			verdicttest.Failing("LIM-08", "", "x.")), "Not certified: 8 of 8 MUST requirements fail.",
			"The gate is closed",
			"under LIM-01, LIM-02, LIM-03, LIM-04, LIM-05, LIM-06 and 2 more."},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := NewWithT(t)
			gate, advice := c.run.Advice()
			g.Expect(c.run.Headline()).To(Equal(c.headline))
			g.Expect(gate).To(HavePrefix(c.gate))
			g.Expect(advice).To(ContainSubstring(c.advice))
		})
	}
}

func TestTheSummaryHasColourOnlyWhenAsked(t *testing.T) {
	g := NewWithT(t)
	runs := []verdict.Run{verdicttest.Run(verdicttest.StoryHostile(),
		verdicttest.Failing("REC-01", "a\nb", "A line.\nAnother \x1b[31m line.")),
		verdicttest.Run(verdicttest.Passing("LIM-01", ""))}
	plain := summary(g, runs)
	g.Expect(plain).NotTo(ContainSubstring("\x1b"))
	g.Expect(plain).To(ContainSubstring("    A line. Another \ufffd[31m line.\n"),
		"what the SDK says stays on its line")
	colored := summary(g, runs, terminal.SummaryOptions{Color: true})
	g.Expect(colored).To(ContainSubstring("\x1b[31m✗ fail\x1b[0m"))
	for _, code := range []string{"\x1b[31m", "\x1b[32m", "\x1b[0m"} {
		colored = strings.ReplaceAll(colored, code, "")
	}
	g.Expect(colored).To(Equal(plain), "colour adds nothing but colour")
}

func TestTheSummaryOfSeveralSubjectsEndsWithAll(t *testing.T) {
	g := NewWithT(t)
	got := summary(g,
		[]verdict.Run{verdicttest.Run(verdicttest.Passing("LIM-01", "")),
			verdicttest.Run(verdicttest.Failing("LIM-01", "", "x."))})
	g.Expect(got).To(HaveSuffix("\n2 builds: the gate is closed for 1 and open for 1.\n"))
	g.Expect(summary(g, nil)).To(Equal("Nothing was executed: there is no verdict.\n"))
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestAFailedWriteIsReported(t *testing.T) {
	g := NewWithT(t)
	g.Expect(terminal.Summary(full{}, nil)).To(MatchError("disk full"))
	g.Expect(page.Write(full{}, nil)).To(MatchError("disk full"))
	g.Expect(junit.Write(full{}, nil, "")).To(MatchError("disk full"))
}

func TestDescribeTellsAnEventInOneLine(t *testing.T) {
	g := NewWithT(t)
	for _, c := range []struct {
		e    ledger.Event
		want string
	}{
		{ledger.Event{Kind: ledger.Verb, Verb: "destroy", Instance: "alice"}, "alice: calls destroy"},
		{ledger.Event{Kind: ledger.Done, Verb: "destroy", Instance: "alice"}, "alice: done of destroy"},
		{ledger.Event{Kind: ledger.WillReconnect, Count: 2, Duration: 3200 * verdicttest.Millisecond},
			"will reconnect, retry 2 in 3.2 s"},
		{ledger.Event{Kind: ledger.Disconnected, Code: "kicked", Reason: "serverKick"},
			"disconnected, kicked (serverKick)"},
		{ledger.Event{Kind: ledger.SocketConnecting, Socket: 3, URL: "wss://a.b/c"},
			"socket connecting #3, wss://a.b/c"},
		{ledger.Event{Kind: ledger.SocketClosed, Socket: 3, URL: "wss://a.b/c", CloseCode: "1006"},
			"socket closed #3, 1006"},
		{ledger.Event{Kind: ledger.Fault, Detail: "reset"}, "reset"},
		{ledger.Event{Kind: ledger.Progress, Count: 50}, "upload progress 50 %"},
		{ledger.Event{Kind: ledger.Stored, Name: "nim-token", Detail: "x"}, "stores nim-token, x"},
		{ledger.Event{Kind: ledger.RequestStart, Socket: 2, URL: "https://a.b/c?d=e"}, "request #2, https://a.b/c?…"},
		{ledger.Event{Kind: ledger.Act}, "act"},
		{ledger.Event{Kind: ledger.Attempt, Late: 4 * verdicttest.Millisecond},
			"attempt (the machine ran it 4 ms late)"},
		{ledger.Event{Kind: ledger.Console, Detail: "a\nb\x1b[2J"}, "console, a b\ufffd[2J"},
	} {
		g.Expect(evidence.Describe(c.e)).To(Equal(c.want))
	}
}
