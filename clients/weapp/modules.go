package weapp

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/dop251/goja"
)

// Modules is a mini program's folder: its scripts by their path in it, such as utils/im.js. A package of npm stands
// under miniprogram_npm, where the developer tools put it.
//
// What require does is WeChat's guide, https://developers.weixin.qq.com/miniprogram/dev/reference/api/require.html: a
// path that begins with ./ or ../ leads from the script's own folder, one that begins with / from the program's; ".js"
// may be left out, and a folder stands for its index.js. A bare name is a package, and, as in old base libraries, a
// path in the script's own folder where there is no such package.
type Modules struct {
	// Scripts are the program's files.
	Scripts map[string]*Program
	// Broken are the files that do not parse, with their errors; requiring one throws its error.
	Broken map[string]error
	// Given are exports that replace files: such a file itself does not run.
	Given map[string]goja.Value

	loaded map[string]*goja.Object // module objects; one that is running is there with what it exports so far
}

// Require runs a script of the folder, unless it ran before, and returns its exports. Loop only.
func (h *Host) Require(m *Modules, name string) (goja.Value, error) {
	if v, ok := m.Given[name]; ok {
		return v, nil
	}
	if module, ok := m.loaded[name]; ok {
		return module.Get("exports"), nil
	}
	if err := m.Broken[name]; err != nil {
		return nil, err
	}
	p, ok := m.Scripts[name]
	if !ok {
		return nil, fmt.Errorf("module %q is not there", name)
	}
	if m.loaded == nil {
		m.loaded = map[string]*goja.Object{}
	}
	module := h.vm.NewObject()
	_ = module.Set("exports", h.vm.NewObject()) // setting a name in a fresh object cannot fail
	m.loaded[name] = module
	err := h.wrapped(p, module, func(asked string) (goja.Value, error) {
		file, err := m.find(name, asked)
		if err != nil {
			return nil, err
		}
		return h.Require(m, file)
	})
	if err != nil {
		delete(m.loaded, name) // the next require tries again
		return nil, err
	}
	return module.Get("exports"), nil
}

// Module is Require for calls from a script: it throws errors. Loop only.
func (h *Host) Module(m *Modules, name string) goja.Value {
	v, err := h.Require(m, name)
	if err != nil {
		panic(h.thrown(err))
	}
	return v
}

// thrown raises an error at a script's caller: an exception is thrown on, and an error that ends the turn ends it.
func (h *Host) thrown(err error) any {
	var thrown *goja.Exception
	var interrupted *goja.InterruptedError
	var deep *goja.StackOverflowError
	switch {
	case errors.As(err, &thrown):
		return thrown
	case errors.As(err, &interrupted):
		return interrupted
	case errors.As(err, &deep):
		return deep
	}
	return h.vm.NewGoError(err)
}

// find finds the file that a script requires.
func (m *Modules) find(from, asked string) (string, error) {
	var roots []string
	switch {
	case strings.HasPrefix(asked, "/"):
		roots = []string{path.Clean(asked)[1:]}
	case strings.HasPrefix(asked, "./"), strings.HasPrefix(asked, "../"), asked == ".", asked == "..":
		roots = []string{path.Join(path.Dir(from), asked)}
	default: // a package, the nearest miniprogram_npm first
		for dir := path.Dir(from); ; dir = path.Dir(dir) {
			roots = append(roots, path.Join(dir, "miniprogram_npm", asked))
			if dir == "." {
				break
			}
		}
		roots = append(roots, asked, path.Join(path.Dir(from), asked))
	}
	for _, root := range roots {
		for _, file := range []string{root, root + ".js", path.Join(root, "index.js")} {
			if m.has(file) {
				return file, nil
			}
		}
	}
	return "", fmt.Errorf("module %q is not there: %s asks for it", asked, from)
}

func (m *Modules) has(file string) bool {
	_, given := m.Given[file]
	return given || m.Scripts[file] != nil || m.Broken[file] != nil
}

// wrapped runs a script with its module object and its require.
func (h *Host) wrapped(p *Program, module *goja.Object, require func(asked string) (goja.Value, error)) error {
	f, err := h.vm.RunProgram(p.code)
	if err != nil {
		return err
	}
	wrapper, ok := goja.AssertFunction(f)
	if !ok {
		return fmt.Errorf("%s did not compile to a function", p.name)
	}
	args := []goja.Value{h.requireFunction(require), module, module.Get("exports")}
	if p.takesRegExp {
		for range strings.Split(shadowed, ",") {
			args = append(args, goja.Undefined())
		}
		args = append(args, h.regexps.ctor)
	}
	_, err = wrapper(goja.Undefined(), args...)
	return err
}

// requireFunction is a script's require. With callbacks, and as require.async, it gives what another part of the
// program exports later, or the error with its fields (the guide that Modules names).
func (h *Host) requireFunction(require func(asked string) (goja.Value, error)) *goja.Object {
	later := func(asked string, then, failed func(v any)) {
		h.Post(func() {
			v, err := require(asked)
			if err != nil {
				failed(h.value(map[string]any{"mod": asked, "errMsg": h.describe(err).Error()}))
				return
			}
			then(v)
		})
	}
	f := h.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		asked, then, failed := c.Argument(0).String(), c.Argument(1), c.Argument(2)
		if _, ok := goja.AssertFunction(then); ok {
			later(asked, func(v any) { h.Call(then, v) }, func(v any) { h.Call(failed, v) })
			return goja.Undefined()
		}
		v, err := require(asked)
		if err != nil {
			panic(h.thrown(err))
		}
		return v
	}).(*goja.Object)
	h.setName(f, "require")
	h.put(f, "async", func(c goja.FunctionCall) goja.Value {
		p, keep, breaks := h.newPromise()
		later(c.Argument(0).String(), keep, breaks)
		return p
	})
	return f
}
