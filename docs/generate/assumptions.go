package main

import (
	"bytes"
	_ "embed"
	"os"
	"path/filepath"
	"text/template"

	"nimcert/assumptions"
)

//go:embed assumptions.md.tmpl
var assumptionsPage string

// assumed makes docs/assumptions.md from the register.
func assumed() ([]byte, error) {
	var b bytes.Buffer
	page := template.Must(template.New("assumptions").Funcs(template.FuncMap{"cell": cell}).Parse(assumptionsPage))
	err := page.Execute(&b, assumptions.All())
	return b.Bytes(), err
}

// assumptionsFile is its name in docs/.
const assumptionsFile = "assumptions.md"

func writeAssumptions(docs string) error {
	page, err := assumed()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(docs, assumptionsFile), page, 0o644)
}
