package runner

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"nimcert/clock"
	"nimcert/judgement"
	"nimcert/suites"
	"nimcert/verdict"
)

// A sample of the cases is tried once more under another seed, and a few under a real clock: a build that detects a
// certification may behave differently there. A different answer is an error, because nobody knows which of the two a
// user meets.

// SampleAuto is a sample of one case in twenty, and at least ten.
const SampleAuto = -1

const (
	sampleShare = 20
	sampleLeast = 10
	// sampleSeed is added to the run's seed for the sample.
	sampleSeed = 1_000_003
	// sampleReal is how many cases of a subject are tried under a real clock, and realMost how long their sessions may
	// be; they take the processes of a run some 5 s.
	sampleReal = 3
	realMost   = 5 * time.Second
	// tooBusy is how late a sleeping goroutine may wake before a session on a real clock proves nothing: the narrowest
	// bounds of those scenarios are 1 s, and a client needs several turns to meet them.
	tooBusy = 100 * time.Millisecond
	// pageTooBusy is the same for what was found on a page, whose bounds are 1 s or more, too, and whose events carry
	// how late they were told. With five processes for each core 600 ms were seen.
	pageTooBusy = time.Second
)

// brief lists the requirements whose scenarios end within realMost, at least under some conditions.
var brief = []string{"GLB-03", "KCK-02", "REC-15", "STO-02"}

// repeats says how a case is tried once more.
type repeats struct{ seed, real bool }

// choose marks the cases of a subject that are tried once more. What it chooses depends on the seed and the whole list
// alone: a shard tries its part of the same sample.
func (p *Plan) choose(list []*pending) {
	if p.Sample == 0 {
		return
	}
	list = slices.DeleteFunc(slices.Clone(list), func(t *pending) bool { return !t.tries() })
	n := p.Sample
	if n < 0 {
		n = max(sampleLeast, len(list)/sampleShare)
	}
	slices.SortFunc(list, func(a, b *pending) int { return cmp.Compare(a.lot(), b.lot()) })
	for round := 0; n > 0 && round < len(list); round++ { // takes one of each group in turn
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

// resample tries a case once more, as its sample asks, and compares the answers.
func (t *pending) resample(ctx context.Context, first outcome, c, glb *verdict.Case) {
	if !first.broke.IsZero() || first.partial || ctx.Err() != nil {
		return
	}
	sampled := &verdict.Sampled{}
	compare := func(other outcome, otherwise func(before, after judgement.Phrase) judgement.Phrase) {
		if ctx.Err() != nil {
			return // it did not run to its end, so it says nothing
		}
		for _, judged := range []struct {
			c     *verdict.Case
			found []verdict.Finding
		}{{c, other.findings}, {glb, suites.Uncaught(other.timeline)}} {
			before, after := answer(judgement.Phrase{}, judged.c.NotApplicable, judged.c.Findings),
				answer(other.broke, judgedNot(judged.c, other), judged.found)
			if !before.Alike(after) && judged.c.Broke.IsZero() {
				judged.c.Broke = otherwise(before, after)
			}
		}
	}
	if t.again.seed {
		sampled.Seed = t.plan.Seed + sampleSeed
		other := t.sessionUnder(ctx, t.platform(), sampled.Seed, clock.Skip)
		t.chance(ctx, sampled.Seed, &other, c)
		compare(other, func(before, after judgement.Phrase) judgement.Phrase {
			return otherSeed.Of(sampled.Seed, t.plan.Seed, before, after)
		})
	}
	if t.again.real && first.stats.Session <= realMost && !first.stormed {
		waked := lateness()
		other := t.sessionUnder(ctx, t.platform(), t.plan.Seed, clock.Real)
		if sampled.RealClock = verdict.RealCompared; waked() > tooBusy {
			sampled.RealClock = verdict.RealTooBusy
		} else {
			compare(other, func(before, after judgement.Phrase) judgement.Phrase {
				return realClock.Of(t.plan.Seed, before, after)
			})
		}
	}
	if *sampled != (verdict.Sampled{}) {
		c.Sampled, glb.Sampled = sampled, sampled
	}
}

// chance settles a difference that the client's own random numbers make: where the other session answers as the first
// when it is given the first's numbers, a user meets both answers, and the failing one is a fail. The findings then
// stand in both places. A difference with another cause is left as it is.
func (t *pending) chance(ctx context.Context, seed int64, other *outcome, c *verdict.Case) {
	before := answer(c.Broke, c.NotApplicable, c.Findings)
	after := answer(other.broke, judgedNot(c, *other), other.findings)
	judged := c.Broke.IsZero() && other.broke.IsZero() && c.NotApplicable.IsZero() && other.inapplicable.IsZero()
	if !judged || before.Alike(after) {
		return
	}
	same := t.sessionOf(ctx, t.subject.Client, t.platform(), seed, t.plan.Seed, clock.Skip)
	if !before.Alike(answer(same.broke, judgedNot(c, same), same.findings)) {
		return
	}
	if len(c.Findings) == 0 {
		second := t.sessionUnder(ctx, t.platform(), seed, clock.Skip)
		if !after.Alike(answer(second.broke, judgedNot(c, second), second.findings)) {
			return
		}
		said := verdict.Finding{Phrase: byChance.Of(seed, t.plan.Seed)}
		c.Findings = append([]verdict.Finding{said}, other.findings...)
		c.Timeline, c.Second = other.timeline.Pack(), &verdict.Second{Findings: c.Findings}
	}
	other.findings = c.Findings
}

// judgedNot is why another session of the case had nothing to judge.
func judgedNot(c *verdict.Case, other outcome) judgement.Phrase {
	if c.Scenario != "" {
		return other.unwatched()
	}
	return other.inapplicable
}

// answer is a session's verdict on a case: each kind of finding once, in an order that does not depend on their times.
func answer(broke, inapplicable judgement.Phrase, found []verdict.Finding) judgement.Phrase {
	switch {
	case !broke.IsZero():
		return itBroke.Of(broke)
	case !inapplicable.IsZero():
		return nothingToJudge.Of()
	case len(found) == 0:
		return nothingFound.Of()
	}
	var kinds []judgement.Phrase
	for _, f := range found {
		if !slices.ContainsFunc(kinds, f.Alike) {
			kinds = append(kinds, f.Phrase)
		}
	}
	slices.SortStableFunc(kinds, judgement.CompareKind)
	return itWasFound.Of(kinds)
}

// lateness measures how late this process wakes. The returned function ends the measurement and returns the largest
// delay.
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
