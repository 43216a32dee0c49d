package runner

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/nim/zoo"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/judgement"
	"nimcert/ledger"
	"nimcert/suites"
	"nimcert/verdict"
)

// breaking is a client that breaks in some of its sessions.
type breaking struct {
	clients.Factory
	made   *atomic.Int64
	breaks func(n int64) bool
}

func (b breaking) New(env clients.Env) (clients.Client, error) {
	if b.breaks(b.made.Add(1)) {
		env.Broken(errors.New("it loops"))
	}
	return b.Factory.New(env)
}

// broken judges a client that breaks in some sessions, and returns the reason of each case, and how many sessions there
// were.
func broken(t *testing.T, jobs int, breaks func(n int64) bool) (why []string, sessions int64) {
	t.Helper()
	made := &atomic.Int64{}
	for _, c := range judge(t, breaking{reference.New(), made, breaks}, jobs, "REC-03", "LIM-02") {
		why = append(why, c.Broke.Text)
	}
	return why, made.Load()
}

func TestThreeSessionsInARowThatBreakSpeakForTheRest(t *testing.T) {
	g := NewWithT(t)
	for _, jobs := range []int{1, 4} {
		why, sessions := broken(t, jobs, func(int64) bool { return true })
		g.Expect(len(why)).To(BeNumerically(">", 3))
		g.Expect(why[:3]).To(HaveEach("it loops"))
		g.Expect(why[3:]).To(HaveEach("not tried, because 3 sessions in a row broke: it loops"),
			"what ran ahead counts no more than what did not")
		g.Expect(sessions).To(BeNumerically("<", 3+int64(jobs)))
	}
}

func TestAClientThatBreaksNowAndThenIsEndedToo(t *testing.T) {
	g := NewWithT(t)
	p := &patience{}
	for n := range 5 {
		p.add(judgement.Plain("it loops"))
		p.add(judgement.Plain(""))
		g.Expect(p.over().Text).To(BeEmpty(), "%d", n)
	}
	p.add(judgement.Plain("it loops"))
	g.Expect(p.over().Text).To(Equal("not tried, because 6 sessions broke, the last of them so: it loops"))
}

// What the harness does wrong in one case says nothing of the others.
func TestAFaultOfTheHarnessSilencesNothing(t *testing.T) {
	g := NewWithT(t)
	fault := func(t *suites.Trial) { panic(errors.New("two\nlines")) }
	patience := &patience{}
	for range 4 {
		p := &Plan{Context: t.Context(), Mode: clock.Skip, Requirements: []string{"REC-01"}, Seed: 1}
		c := &pending{plan: p, subject: Subject{Client: reference.New()}, patience: patience,
			spec: suites.Spec{Id: "REC-01"}, condition: suites.Condition{Run: fault}, result: make(chan tried, 1)}
		c.start()
		cases, err := c.wait(context.Background())
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(cases).To(HaveLen(1))
		v, why := cases[0].Judge()
		g.Expect(v).To(Equal(verdict.Error))
		g.Expect(why.Text).To(Equal("the scenario itself failed: two lines"), "one line for who reads the verdict")
		e, ok := cases[0].Timeline.Unpack().First(ledger.By(ledger.Test), ledger.Is(ledger.Broken))
		g.Expect(ok).To(BeTrue())
		g.Expect(e.Detail).To(MatchRegexp(`^the scenario itself failed: two lines, at runner\.TestAFault\S* `+
			`\(patience_test\.go:\d+\), suites\.\(\*Trial\)\.Run \(trial\.go:\d+\), `),
			"and the stack for who mends it")
	}
}

func TestProcessorTimeIsCounted(t *testing.T) {
	g := NewWithT(t)
	p := &patience{bounded: true}
	g.Expect(p.over().Text).To(BeEmpty())
	p.began -= slower * computing
	p.add(judgement.Plain(""))
	g.Expect(p.over().Text).To(BeEmpty(),
		"each case adds its part: a slow machine takes longer for a client that is in order")
	p.began -= slower*perCase + perCase // a garbage collection is counted when it ends: the time may fall meanwhile
	g.Expect(p.over().Text).To(
		MatchRegexp(`^not tried, because this client kept the processor busy for more than \S+ in 1 case$`))
	g.Expect((&patience{began: -2 * slower * computing}).over().Text).To(BeEmpty(), "clients are judged side by side")
}

// A client without waits fails what it storms in, and what it does not storm in is judged.
func TestAStormFailsAndDoesNotSpeakForTheRest(t *testing.T) {
	g := NewWithT(t)
	client := zoo.Variant("no wait", `seams.wait = function () { return 0; };`)
	cases := judge(t, client, 2, "LIM-02", "REC-03", "REC-09")
	storms, spared := map[string]int{}, map[string]int{}
	for _, c := range cases {
		v, why := c.Judge()
		g.Expect(v).NotTo(Equal(verdict.Error), "%s: %s", c.Slug, why)
		switch {
		case v == verdict.Fail && strings.Contains(why.Text, "never comes to rest"):
			g.Expect(storms[c.Requirement]).To(Or(BeZero(), BeNumerically("<", stormsEnough)))
			storms[c.Requirement]++
		case strings.HasPrefix(why.Text, "not tried"):
			g.Expect(v).To(Equal(verdict.NotApplicable))
			spared[c.Requirement]++
		}
	}
	g.Expect(storms).To(HaveKey("REC-09"))
	g.Expect(storms).NotTo(HaveKey("LIM-02"), "there nothing is lost")
	g.Expect(spared).To(HaveKey("REC-09"))
	g.Expect(spared).NotTo(HaveKey("LIM-02"))
}

// Where only what holds everywhere is asked, a storm that ends the session is no pass.
func TestAStormWhereOnlyExceptionsAreAsked(t *testing.T) {
	g := NewWithT(t)
	client := zoo.Variant("no wait", `seams.wait = function () { return 0; };`)
	ids, only, err := Select([]string{"glb-04/rec-03-im"})
	g.Expect(err).NotTo(HaveOccurred())
	runs, err := Judge(&Plan{Context: t.Context(), Subjects: []Subject{{Client: client}}, Requirements: ids, Only: only,
		Mode: clock.Skip, Seed: 1, Jobs: 2})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(runs[0].Cases).To(HaveLen(1))
	v, why := runs[0].Cases[0].Judge()
	g.Expect(v).To(Equal(verdict.Error))
	g.Expect(why.Text).To(HavePrefix("the client never comes to rest"))
}

func TestWhatAStormCutsShortWasNotLookedAt(t *testing.T) {
	g := NewWithT(t)
	asked := ledger.Timeline{{Who: ledger.Host, Kind: ledger.RequestStart}}
	g.Expect((&outcome{timeline: asked}).unwatched().Text).To(BeEmpty())
	g.Expect((&outcome{timeline: asked, stormed: true}).unwatched().Text).To(
		HavePrefix("the client's requests and sockets without end ended the session"))
	thrown := append(asked, ledger.Event{Who: ledger.Host, Kind: ledger.Uncaught})
	g.Expect(suites.Uncaught(thrown)).NotTo(BeEmpty())
	g.Expect((&outcome{timeline: thrown, stormed: true}).unwatched().Text).To(BeEmpty(), "it was seen")
}

func TestARequirementWithoutAStormIsTriedOn(t *testing.T) {
	g := NewWithT(t)
	p := &patience{}
	for range stormsEnough - 1 {
		p.storm("REC-09")
	}
	g.Expect(p.stormy("REC-09").Text).To(BeEmpty())
	p.storm("REC-10")
	g.Expect(p.stormy("REC-09").Text).To(HavePrefix(
		"not tried, because requests and sockets without end have ended 6 sessions"))
	g.Expect(p.stormy("LIM-01").Text).To(BeEmpty())
}
