package explore

import (
	"context"
	"math"
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
	if c := f.causes(); shows(c) {
		m.Small = c
	} else if c := f.untilShown(); shows(c) {
		m.Small = c
	} else {
		m.Small = withoutTail(m.Small, shows)
	}
	m.Small = withoutHead(m.Small, shows)
	m.Small, _ = withoutSteps(m.Small, shows)
	m.Small = simplerMoments(simplerArgs(m.Small, shows), shows)
	for changed := true; changed; {
		m.Small, changed = withoutSteps(m.Small, shows)
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

// without leaves out the steps of a schedule, by their positions. What stays of a turn keeps the moment of the turn.
func without(s scenario.Schedule, out func(i int) bool) scenario.Schedule {
	c := s.Clone()
	all := c.Steps
	c.Steps = all[:0]
	var turn *scenario.When // of which nothing is kept yet
	for i, step := range all {
		if step.When.Mode != scenario.And {
			turn = &s.Steps[i].When
		}
		if out(i) {
			continue
		}
		if turn != nil {
			step.When, turn = *turn, nil
		}
		c.Steps = append(c.Steps, step)
	}
	return c
}

// shownBy reports which steps were played before the last event that shows the failure. If it is something that lasts,
// or that was missed, those are all that were played.
func (f Failure) shownBy() []bool {
	last := 0
	for _, event := range f.Finding.Events {
		last = max(last, event)
	}
	if last == 0 || last >= f.Played.World.Over {
		last = math.MaxInt
	}
	played := make([]bool, len(f.Schedule.Steps))
	for i, ran := range f.Played.World.Ran {
		played[i] = ran > 0 && ran < last
	}
	return played
}

// causes is the failure's schedule without the steps that cannot have caused it, as far as the time line says: those
// behind what shows it, and those whose moment never came.
func (f Failure) causes() scenario.Schedule {
	played := f.shownBy()
	return without(f.Schedule, func(i int) bool { return !played[i] })
}

// untilShown is causes with the steps whose moment never came, because what came behind them waited for them.
func (f Failure) untilShown() scenario.Schedule {
	played := f.shownBy()
	return without(f.Schedule, func(i int) bool { return !slices.Contains(played[i:], true) })
}

// withoutTail tries the first half of the steps, then three quarters and so on.
func withoutTail(s scenario.Schedule, shows func(scenario.Schedule) bool) scenario.Schedule {
	for n := len(s.Steps) / 2; n > 0; n /= 2 {
		for len(s.Steps) > n {
			c := s.Clone()
			c.Steps = c.Steps[:len(c.Steps)-n]
			if !shows(c) {
				break
			}
			s = c
		}
	}
	return s
}

// withoutHead leaves out half of what comes first at once, and then half of the rest: most faults need the steps right
// before them, and the one that makes their instance.
func withoutHead(s scenario.Schedule, shows func(scenario.Schedule) bool) scenario.Schedule {
	for n := len(s.Steps) / 2; n > 1; {
		left := n
		c := without(s, func(i int) bool {
			if left == 0 || scenario.Makes(s.Steps[i].Verb) {
				return false
			}
			left--
			return true
		})
		if left > 0 || !shows(c) {
			n /= 2
			continue
		}
		s = c
		n = min(n, len(s.Steps)/2)
	}
	return s
}

// withoutSteps leaves out single steps, from the last to the first. The next step may take over the time of the one
// left out.
func withoutSteps(s scenario.Schedule, shows func(scenario.Schedule) bool) (small scenario.Schedule, changed bool) {
	then := func(i int) bool { return i < len(s.Steps) && s.Steps[i].When.Mode == scenario.Then }
	for i := len(s.Steps) - 1; i >= 0; i-- {
		c := without(s, func(step int) bool { return step == i })
		ok := shows(c)
		if !ok && then(i) && then(i+1) {
			c = c.Clone()
			c.Steps[i].When.D += s.Steps[i].When.D
			ok = shows(c)
		}
		if ok {
			s, changed = c, true
		}
	}
	return s, changed
}

// round lists the times that a person would write, the simplest first.
var round = []time.Duration{0, time.Second, time.Minute, 10 * time.Second, 100 * time.Millisecond}

// simplerMoments tries plainer moments for each step.
func simplerMoments(s scenario.Schedule, shows func(scenario.Schedule) bool) scenario.Schedule {
	try := func(i int, w scenario.When) bool {
		c := s.Clone()
		c.Steps[i].When = w
		if !shows(c) {
			return false
		}
		s = c
		return true
	}
	for i := range s.Steps {
		w := s.Steps[i].When
		if w.Nth > 1 {
			first := w
			first.Nth = 0
			try(i, first)
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
	return s
}

// simplerArgs tries the usual cast, and a step without its options and with the plainest reason or code.
func simplerArgs(s scenario.Schedule, shows func(scenario.Schedule) bool) scenario.Schedule {
	if c := s; c.Cast != "" {
		if c.Cast = ""; shows(c) {
			s = c
		}
	}
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
				s = c
				break
			}
		}
	}
	return s
}
