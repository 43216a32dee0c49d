package runner

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/session"
)

func TestAFaultIsSaidInBothLanguages(t *testing.T) {
	g := NewWithT(t)
	said := broke(fmt.Errorf("%w",
		clients.Faultf("fault.does-not-load", "%s does not load: %w", "a.js", errors.New("x"))))
	g.Expect(said.Text).To(Equal("a.js does not load: x"))
	g.Expect(said.Key).To(Equal("fault.does-not-load"))
	g.Expect(said.Chinese()).To(Equal("a.js 无法加载：x"))
	g.Expect(broke(session.ErrBudget).Text).To(Equal(session.ErrBudget.Error()))
	g.Expect(broke(session.ErrBudget).Chinese()).NotTo(BeEmpty())
	// What an error adds to a fault, the sentence does not say.
	more := fmt.Errorf("%w; before that it called wx.x",
		clients.Faultf("fault.loops", "the script ran for more than %s", "5s"))
	g.Expect(broke(more).Text).To(Equal(more.Error()))
	g.Expect(broke(more).Chinese()).To(BeEmpty())
	g.Expect(broke(errors.New("no such file")).Text).To(Equal("no such file"))
}

// The English of each fault is that of its sentence: it is read from the sources, since few of them happen in a test.
func TestEachFaultHasItsSentence(t *testing.T) {
	g := NewWithT(t)
	verb, named := regexp.MustCompile(`%[a-z]`), regexp.MustCompile(`\{[a-z]+\}`)
	seen := map[string]bool{}
	for _, dir := range []string{"../clients", "../session"} {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "Faultf" {
					return true
				}
				key, format := literal(call.Args[0]), literal(call.Args[1])
				seen[key] = true
				places := make([]any, len(named.FindAllString(verb.ReplaceAllString(format, "{x}"), -1)))
				for i := range places {
					places[i] = "X"
				}
				sentence, known := faults[key]
				g.Expect(known).To(BeTrue(), "%s: %s has no sentence", path, key)
				g.Expect(sentence.Of(places...).Text).To(Equal(verb.ReplaceAllString(format, "X")), path)
				return true
			})
			return nil
		})
		g.Expect(err).NotTo(HaveOccurred())
	}
	for key := range faults {
		g.Expect(seen).To(HaveKey(key), "nobody says it")
	}
}

// literal is a text of the sources, which may be joined of several.
func literal(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return text
	case *ast.BinaryExpr:
		return literal(e.X) + literal(e.Y)
	}
	return ""
}
