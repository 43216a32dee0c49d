package weapp

import "github.com/dop251/goja"

// oldFiles are calls of wx that the file system's own replaced, and that phones still have. Typings list them up to
// miniprogram-api-typings@3.6.0 (wx.saveFile, wx.getFileInfo and so on), each with its promise.
func (h *Host) oldFiles() map[string]api {
	out := map[string]api{}
	for _, c := range h.fileCalls() {
		switch c.name {
		case "saveFile", "removeSavedFile", "getFileInfo", "getSavedFileList":
			out[c.name] = h.async(c.name, func(o *goja.Object) (map[string]any, error) {
				v, err := h.fileCall(c, c.arguments(o))
				if err != nil {
					return nil, err
				}
				return h.fileResult(c, v), nil
			})
		}
	}
	out["getSavedFileInfo"] = h.async("getSavedFileInfo", func(o *goja.Object) (map[string]any, error) {
		file := fileArgs{o.Get("filePath")}.path(0)
		if !h.written[file] {
			return nil, errMissing
		}
		return map[string]any{"size": len(h.files[file]), "createTime": h.env.Clock.Time().Unix()}, nil
	})
	return out
}
