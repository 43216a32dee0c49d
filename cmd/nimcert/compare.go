package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"nimcert/reports/compare"
)

func compareCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "compare BEFORE AFTER",
		Short: "Say what was fixed and what broke between two certificates",
		Long: `compare reads two certificate.json files, or folders that hold one, and says what broke, what was fixed,
what is new and what changed its reason, by requirement and condition.

It exits with 1 when something broke: a MUST requirement, or a condition of one, that passed before and does not now.
What is no longer tried or no longer applies does not pass either. A SHOULD is listed and does not count. A file that
is missing or is no certificate is 2.`,
		Example: `  nimcert compare out/releases/yxim-nim-web-sdk-9.12.2 out/releases/yxim-nim-web-sdk-9.21.12
  nimcert compare baseline/certificate.json out/certificate.json --format markdown`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("compare needs two certificates, the earlier one first: nimcert compare " +
					"BEFORE/certificate.json AFTER/certificate.json")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			write, ok := map[string]func(compare.Comparison) error{
				"text":     func(c compare.Comparison) error { return c.WriteText(cmd.OutOrStdout()) },
				"json":     func(c compare.Comparison) error { return c.WriteJSON(cmd.OutOrStdout()) },
				"markdown": func(c compare.Comparison) error { return c.WriteMarkdown(cmd.OutOrStdout()) },
			}[format]
			if !ok {
				return fmt.Errorf("--format %q is unknown: use text, json or markdown", format)
			}
			before, err := compare.ReadCertificate(args[0])
			if err != nil {
				return err
			}
			after, err := compare.ReadCertificate(args[1])
			if err != nil {
				return err
			}
			c := compare.Compare(before, after)
			if err := write(c); err != nil {
				return broke(err)
			}
			if code := c.ExitCode(); code != exitOpen {
				return &exitError{code: code}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, json or markdown")
	return cmd
}
