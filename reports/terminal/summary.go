package terminal

import (
	"fmt"
	"io"
	"strings"

	"nimcert/internal/words"
	"nimcert/verdict"
)

// SummaryOptions say how the summary is written.
type SummaryOptions struct {
	// Color asks for the terminal's colours. Without it the text has no escape sequence.
	Color bool
	// Report is the path of the page, named at the end; empty leaves it out.
	Report string
}

// Summary writes what a person at a terminal needs: the verdict first, then what needs attention with its sentence and
// the command that runs it again, the counts, and the path of the page. Without options it is plain text.
func Summary(w io.Writer, runs []verdict.Run, options ...SummaryOptions) error {
	var b strings.Builder
	var o SummaryOptions
	for _, given := range options {
		o = given
	}
	if len(runs) == 0 {
		fmt.Fprintln(&b, o.paint(verdict.Error, "Nothing was executed: there is no verdict."))
	}
	for i, r := range runs {
		if i > 0 {
			b.WriteString("\n")
		}
		o.subject(&b, r)
	}
	if len(runs) > 1 {
		b.WriteString("\n" + verdict.Lead(runs) + "\n")
	}
	if o.Report != "" {
		fmt.Fprintf(&b, "\nReport: %s\n", o.Report)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (o SummaryOptions) subject(b *strings.Builder, r verdict.Run) {
	gate, advice := r.Advice()
	if label := words.Clean(r.Label()); label != "" {
		fmt.Fprintf(b, "%s\n", label)
	}
	fmt.Fprintf(b, "%s\n%s %s\n", o.paint(r.Tone(), r.Headline()), gate, advice)
	if len(r.Assuming()) > 0 || r.Elsewhere {
		fmt.Fprintf(b, "Platform %s.\n", words.Flat(r.PlatformWords().EN))
	}
	requirements := r.Requirements()
	for _, q := range verdict.Sorted(requirements) {
		if q.Verdict == verdict.Pass || q.Verdict == verdict.NotApplicable {
			continue
		}
		level := ""
		if q.Requirement.Level != "MUST" {
			level = ", " + string(q.Requirement.Level)
		}
		fmt.Fprintf(b, "\n  %s  %s%s: %s\n", words.Clean(q.Requirement.ID),
			o.paint(q.Verdict, verdict.Symbol(q.Verdict)+" "+string(q.Verdict)), level, q.Requirement.Title)
		if q.Decided >= 0 && q.Conditions[q.Decided].Condition != "" {
			fmt.Fprintf(b, "    %s\n", words.Flat(q.Conditions[q.Decided].Condition))
		}
		fmt.Fprintf(b, "    %s\n", words.Flat(q.Reason.Text))
		for _, line := range q.RestWords() {
			fmt.Fprintf(b, "    %s\n", words.Flat(line))
		}
		if cmd := r.Command(q.Again()); cmd != "" {
			fmt.Fprintf(b, "    Run it again: %s\n", words.Flat(cmd))
		}
	}
	var passes []string
	for _, q := range requirements {
		if rests := q.Rests(); q.Verdict == verdict.Pass && len(rests) > 0 {
			passes = append(passes, fmt.Sprintf("%s (%s)", q.Requirement.ID, strings.Join(rests, ", ")))
		}
	}
	if len(passes) > 0 {
		fmt.Fprintf(b, "\nThese pass by an assumption that no document makes, and fail by its opposite: %s.\n",
			strings.Join(passes, ", "))
	}
	fmt.Fprintf(b, "\n%s\n", o.Counts(verdict.TallyOf(requirements)))
	if sample := r.Sample().String(); sample != "" {
		fmt.Fprintf(b, "Sample: %s.\n", sample)
	}
}

func (o SummaryOptions) Counts(t verdict.Tally) string {
	var parts []string
	for _, c := range []struct {
		n int
		v verdict.Verdict
	}{{t.Error, verdict.Error}, {t.Fail, verdict.Fail}, {t.Known, verdict.KnownFailure}, {t.Pass, verdict.Pass},
		{t.NotApplicable, verdict.NotApplicable}} {
		if c.n > 0 {
			parts = append(parts, o.paint(c.v, fmt.Sprintf("%s %d %s", verdict.Symbol(c.v), c.n, c.v)))
		}
	}
	if len(parts) == 0 {
		return "No requirement was asked."
	}
	return strings.Join(parts, ", ")
}

// paint wraps a text in a colour that shows on light and dark terminals.
func (o SummaryOptions) paint(v verdict.Verdict, s string) string {
	if !o.Color {
		return s
	}
	code := map[verdict.Verdict]string{verdict.Pass: "32", verdict.Fail: "31", verdict.KnownFailure: "33",
		verdict.Error: "35", verdict.NotApplicable: "2"}[v]
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// Mark is a verdict's symbol and word, in its colour where that is asked for.
func Mark(v verdict.Verdict, color bool) string {
	return SummaryOptions{Color: color}.paint(v, verdict.Symbol(v)+" "+string(v))
}

// Brief puts a text on one line of moderate length, for a progress line, without control characters of the SDK.
func Brief(s string) string { return words.CutText(words.Flat(s), words.SentenceMost) }

// Verdicts writes only one line for each run: the subject, the verdict and the gate.
func Verdicts(w io.Writer, runs []verdict.Run, color bool) error {
	var b strings.Builder
	for _, r := range runs {
		gate, _ := r.Advice()
		label := words.Flat(r.Label())
		if label != "" {
			label += ": "
		}
		fmt.Fprintf(&b, "%s%s %s\n", label, SummaryOptions{Color: color}.paint(r.Tone(), r.Headline()), gate)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
