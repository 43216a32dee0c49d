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

// memory is what was played to make schedules small. The same schedule shows the same.
type memory struct {
	whole, toRest memo[map[string]bool] // the kinds of fault that a session showed
	second        memo[Played]          // the sessions that confirm small schedules
}

// memo keeps what was made for each schedule. Of those who want it at once, one makes it.
type memo[T any] struct {
	sync.Mutex
	of map[string]func() T
}

func (m *memo[T]) get(schedule scenario.Schedule, play func() T) T {
	text := schedule.String()
	m.Lock()
	made := m.of[text]
	if made == nil {
		if m.of == nil {
			m.of = map[string]func() T{}
		}
		made = sync.OnceValue(play)
		m.of[text] = made
	}
	m.Unlock()
	return made()
}

// ShrinkAll makes failures small, some side by side. Those that one schedule showed have most smaller ones in common,
// which are played once. began and done are called for each, one call at a time.
func (s Setting) ShrinkAll(ctx context.Context, all []Failure, jobs int, began func(int), done func(int, Minimal)) {
	var one sync.Mutex
	var work errgroup.Group
	work.SetLimit(max(1, jobs))
	m := new(memory)
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
	return s.shrink(ctx, f, new(memory))
}

func (s Setting) shrink(ctx context.Context, f Failure, known *memory) Minimal {
	// Half of a short session is what comes behind the rest.
	if last := f.lastEvent(); last > 0 && last < f.Played.World.Rested {
		m := s.shrinkBy(ctx, f, known, scenario.PlayToRest, &known.toRest)
		if m.Confirmed || ctx.Err() != nil {
			return m
		}
	}
	return s.shrinkBy(ctx, f, known, scenario.Play, &known.whole)
}

// shrinkBy tries schedules with a player. The smallest is played whole once more.
func (s Setting) shrinkBy(ctx context.Context, f Failure, known *memory, play player,
	shown *memo[map[string]bool]) Minimal {
	m := Minimal{Failure: f, Small: f.Schedule, Played: f.Played}
	tried := map[string]bool{f.Schedule.String(): true} // a round tries again what the one before it refused
	shows := func(c scenario.Schedule) bool {
		text := c.String()
		if tried[text] || m.Plays >= shrinkPlays || ctx.Err() != nil || c.Check() != nil {
			return false
		}
		tried[text] = true
		m.Plays++
		return shown.get(c, func() map[string]bool {
			p := s.playBy(ctx, c, play)
			if _, ok := p.shows(f.Key); ok {
				m.Played = p
			}
			return p.keys()
		})[f.Key]
	}
	if c := f.causes(); shows(c) {
		m.Small = c
	} else if c := f.untilShown(); shows(c) {
		m.Small = c
	} else {
		m.Small = withoutTail(m.Small, shows)
	}
	m.Small = withoutHead(m.Small, shows)
	// What is plain before steps are left out need not be tried again behind.
	if c := plainArgs(m.Small); shows(c) {
		m.Small = c
	}
	m.Small, _ = withoutSteps(m.Small, shows)
	m.Small = simplerMoments(simplerArgs(m.Small, shows), shows)
	for changed := true; changed; {
		m.Small, changed = withoutSteps(m.Small, shows)
	}
	if ctx.Err() == nil {
		second := known.second.get(m.Small, func() Played { return s.Play(ctx, m.Small) })
		if ctx.Err() == nil {
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

// keys are the kinds of fault that a session shows.
func (p Played) keys() map[string]bool {
	keys := map[string]bool{}
	if p.Broke == "" {
		for _, found := range p.Findings {
			keys[found.Key()] = true
		}
	}
	return keys
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

// lastEvent is the number of the last event that shows the failure, or 0.
func (f Failure) lastEvent() int {
	if len(f.Finding.Events) == 0 {
		return 0
	}
	return slices.Max(f.Finding.Events)
}

// shownBy reports which steps were played before the last event that shows the failure. If it is something that lasts,
// or that was missed, those are all that were played.
func (f Failure) shownBy() []bool {
	last := f.lastEvent()
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
		if needed(s, i) {
			continue
		}
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

// needed reports whether a step makes the instance that the next step about it acts on, or the only one.
func needed(s scenario.Schedule, i int) bool {
	makes := func(name string) func(scenario.Step) bool {
		return func(step scenario.Step) bool {
			return scenario.Makes(step.Verb) && (name == "" || step.Args[0] == name)
		}
	}
	if !makes("")(s.Steps[i]) {
		return false
	}
	name := s.Steps[i].Args[0]
	if slices.ContainsFunc(s.Steps[:i], makes(name)) {
		return false
	}
	for _, step := range s.Steps[i+1:] {
		if step.When.Instance == name || slices.Contains(step.Args, name) {
			return step.When.Instance == name || !makes(name)(step)
		}
	}
	return !slices.ContainsFunc(slices.Concat(s.Steps[:i], s.Steps[i+1:]), makes(""))
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
			w.Nth = 0
			try(i, w)
		}
		if w = s.Steps[i].When; w.Mode == scenario.Inside || w.Mode == scenario.And {
			continue
		}
		if w.Mode == scenario.After && !try(i, scenario.When{Mode: scenario.Then, D: time.Second}) &&
			w.Event != "connected" {
			continue
		}
		w = s.Steps[i].When
		for _, d := range round {
			if w.D == d {
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

// plainest are the arguments of a step without options and with the plainest reason, code or time.
func plainest(step scenario.Step) []string {
	switch step.Verb {
	case "login", "enter":
		return step.Args[:1]
	case "kick":
		return []string{step.Args[0], "1"}
	case "close":
		return []string{step.Args[0], "1000"}
	case "latency":
		return []string{"25ms"}
	case "answer-close":
		return []string{"3s"}
	}
	return step.Args
}

// plainArgs is a schedule with the usual cast and the plainest arguments at each step.
func plainArgs(s scenario.Schedule) scenario.Schedule {
	c := s.Clone()
	c.Cast = ""
	for i, step := range c.Steps {
		c.Steps[i].Args = plainest(step)
	}
	return c
}

// simplerArgs tries the usual cast, and the plainest arguments step by step: of a login one option after the other.
func simplerArgs(s scenario.Schedule, shows func(scenario.Schedule) bool) scenario.Schedule {
	try := func(c scenario.Schedule) bool {
		if !shows(c) {
			return false
		}
		s = c
		return true
	}
	c := s
	c.Cast = ""
	try(c)
	for i := range s.Steps {
		step := s.Steps[i]
		c := s.Clone()
		c.Steps[i].Args = plainest(step)
		if try(c) || !scenario.Makes(step.Verb) {
			continue
		}
		for j := len(step.Args) - 1; j > 0 && len(step.Args) > 2; j-- {
			c := s.Clone()
			c.Steps[i].Args = slices.Delete(slices.Clone(s.Steps[i].Args), j, j+1)
			try(c)
		}
	}
	return s
}
