package runner

import (
	"time"

	"nimcert/internal/limits"
	"nimcert/judgement"
)

const (
	// After this many broken sessions in a row, the remaining cases are reported as errors without running. A client
	// that loops in its first call would cost the host's limit of 5 s a case, for nothing new.
	enough = 3
	// plenty is how many sessions may break in all, not only in a row.
	plenty = 6
	// stormsEnough is how many sessions may end in a storm. From then on a requirement that failed by one is tried no
	// further: a storm costs a second, and a client without waits storms in hundreds of conditions.
	stormsEnough = 6
	// computing is the processor time that the process may spend on one client, and perCase what each of its cases adds
	// to that. A published SDK takes up to 110 ms for a case, and 290 ms were seen on two threads of one core that a
	// test run shared: a loaded machine makes the same work cost more. A client that loops in each of its cases, for
	// the 5 s that the host allows, is ended after 15 of them.
	computing = 60 * time.Second
	perCase   = time.Second
)

// patience limits what a subject may cost that keeps breaking or computing. Beyond it, its remaining cases are errors
// and do not run. Faults of the harness do not count. It belongs to the goroutine that takes the cases in order.
type patience struct {
	row, all, cases int
	why             judgement.Phrase
	storms          map[string]int // sessions, by requirement
	// bounded says that the process's computing, but for garbage collection, is this client's: clients are judged one
	// after the other, on a skipping clock.
	bounded bool
	began   time.Duration
}

// over says why no further case is tried; it is zero while cases are tried.
func (p *patience) over() judgement.Phrase {
	if !p.why.IsZero() || !p.bounded {
		return p.why
	}
	now := limits.WorkTime()
	if p.began == 0 {
		p.began = now
	}
	if most := slower * (computing + time.Duration(p.cases)*perCase); now-p.began > most {
		p.why = tooBusyClient.Of(most, p.cases)
	}
	return p.why
}

// add takes note of a case: why the client broke in it, or nothing.
func (p *patience) add(broke judgement.Phrase) {
	p.cases++
	if broke.IsZero() {
		p.row = 0
		return
	}
	p.row++
	p.all++
	switch {
	case p.row >= enough:
		p.why = tooManyInARow.Of(enough, broke)
	case p.all >= plenty:
		p.why = tooMany.Of(plenty, broke)
	}
}

// storm takes note of a session that a storm ended, under a requirement that it failed.
func (p *patience) storm(requirement string) {
	if p.storms == nil {
		p.storms = map[string]int{}
	}
	p.storms[requirement]++
}

// stormy says why no further case of a requirement is tried, which has failed; it is zero while they are tried.
func (p *patience) stormy(requirement string) judgement.Phrase {
	all := 0
	for _, n := range p.storms {
		all += n
	}
	if all < stormsEnough || p.storms[requirement] == 0 {
		return judgement.Phrase{}
	}
	return tooStormy.Of(all)
}
