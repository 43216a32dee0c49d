package weapp

import (
	"github.com/dop251/goja"
	esbuild "github.com/evanw/esbuild/pkg/api"
)

// parse compiles a script in its wrapper. One that holds async generators or for await, which phones have (ES2018) and
// the engine has not, is first made of older language.
func parse(name, source string) (code *goja.Program, takesRegExp bool, err error) {
	code, takesRegExp, err = parseWrapped(name, source)
	if err == nil {
		return code, takesRegExp, nil
	}
	if older, ok := lower(root+name, source); ok {
		if code, takesRegExp, err := parseWrapped(name, older); err == nil {
			return code, takesRegExp, nil
		}
	}
	return nil, false, err
}

func parseWrapped(name, source string) (code *goja.Program, takesRegExp bool, err error) {
	tree, err := goja.Parse(root+name, wrapping+source+"\n})")
	if err != nil {
		return nil, false, err
	}
	takesRegExp = correct(tree)
	code, err = goja.CompileAST(tree, false)
	return code, takesRegExp, err
}

// lower makes older language of async generators and for await, and of nothing else. Its source map gives stacks the
// file's own places; Function.prototype.toString shows what was made.
func lower(file, source string) (older string, ok bool) {
	out := esbuild.Transform(source, esbuild.TransformOptions{
		Supported:  map[string]bool{"async-generator": false, "for-await": false},
		Sourcefile: file, Sourcemap: esbuild.SourceMapInline, SourcesContent: esbuild.SourcesContentExclude,
	})
	return string(out.Code), len(out.Errors) == 0
}
