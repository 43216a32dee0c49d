package weapp

import (
	"fmt"
	"maps"
	"math/rand/v2"

	"github.com/dop251/goja"
)

// deviceInfo, appInfo, windowInfo, systemSetting and authorized are the parts into which base library 2.20.1 divided
// the system information (npm miniprogram-api-typings@5.2.3, DeviceInfo, AppBaseInfo, WindowInfo, SystemSetting,
// AppAuthorizeSetting).
func (h *Host) deviceInfo() map[string]any {
	d := h.env.Phone()
	return map[string]any{
		"abi": "arm64-v8a", "deviceAbi": "arm64-v8a", "cpuType": "unknown", "memorySize": "4096",
		"benchmarkLevel": d.BenchmarkLevel, "brand": d.Brand, "model": d.Model, "system": d.System,
		"platform": d.Platform,
	}
}

func (h *Host) appInfo() map[string]any {
	d := h.env.Phone()
	return map[string]any{
		"SDKVersion": d.SDKVersion, "enableDebug": false, "fontSizeScaleFactor": 1, "fontSizeSetting": 16,
		"host": map[string]any{"appId": "", "env": "WeChat"}, "language": d.Language,
		"version": d.Version, "theme": d.Theme,
	}
}

func (h *Host) windowInfo() map[string]any {
	d := h.env.Phone()
	return map[string]any{
		"pixelRatio": d.PixelRatio, "screenWidth": d.ScreenWidth, "screenHeight": d.ScreenHeight,
		"screenTop": d.ScreenHeight - d.WindowHeight, "windowWidth": d.ScreenWidth,
		"windowHeight": d.WindowHeight, "statusBarHeight": d.StatusBarHeight,
		"safeArea": map[string]any{
			"left": 0, "right": d.ScreenWidth, "top": d.StatusBarHeight, "bottom": d.ScreenHeight,
			"width": d.ScreenWidth, "height": d.ScreenHeight - d.StatusBarHeight,
		},
	}
}

func systemSetting() map[string]any {
	return map[string]any{"bluetoothEnabled": false, "deviceOrientation": "portrait", "locationEnabled": true,
		"wifiEnabled": true}
}

// systemInfo is all of them in one, as before.
func (h *Host) systemInfo() map[string]any {
	out := h.deviceInfo()
	for _, name := range []string{"abi", "deviceAbi", "cpuType", "memorySize"} {
		delete(out, name) // they came with getDeviceInfo
	}
	maps.Copy(out, h.appInfo())
	maps.Copy(out, h.windowInfo())
	maps.Copy(out, systemSetting())
	for what, state := range authorized() {
		if yes, ok := state.(bool); ok {
			out[what] = yes
		} else {
			out[what] = state == "authorized"
		}
	}
	delete(out, "bluetoothAuthorized") // it came with getAppAuthorizeSetting
	delete(out, "screenTop")
	delete(out, "fontSizeScaleFactor")
	out["errMsg"] = "getSystemInfoSync:ok"
	return out
}

// authorized is what the user has granted: nothing so far.
func authorized() map[string]any {
	out := map[string]any{"locationReducedAccuracy": false}
	for _, what := range []string{"album", "bluetooth", "camera", "location", "microphone", "notificationAlert",
		"notification", "notificationBadge", "notificationSound", "phoneCalendar"} {
		out[what+"Authorized"] = "not determined"
	}
	return out
}

// What the program is to the platform: published, with one page as far as a build can see.
const (
	release   = "release"
	firstPage = "pages/index/index"
)

// appID is the program's, the same for every caller in it.
func (h *Host) appID() string {
	return fmt.Sprintf("wx%016x", rand.New(rand.NewPCG(uint64(h.env.Seed), 0x617070)).Uint64())
}

// launchOptions are how the program was started, and shown: from the list of programs on the chat page (scene 1001).
func launchOptions() map[string]any {
	return map[string]any{"path": firstPage, "query": map[string]any{}, "scene": 1001,
		"referrerInfo": map[string]any{}, "apiCategory": "default"}
}

// system are the calls about the device, and about how the program runs.
func (h *Host) system() map[string]api {
	battery := func() map[string]any {
		r := rand.New(rand.NewPCG(uint64(h.env.Seed), 0x62617474))
		level := 1 + r.IntN(100)
		return map[string]any{"level": level, "isCharging": r.IntN(3) == 0,
			"isLowPowerModeEnabled": level <= 20 || r.IntN(8) == 0}
	}
	out := map[string]api{
		"getSystemInfoSync":      h.instant(h.systemInfo),
		"getSystemInfo":          h.ready("getSystemInfo", h.systemInfo),
		"getSystemInfoAsync":     h.ready("getSystemInfoAsync", h.systemInfo),
		"getDeviceInfo":          h.instant(h.deviceInfo),
		"getAppBaseInfo":         h.instant(h.appInfo),
		"getWindowInfo":          h.instant(h.windowInfo),
		"getSystemSetting":       h.instant(systemSetting),
		"getAppAuthorizeSetting": h.instant(authorized),
		"getBatteryInfoSync":     h.instant(battery),
		"getBatteryInfo":         h.ready("getBatteryInfo", battery),
		"getAccountInfoSync": h.instant(func() map[string]any {
			return map[string]any{"miniProgram": map[string]any{"appId": h.appID(), "envVersion": release,
				"version": "1.0.0"}, "plugin": map[string]any{}}
		}),
		"getLaunchOptionsSync": h.instant(launchOptions),
		"getEnterOptionsSync":  h.instant(launchOptions),
		"getMenuButtonBoundingClientRect": h.instant(func() map[string]any {
			right, top := h.env.Phone().ScreenWidth-7, h.env.Phone().StatusBarHeight+4
			return map[string]any{"left": right - 87, "right": right, "top": top, "bottom": top + 32, "width": 87,
				"height": 32}
		}),
		"getNetworkType": h.ready("getNetworkType", func() map[string]any {
			return map[string]any{"networkType": h.Network(), "hasSystemProxy": false, "signalStrength": -60,
				"weakNet": false}
		}),
		"getPerformance": func(goja.FunctionCall) goja.Value {
			none := func(goja.FunctionCall) goja.Value { return h.vm.NewArray() }
			return h.object("Performance", map[string]api{
				"getEntries": none, "getEntriesByName": none, "getEntriesByType": none, "setBufferSize": nothing,
				"createObserver": func(goja.FunctionCall) goja.Value {
					o := h.object("none", map[string]api{"observe": nothing, "disconnect": nothing})
					_ = o.Set("supportedEntryTypes", h.list([]string{"navigation", "render", "script"}))
					return o
				},
			})
		},
		"getLogManager": func(goja.FunctionCall) goja.Value {
			return h.object("LogManager",
				map[string]api{"debug": nothing, "info": nothing, "log": nothing, "warn": nothing})
		},
		"getRealtimeLogManager": func(goja.FunctionCall) goja.Value {
			calls := map[string]api{"error": nothing, "info": nothing, "warn": nothing, "setFilterMsg": nothing,
				"addFilterMsg": nothing, "in": nothing}
			calls["tag"] = func(goja.FunctionCall) goja.Value {
				return h.object("none",
					map[string]api{"error": nothing, "info": nothing, "warn": nothing, "setFilterMsg": nothing,
						"addFilterMsg": nothing})
			}
			calls["getCurrentState"] = h.instant(func() map[string]any {
				return map[string]any{"size": 0, "maxSize": 5120, "logCount": 0, "maxLogCount": 200}
			})
			return h.object("RealtimeLogManager", calls)
		},
		// there is no update: the platform says so once, and nothing more
		"getUpdateManager": func(goja.FunctionCall) goja.Value {
			return h.object("UpdateManager", map[string]api{
				"applyUpdate": nothing, "onUpdateReady": nothing, "onUpdateFailed": nothing,
				"onCheckForUpdate": func(c goja.FunctionCall) goja.Value {
					f := c.Argument(0)
					h.Post(func() { h.Call(f, map[string]any{"hasUpdate": false}) })
					return goja.Undefined()
				},
			})
		},
	}
	// Calls that count or show something and answer only with ok.
	for _, name := range []string{
		"reportAnalytics", "reportEvent", "reportMonitor", "reportPerformance",
	} {
		out[name] = nothing
	}
	for _, name := range []string{"showToast", "hideToast", "showLoading", "hideLoading", "vibrateShort", "vibrateLong",
		"setKeepScreenOn", "setInnerAudioOption"} {
		out[name] = h.ready(name, func() map[string]any { return nil })
	}
	return out
}
