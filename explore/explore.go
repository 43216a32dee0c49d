package explore

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"

	"nimcert/checks/invariants"
	"nimcert/scenario"
)

// Islands is the number of parts of every exploration. Each has its own random numbers and its own schedules to vary,
// so its result depends on nothing else: not on how many run side by side, nor in which process. Schedule number n
// belongs to island n mod Islands.
const Islands = 8

// brokenInARow is how many sessions of an island may break in a row. A client that loops in its first call would cost
// the host's limit of 5 s each time and show nothing new.
const brokenInARow = 3

// Explorer draws schedules and plays them.
type Explorer struct {
	Setting
	Seed      uint64 // of the schedules
	Schedules int    // how many schedules, over all islands, also those of other explorers
	Shard, Of int    // this explorer plays the islands i with i mod Of = Shard-1; 0 of 0 means all
	Jobs      int
	// Progress is called after each schedule, by one goroutine at a time. It may be nil.
	Progress func(done, failures int)
	// Found is called with each failure of a kind that was not found before, like Progress and ahead of it. It may be
	// nil.
	Found func(played int, f Failure)
	// Deadline is closed when no further schedule shall begin; nil: never.
	Deadline <-chan struct{}
}

// Failure is one kind of fault, with the schedule that showed it soonest: after the fewest steps.
type Failure struct {
	Key      string
	Number   int // of the schedule
	Finding  invariants.Finding
	Schedule scenario.Schedule
	// Needed are the steps of the schedule that can have caused it, as far as the time line says.
	Needed int
	// Played is its session.
	Played Played
}

// Result is the result of an exploration.
type Result struct {
	Played   int // schedules
	Reached  int // pairs of a state and an act
	Failures []Failure
	Broke    []Broke
	// Interrupted says that it ended before all schedules were played.
	Interrupted bool
}

// Broke is a session that broke and proves nothing.
type Broke struct {
	Number   int
	Schedule scenario.Schedule
	Why      string
}

// Explore draws and plays the schedules. It ends early with ctx and returns what was found until then.
func (x Explorer) Explore(ctx context.Context) Result {
	var (
		mu       sync.Mutex
		out      Result
		failures = map[string]bool{}
		next     = make(chan int)
		workers  sync.WaitGroup
	)
	report := func(found []Failure) {
		mu.Lock()
		defer mu.Unlock()
		out.Played++
		for _, f := range found {
			if x.Found != nil && !failures[f.Key] {
				x.Found(out.Played, f)
			}
			failures[f.Key] = true
		}
		if x.Progress != nil {
			x.Progress(out.Played, len(failures))
		}
	}
	results := make([]Result, Islands)
	for range max(1, min(x.Jobs, Islands)) {
		workers.Go(func() {
			for i := range next {
				results[i] = x.island(ctx, i, report)
			}
		})
	}
	for i := range Islands {
		if x.Of == 0 || i%x.Of == x.Shard-1 {
			next <- i
		}
	}
	close(next)
	workers.Wait()
	for _, r := range results {
		out.Failures = append(out.Failures, r.Failures...)
		out.Broke = append(out.Broke, r.Broke...)
		out.Reached += r.Reached
		out.Interrupted = out.Interrupted || r.Interrupted
	}
	out.Failures = soonest(out.Failures, func(f Failure) (string, int, int) { return f.Key, f.Needed, f.Number })
	slices.SortFunc(out.Broke, func(a, b Broke) int { return a.Number - b.Number })
	return out
}

// soonest keeps the schedule that showed each kind of fault after the fewest steps, and of those the first. start says
// the kind of a failure, these steps and the schedule's number. They are in the order of the numbers.
func soonest[F any](all []F, start func(F) (key string, needed, number int)) []F {
	best := map[string]F{}
	before := func(a, b F) bool {
		_, needed, number := start(a)
		_, otherNeeded, otherNumber := start(b)
		return cmp.Or(cmp.Compare(needed, otherNeeded), cmp.Compare(number, otherNumber)) < 0
	}
	for _, f := range all {
		key, _, _ := start(f)
		if other, ok := best[key]; !ok || before(f, other) {
			best[key] = f
		}
	}
	out := slices.Collect(maps.Values(best))
	slices.SortFunc(out, func(a, b F) int {
		key, _, number := start(a)
		otherKey, _, otherNumber := start(b)
		return cmp.Or(cmp.Compare(number, otherNumber), cmp.Compare(key, otherKey))
	})
	return out
}

// island is the state that one island keeps from schedule to schedule.
type island struct {
	x      Explorer
	d      *drawer
	corpus []scenario.Schedule
	drawn  map[string]bool // what was played, as text
	states map[string]bool // reached
	found  map[string]Failure
	inARow int // sessions that broke
}

func (x Explorer) newIsland(number int) *island {
	return &island{
		x: x, drawn: map[string]bool{}, states: map[string]bool{}, found: map[string]Failure{},
		d: &drawer{has: x.Client.Capabilities(), slots: x.Platform.OrDefault().Total,
			r: rand.New(rand.NewPCG(x.Seed, uint64(number)))},
	}
}

// play draws and plays schedule number n. It returns the kinds of fault that are new to the island, or why the session
// broke.
func (i *island) play(ctx context.Context, n int) ([]Failure, *Broke) {
	s := i.next(n)
	played := i.x.Play(ctx, s)
	if played.Broke != "" {
		i.inARow++
		return nil, &Broke{n, s, played.Broke}
	}
	i.inARow = 0
	fresh := false
	for state := range reached(played.World) {
		if !i.states[state] {
			i.states[state], fresh = true, true
		}
	}
	if fresh {
		i.corpus = append(i.corpus, s)
	}
	var failures []Failure
	for _, finding := range played.Findings {
		f := Failure{finding.Key(), n, finding, s, 0, played}
		f.Needed = len(f.causes().Steps)
		before, known := i.found[f.Key]
		if !known {
			failures = append(failures, f)
		}
		if !known || f.Needed < before.Needed {
			i.found[f.Key] = f
		}
	}
	return failures, nil
}

// island plays the schedules of one island, one after the other.
func (x Explorer) island(ctx context.Context, number int, report func([]Failure)) (out Result) {
	i := x.newIsland(number)
	for n := number; n < x.Schedules; n += Islands {
		if x.over(ctx) {
			out.Interrupted = true
			break
		}
		failures, broke := i.play(ctx, n)
		if ctx.Err() != nil {
			out.Interrupted = true
			break
		}
		if broke != nil {
			out.Broke = append(out.Broke, *broke)
		}
		report(failures)
		if i.inARow == brokenInARow {
			break
		}
	}
	out.Reached, out.Failures = len(i.states), slices.Collect(maps.Values(i.found))
	return out
}

func (x Explorer) over(ctx context.Context) bool {
	if ctx.Err() != nil {
		return true
	}
	select {
	case <-x.Deadline: // nil never is
		return true
	default:
		return false
	}
}

// next draws schedule number n. Half of the schedules are variations of one that reached something new. None is one
// that was played before: a variation may change nothing.
func (i *island) next(n int) scenario.Schedule {
	d := i.d
	for {
		var s scenario.Schedule
		if len(i.corpus) > 0 && d.chance(50) {
			// The newest are the best to vary: half of the choices are among the last eight.
			from := pick(d.r, i.corpus)
			if d.chance(50) {
				from = pick(d.r, i.corpus[max(0, len(i.corpus)-8):])
			}
			s = d.vary(from, pick(d.r, i.corpus))
		} else {
			s = d.schedule()
		}
		if n/Islands%2 == 1 {
			s.Cast = strconv.Itoa(n)
		}
		if text := s.String(); len(s.Steps) <= longestDrawn && opens(s) && !i.drawn[text] && s.Check() == nil {
			i.drawn[text] = true
			return s
		}
	}
}

// opens reports whether a schedule makes an instance. Without one nothing happens, and nothing can be varied.
func opens(s scenario.Schedule) bool {
	return slices.ContainsFunc(s.Steps, func(step scenario.Step) bool { return scenario.Makes(step.Verb) })
}

// longestDrawn is how many steps a drawn schedule may have: a fault that needs more steps is rare, and longer schedules
// cost more.
const longestDrawn = 26

// String describes a failure in one line.
func (f Failure) String() string { return fmt.Sprintf("%s: %s", f.Key, f.Finding.Text) }
