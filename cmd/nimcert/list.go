package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"nimcert/catalogue"
	"nimcert/runner"
)

func listCommand() *cobra.Command {
	var lang string
	cmd := &cobra.Command{
		Use:   "list [ID...]",
		Short: "List the requirements, or the conditions under which some of them are tried",
		Long: `list shows the requirements and under how many conditions each is tried; with identifiers or groups,
these conditions: the slug, which identifies one for --run, nimcert trace, ginkgo.yml and certificates, and its name.`,
		Example: `  nimcert list
  nimcert list LIM-04 SWI
  nimcert list LIM-04 --lang zh`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if lang != "en" && lang != "zh" {
				return fmt.Errorf("--lang: %q is no language here: use one of en, zh", lang)
			}
			if len(args) > 0 {
				return listConditions(cmd.OutOrStdout(), args, lang == "zh")
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "ID\tLEVEL\tCONDITIONS\tREQUIREMENT")
			for _, r := range catalogue.All() {
				n := strconv.Itoa(len(runner.Conditions(r.ID)))
				if runner.Everywhere(r.ID) {
					n = "all"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.ID, r.Level, n, title(r, lang == "zh"))
			}
			return w.Flush()
		},
	}
	cmd.Flags().StringVar(&lang, "lang", "en", "the language of the names: en or zh")
	return cmd
}

// requirementsOf are the requirements that identifiers and groups name. A slug, which reports show, names one condition
// alone.
func requirementsOf(patterns []string) ([]catalogue.Requirement, error) {
	for _, p := range patterns {
		id, _, slug := strings.Cut(strings.TrimSpace(p), "/")
		if found, err := catalogue.Select([]string{id}); slug && err == nil && len(found) == 1 {
			return nil, fmt.Errorf("%s names a condition, and a requirement is wanted: give %s", p, found[0].ID)
		}
	}
	return catalogue.Select(patterns)
}

// title is a requirement's title in English or in Chinese.
func title(r catalogue.Requirement, chinese bool) string {
	if zh, ok := catalogue.InChinese(r.ID); chinese && ok {
		return zh.Title
	}
	return r.Title
}

// listConditions lists the conditions of the requirements that the patterns name.
func listConditions(out io.Writer, patterns []string, chinese bool) error {
	found, err := requirementsOf(patterns)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, r := range found {
		fmt.Fprintf(w, "%s\t%s\n", r.ID, title(r, chinese))
		for _, c := range runner.Conditions(r.ID) {
			name := c.English
			if chinese {
				name = c.Chinese
			}
			fmt.Fprintln(w, strings.TrimSuffix("  "+c.Slug+"\t"+name, "\t"))
		}
	}
	return w.Flush()
}

func explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain ID",
		Short: "Say what a requirement asks, why it matters, and how it is tried",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || strings.TrimSpace(args[0]) == "" {
				return errors.New(
					"explain needs one requirement or group: nimcert explain DST-02; nimcert list shows them")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			found, err := requirementsOf(args)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			for i, r := range found {
				if i > 0 {
					fmt.Fprintln(out)
				}
				fmt.Fprintf(out, "%s (%s) %s\n\n%s\n\nWhy it matters: %s\nSource: %s\n", r.ID, r.Level, r.Title,
					r.Statement, r.Why, r.Source)
				if r.V2 != "" {
					fmt.Fprintf(out, "In the V2 API of nim-web-sdk-ng: %s\n", r.V2)
				}
				if r.Note != "" {
					fmt.Fprintf(out, "A note on the guide, which changes no verdict: %s\n", r.Note)
				}
				if len(r.Needs) > 0 {
					fmt.Fprintf(out, "Needs of the client: %s\n", strings.Join(r.Needs, ", "))
				}
				if names := namesOf(r.ID); len(names) > 0 {
					fmt.Fprintf(out, "Tried under: %s\nnimcert list %s shows how to ask for one of them.\n",
						strings.Join(names, "; "), r.ID)
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

// namesOf are the English names of a requirement's own conditions.
func namesOf(id string) []string {
	if runner.Everywhere(id) {
		return nil
	}
	var names []string
	for _, c := range runner.Conditions(id) {
		if c.English != "" {
			names = append(names, c.English)
		}
	}
	return names
}
