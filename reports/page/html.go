package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"regexp"

	"nimcert/internal/words"
	"nimcert/verdict"
)

var (
	//go:embed report.html.tmpl
	pageTemplate string
	//go:embed style.css
	pageStyle string
	//go:embed language.js
	languageScript string
	//go:embed page.js
	revealScript string
	//go:embed filter.js
	filterScript string
	//go:embed zoom.js
	zoomScript string

	pageScript = languageScript + zoomScript + filterScript + revealScript

	page = template.Must(
		template.New("report").Funcs(template.FuncMap{"ids": keepTogether, "chinese": chineseAttr}).Parse(pageTemplate))

	identifier = regexp.MustCompile(`\b[A-Z]{3}-[0-9]{2}\b`)
)

// Write writes the page: one file that needs nothing else and opens from a disk.
//
// Names, addresses, reasons and console lines come from the SDK under test. html/template escapes them, the drawings
// escape theirs, and a content security policy allows only this one script, so that nothing else runs.
func Write(w io.Writer, runs []verdict.Run) error {
	v, err := newPage(runs)
	if err != nil {
		return err
	}
	v.Style, v.Script = template.CSS(pageStyle), template.JS(pageScript) //nolint:gosec // both are this package's own
	v.Policy = "default-src 'none'; style-src '" + digest(pageStyle) + "'; script-src '" + digest(pageScript) +
		"'; img-src data:; base-uri 'none'; form-action 'none'"
	return page.Execute(w, v)
}

// keepTogether prevents line breaks at the dash of an identifier.
func keepTogether(s string) template.HTML {
	//nolint:gosec // escaped by text
	return template.HTML(identifier.ReplaceAllString(text(s), `<span class="id">$0</span>`))
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// cut shortens a text that has a line of its own.
func cut(b words.Bilingual) words.Bilingual {
	return words.Bilingual{EN: words.CutText(words.Flat(b.EN), 110), ZH: words.CutText(words.Flat(b.ZH), 110)}
}

// chineseAttr is the attribute under which the page's script finds the Chinese of an element's text.
func chineseAttr(zh string) template.HTMLAttr {
	if zh == "" {
		return ""
	}
	return template.HTMLAttr(` data-zh="` + template.HTMLEscapeString(zh) + `"`)
}
