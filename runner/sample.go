package runner

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"nimcert/clock"
	"nimcert/suites"
	"nimcert/verdict"
)

// A sample of the cases is tried once more where a build that looks out for a certification may behave otherwise: under another seed, and a few under a real clock. Another answer is an error, since
// nobody knows which of the two a user meets.

// SampleAuto is a sample of one case in twenty, and at least ten.
const SampleAuto = -1

const (
	sampleShare = 20
	sampleLeast = 10
	// sampleSeed is how far the sample's seed is from the run's.
	sampleSeed = 1_000_003
	// sampleReal is how many cases of a subject are tried under a real clock, and realMost how long their sessions may be; the processes of a run need some 5 s for them, whatever else they do.
	sampleReal = 3
	realMost   = 5 * time.Second
	// tooBusy is how much later than asked a sleeping goroutine may wake before a session on a real clock says nothing: the narrowest bounds of those scenarios are 1 s, and a client needs several
	// turns to meet them.
	tooBusy = 100 * time.Millisecond
)

// brief are the requirements whose scenarios end within realMost, at least under some conditions.
var brief = []string{"GLB-03", "KCK-02", "REC-15", "STO-02"}

// repeats says how a case is tried once more.
type repeats struct{ seed, real bool }

// choose marks the cases of a subject that are tried once more. What it chooses depends on the seed and the whole list alone: a shard tries its part of the same sample.
func (p *Plan) choose(list []*pending) {
	if p.Sample == 0 || p.Mode == clock.Real {
		return // on a real clock all of it is what a phone would show, and takes as long
	}
	list = slices.DeleteFunc(slices.Clone(list), func(t *pending) bool { return !t.tries() })
	n := p.Sample
	if n < 0 {
		n = max(sampleLeast, len(list)/sampleShare)
	}
	slices.SortFunc(list, func(a, b *pending) int { return cmp.Compare(a.lot(), b.lot()) })
	for round := 0; n > 0 && round < len(list); round++ { // one of each group in turn
		taken := map[string]bool{}
		for _, t := range list {
			group, _, _ := strings.Cut(t.spec.Id, "-")
			if n > 0 && !t.again.seed && !taken[group] {
				taken[group], t.again.seed = true, true
				n--
			}
		}
	}
	left := sampleReal
	for _, t := range list {
		if left > 0 && slices.Contains(brief, t.spec.Id) {
			t.again.real = true
			left--
		}
	}
}

// lot is a case's place in the draw.
func (t *pending) lot() string {
	return fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%d %s", t.plan.Seed, t.scenario())))
}

// resample tries a case once more, as its sample asks for, and holds the answers against each other.
func (t *pending) resample(ctx context.Context, first outcome, c, glb *verdict.Case) {
	if first.broke != "" || first.partial || ctx.Err() != nil {
		return
	}
	sampled := &verdict.Sampled{}
	compare := func(other outcome, where string) {
		if ctx.Err() != nil {
			return // whatever it says, it was not heard out
		}
		for _, judged := range []struct {
			c     *verdict.Case
			found []verdict.Finding
		}{{c, other.findings}, {glb, suites.Uncaught(other.timeline)}} {
			before, after := answer("", judged.c.NotApplicable, judged.c.Findings), answer(other.broke, judgedNot(judged.c, other), judged.found)
			if before != after && judged.c.Broke == "" {
				judged.c.Broke = fmt.Sprintf("%s it answers otherwise: under seed %d %s, there %s", where, t.plan.Seed, before, after)
			}
		}
	}
	if t.again.seed {
		sampled.Seed = t.plan.Seed + sampleSeed
		compare(t.sessionUnder(ctx, t.plan.Platform, sampled.Seed, clock.Skip), fmt.Sprintf("under seed %d", sampled.Seed))
	}
	if t.again.real && first.stats.Session <= realMost {
		waked := lateness()
		other := t.sessionUnder(ctx, t.plan.Platform, t.plan.Seed, clock.Real)
		if sampled.RealClock = verdict.RealCompared; waked() > tooBusy {
			sampled.RealClock = verdict.RealTooBusy
		} else {
			compare(other, "under a real clock")
		}
	}
	if *sampled != (verdict.Sampled{}) {
		c.Sampled, glb.Sampled = sampled, sampled
	}
}

// judgedNot is why another session had nothing to judge, for the case that may have that.
func judgedNot(c *verdict.Case, other outcome) string {
	if c.Scenario != "" {
		return ""
	}
	return other.inapplicable
}

// answer is what a session said of a case, without what differs from session to session: times, numbers, and what was drawn.
func answer(broke, inapplicable string, found []verdict.Finding) string {
	switch {
	case broke != "":
		return "it broke: " + broke
	case inapplicable != "":
		return "there was nothing to judge"
	case len(found) == 0:
		return "nothing was found"
	}
	var kinds []string
	for _, f := range found {
		kinds = append(kinds, kindOf(f.Text))
	}
	slices.Sort(kinds)
	return "it was found that " + strings.Join(slices.Compact(kinds), "; ")
}

var (
	quoted    = regexp.MustCompile(`"[^"]*"`)
	bracketed = regexp.MustCompile(`\([^()]*\)`)
	counted   = regexp.MustCompile(`\b(never|once|\d[\d.]* times)\b`)
	measured  = regexp.MustCompile(`\d[\d.]*( ?(ms|s|m|h)\b)?`)
)

// kindOf is a finding's sentence without its numbers and names.
func kindOf(text string) string {
	text = bracketed.ReplaceAllString(quoted.ReplaceAllString(text, `"…"`), "")
	text = measured.ReplaceAllString(counted.ReplaceAllString(text, "… times"), "…")
	return strings.Join(strings.Fields(text), " ")
}

// lateness measures by how much this process wakes too late, until the returned function ends it and tells the worst.
func lateness() (worst func() time.Duration) {
	const every = 20 * time.Millisecond
	stop, out := make(chan struct{}), make(chan time.Duration)
	go func() {
		most := time.Duration(0)
		for {
			slept := time.Now()
			select {
			case <-time.After(every):
				most = max(most, time.Since(slept)-every)
			case <-stop:
				out <- most
				return
			}
		}
	}()
	return func() time.Duration {
		close(stop)
		return <-out
	}
}
