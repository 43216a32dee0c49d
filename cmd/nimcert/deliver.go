package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nimcert/reports"
)

// delivery is where a verdict goes: the folder of the reports, and how much is said.
type delivery struct {
	out         string
	quiet, json bool
}

func (d *delivery) flags(fl *pflag.FlagSet) {
	fl.StringVar(&d.out, "out", "out", "folder for report.html, junit.xml, certificate.json, summary.md (for a job's page) and outcome.env (for its variables)")
	fl.BoolVarP(&d.quiet, "quiet", "q", false, "say only the verdict, one line for each SDK, and errors")
	fl.BoolVar(&d.json, "json", false, "say the verdict as one JSON document (nimcert/outcome/v1) on standard output, and nothing else there")
}

// prepare makes the folder, so that what cannot be written is known before anything runs.
func (d *delivery) prepare() error {
	if d.out == "" || strings.ContainsFunc(d.out, unicode.IsControl) {
		return fmt.Errorf("--out %q is no folder's name", d.out)
	}
	if err := os.MkdirAll(d.out, 0o755); err != nil {
		return fmt.Errorf("--out %s cannot be made: %w", d.out, err)
	}
	return nil
}

// reports writes the reports and says the verdict. note, if any, ends the summary. The error carries the exit code where the gate is not open.
func (d *delivery) reports(cmd *cobra.Command, part reports.Part, note string) error {
	runs := part.Reported()
	if err := d.write(part, runs); err != nil {
		return broke(fmt.Errorf("the reports could not be written: %w", err))
	}
	if err := d.say(cmd, runs, note); err != nil {
		return broke(fmt.Errorf("the verdict could not be written: %w", err))
	}
	if code := reports.ExitCode(runs); code != exitOpen {
		return &exitError{code: code}
	}
	return nil
}

func (d *delivery) write(part reports.Part, runs []reports.Run) error {
	if part.Shard.Sharded() {
		if err := part.Write(d.out); err != nil {
			return err
		}
	} else if err := os.Remove(filepath.Join(d.out, reports.RunsFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the runs of an earlier shard: %w", err) // a merge would take them for this run's
	}
	return reports.Write(d.out, runs)
}

func (d *delivery) say(cmd *cobra.Command, runs []reports.Run, note string) error {
	out, color := cmd.OutOrStdout(), terminalOf(cmd.OutOrStdout()).color
	switch {
	case d.json:
		return reports.NewOutcome(d.out, runs).WriteJSON(out)
	case d.quiet:
		return reports.Verdicts(out, runs, color)
	}
	var judged []reports.Run
	for _, r := range runs {
		if why := unusable(r); why != "" { // one line says it for all requirements
			fmt.Fprintf(out, "%s\nNo requirement could be judged: %s\n\n", r.Label(), why)
			continue
		}
		judged = append(judged, r)
	}
	if len(judged) == 0 {
		_, err := fmt.Fprintf(out, "Report: %s\n", filepath.Join(d.out, reports.PageFile))
		return err
	}
	if err := reports.Summary(out, judged, reports.SummaryOptions{Color: color, Report: filepath.Join(d.out, reports.PageFile)}); err != nil {
		return err
	}
	if len(reports.Matrices(runs)) > 0 {
		note += fmt.Sprintf("Matrix: %s\n", filepath.Join(d.out, reports.MatrixFile))
	}
	_, err := fmt.Fprint(out, note)
	return err
}

// unusable says why nothing of a run was judged, when every case broke for the same reason: a build that does not load.
func unusable(r reports.Run) string {
	for _, c := range r.Cases {
		if c.Broke == "" || c.Broke != r.Cases[0].Broke {
			return ""
		}
	}
	if len(r.Cases) < 2 {
		return ""
	}
	return r.Cases[0].Broke
}
