package page

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"nimcert/internal/words"
	"nimcert/reports/compare"
	"nimcert/verdict"
)

var (
	//go:embed matrix.html.tmpl
	matrixTemplate string
	//go:embed matrix.css
	matrixStyle string

	matrixPage = template.Must(
		template.New("matrix").Funcs(template.FuncMap{"ids": keepTogether}).Parse(matrixTemplate))
)

type matrixView struct {
	Title, Policy string
	Script        template.JS
	Data          pageData
	Style         template.CSS
	Page          string
	Several       bool
	Packages      []matrixPackage
}

type matrixPackage struct {
	Name         string
	Title        words.Bilingual
	Columns      []matrixColumn
	Groups       []matrixGroup
	Held, Tried  int // requirements that hold everywhere, and all
	Number, Span int
	Compared     bool
}

type matrixColumn struct {
	Label, Anchor, Before string
	Chips                 []chip
	Since                 words.Bilingual
	Notes                 []words.Bilingual // differences that make the step hard to compare
	Sentences             []matrixSentence
}

type matrixSentence struct {
	ID, Anchor, Level   string
	Text                words.Bilingual
	Class, Symbol, Word string
}

type matrixGroup struct {
	Title string
	Held  bool // every row of it holds everywhere
	Rows  []matrixRow
}

type matrixRow struct {
	ID, Title, Level string
	Held             bool
	Cells            []matrixCell
}

type matrixCell struct {
	Anchor, Label       string
	Class, Symbol, Word string
	Part                string
	Change, ChangeWord  string
}

// WriteMatrix writes the matrices as one page that opens from a disk. page is the address of the page of all releases,
// as seen from the file.
//
// Its only script switches the language; the switch for requirements that hold everywhere is made in CSS.
func WriteMatrix(w io.Writer, matrices []Matrix, page string) error {
	style := pageStyle + matrixStyle
	v := matrixView{
		Several: len(matrices) > 1,
		Title:   "Releases", Style: template.CSS(style), Page: page, //nolint:gosec // this package's own
		Policy: "default-src 'none'; style-src '" + digest(style) + "'; script-src '" + digest(languageScript) +
			"'; img-src data:; base-uri 'none'; form-action 'none'",
	}
	v.Script = template.JS(languageScript) //nolint:gosec // this package's own
	var ids []string
	for i, m := range matrices {
		for _, row := range m.Rows {
			ids = append(ids, row.Requirement.ID)
		}
		p := newMatrixPackage(m)
		p.Number = i
		v.Packages = append(v.Packages, p)
	}
	v.Data.Chinese = dictionary(ids, nil)
	if len(matrices) == 1 {
		v.Title = matrices[0].Title()
	}
	return matrixPage.Execute(w, v)
}

func newMatrixPackage(m Matrix) matrixPackage {
	p := matrixPackage{Name: words.OrUnnamed(words.Flat(m.Package)),
		Title: words.Bilingual{EN: m.Title(),
			ZH: fmt.Sprintf("%s：%s，%d 条要求", words.OrUnnamed(words.Flat(m.Package)), m.columns().ZH, len(m.Rows))},
		Tried: len(m.Rows), Span: len(m.Releases) + 1, Compared: m.Compared()}
	for _, r := range m.Releases {
		c := matrixColumn{Label: r.Label, Before: r.Before, Anchor: r.Folder,
			Since: words.Bilingual{EN: r.Since(), ZH: r.sinceChinese()},
			Chips: chips(r.Run.Tally())}
		if r.Comparison != nil {
			for n, note := range r.Comparison.Notes {
				c.Notes = append(c.Notes,
					words.Bilingual{EN: words.Clean(note), ZH: words.Clean(r.Comparison.NotesChinese[n])})
			}
		}
		for _, s := range r.Sentences {
			one := matrixSentence{ID: words.Clean(s.Change.ID), Anchor: r.Folder + "-" + verdict.Safe(s.Change.ID),
				Text: words.Bilingual{EN: words.CutText(s.Text, words.SentenceMost),
					ZH: words.CutText(s.Chinese, words.SentenceMost)}, Class: "na", Symbol: "·", Word: "not tried"}
			if s.Change.Level != "MUST" {
				one.Level = words.Clean(s.Change.Level)
			}
			if a := s.Change.After; a != nil {
				one.Class, one.Symbol, one.Word = class(a.Verdict), verdict.Symbol(a.Verdict), string(a.Verdict)
			} else {
				one.Anchor = ""
			}
			c.Sentences = append(c.Sentences, one)
		}
		p.Columns = append(p.Columns, c)
	}
	for _, row := range m.Rows {
		q := row.Requirement
		group := words.Clean(q.Group) + " · " + verdict.GroupTitle(q.Group)
		if n := len(p.Groups); n == 0 || p.Groups[n-1].Title != group {
			p.Groups = append(p.Groups, matrixGroup{Title: group, Held: true})
		}
		g := &p.Groups[len(p.Groups)-1]
		one := matrixRow{ID: words.Clean(q.ID), Title: q.Title, Held: row.Everywhere()}
		if q.Level != "MUST" {
			one.Level = string(q.Level)
		}
		if one.Held {
			p.Held++
		} else {
			g.Held = false
		}
		for i, c := range row.Cells {
			one.Cells = append(one.Cells, newMatrixCell(c, m.Releases[i], q.ID))
		}
		g.Rows = append(g.Rows, one)
	}
	return p
}

// chips are a column's counts, those that need attention first.
func chips(t verdict.Tally) []chip {
	var out []chip
	for _, c := range []struct {
		n int
		v verdict.Verdict
	}{{t.Error, verdict.Error}, {t.Fail, verdict.Fail}, {t.Known, verdict.KnownFailure}, {t.Pass, verdict.Pass},
		{t.NotApplicable, verdict.NotApplicable}} {
		if c.n > 0 {
			out = append(out, chip{class(c.v), verdict.Symbol(c.v), string(c.v), c.n})
		}
	}
	return out
}

func newMatrixCell(c MatrixCell, r MatrixRelease, id string) matrixCell {
	v := matrixCell{Label: r.Label, Class: "na", Symbol: "·", Word: "not tried", Part: c.Part()}
	v.Change, v.ChangeWord = string(c.Change), c.changeWord()
	if c.Result != nil {
		v.Class, v.Symbol, v.Word = class(c.Result.Verdict), verdict.Symbol(c.Result.Verdict), string(c.Result.Verdict)
		v.Anchor = r.Folder + "-" + verdict.Safe(id)
	}
	return v
}

// changeWord is the word in a cell that changed since the release before.
func (c MatrixCell) changeWord() string {
	switch {
	case c.Change == compare.ChangeOther:
		return "changed"
	case c.Change != compare.ChangeGone:
		return string(c.Change)
	case c.Result == nil:
		return "no longer tried"
	case c.Result.Verdict == verdict.NotApplicable:
		return "no longer applies"
	}
	return "tried less"
}
