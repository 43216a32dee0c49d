package weapp

import (
	"cmp"
	"fmt"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"nimcert/internal/limits"
)

// shadowed are the browser's names that WeChat passes to every script as undefined parameters, so that they exist and
// are undefined. Leaving them undeclared would turn `window && …` into a ReferenceError and change what SDK releases do
// on error paths.
const shadowed = "window,document,frames,self,location,navigator,localStorage,history," +
	"Caches,screen,alert,confirm,prompt,XMLHttpRequest,WebSocket"

// Program is a script compiled once and run in many hosts.
type Program struct {
	name        string
	code        *goja.Program
	takesRegExp bool // passed as the wrapper's last argument
}

// root is what stands before the name of a program's file in the stacks of phones, as error logs of applications show
// it ("at Object.next (https://usr/app-service.js:2:76503)"). There every script of a program is in one file; here each
// keeps its name, which evidence needs.
const root = "https://usr/"

// wrapping is put before the script, on its first line.
const wrapping = "(function(require,module,exports," + shadowed + "){"

// compileLimit is the real time that a script may take to compile. The engine works out constants there, with no way to
// end it; the largest published build takes 0.2 s.
const compileLimit = 20 * time.Second

// Compile parses a CommonJS script, wrapped the way WeChat wraps it. The error says where it does not parse. A script
// that cannot be compiled in compileLimit is left behind.
func Compile(name, source string) (*Program, error) {
	return within(limits.Real(compileLimit), name, func() (*Program, error) { return compile(name, source) })
}

// within runs f and returns an error if it takes too long, or the engine panics.
func within(limit time.Duration, name string, do func() (*Program, error)) (*Program, error) {
	var p *Program
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if r := recover(); r != nil {
				p, err = nil, fmt.Errorf("%s does not compile: the embedded JavaScript engine broke: %v", name, r)
			}
		}()
		p, err = do()
	}()
	late := make(chan struct{})
	defer limits.Watch(limit, func() { close(late) }).Stop()
	select {
	case <-done:
		return p, err
	case <-late:
		return nil, fmt.Errorf("%s does not compile within %s: does it hold a constant that takes for ever, such as "+
			"3n ** 1000000000n?", name, limit)
	}
}

func compile(name, source string) (*Program, error) {
	code, takesRegExp, err := parse(name, source)
	if err != nil {
		bare, bareErr := parser.ParseFile(nil, name, source, 0) // whose columns are the file's own
		if bareErr == nil {
			_, bareErr = goja.CompileAST(bare, false)
		}
		if what := unparsed(source, cmp.Or(bareErr, err)); what != "" {
			return nil, fmt.Errorf("%s contains %s, which the embedded JavaScript engine cannot run and phones can: "+
				"build it for ES2017, or certify it on another engine", name, what)
		}
		if bareErr != nil {
			err = bareErr
		}
		return nil, fmt.Errorf("%s does not parse: %w", name, err)
	}
	return &Program{name, code, takesRegExp}, nil
}

// require runs the program in this host and returns its exports. Loop only.
func (h *Host) require(p *Program) (*goja.Object, error) {
	module := h.vm.NewObject()
	_ = module.Set("exports", h.vm.NewObject()) // setting a name in a fresh object cannot fail
	if err := h.wrapped(p, module, func(asked string) (goja.Value, error) {
		return nil, fmt.Errorf("module %q is not there", asked)
	}); err != nil {
		return nil, err
	}
	return module.Get("exports").ToObject(h.vm), nil
}
