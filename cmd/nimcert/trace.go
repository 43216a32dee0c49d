package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"nimcert/catalogue"
	"nimcert/clients/families"
	"nimcert/clock"
	"nimcert/reports/evidence"
	"nimcert/runner"
	"nimcert/suites"
	"nimcert/verdict"
)

func traceCommand() *cobra.Command {
	var t target
	cmd := &cobra.Command{
		Use:   "trace SLUG",
		Short: "Print the time line of one case of the catalogue",
		Long: `trace tries one requirement under one condition and prints the time line: what host, service, client and
test saw, and what was found.

The case is named by its slug, as nimcert list ID and every report show it. The part behind the slash may be left out
where a requirement is tried under one condition.

Exit codes: 0 the case passes or does not apply, 1 it fails, 2 usage, 3 the harness or the client broke, 130
interrupted.`,
		Example: `  nimcert trace LIM-04/silence-mute-close
  nimcert trace REC-01/n-3 --sdk nim-web-sdk-9.21.12`,
		Args: exactlyOne("SLUG", "a case"),
		RunE: func(cmd *cobra.Command, args []string) error { return trace(cmd.Context(), cmd, t, args[0]) },
	}
	t.flags(cmd)
	cmd.Flags().StringVar(&t.engine, "engine", "", engineHelp())
	return cmd
}

func trace(ctx context.Context, cmd *cobra.Command, t target, name string) error {
	id, slug, err := oneCase(name)
	if err != nil {
		return err
	}
	if t.app != "" && t.engine != "" {
		return fmt.Errorf("--app and --engine exclude one another: an application runs on %s", families.Embedded)
	}
	defer families.CloseEngines()
	defer context.AfterFunc(ctx, families.EndBrowser)()
	subject, cfg, err := t.load(ctx, cmd)
	if err != nil {
		return err
	}
	if err := withPromises(cfg, subject); err != nil {
		return err
	}
	runs, err := runner.Judge(&runner.Plan{
		Context: ctx, Subjects: []runner.Subject{subject}, Requirements: []string{id}, Only: []string{slug},
		Mode:     clock.Skip,
		Platform: cfg.Profile(), Seed: cfg.Seed, Domains: suites.Domains(cfg.Domains),
	})
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return &exitError{exitInterrupted, errors.New("interrupted: the case was not judged")}
	}
	if len(runs) == 0 || len(runs[0].Cases) == 0 {
		return broke(fmt.Errorf("%s was not tried", name))
	}
	c := runs[0].Cases[0]
	got, why := c.Judge()
	out := cmd.OutOrStdout()
	if t.json {
		if err := writeJSON(out, c); err != nil {
			return err
		}
	} else {
		fmt.Fprint(out, evidence.Log(c))
		fmt.Fprintf(out, "\n%s: %s", c.Slug, got)
		if !why.IsZero() && len(c.Findings) == 0 {
			fmt.Fprintf(out, ": %s", why)
		}
		fmt.Fprintln(out)
		for _, f := range c.Findings {
			fmt.Fprintf(out, "✗ %s\n", f.Text)
		}
	}
	switch got {
	case verdict.Error:
		return broke(errors.New(why.Text))
	case verdict.Fail:
		return &exitError{code: exitClosed}
	}
	return nil
}

// oneCase finds the requirement and the slug of the case that a word names.
func oneCase(name string) (id, slug string, err error) {
	id, _, _ = strings.Cut(name, "/")
	requirements, err := catalogue.Select([]string{id})
	if err != nil {
		return "", "", err
	}
	if len(requirements) != 1 || runner.Everywhere(requirements[0].ID) {
		return "", "", fmt.Errorf("%s is no single case: name a requirement, and one of its conditions", id)
	}
	id = requirements[0].ID
	all, asked := runner.Conditions(id), strings.ToLower(name)
	var begin, slugs []string
	for _, c := range all {
		if c.Slug == asked || len(all) == 1 && strings.EqualFold(id, asked) {
			return id, c.Slug, nil
		}
		if strings.HasPrefix(c.Slug, asked) {
			begin = append(begin, c.Slug)
		}
		slugs = append(slugs, c.Slug)
	}
	switch {
	case len(all) == 1 && slugs[0] == catalogue.Slug(id, ""):
		return "", "", fmt.Errorf("%s is tried in one way: leave out what stands behind it", id)
	case len(begin) > 0:
		return "", "", fmt.Errorf("%s names no case: write out one of %s", name, strings.Join(begin, ", "))
	}
	return "", "", fmt.Errorf("%s names no case of %s: %s", name, id, runner.Nearest(asked, slugs))
}
