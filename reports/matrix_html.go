package reports

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
)

var (
	//go:embed matrix.html.tmpl
	matrixTemplate string
	//go:embed matrix.css
	matrixStyle string

	matrixPage = template.Must(template.New("matrix").Funcs(template.FuncMap{"ids": keepTogether}).Parse(matrixTemplate))
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
	Title        bilingual
	Columns      []matrixColumn
	Groups       []matrixGroup
	Held, Tried  int // requirements that hold everywhere, and all
	Number, Span int
}

type matrixColumn struct {
	Label, Anchor, Before string
	Chips                 []chip
	Since                 bilingual
	Notes                 []bilingual // what makes the step hard to compare
	Sentences             []matrixSentence
}

type matrixSentence struct {
	ID, Anchor, Level   string
	Text                bilingual
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

// WriteMatrix writes the matrices as one page that opens from a disk. page is the address of the page of all releases, as seen from the file.
//
// Its only script is that of the languages: the switch that shows what holds everywhere is the style's.
func WriteMatrix(w io.Writer, matrices []Matrix, page string) error {
	style := pageStyle + matrixStyle
	v := matrixView{
		Several: len(matrices) > 1,
		Title:   "Releases", Style: template.CSS(style), Page: page, //nolint:gosec // this package's own
		Policy: "default-src 'none'; style-src '" + digest(style) + "'; script-src '" + digest(languageScript) + "'; img-src data:; base-uri 'none'; form-action 'none'",
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
	p := matrixPackage{Name: orUnnamed(flat(m.Package)), Title: bilingual{m.Title(), fmt.Sprintf("%s：%d 个版本，%d 条要求", orUnnamed(flat(m.Package)), len(m.Releases), len(m.Rows))}, Tried: len(m.Rows), Span: len(m.Releases) + 1}
	for i, r := range m.Releases {
		c := matrixColumn{Label: r.Label, Anchor: r.Folder, Since: bilingual{r.Since(), r.sinceChinese()}, Chips: chips(r.Run.Tally())}
		if i > 0 {
			c.Before = m.Releases[i-1].Label
			for n, note := range r.Comparison.Notes {
				c.Notes = append(c.Notes, bilingual{clean(note), clean(r.Comparison.NotesChinese[n])})
			}
		}
		for _, s := range r.Sentences {
			one := matrixSentence{ID: clean(s.Change.ID), Anchor: r.Folder + "-" + safe(s.Change.ID), Text: bilingual{cutText(s.Text, sentenceMost), cutText(s.Chinese, sentenceMost)}, Class: "na", Symbol: "·", Word: "not tried"}
			if s.Change.Level != "MUST" {
				one.Level = clean(s.Change.Level)
			}
			if a := s.Change.After; a != nil {
				one.Class, one.Symbol, one.Word = class(a.Verdict), symbol(a.Verdict), string(a.Verdict)
			} else {
				one.Anchor = ""
			}
			c.Sentences = append(c.Sentences, one)
		}
		p.Columns = append(p.Columns, c)
	}
	for _, row := range m.Rows {
		q := row.Requirement
		group := clean(q.Group) + " · " + groupTitle(q.Group)
		if n := len(p.Groups); n == 0 || p.Groups[n-1].Title != group {
			p.Groups = append(p.Groups, matrixGroup{Title: group, Held: true})
		}
		g := &p.Groups[len(p.Groups)-1]
		one := matrixRow{ID: clean(q.ID), Title: q.Title, Held: row.Everywhere()}
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

// chips are a column's counts, what needs attention first.
func chips(t Tally) []chip {
	var out []chip
	for _, c := range []struct {
		n int
		v Verdict
	}{{t.Error, Error}, {t.Fail, Fail}, {t.Known, KnownFailure}, {t.Pass, Pass}, {t.NotApplicable, NotApplicable}} {
		if c.n > 0 {
			out = append(out, chip{class(c.v), symbol(c.v), string(c.v), c.n})
		}
	}
	return out
}

func newMatrixCell(c MatrixCell, r MatrixRelease, id string) matrixCell {
	v := matrixCell{Label: r.Label, Class: "na", Symbol: "·", Word: "not tried", Part: c.Part()}
	v.Change, v.ChangeWord = string(c.Change), c.changeWord()
	if c.Result != nil {
		v.Class, v.Symbol, v.Word = class(c.Result.Verdict), symbol(c.Result.Verdict), string(c.Result.Verdict)
		v.Anchor = r.Folder + "-" + safe(id)
	}
	return v
}

// changeWord is what stands in a cell that is not as in the release before.
func (c MatrixCell) changeWord() string {
	switch {
	case c.Change == ChangeOther:
		return "changed"
	case c.Change != ChangeGone:
		return string(c.Change)
	case c.Result == nil:
		return "no longer tried"
	case c.Result.Verdict == NotApplicable:
		return "no longer applies"
	}
	return "tried less"
}
