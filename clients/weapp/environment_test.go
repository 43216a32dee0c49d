package weapp

import (
	"bytes"
	"image"
	"image/png"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

func TestTheEnvironment(t *testing.T) {
	s := start(t)
	s.load(`
		console.log(JSON.stringify([wx.getExtConfigSync(), wx.getApiCategory(), wx.getSkylineInfoSync().isSupported]));
		["getExtConfig", "getSkylineInfo", "getDeviceBenchmarkInfo", "getLocalIPAddress", "checkSession", "login",
			"getSetting"].forEach(function(name) {
			if (!wx.canIUse(name)) console.log("no " + name);
			wx[name]({success: function(r) { console.log(Object.keys(r).join()) },
				fail: function() { console.log(name) }});
		});`)
	s.prints(`[{},"default",false]`, "errMsg,extConfig", "errMsg,isSupported,reason,version",
		"benchmarkLevel,errMsg,modelLevel", "errMsg,localip,netmask", "errMsg", "code,errMsg", "authSetting,errMsg")
	s.load(`
		wx.getRendererUserAgent().then(function(a) { console.log(typeof a) });
		wx.getRendererUserAgent({success: function(r) { console.log(r.userAgent.indexOf("MicroMessenger") > 0) }});`)
	s.pass(time.Second)
	s.Expect(s.logs()[len(s.logs())-2:]).To(ConsistOf("string", "true"))
	s.Expect(s.details(ledger.Lacking)).To(BeEmpty())
}

func TestWhatASecondLookAtThePhoneAsks(t *testing.T) {
	s := start(t)
	s.load(`
		console.log(JSON.stringify(wx.getExptInfoSync(["color"])), wx.canIUse("getUserCryptoManager"));
		var crypto = wx.getUserCryptoManager();
		crypto.getRandomValues({length: 4, success: function(r) { console.log(r.randomValues.byteLength) }});
		crypto.getLatestUserKey({success: function(r) { console.log(Object.keys(r).join()) }});`)
	s.prints("{} true", "4", "encryptKey,errMsg,expireTime,iv,version")
	s.Expect(s.details(ledger.Lacking)).To(BeEmpty())
}

func TestASelectorFindsNoNode(t *testing.T) {
	s := start(t)
	s.load(`
		var query = wx.createSelectorQuery().in({});
		query.select("#a").boundingClientRect(function(r) { console.log("select", r) });
		query.selectAll(".b").fields({size: true}, function(r) { console.log("all", JSON.stringify(r)) });
		query.selectViewport().boundingClientRect().selectViewport().scrollOffset()
			.exec(function(r) { console.log(r.length, r[0], r[2].width > 0, r[3].scrollTop) });
		console.log("asked");`)
	s.prints("asked", "select null", "all []", "4 null true 0")
	s.Expect(s.details(ledger.Lacking)).To(BeEmpty())
}

func TestIdleCallbacks(t *testing.T) {
	s := start(t)
	s.load(`
		wx.requestIdleCallback(function(r) { console.log(r.errMsg) }, {timeout: 100});
		wx.cancelIdleCallback(wx.requestIdleCallback(function() { console.log("called off") }));
		console.log("now");`)
	s.prints("now", "requestIdleCallback:ok")
}

func TestImageInformation(t *testing.T) {
	s := start(t)
	var picture bytes.Buffer
	s.Expect(png.Encode(&picture, image.NewGray(image.Rect(0, 0, 3, 2)))).To(Succeed())
	s.AddFile("wxfile://a.png", picture.Bytes())
	s.AddFile("wxfile://b.png", []byte("text"))
	s.load(`["wxfile://a.png", "wxfile://b.png", "wxfile://none"].forEach(function(src) {
		wx.getImageInfo({src: src, complete: function(r) { console.log(JSON.stringify(r)) }}) })`)
	s.prints(
		`{"errMsg":"getImageInfo:ok","height":2,"orientation":"up","path":"wxfile://a.png","type":"png","width":3}`,
		`{"errMsg":"getImageInfo:fail not an image"}`, `{"errMsg":"getImageInfo:fail file not found"}`)
}

func TestWhatTheNetworkTellsOfARequestAndASocket(t *testing.T) {
	s := start(t)
	s.load(`
		wx.request({url: "https://x/echo", success: function(r) {
			var p = r.profile;
			console.log(p.responseEnd - p.fetchStart >= 0, p.connectEnd - p.connectStart, p.protocol, p.socketReused,
				r.exception.reasons.length, Array.isArray(r.cookies));
		}});
		var task = wx.connectSocket({url: "wss://x/ws"});
		task.onOpen(function(r) { console.log(r.profile.connectEnd >= r.profile.fetchStart, typeof r.profile.cost) });`)
	s.pass(time.Second)
	s.prints("true 0 http1.1 false 0 true", "true number")
}

func TestTheConsoleOfBrowsers(t *testing.T) {
	s := start(t)
	s.load(`
		console.time("a"); console.timeEnd("a"); console.trace("b"); console.table([1]); console.assert(true);
		console.groupCollapsed("c"); console.groupEnd(); console.log("end");`)
	s.prints("end")
}

func TestASoundIsPlayedAsItIsTold(t *testing.T) {
	s := start(t)
	s.load(`
		var audio = wx.createInnerAudioContext();
		function heard(name) { return function () { console.log(name, audio.paused); }; }
		audio.onPlay(heard("play")); audio.onPause(heard("never")); audio.offPause(); audio.onStop(heard("stop"));
		audio.onError(heard("error"));
		audio.src = "https://x/voice.mp3";
		audio.play();
		setTimeout(function () { audio.pause(); audio.stop(); audio.destroy(); }, 1000);`)
	s.pass(time.Minute)
	s.prints("play false", "stop true")
}
