package page

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"nimcert/catalogue"
	"nimcert/internal/files"
	"nimcert/internal/words"
	"nimcert/reports/certificate"
	"nimcert/reports/compare"
	"nimcert/reports/terminal"
	"nimcert/verdict"
)

// The files of a matrix.
const (
	MatrixFile         = "releases.html"
	MatrixMarkdownFile = "releases.md"
)

// Matrix sets the releases of one package side by side, oldest first, and says what changed from each to the next.
// Where a release has several builds, each kind of build is a series of its own.
type Matrix struct {
	Package  string
	Releases []MatrixRelease
	Rows     []MatrixRow
}

// MatrixRelease is one column.
type MatrixRelease struct {
	Run   verdict.Run
	Label string // the version, made different from the others'
	// Folder is the folder of its certificate, and the anchor of its section in the page of all releases.
	Folder string
	series int // the number of its kind
	// Before is the label of the release before, and Comparison is with that; empty and nil for the first of its kind.
	Before     string
	Comparison *compare.Comparison
	// Sentences say the same in words, one per requirement.
	Sentences []MatrixSentence
}

// MatrixSentence says how one requirement changed: "REC-02 no longer holds: …" without its id.
type MatrixSentence struct {
	Change compare.RequirementChange
	Text   string
	// Chinese says the same; the reason in it stays as the session said it.
	Chinese string
}

// MatrixRow is one requirement.
type MatrixRow struct {
	Requirement catalogue.Requirement
	Cells       []MatrixCell
}

// MatrixCell is one requirement's verdict in one release.
type MatrixCell struct {
	// Result is nil if the release was not asked this requirement.
	Result *verdict.RequirementResult
	Change compare.Change // from the release before; empty when it is the same
}

// Matrices makes a matrix for each package with more than one run, in the order in which the packages first come.
// Within one, the kinds of builds come one after the other, as they first come in runs, and the releases of a kind are
// ordered by version: otherwise changes between neighbours would mean nothing.
func Matrices(runs []verdict.Run) []Matrix {
	folders := verdict.Folders(runs)
	var out []Matrix
	for i, r := range runs {
		n := slices.IndexFunc(out, func(m Matrix) bool { return m.Package == r.Subject.Name })
		if n < 0 {
			out, n = append(out, Matrix{Package: r.Subject.Name}), len(out)
		}
		out[n].Releases = append(out[n].Releases, MatrixRelease{Run: r, Folder: folders[i]})
	}
	out = slices.DeleteFunc(out, func(m Matrix) bool { return len(m.Releases) < 2 })
	for i := range out {
		out[i].fill()
	}
	return out
}

// kind is what the same build of several releases has in common: its file's name without the version, and the platform.
func (r MatrixRelease) kind() string {
	file := r.Run.Subject.Build
	if version := r.Run.Subject.Version; version != "" {
		file = strings.ReplaceAll(file, version, "")
	}
	return file + " on " + r.Run.Platform.Name
}

// versions counts the releases.
func (m Matrix) versions() int {
	versions := map[string]bool{}
	for _, r := range m.Releases {
		versions[r.Run.Subject.Version] = true
	}
	return len(versions)
}

func (m *Matrix) fill() {
	if m.versions() < len(m.Releases) { // otherwise a release has one build, whatever its name
		var kinds []string
		for i := range m.Releases {
			r := &m.Releases[i]
			if r.series = slices.Index(kinds, r.kind()); r.series < 0 {
				r.series, kinds = len(kinds), append(kinds, r.kind())
			}
		}
	}
	slices.SortStableFunc(m.Releases, func(a, b MatrixRelease) int {
		return cmp.Or(cmp.Compare(a.series, b.series),
			semver.Compare("v"+a.Run.Subject.Version, "v"+b.Run.Subject.Version))
	})
	labels := map[string]int{}
	results := make([]map[string]*verdict.RequirementResult, len(m.Releases))
	passed := map[string]bool{} // in any release of the kind so far
	var was certificate.Certificate
	for i := range m.Releases {
		r := &m.Releases[i]
		r.Label = words.OrUnnamed(words.Flat(r.Run.Subject.Version))
		if name := r.Run.Subject.Configured; name != "" {
			r.Label += " (" + words.Flat(name) + ")"
		}
		if labels[r.Label]++; labels[r.Label] > 1 {
			r.Label += fmt.Sprintf(" (%d)", labels[r.Label])
		}
		results[i] = map[string]*verdict.RequirementResult{}
		for _, q := range r.Run.Requirements() {
			results[i][q.Requirement.ID] = &q
			if !slices.ContainsFunc(m.Rows,
				func(row MatrixRow) bool { return row.Requirement.ID == q.Requirement.ID }) {
				m.Rows = append(m.Rows, MatrixRow{Requirement: q.Requirement})
			}
		}
		is := certificate.Of(r.Run)
		if i > 0 && r.series == m.Releases[i-1].series {
			r.compare(m.Releases[i-1].Label, was, is, passed)
		} else {
			clear(passed)
		}
		was = is
		for id, q := range results[i] {
			passed[id] = passed[id] || q.Verdict == verdict.Pass
		}
	}
	slices.SortFunc(m.Rows, func(a, b MatrixRow) int { return catalogue.Compare(a.Requirement.ID, b.Requirement.ID) })
	for n := range m.Rows {
		id := m.Rows[n].Requirement.ID
		for i, r := range m.Releases {
			cell := MatrixCell{Result: results[i][id]}
			for _, s := range r.Sentences {
				if s.Change.ID == id {
					cell.Change = s.Change.Change
				}
			}
			m.Rows[n].Cells = append(m.Rows[n].Cells, cell)
		}
	}
}

// compare names what changed since the release before, from their certificates.
func (r *MatrixRelease) compare(before string, was, is certificate.Certificate, passed map[string]bool) {
	c := compare.Compare(was, is)
	r.Before, r.Comparison = before, &c
	for _, kind := range compare.Changes {
		for _, q := range c.Of(kind) {
			r.Sentences = append(r.Sentences,
				MatrixSentence{q, q.Sentence(before, passed[q.ID]), sentenceChinese(q, before, passed[q.ID])})
		}
	}
}

// Title says what the matrix is of.
func (m Matrix) Title() string {
	return fmt.Sprintf("%s: %s, %s", words.OrUnnamed(words.Flat(m.Package)), m.columns().EN,
		words.Count(len(m.Rows), "requirement"))
}

// Compared reports whether any build has a release before it.
func (m Matrix) Compared() bool {
	return slices.ContainsFunc(m.Releases, func(r MatrixRelease) bool { return r.Comparison != nil })
}

// columns says how many releases stand side by side, and of how many builds where there are more.
func (m Matrix) columns() words.Bilingual {
	releases, builds := m.versions(), len(m.Releases)
	if releases == builds {
		return words.Bilingual{EN: words.Count(builds, "release"), ZH: fmt.Sprintf("%d 个版本", builds)}
	}
	return words.Bilingual{EN: fmt.Sprintf("%d builds of %s", builds, words.Count(releases, "release")),
		ZH: fmt.Sprintf("%d 个版本的 %d 个构建", releases, builds)}
}

// Everywhere reports whether the requirement holds, or does not apply, in every release: such a row is hidden at first.
func (r MatrixRow) Everywhere() bool {
	return !slices.ContainsFunc(r.Cells, func(c MatrixCell) bool {
		return c.Result == nil || c.Result.Verdict != verdict.Pass && c.Result.Verdict != verdict.NotApplicable
	})
}

// Part is how many conditions have the cell's verdict, if only some do: 2 of 8.
func (c MatrixCell) Part() string {
	if c.Result == nil || c.Result.Verdict == verdict.Pass || c.Result.Verdict == verdict.NotApplicable {
		return ""
	}
	n := 0
	for _, k := range c.Result.Conditions {
		if k.Verdict == c.Result.Verdict {
			n++
		}
	}
	if n == len(c.Result.Conditions) {
		return ""
	}
	return fmt.Sprintf("%d of %d", n, len(c.Result.Conditions))
}

// word is the cell's verdict in a word with its symbol.
func (c MatrixCell) word() string {
	if c.Result == nil {
		return "not tried"
	}
	return verdict.Symbol(c.Result.Verdict) + " " + string(c.Result.Verdict)
}

// Since says in a line how much changed since the release before.
func (r MatrixRelease) Since() string {
	if r.Comparison == nil {
		return ""
	}
	if len(r.Sentences) == 0 {
		return "nothing changed"
	}
	return r.Comparison.Tally()
}

// counts are the column's own: 14 fail, 63 pass.
func (r MatrixRelease) counts() string { return terminal.SummaryOptions{}.Counts(r.Run.Tally()) }

// WriteMatrixMarkdown writes what changed, and the matrices, as Markdown. page is the address of the page of all
// releases, as seen from the file; empty leaves the links out.
func WriteMatrixMarkdown(w io.Writer, matrices []Matrix, page string) error {
	var b strings.Builder
	for i, m := range matrices {
		if i > 0 {
			b.WriteString("\n")
		}
		m.markdown(&b, page)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (m Matrix) markdown(b *strings.Builder, page string) {
	fmt.Fprintf(b, "# %s: %s, %s\n\n", words.MdCode(words.OrUnnamed(m.Package)),
		m.columns().EN, words.Count(len(m.Rows), "requirement"))
	if m.Compared() {
		b.WriteString("## What changed from each release to the next\n")
	}
	for _, r := range m.Releases {
		if r.Comparison == nil {
			continue
		}
		fmt.Fprintf(b, "\n### %s\n\nSince %s: %s.\n", words.Md(r.Label), words.Md(r.Before), r.Since())
		for n, s := range r.Sentences {
			if n == 0 {
				b.WriteString("\n")
			}
			fmt.Fprintf(b, "- %s: **%s**%s %s\n", words.Md(r.Label), words.Md(s.Change.ID), inBrackets(s.Change.Level),
				words.Md(words.CutText(s.Text, words.SentenceMost)))
		}
	}
	if m.Compared() {
		b.WriteString("\n")
	}
	b.WriteString("## The matrix\n\n| Requirement |")
	for _, r := range m.Releases {
		fmt.Fprintf(b, " %s |", words.Md(r.Label))
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(m.Releases)) + "\n| All |")
	for _, r := range m.Releases {
		fmt.Fprintf(b, " %s |", r.counts())
	}
	b.WriteString("\n")
	for _, row := range m.Rows {
		q := row.Requirement
		fmt.Fprintf(b, "| **%s**%s %s |", words.Md(q.ID), inBrackets(string(q.Level)), words.Md(q.Title))
		for i, c := range row.Cells {
			text := c.word()
			if p := c.Part(); p != "" {
				text += " (" + p + ")"
			}
			if page != "" && c.Result != nil && c.Result.Verdict != verdict.Pass &&
				c.Result.Verdict != verdict.NotApplicable {
				text = fmt.Sprintf("[%s](%s#%s)", text, page, m.Releases[i].Folder+"-"+verdict.Safe(q.ID))
			}
			fmt.Fprintf(b, " %s |", text)
		}
		b.WriteString("\n")
	}
}

func inBrackets(level string) string {
	if level == string(catalogue.Must) {
		return ""
	}
	return " (" + words.Flat(level) + ")"
}

// WriteMatrices puts the matrices beside the other reports. If there are none, it removes those of an earlier run,
// which would be taken for this run's.
func WriteMatrices(dir string, runs []verdict.Run) error {
	matrices := Matrices(runs)
	for _, f := range []struct {
		name  string
		write func(io.Writer, []Matrix, string) error
	}{{MatrixFile, WriteMatrix}, {MatrixMarkdownFile, WriteMatrixMarkdown}} {
		path := filepath.Join(dir, f.name)
		if len(matrices) == 0 {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("remove the matrix of an earlier run: %w", err)
			}
			continue
		}
		err := files.Replace(path, func(w io.Writer) error { return f.write(w, matrices, verdict.PageFile) })
		if err != nil {
			return err
		}
	}
	return nil
}
