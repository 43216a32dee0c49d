package terminal

import (
	"fmt"
	"io"
	"strings"

	"nimcert/catalogue"
	"nimcert/internal/words"
	"nimcert/verdict"
)

// markdownMost is how long the summary may get, in bytes. GitHub shows a step's summary up to 1 MiB and drops a longer
// one whole; what other steps write counts apart.
const markdownMost = 900 << 10

// WriteMarkdown writes the summary for a job's page: for each subject the verdict, what to do, and a table of the
// requirements that need attention, each with one sentence and the command that runs it again. All words of an SDK are
// escaped, for Markdown and for HTML.
func WriteMarkdown(w io.Writer, runs []verdict.Run) error {
	var b strings.Builder
	if len(runs) == 0 {
		b.WriteString("## nimcert\n\nNothing was executed: there is no verdict.\n")
	}
	if len(runs) > 1 {
		fmt.Fprintf(&b, "**%s**\n\n", words.Md(verdict.Lead(runs)))
	}
	left := 0
	for _, r := range runs {
		left += markdown(r, &b)
	}
	if left > 0 {
		fmt.Fprintf(&b, "%s left out, because this page has a limit: `%s` has them all.\n",
			words.Md(verdict.Were(left)), verdict.PageFile)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// markdown writes one subject and returns how many requirements had no room.
func markdown(r verdict.Run, b *strings.Builder) (left int) {
	gate, advice := r.Advice()
	if b.Len() < markdownMost {
		fmt.Fprintf(b, "## %s %s: %s\n\n**%s**\n\n%s %s\n\n", verdict.Symbol(r.Tone()),
			words.Md(words.OrUnnamed(r.Label())), r.Verdict(), words.Md(r.Headline()), words.Md(gate),
			words.Md(words.CutText(words.Flat(advice), 4<<10)))
	}
	requirements := r.Requirements()
	begun := false
	for _, q := range verdict.Sorted(requirements) {
		if q.Verdict == verdict.Pass || q.Verdict == verdict.NotApplicable {
			continue
		}
		row := markdownRow(r, q)
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
		fmt.Fprintf(b, "%s\n\n", words.Md(SummaryOptions{}.Counts(verdict.TallyOf(requirements))))
	}
	return left
}

func markdownRow(r verdict.Run, q verdict.RequirementResult) string {
	level := ""
	if q.Requirement.Level != catalogue.Must {
		level = ", " + words.Md(string(q.Requirement.Level))
	}
	seen := words.Md(
		words.CutText(words.Flat(strings.Join(append([]string{q.Reason.Text}, q.RestWords()...), " ")),
			words.SentenceMost))
	if q.Decided >= 0 && q.Conditions[q.Decided].Condition != "" {
		seen = "*" + words.Md(words.CutText(words.Flat(q.Conditions[q.Decided].Condition), words.SentenceMost)) +
			"*: " + seen
	}
	again := ""
	if command := r.Command(q.Again()); command != "" {
		// A bar would end the cell, in code too.
		again = strings.ReplaceAll(words.MdCode(words.CutText(command, words.SentenceMost)), "|", `\|`)
	}
	return fmt.Sprintf("| **%s** %s | %s %s%s | %s | %s |\n", words.Md(q.Requirement.ID), words.Md(q.Requirement.Title),
		verdict.Symbol(q.Verdict), q.Verdict, level, seen, again)
}
