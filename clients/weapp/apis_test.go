package weapp

import (
	"slices"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

// needed lists the calls of networking, storage, files, device and life cycle that a program may use: they must exist,
// not only be known.
const needed = `connectSocket request uploadFile downloadFile onSocketOpen onSocketMessage onSocketError onSocketClose
	sendSocketMessage closeSocket
	getNetworkType onNetworkStatusChange offNetworkStatusChange onNetworkWeakChange offNetworkWeakChange
	setStorage setStorageSync getStorage getStorageSync removeStorage removeStorageSync clearStorage clearStorageSync
	getStorageInfo getStorageInfoSync
	batchSetStorage batchSetStorageSync batchGetStorage batchGetStorageSync getFileSystemManager
	getSystemInfo getSystemInfoSync getSystemInfoAsync getDeviceInfo getAppBaseInfo getWindowInfo getSystemSetting
	getAppAuthorizeSetting getBatteryInfo getBatteryInfoSync
	getAccountInfoSync getLaunchOptionsSync getEnterOptionsSync onAppShow offAppShow onAppHide offAppHide
	onError offError onUnhandledRejection offUnhandledRejection onMemoryWarning
	getUpdateManager getLogManager getRealtimeLogManager getPerformance nextTick canIUse
	arrayBufferToBase64 base64ToArrayBuffer getRandomValues`

func TestEveryDocumentedAPIIsThereOrRecorded(t *testing.T) {
	s := start(t)
	s.Expect(len(documented()["wx"])).To(BeNumerically(">", 400), "the typings have so many")
	s.load(`
		names = ` + "`" + strings.Join(documented()["wx"], " ") + "`" + `.split(" "); var lacking = 0;
		names.forEach(function(name) {
			if (typeof wx[name] !== "function") console.log(name + " is missing");
			if (!wx.canIUse(name)) {
				lacking++; try { wx[name](); } catch (e) {
					if (e.message.indexOf(name + ":fail") !== 0) console.log(name, e.message) } }
		});
		` + "`" + needed + "`" + `.split(/\s+/).forEach(function(name) {
				if (!wx.canIUse(name)) console.log("the host lacks " + name) });
		console.log(lacking > 200);`)
	s.prints("true")
	var recorded []string
	for _, e := range s.ledger.Timeline().Where(ledger.Is(ledger.Lacking)) {
		recorded = append(recorded, strings.TrimPrefix(e.Name, "wx."))
	}
	s.load(`console.log(names.filter(function(name) { return !wx.canIUse(name) }).sort().join() === "` +
		strings.Join(slices.Sorted(slices.Values(recorded)), ",") + `");`)
	s.Expect(s.logs()[1:]).To(Equal([]string{"true"}), "each call that the host lacks is on the time line")
}

func TestTheMembersOfWhatCallsReturn(t *testing.T) {
	s := start(t)
	s.load(`it = {
		SocketTask: wx.connectSocket({url: "wss://x/none"}),
			RequestTask: wx.request({url: "https://x/"}),
				UploadTask: wx.uploadFile({}), DownloadTask: wx.downloadFile({url: "https://x/"}),
		FileSystemManager: wx.getFileSystemManager(),
			LogManager: wx.getLogManager(),
				RealtimeLogManager: wx.getRealtimeLogManager(), UpdateManager: wx.getUpdateManager(),
		Performance: wx.getPerformance(), Console: console
	};`)
	for owner, names := range documented() {
		if owner != "wx" && owner != "Stats" {
			s.load(`"` + strings.Join(names, " ") + `".split(" ").forEach(function(name) { if (typeof it.` + owner +
				`[name] !== "function") console.log("` + owner + ` has no " + name) });`)
		}
	}
	s.prints()
	s.Expect(s.broken()).To(BeEmpty())
	s.load(`try { wx.getFileSystemManager().openSync({}) } catch (e) { console.log(e.message) }`)
	s.prints("openSync:fail not supported by this host")
	s.Expect(s.details(ledger.Lacking)).To(Equal([]string{"the host lacks FileSystemManager.openSync"}))
}

func TestACallOfALackingAPIFailsAsCallsDo(t *testing.T) {
	s := start(t)
	s.load(`
		if (wx.getUserInfo) wx.getUserInfo({success: function() { console.log("success") }, fail: function(e) {
			console.log(e.errMsg) }, complete: function() { console.log("complete") }});
		console.log(wx.canIUse("getUserInfo"), typeof wx.nothing);
		try { wx.createUDPSocket() } catch (e) { console.log(e instanceof Error, e.errMsg) }
		try { App({}) } catch (e) { console.log(e.message) }`)
	s.prints("false undefined", "true createUDPSocket:fail not supported by this host",
		"App:fail not supported by this host", "getUserInfo:fail not supported by this host", "complete")
	s.Expect(s.details(ledger.Lacking)).To(
		Equal([]string{"the host lacks wx.getUserInfo", "the host lacks wx.createUDPSocket", "the host lacks App"}))
}

func TestPromisesWhereThePlatformReturnsThem(t *testing.T) {
	s := start(t)
	s.load(`
		wx.getNetworkType().then(function(r) { console.log("then", r.networkType, r.errMsg) });
		wx.getStorage({key: "none"}).catch(function(e) { console.log("catch", e.errMsg) });
		wx.closeSocket().catch(function(e) { console.log("catch", e.errMsg) });
		console.log(wx.getNetworkType({complete: function() {}}),
			wx.connectSocket({url: "wss://x/none"}).close(), typeof wx.request({url: "https://x/"}).then);
		(async function() { await wx.setStorage({key: "a", data: {b: 1}});
			console.log("stored", (await wx.getStorage({key: "a"})).data.b) })();`)
	s.pass(time.Millisecond) // each answer is a turn that the turn before it posts
	s.Expect(s.logs()).To(
		ContainElements("undefined undefined undefined", "then wifi getNetworkType:ok",
			"catch getStorage:fail data not found", "catch closeSocket:fail socket is not open", "stored 1"), s.lines())
	s.Expect(s.details(ledger.Unhandled)).To(BeEmpty())
	s.load(`wx.getStorage({key: "none"})`)
	s.settle() // its answer is a turn of its own
	s.Expect(s.details(ledger.Unhandled)).To(HaveLen(1), "nobody handles it")
}

func TestMicrotasksAndTicks(t *testing.T) {
	s := start(t)
	s.load(`
		setTimeout(function() { console.log("timer") });
		wx.nextTick(function() { console.log("tick") });
		Promise.resolve().then(function() { console.log("promise") });
		queueMicrotask(function() { console.log("microtask"); throw new Error("oops") });
		console.log("script");
		try { queueMicrotask(1) } catch (e) { console.log(e instanceof TypeError) }`)
	s.pass(time.Second)
	s.prints("script", "true", "promise", "microtask", "tick", "timer")
	s.Expect(s.details(ledger.Uncaught)).To(HaveLen(1))
}

func TestBase64AndRandomBytes(t *testing.T) {
	s := start(t)
	s.load(`
		console.log(wx.arrayBufferToBase64(new Uint8Array([0, 255, 16]).buffer),
			Array.from(new Uint8Array(wx.base64ToArrayBuffer("AP8Q"))).join(),
				wx.base64ToArrayBuffer("AP8").byteLength);
		wx.getRandomValues({length: 6, success: function(r) { console.log(r.randomValues.byteLength) }});
		wx.getRandomValues({length: -1, fail: function(r) { console.log(r.errMsg) }});`)
	s.prints("AP8Q 0,255,16 2", "6", "getRandomValues:fail invalid length")
}

func TestTheDeviceAndTheProgram(t *testing.T) {
	s := start(t)
	s.load(`
		var all = wx.getSystemInfoSync(),
			parts = Object.assign({},
				wx.getDeviceInfo(), wx.getAppBaseInfo(), wx.getWindowInfo(), wx.getSystemSetting()),
			granted = wx.getAppAuthorizeSetting();
		for (var k in granted) parts[k] = granted[k] === true || granted[k] === "authorized";
		console.log(Object.keys(all).filter(function(k) {
			return k !== "errMsg" && JSON.stringify(parts[k]) !== JSON.stringify(all[k]) }).join());
		wx.getSystemInfoAsync({success: function(r) { console.log(r.model === all.model) }});
		console.log(typeof wx.getAccountInfoSync().miniProgram.appId,
			wx.getLaunchOptionsSync().scene, wx.getEnterOptionsSync().path, getCurrentPages().length, typeof getApp());
		console.log(typeof TextEncoder, typeof performance, typeof fetch); // phones have none of them
		wx.getUpdateManager().onCheckForUpdate(function(r) { console.log(r.hasUpdate) });
		wx.getLogManager({level: 1}).info("x"); wx.getRealtimeLogManager().tag("x").info("y");`)
	s.prints("", "string 1001 pages/index/index 0 object", "undefined undefined undefined", "true", "false")
}

func TestThoseWhoListenToErrors(t *testing.T) {
	s := start(t)
	s.load(`
		wx.onError(function(e) { console.log(typeof e, e.indexOf("Error: oops") >= 0); throw new Error("again") });
		wx.onUnhandledRejection(function(e) { console.log(e.reason, e.promise instanceof Promise) });
		setTimeout(function() { throw new Error("oops") });
		Promise.reject(1);`)
	s.pass(time.Second)
	s.prints("1 true", "string true")
	s.Expect(s.details(ledger.Uncaught)).To(HaveLen(2), "what a listener throws is not told to listeners")
}

func TestTheNetworkOfTheDevice(t *testing.T) {
	s := start(t)
	s.load(`
		wx.onNetworkStatusChange(function(r) {
			console.log(r.isConnected, r.networkType);
				wx.getNetworkType({success: function(n) { console.log(n.networkType) }}) });`)
	s.SetNetwork("none")
	s.settle()
	s.load(`wx.request({url: "https://x/", fail: function(r) { console.log(r.errMsg) }});
		var t = wx.connectSocket({url: "wss://x/ws", success: function() { console.log("success") }});
		t.onError(function(e) { console.log(e.errMsg) }); t.onClose(function(e) { console.log(e.code) });`)
	s.pass(time.Second)
	s.SetNetwork("4g")
	s.settle()
	s.prints("false none", "none", "success", "request:fail network is down", "connectSocket:fail network is down",
		"1006", "true 4g", "4g")
}

func TestASuspendedProgramIsToldWhenItIsShown(t *testing.T) {
	s := start(t)
	s.rules.Background = clients.Background{ClosesAfter: 5 * time.Second, RaisesClose: true, TimersStop: true}
	s.load(openFunction + `
		wx.onAppShow(function() { at("show") });
		var t = open();
		setInterval(function() { at("tick") }, 4000);`)
	s.pass(time.Second)
	s.Background()
	s.wait(time.Minute)
	s.SetNetwork("4g")
	s.Inspect()
	s.Foreground()
	s.pass(5 * time.Second)
	s.prints("open object", "tick at 4000", "show at 61000", `close {"code":1000,"reason":"interrupted"}`,
		"tick at 61000", "tick at 65000")
}
