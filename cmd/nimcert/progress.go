package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"nimcert/catalogue"
	"nimcert/clock"
	"nimcert/internal/words"
	"nimcert/reports/terminal"
	"nimcert/runner"
	"nimcert/verdict"
)

// progress shows what runs. On a terminal one line is redrawn, and failures stay above it. Elsewhere each failure gets
// a line, and a line now and then says that the run is alive: a reader of a CI log looks for failures, not for hundreds
// of passes.
type progress struct {
	w     io.Writer
	t     screen
	mode  clock.Mode
	pages bool // builds run in a browser, on a real clock whatever mode says
	quiet bool
	now   func() time.Time

	mu      sync.Mutex
	begun   time.Time
	spoke   time.Time // when the last permanent line was written
	done    int
	total   int
	failed  int
	current string
	broke   map[string]bool // what broke, by subject and reason
	drawn   bool
	stop    chan struct{}
	stopped sync.WaitGroup
}

const (
	redraw = 200 * time.Millisecond // of the line, for its clock
	// between lines where nothing is drawn: CI services end a job that is silent for minutes
	alive = 30 * time.Second
)

func newProgress(w io.Writer, mode clock.Mode, quiet bool) *progress {
	return &progress{w: w, t: terminalOf(w), mode: mode, quiet: quiet, now: time.Now, broke: map[string]bool{},
		stop: make(chan struct{})}
}

// start says what is to be done, and shows that time passes until end.
func (p *progress) start(total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total, p.begun = total, p.now()
	wait := ""
	if p.mode == clock.Real {
		wait = ": every wait takes its time, most cases ten minutes side by side and REC-03 more than an hour; " +
			"--run selects"
	}
	if p.pages {
		wait = ", and real in a browser: there a build takes some twelve minutes, side by side, and again as long " +
			"where something fails"
	}
	p.say(fmt.Sprintf("nimcert: %s, clock %s%s", casesOf(total), p.mode, wait))
	if p.quiet {
		return
	}
	every := redraw
	if !p.t.live {
		every = alive
	}
	p.stopped.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				p.tick()
			case <-p.stop:
				return
			}
		}
	})
}

func (p *progress) tick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.t.live:
		p.draw()
	case p.now().Sub(p.spoke) >= alive:
		p.say("nimcert: " + p.status())
	}
}

// waiting is called with the case that the run waits for.
func (p *progress) waiting(s runner.Subject, title string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.current = labelOf(s) + "  " + title
	p.draw()
}

// finished is called with the result of a case.
func (p *progress) finished(done, _ int, cases []verdict.Case, s runner.Subject) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done = done
	for _, c := range cases {
		got, why := c.Judge()
		if got != verdict.Fail && got != verdict.Error {
			continue
		}
		p.failed++
		if s.Broken != nil {
			continue // one line at the end says it for all of them
		}
		if got == verdict.Error {
			// A client that loops or does not start breaks every case for one reason.
			if key := labelOf(s) + "\n" + why.Text; p.broke[key] {
				continue
			} else {
				p.broke[key] = true
			}
		}
		name := c.Requirement
		if r, _ := catalogue.Get(c.Requirement); r.Level == catalogue.Should {
			name += " (SHOULD)"
		}
		if c.Name() != "" {
			name += ", " + c.Name()
		}
		p.say(fmt.Sprintf("%s %s  %s: %s", terminal.Mark(got, p.t.color), labelOf(s), name, terminal.Brief(why.Text)))
	}
	p.draw()
}

// end takes the line away. It may be called more than once.
func (p *progress) end() {
	p.mu.Lock()
	select {
	case <-p.stop:
	default:
		close(p.stop)
	}
	p.erase()
	p.mu.Unlock()
	p.stopped.Wait()
}

// saving says what follows Ctrl-C when kept of the run's builds were whole. Their reports may take a while.
func (p *progress) saving(kept int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.say("interrupted: what " + words.Count(kept, "build") + " showed, tried to the end, is being written; " +
		"a second Ctrl-C leaves it")
}

// interrupted is the sentence for a run that Ctrl-C ended, when kept of its builds were whole.
func (p *progress) interrupted(kept int) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.total == 0 {
		return interrupted
	}
	at, what := "", "nothing was certified"
	if p.current != "" {
		at = " in " + p.current
	}
	if kept > 0 {
		what = "there is no verdict; what " + words.Count(kept, "build") + " showed, tried to the end, is written"
	}
	return fmt.Sprintf("interrupted%s, after %d of %s: %s", at, p.done, casesOf(p.total), what)
}

// say writes a permanent line.
func (p *progress) say(line string) {
	if p.quiet {
		return
	}
	p.erase()
	fmt.Fprintln(p.w, line)
	p.spoke = p.now()
}

func (p *progress) erase() {
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}

func (p *progress) draw() {
	if p.quiet || !p.t.live {
		return
	}
	select {
	case <-p.stop:
		return
	default:
	}
	// One column stays free: some terminals begin a new line as soon as the last one is used.
	line := []rune(p.status())
	if most := p.t.width() - 1; len(line) > most {
		line = append(line[:max(0, most-1)], '…')
	}
	fmt.Fprintf(p.w, "\r%s\x1b[K", string(line))
	p.drawn = true
}

// status is how far the run is: [120/364] 1 failed, 3 s, about 6 s left: reference 1  REC-03 …
func (p *progress) status() string {
	parts := []string{fmt.Sprintf("[%d/%d]", p.done, p.total)}
	if p.failed > 0 {
		parts[0] += fmt.Sprintf(" %d failed", p.failed)
	}
	elapsed := p.now().Sub(p.begun)
	parts = append(parts, whole(elapsed))
	if left, ok := p.left(elapsed); ok {
		parts = append(parts, "about "+whole(left)+" left")
	}
	return strings.Join(parts, ", ") + ": " + p.current
}

// left estimates the remaining time from the finished cases. It says nothing before a tenth of them is finished,
// because the first ones are not typical. It says nothing on a real clock either: all cases wait side by side there,
// and the number of finished ones says nothing about the longest.
func (p *progress) left(elapsed time.Duration) (time.Duration, bool) {
	if p.mode == clock.Real || p.pages || p.done == 0 || p.done*10 < p.total || p.done == p.total {
		return 0, false
	}
	return elapsed * time.Duration(p.total-p.done) / time.Duration(p.done), true
}

// whole rounds a duration up to what a person reads: 7 s, 2 min 5 s, 1 h 2 min.
func whole(d time.Duration) string {
	s := int((d + time.Second - 1) / time.Second)
	switch {
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 3600:
		return fmt.Sprintf("%d min %d s", s/60, s%60)
	}
	return fmt.Sprintf("%d h %d min", s/3600, s%3600/60)
}

func casesOf(n int) string {
	if n == 1 {
		return "1 case"
	}
	return fmt.Sprintf("%d cases", n)
}

func labelOf(s runner.Subject) string {
	return s.Named().Label()
}
