package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/judgement"
	"nimcert/runner"
	"nimcert/verdict"
)

// stage is a progress whose clock the test moves.
type stage struct {
	*progress
	out bytes.Buffer
	at  time.Time
}

func newStage(live, quiet bool, mode clock.Mode) *stage {
	s := &stage{at: time.Unix(0, 0)}
	s.progress = newProgress(&s.out, mode, quiet)
	s.t = screen{live: live, width: func() int { return 60 }}
	s.now = func() time.Time { return s.at }
	return s
}

// done finishes the next case with these findings.
func (s *stage) done(after time.Duration, c verdict.Case) {
	s.at = s.at.Add(after)
	s.finished(s.progress.done+1, s.total, []verdict.Case{c}, subject)
}

// text is what came since it was last asked.
func (s *stage) text() string {
	defer s.out.Reset()
	return s.out.String()
}

var (
	subject = runner.Subject{Client: reference.New()}
	fine    = verdict.Case{Requirement: "REC-01", Condition: "N = 0"}
	failed  = verdict.Case{Requirement: "REC-01", Condition: "N = 3",
		Findings: []verdict.Finding{{Phrase: judgement.Plain("four attempts,\n::error::not three")}}}
	hung = verdict.Case{Requirement: "REC-02", Broke: judgement.Plain("it hung")}
)

func TestALogHasALineForWhatFails(t *testing.T) {
	g := NewWithT(t)
	s := newStage(false, false, clock.Skip)
	s.start(10)
	defer s.end()
	g.Expect(s.text()).To(Equal("nimcert: 10 cases, clock skip\n"))
	s.waiting(subject, "REC-01 Exactly N reconnection attempts, N = 0")
	s.done(time.Second, fine)
	s.done(time.Second, verdict.Case{Requirement: "LIM-02", NotApplicable: judgement.Plain("no chatroom")})
	s.done(time.Second, verdict.Case{Requirement: "REC-02", Known: "t", Findings: failed.Findings})
	g.Expect(s.text()).To(BeEmpty(), "the summary says what passes and what is recorded")
	s.done(time.Second, failed)
	g.Expect(s.text()).To(Equal("✗ fail reference 1  REC-01, N = 3: four attempts, ::error::not three\n"))
	should := failed
	should.Requirement = "REC-14"
	s.done(time.Second, should)
	g.Expect(s.text()).To(HavePrefix("✗ fail reference 1  REC-14 (SHOULD), N = 3: "))
	s.done(time.Second, hung)
	g.Expect(s.text()).To(Equal("! error reference 1  REC-02: it hung\n"))
	s.done(time.Second, hung)
	g.Expect(s.text()).To(BeEmpty(), "one reason is said once")
	s.tick()
	g.Expect(s.text()).To(BeEmpty())
	s.at = s.at.Add(alive)
	s.tick()
	g.Expect(s.text()).To(Equal("nimcert: [7/10] 4 failed, 37 s, about 16 s left: reference 1  REC-01 Exactly N " +
		"reconnection attempts, N = 0\n"))
	s.end()
	g.Expect(s.text()).To(BeEmpty())
}

func TestATerminalHasOneLineAndWhatFailsAboveIt(t *testing.T) {
	g := NewWithT(t)
	s := newStage(true, false, clock.Skip)
	s.start(20)
	s.text()
	s.waiting(subject, "REC-01 Exactly N")
	g.Expect(s.text()).To(Equal("\r[0/20], 0 s: reference 1  REC-01 Exactly N\x1b[K"))
	s.done(time.Second, fine)
	g.Expect(s.text()).To(Equal("\r[1/20], 1 s: reference 1  REC-01 Exactly N\x1b[K"),
		"one of twenty allows no estimate")
	s.done(time.Second, failed)
	g.Expect(s.text()).To(Equal("\r\x1b[K✗ fail reference 1  REC-01, N = 3: four attempts, ::error::not three\n"+
		"\r[2/20] 1 failed, 2 s, about 18 s left: reference 1  REC-01…\x1b[K"), "cut to the width, and one column free")
	s.end()
	g.Expect(s.text()).To(Equal("\r\x1b[K"))
	s.tick()
	s.end()
	g.Expect(s.text()).To(BeEmpty(), "what has ended draws nothing")
}

func TestTheEstimateIsHonest(t *testing.T) {
	g := NewWithT(t)
	s := newStage(false, true, clock.Skip)
	s.start(4)
	for _, want := range []string{"3 min 0 s", "2 min 0 s", "1 min 0 s"} {
		s.done(time.Minute, fine)
		g.Expect(s.status()).To(ContainSubstring("about " + want + " left"))
	}
	s.done(time.Minute, fine)
	g.Expect(s.status()).NotTo(ContainSubstring("left"))
	real := newStage(false, true, clock.Real)
	real.start(4)
	real.done(10*time.Minute, fine)
	g.Expect(real.status()).To(Equal("[1/4], 10 min 0 s: "), "three wait side by side, one of them an hour")
	g.Expect(whole(3*time.Hour + 61*time.Second)).To(Equal("3 h 1 min"))
	g.Expect(s.text()+real.text()).To(BeEmpty(), "quiet is quiet")
}

func TestInterruptedSaysWhere(t *testing.T) {
	g := NewWithT(t)
	s := newStage(false, true, clock.Skip)
	g.Expect(s.interrupted(0)).To(Equal("interrupted: nothing was certified"))
	s.start(4)
	s.waiting(subject, "REC-02 Twice")
	s.done(time.Second, fine)
	g.Expect(s.interrupted(0)).To(
		Equal("interrupted in reference 1  REC-02 Twice, after 1 of 4 cases: nothing was certified"))
	g.Expect(s.interrupted(2)).To(Equal("interrupted in reference 1  REC-02 Twice, after 1 of 4 cases: there is no " +
		"verdict; what 2 builds showed, tried to the end, is written"))
}

// A build that does not load is said once, at the end.
func TestABrokenBuildIsNotSaidForEachCase(t *testing.T) {
	g := NewWithT(t)
	s := newStage(false, false, clock.Skip)
	s.start(2)
	defer s.end()
	s.text()
	broken := subject
	broken.Broken = errors.New("it does not parse")
	s.finished(1, 2, []verdict.Case{hung}, broken)
	g.Expect(s.text()).To(BeEmpty())
}

func TestColourObeysTheEnvironment(t *testing.T) {
	for _, c := range []struct {
		env   string
		color bool
	}{{"", false}, {"CLICOLOR_FORCE=1", true}, {"CLICOLOR_FORCE=0", false}, {"CLICOLOR_FORCE=1 NO_COLOR=1", false},
		{"CLICOLOR_FORCE=1 TERM=dumb", true}} {
		for _, name := range []string{"NO_COLOR", "CLICOLOR_FORCE", "TERM"} {
			t.Setenv(name, "")
		}
		for _, e := range strings.Fields(c.env) {
			name, v, _ := strings.Cut(e, "=")
			t.Setenv(name, v)
		}
		got := terminalOf(new(bytes.Buffer))
		NewWithT(t).Expect(got.color).To(Equal(c.color), c.env)
		NewWithT(t).Expect(got.live).To(BeFalse(), "a pipe is no terminal")
	}
}
