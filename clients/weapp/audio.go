package weapp

import "github.com/dop251/goja"

// audioContext is wx.createInnerAudioContext, with which an application plays voice messages (npm
// miniprogram-api-typings@5.2.3, InnerAudioContext). Nothing is heard here: a sound begins, pauses and stops as it is
// told, and does not end by itself.
func (h *Host) audioContext(goja.FunctionCall) goja.Value {
	var audio *goja.Object
	on := map[string]*listeners{}
	calls := map[string]api{"destroy": nothing, "seek": nothing}
	for _, event := range []string{"Canplay", "Ended", "Error", "Pause", "Play", "Seeked", "Seeking", "Stop",
		"TimeUpdate", "Waiting"} {
		on[event] = &listeners{}
		calls["on"+event], calls["off"+event] = on[event].on, on[event].off
	}
	for name, event := range map[string]string{"play": "Play", "pause": "Pause", "stop": "Stop"} {
		calls[name] = func(goja.FunctionCall) goja.Value {
			_ = audio.Set("paused", name != "play")
			h.Post(func() { h.tells(*on[event], map[string]any{}) })
			return goja.Undefined()
		}
	}
	audio = h.object("InnerAudioContext", calls)
	for name, v := range map[string]any{"autoplay": false, "buffered": 0, "currentTime": 0, "duration": 0,
		"loop": false, "obeyMuteSwitch": true, "paused": true, "playbackRate": 1, "src": "", "startTime": 0,
		"volume": 1} {
		_ = audio.Set(name, v)
	}
	return audio
}
