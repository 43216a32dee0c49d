package reports

import (
	"fmt"
	"io"
	"strings"

	"nimcert/catalogue"
)

// SummaryFile is the summary for a merge request's comment or a CI job's page.
const SummaryFile = "summary.md"

// markdownMost is how long the summary may get, in bytes. GitHub shows a step's summary up to 1 MiB and drops a longer one whole; what other steps write counts apart.
const markdownMost = 900 << 10

// WriteMarkdown writes the summary for a job's page: of each subject the verdict, what to do, and a table of what needs attention, each with one sentence and the
// command that runs it again. Whatever an SDK says is escaped, for Markdown and for HTML.
func WriteMarkdown(w io.Writer, runs []Run) error {
	var b strings.Builder
	if len(runs) == 0 {
		b.WriteString("## nimcert\n\nNothing was executed: there is no verdict.\n")
	}
	if len(runs) > 1 {
		fmt.Fprintf(&b, "**%s**\n\n", md(lead(runs)))
	}
	left := 0
	for _, r := range runs {
		left += r.markdown(&b)
	}
	if left > 0 {
		fmt.Fprintf(&b, "%s left out, because this page has a limit: `%s` has them all.\n", md(were(left)), PageFile)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// markdown writes one subject and returns how many requirements there was no room for.
func (r Run) markdown(b *strings.Builder) (left int) {
	gate, advice := r.Advice()
	if b.Len() < markdownMost {
		fmt.Fprintf(b, "## %s %s: %s\n\n**%s**\n\n%s %s\n\n", symbol(r.tone()), md(orUnnamed(r.Label())), r.Verdict(), md(r.Headline()), md(gate), md(cutText(flat(advice), 4<<10)))
	}
	requirements := r.Requirements()
	begun := false
	for _, q := range sorted(requirements) {
		if q.Verdict == Pass || q.Verdict == NotApplicable {
			continue
		}
		row := r.markdownRow(q)
		if b.Len()+len(row) > markdownMost {
			left++
			continue
		}
		if !begun {
			b.WriteString("| Requirement | Verdict | What was seen | Run it again |\n|---|---|---|---|\n")
			begun = true
		}
		b.WriteString(row)
	}
	if begun {
		b.WriteString("\n")
	}
	if b.Len() < markdownMost {
		fmt.Fprintf(b, "%s\n\n", md(SummaryOptions{}.counts(tally(requirements))))
	}
	return left
}

func (r Run) markdownRow(q RequirementResult) string {
	level := ""
	if q.Requirement.Level != catalogue.Must {
		level = ", " + md(string(q.Requirement.Level))
	}
	seen := md(cutText(flat(strings.Join(append([]string{q.Reason}, q.restWords()...), " ")), sentenceMost))
	if q.Decided >= 0 && q.Conditions[q.Decided].Condition != "" {
		seen = "*" + md(cutText(flat(q.Conditions[q.Decided].Condition), sentenceMost)) + "*: " + seen
	}
	again := ""
	if command := r.Command(q.Requirement.ID); command != "" {
		// A bar would end the cell, in code too.
		again = strings.ReplaceAll(mdCode(cutText(command, sentenceMost)), "|", `\|`)
	}
	return fmt.Sprintf("| **%s** %s | %s %s%s | %s | %s |\n", md(q.Requirement.ID), md(q.Requirement.Title), symbol(q.Verdict), q.Verdict, level, seen, again)
}
