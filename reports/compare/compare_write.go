package compare

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"nimcert/catalogue"
	"nimcert/internal/words"
)

// conditionsShown is how many conditions of one requirement a text lists: GLB-04 is looked at in each of more than a
// hundred scenarios, and a build that does not start breaks them all. The JSON has them all.
const conditionsShown = 12

// WriteText writes a comparison for a terminal.
func (c Comparison) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintln(&b, c.Title())
	for _, n := range c.Notes {
		fmt.Fprintf(&b, "Note: %s\n", words.Flat(n))
	}
	fmt.Fprintf(&b, "%s\n%s\n", c.Headline(), c.Tally())
	for _, kind := range Changes {
		list := c.Of(kind)
		if len(list) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s\n", changeWord(kind))
		for _, q := range list {
			fmt.Fprintf(&b, "\n  %s  %s%s: %s\n", words.Flat(q.ID), step(q.Before, q.After), should(q.Level),
				title(q.ID))
			for _, r := range q.reasons() {
				fmt.Fprintf(&b, "    %s\n", r)
			}
			shown, more := q.shown()
			for _, k := range shown {
				fmt.Fprintf(&b, "    %s: %s\n", k.name(), step(k.Before, k.After))
				for _, r := range k.reasons(q) {
					fmt.Fprintf(&b, "      %s\n", r)
				}
			}
			if more > 0 {
				fmt.Fprintf(&b, "    and %d more %s\n", more, words.Plural(more, "condition", "conditions"))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteJSON writes a comparison for other programs.
func (c Comparison) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(c)
}

// WriteMarkdown writes a comparison for a comment or a job's summary.
func (c Comparison) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n", c.mdTitle())
	for _, n := range c.Notes {
		fmt.Fprintf(&b, "- Note: %s\n", words.Md(n))
	}
	if len(c.Notes) > 0 {
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "**%s** %s.\n", words.Md(c.Headline()), words.Md(c.Tally()))
	for _, kind := range Changes {
		list := c.Of(kind)
		if len(list) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n### %s\n\n", changeWord(kind))
		for _, q := range list {
			fmt.Fprintf(&b, "- **%s** %s%s: %s%s\n", words.Md(q.ID), step(q.Before, q.After), should(q.Level),
				words.Md(title(q.ID)), mdReasons(q.reasons()))
			shown, more := q.shown()
			for _, k := range shown {
				fmt.Fprintf(&b, "  - %s: %s%s\n", words.Md(k.name()), step(k.Before, k.After), mdReasons(k.reasons(q)))
			}
			if more > 0 {
				fmt.Fprintf(&b, "  - and %d more %s\n", more, words.Plural(more, "condition", "conditions"))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func should(level string) string {
	if level == string(catalogue.Must) {
		return ""
	}
	return ", " + words.Flat(level)
}

// shown returns the conditions that a text lists, broken ones first, and the number of further ones. A requirement
// without named conditions lists none: its own line says everything.
func (q RequirementChange) shown() ([]ConditionChange, int) {
	if len(q.Conditions) == 1 && q.Conditions[0].Condition == "" {
		return nil, 0
	}
	var out []ConditionChange
	for _, kind := range Changes {
		for _, k := range q.Conditions {
			if k.Change == kind {
				out = append(out, k)
			}
		}
	}
	if len(out) > conditionsShown {
		return out[:conditionsShown], len(out) - conditionsShown
	}
	return out, 0
}

func (k ConditionChange) name() string {
	if k.Condition == "" {
		return "as stated"
	}
	return words.Flat(k.Condition)
}

func (q RequirementChange) reasons() []string { return reasons(q.Before, q.After) }

// The reasons of a condition leave out what its requirement says already.
func (k ConditionChange) reasons(of RequirementChange) []string {
	said := of.reasons()
	return slices.DeleteFunc(reasons(k.Before, k.After), func(r string) bool { return slices.Contains(said, r) })
}

// reasons are the reason of the newer verdict, and of the older one if that differs.
func reasons(before, after *Judgement) []string {
	var out []string
	if after != nil && after.Reason != "" {
		out = append(out, words.Flat(after.Reason))
	}
	if before != nil && before.Reason != "" && (after == nil || !alike(before.why(), after.why())) {
		out = append(out, "before: "+words.Flat(before.Reason))
	}
	return out
}

func mdReasons(list []string) string {
	var b strings.Builder
	for _, r := range list {
		b.WriteString("<br>" + words.Md(r))
	}
	return b.String()
}

// mdTitle is the title with the packages' names as code, so that a reader can copy the exact name.
func (c Comparison) mdTitle() string {
	before, after := c.labels()
	rest := func(s ComparedSide, label string) string { return words.Md(strings.TrimPrefix(label, s.Subject.Name)) }
	side := func(s ComparedSide, label string) string { return words.MdCode(s.Subject.Name) + " " + rest(s, label) }
	if c.Before.Subject.Name == c.After.Subject.Name {
		return side(c.Before, before) + " → " + rest(c.After, after)
	}
	return side(c.Before, before) + " → " + side(c.After, after)
}
