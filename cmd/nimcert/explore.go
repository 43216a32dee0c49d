package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nimcert/explore"
	"nimcert/internal/files"
	"nimcert/internal/words"
	"nimcert/reports/junit"
	"nimcert/reports/page"
	"nimcert/verdict"
)

type exploreFlags struct {
	target
	schedules    int
	during       time.Duration
	scheduleSeed uint64
	merge        []string
	out          string
}

// usualSchedules is the default number of schedules. They take some minutes.
const usualSchedules = 2000

func exploreCommand() *cobra.Command {
	var f exploreFlags
	cmd := &cobra.Command{
		Use:   "explore",
		Short: "Find what nobody wrote down: draw schedules, play them, and make small what fails",
		Long: `explore draws schedules of what an application that follows the guide may do, and of what service,
network and platform may do at any instant, plays each in a session of its own, and judges it by what must hold in
every schedule. Schedules that reach something new are varied further. Each distinct kind of fault is made as small as
it can be, played in a second session, and written to --out: ` + explore.PageFile + `, ` + explore.JSONFile + `, and a
file for nimcert replay.

The same --explore-seed draws the same schedules and finds the same, on any machine, whatever --jobs is, whole or in
--shard I/N (N up to ` + fmt.Sprint(explore.Islands) + `); --merge joins the folders of all shards. With --for the
time ends it: then a faster machine plays more of the same schedules.

Exit codes: 0 nothing was found, 1 something was, 2 usage, 3 the harness or the client broke, 130 interrupted (what
was found is written all the same).`,
		Example: `  nimcert explore --sdk nim-web-sdk-9.21.12 --schedules 500
  nimcert explore --build path/NIM_Web_SDK_miniapp.js --family nim --for 5m --out out/explore
  nimcert explore --shard 1/2 --out shards/1         and on another machine 2/2; then
  nimcert explore --merge shards/1,shards/2 --out out/explore`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return exploration(cmd.Context(), cmd, f) },
	}
	f.flags(cmd)
	fl := cmd.Flags()
	fl.IntVar(&f.schedules, "schedules", usualSchedules, "how many schedules to play")
	fl.DurationVar(&f.during, "for", 0, "begin no schedule after this long (real time), instead of --schedules")
	fl.Uint64Var(&f.scheduleSeed, "explore-seed", 1, "seed of the schedules")
	fl.IntVar(&f.jobs, "jobs", 0, "sessions side by side (default: one per core)")
	fl.StringVar(&f.shard, "shard", "", "only part I of N, such as 1/4")
	fl.StringSliceVar(&f.merge, "merge", nil, "play nothing: join the folders of all shards of one exploration")
	fl.StringVar(&f.out, "out", "out/explore", "folder for what is found")
	return cmd
}

func exploration(ctx context.Context, cmd *cobra.Command, f exploreFlags) error {
	if len(f.merge) > 0 {
		return mergeExplorations(cmd, f)
	}
	x, stop, err := f.explorer(cmd)
	if err != nil {
		return err
	}
	defer stop()
	defer context.AfterFunc(ctx, watched.saves)() // what was found is written, however busy the machine is
	if cmd.Flags().Changed("shard") {
		shard, err := verdict.ParseShard(f.shard)
		if err != nil {
			return fmt.Errorf("--shard: %w", err)
		}
		if shard.Of > explore.Islands {
			return fmt.Errorf("--shard %s: there are at most %d parts", shard, explore.Islands)
		}
		x.Shard, x.Of = shard.Index, shard.Of
	}
	subject, cfg, err := f.load(ctx, cmd)
	if err == nil {
		err = skipsWaits(subject)
	}
	if err != nil {
		return err
	}
	x.Setting = setting(subject, cfg)
	if err := os.MkdirAll(f.out, 0o755); err != nil {
		return fmt.Errorf("--out %s cannot be made: %w", f.out, err)
	}
	result, small := explored(ctx, cmd, x, f.out)
	return deliverExploration(ctx, cmd, f, x, result, small)
}

// explorer makes the explorer that the flags ask for. stop frees it.
func (f exploreFlags) explorer(cmd *cobra.Command) (x explore.Explorer, stop func(), err error) {
	x = explore.Explorer{Seed: f.scheduleSeed, Schedules: f.schedules, Jobs: f.jobs}
	stop = func() {}
	switch {
	case f.schedules < 1:
		return x, stop, fmt.Errorf("--schedules %d plays nothing: give 1 or more", f.schedules)
	case cmd.Flags().Changed("for") && cmd.Flags().Changed("schedules"):
		return x, stop, errors.New("--for and --schedules exclude one another")
	case cmd.Flags().Changed("for") && f.during <= 0:
		return x, stop, fmt.Errorf("--for %s plays nothing: give a time such as 5m", f.during)
	}
	if x.Jobs <= 0 {
		x.Jobs = runtime.NumCPU()
	}
	if f.during > 0 {
		x.Schedules = math.MaxInt32
		end := make(chan struct{})
		timer := time.AfterFunc(f.during, func() { close(end) })
		stop = func() { timer.Stop() }
		x.Deadline = end
	}
	return x, stop, nil
}

// explored explores, shrinks the failures, and shows its progress. What it has found stands in a folder all the while.
func explored(ctx context.Context, cmd *cobra.Command, x explore.Explorer, dir string) (explore.Result,
	[]explore.Minimal) {
	noteSystem(cmd.ErrOrStderr())
	shown := showExploring(cmd.ErrOrStderr(), x)
	soFar := kept{x: x, dir: dir, files: map[string]bool{}}
	x.Progress, x.Found = shown.schedule, soFar.found
	soFar.write()
	result := x.Explore(ctx)
	soFar.result, soFar.small = result, nil
	for _, failure := range result.Failures {
		soFar.small = append(soFar.small, explore.Minimal{Failure: failure, Small: failure.Schedule})
	}
	x.ShrinkAll(ctx, result.Failures, x.Jobs, func(i int) { shown.shrinking(i+1, len(result.Failures)) },
		func(i int, small explore.Minimal) {
			if soFar.small[i] = small; ctx.Err() == nil {
				soFar.write()
			}
		})
	soFar.removeOthers(soFar.small)
	shown.end()
	return result, soFar.small
}

// deliverExploration writes and prints the findings, and turns them into the exit code.
func deliverExploration(ctx context.Context, cmd *cobra.Command, f exploreFlags, x explore.Explorer,
	result explore.Result, small []explore.Minimal) error {
	report := explore.NewReport(x, version(), result, small)
	report.Interrupted = ctx.Err() != nil
	if err := report.Write(f.out); err != nil {
		return notWritten(err)
	}
	page := filepath.Join(f.out, explore.PageFile)
	run := explore.Page(report, small, x.Setting.Seed, f.replay(cmd))
	if err := writePage(page, run); err != nil {
		return notWritten(err)
	}
	if x.Of > 0 { // for the page of the whole
		part := verdict.Part{Shard: verdict.Shard{Index: x.Shard, Of: x.Of}, Total: len(run.Cases),
			Runs: []verdict.Run{run}}
		if err := part.Write(f.out); err != nil {
			return notWritten(err)
		}
	}
	if err := sayExploration(cmd, f, report); err != nil {
		return err
	}
	return explorationCode(ctx, report)
}

func writeJUnit(file, page string, run verdict.Run) error {
	return files.Replace(file, func(w io.Writer) error { return junit.Write(w, []verdict.Run{run}, page) })
}

func writePage(file string, run verdict.Run) error {
	return files.Replace(file, func(w io.Writer) error { return page.Write(w, []verdict.Run{run}) })
}

// replay writes the command that plays a replay file on the same subject.
func (f exploreFlags) replay(cmd *cobra.Command) func(file string) string {
	on := given(cmd, "app", "sdk", "build", "family", "config", "platform", "seed")
	return func(file string) string { return "nimcert replay " + quoted(filepath.Join(f.out, file)) + on }
}

func sayExploration(cmd *cobra.Command, f exploreFlags, r explore.Report) error {
	w, replay := cmd.OutOrStdout(), f.replay(cmd)
	if f.json {
		data, err := os.ReadFile(filepath.Join(f.out, explore.JSONFile))
		if err != nil {
			return broke(err)
		}
		_, err = w.Write(data)
		return err
	}
	fmt.Fprintf(w, "%s %s\n%s, %s of a state and an act, %s.\n", r.Subject.Name, r.Subject.Version,
		words.Count(r.Played, "schedule"), words.Count(r.Reached, "pair"),
		words.Count(len(r.Failures), "distinct fault"))
	for _, fault := range r.Failures {
		fmt.Fprintf(w, "\n✗ %s: %s\n", fault.Key(), fault.Text)
		for _, line := range strings.Split(strings.TrimSpace(fault.Schedule), "\n") {
			fmt.Fprintf(w, "    %s\n", line)
		}
		if len(fault.Also) > 0 {
			fmt.Fprintf(w, "  and with it: %s\n", strings.Join(fault.Also, ", "))
		}
		if !fault.Confirmed {
			fmt.Fprintln(w, "  A second session did not show it, or was not played.")
		}
		fmt.Fprintf(w, "  Play it again: %s\n", replay(fault.File))
	}
	for i, b := range r.Broke {
		if i == 3 {
			fmt.Fprintf(w, "\n… and %d more sessions that broke.\n", len(r.Broke)-i)
			break
		}
		fmt.Fprintf(w, "\n! Schedule %d broke: %s\n", b.Number, b.Why)
	}
	_, err := fmt.Fprintf(w, "\n%s\n", filepath.Join(f.out, explore.JSONFile))
	return err
}

// explorationCode is the exit code of an exploration.
func explorationCode(ctx context.Context, r explore.Report) error {
	switch {
	case ctx.Err() != nil:
		return &exitError{exitInterrupted,
			fmt.Errorf("interrupted after %d schedules: what was found is written", r.Played)}
	case len(r.Broke) > 0:
		return broke(
			fmt.Errorf("%d of %d sessions broke and prove nothing: %s", len(r.Broke), r.Played, r.Broke[0].Why))
	case r.Played == 0:
		return broke(errors.New("no schedule was played"))
	case len(r.Failures) > 0:
		return &exitError{code: exitClosed}
	}
	return nil
}

func mergeExplorations(cmd *cobra.Command, f exploreFlags) error {
	var parts []explore.Report
	for _, dir := range f.merge {
		part, err := explore.Read(dir)
		if err != nil {
			return fmt.Errorf("--merge: %w", err)
		}
		parts = append(parts, part)
	}
	whole, err := explore.Merge(parts)
	if err != nil {
		return fmt.Errorf("--merge: %w", err)
	}
	shards, err := verdict.ReadParts(f.merge)
	if err != nil {
		return fmt.Errorf("--merge: %w", err)
	}
	var runs []verdict.Run
	for _, shard := range shards {
		runs = append(runs, shard.Runs...)
	}
	if err := whole.Write(f.out); err != nil {
		return notWritten(err)
	}
	page := filepath.Join(f.out, explore.PageFile)
	if err := writePage(page, explore.PageOfAll(whole, runs, f.replay(cmd))); err != nil {
		return notWritten(err)
	}
	if err := sayExploration(cmd, f, whole); err != nil {
		return err
	}
	return explorationCode(cmd.Context(), whole)
}

// exploring shows the progress of an exploration: on a terminal one line that is redrawn, elsewhere a line now and
// then.
type exploring struct {
	w     io.Writer
	live  bool
	total int // 0 when a time ends it
	last  time.Time
}

func showExploring(w io.Writer, x explore.Explorer) *exploring {
	e := &exploring{w: w, live: terminalOf(w).live, total: x.Schedules}
	if x.Deadline != nil {
		e.total = 0
	} else if x.Of > 0 {
		e.total = 0
		for n := range min(x.Schedules, 1<<20) {
			if n%explore.Islands%x.Of == x.Shard-1 {
				e.total++
			}
		}
	}
	return e
}

func (e *exploring) schedule(done, failures int) {
	every := 30 * time.Second
	if e.live {
		every = 200 * time.Millisecond
	}
	if time.Since(e.last) < every && done != e.total {
		return
	}
	e.last = time.Now()
	of := ""
	if e.total > 0 {
		of = fmt.Sprintf(" of %d", e.total)
	}
	e.line(fmt.Sprintf("%d%s schedules, %d kinds of fault", done, of, failures))
}

func (e *exploring) shrinking(i, n int) { e.line(fmt.Sprintf("making %d of %d faults small", i, n)) }

func (e *exploring) line(s string) {
	if e.live {
		fmt.Fprintf(e.w, "\r\x1b[K%s", s)
		return
	}
	fmt.Fprintln(e.w, s)
}

func (e *exploring) end() {
	if e.live {
		fmt.Fprint(e.w, "\r\x1b[K")
	}
}
