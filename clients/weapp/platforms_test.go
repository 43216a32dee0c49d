package weapp

import (
	"slices"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
)

// onPlatform is a stage on the platform of a built-in profile.
func onPlatform(t *testing.T, name string) *stage {
	t.Helper()
	all := clients.Profiles()
	i := slices.IndexFunc(all, func(p clients.Profile) bool { return p.Name == name })
	if i < 0 {
		t.Fatalf("there is no profile %s", name)
	}
	return startOn(t, all[i], 1)
}

// TestEachPlatformHasItsOwnObject, and no other: a build chooses its branch by them.
func TestEachPlatformHasItsOwnObject(t *testing.T) {
	for name, want := range map[string]string{
		"guide": "wx", "wechat": "wx", "uni-app": "wx", "alipay": "my", "baidu": "swan", "douyin": "tt", "qq": "wx qq",
	} {
		t.Run(name, func(t *testing.T) {
			s := onPlatform(t, name)
			s.load(`console.log(["wx", "my", "swan", "tt", "qq"].filter(function (n) {
				return typeof globalThis[n] !== "undefined" && typeof globalThis[n].request === "function";
			}).join(" "));`)
			s.prints(want)
		})
	}
}

func TestDouyinHasTasksAlone(t *testing.T) {
	s := onPlatform(t, "douyin")
	s.load(`console.log(typeof tt.onSocketOpen, typeof tt.sendSocketMessage, typeof tt.closeSocket);
		var t = tt.connectSocket({url: "wss://x/ws"});
		t.onOpen(function () { console.log("open"); });`)
	s.pass(time.Second)
	s.prints("undefined undefined undefined", "open")
}

// TestAlipaysWords: its API takes and gives what @mini-types/my declares.
func TestAlipaysWords(t *testing.T) {
	s := onPlatform(t, "alipay")
	s.load(`
		console.log(JSON.stringify(my.setStorageSync({key: "a", data: {b: 1}})),
			JSON.stringify(my.getStorageSync({key: "a"})));
		my.removeStorageSync({key: "a"});
		console.log(JSON.stringify(my.getStorageSync({key: "a"})));
		my.getNetworkType({success: function (r) { console.log(r.networkType, r.networkAvailable); }});
		my.onNetworkStatusChange(function (r) { console.log(JSON.stringify(r)); });
		var task = my.connectSocket({url: "wss://x/ws", multiple: true});
		task.onOpen(function (e) {
			console.log("open", JSON.stringify(e));
			task.send({data: "hello"});
		});
		task.onMessage(function (e) {
			console.log("message", JSON.stringify(e));
			task.close({});
		});
		task.onClose(function (e) { console.log("close", JSON.stringify(e)); });`)
	s.pass(time.Minute)
	s.prints(`{"success":true} {"data":{"b":1},"success":true}`, `{"data":null,"success":true}`,
		`WIFI true`, `open {"data":{"socketTaskID":"1"}}`,
		`message {"data":{"data":"hello","isBuffer":false,"socketTaskID":"1"}}`, `close {"data":{"socketTaskID":"1"}}`)
	s.SetNetwork("none")
	s.pass(time.Second)
	s.Expect(s.logs()[6:]).To(Equal([]string{`{"isConnected":false,"networkType":"NOTREACHABLE"}`}))
}

// TestAlipaysUpload: the field of a file is called by name, or by fileName, which its API turns into that.
func TestAlipaysUpload(t *testing.T) {
	for _, name := range []string{"name", "fileName"} {
		s := onPlatform(t, "alipay")
		s.AddFile("/a.png", []byte("a picture"))
		s.load(`my.uploadFile({url: "https://x/upload", filePath: "/a.png", fileType: "image", ` + name + `: "file",
			success: function (r) { console.log(/name="file"; filename="a.png"/.test(JSON.parse(r.data).body)); }});`)
		s.pass(time.Minute)
		s.prints("true")
	}
}

// TestAlipaysErrors: {error, errorMessage}, where WeChat has errMsg; a broken storage is told, not thrown.
func TestAlipaysErrors(t *testing.T) {
	s := onPlatform(t, "alipay")
	s.BreakStorage(clients.StorageBroken)
	s.load(`
		console.log(JSON.stringify(my.setStorageSync({key: "a", data: 1})));
		my.getStorage({key: "a", fail: function (e) { console.log(typeof e.error, e.errorMessage, e.errMsg); }});`)
	s.pass(time.Second)
	s.prints(`{"error":12,"errorMessage":"the storage cannot be used","success":false}`,
		"number the storage cannot be used undefined")
}

// npm tim-wx-sdk@2.27.6 and @tencentcloud/chat@3.6.6 read it when they log in, wxapp-socket-io@1.0.0 before it logs.
func TestTheProgramsConfiguration(t *testing.T) {
	s := start(t)
	s.load(`console.log(__wxConfig.debug, __wxConfig.envVersion, __wxConfig.pages.join(), __wxConfig.platform,
		__wxConfig.accountInfo.appId === wx.getAccountInfoSync().miniProgram.appId, typeof __qqConfig);`)
	s.prints("false release pages/index/index ios true undefined")
	for name, has := range map[string]string{"qq": "object object", "alipay": "undefined undefined",
		"douyin": "undefined undefined", "baidu": "undefined undefined"} {
		s := onPlatform(t, name)
		s.load(`console.log(typeof __wxConfig, typeof __qqConfig)`)
		s.prints(has)
	}
}

// TestDouyinsOwnCalls: what its typings list is there, and a failed request has its number.
func TestDouyinsOwnCalls(t *testing.T) {
	s := onPlatform(t, "douyin")
	s.load(`
		console.log(tt.getEnvInfoSync().microapp.envType, typeof tt.getMenuButtonLayout);
		try { tt.pay(); } catch (e) { console.log(e.message); }
		tt.request({url: "https://x/hold", timeout: 1000, fail: function (e) { console.log(e.errNo, e.errno); }});`)
	s.pass(time.Minute)
	s.prints("production function", "pay:fail not supported by this host", "21103 undefined")
	s = onPlatform(t, "baidu")
	s.load(`swan.request({url: "https://x/hold", timeout: 1000, fail: function (e) {
		console.log(e.errCode, e.errno); }});`)
	s.pass(time.Minute)
	s.prints("1 undefined")
}

// TestTheTimeAPlatformGivesARequest: 60 s on WeChat, Douyin and QQ, 30 s on Alipay, 10 s on Baidu.
func TestTheTimeAPlatformGivesARequest(t *testing.T) {
	for name, seconds := range map[string]string{"guide": "60", "qq": "60", "alipay": "30", "baidu": "10"} {
		s := onPlatform(t, name)
		s.load(`
			var api = typeof my === "object" ? my : typeof swan === "object" ? swan : wx, began = Date.now();
			api.request({url: "https://x/hold", fail: function () {
				console.log(Math.round((Date.now() - began) / 1000)); }});`)
		s.pass(2 * time.Minute)
		s.prints(seconds)
	}
}
