package explore

import (
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"nimcert/checks/invariants"
	"nimcert/scenario"
)

// shrinkPlays bounds what making one schedule small may cost. A drawn schedule has a dozen steps. Each round plays
// about three schedules per step, and three rounds were enough for all failures seen.
const shrinkPlays = 200

// Minimal is a failure with its smallest schedule.
type Minimal struct {
	Failure
	// Small is the schedule: no step of it can be left out.
	Small scenario.Schedule
	// Played is the second session of the small schedule; it must show the same. If ctx ended before, it is the last
	// session that showed the failure, and nothing is confirmed.
	Played    Played
	Confirmed bool
	Plays     int // how many schedules were tried for it
}

// memory is what schedules showed that were played to make others small. The same schedule shows the same.
type memory struct {
	sync.Mutex
	of map[string]*shown
}

type shown struct {
	once sync.Once
	keys map[string]bool
}

// shows reports whether a schedule shows a kind of fault, and plays it if nobody has.
func (m *memory) shows(schedule, key string, play func() Played) bool {
	m.Lock()
	of := m.of[schedule]
	if of == nil {
		of = new(shown)
		m.of[schedule] = of
	}
	m.Unlock()
	of.once.Do(func() {
		of.keys = map[string]bool{}
		if p := play(); p.Broke == "" {
			for _, found := range p.Findings {
				of.keys[found.Key()] = true
			}
		}
	})
	return of.keys[key]
}

// ShrinkAll makes failures small, some side by side. Those that one schedule showed have most smaller ones in common,
// which are played once. began and done are called for each, one call at a time.
func (s Setting) ShrinkAll(ctx context.Context, all []Failure, jobs int, began func(int), done func(int, Minimal)) {
	var one sync.Mutex
	var work errgroup.Group
	work.SetLimit(max(1, jobs))
	m := &memory{of: map[string]*shown{}}
	for i, f := range all {
		work.Go(func() error {
			one.Lock()
			began(i)
			one.Unlock()
			small := s.shrink(ctx, f, m)
			one.Lock()
			defer one.Unlock()
			done(i, small)
			return nil
		})
	}
	_ = work.Wait()
}

// Shrink makes a failure's schedule as small as it can, and plays it once more.
func (s Setting) Shrink(ctx context.Context, f Failure) Minimal {
	return s.shrink(ctx, f, &memory{of: map[string]*shown{}})
}

func (s Setting) shrink(ctx context.Context, f Failure, known *memory) Minimal {
	m := Minimal{Failure: f, Small: f.Schedule, Played: f.Played}
	tried := map[string]bool{f.Schedule.String(): true} // a round tries again what the one before it refused
	shows := func(c scenario.Schedule) bool {
		text := c.String()
		if tried[text] || m.Plays >= shrinkPlays || ctx.Err() != nil || c.Check() != nil {
			return false
		}
		tried[text] = true
		m.Plays++
		return known.shows(text, f.Key, func() Played {
			p := s.Play(ctx, c)
			if _, ok := p.shows(f.Key); ok {
				m.Played = p
			}
			return p
		})
	}
	for changed := true; changed; {
		changed = false
		for _, simpler := range []func(scenario.Schedule, func(scenario.Schedule) bool) (scenario.Schedule,
			bool){withoutTail, withoutSteps, simplerMoments, simplerArgs} {
			if c, ok := simpler(m.Small, shows); ok {
				m.Small, changed = c, true
			}
		}
	}
	if ctx.Err() == nil {
		if second := s.Play(ctx, m.Small); ctx.Err() == nil {
			m.Played = second
			_, m.Confirmed = second.shows(f.Key)
		}
	}
	if found, ok := m.Played.shows(f.Key); ok {
		m.Finding = found
	}
	return m
}

// shows returns the finding of a kind that a session shows; what broke shows nothing.
func (p Played) shows(key string) (invariants.Finding, bool) {
	i := slices.IndexFunc(p.Findings, func(found invariants.Finding) bool { return found.Key() == key })
	if i < 0 || p.Broke != "" {
		return invariants.Finding{}, false
	}
	return p.Findings[i], true
}

// withoutTail tries the first half of the steps, then three quarters and so on.
func withoutTail(s scenario.Schedule, shows func(scenario.Schedule) bool) (scenario.Schedule, bool) {
	changed := false
	for n := len(s.Steps) / 2; n > 0; n /= 2 {
		for len(s.Steps) > n {
			c := s.Clone()
			c.Steps = c.Steps[:len(c.Steps)-n]
			if !shows(c) {
				break
			}
			s, changed = c, true
		}
	}
	return s, changed
}

// withoutSteps leaves out single steps, from the last to the first. The next step takes over the time of the one left
// out.
func withoutSteps(s scenario.Schedule, shows func(scenario.Schedule) bool) (scenario.Schedule, bool) {
	changed := false
	for i := len(s.Steps) - 1; i >= 0; i-- {
		for _, keepTime := range []bool{false, true} {
			c := s.Clone()
			c.Steps = slices.Delete(c.Steps, i, i+1)
			if i < len(c.Steps) {
				next := &c.Steps[i]
				switch gone := s.Steps[i].When; {
				case next.When.Mode == scenario.And: // the rest of its turn stays
					next.When = gone
				case keepTime && next.When.Mode == scenario.Then && gone.Mode == scenario.Then:
					next.When.D += gone.D
				case keepTime:
					continue
				}
			} else if keepTime {
				continue
			}
			if shows(c) {
				s, changed = c, true
				break
			}
		}
	}
	return s, changed
}

// round lists the times that a person would write, the simplest first.
var round = []time.Duration{0, time.Second, time.Minute, 10 * time.Second, 100 * time.Millisecond}

// simplerMoments tries plainer moments for each step.
func simplerMoments(s scenario.Schedule, shows func(scenario.Schedule) bool) (scenario.Schedule, bool) {
	changed := false
	try := func(i int, w scenario.When) bool {
		c := s.Clone()
		c.Steps[i].When = w
		if !shows(c) {
			return false
		}
		s, changed = c, true
		return true
	}
	for i := range s.Steps {
		w := s.Steps[i].When
		if w.Nth > 1 {
			if first := w; true {
				first.Nth = 0
				try(i, first)
			}
		}
		w = s.Steps[i].When
		if w.Mode == scenario.Inside {
			continue
		}
		if w.Mode == scenario.After && !try(i, scenario.When{Mode: scenario.Then, D: time.Second}) &&
			w.Event != "connected" {
			continue
		}
		w = s.Steps[i].When
		for _, d := range round {
			if w.Mode == scenario.And || w.D == d {
				break
			}
			simple := w
			simple.D = d
			if try(i, simple) {
				break
			}
		}
	}
	return s, changed
}

// simplerArgs tries a step without its options, and with the plainest reason or code.
func simplerArgs(s scenario.Schedule, shows func(scenario.Schedule) bool) (scenario.Schedule, bool) {
	changed := false
	for i := range s.Steps {
		step := s.Steps[i]
		var tries [][]string
		switch step.Verb {
		case "login", "enter":
			for j := len(step.Args) - 1; j > 0; j-- {
				tries = append(tries, slices.Delete(slices.Clone(step.Args), j, j+1))
			}
		case "kick":
			tries = append(tries, []string{step.Args[0], "1"})
		case "close":
			tries = append(tries, []string{step.Args[0], "1000"})
		case "latency":
			tries = append(tries, []string{"25ms"})
		case "answer-close":
			tries = append(tries, []string{"3s"})
		}
		for _, args := range tries {
			if slices.Equal(args, step.Args) {
				continue
			}
			c := s.Clone()
			c.Steps[i].Args = args
			if shows(c) {
				s, changed = c, true
				break
			}
		}
	}
	return s, changed
}
