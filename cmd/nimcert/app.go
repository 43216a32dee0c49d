package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"nimcert/catalogue"
	"nimcert/clients/application"
	"nimcert/config"
	"nimcert/explore"
	"nimcert/runner"
	"nimcert/verdict"
)

// usualForApps is the default number of schedules for an application. They take under a minute.
const usualForApps = 500

func appCommand() *cobra.Command {
	f := exploreFlags{}
	cmd := &cobra.Command{
		Use:   "app",
		Short: "Certify an application: how its own code uses the SDK",
		Long: `app runs the scripts of a mini program, as they are, on a published build of the SDK.
` + application.ManifestFile + ` in its folder names the functions that log in and out, and enter and leave a
chatroom. A user is drawn who does that at any instant, with faults of service, network and platform in between, and
what the application asks of its SDK is judged:

` + ruleTable() + `
Each distinct fault is made as small as it can be, and written to --out with a file for nimcert replay: ` +
			verdict.PageFile + `, ` + verdict.JUnitFile + `, ` + explore.JSONFile + `.
How to write the manifest: docs/app.md.

Exit codes: 0 nothing was found, 1 something was, 2 usage or manifest, 3 the harness or the application broke, 130
interrupted.`,
		Example: `  nimcert app --app path/miniprogram --sdk nim-web-sdk-9.21.12
  nimcert app --app examples/app-wrong --build path/NIM_Web_SDK_miniapp.js --family nim --schedules 2000
  nimcert replay out/app/use-02-opens-before-done.txt --app path/miniprogram --sdk nim-web-sdk-9.21.12`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return app(cmd.Context(), cmd, f) },
	}
	f.flags(cmd)
	fl := cmd.Flags()
	fl.Lookup("app").Usage = "the application's folder, with its " + application.ManifestFile
	fl.Lookup("sdk").Usage = "the SDK of the configuration that it runs on"
	fl.Lookup("build").Usage = "the build file that it runs on; no configuration is read unless --config names one"
	fl.IntVar(&f.schedules, "schedules", usualForApps, "how many schedules to play")
	fl.DurationVar(&f.during, "for", 0, "begin no schedule after this long (real time), instead of --schedules")
	fl.Uint64Var(&f.scheduleSeed, "explore-seed", 1, "seed of the schedules")
	fl.IntVar(&f.jobs, "jobs", 0, "sessions side by side (default: one per core)")
	fl.StringVar(&f.out, "out", "out/app", "folder for what is found")
	return cmd
}

func ruleTable() string {
	var b strings.Builder
	for _, r := range catalogue.Rules() {
		fmt.Fprintf(&b, "  %s  %s\n", r.ID, r.Title)
	}
	return b.String()
}

// application loads the folder of --app on the named SDK.
func (t *target) application(ctx context.Context, cfg *config.Config) (runner.Subject, error) {
	family, build := t.family, t.build
	if build == "" {
		if len(t.sdks) != 1 {
			return runner.Subject{},
				errors.New("name the SDK that the application runs on: --sdk NAME, or --build FILE --family nim")
		}
		list, err := cfg.Select(t.sdks)
		if err != nil {
			return runner.Subject{}, err
		}
		family, build = cfg.FamilyOf(list[0]), cfg.BuildPath(list[0])
	} else if err := config.CheckFamily(family); err != nil {
		return runner.Subject{}, fmt.Errorf("--family: %w", err)
	}
	if family == "reference" {
		return runner.Subject{}, errors.New("an application runs on a published SDK: name one with --sdk, or a " +
			"build with --build FILE --family nim")
	}
	s, err := runner.LoadApplication(ctx, t.app, family, build)
	switch {
	case errors.Is(err, application.ErrUsage):
		return s, errors.New(strings.TrimPrefix(err.Error(), application.ErrUsage.Error()+": "))
	case err != nil:
		return s, broke(err)
	}
	return s, nil
}

func app(ctx context.Context, cmd *cobra.Command, f exploreFlags) error {
	if f.app == "" {
		return fmt.Errorf("--app is missing: name the folder of the application, in which %s stands",
			application.ManifestFile)
	}
	x, stop, err := f.explorer(cmd)
	if err != nil {
		return err
	}
	defer stop()
	defer context.AfterFunc(ctx, watched.saves)()
	subject, cfg, err := f.load(ctx, cmd)
	if err != nil {
		return err
	}
	x.Setting = setting(subject, cfg)
	if err := os.MkdirAll(f.out, 0o755); err != nil {
		return fmt.Errorf("--out %s cannot be made: %w", f.out, err)
	}
	result, small := explored(ctx, cmd, x, f.out)
	report := explore.NewReport(x, version(), result, small)
	report.Interrupted = ctx.Err() != nil
	if err := report.Write(f.out); err != nil {
		return notWritten(err)
	}
	run := explore.PageOfRules(report, small, x.Setting.Seed, f.replay(cmd))
	run.Rerun = "nimcert app" +
		given(cmd, "app", "sdk", "build", "family", "config", "platform", "seed", "schedules", "explore-seed")
	run.Platform = x.Platform.OrDefault()
	if err := writePage(filepath.Join(f.out, verdict.PageFile), run); err != nil {
		return notWritten(err)
	}
	if err := writeJUnit(filepath.Join(f.out, verdict.JUnitFile), filepath.Join(f.out, verdict.PageFile),
		run); err != nil {
		return notWritten(err)
	}
	if err := sayExploration(cmd, f, report); err != nil {
		return err
	}
	return explorationCode(ctx, report)
}
