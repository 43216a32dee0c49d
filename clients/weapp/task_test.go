package weapp

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

func TestATasksReadyState(t *testing.T) {
	s := start(t)
	s.rules.Total = 1
	s.load(`
		var t = wx.connectSocket({url: "wss://x/ws"});
		console.log(t.readyState === t.CONNECTING, t.CONNECTING, t.OPEN, t.CLOSING, t.CLOSED);
		t.onOpen(function() { console.log("open", t.readyState); t.close(); console.log(t.readyState) });
		t.onClose(function() { console.log("closed", t.readyState) });
		console.log(wx.connectSocket({url: "wss://x/ws"}).readyState);`)
	s.pass(time.Second)
	s.prints("true 0 1 2 3", "3", "open 1", "2", "closed 3")
}

func TestTheGlobalSocket(t *testing.T) {
	s := start(t)
	s.load(`
		["Open", "Message", "Error", "Close"].forEach(function(what) {
			wx["onSocket" + what](function(e) { console.log(what, JSON.stringify(e)) }) });
		wx.connectSocket({url: "wss://x/ws"});
		wx.onSocketOpen(function() {
			wx.sendSocketMessage({data: "echo", success: function(r) { console.log(r.errMsg) }}) });
		wx.onSocketMessage(function() {
			wx.closeSocket({code: 1000, reason: "enough", success: function(r) { console.log(r.errMsg) }}) });`)
	s.pass(time.Second)
	s.load(`wx.sendSocketMessage({data: "x", fail: function(r) { console.log(r.errMsg) }})`)
	s.settle()
	s.Expect(s.logs()).To(ContainElements(`Open {"header":{}}`, "sendSocketMessage:ok"), s.lines())
	s.Expect(s.logs()).To(ContainElement("sendSocketMessage:fail socket is not open"))
	s.Expect(s.Rest().Listeners).To(BeZero(), "nothing takes these away again")
	s.load(`wx.onNetworkStatusChange(function() {})`)
	s.Expect(s.Rest().Listeners).To(Equal(1))
}

func TestTheExceptionToCodeFromStrings(t *testing.T) {
	s := start(t)
	s.load(`
		console.log(new Function("return this")() === globalThis,
			Function("return this;")() === globalThis, Function(" return  this ")().wx === wx);
		["return this.wx", "return 1", "this"].forEach(function(code) {
			try { new Function(code)(); console.log("it ran") } catch (e) { console.log(e.name) } });
		try { new Function("a", "return this") } catch (e) { console.log(e.name) }`)
	s.prints("true true true", "TypeError", "TypeError", "TypeError", "TypeError")
	s.Expect(s.details(ledger.Forbidden)).To(HaveLen(4))
}

func TestWhatARequestTells(t *testing.T) {
	s := start(t)
	s.load(`
		var task = wx.request({url: "https://x/",
			responseType: "arraybuffer", method: "POST", data: new Uint8Array([104, 105]).buffer, success: function(r) {
				console.log(r.data.constructor === ArrayBuffer, r.data.byteLength > 0) }});
		task.onHeadersReceived(function(r) { console.log("headers", r.statusCode, typeof r.header) });
		function off() { console.log("never") } task.onHeadersReceived(off); task.offHeadersReceived(off);
		wx.request({url: "https://x/", enableChunked: true, success: function(r) {
			console.log("success", r.data.length) }}).onChunkReceived(function(r) {
				console.log("chunk", r.data.byteLength > 0) });`)
	s.pass(time.Second)
	s.Expect(s.logs()).To(Equal([]string{"headers 200 object", "true true", "chunk true", "success 0"}), s.lines())
}
