package weapp

import (
	"strings"

	"github.com/dop251/goja"
	"github.com/gorilla/websocket"

	"nimcert/clients/platform"
)

// maxReason is the longest reason, in bytes, that fits a Close frame (RFC 6455, 5.5).
const maxReason = 123

// connectSocket is wx.connectSocket: it opens a socket, if the platform has a slot left, and returns its SocketTask.
func (h *Host) connectSocket(c goja.FunctionCall) goja.Value {
	o := h.options(c)
	on := map[string]*[]goja.Value{"onOpen": {}, "onClose": {}, "onError": {}, "onMessage": {}}
	call := func(name string, result map[string]any) {
		for _, f := range *on[name] {
			h.Call(f, result)
		}
	}
	address := ""
	if v := given(o, "url"); v != nil {
		address = v.String()
	}
	s, err := h.Connect(address, platform.Handlers{
		Timeout: timeoutOf(o),
		Open:    func() { call("onOpen", map[string]any{"header": map[string]any{}}) },
		Message: func(data []byte, binary bool) {
			var v any = string(data)
			if binary {
				v = h.vm.NewArrayBuffer(data)
			}
			call("onMessage", map[string]any{"data": v})
		},
		Error: func(message string) { call("onError", map[string]any{"errMsg": "connectSocket:fail " + message}) },
		Close: func(code int, reason string) { call("onClose", map[string]any{"code": code, "reason": reason}) },
	})
	h.reply(o, "connectSocket", err)

	task := h.vm.NewObject()
	for name, list := range on {
		_ = task.Set(name, func(c goja.FunctionCall) goja.Value {
			*list = append(*list, c.Argument(0))
			return goja.Undefined()
		})
	}
	_ = task.Set("send", func(c goja.FunctionCall) goja.Value {
		o, err := h.options(c), platform.ErrNotOpen
		if s != nil {
			data := h.vm.ToValue("") // a choice, where none was given
			if v := given(o, "data"); v != nil {
				data = v
			}
			if buf, ok := data.Export().(goja.ArrayBuffer); ok {
				err = s.Send(append([]byte(nil), buf.Bytes()...), true)
			} else {
				err = s.Send([]byte(data.String()), false)
			}
		}
		h.reply(o, "sendSocketMessage", err)
		return goja.Undefined()
	})
	_ = task.Set("close", func(c goja.FunctionCall) goja.Value {
		o, err := h.options(c), platform.ErrNotOpen
		code, reason := websocket.CloseNormalClosure, ""
		if v := given(o, "code"); v != nil {
			code = int(v.ToInteger())
		}
		if v := given(o, "reason"); v != nil {
			reason = v.String()
		}
		if s != nil {
			err = s.Close(code, strings.ToValidUTF8(reason[:min(len(reason), maxReason)], "")) // no half character at the cut
		}
		h.reply(o, "closeSocket", err)
		return goja.Undefined()
	})
	return task
}

// options is the object that an API call takes, empty when none was given.
func (h *Host) options(c goja.FunctionCall) *goja.Object {
	if v := c.Argument(0); !goja.IsUndefined(v) && !goja.IsNull(v) {
		return v.ToObject(h.vm)
	}
	return h.vm.NewObject()
}

// given is an option that is there, or nil.
func given(o *goja.Object, name string) goja.Value {
	if v := o.Get(name); v != nil && !goja.IsUndefined(v) && !goja.IsNull(v) {
		return v
	}
	return nil
}

// reply calls an API's success or fail, and complete after it, in a turn of their own.
func (h *Host) reply(o *goja.Object, api string, err error) {
	name, result := "success", map[string]any{"errMsg": api + ":ok"}
	if err != nil {
		name, result = "fail", map[string]any{"errMsg": api + ":fail " + err.Error()}
	}
	h.answer(o, name, result)
}

func (h *Host) answer(o *goja.Object, name string, result map[string]any) {
	f, complete := o.Get(name), o.Get("complete")
	h.Post(func() {
		h.Call(f, result)
		h.Call(complete, result)
	})
}
