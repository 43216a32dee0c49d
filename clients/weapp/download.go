package weapp

import (
	"cmp"
	"fmt"
	"net/http"
	"path"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/platform"
)

// downloadFile is wx.downloadFile: a GET whose answer becomes a file, under the option filePath or a temporary name
// (miniprogram-api-typings@5.2.3, WechatMiniprogram.DownloadFileOption). An answer of any status is a success, as the
// platform documents.
func (h *Host) downloadFile(c goja.FunctionCall) goja.Value {
	o := h.options(c)
	text := func(name string) string {
		if v := given(o, name); v != nil {
			return v.String()
		}
		return ""
	}
	r := platform.Request{URL: text("url"), Method: http.MethodGet, Header: http.Header{},
		Timeout: cmp.Or(timeoutOf(o), transferTimeout), Download: true}
	h.header(o, r.Header)
	var progress, headers listeners
	began := h.env.Clock.Time()
	abort := h.Do(r, func(resp platform.Response) {
		name, result := "success", map[string]any{"statusCode": resp.Status, "errMsg": "downloadFile:ok"}
		if resp.Err != "" {
			name, result = "fail", map[string]any{"errMsg": "downloadFile:fail " + resp.Err}
		} else {
			size := len(resp.Body)
			result["profile"] = h.requestProfile(began, 0, size)
			h.tells(headers, map[string]any{"header": headersOf(resp)})
			h.tells(progress,
				map[string]any{"progress": 100, "totalBytesWritten": size, "totalBytesExpectedToWrite": size})
			file, key := text("filePath"), "filePath"
			if file == "" {
				h.downloads++
				file, key = fmt.Sprintf("wxfile://tmp_%d", h.downloads), "tempFilePath"
			}
			h.files[path.Clean(file)], result[key] = []byte(resp.Body), file
			if h.api == clients.APIAlipay && key == "tempFilePath" { // its my.downloadFile.md: both
				result["apFilePath"] = file
			}
		}
		h.Call(o.Get(name), result)
		h.Call(o.Get("complete"), result)
	})
	task := h.object("DownloadTask", map[string]api{
		"onProgressUpdate": progress.on, "offProgressUpdate": progress.off, "onHeadersReceived": headers.on,
		"offHeadersReceived": headers.off,
		"abort": func(goja.FunctionCall) goja.Value {
			abort()
			return goja.Undefined()
		},
	})
	return task
}
