package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"nimcert/catalogue"
	"nimcert/clock"
	"nimcert/reports/evidence"
	"nimcert/runner"
	"nimcert/suites"
	"nimcert/verdict"
)

func traceCommand() *cobra.Command {
	var t target
	cmd := &cobra.Command{
		Use:   "trace ID[/CONDITION]",
		Short: "Print the time line of one case of the catalogue",
		Long: `trace tries one requirement under one condition and prints the time line: what host, service, client and test saw, and what was found.

CONDITION is a condition's name or the beginning of it, in its own words or with dashes between them; it may be left out where there is only one.

Exit codes: 0 the case passes or does not apply, 1 it fails, 2 usage, 3 the harness or the client broke, 130 interrupted.`,
		Example: `  nimcert trace LIM-04/silence
  nimcert trace REC-01/n-3 --sdk nim-web-sdk-9.21.12`,
		Args: exactlyOne("ID/CONDITION", "a case"),
		RunE: func(cmd *cobra.Command, args []string) error { return trace(cmd.Context(), cmd, t, args[0]) },
	}
	t.flags(cmd)
	return cmd
}

func trace(ctx context.Context, cmd *cobra.Command, t target, name string) error {
	id, condition, err := oneCase(name)
	if err != nil {
		return err
	}
	subject, cfg, err := t.load(ctx, cmd)
	if err != nil {
		return err
	}
	runs, err := runner.Judge(&runner.Plan{
		Context: ctx, Subjects: []runner.Subject{subject}, Requirements: []string{id}, Condition: condition, Mode: clock.Skip,
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
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(c); err != nil {
			return fmt.Errorf("write the case: %w", err)
		}
	} else {
		fmt.Fprint(out, evidence.Log(c))
		fmt.Fprintf(out, "\n%s: %s", c.Name(), got)
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

// oneCase finds the case that a word names.
func oneCase(name string) (id, condition string, err error) {
	id, condition, _ = strings.Cut(name, "/")
	requirements, err := catalogue.Select([]string{id})
	if err != nil {
		return "", "", err
	}
	if len(requirements) != 1 || runner.Everywhere(requirements[0].ID) {
		return "", "", fmt.Errorf("%s is no single case: name a requirement, and one of its conditions", id)
	}
	id = requirements[0].ID
	all := runner.Conditions(id)
	var fit []string
	for _, c := range all {
		if c == condition || dashed(c) == dashed(condition) {
			return id, c, nil
		}
		if strings.HasPrefix(dashed(c), dashed(condition)) {
			fit = append(fit, c)
		}
	}
	switch {
	case len(all) == 0 && condition == "":
		return id, "", nil
	case len(all) == 0:
		return "", "", fmt.Errorf("%s has one case without a name: leave the condition out", id)
	case len(fit) == 1:
		return id, fit[0], nil
	case len(fit) == 0:
		fit = all
	}
	for i, c := range fit {
		fit[i] = id + "/" + dashed(c)
	}
	return "", "", fmt.Errorf("%s does not name one case of %s: use one of %s", name, id, strings.Join(fit, ", "))
}

// dashed is a condition's name with dashes between its words.
func dashed(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	}), "-")
}
