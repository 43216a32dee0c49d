package weapp

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"path"
	"strings"

	"github.com/dop251/goja"

	"nimcert/clients"
)

// userData is the folder that belongs to the program, as WeChat names it on phones; its developer tools say http://usr
// (reports and code of applications that tell the two apart).
const userData = "wxfile://usr"

// fileCall is one call of the file system: NAME(…) answers later, NAMESync(…) at once.
type fileCall struct {
	name string
	// params are the option names in NAME for the arguments of NAMESync. The first is the path that an error names.
	params []string
	// result is the name under which NAME passes the result of NAMESync.
	result string
	writes bool
	later  bool // there is no NAMESync
	run    func(a fileArgs) (any, error)
}

// fileArgs are the arguments of a file system's call.
type fileArgs []goja.Value

func (a fileArgs) given(i int) bool {
	return i < len(a) && a[i] != nil && !goja.IsUndefined(a[i]) && !goja.IsNull(a[i])
}

func (a fileArgs) path(i int) string {
	if !a.given(i) {
		return "."
	}
	return path.Clean(a[i].String())
}

func (a fileArgs) text(i int) string {
	if !a.given(i) {
		return ""
	}
	return a[i].String()
}

func (a fileArgs) yes(i int) bool { return a.given(i) && a[i].ToBoolean() }

func (a fileArgs) number(i int, otherwise int64) int64 {
	if !a.given(i) {
		return otherwise
	}
	return a[i].ToInteger()
}

// fileSystem is what wx.getFileSystemManager returns. The files live in memory, and end with the host. Failures are
// worded as WeChat words them: "accessSync:fail no such file or directory /path".
func (h *Host) fileSystem() *goja.Object {
	calls := map[string]api{}
	for _, c := range h.fileCalls() {
		if !c.later {
			calls[c.name+"Sync"] = func(f goja.FunctionCall) goja.Value {
				args := fileArgs(f.Arguments)
				o, named := f.Argument(0).(*goja.Object)
				if named && h.api == clients.APIAlipay {
					args = c.arguments(o)
				}
				v, err := h.fileCall(c, args)
				switch {
				case err != nil:
					h.failWith(errCode(err), "%sSync:fail %s", c.name, err)
				case h.api == clients.APIAlipay: // npm @mini-types/my@3.0.14, FileSystemManager
					result := h.fileResult(c, v)
					if len(result) == 0 {
						result["success"] = true
					}
					return h.value(result)
				}
				return h.plain(v)
			}
		}
		// which returns nothing (npm miniprogram-api-typings@5.2.3, FileSystemManager)
		calls[c.name] = func(f goja.FunctionCall) goja.Value {
			o := h.options(f)
			v, err := h.fileCall(c, c.arguments(o))
			if err != nil {
				h.answer(o, "fail",
					map[string]any{"errMsg": fmt.Sprintf("%s:fail %s", c.name, err), "errCode": errCode(err)})
				return goja.Undefined()
			}
			result := h.fileResult(c, v)
			result["errMsg"] = c.name + ":ok"
			h.answer(o, "success", result)
			return goja.Undefined()
		}
	}
	return h.object("FileSystemManager", calls)
}

// fileCall runs a call of the file system.
func (h *Host) fileCall(c fileCall, a fileArgs) (any, error) {
	if c.writes && h.storage.fault != 0 {
		return nil, errFull
	}
	v, err := c.run(a)
	if err != nil {
		err = fmt.Errorf("%w %s", err, a.text(0))
	}
	return v, err
}

// fileResult is what NAME passes to success, but for its errMsg.
func (h *Host) fileResult(c fileCall, v any) map[string]any {
	result := map[string]any{}
	if c.result != "" {
		result[c.result] = h.plain(v)
	} else if m, ok := v.(map[string]any); ok {
		maps.Copy(result, m)
	}
	return result
}

// arguments are those of NAMESync, from the options of NAME.
func (c fileCall) arguments(o *goja.Object) fileArgs {
	a := make(fileArgs, len(c.params))
	for i, name := range c.params {
		a[i] = o.Get(name)
	}
	return a
}

// digest is a file's digest by one of the documented algorithms; md5 is the default.
func digest(data []byte, algorithm string) string {
	switch algorithm {
	case "sha1":
		return fmt.Sprintf("%x", sha1.Sum(data))
	case "sha256":
		return fmt.Sprintf("%x", sha256.Sum256(data))
	}
	return fmt.Sprintf("%x", md5.Sum(data))
}

// plain makes a JavaScript value of a call's result.
func (h *Host) plain(v any) goja.Value {
	switch v := v.(type) {
	case nil:
		return goja.Undefined()
	case []string:
		return h.list(v)
	}
	return h.value(v)
}

func (h *Host) fileCalls() []fileCall {
	data := []string{"filePath", "data", "encoding"}
	return []fileCall{
		{name: "access", params: []string{"path"},
			run: func(a fileArgs) (any, error) { return nil, h.exists(a.path(0)) }},
		{name: "mkdir", params: []string{"dirPath", "recursive"}, writes: true, run: func(a fileArgs) (any, error) {
			if h.folders[a.path(0)] {
				return nil, errThere
			}
			// with the folders above it, which may exist already
			for dir := a.path(0); dir != "." && dir != "/"; dir = path.Dir(dir) {
				h.folders[dir] = true
			}
			return nil, nil
		}},
		{name: "writeFile", params: data, writes: true,
			run: func(a fileArgs) (any, error) { return nil, h.write(a.path(0), nil, a) }},
		{name: "appendFile", params: data, writes: true,
			run: func(a fileArgs) (any, error) { return nil, h.write(a.path(0), h.files[a.path(0)], a) }},
		{name: "copyFile", params: []string{"srcPath", "destPath"}, writes: true,
			run: func(a fileArgs) (any, error) { return nil, h.copy(a.path(0), a.path(1)) }},
		{name: "rename", params: []string{"oldPath", "newPath"}, writes: true,
			run: func(a fileArgs) (any, error) { return nil, h.move(a.path(0), a.path(1)) }},
		{name: "unlink", params: []string{"filePath"},
			run: func(a fileArgs) (any, error) { return nil, h.unlink(a.path(0)) }},
		{name: "removeSavedFile", params: []string{"filePath"}, later: true,
			run: func(a fileArgs) (any, error) { return nil, h.unlink(a.path(0)) }},
		{name: "truncate", params: []string{"filePath", "length"}, writes: true, run: func(a fileArgs) (any, error) {
			data, ok := h.files[a.path(0)]
			if !ok {
				return nil, errMissing
			}
			h.files[a.path(0)] = data[:max(0, min(a.number(1, 0), int64(len(data))))]
			return nil, nil
		}},
		{name: "rmdir", params: []string{"dirPath", "recursive"},
			run: func(a fileArgs) (any, error) { return nil, h.rmdir(a.path(0), a.yes(1)) }},
		{name: "readdir", params: []string{"dirPath"}, result: "files", run: func(a fileArgs) (any, error) {
			if !h.folders[a.path(0)] {
				return nil, errMissing
			}
			return h.within(a.path(0)), nil
		}},
		{name: "stat", params: []string{"path", "recursive"}, result: "stats", run: func(a fileArgs) (any, error) {
			if dir := a.path(0); a.yes(1) && h.folders[dir] {
				return h.vm.NewArray(h.allStats(dir, "/")...), nil
			}
			return h.stats(a.path(0)), h.exists(a.path(0))
		}},
		{name: "readFile", params: []string{"filePath", "encoding", "position", "length"}, result: "data",
			run: func(a fileArgs) (any, error) { return h.readFile(a) }},
		{name: "saveFile", params: []string{"tempFilePath", "filePath"}, result: "savedFilePath", writes: true,
			run: func(a fileArgs) (any, error) {
				to := a.text(1)
				if to == "" {
					to = userData + "/" + path.Base(a.path(0))
				}
				return to, h.copy(a.path(0), path.Clean(to))
			}},
		{name: "getFileInfo", params: []string{"filePath", "digestAlgorithm"}, later: true,
			run: func(a fileArgs) (any, error) {
				data, ok := h.files[a.path(0)]
				if !ok {
					return nil, errMissing
				}
				return map[string]any{"size": len(data), "digest": digest(data, a.text(1))}, nil
			}},
		{name: "getSavedFileList", later: true, result: "fileList", run: func(fileArgs) (any, error) {
			var list []any
			for _, file := range sortedKeys(h.written) {
				list = append(list,
					h.value(map[string]any{"filePath": file, "size": len(h.files[file]),
						"createTime": h.env.Clock.Time().Unix()}))
			}
			return h.vm.NewArray(list...), nil
		}},
	}
}

func (h *Host) exists(name string) error {
	if _, ok := h.files[name]; !ok && !h.folders[name] {
		return errMissing
	}
	return nil
}

func (h *Host) write(name string, before []byte, a fileArgs) error {
	if !h.folders[path.Dir(name)] {
		return errMissing
	}
	var data []byte
	if len(a) > 1 && a[1] != nil {
		if data = bytesOf(a[1]); a.text(2) == "base64" {
			data = unbase64(string(data))
		}
	}
	h.files[name] = append(append([]byte{}, before...), data...)
	h.written[name] = true
	return nil
}

func (h *Host) copy(from, to string) error {
	data, ok := h.files[from]
	if !ok {
		return errMissing
	}
	h.files[to] = append([]byte(nil), data...)
	h.written[to] = true
	return nil
}

func (h *Host) move(from, to string) error {
	if err := h.copy(from, to); err != nil || from == to {
		return err
	}
	return h.unlink(from)
}

func (h *Host) unlink(name string) error {
	if _, ok := h.files[name]; !ok {
		return errMissing
	}
	delete(h.files, name)
	delete(h.written, name)
	return nil
}

// within lists a folder's entries, by name.
func (h *Host) within(dir string) []string {
	names := map[string]bool{}
	for name := range h.files {
		if path.Dir(name) == dir {
			names[path.Base(name)] = true
		}
	}
	for name := range h.folders {
		if path.Dir(name) == dir && name != dir {
			names[path.Base(name)] = true
		}
	}
	return sortedKeys(names)
}

func (h *Host) rmdir(dir string, all bool) error {
	if !h.folders[dir] {
		return errMissing
	}
	if len(h.within(dir)) > 0 && !all {
		return errFilled
	}
	for _, name := range h.within(dir) {
		if inside := dir + "/" + name; h.folders[inside] {
			_ = h.rmdir(inside, true)
		} else {
			_ = h.unlink(inside)
		}
	}
	delete(h.folders, dir)
	return nil
}

func (h *Host) stats(name string) goja.Value {
	now := h.env.Clock.Time().Unix()
	o := h.value(
		map[string]any{"size": len(h.files[name]), "mode": 33206, "lastAccessedTime": now,
			"lastModifiedTime": now}).ToObject(h.vm)
	folder := h.folders[name]
	_ = o.Set("isDirectory", func(goja.FunctionCall) goja.Value { return h.vm.ToValue(folder) })
	_ = o.Set("isFile", func(goja.FunctionCall) goja.Value { return h.vm.ToValue(!folder) })
	return o
}

// allStats are those of a folder and of all that is in it, with their paths from the folder that was asked for
// (miniprogram-api-typings@5.2.3, StatSuccessCallbackResult and FileStats; that a path is one from there was said of
// the older result, an object, in 2.12.0).
func (h *Host) allStats(dir, as string) []any {
	all := []any{h.value(map[string]any{"path": as, "stats": h.stats(dir)})}
	for _, name := range h.within(dir) {
		if inside := dir + "/" + name; h.folders[inside] {
			all = append(all, h.allStats(inside, path.Join(as, name))...)
		} else {
			all = append(all, h.value(map[string]any{"path": path.Join(as, name), "stats": h.stats(inside)}))
		}
	}
	return all
}

// readFile gives a file's bytes, or its text where an encoding is named.
func (h *Host) readFile(a fileArgs) (any, error) {
	data, ok := h.files[a.path(0)]
	from := a.number(2, 0)
	if !ok || from < 0 || from > int64(len(data)) {
		return nil, errMissing
	}
	data = data[from:]
	data = data[:max(0, min(a.number(3, int64(len(data))), int64(len(data))))]
	switch strings.ToLower(a.text(1)) {
	case "":
		return h.buffer(data), nil
	case "base64":
		return base64.StdEncoding.EncodeToString(data), nil
	case "hex":
		return hex.EncodeToString(data), nil
	}
	return string(data), nil
}
