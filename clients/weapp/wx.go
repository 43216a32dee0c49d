package weapp

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients/platform"
)

// requestTimeout is the platform's documented default for wx.request (session time).
const requestTimeout = 60 * time.Second

// installWx builds the `wx` object. What is missing here is missing for the client too, and wx.canIUse says so.
func (h *Host) installWx() {
	wx := h.vm.NewObject()
	fs := h.fileSystem()
	device := h.env.Phone()
	system := func() map[string]any {
		// SDKs send parts of it in their login.
		return map[string]any{
			"brand": device.Brand, "model": device.Model, "pixelRatio": device.PixelRatio, "screenWidth": device.ScreenWidth, "screenHeight": device.ScreenHeight,
			"windowWidth": device.ScreenWidth, "windowHeight": device.WindowHeight, "statusBarHeight": device.StatusBarHeight, "language": "zh_CN", "version": device.Version,
			"system": device.System, "platform": device.Platform, "fontSizeSetting": 16, "SDKVersion": device.SDKVersion, "benchmarkLevel": device.BenchmarkLevel,
			"errMsg": "getSystemInfoSync:ok",
		}
	}
	api := map[string]func(goja.FunctionCall) goja.Value{
		"connectSocket":     h.connectSocket,
		"request":           h.request,
		"uploadFile":        h.uploadFile,
		"downloadFile":      h.downloadFile,
		"getSystemInfoSync": func(goja.FunctionCall) goja.Value { return h.value(system()) },
		"getSystemInfo": func(c goja.FunctionCall) goja.Value {
			h.answer(h.options(c), "success", system())
			return goja.Undefined()
		},
		"getNetworkType": func(c goja.FunctionCall) goja.Value {
			h.answer(h.options(c), "success", map[string]any{"networkType": "wifi", "errMsg": "getNetworkType:ok"})
			return goja.Undefined()
		},
		"onNetworkStatusChange":  h.listen("onNetworkStatusChange"), // which never comes: the device stays where it is, it is the network that fails
		"offNetworkStatusChange": h.unlisten("onNetworkStatusChange"),
		"onAppShow":              h.listen("onAppShow"),
		"onAppHide":              h.listen("onAppHide"),
		"offAppShow":             h.unlisten("onAppShow"),
		"offAppHide":             h.unlisten("onAppHide"),
		"getFileSystemManager":   func(goja.FunctionCall) goja.Value { return fs },
		"canIUse": func(c goja.FunctionCall) goja.Value {
			name, _, _ := strings.Cut(c.Argument(0).String(), ".")
			return h.vm.ToValue(slices.Contains(wx.Keys(), name)) // not what every object has
		},
	}
	maps.Copy(api, h.storageAPI())
	for name, f := range api {
		_ = wx.Set(name, f)
	}
	_ = wx.Set("env", map[string]any{"USER_DATA_PATH": userData})
	_ = h.vm.GlobalObject().Set("wx", wx)
}

// timeoutOf is the option timeout, or 0 where the platform's default holds.
func timeoutOf(o *goja.Object) time.Duration {
	if v := given(o, "timeout"); v != nil {
		if ms := v.ToFloat(); ms > 0 { // not NaN either
			return time.Duration(min(ms, maxTimer) * float64(time.Millisecond))
		}
	}
	return 0
}

// request is wx.request: an HTTP request whose answer comes in a turn of its own.
func (h *Host) request(c goja.FunctionCall) goja.Value {
	o := h.options(c)
	r := platform.Request{Method: http.MethodGet, Header: http.Header{}, Timeout: cmp.Or(timeoutOf(o), requestTimeout)}
	parse := true
	if v := given(o, "url"); v != nil {
		r.URL = v.String()
	}
	if v := given(o, "method"); v != nil {
		r.Method = strings.ToUpper(v.String())
	}
	if v := given(o, "header"); v != nil {
		ho := v.ToObject(h.vm)
		for _, k := range ho.Keys() {
			r.Header.Set(k, ho.Get(k).String())
		}
	}
	if v := given(o, "data"); v != nil {
		r.URL, r.Body = h.encode(v, r.Method, r.URL, r.Header)
	}
	if v := given(o, "dataType"); v != nil {
		parse = v.String() == "json"
	}
	abort := h.Do(r, func(resp platform.Response) {
		name, result := "success", map[string]any{"statusCode": resp.Status, "errMsg": "request:ok", "cookies": h.vm.NewArray()}
		if resp.Err != "" {
			name, result = "fail", map[string]any{"errMsg": "request:fail " + resp.Err}
		} else {
			header := map[string]any{}
			for k := range resp.Header {
				header[k] = resp.Header.Get(k)
			}
			result["header"], result["data"] = header, resp.Body
			if parse {
				result["data"] = h.fromJSON(resp.Body)
			}
		}
		h.Call(o.Get(name), result)
		h.Call(o.Get("complete"), result)
	})
	task := h.vm.NewObject()
	_ = task.Set("abort", func(goja.FunctionCall) goja.Value { abort(); return goja.Undefined() })
	return task
}

// encode puts a request's data where the platform puts it: into the query of a GET, into the body of anything else.
func (h *Host) encode(v goja.Value, method, raw string, header http.Header) (string, string) {
	if s, ok := v.Export().(string); ok {
		return raw, s
	}
	o := v.ToObject(h.vm)
	form := url.Values{}
	for _, k := range o.Keys() {
		form.Set(k, o.Get(k).String())
	}
	if method == http.MethodGet {
		sep := "?"
		if strings.Contains(raw, "?") {
			sep = "&"
		}
		if len(form) > 0 {
			raw += sep + form.Encode()
		}
		return raw, ""
	}
	if strings.Contains(header.Get("Content-Type"), "x-www-form-urlencoded") {
		return raw, form.Encode()
	}
	if header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/json")
	}
	data, err := o.MarshalJSON()
	if err != nil {
		return raw, ""
	}
	return raw, string(data)
}

// fromJSON parses an answer the way dataType json does: what is not JSON stays a string.
func (h *Host) fromJSON(s string) goja.Value {
	if !json.Valid([]byte(s)) {
		return h.vm.ToValue(s)
	}
	v, err := h.parse(goja.Undefined(), h.vm.ToValue(s))
	if err != nil {
		return h.vm.ToValue(s)
	}
	return v
}
