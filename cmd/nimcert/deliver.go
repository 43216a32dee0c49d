package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nimcert/reports"
	"nimcert/reports/page"
	"nimcert/reports/terminal"
	"nimcert/runner"
	"nimcert/verdict"
)

// delivery says where a verdict goes: the folder of the reports, and how much is printed.
type delivery struct {
	out         string
	quiet, json bool
	// allowPartial lets a part of the catalogue open the gate.
	allowPartial bool
	// keepRuns leaves the runs of a shard in the folder: merge has read them there.
	keepRuns bool
}

func (d *delivery) flags(fl *pflag.FlagSet) {
	fl.StringVar(&d.out, "out", "out", "folder for report.html, junit.xml, certificate.json, summary.md (for a "+
		"job's page) and outcome.env (for its variables)")
	fl.BoolVar(&d.allowPartial, "allow-partial", false,
		"let the requirements that --run names open the gate by themselves; without it only the whole catalogue does")
	fl.BoolVarP(&d.quiet, "quiet", "q", false, "say only the verdict, one line for each SDK, and errors")
	fl.BoolVar(&d.json, "json", false,
		"say the verdict as one JSON document (nimcert/outcome/v1) on standard output, and nothing else there")
}

// prepare makes the folder. A folder that cannot be written is an error before anything runs.
func (d *delivery) prepare() error {
	if d.out == "" || strings.ContainsFunc(d.out, unicode.IsControl) {
		return fmt.Errorf("--out %q is no folder's name", d.out)
	}
	if err := os.MkdirAll(d.out, 0o755); err != nil {
		return fmt.Errorf("--out %s cannot be made: %w", d.out, err)
	}
	if err := reports.Own(d.out, begun, exitBroke, d.keepRuns); err != nil {
		return notWritten(err)
	}
	return nil
}

// notWritten is the error for files of --out that could not be written.
func notWritten(err error) error {
	return broke(fmt.Errorf("the reports could not be written: %w", err))
}

// begun is the text in a folder while its run goes on, or after it was killed.
const begun = "the run has begun and has not ended"

// own takes over a folder with an earlier run's reports before anything can fail, even a wrong flag: nobody must find
// the old run's verdict there. A folder without such reports stays as it is until the run begins.
func own(root *cobra.Command, args []string) (dir string, keepRuns bool) {
	cmd, rest, err := root.Find(args)
	if err != nil || cmd.Name() != "certify" && cmd.Name() != "merge" {
		return "", false
	}
	dir = "out"
	for i, arg := range rest {
		switch value, given := strings.CutPrefix(arg, "--out="); {
		case arg == "-h" || arg == "--help":
			return "", false
		case given:
			dir = value
		case arg == "--out" && i+1 < len(rest):
			dir = rest[i+1]
		}
	}
	keepRuns = cmd.Name() == "merge"
	if dir != "" && reports.Holds(dir) {
		_ = reports.Own(dir, begun, exitBroke, keepRuns) // faults of the folder are reported when the run makes it
	}
	return dir, keepRuns
}

// ended writes into the folder why a run has no verdict: it was interrupted, or its flags or its configuration are
// wrong.
func ended(dir string, keepRuns bool, code int, why string) {
	if dir != "" && reports.Holds(dir) {
		_ = reports.Own(dir, why, code, keepRuns) // it says already that the run has not ended
	}
}

// keep writes what an interrupted run showed of the builds that it tried to the end. The error carries the exit code.
func (d *delivery) keep(plan *runner.Plan, runs []verdict.Run, why string) error {
	if plan.Kept() == 0 {
		ended(d.out, false, exitInterrupted, why)
		return &exitError{exitInterrupted, errors.New(why)}
	}
	if err := reports.Keep(d.out, runs, plan.Whole, why, exitInterrupted); err != nil {
		return broke(fmt.Errorf("interrupted, and the reports could not be written: %w", err))
	}
	return &exitError{exitInterrupted, errors.New(why)}
}

// reports writes the reports and prints the verdict. note, if any, ends the summary. If the gate is not open, the error
// carries the exit code.
func (d *delivery) reports(cmd *cobra.Command, part verdict.Part, note string) error {
	for i := range part.Runs {
		part.Runs[i].Whole = !d.allowPartial
	}
	runs := slices.Clone(part.Reported())
	for i, r := range runs {
		runs[i] = r.Judged()
	}
	if err := d.write(part, runs); err != nil {
		return notWritten(err)
	}
	if err := d.say(cmd, runs, note); err != nil {
		return broke(err)
	}
	if code := verdict.ExitCode(runs); code != exitOpen {
		return &exitError{code: code}
	}
	return nil
}

func (d *delivery) write(part verdict.Part, runs []verdict.Run) error {
	switch {
	case part.Shard.Sharded():
		if err := part.Write(d.out); err != nil {
			return err
		}
	case !d.keepRuns: // a merge would take them for files of this run
		err := os.Remove(filepath.Join(d.out, verdict.RunsFile))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the runs of an earlier shard: %w", err)
		}
	}
	return reports.Write(d.out, runs)
}

func (d *delivery) say(cmd *cobra.Command, runs []verdict.Run, note string) error {
	out, color := cmd.OutOrStdout(), terminalOf(cmd.OutOrStdout()).color
	switch {
	case d.json:
		return reports.NewOutcome(d.out, runs).WriteJSON(out)
	case d.quiet:
		return terminal.Verdicts(out, runs, color)
	}
	var judged []verdict.Run
	for _, r := range runs {
		if why := unusable(r); why != "" { // one line says it for all requirements
			fmt.Fprintf(out, "%s\nNo requirement could be judged: %s\n\n", r.Label(), why)
			continue
		}
		judged = append(judged, r)
	}
	if len(judged) == 0 {
		_, err := fmt.Fprintf(out, "Report: %s\n", filepath.Join(d.out, verdict.PageFile))
		return err
	}
	if err := terminal.Summary(out, judged,
		terminal.SummaryOptions{Color: color, Report: filepath.Join(d.out, verdict.PageFile)}); err != nil {
		return err
	}
	if len(page.Matrices(runs)) > 0 {
		note += fmt.Sprintf("Matrix: %s\n", filepath.Join(d.out, page.MatrixFile))
	}
	_, err := fmt.Fprint(out, note)
	return err
}

// whatBroke is the first reason why a run proves nothing, with the case that broke; it is empty if the gate is not
// "error".
func whatBroke(r verdict.Run) string {
	if why := unusable(r); why != "" {
		return why
	}
	for _, q := range r.Requirements() {
		if q.Verdict == verdict.Error && q.Decided >= 0 {
			c := q.Conditions[q.Decided]
			return fmt.Sprintf("%s: %s", c.Case.Label(), c.Reason)
		}
	}
	return ""
}

// unusable says why nothing of a run was judged, if every case broke for the same reason, such as a build that does not
// load.
func unusable(r verdict.Run) string {
	for _, c := range r.Cases {
		if c.Broke.IsZero() || c.Broke.Text != r.Cases[0].Broke.Text {
			return ""
		}
	}
	if len(r.Cases) < 2 {
		return ""
	}
	return r.Cases[0].Broke.Text
}
