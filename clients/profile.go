package clients

import (
	"strings"
	"time"
)

// Profile is what a platform does with the sockets of one program. A documented fact has its source beside it; anything
// else is a named assumption that can be turned.
type Profile struct {
	Name string `json:"name"`
	// API is whose API the program finds; empty: WeChat's.
	API API `json:"api,omitempty"`
	// Total is how many sockets a program may hold.
	Total int `json:"total"`
	// PerDomain is how many of them may lead to one host name; 0 means no such limit.
	PerDomain int `json:"perDomain,omitempty"`
	// BaseLibrary is the version of the platform's base library, as wx.getSystemInfoSync().SDKVersion tells it; empty:
	// the phone's.
	BaseLibrary string `json:"baseLibrary,omitempty"`
	// Unlimited says that the platform refuses no socket. Total is then how many a scenario holds that fills a house.
	Unlimited bool `json:"unlimited,omitempty"`
	// ClosingCounts says that a socket takes its slot until it is closed, not only until its close begins. No document
	// says so (assumption closing-counts).
	ClosingCounts bool `json:"closingCounts"`
	// CloseWait is how long (session time) the platform waits for the peer's answer to its Close frame before it gives
	// the socket up. No document says so (assumption close-wait).
	CloseWait time.Duration `json:"closeWait"`
	// PromiseTasks says that callbacks of promises are tasks, and no microtasks: WeChat on iOS up to 15.
	PromiseTasks bool `json:"promiseTasks,omitempty"`
	// DialsAnyURL says that an address that is none is dialled as any other: its socket tells its error, and its close.
	// Without it connectSocket calls fail (assumption malformed-url-fails).
	DialsAnyURL bool `json:"dialsAnyURL,omitempty"`
	// Unsaid is what no document says of the platform, and the profile takes from WeChat's.
	Unsaid Unsaid `json:"unsaid,omitzero"`
	// Background says what happens to a program that is not on the screen.
	Background Background `json:"background"`
}

// Malformed says that an address is none: it holds angle brackets, as one that was made of a web page. White space
// alone is taken for what a platform escapes.
func Malformed(url string) bool { return strings.ContainsAny(url, "<>") }

// Unsaid lists what no document says of a platform. A requirement that is about it does not apply there.
type Unsaid struct {
	Limit      bool `json:"limit,omitempty"`      // how many sockets a program may hold
	Background bool `json:"background,omitempty"` // what becomes of them when the program is not on the screen
}

// API is the API of a mini-program platform.
type API string

// The APIs beside WeChat's, by the names of their objects.
const (
	APIAlipay API = "my"
	APIBaidu  API = "swan"
	APIDouyin API = "tt"
	APIQQ     API = "qq"
	// APINode is none: a program for Node.js finds Node's own modules, and what they need of the host.
	APINode API = "node"
	// APIBrowser is a browser's own.
	APIBrowser API = "browser"
)

// NodeJS is the name of the platform of APINode, and of its profile.
const NodeJS = "Node.js"

// Browsers is the name of the platform of APIBrowser, and of its profile.
const Browsers = "browsers"

// Background is what a platform does with a program that is not on the screen.
type Background struct {
	// ClosesAfter is how long (session time) after the program is hidden its sockets are closed. WeChat's guide to the
	// network says 5 s, and "fail interrupted":
	// https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
	ClosesAfter time.Duration `json:"closesAfter"`
	// RaisesClose says that onClose is raised for those sockets. Users report that on iOS it is not.
	RaisesClose bool `json:"raisesClose"`
	// TimersStop says that the program's timers stand still until it is shown. Devices differ.
	TimersStop bool `json:"timersStop"`
	// NetworkStops says that the program gets no network until it is shown. Devices differ.
	NetworkStops bool `json:"networkStops"`
}

const (
	// closeWait is what OkHttp (the WebSocket client of Android) and Chromium wait. WeChat documents none.
	closeWait = 60 * time.Second
	// closesAfter is WeChat's: see Background.ClosesAfter.
	closesAfter = 5 * time.Second
)

// Profiles lists the built-in profiles; the first one is the default.
func Profiles() []Profile {
	of := func(name string, total, perDomain int) Profile {
		return Profile{
			Name: name, Total: total, PerDomain: perDomain, ClosingCounts: true, CloseWait: closeWait,
			Background: Background{ClosesAfter: closesAfter, RaisesClose: true},
		}
	}
	by := func(name string, api API, unsaid Unsaid) Profile {
		p := of(name, 5, 0)
		p.API, p.Unsaid = api, unsaid
		return p
	}
	// "Promise 时序差异": on iOS up to 15 Promise is made of setTimeout, and what it triggers is a task, not a microtask;
	// on iOS 16 and later nothing differs.
	// https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html, read in November 2026
	old := of("ios-15", 2, 0)
	old.PromiseTasks = true
	return []Profile{
		// The integration guide that this project serves: 2 in all.
		of("guide", 2, 0),
		// 5 since base library 1.7.0 (npm miniprogram-api-typings@5.2.3, types/wx/lib.wx.api.d.ts, connectSocket), of
		// which 2 to one domain: the vendor's later guide,
		// https://doc.yunxin.163.com/messaging-enhanced/docs/jE5NTczNTI?platform=web, "WebSocket 连接限制".
		of("wechat", 5, 2),
		// One, for a uni-app program that runs as an app: the same guide.
		of("uni-app", 1, 0),
		// As guide, on iOS up to 15.
		old,
		// The other platforms that builds of nim-web-sdk-ng have branches for. What no document says of one is as on
		// WeChat (assumption other-platforms).
		// Alipay: several sockets with multiple alone, and 5 of them (github.com/AlipayDocs/open-docs at a74facf,
		// mini/api/基础API/网络/my.connectSocket.md); what becomes of them in the background is not documented.
		by("alipay", APIAlipay, Unsaid{Background: true}),
		// Baidu: several sockets from base library 1.9.4 on (https://w3cschool.cn/baiduapp/baiduapp-y5gw39m7.html keeps
		// its page), and 5 of them (https://www.bookstack.cn/read/smartprogram-20210306/bfb60d8ed784e33e.md keeps that
		// one); what becomes of them in the background is not documented.
		by("baidu", APIBaidu, Unsaid{Background: true}),
		// Douyin: 5 sockets (https://developer.open-douyin.com/docs/resource/zh-CN/mini-app/develop/api/network/
		// web-socket/tt-connect-socket), which end 5 s after the program is hidden (the page on sockets of its cloud,
		// /docs/resource/zh-CN/developer/tools/cloud/function-service/websocket-guide/ws).
		by("douyin", APIDouyin, Unsaid{}),
		// QQ: in WeChat's words, what asks of the network and is not over 5 s after the program is hidden ends with
		// "fail interrupted" (https://www.w3cschool.cn/qqxiaochengxu/qqxiaochengxu-b7h537x1.html keeps the page). The
		// number of sockets is not in the documents that were found.
		by("qq", APIQQ, Unsaid{Limit: true}),
	}
}

// NodeProfile is Node.js, which refuses no socket. How long a closing handshake may take is up to the program's own
// WebSocket library.
func NodeProfile() Profile {
	return Profile{Name: NodeJS, API: APINode, Total: 5, Unlimited: true, ClosingCounts: true,
		CloseWait: 10 * time.Minute, Background: Background{ClosesAfter: closesAfter, RaisesClose: true}}
}

// BrowserProfile is headless Chromium, which refuses no socket that a scenario asks for: it allows 255
// (net/socket/client_socket_pool_manager.cc, g_max_sockets_per_group of WebSocket pools). It waits 60 s for a peer's
// Close frame (net/websockets/websocket_channel.cc, kClosingHandshakeTimeoutSeconds).
func BrowserProfile() Profile {
	return Profile{Name: Browsers, API: APIBrowser, Total: 5, Unlimited: true, ClosingCounts: true,
		CloseWait: closeWait, Background: Background{ClosesAfter: closesAfter, RaisesClose: true}}
}

// InRealTime says that a program there lives in real time, so that its sessions need a real clock.
func (p Profile) InRealTime() bool { return p.API == APIBrowser }

// DefaultProfile is the guide's.
func DefaultProfile() Profile { return Profiles()[0] }

// OrDefault is the profile, or the default one if it is the zero value.
func (p Profile) OrDefault() Profile {
	if p == (Profile{}) {
		return DefaultProfile()
	}
	return p
}
