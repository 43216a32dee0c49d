package weapp

import (
	"errors"
	"math/rand/v2"
	"strings"

	"github.com/dop251/goja"
	"github.com/gorilla/websocket"

	"nimcert/clients"
	"nimcert/clients/platform"
)

// maxReason is the longest reason, in bytes, that fits a Close frame (RFC 6455, 5.5).
const maxReason = 123

// task is a SocketTask.
type task struct {
	socket *platform.Socket // nil when the platform had no slot left
	on     map[string]*listeners
}

// The states of a task, under the names that it has on phones. Its readyState is there, but not documented: "for
// internal use" (wechat-miniprogram/api-typings#73).
var readyStates = []string{"CONNECTING", "OPEN", "CLOSING", "CLOSED"}

func (t *task) state() int {
	if t.socket == nil {
		return 3
	}
	return t.socket.State()
}

// connectSocket is wx.connectSocket: it opens a socket, if the platform has a slot left, and returns its SocketTask.
func (h *Host) connectSocket(c goja.FunctionCall) goja.Value {
	o := h.options(c)
	t := &task{on: map[string]*listeners{"onOpen": {}, "onClose": {}, "onError": {}, "onMessage": {}}}
	call := func(name string, result map[string]any) {
		h.tells(*t.on[name], result)
		h.tells(*h.listenersOf("onSocket" + strings.TrimPrefix(name, "on")), result)
	}
	address := ""
	if v := given(o, "url"); v != nil {
		address = v.String()
	}
	began := h.env.Clock.Time()
	s, err := h.Connect(address, platform.Handlers{
		Timeout: timeoutOf(o),
		Open: func() {
			h.tells(*t.on["onOpen"], map[string]any{"header": map[string]any{}, "profile": h.socketProfile(began)})
			h.tell("onSocketOpen", map[string]any{"header": map[string]any{}})
		},
		Message: func(data []byte, binary bool) {
			var v any = string(data)
			if binary {
				v = h.buffer(data)
			}
			call("onMessage", map[string]any{"data": v})
		},
		Error: func(message string) { call("onError", map[string]any{"errMsg": "connectSocket:fail " + message}) },
		Close: func(code int, reason string) { call("onClose", map[string]any{"code": code, "reason": reason}) },
	})
	h.reply(o, "connectSocket", err)
	if err == nil {
		t.socket = s
		h.latest = append(h.latest, t)
	}
	calls := map[string]api{}
	for name, list := range t.on {
		calls[name] = list.on
	}
	for name, do := range map[string]func(*task, *goja.Object) error{"send": h.send, "close": h.closes} {
		// which return nothing (npm miniprogram-api-typings@5.2.3, SocketTask)
		calls[name] = func(c goja.FunctionCall) goja.Value {
			o := h.options(c)
			h.reply(o, socketCalls[name], do(t, o))
			return goja.Undefined()
		}
	}
	if h.api == clients.APINode {
		calls["terminate"] = func(goja.FunctionCall) goja.Value {
			if t.socket != nil {
				t.socket.Terminate()
			}
			return goja.Undefined()
		}
	}
	object := h.object("SocketTask", calls)
	for i, name := range readyStates {
		_ = object.Set(name, i)
	}
	h.getter(object, "readyState", func(goja.FunctionCall) goja.Value { return h.vm.ToValue(t.state()) })
	return object
}

// socketCalls maps a task's calls to the names under which they are answered.
var socketCalls = map[string]string{"send": "sendSocketMessage", "close": "closeSocket"}

func (h *Host) send(t *task, o *goja.Object) error {
	if t == nil || t.socket == nil {
		return platform.ErrNotOpen
	}
	data := h.vm.ToValue("") // the default is a choice
	if v := given(o, "data"); v != nil {
		data = v
	}
	_, binary := data.Export().(goja.ArrayBuffer)
	bytes := bytesOf(data)
	if v := given(o, "isBuffer"); h.api == clients.APIAlipay && !binary && v != nil && v.ToBoolean() {
		binary, bytes = true, unbase64(string(bytes)) // npm @mini-types/my@3.0.14, sendSocketMessage
	}
	return t.socket.Send(bytes, binary)
}

func (h *Host) closes(t *task, o *goja.Object) error {
	code, reason := websocket.CloseNormalClosure, ""
	if v := given(o, "code"); v != nil {
		code = int(v.ToInteger())
	}
	if v := given(o, "reason"); v != nil {
		reason = v.String()
	}
	if t == nil || t.socket == nil {
		return platform.ErrNotOpen
	}
	// the cut leaves no half character
	return t.socket.Close(code, strings.ToValidUTF8(reason[:min(len(reason), maxReason)], ""))
}

// globalSocket are the calls from the time when a program had one socket. For several sockets the platform only warns
// of surprises. Here their events are those of every socket, and their actions apply to the one that was opened last.
func (h *Host) globalSocket() map[string]api {
	last := func() *task {
		for i := len(h.latest) - 1; i >= 0; i-- {
			if h.latest[i].state() < 3 {
				h.latest = h.latest[:i+1]
				return h.latest[i]
			}
		}
		return nil
	}
	act := func(name string, do func(*task, *goja.Object) error) api {
		return h.async(name, func(o *goja.Object) (map[string]any, error) { return nil, do(last(), o) })
	}
	return map[string]api{
		"sendSocketMessage": act("sendSocketMessage", h.send),
		"closeSocket":       act("closeSocket", h.closes),
		"onSocketOpen":      h.listen("onSocketOpen"),
		"onSocketMessage":   h.listen("onSocketMessage"),
		"onSocketError":     h.listen("onSocketError"),
		"onSocketClose":     h.listen("onSocketClose"),
	}
}

// options is the object that an API call takes, empty when none was given.
func (h *Host) options(c goja.FunctionCall) *goja.Object {
	if v := c.Argument(0); !goja.IsUndefined(v) && !goja.IsNull(v) {
		return v.ToObject(h.vm)
	}
	return h.vm.NewObject()
}

// given returns an option, or nil if it is missing.
func given(o *goja.Object, name string) goja.Value {
	if v := o.Get(name); v != nil && !goja.IsUndefined(v) && !goja.IsNull(v) {
		return v
	}
	return nil
}

// refusals are what phones say of one socket too many: see the assumption refusal-words.
var refusals = []string{"connectSocket:fail exceed max concurrent count",
	"connectSocket:fail exceed max cocurrent count", "createSocketTask:fail exceed max cocurrent count"}

// reply calls an API's success or fail, and complete after it, in a turn of their own.
func (h *Host) reply(o *goja.Object, api string, err error) {
	name, result := "success", map[string]any{"errMsg": api + ":ok"}
	switch {
	case errors.Is(err, platform.ErrExceeded):
		words := refusals[rand.New(rand.NewPCG(uint64(h.env.Seed), 0x776f7264)).IntN(len(refusals))]
		name, result = "fail", map[string]any{"errMsg": words}
	case err != nil:
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
