package weapp

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // formats that wx.getImageInfo reads
	_ "image/jpeg"
	_ "image/png"
	"path"

	"github.com/dop251/goja"

	"nimcert/clients/platform"
)

// environment are calls about where the program runs, as a statistics module asks them. What they answer is documented
// in npm miniprogram-api-typings@5.2.3, types/wx/lib.wx.api.d.ts; the program has no configuration of a third party,
// the phone no Skyline, and the user has granted nothing.
func (h *Host) environment() map[string]api {
	skyline := func() map[string]any {
		return map[string]any{"isSupported": false, "version": "", "reason": "client not supported"}
	}
	calls := map[string]api{
		"getExtConfigSync": h.instant(func() map[string]any { return map[string]any{} }),
		"getExtConfig": h.ready("getExtConfig", func() map[string]any {
			return map[string]any{"extConfig": map[string]any{}}
		}),
		"getApiCategory":     func(goja.FunctionCall) goja.Value { return h.vm.ToValue("default") },
		"getSkylineInfoSync": h.instant(skyline),
		"getSkylineInfo":     h.ready("getSkylineInfo", skyline),
		"getDeviceBenchmarkInfo": h.ready("getDeviceBenchmarkInfo", func() map[string]any {
			return map[string]any{"benchmarkLevel": h.env.Phone().BenchmarkLevel, "modelLevel": 0}
		}),
		"getLocalIPAddress": h.async("getLocalIPAddress", func(*goja.Object) (map[string]any, error) {
			if h.Network() == platform.NoNetwork {
				return nil, errors.New("no network")
			}
			return map[string]any{"localip": "192.168.1.20", "netmask": "255.255.255.0"}, nil
		}),
		"checkSession": h.ready("checkSession", func() map[string]any { return nil }),
		"login": h.ready("login", func() map[string]any {
			return map[string]any{"code": fmt.Sprintf("%032x", h.bytes.Uint64())}
		}),
		"getSetting": h.ready("getSetting", func() map[string]any {
			return map[string]any{"authSetting": map[string]any{}}
		}),
		"getPrivacySetting": h.ready("getPrivacySetting", func() map[string]any {
			return map[string]any{"needAuthorization": false, "privacyContractName": ""}
		}),
		"getImageInfo":            h.async("getImageInfo", h.imageInfo),
		"createSelectorQuery":     h.selectorQuery,
		"createInnerAudioContext": h.audioContext,
		// the program takes part in no experiment
		"getExptInfoSync": h.instant(func() map[string]any { return map[string]any{} }),
	}
	// it gives the text itself where it got no callback
	calls["getRendererUserAgent"] = func(c goja.FunctionCall) goja.Value {
		o, agent := h.options(c), h.userAgent()
		if hasCallback(o) {
			h.answer(o, "success", map[string]any{"userAgent": agent, "errMsg": "getRendererUserAgent:ok"})
		}
		p, resolve, _ := h.newPromise()
		h.Post(func() { resolve(agent) })
		return p
	}
	// when nothing else is to be done, which is in the next turn
	idle, next := map[int64]bool{}, int64(0)
	calls["requestIdleCallback"] = func(c goja.FunctionCall) goja.Value {
		f := c.Argument(0)
		next++
		id := next
		idle[id] = true
		h.Post(func() {
			if idle[id] {
				delete(idle, id)
				h.Call(f, map[string]any{"errMsg": "requestIdleCallback:ok"})
			}
		})
		return h.vm.ToValue(id)
	}
	calls["cancelIdleCallback"] = func(c goja.FunctionCall) goja.Value {
		delete(idle, c.Argument(0).ToInteger())
		return goja.Undefined()
	}
	return calls
}

// userAgent is what the pages of the phone call themselves, by its kind and by WeChat's version.
func (h *Host) userAgent() string {
	d := h.env.Phone()
	return fmt.Sprintf("Mozilla/5.0 (%s; %s) MicroMessenger/%s MiniProgramEnv/%s", d.Model, d.System, d.Version,
		d.Platform)
}

// imageInfo is wx.getImageInfo of a file on the platform.
func (h *Host) imageInfo(o *goja.Object) (map[string]any, error) {
	src := ""
	if v := given(o, "src"); v != nil {
		src = v.String()
	}
	data, ok := h.files[path.Clean(src)]
	if !ok {
		return nil, errors.New("file not found")
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, errors.New("not an image")
	}
	return map[string]any{"width": config.Width, "height": config.Height, "path": src, "orientation": "up",
		"type": format}, nil
}
