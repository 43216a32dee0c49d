package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"nimcert/clients"
	"nimcert/clients/families"
	"nimcert/config"
	"nimcert/internal/words"
	"nimcert/runner"
)

// settings joins the configuration file and the flags.
func settings(cmd *cobra.Command, f certifyFlags) (*config.Config, error) {
	switch {
	case f.pkg != "" && (f.build != "" || len(f.sdks) > 0):
		return nil, errors.New("--package excludes --build and --sdk: it finds the builds itself")
	case f.build != "" && f.family == "":
		return nil, fmt.Errorf("--build needs --family: one of %s, or the folder of a family of your own",
			strings.Join(families.Names(), ", "))
	case f.build != "" && f.family == "reference":
		return nil, fmt.Errorf("--family reference has no build: give the family that %s is of", f.build)
	case f.build == "" && f.pkg == "" && f.family != "":
		return nil, errors.New("--family goes with --build, or with --package")
	case f.build != "" && len(f.sdks) > 0:
		return nil, errors.New("--build and --sdk exclude one another")
	}
	cfg := config.Default()
	// With --build no configuration is read unless one is named, so no failure that is recorded elsewhere opens the
	// gate.
	if f.build == "" && f.pkg == "" || cmd.Flags().Changed("config") {
		var err error
		if cfg, err = config.Load(f.config); err != nil {
			return nil, err
		}
	}
	if f.clock != "" {
		cfg.Clock = f.clock
	}
	if err := cfg.Use(f.platform, f.assume); err != nil {
		return nil, err
	}
	if cmd.Flags().Changed("seed") {
		cfg.Seed = f.seed
	}
	return cfg, nil
}

// subjects are the build that was given, or the SDKs of the configuration.
func subjects(ctx context.Context, cmd *cobra.Command, cfg *config.Config, f certifyFlags) ([]runner.Subject, error) {
	engines, err := families.Engines(f.engine)
	if err != nil {
		return nil, fmt.Errorf("--engine: %w", err)
	}
	if f.build != "" {
		if err := config.CheckFamily(f.family); err != nil {
			return nil, fmt.Errorf("--family: %w", err)
		}
		s, err := load(ctx, 0, f.family, f.build, cfg.Profile(), engines)
		s.Rerun = "nimcert certify" + given(
			cmd,
			"build",
			"family",
			"config",
			"platform",
			"engine",
			"assume",
			"seed",
			"clock",
		)
		return []runner.Subject{s}, err
	}
	list, err := cfg.Select(f.sdks)
	if err != nil {
		return nil, err
	}
	var out []runner.Subject
	var names []string
	for i, sdk := range list {
		names = append(names, sdk.Name)
		own := clients.Profile{}
		if f.platform == "" {
			own = cfg.ProfileOf(sdk)
		}
		s, err := load(ctx, i, cfg.FamilyOf(sdk), cfg.BuildPath(sdk), cmp.Or(own, cfg.Profile()), engines)
		s.Platform = cmp.Or(own, s.Platform)
		if err != nil {
			if errors.Is(err, runner.ErrNoBuild) {
				err = fmt.Errorf("%w: `make sdks` installs the published builds of the configuration", err)
			}
			return nil, fmt.Errorf("%s: %w", sdk.Name, err)
		}
		where := given(cmd, "config")
		if f.config == defaultConfig {
			where = ""
		}
		s.Rerun = "nimcert certify" + where + " --sdk " + quoted(sdk.Name) +
			given(cmd, "platform", "engine", "assume", "seed", "clock")
		if len(list) > 1 {
			s.Release()
		}
		out = append(out, s)
	}
	runner.Distinguish(out, names)
	return out, nil
}

// records checks the known failures against all SDKs of the configuration, also those that this run does not certify.
func records(warn io.Writer, cfg *config.Config, subjects []runner.Subject) error {
	var judged []config.Judged
	for _, s := range subjects {
		judged = append(judged, config.Judged{Subject: s.Client.Subject(), Lacks: s.Lacks})
	}
	complete := true
	for _, sdk := range cfg.SDKs {
		subject, err := runner.Identify(cfg.FamilyOf(sdk), cfg.BuildPath(sdk))
		if err != nil {
			complete = false // the build is not installed here
			continue
		}
		judged = append(judged, config.Judged{Subject: subject, Lacks: func(string) string { return "" }})
	}
	old, err := cfg.NameRecords(runner.Conditions)
	if err == nil {
		err = cfg.CheckRecords(judged, complete)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", cfg.Path(), err)
	}
	for _, line := range old {
		fmt.Fprintf(warn, "nimcert: %s: %s\n", cfg.Path(), words.Flat(line))
	}
	return nil
}

// load loads the n-th subject. A subject that ended an earlier process is not loaded.
func load(ctx context.Context, n int, family, build string, on clients.Profile,
	engines []families.Engine) (runner.Subject, error) {
	if why := watched.broken[n]; why != "" {
		return runner.BrokenSubject(family, build, errors.New(why))
	}
	watched.at(n)
	return runner.LoadSubject(ctx, family, build, on, engines...)
}
