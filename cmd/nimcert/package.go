package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"nimcert/clients/families"
	"nimcert/config"
	"nimcert/runner"
)

// chosen is what a run certifies.
type chosen struct {
	subjects []runner.Subject
	// tries are the subjects' numbers in the order of loading: see state.
	tries []int
	// left says of each build of a package that cannot be judged why, a line each.
	left []string
}

// choose loads what is to be certified. A build that is there but cannot be used becomes a subject all the same: its
// verdicts are errors.
func choose(ctx context.Context, cmd *cobra.Command, cfg *config.Config, f certifyFlags) (chosen, error) {
	if f.pkg != "" {
		return ofPackage(ctx, cmd, cfg, f)
	}
	subjects, err := subjects(ctx, cmd, cfg, f)
	c := chosen{subjects: subjects}
	for n := range subjects {
		c.tries = append(c.tries, n)
	}
	return c, err
}

// ofPackage loads every build of --package that a family can judge.
func ofPackage(ctx context.Context, cmd *cobra.Command, cfg *config.Config, f certifyFlags) (chosen, error) {
	engines, err := families.Engines(f.engine)
	if err != nil {
		return chosen{}, fmt.Errorf("--engine: %w", err)
	}
	of := runner.PackageFamilies()
	if f.family != "" {
		if err := config.CheckFamily(f.family); err != nil {
			return chosen{}, fmt.Errorf("--family: %w", err)
		}
		of = []string{f.family}
	}
	p, err := runner.LoadPackage(ctx, f.pkg, of, cfg.Profile(), func(n int) error {
		if why := watched.broken[n]; why != "" {
			return errors.New(why)
		}
		watched.at(n)
		return nil
	}, engines...)
	if err != nil {
		return chosen{}, fmt.Errorf("--package: %w", err)
	}
	var c chosen
	for _, l := range p.Left {
		c.left = append(c.left, strings.TrimPrefix(oneLine(errors.New(l.Why)), filepath.Base(l.File)+" "))
		c.left[len(c.left)-1] = l.File + ": " + c.left[len(c.left)-1]
	}
	if len(p.Builds) == 0 {
		return chosen{}, noBuild(f.pkg, c.left)
	}
	var names []string
	for _, b := range p.Builds {
		build := filepath.Join(f.pkg, filepath.FromSlash(b.File))
		b.Subject.Rerun = "nimcert certify --build " + quoted(build) +
			" --family " + quoted(b.Family) + given(cmd, "config", "platform", "engine", "assume", "seed", "clock")
		c.subjects = append(c.subjects, b.Subject)
		c.tries = append(c.tries, b.Try)
		names = append(names, b.File+", "+b.Family)
	}
	runner.Distinguish(c.subjects, names)
	return c, nil
}

// noBuild says why a package has nothing to certify.
func noBuild(dir string, left []string) error {
	if len(left) == 0 {
		return fmt.Errorf(
			"--package: there is no script in %s: name the folder that the package's tar archive makes",
			dir,
		)
	}
	more := ""
	if n := len(left) - 1; n > 0 {
		more = fmt.Sprintf(", and %d more", n)
	}
	return fmt.Errorf("--package: none of the %d scripts in %s is a build that a family can judge (%s%s): "+
		"give one with --build and --family, or a family of your own with --family (docs/adapters.md)",
		len(left), dir, left[0], more)
}

// leftOut is what the run's end says of the builds that it could not judge.
func (c chosen) leftOut() string {
	if len(c.left) == 0 {
		return ""
	}
	return fmt.Sprintf("Not judged, of the package's builds: %d\n  %s\n", len(c.left), strings.Join(c.left, "\n  "))
}
