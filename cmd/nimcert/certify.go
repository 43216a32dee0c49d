package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	ginkgo "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/spf13/cobra"

	"nimcert/catalogue"
	"nimcert/clock"
	"nimcert/config"
	"nimcert/reports"
	"nimcert/suites"
)

// defaultConfig is what is certified when nothing else is said.
const defaultConfig = "ginkgo.yml"

type certifyFlags struct {
	config, build, family, clock, out string
	sdks, run                         []string
	seed                              int64
	jobs                              int
}

func certifyCommand() *cobra.Command {
	var f certifyFlags
	cmd := &cobra.Command{
		Use:   "certify",
		Short: "Run the suites against one SDK or more, and write the reports",
		Example: `  nimcert certify                                    every SDK of ginkgo.yml
  nimcert certify --sdk nim-web-sdk-9.21.12 --run REC-01,DST
  nimcert certify --build path/NIM_Web_SDK_miniapp.js --family nim --out out`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return certify(cmd.Context(), cmd, f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.config, "config", defaultConfig, "what to certify and how")
	fl.StringSliceVar(&f.sdks, "sdk", nil, "certify only this SDK of the configuration (repeatable)")
	fl.StringVar(&f.build, "build", "", "certify this build file; no configuration is read unless --config names one")
	fl.StringVar(&f.family, "family", "", "the family of --build: "+strings.Join(buildFamilies(), ", "))
	fl.StringSliceVar(&f.run, "run", nil, "only these requirements or groups, such as REC-01,DST")
	fl.StringVar(&f.clock, "clock", "", "skip: jump over waiting; real: let every wait take its time (default: the configuration's, or skip)")
	fl.Int64Var(&f.seed, "seed", 0, "seed of the clients' random numbers (default: the configuration's, or 1)")
	fl.StringVar(&f.out, "out", "out", "folder for report.html, junit.xml and certificate.json")
	fl.IntVar(&f.jobs, "jobs", 0, "sessions side by side (default: one per core; all with --clock real)")
	return cmd
}

func buildFamilies() []string {
	var out []string
	for _, name := range config.Families {
		if name != "reference" {
			out = append(out, name)
		}
	}
	return out
}

func certify(ctx context.Context, cmd *cobra.Command, f certifyFlags) error {
	cfg, err := settings(cmd, f)
	if err != nil {
		return err
	}
	ids, err := selected(f.run)
	if err != nil {
		return err
	}
	mode, err := clock.ParseMode(cfg.Clock)
	if err != nil {
		return err
	}
	subjects, err := subjects(ctx, cfg, f)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.out, 0o755); err != nil {
		return fmt.Errorf("--out %s cannot be made: %w", f.out, err)
	}
	plan := &suites.Plan{
		Context: ctx, Subjects: subjects, Requirements: ids, Mode: mode, Cap: cfg.Cap, Seed: cfg.Seed, Harness: version(), Jobs: f.jobs,
		Known: cfg.Known, Domains: suites.Domains(cfg.Domains),
	}
	if plan.Jobs <= 0 {
		if plan.Jobs = runtime.NumCPU(); mode == clock.Real {
			plan.Jobs = 1 << 10 // waiting needs no core
		}
	}
	plan.Progress = progress(cmd.ErrOrStderr())
	plan.Start = func(total int) {
		wait := ""
		if mode == clock.Real {
			wait = ": every wait takes its time, most cases ten minutes side by side and REC-03 more than an hour; --run selects"
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "nimcert: %d cases, clock %s%s\n", total, mode, wait)
	}
	begin := time.Now()
	runs, err := execute(plan)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for i := range runs {
		runs[i].URL = runURL(os.Getenv)
	}
	if err := reports.Write(f.out, runs); err != nil {
		return broke(fmt.Errorf("the reports could not be written: %w", err))
	}
	var judged []reports.Run
	for i, s := range subjects {
		if s.Broken == nil {
			judged = append(judged, runs[i])
			continue
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "nimcert: %s cannot be certified: %s\n", runs[i].Subject.Build, s.Broken)
	}
	if len(judged) == 0 {
		return &exitError{code: exitBroke}
	}
	if err := reports.Summary(cmd.OutOrStdout(), judged, reports.SummaryOptions{Report: filepath.Join(f.out, "report.html")}); err != nil {
		return broke(err)
	}
	session := 0.0
	for _, r := range runs {
		for _, c := range r.Cases {
			session += c.Session
		}
	}
	fmt.Fprintf(cmd.OutOrStdout(), "Took %.1f s for %s of session time. Real time in which nothing computed and nothing was under way, summed over the sessions: %.1f s.\n",
		time.Since(begin).Seconds(), (time.Duration(session) * time.Second).String(), plan.Idle().Seconds())
	if len(reports.Matrices(runs)) > 0 {
		fmt.Fprintf(cmd.OutOrStdout(), "Matrix: %s\n", filepath.Join(f.out, reports.MatrixFile))
	}
	if code := reports.ExitCode(runs); code != exitOpen {
		return &exitError{code: code}
	}
	return nil
}

// settings joins the configuration file and the flags.
func settings(cmd *cobra.Command, f certifyFlags) (*config.Config, error) {
	switch {
	case f.build != "" && f.family == "":
		return nil, fmt.Errorf("--build needs --family: one of %s", strings.Join(buildFamilies(), ", "))
	case f.build == "" && f.family != "":
		return nil, errors.New("--family goes with --build")
	case f.build != "" && len(f.sdks) > 0:
		return nil, errors.New("--build and --sdk exclude one another")
	}
	cfg := config.Default()
	// A build of one's own is judged by itself: no configuration is read, and so no known failure recorded elsewhere opens its gate, unless one is named.
	if f.build == "" || cmd.Flags().Changed("config") {
		var err error
		if cfg, err = config.Load(f.config); err != nil {
			return nil, err
		}
	}
	if f.clock != "" {
		cfg.Clock = f.clock
	}
	if cmd.Flags().Changed("seed") {
		cfg.Seed = f.seed
	}
	return cfg, nil
}

func selected(patterns []string) ([]string, error) {
	if len(patterns) == 0 {
		return nil, nil
	}
	requirements, err := catalogue.Select(patterns)
	if err != nil {
		return nil, fmt.Errorf("--run: %w", err)
	}
	var ids []string
	for _, r := range requirements {
		ids = append(ids, r.ID)
	}
	return ids, nil
}

// subjects loads what is to be certified. A build that is there but cannot be used becomes a subject all the same: its verdicts are errors.
func subjects(ctx context.Context, cfg *config.Config, f certifyFlags) ([]suites.Subject, error) {
	if f.build != "" {
		if err := config.CheckFamily(f.family); err != nil {
			return nil, fmt.Errorf("--family: %w", err)
		}
		s, err := suites.LoadSubject(ctx, f.family, f.build)
		s.Rerun = fmt.Sprintf("nimcert certify --build %s --family %s", f.build, f.family)
		return []suites.Subject{s}, err
	}
	list, err := cfg.Select(f.sdks)
	if err != nil {
		return nil, err
	}
	var out []suites.Subject
	for _, sdk := range list {
		s, err := suites.LoadSubject(ctx, sdk.Family, cfg.BuildPath(sdk))
		if err != nil {
			return nil, fmt.Errorf("%s: %w: `make sdks` installs the published builds of the configuration", sdk.Name, err)
		}
		s.Rerun = "nimcert certify --sdk " + sdk.Name
		if f.config != defaultConfig {
			s.Rerun = fmt.Sprintf("nimcert certify --config %s --sdk %s", f.config, sdk.Name)
		}
		out = append(out, s)
	}
	return out, nil
}

// execute runs the plan's specs under Ginkgo, whose own output goes nowhere: the reports and the summary say it all.
func execute(plan *suites.Plan) ([]reports.Run, error) {
	formatter.ColorableStdOut = io.Discard
	if err := plan.Build(); err != nil {
		return nil, err
	}
	suite, reporter := ginkgo.GinkgoConfiguration()
	suite.FailOnEmpty = true
	suite.Timeout = 24 * time.Hour // each session has a budget of its own
	suite.OutputInterceptorMode = "none"
	ginkgo.RunSpecs(outcome{}, "nimcert", suite, reporter)
	return plan.Runs(), nil
}

// outcome takes Ginkgo's verdict, which the reports give in more detail.
type outcome struct{}

// Fail does nothing: the exit code comes from the gate.
func (outcome) Fail() {}

// progress prints a line for each case that is finished.
func progress(w io.Writer) func(done, total int, cases []reports.Case, s suites.Subject) {
	return func(done, total int, cases []reports.Case, s suites.Subject) {
		for i, c := range cases {
			if s.Broken != nil {
				return // one line says it for all of them
			}
			v, _ := suites.Outcome(c)
			if i > 0 && v == reports.Pass {
				continue // the line of the requirement itself says it
			}
			name, sub := c.Requirement, s.Client.Subject()
			if c.Condition != "" {
				name += ", " + c.Condition
			}
			fmt.Fprintf(w, "[%*d/%d] %-15s %s %s  %s\n", len(fmt.Sprint(total)), done, total, v, sub.Name, sub.Version, name)
		}
	}
}

// version is the module's, as the Go tool stamped it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
