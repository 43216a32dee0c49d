package weapp

import (
	"bytes"
	"cmp"
	"mime/multipart"
	"net/http"
	"path"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/platform"
)

// AddFile puts a file on the platform.
func (h *Host) AddFile(name string, data []byte) {
	h.Post(func() { h.files[path.Clean(name)] = data })
}

// uploadFile is wx.uploadFile: a multipart POST of one file and a form.
func (h *Host) uploadFile(c goja.FunctionCall) goja.Value {
	o := h.options(c)
	var progress, headers listeners
	abort := func() {}
	task := h.object("UploadTask", map[string]api{
		"onProgressUpdate": progress.on, "offProgressUpdate": progress.off, "onHeadersReceived": headers.on,
		"offHeadersReceived": headers.off,
		"abort": func(goja.FunctionCall) goja.Value {
			abort()
			return goja.Undefined()
		},
	})
	text := func(name string) string {
		if v := given(o, name); v != nil {
			return v.String()
		}
		return ""
	}
	data, ok := h.files[path.Clean(text("filePath"))]
	if !ok {
		h.answer(o, "fail", map[string]any{"errMsg": "uploadFile:fail file not found"})
		return task
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if v := given(o, "formData"); v != nil {
		form := v.ToObject(h.vm)
		for _, k := range form.Keys() {
			_ = w.WriteField(k, form.Get(k).String()) // a buffer takes everything
		}
	}
	part, _ := w.CreateFormFile(text("name"), path.Base(text("filePath")))
	_, _ = part.Write(data)
	_ = w.Close()
	sent, all := "totalBytesSent", "totalBytesExpectedToSend"
	if h.api == clients.APIAlipay { // npm @mini-types/my@3.0.14, UploadTask.onProgressUpdate
		sent, all = "totalBytesWritten", "totalBytesExpectedToWrite"
	}
	tell := func(percent int) {
		h.tells(progress, map[string]any{"progress": percent, sent: len(data) * percent / 100, all: len(data)})
	}
	// the platform reports progress; one report in the middle is enough to see whether it is passed on
	h.Post(func() { tell(50) })
	header := http.Header{}
	h.header(o, header)
	header.Set("Content-Type", w.FormDataContentType())
	began := h.env.Clock.Time()
	abort = h.Do(platform.Request{
		URL: text("url"), Method: http.MethodPost, Header: header, Body: body.String(),
		Timeout: cmp.Or(timeoutOf(o), transferTimeout), Upload: true,
	}, func(resp platform.Response) {
		name, result := "success",
			map[string]any{"statusCode": resp.Status, "data": resp.Body, "errMsg": "uploadFile:ok"}
		if resp.Err != "" {
			name, result = "fail", map[string]any{"errMsg": "uploadFile:fail " + resp.Err}
		} else {
			result["profile"] = h.requestProfile(began, body.Len(), len(resp.Body))
			h.tells(headers, map[string]any{"header": headersOf(resp)})
			tell(100)
		}
		h.Call(o.Get(name), result)
		h.Call(o.Get("complete"), result)
	})
	return task
}
