package weapp

import (
	_ "embed"
	"strings"

	"github.com/dop251/goja"

	"nimcert/clients"
)

// The names of what platforms beside WeChat offer: see the files' first lines.
var (
	//go:embed apis_alipay.txt
	apisOfAlipay string
	//go:embed apis_douyin.txt
	apisOfDouyin string
)

// completeWith adds to a platform's API the calls that its typings list and WeChat does not have.
func (h *Host) completeWith(api *goja.Object, object, list string) {
	for line := range strings.Lines(list) {
		switch name := strings.TrimSpace(line); {
		case strings.HasPrefix(name, "#"), strings.HasPrefix(name, "onSocket"), api.Get(name) != nil:
		case strings.HasPrefix(name, "on"):
			h.put(api, name, h.listen(name))
		case strings.HasPrefix(name, "off"):
			h.put(api, name, h.unlisten("on"+strings.TrimPrefix(name, "off")))
		default:
			h.put(api, name, h.lacking(object+"."+name))
		}
	}
}

// offer puts the platform's API where the program finds it. What the platforms beside WeChat share with it in their
// documents is the same here; what sets one apart stands in its own function, with its source. What no document says
// of one is taken to be as on WeChat: the assumption other-platforms.
func (h *Host) offer(api *goja.Object) {
	global := h.vm.GlobalObject()
	h.offered = h.names(api)
	for _, name := range h.offered {
		_ = global.Set(name, api)
	}
	for _, name := range h.configurations() {
		_ = global.Set(name, h.value(h.configuration()))
	}
}

// configurations are the globals in which WeChat and QQ keep what they know of a program. No document names them, and
// public code reads them without asking whether they are there: npm @tencentcloud/chat@3.6.6 and tim-wx-sdk@2.27.6
// (__wxConfig.pages, and __qqConfig.pages on QQ) when they log in, wxapp-socket-io@1.0.0 (__wxConfig.debug) whenever it
// might log, and applications to tell a release (__wxConfig.envVersion). See the assumption program-configuration.
func (h *Host) configurations() []string {
	switch h.api {
	case "":
		return []string{"__wxConfig"}
	case clients.APIQQ:
		return []string{"__qqConfig", "__wxConfig"}
	}
	return nil
}

// configuration is what they hold here: those fields that public code reads.
func (h *Host) configuration() map[string]any {
	return map[string]any{"debug": false, "envVersion": release, "pages": []any{firstPage},
		"platform": h.env.Phone().Platform, "accountInfo": map[string]any{"appId": h.appID()}}
}

func (h *Host) names(api *goja.Object) []string {
	switch h.api {
	case clients.APIQQ:
		// QQ offers its API as wx, too, and the builds of nim-web-sdk-ng rely on it: on QQ they call
		// wx.getSystemInfoSync (10.8.1, 10.9.77-alpha.4, getSystemInfoFn). No document was found.
		return []string{"qq", "wx"}
	case clients.APIDouyin:
		// npm @douyin-microapp/typings@1.3.1, api/connect-socket.d.ts and its neighbours: a SocketTask alone, and calls
		// of its own.
		for _, name := range api.Keys() {
			if strings.HasPrefix(name, "onSocket") || name == "sendSocketMessage" || name == "closeSocket" {
				_ = api.Delete(name)
			}
		}
		h.put(api, "getEnvInfoSync", h.instant(func() map[string]any {
			return map[string]any{
				"microapp": map[string]any{"mpVersion": "1.0.0", "envType": "production", "appId": h.appID()},
				"plugin":   map[string]any{}, "common": map[string]any{"USER_DATA_PATH": userData},
			}
		}))
		h.completeWith(api, "tt", apisOfDouyin)
		return []string{"tt"}
	case clients.APIBaidu:
		// Baidu's pages as https://w3cschool.cn/baiduapp/baiduapp-y5gw39m7.html and baiduapp-rwtk39me.html keep them:
		// from base library 1.9.4 on there may be several sockets, and connectSocket returns a SocketTask. Its calls
		// and events have WeChat's names.
		return []string{"swan"}
	case clients.APINode:
		return []string{"%node"} // a name that no script can write
	case clients.APIAlipay:
		h.alipay(api)
		return []string{"my"}
	}
	return []string{"wx"}
}
