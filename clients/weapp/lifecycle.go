package weapp

import (
	"strings"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/platform"
)

// Background takes the program off the screen. The profile says what the platform then does to its sockets, timers and
// network.
func (h *Host) Background() {
	h.Act(func() { h.Hide(func() { h.tell("onAppHide", map[string]any{}) }) })
}

// Foreground brings the program back.
func (h *Host) Foreground() {
	h.Act(func() { h.Show(func() { h.tell("onAppShow", launchOptions()) }) })
}

// SetNetwork changes the device's network.
func (h *Host) SetNetwork(kind string) {
	h.Platform.SetNetwork(kind, func(kind string) {
		name := kind
		if h.api == clients.APIAlipay {
			name = alipayNetwork(kind)
		}
		h.tell("onNetworkStatusChange", map[string]any{"isConnected": kind != platform.NoNetwork, "networkType": name})
	})
}

// Disturb raises what the platform tells of the phone and of the application's own faults: there is little memory, a
// call comes and ends, the network is weak for a moment, the window turns, a script of the application's threw. The
// sockets live on. (npm miniprogram-api-typings@5.2.3, the listeners of these names.)
func (h *Host) Disturb() {
	h.Post(func() {
		h.tell("onMemoryWarning", map[string]any{"level": 10})
		h.tell("onAudioInterruptionBegin", map[string]any{})
		h.tell("onAudioInterruptionEnd", map[string]any{})
		for _, weak := range []bool{true, false} {
			h.tell("onNetworkWeakChange", map[string]any{"weakNet": weak, "networkType": h.Network()})
		}
		d := h.env.Phone()
		h.tell("onWindowResize", map[string]any{"size": map[string]any{"windowWidth": d.ScreenWidth,
			"windowHeight": d.WindowHeight, "screenWidth": d.ScreenWidth, "screenHeight": d.ScreenHeight}})
		h.tell("onThemeChange", map[string]any{"theme": "dark"})
		h.mishap("onError", "MiniProgramError\nthe application's own\nError: the application's own")
		// It stays pending, so that nobody takes it for a rejection of the program's.
		promise, _, _ := h.newPromise()
		h.mishap("onUnhandledRejection", map[string]any{"reason": "the application's own", "promise": promise})
	})
}

// tell raises an event of the platform.
func (h *Host) tell(event string, detail map[string]any) {
	h.tells(*h.listenersOf(event), detail)
}

// tells calls listeners, in their order.
func (h *Host) tells(list listeners, detail map[string]any) {
	for _, f := range list {
		h.Call(f, detail)
	}
}

// listenersOf is the list of an event's listeners.
func (h *Host) listenersOf(event string) *listeners {
	if h.listeners[event] == nil {
		h.listeners[event] = &listeners{}
	}
	return h.listeners[event]
}

// listening is how many listeners the program has that it could take away. The global socket's it cannot: no
// offSocketOpen is in npm miniprogram-api-typings@5.2.3. Loop only.
func (h *Host) listening() (n int) {
	for event, list := range h.listeners {
		if !strings.HasPrefix(event, "onSocket") {
			n += len(*list)
		}
	}
	return n
}

// listen is wx.onSomething.
func (h *Host) listen(event string) api {
	return func(c goja.FunctionCall) goja.Value { return h.listenersOf(event).on(c) }
}

// unlisten is wx.offSomething: it takes one listener away, or all when none is named ("不传此参数则移除所有监听函数",
// developers.weixin.qq.com/miniprogram/dev/api/device/network/wx.offNetworkStatusChange.html): the application's, too.
func (h *Host) unlisten(event string) api {
	return func(c goja.FunctionCall) goja.Value {
		if goja.IsUndefined(c.Argument(0)) {
			h.changed[event] = "cleared"
		}
		return h.listenersOf(event).off(c)
	}
}

// mishap tells the error listeners of an error, in a turn of its own. An error that they cause themselves is not told
// again.
func (h *Host) mishap(event string, detail any) {
	list := *h.listenersOf(event)
	if h.telling || len(list) == 0 {
		return
	}
	h.Post(func() {
		h.telling = true
		defer func() { h.telling = false }()
		told := []any{detail}
		if text, ok := detail.(string); ok && h.api == clients.APIAlipay {
			told = append(told, text) // (message, stack): npm @mini-types/my@3.0.14, onError
		}
		for _, f := range list {
			h.Call(f, told...)
		}
	})
}
