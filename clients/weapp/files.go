package weapp

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"path"

	"github.com/dop251/goja"

	"nimcert/clients/platform"
)

// AddFile puts a file on the platform.
func (h *Host) AddFile(name string, data []byte) {
	h.Post(func() { h.files[name] = data })
}

// uploadFile is wx.uploadFile: a multipart POST of one file and a form.
func (h *Host) uploadFile(c goja.FunctionCall) goja.Value {
	o := h.options(c)
	task := h.vm.NewObject()
	var progress []goja.Value
	_ = task.Set("onProgressUpdate", func(c goja.FunctionCall) goja.Value {
		progress = append(progress, c.Argument(0))
		return goja.Undefined()
	})
	_ = task.Set("abort", func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	text := func(name string) string {
		if v := given(o, name); v != nil {
			return v.String()
		}
		return ""
	}
	data, ok := h.files[text("filePath")]
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
	tell := func(percent int) {
		for _, f := range progress {
			h.Call(f, map[string]any{"progress": percent, "totalBytesSent": len(data) * percent / 100, "totalBytesExpectedToSend": len(data)})
		}
	}
	h.Post(func() { tell(50) }) // the platform reports as it goes; one step in the middle is enough to see that it is passed on
	abort := h.Do(platform.Request{
		URL: text("url"), Method: http.MethodPost, Header: http.Header{"Content-Type": {w.FormDataContentType()}}, Body: body.String(), Timeout: requestTimeout, Upload: true,
	}, func(resp platform.Response) {
		name, result := "success", map[string]any{"statusCode": resp.Status, "data": resp.Body, "errMsg": "uploadFile:ok"}
		if resp.Err != "" {
			name, result = "fail", map[string]any{"errMsg": "uploadFile:fail " + resp.Err}
		} else {
			tell(100)
		}
		h.Call(o.Get(name), result)
		h.Call(o.Get("complete"), result)
	})
	_ = task.Set("abort", func(goja.FunctionCall) goja.Value { abort(); return goja.Undefined() })
	return task
}
