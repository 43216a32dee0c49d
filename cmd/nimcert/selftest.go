package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nimcert/catalogue"
	"nimcert/checks/invariants"
	"nimcert/config"
	"nimcert/explore"
	"nimcert/selftest"
	"nimcert/suites"
)

type selfTestFlags struct {
	matrix    bool
	out       string
	run       []string
	mutants   []string
	jobs      int
	failFast  bool
	explore   bool
	schedules int
	platform  string
}

func selfTestCommand() *cobra.Command {
	var f selfTestFlags
	cmd := &cobra.Command{
		Use:   "selftest",
		Short: "Prove the requirements' specs with clients that are known to be right or wrong",
		Long: `selftest judges clients that are part of nimcert: conforming ones, which must pass everything, and their
mutants, each of which breaks one requirement and must be killed by it. It prints which requirement killed how many.

It exits with 1 when a mutant survives, or is killed only by requirements that are not about it, or when a conforming
client fails, and names each in a sentence.`,
		Example: `  nimcert selftest                             every mutant against its own requirement
  nimcert selftest --matrix --out out/selftest   every mutant against every requirement, as a page and as JSON
  nimcert selftest --explore --out out/selftest  how many of them exploration alone finds
  nimcert selftest --run KCK                     only the mutants of these requirements
  nimcert selftest --mutant "count not reset"    only this mutant`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return selfTest(cmd.Context(), cmd, f) },
	}
	fl := cmd.Flags()
	fl.BoolVar(&f.matrix, "matrix", false, "judge every mutant by every requirement (takes minutes)")
	fl.StringVar(&f.out, "out", "",
		"folder for "+selftest.SelfTestPage+" and "+selftest.SelfTestJSON+" (default: nothing is written)")
	fl.Var((*several)(&f.run), "run", "only the mutants of these requirements or groups, such as REC-01,DST")
	fl.StringArrayVar(&f.mutants, "mutant", nil, "only this mutant (repeatable)")
	fl.BoolVar(&f.failFast, "fail-fast", false, "stop when something is wrong")
	fl.StringVar(&f.platform, "platform", "",
		"the platform's profile: guide, wechat or uni-app; what needs more sockets than it has is not judged")
	fl.IntVar(&f.jobs, "jobs", 0, "clients side by side (default: one per core)")
	fl.BoolVar(&f.explore, "explore", false, "measure instead how many of the broken clients exploration alone finds")
	fl.IntVar(&f.schedules, "schedules", 500, "with --explore: schedules for each client at most")
	return cmd
}

func selfTest(ctx context.Context, cmd *cobra.Command, f selfTestFlags) error {
	given := cmd.Flags().Changed
	switch {
	case f.explore && f.matrix:
		return errors.New("--explore and --matrix exclude one another")
	case f.explore && (f.failFast || given("platform")):
		return errors.New("--explore takes neither --fail-fast nor --platform")
	case given("schedules") && !f.explore:
		return errors.New("--schedules goes with --explore")
	case given("out") && f.out == "":
		return errors.New(`--out "" is no folder's name`)
	}
	chosen, err := chooseMutants(selftest.Mutants(), f)
	if err != nil {
		return err
	}
	if f.jobs <= 0 {
		f.jobs = runtime.NumCPU()
	}
	cfg := config.Default()
	if err := cfg.Use(f.platform, nil); err != nil {
		return err
	}
	if f.explore {
		return measure(ctx, cmd, f, chosen)
	}
	s := selftest.SelfTest{
		Platform: cfg.Profile(),
		Context:  ctx, Mutants: chosen, Matrix: f.matrix, FailFast: f.failFast,
		Domains: suites.Domains(config.Default().Domains), Jobs: f.jobs, Progress: selfTestProgress(cmd.ErrOrStderr()),
	}
	if len(f.mutants) == 0 && len(f.run) == 0 {
		s.Conforming = selftest.Conformings()
	}
	begin := time.Now()
	r, err := s.Run()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return broke(err)
	}
	if f.out != "" {
		if err := r.Write(f.out); err != nil {
			return err
		}
	}
	out := cmd.OutOrStdout()
	if err := r.WriteText(out); err != nil {
		return broke(err)
	}
	if f.out != "" {
		fmt.Fprintf(out, "Matrix: %s\n", filepath.Join(f.out, selftest.SelfTestPage))
	}
	fmt.Fprintf(out, "Took %.1f s.\n", time.Since(begin).Seconds())
	if len(r.Problems()) > 0 {
		return &exitError{code: exitClosed}
	}
	return nil
}

// chooseMutants keeps the mutants that the flags name. It is an error if none is left: a self-test of nothing would
// pass.
func chooseMutants(all []selftest.Mutant, f selfTestFlags) ([]selftest.Mutant, error) {
	for _, name := range f.mutants {
		if !slices.ContainsFunc(all, func(m selftest.Mutant) bool { return m.Name == name }) {
			return nil, fmt.Errorf("--mutant: there is no mutant %q%s", name, similar(all, name))
		}
	}
	ids, err := selected(f.run)
	if err != nil {
		return nil, err
	}
	chosen := slices.DeleteFunc(all, func(m selftest.Mutant) bool {
		return len(f.mutants) > 0 && !slices.Contains(f.mutants, m.Name) ||
			len(ids) > 0 && !slices.Contains(ids, m.Breaks)
	})
	if len(chosen) == 0 {
		return nil, fmt.Errorf("no mutant is about %s", strings.Join(append(f.run, f.mutants...), ", "))
	}
	return chosen, nil
}

// similar names up to five mutants whose names share a word with the unknown one.
func similar(all []selftest.Mutant, name string) string {
	var found []string
	for _, m := range all {
		if len(found) < 5 &&
			slices.ContainsFunc(strings.Fields(name),
				func(word string) bool { return len(word) > 3 && strings.Contains(m.Name, word) }) {
			found = append(found, fmt.Sprintf("%q", m.Name))
		}
	}
	if len(found) == 0 {
		return ""
	}
	return ": did you mean one of " + strings.Join(found, ", ") + "?"
}

// selfTestProgress prints a line for every fiftieth client, and for each with a problem.
func selfTestProgress(w io.Writer) func(done, total int, name, problem string) {
	return func(done, total int, name, problem string) {
		switch {
		case problem != "":
			fmt.Fprintf(w, "[%*d/%d] ✗ %s\n", len(fmt.Sprint(total)), done, total, name)
		case done%50 == 0 || done == total:
			fmt.Fprintf(w, "[%*d/%d] judged\n", len(fmt.Sprint(total)), done, total)
		}
	}
}

// measure is selftest --explore: it measures, and never fails.
func measure(ctx context.Context, cmd *cobra.Command, f selfTestFlags, chosen []selftest.Mutant) error {
	if f.schedules < 1 {
		return fmt.Errorf("--schedules %d plays nothing: give 1 or more", f.schedules)
	}
	var list []explore.Subject
	for _, m := range chosen {
		list = append(list, explore.Subject{Name: m.Name, Breaks: m.Breaks, New: m.New})
	}
	x := explore.Explorer{
		Setting: explore.Setting{Seed: 1, Domains: invariants.Domains(config.Default().Domains)}, Seed: 1,
		Schedules: f.schedules,
	}
	w := cmd.ErrOrStderr()
	p := explore.Measure(ctx, x, list, f.jobs, func(done int, s explore.Sought) {
		switch {
		case s.Number == 0:
			fmt.Fprintf(w, "[%*d/%d] – %s\n", len(fmt.Sprint(len(list))), done, len(list), s.Name)
		case done%50 == 0 || done == len(list):
			fmt.Fprintf(w, "[%*d/%d] explored\n", len(fmt.Sprint(len(list))), done, len(list))
		}
	})
	if ctx.Err() != nil {
		return &exitError{exitInterrupted, errors.New("interrupted: nothing was measured")}
	}
	p.WriteText(cmd.OutOrStdout())
	if f.out == "" {
		return nil
	}
	return p.Write(f.out)
}

// selected lists the ids of the requirements that patterns name; none without a pattern.
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
