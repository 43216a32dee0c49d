package weapp

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

// TestAlipaysPromises: requests, files and sockets have them beside their callbacks (npm @mini-types/my@3.0.14).
func TestAlipaysPromises(t *testing.T) {
	s := onPlatform(t, "alipay")
	s.load(`
		my.getNetworkType().then(function (r) { console.log("network", r.networkType, r.networkAvailable); });
		my.getStorage({key: "none"}).catch(function (e) { console.log("storage", e.errorMessage, e.errMsg); });
		my.request({url: "https://x/p"}).then(function (r) { console.log("request", r.status, r.data.method); });
		my.request({url: "https://x/nothing"}); // nobody asks how it ends
		var task = my.request({url: "https://x/hold", fail: function (e) { console.log("fail", e.error); }});
		task.catch(function (e) { console.log("catch", e.error); });
		task.abort();`)
	s.pass(time.Second)
	s.Expect(s.logs()).To(ConsistOf("network WIFI true", "storage data not found undefined", "request 200 GET",
		"fail 9", "catch 9"))
	s.load(`var socket = my.connectSocket({url: "wss://x/ws", multiple: true});
		socket.onOpen(function () {
			socket.send({data: "x"}).then(function () {
				return socket.close();
			}).then(function () { console.log("closes"); });
		});`)
	s.pass(time.Second)
	s.Expect(s.logs()[5:]).To(Equal([]string{"closes"}))
	s.Expect(s.details(ledger.Uncaught)).To(BeEmpty())
	s.Expect(s.details(ledger.Unhandled)).To(BeEmpty())
}

// TestAlipaysOneSocket: its events have Alipay's words, and can be taken off.
func TestAlipaysOneSocket(t *testing.T) {
	s := onPlatform(t, "alipay")
	s.load(`
		function never() { console.log("never"); }
		my.onSocketOpen(never); my.onSocketClose(never); my.onSocketError(never); my.onSocketMessage(never);
		my.offSocketOpen(); my.offSocketClose(never); my.offSocketError(); my.offSocketMessage(never);
		my.onSocketMessage(function (e) { console.log(JSON.stringify(e)); });
		my.onSocketError(function (e) { console.log(typeof e.error, typeof e.errorMessage, e.errMsg); });
		my.onSocketOpen(function () {
			my.sendSocketMessage({data: "hello"});
			my.sendSocketMessage({data: "AP8Q", isBuffer: true});
		});
		my.connectSocket({url: "wss://x/ws"});`)
	s.pass(time.Second)
	s.prints(`{"data":"hello","isBuffer":false}`, `{"data":"AP8Q","isBuffer":true}`)
	s.load(`my.connectSocket({url: "wss://x/none"});`)
	s.pass(time.Second)
	s.Expect(s.logs()[2:]).To(Equal([]string{"number string undefined"}))
}

// TestAlipaysProgress: of an upload, too, it tells what was written.
func TestAlipaysProgress(t *testing.T) {
	s := onPlatform(t, "alipay")
	s.AddFile("/a.png", []byte("a picture"))
	s.load(`my.uploadFile({url: "https://x/upload", filePath: "/a.png", fileType: "image", name: "file"})
		.onProgressUpdate(function (e) { console.log(JSON.stringify(e)); });`)
	s.pass(time.Minute)
	s.prints(`{"progress":50,"totalBytesExpectedToWrite":9,"totalBytesWritten":4}`,
		`{"progress":100,"totalBytesExpectedToWrite":9,"totalBytesWritten":9}`)
}

// TestAlipaysFiles: the synchronous calls take options, too, and return objects.
func TestAlipaysFiles(t *testing.T) {
	s := onPlatform(t, "alipay")
	s.load(`
		var fs = my.getFileSystemManager(), dir = my.env.USER_DATA_PATH + "/d", file = dir + "/f";
		function log(r) { console.log(JSON.stringify(r)); }
		log(fs.mkdirSync({dirPath: dir, recursive: true}));
		log(fs.writeFileSync(file, "text"));
		log(fs.readFileSync({filePath: file, encoding: "utf8"}));
		log(fs.readdirSync(dir));
		log(fs.statSync(file).stats.size);
		fs.access({path: dir + "/none", fail: function (e) { log([e.error, typeof e.errorMessage]); }});`)
	s.prints(`{"success":true}`, `{"success":true}`, `{"data":"text"}`, `{"files":["f"]}`, "4", `[10022,"string"]`)
}

// TestAlipaysOwnCalls: what its typings list is there; what the host lacks is recorded, as of WeChat's.
func TestAlipaysOwnCalls(t *testing.T) {
	s := onPlatform(t, "alipay")
	s.load(`
		console.log(typeof my.getAppIdSync().appId, my.isIDE);
		my.getServerTime({success: function (r) { console.log(typeof r.time); }});
		my.getRunScene().then(function (r) { console.log(r.envVersion); });
		my.onComponentError(function () {});
		my.request({url: "https://x/p", dataType: "arraybuffer", success: function (r) {
			console.log(r.data instanceof ArrayBuffer); }});
		try { my.tradePay(); } catch (e) { console.log(e.message); }`)
	s.pass(time.Second)
	s.Expect(s.logs()).To(ConsistOf("string false", "number", "release", "true",
		"tradePay:fail not supported by this host"))
	s.Expect(s.details(ledger.Lacking)).To(Equal([]string{"the host lacks my.tradePay"}))
}

// TestAlipayTellsAnErrorWithItsStack: onError gets a message and a stack.
func TestAlipayTellsAnErrorWithItsStack(t *testing.T) {
	s := onPlatform(t, "alipay")
	s.load(`my.onError(function (message, stack) { console.log(typeof message, typeof stack); });`)
	s.load(`setTimeout(function () { throw new Error("oops"); });`)
	s.pass(time.Second)
	s.prints("string string")
}

// TestAlipaysAnswers: success whatever the status, 14 for what is not the JSON that was asked for, 10 for a socket that
// is not open, 13 for a request's timeout and 12 for a download's, and a download that has its file under two names
// (github.com/AlipayDocs/open-docs at a74facf).
func TestAlipaysAnswers(t *testing.T) {
	s := onPlatform(t, "alipay")
	s.load(`
		ask = function (path, dataType) {
			my.request({url: "https://x" + path, dataType: dataType,
				success: function (r) { console.log(path, r.status); },
				fail: function (e) { console.log(path, e.error, e.errorMessage, e.status, e.data); }});
		};
		ask("/status/502", "json");`)
	s.pass(time.Second)
	s.load(`ask("/text", "json");`)
	s.pass(time.Second)
	s.load(`ask("/text", "text");`)
	s.pass(time.Second)
	s.load(`my.downloadFile({url: "https://x/text", success: function (r) {
		console.log(r.apFilePath === r.tempFilePath, typeof r.apFilePath); }});`)
	s.pass(time.Second)
	s.load(`my.connectSocket({url: "wss://x/ws", multiple: true}).send({data: "early", fail: function (e) {
		console.log(e.error); }});`)
	s.pass(time.Second)
	s.load(`
		function told(e) { console.log(e.error, e.errorMessage); }
		my.request({url: "https://x/hold", timeout: 1000, fail: told});
		my.downloadFile({url: "https://x/hold", timeout: 2000, fail: told});`)
	s.pass(time.Minute)
	s.prints("/status/502 502", "/text 14 JSON parse data error 200 {broken", "/text 200", "true string", "10",
		"13 timeout", "12 timeout")
}
