package main

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"nimcert/verdict"
)

func mergeCommand() *cobra.Command {
	d := delivery{}
	cmd := &cobra.Command{
		Use:   "merge DIR...",
		Short: "Make the reports of the whole from those of all shards",
		Long: `merge reads the runs.json that certify --shard I/N left in each folder, or in the folders in it, and
writes the reports that one run would have written. The exit code is the gate of the whole, as certify gives it.

All N shards must be there, each once, made with the same settings and builds. If not, one line says why, and the
exit code is 2. What is read stays, even where --out is the folder of a shard.

A runs.json is believed: a checksum finds what was damaged, and nothing finds what somebody wrote by hand.`,
		Example: `  nimcert certify --shard 1/2 --out shards/1
  nimcert certify --shard 2/2 --out shards/2
  nimcert merge shards --out out`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("merge needs the folders of the shards: nimcert merge DIR... --out DIR")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			parts, err := verdict.ReadParts(args)
			if err != nil {
				return err
			}
			runs, err := verdict.Merge(parts)
			if err != nil {
				return err
			}
			d.keepRuns = slices.ContainsFunc(parts, func(p verdict.Part) bool { return p.IsIn(d.out) })
			if err := d.prepare(); err != nil {
				return err
			}
			return d.reports(cmd, verdict.Part{Runs: runs}, "")
		},
	}
	d.flags(cmd.Flags())
	return cmd
}
