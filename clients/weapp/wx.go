package weapp

import (
	"maps"
	"slices"
	"strings"

	"github.com/dop251/goja"
)

// installWx builds the wx object. APIs that phones have and the host lacks are there too and report a call; wx.canIUse
// denies them.
func (h *Host) installWx() {
	wx := h.vm.NewObject()
	fs := h.fileSystem()
	calls := map[string]api{
		"connectSocket":          h.connectSocket,
		"request":                h.request,
		"uploadFile":             h.uploadFile,
		"downloadFile":           h.downloadFile,
		"onNetworkStatusChange":  h.listen("onNetworkStatusChange"),
		"offNetworkStatusChange": h.unlisten("onNetworkStatusChange"),
		"getFileSystemManager":   func(goja.FunctionCall) goja.Value { return fs },
		"nextTick": func(c goja.FunctionCall) goja.Value {
			f := c.Argument(0)
			h.Post(func() { h.Call(f) })
			return goja.Undefined()
		},
	}
	for _, more := range []map[string]api{h.system(), h.environment(), h.storageAPI(), h.bytesAPI(), h.globalSocket(),
		h.oldFiles()} {
		maps.Copy(calls, more)
	}
	calls["canIUse"] = func(c goja.FunctionCall) goja.Value {
		name, more, _ := strings.Cut(c.Argument(0).String(), ".")
		_, ours := calls[name]
		return h.vm.ToValue(ours || isEvent(name) && wx.Get(name) != nil || isClassWith(name, more))
	}
	for _, name := range sortedKeys(calls) {
		h.put(wx, name, calls[name])
	}
	h.complete(wx, "wx")
	_ = wx.Set("env", map[string]any{"USER_DATA_PATH": userData})
	_ = wx.Set("cloud",
		h.lackingObject("cloud", "init", "callFunction", "callContainer", "connectContainer", "database", "uploadFile",
			"downloadFile", "deleteFile", "getTempFileURL"))
	h.offer(wx)
}

// isClassWith reports whether an object of the platform has a call, as in SocketTask.onMessage: canIUse is documented
// for those, and for console.log (npm miniprogram-api-typings@5.2.3, types/wx/lib.wx.api.d.ts, canIUse). The call may
// have parameters behind it.
func isClassWith(class, more string) bool {
	if class == "wx" {
		return false // its calls are asked for without it
	}
	if class == "console" {
		class = "Console"
	}
	call, _, _ := strings.Cut(more, ".")
	all, known := documented()[class]
	return known && (call == "" || slices.Contains(all, call))
}

// lackingObject is an object of whose calls the host has none.
func (h *Host) lackingObject(name string, calls ...string) *goja.Object {
	o := h.vm.NewObject()
	for _, call := range calls {
		h.put(o, call, h.lacking("wx."+name+"."+call))
	}
	return o
}
