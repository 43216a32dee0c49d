package weapp

import (
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

// openFunction gives scripts open(options): a socket whose callbacks log.
const openFunction = clockFunction + `
	function open(options) {
		var t = wx.connectSocket(Object.assign({url: "wss://x/ws"}, options));
		t.onOpen(function(e) { console.log("open", typeof e.header) });
		t.onError(function(e) { console.log("error", JSON.stringify(e)) });
		t.onClose(function(e) { console.log("close", JSON.stringify(e)) });
		return t;
	}
	var report = {
		success: function(r) { console.log("success", r.errMsg) },
		fail: function(r) { console.log("fail", r.errMsg) },
		complete: function(r) { console.log("complete", r.errMsg) }
	};`

func TestASocketsLife(t *testing.T) {
	s := start(t)
	s.load(openFunction + `
		var t = open(report);
		console.log("called");
		t.onMessage(function(m) {
			if (typeof m.data === "string") console.log("text", m.data);
			else console.log("binary", m.data instanceof ArrayBuffer, Array.from(new Uint8Array(m.data)));
		});
		t.onOpen(function() {
			t.send({data: "grüße", success: function(r) { console.log(r.errMsg) }});
			var bytes = new Uint8Array([1, 2, 255]);
			t.send({data: bytes.buffer});
			bytes[0] = 77; // it is sent already
		});
		setTimeout(function() { t.close({code: 3001, reason: "bye", success: function(r) { console.log(r.errMsg) }}) },
			5000);`)
	s.pass(time.Minute)
	s.prints("called", "success connectSocket:ok", "complete connectSocket:ok", "open object", "sendSocketMessage:ok",
		"text grüße", "binary true [1,2,255]", "closeSocket:ok", `close {"code":3001,"reason":""}`)
	s.Expect(s.Rest()).To(Equal(clients.Rest{}))
	closing, _ := s.ledger.Timeline().First(ledger.Is(ledger.SocketClosing))
	s.Expect(closing.CloseCode).To(Equal("3001"))
	s.Expect(closing.Reason).To(Equal("bye"))
	s.Expect(closing.At).To(Equal(5 * time.Second))
}

func TestThePeerClosesASocket(t *testing.T) {
	for message, want := range map[string]string{
		"close 4001 kicked": `close {"code":4001,"reason":"kicked"}`,
		"close 1000":        `close {"code":1000,"reason":""}`,
		"close 1005":        `close {"code":1005,"reason":""}`,
		"cut":               `close {"code":1006,"reason":"abnormal closure"}`,
	} {
		t.Run(message, func(t *testing.T) {
			s := start(t)
			s.load(openFunction + `var t = open(); t.onOpen(function() { t.send({data: "` + message + `"}) })`)
			s.pass(time.Second)
			s.prints("open object", want)
		})
	}
}

func TestASocketThatDoesNotOpen(t *testing.T) {
	for options, want := range map[string]string{
		`{url: "wss://x/none"}`: `connectSocket:fail bad handshake`,
		`{url: "https://x/ws"}`: `connectSocket:fail network error`,
		`{url: undefined}`:      `connectSocket:fail network error`,
	} {
		t.Run(options, func(t *testing.T) {
			s := start(t)
			s.load(openFunction + `open(Object.assign({}, report, ` + options + `))`)
			s.pass(time.Second)
			s.prints("success connectSocket:ok", "complete connectSocket:ok", `error {"errMsg":"`+want+`"}`,
				`close {"code":1006,"reason":"abnormal closure"}`)
		})
	}
}

func TestASocketThatNobodyOpens(t *testing.T) {
	for options, after := range map[string]time.Duration{"": time.Minute, ", timeout: 3000": 3 * time.Second,
		", timeout: -1": time.Minute} {
		s := start(t)
		s.load(`
			var t = wx.connectSocket({url: "wss://x/hold"` + options + `});
			t.onError(function(e) { console.log("error " + e.errMsg) });
			t.onClose(function(e) { console.log("close " + JSON.stringify(e)) });`)
		s.pass(2 * time.Minute)
		s.prints("error connectSocket:fail timeout", `close {"code":1006,"reason":"abnormal closure"}`)
		closed, _ := s.ledger.Timeline().First(ledger.Is(ledger.SocketClosed))
		s.Expect(closed.At).To(Equal(after), options)
	}
}

func TestOneSocketTooMany(t *testing.T) {
	s := start(t)
	s.load(openFunction + `
		wx.connectSocket({url: "wss://x/ws"}); wx.connectSocket({url: "wss://x/ws"});
		var t = open(report);
		t.onMessage(function() { console.log("message") });
		t.send(Object.assign({data: "x"}, report));
		t.close(report);
		t.send(); t.close();
		wx.connectSocket();`)
	s.pass(time.Minute)
	s.prints(
		"fail connectSocket:fail exceed max cocurrent count",
		"complete connectSocket:fail exceed max cocurrent count",
		"fail sendSocketMessage:fail socket is not open", "complete sendSocketMessage:fail socket is not open",
		"fail closeSocket:fail socket is not open", "complete closeSocket:fail socket is not open")
	s.Expect(s.ledger.Timeline().Where(ledger.Is(ledger.SocketRefused))).To(HaveLen(2))
	s.Expect(s.Rest().Sockets).To(Equal(2))
}

func TestSendsAndClosesOutOfTime(t *testing.T) {
	s := start(t)
	s.load(openFunction + `
		var t = open();
		t.send(Object.assign({data: "too early"}, report));
		t.onOpen(function() {
			t.close();
			t.close(report);
			t.send(Object.assign({data: "too late"}, report));
		});`)
	s.pass(time.Minute)
	s.prints("fail sendSocketMessage:fail socket is not open", "complete sendSocketMessage:fail socket is not open",
		"open object",
		"fail closeSocket:fail socket is not open", "complete closeSocket:fail socket is not open",
		"fail sendSocketMessage:fail socket is not open", "complete sendSocketMessage:fail socket is not open",
		`close {"code":1000,"reason":""}`)
}

func TestOddDataToSend(t *testing.T) {
	s := start(t)
	s.load(openFunction + `
		var t = open();
		t.onMessage(function(m) { console.log(JSON.stringify(m.data)) });
		t.onOpen(function() { t.send(); t.send({}); t.send({data: null}); t.send({data: 42});
			t.send({data: new ArrayBuffer(0)}); t.send({data: "\ud83d\ude00"}) });`)
	s.pass(time.Second)
	s.prints("open object", `""`, `""`, `""`, `"42"`, `{}`, `"😀"`)
}

func TestALongReasonIsCutBetweenCharacters(t *testing.T) {
	s := start(t)
	s.load(openFunction + `var t = open(); t.onOpen(function() { t.close({code: 1000, reason: "x` +
		strings.Repeat("再见", 50) + `"}) })`)
	s.pass(time.Second)
	s.prints("open object", `close {"code":1000,"reason":""}`)
	closing, _ := s.ledger.Timeline().First(ledger.Is(ledger.SocketClosing))
	s.Expect(closing.Reason).To(Equal("x"+strings.Repeat("再见", 20)), "121 bytes of the 123 that fit")
}

func TestASocketThatClosesInItsOwnMessage(t *testing.T) {
	s := start(t)
	s.load(openFunction + `
		var t = open();
		t.onMessage(function(m) { console.log(m.data); t.close() });
		t.onOpen(function() { t.send({data: "one"}); t.send({data: "two"}) });`)
	s.pass(time.Minute)
	s.prints("open object", "one", `close {"code":1000,"reason":""}`)
}

func TestASocketThatConnectsInItsOwnClose(t *testing.T) {
	s := start(t)
	s.rules.Total = 1
	s.load(`
		var n = 0;
		function connect() {
			var t = wx.connectSocket({url: "wss://x/ws", fail: function(e) { console.log(e.errMsg) }});
			t.onOpen(function() { t.send({data: n % 2 ? "cut" : "close 4000"}) });
			t.onClose(function() { if (++n < 20) connect(); else console.log("done") });
		}
		connect();`)
	s.pass(time.Second)
	s.prints("done")
	s.Expect(s.ledger.Timeline().Where(ledger.Is(ledger.SocketRefused))).To(BeEmpty(), "the slot is free in onClose")
	peak, _ := s.ledger.Timeline().Peak(ledger.Host)
	s.Expect(peak).To(Equal(1))
}

func TestASocketThatThrowsEverywhere(t *testing.T) {
	s := start(t)
	s.load(`
		function boom() { throw new Error("boom") }
		var t = wx.connectSocket({url: "wss://x/ws", success: boom, complete: boom});
		t.onOpen(boom); t.onMessage(boom); t.onError(boom); t.onClose(boom);
		t.onOpen(function() { t.send({data: "x", success: boom, complete: boom}); t.send({data: "close 4000"}) });
		setTimeout(function() { console.log("goes on") }, 1000);`)
	s.pass(time.Minute)
	s.prints("goes on")
	s.Expect(s.details(ledger.Uncaught)).To(HaveLen(7),
		"success, complete, onOpen, success and complete of the send, onMessage, onClose")
	s.Expect(s.Rest()).To(Equal(clients.Rest{}))
}

func TestAnAddressThatIsNone(t *testing.T) {
	s := start(t)
	s.load(`
		var task = wx.connectSocket({url: "wss://x/ws/<!DOCTYPE html><html>", success: function() { console.log("ok") },
			fail: function(r) { console.log(r.errMsg) }, complete: function() { console.log("complete") }});
		["onOpen", "onError", "onClose"].forEach(function(name) { task[name](function() { console.log(name) }) });
		console.log(task.readyState);`)
	s.pass(time.Minute)
	s.Expect(s.logs()).To(Equal([]string{"connectSocket:fail invalid url", "3", "connectSocket:fail invalid url",
		"complete"}))
	s.Expect(s.Rest()).To(Equal(clients.Rest{}))
}

// The opposite of the assumption malformed-url-fails.
func TestAnAddressThatIsNoneIsDialled(t *testing.T) {
	on := clients.DefaultProfile()
	on.DialsAnyURL = true
	s := startOn(t, on, 1)
	s.load(`
		var task = wx.connectSocket({url: "wss://x/status/404?<html>", fail: function() { console.log("fail") }});
		["onOpen", "onError", "onClose"].forEach(function(name) { task[name](function() { console.log(name) }) });`)
	s.pass(time.Minute)
	s.Expect(s.logs()).To(Equal([]string{"onError", "onClose"}))
}
