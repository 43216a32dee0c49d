package weapp

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

// hostile is a script that makes values which a call of the platform does not expect.
const hostile = `
	function boom() { throw new Error("boom") }
	var cycle = {}; cycle.cycle = cycle;
	var revoked = Proxy.revocable({}, {}); revoked.revoke();
	var deep = []; for (var i = 0; i < 2000; i++) deep = [deep];
	var hostiles = {
		"undefined": undefined, "null": null,
			"true": true, "0": 0,
				"-1": -1, "NaN": NaN,
					"Infinity": Infinity, "2^53": Math.pow(2, 53), "1n": 1n, "empty": "", "text": "text\u0000\r\n",
		"half": "\ud800", "a symbol": Symbol("s"),
			"a cycle": cycle, "a function": boom, "a list": [cycle], "a date": new Date(NaN), "a pattern": /x/g,
		"without a prototype": Object.create(null),
			"a frozen error": Object.freeze(new Error("frozen")), "a promise": Promise.resolve(), "nested": deep,
		"a toString that throws": {toString: boom, valueOf: boom},
			"a toString without a value": {toString: function() { return {} }, valueOf: function() { return {} }},
		"getters that throw": Object.defineProperties({},
			{url: {get: boom, enumerable: true},
				data: {get: boom, enumerable: true}, success: {get: boom, enumerable: true}}),
		"a toJSON that throws": {toJSON: boom},
			"a proxy that throws": new Proxy(function() {},
				{get: boom, has: boom, ownKeys: boom, apply: boom, getPrototypeOf: boom}),
		"a revoked proxy": revoked.proxy,
			"an endless proxy": new Proxy({},
				{get: function(t, k, p) { return typeof k === "symbol" ? undefined : p }}),
		"a buffer": new ArrayBuffer(8), "a typed list": new Float64Array(2), "globalThis": globalThis
	};
	function attempt(f) { try { return f() } catch (e) { return undefined } }`

func TestHostileArguments(t *testing.T) {
	for name, source := range map[string]string{
		"of every call of wx": `Object.keys(wx).forEach(function(api) {
				if (api !== "connectSocket" && api !== "request" && api !== "uploadFile") attempt(function() {
					wx[api](v, v) });
			});
			attempt(function() { wx.connectSocket(v) }); attempt(function() { wx.request(v) });
				attempt(function() { wx.uploadFile(v) });`,
		"of a request": `["url",
				"method", "header",
					"data", "timeout", "dataType", "success", "fail", "complete"].forEach(function(option) {
				var o = {url: "https://x/"}; o[option] = v; attempt(function() { wx.request(o) });
			});
			attempt(function() { wx.request({url: "https://x/", header: {"x-a": v, "content-length": v, host: v}}) });
			attempt(function() {
				wx.request({url: "https://x/",
					method: "POST", data: {a: v}, header: {"content-type": "application/x-www-form-urlencoded"}}) });
			attempt(function() { wx.request({url: "https://x/", method: "POST", data: {a: v}}) });`,
		"of a socket": `["url", "success", "fail", "complete", "header", "protocols"].forEach(function(option) {
				var o = {url: "wss://x/none"}; o[option] = v; attempt(function() { wx.connectSocket(o) });
			});
			["onOpen", "onClose", "onError", "onMessage"].forEach(function(on) {
				attempt(function() { wx.connectSocket({url: "wss://x/none"})[on](v) }) });`,
		"of an open socket": `attempt(function() {
				var t = wx.connectSocket({url: "wss://x/ws"});
				t.onOpen(function() {
					attempt(function() { t.send(v) }); attempt(function() { t.send({data: v}) });
						attempt(function() { t.send({data: "x", success: v, fail: v}) });
					attempt(function() { t.close({code: v}) }); attempt(function() { t.close({reason: v}) });
						attempt(function() { t.close(v) });
					t.close();
				});
			});`,
		"of an upload": `["url",
				"filePath", "name", "formData", "success", "fail", "complete"].forEach(function(option) {
				var o = {url: "https://x/upload", filePath: "f", name: "file"}; o[option] = v;
					attempt(function() { wx.uploadFile(o).onProgressUpdate(v) });
			});`,
		"of timers and the console": `attempt(function() { setTimeout(v, v, v) });
				attempt(function() { clearInterval(setInterval(v, v)) }); attempt(function() { clearTimeout(v) });
			if (what === "an endless proxy") return; // a console that shows all of a value never ends with it
			attempt(function() { console.log(v, v) }); attempt(function() { console.error({a: v}) });`,
		"thrown":   `setTimeout(function() { throw v }, 1);`,
		"rejected": `Promise.reject(v);`,
		"stored": `attempt(function() { wx.setStorageSync("k", v) }); attempt(function() { wx.setStorageSync(v, ` +
			`1) });`,
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			s.AddFile("f", []byte("data"))
			s.rules.Total = 1 << 10
			s.load(hostile + `
				Object.keys(hostiles).forEach(function(what) { var v = hostiles[what]; ` + source + ` });
				setTimeout(function() { console.log("goes on") }, 200000);`)
			s.pass(30 * 24 * time.Hour) // the longest timer is 24 days
			s.Inspect()
			s.settle()
			s.Expect(s.broken()).To(BeEmpty(), s.lines())
			s.Expect(s.logs()).To(ContainElement("goes on"), s.lines())
			rest := s.Rest()
			rest.Listeners = 0 // the script took none away
			s.Expect(rest).To(Equal(clients.Rest{}), s.lines())
			for _, e := range s.ledger.Timeline().Where(ledger.Is(ledger.Uncaught, ledger.Unhandled)) {
				s.Expect(e.Detail).NotTo(ContainSubstring("\n"))
			}
		})
	}
}
