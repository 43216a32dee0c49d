package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	ginkgo "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/spf13/cobra"

	"nimcert/assumptions"
	"nimcert/clients/families"
	"nimcert/clock"
	"nimcert/config"
	"nimcert/runner"
	"nimcert/suites"
	"nimcert/verdict"
)

// defaultConfig is the configuration that certify uses by default.
const defaultConfig = "ginkgo.yml"

type certifyFlags struct {
	config, build, pkg, family, clock, shard, sample, platform, engine string
	sdks, run, assume                                                  []string
	seed                                                               int64
	jobs                                                               int
	delivery
}

func certifyCommand() *cobra.Command {
	var f certifyFlags
	cmd := &cobra.Command{
		Use:   "certify",
		Short: "Run the suites against one SDK or more, and write the reports",
		Long: `certify runs the suites against one SDK or more and writes the reports to the folder --out.

Progress goes to standard error: on a terminal one line that is drawn again and the failures above it, elsewhere a
line for each failure. The verdict goes to standard output. Colour is used on terminals unless TERM is dumb, and
elsewhere with CLICOLOR_FORCE; never with NO_COLOR.

--run takes identifiers, groups, and slugs of conditions, in which * stands for any letters: LIM-04/silence*. nimcert
list ID shows them. GLB-04, that nothing is thrown and uncaught, is looked at in every scenario, so --run GLB-04 and
--run GLB run all of them.

The gate opens for the whole catalogue alone: with --run the exit code is 1 even when nothing fails, unless
--allow-partial says that the part may decide.

--shard I/N runs one of N parts of about the same number of cases: whole SDKs first, and parts of them where N does
not divide their number. A shard's verdict is partial at best; it leaves runs.json in --out, from which nimcert merge
makes the reports of the whole.

Exit codes: 0 the gate is open, 1 the gate is closed (or only a part was asked), 2 usage or configuration, 3 the
harness or the client broke, 130 interrupted.`,
		Example: `  nimcert certify                                    every SDK of ginkgo.yml
  nimcert certify --sdk nim-web-sdk-9.21.12 --run REC-01,DST --allow-partial
  nimcert certify --sdk reference --run 'LIM-04/silence*' --allow-partial
  nimcert certify --build path/NIM_Web_SDK_miniapp.js --family nim --out out
  nimcert certify --package path/package             every build of an unpacked npm package
  nimcert certify --shard 1/3 --out shards/1         the first of three parts`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return certify(cmd.Context(), cmd, f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.config, "config", defaultConfig, "what to certify and how")
	fl.Var((*several)(&f.sdks), "sdk", "certify only this SDK of the configuration (repeatable)")
	fl.StringVar(&f.build, "build", "", "certify this build file; no configuration is read unless --config names one")
	fl.StringVar(&f.pkg, "package", "",
		"certify every build in the folder of an unpacked npm package that a family can judge, and list the others")
	fl.StringVar(&f.family, "family", "", familyHelp())
	fl.Var((*several)(&f.run), "run",
		"only these requirements, groups or conditions, such as REC-01,DST,LIM-04/silence* (GLB-04 runs every "+
			"scenario)")
	fl.StringVar(&f.clock, "clock", "",
		"skip: jump over waiting; real: let every wait take its time (default: the configuration's, or skip)")
	fl.StringVar(&f.platform, "platform", "",
		"the platform's profile: guide (2 sockets), wechat (5, 2 to one host), uni-app (1), ios-15 (2, and callbacks "+
			"of promises are tasks), alipay, baidu, douyin or qq (5 each, with its own API), or one of the "+
			"configuration")
	fl.StringVar(&f.engine, "engine", "", engineHelp())
	fl.Var((*several)(&f.assume), "assume",
		"assume the opposite of what is not documented: "+strings.Join(assumptions.Flips(), ", "))
	fl.Int64Var(&f.seed, "seed", 0,
		"seed of whatever is drawn: names, dates, phones, random numbers (default: the configuration's, or 1)")
	fl.StringVar(&f.sample, "sample", "auto",
		"how many cases to try again under another seed, and 3 under a real clock: a number, auto (5 %, at least "+
			"10) or off")
	fl.StringVar(&f.shard, "shard", "", "only part I of N, such as 2/3, for nimcert merge")
	fl.IntVar(&f.jobs, "jobs", 0, "sessions side by side (default: one per core; all with --clock real)")
	f.flags(fl)
	return cmd
}

func parseSample(s string) (int, error) {
	switch s {
	case "auto":
		return runner.SampleAuto, nil
	case "off":
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("--sample: %q is no sample: give a number of cases, auto or off", s)
	}
	return n, nil
}

// engineHelp describes the values of --engine.
func engineHelp() string {
	return "the JavaScript engine: " + strings.Join(families.EngineNames(), ", ") + " (default " + families.Embedded +
		"), or " + families.EveryEngine + ": side by side, and a difference is an error"
}

// withPromises refuses an engine that cannot show the promises of a platform.
func withPromises(cfg *config.Config, subjects ...runner.Subject) error {
	for _, s := range subjects {
		on := cmp.Or(s.Platform, cfg.Profile())
		for _, engine := range s.Engines {
			if on.PromiseTasks && engine != families.Embedded {
				return fmt.Errorf("--engine: promises of the platform %s are there on %s alone, not on %s: leave "+
					"--engine out, or give another --platform", on.Name, families.Embedded, engine)
			}
		}
	}
	return nil
}

// skipsWaits refuses a subject that lives in real time: what is played on it would take hours.
func skipsWaits(s runner.Subject) error {
	if s.Platform.InRealTime() {
		return fmt.Errorf("%s is made for browsers and lives in real time, and this command skips waits: "+
			"nimcert certify tries it in minutes", s.Client.Subject().Build)
	}
	return nil
}

// familyHelp describes the values of --family.
func familyHelp() string {
	return "the family of --build: " + strings.Join(families.Names(), ", ") +
		", or the folder of a family of your own (docs/adapters.md)"
}

func certify(ctx context.Context, cmd *cobra.Command, f certifyFlags) error {
	cfg, err := settings(cmd, f)
	if err != nil {
		return err
	}
	plan, err := f.plan(cmd, cfg)
	if err != nil {
		return err
	}
	defer families.CloseEngines()
	defer context.AfterFunc(ctx, families.EndBrowser)()
	chosen, err := choose(ctx, cmd, cfg, f)
	if err != nil {
		return err
	}
	subjects := chosen.subjects
	if err := withPromises(cfg, subjects...); err != nil {
		return err
	}
	if err := records(cmd.ErrOrStderr(), cfg, subjects); err != nil {
		return err
	}
	if err := f.prepare(); err != nil {
		return err
	}
	if !f.quiet {
		noteSystem(cmd.ErrOrStderr())
	}
	shown := newProgress(cmd.ErrOrStderr(), plan.Mode, f.quiet)
	shown.pages = slices.ContainsFunc(subjects, func(s runner.Subject) bool { return s.Platform.InRealTime() })
	defer shown.end()
	plan.Context, plan.Subjects = ctx, subjects
	plan.Start, plan.Progress = shown.start, shown.finished
	plan.Waiting = func(s runner.Subject, title string) {
		watched.at(chosen.tries[slices.IndexFunc(subjects, func(t runner.Subject) bool { return t.Rerun == s.Rerun })])
		shown.waiting(s, title)
	}
	defer context.AfterFunc(ctx, func() {
		if plan.Kept() > 0 {
			watched.saves()
		}
	})()
	begin := time.Now()
	part, err := execute(plan)
	if err != nil {
		return err
	}
	shown.end()
	for i := range part.Runs {
		part.Runs[i].URL = runURL(os.Getenv)
	}
	if ctx.Err() != nil || plan.Interrupted() {
		if n := plan.Kept(); n > 0 {
			watched.saves() // a build may have become whole behind the Ctrl-C
			shown.saving(n)
		}
		return f.keep(plan, part.Runs, shown.interrupted(plan.Kept()))
	}
	f.sayBroken(cmd.ErrOrStderr(), chosen, part.Runs)
	return f.reports(cmd, part, chosen.leftOut()+took(plan, part, time.Since(begin)))
}

// plan is what the flags and the configuration ask for, still without subjects and without a view of its progress.
func (f certifyFlags) plan(cmd *cobra.Command, cfg *config.Config) (*runner.Plan, error) {
	ids, only, err := runner.Select(f.run)
	if err != nil {
		return nil, fmt.Errorf("--run: %w", err)
	}
	mode, err := clock.ParseMode(cfg.Clock)
	if err != nil {
		return nil, err
	}
	var shard verdict.Shard
	if cmd.Flags().Changed("shard") {
		if shard, err = verdict.ParseShard(f.shard); err != nil {
			return nil, fmt.Errorf("--shard: %w", err)
		}
	}
	sample, err := parseSample(f.sample)
	if err != nil {
		return nil, err
	}
	jobs := f.jobs // is 0 or more: see checkGiven
	switch {
	case jobs > 0:
	case mode == clock.Real:
		jobs = 1 << 10 // on a real clock sessions wait, and waiting needs no core
	default:
		jobs = runtime.NumCPU()
	}
	return &runner.Plan{
		Requirements: ids, Only: only, Mode: mode, Platform: cfg.Profile(), Elsewhere: cfg.Elsewhere(),
		Flips: mode == clock.Skip, Seed: cfg.Seed, Harness: version(), Jobs: jobs, RealJobs: f.jobs, Shard: shard,
		Sample: sample, Known: cfg.Known, Domains: suites.Domains(cfg.Domains),
	}, nil
}

// sayBroken says a line for each build that could not be judged. What stands in the summary is said where there is
// none.
func (f certifyFlags) sayBroken(w io.Writer, c chosen, runs []verdict.Run) {
	for i, s := range c.subjects {
		switch {
		case len(runs[i].Cases) == 0:
		case s.Broken != nil:
			fmt.Fprintf(w, "nimcert: %s cannot be certified: %s\n", runs[i].Subject.Build, s.Broken)
		case f.quiet && !f.json:
			if why := whatBroke(runs[i]); why != "" {
				fmt.Fprintf(w, "nimcert: %s: %s\n", runs[i].Label(), oneLine(errors.New(why)))
			}
		}
	}
	if f.quiet || f.json {
		for _, line := range c.left {
			fmt.Fprintf(w, "nimcert: not judged: %s\n", line)
		}
	}
}

// noteSystem says what a run lacks on this system.
func noteSystem(w io.Writer) {
	if withoutLinux != "" {
		fmt.Fprintf(w, "nimcert: note: %s\n", withoutLinux)
	}
}

// took is the last lines of the summary: the cost of the run, and how a shard is merged.
func took(plan *runner.Plan, part verdict.Part, real time.Duration) string {
	session := 0.0
	for _, r := range part.Runs {
		for _, c := range r.Cases {
			session += c.Session
		}
	}
	s := fmt.Sprintf("Took %.1f s for %s of session time. Real time in which nothing computed and nothing was under "+
		"way, summed over the sessions: %.1f s.\n",
		real.Seconds(), time.Duration(session)*time.Second, plan.Idle().Seconds())
	if part.Shard.Of > 1 {
		s += fmt.Sprintf("This is shard %s: nimcert merge makes the reports of the whole from all %d.\n", part.Shard,
			part.Shard.Of)
	}
	return s
}

// given lists the flags that were given, quoted for a shell.
func given(cmd *cobra.Command, flags ...string) string {
	s := ""
	for _, name := range flags {
		if cmd.Flags().Changed(name) {
			s += " --" + name + " " + quoted(cmd.Flags().Lookup(name).Value.String())
		}
	}
	return s
}

// quoted quotes a text that a shell would not read as one plain word.
func quoted(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' ||
			strings.ContainsRune("@%+=:,./_-", r)
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// execute runs the plan's specs under Ginkgo. Ginkgo's own output is dropped: reports and summary say everything.
func execute(plan *runner.Plan) (verdict.Part, error) {
	formatter.ColorableStdOut = io.Discard
	if err := plan.Build(); err != nil {
		return verdict.Part{}, err
	}
	suite, reporter := ginkgo.GinkgoConfiguration()
	suite.FailOnEmpty = true
	suite.Timeout = 24 * time.Hour // each session has a budget of its own
	suite.OutputInterceptorMode = "none"
	ginkgo.RunSpecs(outcome{}, "nimcert", suite, reporter)
	return plan.Part(), nil
}

// outcome takes Ginkgo's verdict and drops it: the reports give it in more detail.
type outcome struct{}

// Fail does nothing: the exit code comes from the gate.
func (outcome) Fail() {}

// version is the module's, as the Go tool stamped it: see nimcert version for more.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
