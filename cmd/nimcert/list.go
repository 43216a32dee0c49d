package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"nimcert/catalogue"
	"nimcert/runner"
)

func listCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the requirements and the conditions under which each is tried",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "ID\tLEVEL\tCONDITIONS\tREQUIREMENT")
			for _, r := range catalogue.All() {
				fmt.Fprintf(w, "%s\t%s\t%d\t%s\n", r.ID, r.Level, max(1, len(runner.Conditions(r.ID))), r.Title)
			}
			return w.Flush()
		},
	}
}

func explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain ID",
		Short: "Say what a requirement asks, why it matters, and how it is tried",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || strings.TrimSpace(args[0]) == "" {
				return errors.New("explain needs one requirement or group: nimcert explain DST-02; nimcert list shows them")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			found, err := catalogue.Select(args)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			for i, r := range found {
				if i > 0 {
					fmt.Fprintln(out)
				}
				fmt.Fprintf(out, "%s (%s) %s\n\n%s\n\nWhy it matters: %s\nSource: %s\n", r.ID, r.Level, r.Title, r.Statement, r.Why, r.Source)
				if r.V2 != "" {
					fmt.Fprintf(out, "In the V2 API of nim-web-sdk-ng: %s\n", r.V2)
				}
				if r.Note != "" {
					fmt.Fprintf(out, "A note on the guide, which changes no verdict: %s\n", r.Note)
				}
				if len(r.Needs) > 0 {
					fmt.Fprintf(out, "Needs of the client: %s\n", strings.Join(r.Needs, ", "))
				}
				if names := runner.Conditions(r.ID); len(names) > 0 {
					fmt.Fprintf(out, "Tried under: %s\n", strings.Join(names, "; "))
				}
				fmt.Fprintf(out, "Run it: nimcert certify --run %s --allow-partial\n", r.ID)
				if runner.Everywhere(r.ID) {
					fmt.Fprintln(out, "It is looked at in every scenario, so this runs all of them.")
				}
			}
			return nil
		},
	}
}
