package judgement

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// declared is a sentence as it stands in the sources.
type declared struct {
	at       token.Position
	key      string
	template string // the English
	used     bool
}

// sources are the files of the module's product, by folder.
func sources(t *testing.T, files *token.FileSet) map[string][]*ast.File {
	t.Helper()
	out := map[string][]*ast.File{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		out[filepath.Dir(path)] = append(out[filepath.Dir(path)], f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// text is a string of the sources, put together where it is in parts.
func text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.BinaryExpr:
		return text(e.X) + text(e.Y)
	}
	return ""
}

// name is what is called, without its receiver.
func name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// declarations are the sentences of a folder by their variables. Those without one, in a map, are not looked at.
func declarations(files *token.FileSet, folder []*ast.File) map[string]*declared {
	out := map[string]*declared{}
	for _, f := range folder {
		ast.Inspect(f, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for i, e := range v.Values {
				if c, ok := e.(*ast.CallExpr); ok && strings.EqualFold(name(c.Fun), "say") && len(c.Args) == 3 {
					out[v.Names[i].Name] = &declared{files.Position(v.Pos()), text(c.Args[0]), text(c.Args[1]), false}
				}
			}
			return true
		})
	}
	return out
}

// saying are the functions that take a sentence and what stands in it, with the place of the sentence.
var saying = map[string]int{"Find": 1, "finding": 1, "found": 2}

// unfilled are the functions that take a sentence without places, or a phrase.
var unfilled = []string{"none", "exactly", "holds", "Expect", "NotApplicable", "counts", "leavesNothing"}

func TestEachSentenceIsSaidWithItsArguments(t *testing.T) {
	files := token.NewFileSet()
	keys := map[string]token.Position{}
	n := 0
	for dir, folder := range sources(t, files) {
		said := declarations(files, folder)
		for _, d := range said {
			n++
			if other, twice := keys[d.key]; twice {
				t.Errorf("%s: the key %q is taken at %s", d.at, d.key, other)
			}
			keys[d.key] = d.at
		}
		for _, f := range folder {
			ast.Inspect(f, func(node ast.Node) bool {
				switch e := node.(type) {
				case *ast.ValueSpec: // a variable's own name is no use of it
					for _, v := range e.Values {
						ast.Inspect(v, func(n ast.Node) bool { use(said, n); return true })
					}
				case *ast.Ident:
					if d := said[e.Name]; d != nil && files.Position(e.Pos()) != d.at {
						d.used = true
					}
				case *ast.CallExpr:
					wrong(t, files, said, e)
				}
				return true
			})
		}
		for v, d := range said {
			if !d.used && !ast.IsExported(v) && dir != "." {
				t.Errorf("%s: nobody says %s", d.at, v)
			}
		}
	}
	if n < 250 {
		t.Errorf("only %d sentences were found", n)
	}
}

func use(said map[string]*declared, n ast.Node) {
	if i, ok := n.(*ast.Ident); ok && said[i.Name] != nil {
		said[i.Name].used = true
	}
}

// wrong finds a call that gives a sentence more or fewer arguments than it has places.
func wrong(t *testing.T, files *token.FileSet, said map[string]*declared, c *ast.CallExpr) {
	t.Helper()
	check := func(v ast.Expr, args int) {
		i, ok := v.(*ast.Ident)
		if !ok || said[i.Name] == nil {
			return
		}
		places := map[string]bool{}
		for _, p := range place.FindAllStringSubmatch(said[i.Name].template, -1) {
			places[p[1]] = true
		}
		if args != len(places) {
			t.Errorf("%s: %s has %d places, not %d", files.Position(c.Pos()), i.Name, len(places), args)
		}
	}
	fun := name(c.Fun)
	if s, ok := c.Fun.(*ast.SelectorExpr); ok && fun == "Of" {
		check(s.X, len(c.Args))
		return
	}
	if at, ok := saying[fun]; ok && len(c.Args) > at {
		check(c.Args[at], len(c.Args)-at-1)
		return
	}
	for _, f := range unfilled {
		if f == fun {
			for _, a := range c.Args {
				check(a, 0)
			}
		}
	}
}

// What is opaque has no Chinese and no key: only words that the project did not write may be.
func TestNoFindingIsOpaque(t *testing.T) {
	files := token.NewFileSet()
	allowed := map[string]bool{"../runner": true, "../reports/compare": true, "../verdict/verdicttest": true,
		"../explore": true}
	for dir, folder := range sources(t, files) {
		for _, f := range folder {
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "Plain" && name(s.X) == "judgement" &&
					!allowed[dir] {
					t.Errorf("%s: declare a sentence instead", files.Position(s.Pos()))
				}
				return true
			})
		}
	}
}
