package weapp

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/platform"
)

// transferTimeout is the platforms' documented default for uploads and downloads (session time), and that of most of
// them for requests.
const transferTimeout = 60 * time.Second

// requestTimeout is the platform's documented default for a request (session time): 30 s on Alipay (its documents,
// github.com/AlipayDocs/open-docs at a74facf, mini/api/基础API/网络/网络 API 使用须知.md), and 10 s on Baidu
// (https://www.bookstack.cn/read/smartprogram-20210306/bfb60d8ed784e33e.md keeps its page).
func (h *Host) requestTimeout() time.Duration {
	switch h.api {
	case clients.APIAlipay:
		return 30 * time.Second
	case clients.APIBaidu:
		return 10 * time.Second
	}
	return transferTimeout
}

// timeoutOf is the option timeout, or 0 for the platform's default.
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
	r := platform.Request{Method: http.MethodGet, Header: http.Header{},
		Timeout: cmp.Or(timeoutOf(o), h.requestTimeout())}
	parse, strict := true, false
	if v := given(o, "url"); v != nil {
		r.URL = v.String()
	}
	if v := given(o, "method"); v != nil {
		r.Method = strings.ToUpper(v.String())
	}
	h.header(o, r.Header)
	if v := given(o, "data"); v != nil {
		r.URL, r.Body = h.encode(v, r.Method, r.URL, r.Header)
	}
	if v := given(o, "dataType"); v != nil {
		parse = v.String() == "json"
		strict = parse && h.api == clients.APIAlipay
	}
	binary, chunked := false, false
	if v := given(o, "responseType"); v != nil {
		binary = v.String() == "arraybuffer"
	}
	if v := given(o, "enableChunked"); v != nil {
		chunked = v.ToBoolean()
	}
	var headers, chunks listeners
	began := h.env.Clock.Time()
	abort := h.Do(r, func(resp platform.Response) {
		name, result := "success",
			map[string]any{"statusCode": resp.Status, "errMsg": "request:ok", "cookies": h.cookies(resp)}
		if resp.Err != "" {
			name, result = "fail", h.numbered(map[string]any{"errMsg": "request:fail " + resp.Err}, resp.Err)
		} else {
			result["header"] = headersOf(resp)
			result["profile"] = h.requestProfile(began, len(r.Body), len(resp.Body))
			h.tells(headers,
				map[string]any{"header": headersOf(resp), "statusCode": resp.Status, "cookies": h.cookies(resp)})
			switch {
			case chunked: // the answer comes in chunks, and the last call has none
				h.tells(chunks, map[string]any{"data": h.buffer([]byte(resp.Body))})
				result["data"] = ""
			case binary:
				result["data"] = h.buffer([]byte(resp.Body))
			case strict && resp.Body != "" && !json.Valid([]byte(resp.Body)):
				name, result["data"], result["errMsg"] = "fail", resp.Body, "request:fail "+alipayNoJSON
			case parse:
				result["data"] = h.fromJSON(resp.Body)
			default:
				result["data"] = resp.Body
			}
		}
		result["exception"], result["useHttpDNS"] = h.exception(resp), false
		h.Call(o.Get(name), result)
		h.Call(o.Get("complete"), result)
	})
	return h.object("RequestTask", map[string]api{
		"onHeadersReceived": headers.on, "offHeadersReceived": headers.off, "onChunkReceived": chunks.on,
		"offChunkReceived": chunks.off,
		"abort": func(goja.FunctionCall) goja.Value {
			abort()
			return goja.Undefined()
		},
	})
}

// header reads the option header.
func (h *Host) header(o *goja.Object, into http.Header) {
	if v := given(o, "header"); v != nil {
		header := v.ToObject(h.vm)
		for _, k := range header.Keys() {
			into.Set(k, header.Get(k).String())
		}
	}
}

// headersOf returns an answer's headers as the program sees them.
func headersOf(r platform.Response) map[string]any {
	out := map[string]any{}
	for k := range r.Header {
		out[k] = r.Header.Get(k)
	}
	return out
}

// cookies are those that an answer sets, each as its header has it.
func (h *Host) cookies(r platform.Response) goja.Value { return h.list(r.Header.Values("Set-Cookie")) }

// encode puts a request's data where the platform does: into the query of a GET, otherwise into the body.
func (h *Host) encode(v goja.Value, method, raw string, header http.Header) (string, string) {
	switch x := v.Export().(type) {
	case string:
		return raw, x
	case goja.ArrayBuffer:
		return raw, string(x.Bytes())
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

// fromJSON parses an answer like dataType json: if it is not JSON it stays a string.
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
