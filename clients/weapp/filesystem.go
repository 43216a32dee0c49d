package weapp

import (
	"fmt"
	"path"

	"github.com/dop251/goja"
)

// userData is the folder that belongs to the program, as WeChat names it on phones; its developer tools say http://usr (reports and code of applications that tell the two apart).
const userData = "wxfile://usr"

// fileSystem is what wx.getFileSystemManager returns, as far as a published SDK asks for it (nim-web-sdk-ng keeps a log file). The files live in memory, and end with the host. Failures
// are thrown as WeChat words them: "accessSync:fail no such file or directory /path".
func (h *Host) fileSystem() *goja.Object {
	fs := h.vm.NewObject()
	name := func(c goja.FunctionCall, i int) string { return path.Clean(c.Argument(i).String()) }
	set := func(api string, f func(c goja.FunctionCall, fail func(why string)) goja.Value) {
		_ = fs.Set(api, func(c goja.FunctionCall) goja.Value {
			return f(c, func(why string) { h.fail("%s:fail %s %s", api, why, c.Argument(0)) })
		})
	}
	const missing = "no such file or directory"
	set("accessSync", func(c goja.FunctionCall, fail func(string)) goja.Value {
		if _, ok := h.files[name(c, 0)]; !ok && !h.folders[name(c, 0)] {
			fail(missing)
		}
		return goja.Undefined()
	})
	set("mkdirSync", func(c goja.FunctionCall, fail func(string)) goja.Value {
		h.checkWriting("mkdirSync")
		if h.folders[name(c, 0)] {
			fail("file already exists")
		}
		for dir := name(c, 0); dir != "." && dir != "/"; dir = path.Dir(dir) { // with the folders above it: what is there already does no harm
			h.folders[dir] = true
		}
		return goja.Undefined()
	})
	write := func(api string, before func(file string) []byte) {
		set(api, func(c goja.FunctionCall, fail func(string)) goja.Value {
			h.checkWriting(api)
			file := name(c, 0)
			if !h.folders[path.Dir(file)] {
				fail(missing)
			}
			data := []byte(c.Argument(1).String())
			if buf, ok := c.Argument(1).Export().(goja.ArrayBuffer); ok {
				data = buf.Bytes()
			}
			h.files[file] = append(before(file), data...)
			h.written[file] = true
			return goja.Undefined()
		})
	}
	write("writeFileSync", func(string) []byte { return nil })
	write("appendFileSync", func(file string) []byte { return h.files[file] })
	set("copyFileSync", func(c goja.FunctionCall, fail func(string)) goja.Value {
		h.checkWriting("copyFileSync")
		data, ok := h.files[name(c, 0)]
		if !ok {
			fail(missing)
		}
		h.files[name(c, 1)] = append([]byte(nil), data...)
		h.written[name(c, 1)] = true
		return goja.Undefined()
	})
	set("unlinkSync", func(c goja.FunctionCall, fail func(string)) goja.Value {
		if _, ok := h.files[name(c, 0)]; !ok {
			fail(missing)
		}
		delete(h.files, name(c, 0))
		delete(h.written, name(c, 0))
		return goja.Undefined()
	})
	set("statSync", func(c goja.FunctionCall, fail func(string)) goja.Value {
		data, ok := h.files[name(c, 0)]
		if !ok && !h.folders[name(c, 0)] {
			fail(missing)
		}
		return h.value(map[string]any{"size": len(data)})
	})
	set("readFile", func(c goja.FunctionCall, _ func(string)) goja.Value {
		o := h.options(c)
		file, from := "", int64(0)
		if v := given(o, "filePath"); v != nil {
			file = v.String()
		}
		if v := given(o, "position"); v != nil {
			from = v.ToInteger()
		}
		data, ok := h.files[path.Clean(file)]
		if !ok || from < 0 || from > int64(len(data)) {
			h.answer(o, "fail", map[string]any{"errMsg": fmt.Sprintf("readFile:fail %s %s", missing, file)})
			return goja.Undefined()
		}
		var v any = string(data[from:])
		if given(o, "encoding") == nil {
			v = h.vm.NewArrayBuffer(append([]byte(nil), data[from:]...))
		}
		h.answer(o, "success", map[string]any{"data": v, "errMsg": "readFile:ok"})
		return goja.Undefined()
	})
	return fs
}

// fail throws an Error at the program.
func (h *Host) fail(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	err, newErr := h.vm.New(h.vm.Get("Error"), h.vm.ToValue(text))
	if newErr != nil {
		panic(newErr) // the program replaced Error by something that does not construct
	}
	_ = err.Set("errMsg", text) // where WeChat puts it, too
	panic(err)
}
