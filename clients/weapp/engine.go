package weapp

import (
	"errors"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/adapter"
)

// Runtime is the embedded engine and the mini-program host, as an adapter uses them.
type Runtime struct{}

// Platform is WeChat.
func (Runtime) Platform() adapter.Platform {
	return adapter.Platform{Name: "WeChat mini programs", Socket: "wx.connectSocket"}
}

// Compile makes a script of a CommonJS module.
func (Runtime) Compile(name, source string) (adapter.Script, error) {
	p, err := Compile(name, source)
	if err != nil {
		return nil, err // and no script: a nil *Program in an interface is not nil
	}
	return p, nil
}

// Start begins a program.
func (Runtime) Start(env clients.Env) adapter.Program { return newProgram(env) }

// StartWith begins a program whose realm the script completes first.
func (Runtime) StartWith(env clients.Env, first adapter.Script) adapter.Program {
	p := newProgram(env)
	p.Host.Load(first.(*Program), func(*goja.Runtime, *goja.Object) error {
		if env.Globals {
			p.remember()
		}
		return nil
	})
	return p
}

func newProgram(env clients.Env) *program {
	return &program{Host: New(env), given: map[string]any{}, held: map[string]goja.Value{}}
}

// Name is the file's name in messages and stacks.
func (p *Program) Name() string { return p.name }

// program is a host whose values have names.
type program struct {
	*Host
	given map[string]any        // complete before the first script is loaded
	held  map[string]goja.Value // on the loop
}

// Give puts plain data or a function under a name.
func (p *program) Give(name string, value any) { p.given[name] = value }

// Load runs a script and keeps its exports, or the result of its function.
func (p *program) Load(s adapter.Script, name string, args ...string) {
	p.Host.Load(s.(*Program), func(_ *goja.Runtime, exports *goja.Object) error {
		if len(args) == 0 {
			p.held[name] = exports
			return nil
		}
		call, ok := goja.AssertFunction(exports)
		if !ok {
			return errors.New("it exports no function")
		}
		values := make([]goja.Value, len(args))
		for i, a := range args {
			values[i] = p.named(a)
		}
		made, err := call(goja.Undefined(), values...)
		p.held[name] = made
		return err
	})
}

// named is the value under a name.
func (p *program) named(name string) goja.Value {
	if v, ok := p.held[name]; ok {
		return v
	}
	v := p.given[name]
	if f, ok := v.(adapter.Function); ok {
		return p.vm.ToValue(func(c goja.FunctionCall) goja.Value {
			f(p.plain(c.Arguments))
			return goja.Undefined()
		})
	}
	return p.value(v)
}

// Call calls a method of the value under a name.
func (p *program) Call(name, method string, args ...any) {
	if o, ok := p.held[name].(*goja.Object); ok {
		p.Host.Call(o.Get(method), args...)
	}
}

// plain are the arguments of a call as they reach Go.
func (p *program) plain(args []goja.Value) []adapter.Value {
	values := make([]adapter.Value, len(args))
	for i, a := range args {
		o, ok := a.(*goja.Object)
		if !ok {
			values[i] = p.data(a)
			continue
		}
		v := adapter.Value{Is: adapter.Object}
		if o.ClassName() != "Object" { // its fields say little
			v.Text = p.Text(o)
		}
		for _, name := range o.Keys() {
			v.Fields = append(v.Fields, adapter.Field{Name: name, Value: p.data(o.Get(name))})
		}
		values[i] = v
	}
	return values
}

// data is a value without its contents.
func (p *program) data(v goja.Value) adapter.Value {
	d := adapter.Value{Is: kind(v)}
	switch s, ok := v.(goja.String); {
	case ok && s.Length() <= adapter.TextLimit:
		d.Text = s.String()
	default:
		d.Text = p.Text(v)
	}
	if d.Is == adapter.Number {
		d.Number = v.ToFloat()
	}
	return d
}

func kind(v goja.Value) adapter.Kind {
	switch {
	case v == nil || goja.IsUndefined(v):
		return adapter.Undefined
	case goja.IsNull(v):
		return adapter.Null
	case goja.IsString(v):
		return adapter.Text
	case goja.IsNumber(v):
		return adapter.Number
	}
	if _, ok := v.(*goja.Object); ok { // exporting it would run its getters
		return adapter.Object
	}
	if _, ok := v.Export().(bool); ok {
		return adapter.Boolean
	}
	return adapter.Object
}

var _ adapter.Runtime = Runtime{}
