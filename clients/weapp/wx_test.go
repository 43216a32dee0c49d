package weapp

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

func TestStorage(t *testing.T) {
	s := start(t)
	s.load(`
		console.log(JSON.stringify(wx.getStorageSync("none")));
		wx.setStorageSync("text", "a"); wx.setStorageSync("object", {b: [1]}); wx.setStorageSync("zero", 0);
		console.log(wx.getStorageSync("text"), wx.getStorageSync("object").b[0], wx.getStorageSync("zero"));
		wx.setStorageSync("text", "c");
		wx.removeStorageSync("object"); wx.removeStorageSync("none");
		console.log(wx.getStorageSync("text"), JSON.stringify(wx.getStorageSync("object")));
		wx.clearStorageSync();
		console.log(JSON.stringify(wx.getStorageSync("text")));`)
	s.prints(`""`, "a 1 0", `c ""`, `""`)
}

func TestABrokenStorageThrows(t *testing.T) {
	for fault, prints := range map[clients.StorageFault][]string{
		clients.StorageFull: {"it works", "true setStorageSync:fail the storage is full", "it works", "it works"},
		clients.StorageBroken: {"true getStorageSync:fail the storage cannot be used",
			"true setStorageSync:fail the storage cannot be used",
			"true removeStorageSync:fail the storage cannot be used",
			"true clearStorageSync:fail the storage cannot be used"},
	} {
		s := start(t)
		s.load(`wx.setStorageSync("key", "value")`)
		s.BreakStorage(fault)
		for _, call := range []string{"getStorageSync", "setStorageSync", "removeStorageSync", "clearStorageSync"} {
			s.load(`try { wx.` + call +
				`("key", "x"); console.log("it works") } catch (e) { console.log(e instanceof Error, e.message) }`)
		}
		s.prints(prints...)
	}
}

func TestCanIUse(t *testing.T) {
	s := start(t)
	s.load(`
		console.log(["request", "connectSocket",
			"uploadFile", "downloadFile", "getSystemInfoSync.return.SDKVersion", "canIUse"].every(wx.canIUse));
		console.log(["console.log", "SocketTask", "SocketTask.onMessage", "RequestTask.abort",
			"SocketTask.close.object.code", "FileSystemManager.readFile"].every(wx.canIUse));
		console.log(["nothing.at.all", "", "toString", "constructor", undefined, "wx", "wx.request", "Console.none",
			"SocketTask.ping", "#"].some(wx.canIUse));`)
	s.prints("true", "true", "false")
}

func TestSystemInformation(t *testing.T) {
	s := start(t)
	s.load(`
		var sync = wx.getSystemInfoSync();
		var asked = /Authorized$/, keys = Object.keys(sync);
		console.log(keys.filter(function(k) { return asked.test(k) && sync[k] === false }).join()
			.replace(/Authorized/g, ""));
		console.log(keys.filter(function(k) { return !asked.test(k) }).join());
		console.log(sync.platform, sync.SDKVersion, typeof sync.pixelRatio, sync.errMsg);
		sync.platform = "changed";
		console.log(wx.getSystemInfoSync().platform);
		wx.getSystemInfo({success: function(r) { console.log("info", r.model === sync.model) }, complete: function() {
			console.log("complete") }});
		wx.getNetworkType({success: function(r) { console.log(r.networkType, r.errMsg) }});
		wx.getSystemInfo(); wx.getNetworkType();
		wx.onNetworkStatusChange(function() {}); wx.offNetworkStatusChange();
		console.log("called");`)
	keys := "SDKVersion,benchmarkLevel,bluetoothEnabled,brand,deviceOrientation,enableDebug,errMsg," +
		"fontSizeSetting,host,language,locationEnabled,locationReducedAccuracy,model,pixelRatio,platform,safeArea," +
		"screenHeight,screenWidth,statusBarHeight,system,theme,version,wifiEnabled,windowHeight,windowWidth"
	s.prints("album,camera,location,microphone,notificationAlert,notification,notificationBadge,notificationSound,"+
		"phoneCalendar", keys, "ios 2.27.1 number getSystemInfoSync:ok", "ios", "called", "info true", "complete",
		"wifi getNetworkType:ok")
	s.Expect(s.broken()).To(BeEmpty())
}

func TestTheBackgroundEndsOpenSockets(t *testing.T) {
	s := start(t)
	s.load(openFunction + `
		wx.onAppHide(function() { at("hide") });
		wx.onAppShow(function() { at("show") });
		var t = open();
		t.onClose(function() { at("closed") });`)
	s.pass(10 * time.Second)
	s.Background()
	s.pass(4 * time.Second)
	s.Foreground() // in time
	s.pass(time.Minute)
	s.Background()
	s.pass(time.Minute)
	s.Foreground()
	s.prints("open object", "hide at 10000", "show at 14000", "hide at 74000",
		`close {"code":1000,"reason":"interrupted"}`, "closed at 79000", "show at 134000")
	s.Expect(s.Rest()).To(Equal(clients.Rest{Listeners: 2}), "of onAppShow and onAppHide")
}

// Each listener gets what is documented, the rejection its promise, too.
func TestWhatDisturbsAProgram(t *testing.T) {
	s := start(t)
	s.load(`
		["onMemoryWarning", "onNetworkWeakChange", "onUnhandledRejection"].forEach(function(name) {
			wx[name](function(e) { console.log(name, Object.keys(e).sort().join()) });
		});
		wx.onUnhandledRejection(function(e) {
			e.promise.then(function() {});
			console.log(e.promise instanceof Promise, typeof e.reason);
		});`)
	s.Disturb()
	s.settle() // the application's own faults are told in a turn of their own
	s.prints("onMemoryWarning level",
		"onNetworkWeakChange networkType,weakNet", "onNetworkWeakChange networkType,weakNet",
		"onUnhandledRejection promise,reason", "true string")
	s.Expect(s.details(ledger.Unhandled)).To(BeEmpty())
	s.Expect(s.details(ledger.Uncaught)).To(BeEmpty())
}

func TestForegroundWithoutBackground(t *testing.T) {
	s := start(t)
	s.load(`wx.onAppShow(function() { console.log("show"); throw new Error("oops") }); wx.onAppShow(function() { ` +
		`console.log("second") })`)
	s.Foreground()
	s.prints("show", "second")
	s.Expect(s.details(ledger.Uncaught)).To(HaveLen(1))
}

func TestUpload(t *testing.T) {
	s := start(t)
	s.AddFile("wxfile://tmp/a.png", []byte("\x89PNG of a test"))
	s.load(`
		var task = wx.uploadFile({
			url: "https://x/upload", filePath: "wxfile://tmp/a.png", name: "file", formData: {token: "secret", n: 1},
			success: function(r) {
				console.log("success", r.statusCode, r.errMsg, typeof r.data); globalThis.got = JSON.parse(r.data) },
			complete: function() {
				console.log("complete", got.method, got.header["Content-Type"].split(";")[0]);
					got.body.split("--" + got.header["Content-Type"].split("boundary=")[1]).forEach(function(p) {
						console.log(p.replace(/\r?\n/g, "|")) }) }
		});
		task.onProgressUpdate(function(e) {
			console.log("progress", e.progress, e.totalBytesSent, e.totalBytesExpectedToSend) });
		console.log("called");`)
	s.pass(time.Minute)
	logs := s.logs()
	s.Expect(logs).To(HaveLen(10), s.lines())
	s.Expect(logs[:5]).To(HaveExactElements("called", "progress 50 7 14", "progress 100 14 14", "success 200 "+
		"uploadFile:ok string", "complete POST multipart/form-data"))
	s.Expect(logs[6:9]).To(HaveExactElements(
		`|Content-Disposition: form-data; name="token"||secret|`, `|Content-Disposition: form-data; name="n"||1|`,
		And(HavePrefix(`|Content-Disposition: form-data; name="file"; filename="a.png"|`),
			HaveSuffix("PNG of a test|"))))
	s.Expect(s.ledger.Timeline().Where(ledger.Is(ledger.UploadStart))).To(HaveLen(1))
}

func TestUploadsThatFail(t *testing.T) {
	s := start(t)
	s.AddFile("a", []byte("x"))
	s.load(`
		function log(r) { console.log(r.errMsg) }
		wx.uploadFile({filePath: "missing", url: "https://x/", fail: log}).abort();
		wx.uploadFile();
		wx.uploadFile({filePath: "a", url: "https://x/nothing", fail: log});`)
	s.pass(time.Minute)
	s.prints("uploadFile:fail file not found", "uploadFile:fail EOF")
	s.load(`
		function log(r) { console.log(r.errMsg) }
		wx.uploadFile({filePath: "a", url: "https://x/hold", fail: log, complete: log}).abort()`)
	s.pass(time.Minute)
	s.Expect(s.logs()[2:]).To(HaveExactElements("uploadFile:fail abort", "uploadFile:fail abort"))
	s.Expect(s.Rest()).To(Equal(clients.Rest{}))
}

func TestInspectFindsNothingOfATidyProgram(t *testing.T) {
	s := start(t)
	s.load(`var local = 1; function f() { return local } f(); exports.f = f`)
	s.Inspect()
	s.settle()
	for _, kind := range []ledger.Kind{ledger.Stored, ledger.GlobalAdded, ledger.GlobalChanged, ledger.Uncaught} {
		s.Expect(s.details(kind)).To(BeEmpty())
	}
}

func TestInspectFindsWhatAProgramLeft(t *testing.T) {
	s := start(t)
	s.load(`
		wx.setStorageSync("token", {a: 1}); wx.setStorageSync("account", "alice"); wx.setStorageSync("zero", 0);
		leaked = 1;
		Object.defineProperty(globalThis,
			"accessor", {get: function() { throw new Error("do not look") }, enumerable: false});
		Array.prototype.mine = function() {};
		Promise = function() {};
		JSON.parse = JSON.parse;
		wx.request = function() {};
		delete globalThis.setInterval;`)
	s.Inspect()
	s.settle()
	var stored []string
	for _, e := range s.ledger.Timeline().Where(ledger.Is(ledger.Stored)) {
		stored = append(stored, e.Name+" "+e.Detail)
	}
	s.Expect(stored).To(HaveExactElements("account alice", `token {"a":1}`, "zero 0"), "in the order of their names")
	s.Expect(s.details(ledger.GlobalAdded)).To(HaveExactElements("Array.prototype.mine", "accessor", "leaked"))
	s.Expect(s.details(ledger.GlobalChanged)).To(
		ContainElements("Promise is replaced", "setInterval is deleted", "wx.request is replaced"))
	s.Expect(s.details(ledger.GlobalChanged)).NotTo(ContainElement(HavePrefix("Array")))
	s.Expect(s.details(ledger.Uncaught)).To(BeEmpty(), "looking is not the program's fault")
}

func TestInspectOfAProgramThatTookThePlatformAway(t *testing.T) {
	s := start(t)
	s.load(`wx = null; Object.prototype.constructor = null; Array = undefined; delete globalThis.String; Function = 1`)
	s.Inspect()
	s.settle()
	s.Expect(s.details(ledger.GlobalChanged)).To(
		ContainElements("wx is replaced", "Array is replaced", "String is deleted", "Function is replaced"))
	s.Expect(s.details(ledger.Uncaught)).To(BeEmpty())
}
