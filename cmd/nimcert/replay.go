package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nimcert/catalogue"
	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/config"
	"nimcert/explore"
	"nimcert/internal/files"
	"nimcert/ledger"
	"nimcert/reports/evidence"
	"nimcert/runner"
	"nimcert/scenario"
	"nimcert/verdict"
)

// target is the client on which a command plays single schedules or cases: one SDK of the configuration, a build file,
// or by default the reference client.
type target struct {
	certifyFlags
	app  string
	json bool
}

func (t *target) flags(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&t.config, "config", defaultConfig, "what --sdk names")
	fl.Var((*several)(&t.sdks), "sdk", "the SDK of the configuration to play it on (default: the reference client)")
	fl.StringVar(&t.build, "build", "",
		"the build file to play it on; no configuration is read unless --config names one")
	fl.StringVar(&t.family, "family", "", familyHelp())
	fl.Int64Var(&t.seed, "seed", 0, "seed of the client's random numbers (default: the configuration's, or 1)")
	fl.StringVar(&t.app, "app", "",
		"the folder of an application to play it on, which runs on that SDK: see nimcert app")
	fl.StringVar(&t.platform, "platform", "",
		"the platform's profile: guide, wechat, uni-app, ios-15, alipay, baidu, douyin, qq or one of the "+
			"configuration's")
	fl.BoolVar(&t.json, "json", false, "write JSON instead of text")
}

// load finds the one subject.
func (t *target) load(ctx context.Context, cmd *cobra.Command) (runner.Subject, *config.Config, error) {
	if t.build == "" && t.family == "" && len(t.sdks) == 0 && t.app == "" {
		cfg := config.Default()
		// for platform, seed and domains; the subject is still the reference client
		if cmd.Flags().Changed("config") {
			var err error
			if cfg, err = config.Load(t.config); err != nil {
				return runner.Subject{}, nil, err
			}
		}
		if cmd.Flags().Changed("seed") {
			cfg.Seed = t.seed
		}
		if err := cfg.Use(t.platform, nil); err != nil {
			return runner.Subject{}, nil, err
		}
		s, err := runner.LoadSubject(ctx, "reference", "", cfg.Profile())
		return s, cfg, err
	}
	cfg, err := settings(cmd, t.certifyFlags)
	if err != nil {
		return runner.Subject{}, nil, err
	}
	if t.app != "" {
		s, err := t.application(ctx, cfg)
		return s, cfg, err
	}
	list, err := subjects(ctx, cmd, cfg, t.certifyFlags)
	if err != nil {
		return runner.Subject{}, nil, err
	}
	if len(list) != 1 {
		return runner.Subject{}, nil, errors.New("name one SDK with --sdk")
	}
	if list[0].Broken != nil {
		return runner.Subject{}, nil,
			broke(fmt.Errorf("%s cannot be played: %w", list[0].Client.Subject().Build, list[0].Broken))
	}
	return list[0], cfg, nil
}

func replayCommand() *cobra.Command {
	var t target
	cmd := &cobra.Command{
		Use:   "replay FILE",
		Short: "Play one schedule, and judge it by the invariants",
		Long: `replay plays the schedule of a file, or of a pipe that ends within ten seconds, and prints
its time line and what the invariants say of it.

A schedule is text, one step a line: WHEN: VERB ARGUMENTS. WHEN is "at 5s", "+30ms" behind the line above, "and" for
the same turn, "after connected alice #2 +1s", or "in done alice" for inside that callback. With "former" behind it,
a call of connect, disconnect, destroy or send is one on the instance that the name had before. A line "cast: 7" above
them draws another phone, date, mobile network and other names. The verbs:

` + verbTable() + `
Exit codes: 0 every invariant holds, 1 one does not, 2 usage or a schedule that is none, 3 the harness or the client
broke, 130 interrupted.`,
		Example: `  nimcert replay schedules/dst-10-connect-before-done.txt
  nimcert replay mine.txt --sdk nim-web-sdk-9.21.12
  nimcert replay <(echo 'at 0s: login alice')
  nimcert replay mine.txt --build path/NIM_Web_SDK_miniapp.js --family nim --json
  nimcert replay mine.txt --app path/miniprogram --sdk nim-web-sdk-9.21.12`,
		Args: exactlyOne("FILE", "a schedule"),
		RunE: func(cmd *cobra.Command, args []string) error { return replay(cmd.Context(), cmd, t, args[0]) },
	}
	t.flags(cmd)
	return cmd
}

// exactlyOne requires one argument, and its error says which.
func exactlyOne(name, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return fmt.Errorf("%s is missing: name %s, as in nimcert %s %s", name, what, cmd.Name(), name)
		case len(args) > 1:
			return fmt.Errorf("%q is one argument too many: nimcert %s takes one %s", args[1], cmd.Name(), name)
		}
		return nil
	}
}

func verbTable() string {
	var b strings.Builder
	for _, line := range scenario.Verbs() {
		usage, help, _ := strings.Cut(line, "\t")
		fmt.Fprintf(&b, "  %-52s %s\n", usage, help)
	}
	return b.String()
}

// pipeWithin is how long a schedule may take to come from a pipe, in real time.
const pipeWithin = 10 * time.Second

// readSchedule reads a schedule for a client, from a file or a pipe. Its errors name the file and the line.
func readSchedule(file string, f clients.Factory) (scenario.Schedule, error) {
	data, err := files.ReadOrPipe(file, files.Settings, pipeWithin)
	if err != nil {
		return scenario.Schedule{}, fmt.Errorf("%s cannot be read: %w", file, errors.Unwrap(err))
	}
	schedule, err := scenario.Parse(string(data))
	if err != nil {
		return schedule, fmt.Errorf("%s: %w", file, err)
	}
	if i, missing := schedule.Lacks(f.Capabilities()); missing != "" {
		step := schedule.Steps[i]
		why := "the client has no " + string(missing)
		if e, ok := f.(clients.Explainer); ok && e.Lacks(missing).EN != "" {
			why += ": " + e.Lacks(missing).EN
		}
		return schedule,
			fmt.Errorf("%s: %w", file,
				&scenario.LineError{Line: step.Line, Err: fmt.Errorf("%s cannot be asked for: %s", step.Verb, why)})
	}
	return schedule, nil
}

func replay(ctx context.Context, cmd *cobra.Command, t target, file string) error {
	subject, cfg, err := t.load(ctx, cmd)
	if err == nil {
		err = skipsWaits(subject)
	}
	if err != nil {
		return err
	}
	schedule, err := readSchedule(file, subject.Client)
	if err != nil {
		return err
	}
	played := setting(subject, cfg).Play(ctx, schedule)
	if ctx.Err() != nil {
		return &exitError{exitInterrupted, errors.New("interrupted: the schedule was not judged")}
	}
	if t.json {
		err = writeJSON(cmd.OutOrStdout(), replayed{subject.Client.Subject(), schedule.String(),
			append([]invariants.Finding{}, played.Findings...), played.Broke, played.World.Timeline})
	} else {
		t.say(cmd.OutOrStdout(), played)
	}
	switch {
	case err != nil:
		return err
	case played.Broke != "":
		return broke(errors.New(played.Broke))
	case len(played.Findings) > 0:
		return &exitError{code: exitClosed}
	}
	return nil
}

// replayed is a replay's outcome for programs.
type replayed struct {
	Subject  clients.Subject      `json:"subject"`
	Schedule string               `json:"schedule"`
	Findings []invariants.Finding `json:"findings"`
	Broke    string               `json:"broke,omitempty"`
	Timeline ledger.Timeline      `json:"timeline"`
}

// say prints the time line and the findings.
func (t *target) say(w io.Writer, p explore.Played) {
	c := verdict.Case{Timeline: p.World.Timeline.Pack()}
	for _, f := range p.Findings {
		c.Findings = append(c.Findings, f.Finding)
	}
	fmt.Fprint(w, evidence.Log(c), "\n")
	for _, f := range p.Findings {
		fmt.Fprintf(w, "✗ %s: %s\n", f.Key(), f.Text)
	}
	if p.Broke == "" && len(p.Findings) == 0 {
		what, n := "invariant", len(invariants.All())
		if t.app != "" {
			what, n = "rule", len(catalogue.Rules())
		}
		fmt.Fprintf(w, "✓ Every %s holds (%d).\n", what, n)
	}
}

// setting makes the surroundings in which schedules are played.
func setting(s runner.Subject, cfg *config.Config) explore.Setting {
	return explore.Setting{
		Client: s.Client, Platform: cmp.Or(s.Platform, cfg.Profile()), Seed: cfg.Seed,
		Domains: invariants.Domains(cfg.Domains),
	}
}
