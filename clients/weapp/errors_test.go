package weapp

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

func TestWhatNobodyCatchesIsRecordedAndTheLoopGoesOn(t *testing.T) {
	for name, source := range map[string]string{
		"a timer": `setTimeout(boom, 1)`,
		"a microtask's caller": `setTimeout(function() { Promise.resolve().then(function() { ` +
			`console.log("microtask") }); boom() }, 1)`,
		"success of a request":  `wx.request({url: "https://x/", success: boom})`,
		"fail of a request":     `wx.request({url: "https://x/nothing", fail: boom})`,
		"complete of a request": `wx.request({url: "https://x/", complete: boom})`,
		"success of a socket":   `wx.connectSocket({url: "wss://x/ws", success: boom})`,
		"complete of a socket":  `wx.connectSocket({url: "wss://x/ws", complete: boom})`,
		"onOpen":                `wx.connectSocket({url: "wss://x/ws"}).onOpen(boom)`,
		"onError":               `wx.connectSocket({url: "wss://x/none"}).onError(boom)`,
		"onClose":               `wx.connectSocket({url: "wss://x/none"}).onClose(boom)`,
		"onMessage": `var t = wx.connectSocket({url: "wss://x/ws"}); t.onOpen(function() { ` +
			`t.send({data: "x"}) }); t.onMessage(boom)`,
		"success of a send": `var t = wx.connectSocket({url: "wss://x/ws"}); t.onOpen(function() { ` +
			`t.send({data: "x", success: boom}) })`,
		"fail of a send":           `wx.connectSocket({url: "wss://x/ws"}).send({data: "x", fail: boom})`,
		"success of getSystemInfo": `wx.getSystemInfo({success: boom})`,
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			s.load("function boom() { throw new TypeError('it does\\n not work') }\n" + source +
				"\nsetTimeout(function() { console.log('goes on') }, 5000)")
			s.pass(time.Minute)
			s.Expect(s.logs()).To(ContainElement("goes on"), s.lines())
			if name == "a microtask's caller" {
				s.Expect(s.logs()).To(ContainElement("microtask"))
			}
			got := s.ledger.Timeline().Where(ledger.Is(ledger.Uncaught))
			s.Expect(got).To(HaveLen(1), s.lines())
			s.Expect(got[0].Who).To(Equal(ledger.Host))
			s.Expect(got[0].Detail).To(MatchRegexp(`^TypeError: it does not work \(at app\.js:1:\d+.*\)$`),
				"one line, with the place")
			s.Expect(s.broken()).To(BeEmpty())
		})
	}
}

func TestOneCallbackThatThrowsDoesNotKeepTheNextFromRunning(t *testing.T) {
	s := start(t)
	s.load(`
		var t = wx.connectSocket({url: "wss://x/none", success: function() { throw 1 }, complete: function() {
			console.log("complete") }});
		t.onError(function() { throw 2 });
		t.onError(function() { console.log("second onError") });
		t.onClose(function() { throw 3 });
		t.onClose(function() { console.log("second onClose") });`)
	s.pass(time.Second)
	s.prints("complete", "second onError", "second onClose")
	s.Expect(s.details(ledger.Uncaught)).To(HaveLen(3))
	s.Expect(s.Rest().Sockets).To(BeZero())
}

func TestPlacesAreTheInnermostThree(t *testing.T) {
	s := start(t)
	s.load("function a() { throw new Error('deep') }\nfunction b() { [1].forEach(a) }\nfunction c() { b() " +
		"}\nfunction d() { c() }\nsetTimeout(d, 1)")
	s.pass(time.Second)
	s.Expect(s.details(ledger.Uncaught)).To(
		HaveExactElements(MatchRegexp(`^Error: deep \(at app\.js:1:\d+, app\.js:2:\d+, app\.js:3:\d+\)$`)))
}

func TestOddThingsToThrow(t *testing.T) {
	for value, want := range map[string]string{
		"undefined":                          "undefined",
		"null":                               "null",
		"42":                                 "42",
		`"text"`:                             "text",
		"Symbol('s')":                        "s",
		"{}":                                 "[object Object]",
		"Object.create(null)":                "(a value that cannot be shown)",
		"{toString: function() { throw 1 }}": "(a value that cannot be shown)",
		"Object.defineProperty(new Error('x'), 'message', {get: function() { throw 1 }})": "(a " +
			"value that cannot be shown)",
		"new Proxy({}, {get: function() { throw 1 }})": "(a " +
			"value that cannot be shown)",
		"Object.defineProperty(new Error('fine'), 'stack', {get: function() { throw 1 }})": "Error: " +
			"fine",
		"new (class Mine extends Error { get name() { return 'Mine' } })('of its own')": "Mine: " +
			"of its own",
		"{toString: function() { Promise.resolve().then(function() { throw 1 }); " +
			"return 'asynchronous' }}": "asynchronous",
	} {
		t.Run(value, func(t *testing.T) {
			s := start(t)
			s.load("setTimeout(function() { throw " + value +
				" }, 1); setTimeout(function() { Promise.resolve().then(function() { console.log('goes on') }) }, 2)")
			s.pass(time.Second)
			s.prints("goes on")
			s.Expect(s.details(ledger.Uncaught)).To(
				HaveExactElements(MatchRegexp(`^` + quote(want) + ` \(at app\.js:1:\d+\)$`)))
		})
	}
}

func TestRejections(t *testing.T) {
	for _, tc := range []struct {
		name, source string
		want         []string
	}{
		{"nobody handles it", `Promise.reject("lost")`, []string{"lost"}},
		{"in an async function", `(async function() { await null; throw new Error("lost") })()`,
			[]string{"Error: lost at app.js:1:"}},
		{"it is handled", `Promise.reject("caught").catch(function() {})`, nil},
		{"it is handled in a microtask of the turn",
			`var p = Promise.reject("caught"); Promise.resolve().then(function() {}).then(function() { ` +
				`p.catch(function() {}) })`, nil},
		{"it is handled in the turn of a timer",
			`setTimeout(function() { var p = Promise.reject("caught"); p.then(null, function() {}) }, 1)`, nil},
		{"it is handled in a later turn",
			`var p = Promise.reject("late"); setTimeout(function() { p.catch(function() { console.log("handled") }) ` +
				`}, 1)`, []string{"late"}},
		{"the handler throws", `Promise.reject(1).catch(function() { throw "again" })`, []string{"again"}},
		{"many, in their order", `for (var i = 0; i < 20; i++) Promise.reject(i)`,
			[]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17",
				"18", "19"}},
		{"some of many", `var all = []; for (var i = 0; i < 6; i++) all.push(Promise.reject(i)); ` +
			`all[0].catch(String); all[3].catch(String); all[5].catch(String)`, []string{"1", "2", "4"}},
		{"of a hostile value", `Promise.reject({toString: function() { throw 1 }}); Promise.reject("next")`,
			[]string{"(a value that cannot be shown)", "next"}},
		{"of a value that rejects when it is shown",
			`var n = 0; Promise.reject({toString: function() { if (++n < 3) Promise.reject(this); return "number " ` +
				`+ n }})`, []string{"number 1", "number 2", "number 3"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := start(t)
			s.load(tc.source)
			s.pass(time.Second)
			got := s.details(ledger.Unhandled)
			s.Expect(got).To(HaveLen(len(tc.want)), s.lines())
			for i, want := range tc.want {
				s.Expect(got[i]).To(HavePrefix(want))
			}
			s.Expect(s.details(ledger.Uncaught)).To(BeEmpty())
			s.Expect(s.broken()).To(BeEmpty())
		})
	}
}

// The platform's own code reads the options of a call when the answer is there; an exception of a getter then is the
// client's fault.
func TestAGetterThatThrowsInAnOption(t *testing.T) {
	s := start(t)
	s.load(`
		wx.request({url: "https://x/", get success() { throw new Error("getter") }});
		setTimeout(function() { console.log("goes on") }, 1000);`)
	s.pass(time.Minute)
	s.prints("goes on")
	s.Expect(s.details(ledger.Uncaught)).To(HaveExactElements(HavePrefix("Error: getter (at app.js:2:")))
	s.Expect(s.Rest().Requests).To(BeZero())
}

func TestARecursionWithoutEnd(t *testing.T) {
	for name, f := range map[string]string{
		"plain":          `function f() { f() }`,
		"through native": `function f() { [1].forEach(f) }`,
		"caught":         `function f() { try { f() } finally { } }`,
		"in a toString":  `function f() { return String({toString: f}) }`,
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			s.vm.SetMaxCallStackSize(500) // unwinding native calls costs the square of their depth
			s.load(f + `
				setTimeout(f, 1);
				setTimeout(function() { Promise.resolve().then(function() { console.log("goes on") }) }, 2);`)
			s.pass(time.Second)
			s.prints("goes on")
			s.Expect(s.details(ledger.Uncaught)).To(
				HaveExactElements(HavePrefix("RangeError: Maximum call stack size exceeded (at app.js:1:")))
			s.Expect(s.broken()).To(BeEmpty())
		})
	}
}

func TestHowDeepCallsMayNest(t *testing.T) {
	s := start(t)
	s.load(`
		function f(n) { return n ? 1 + f(n - 1) : 0 }
		console.log(f(3900));
		setTimeout(function() { f(1e9) }, 1);`)
	s.pass(time.Second)
	s.prints("3900")
	s.Expect(s.details(ledger.Uncaught)).To(
		HaveExactElements(HavePrefix("RangeError: Maximum call stack size exceeded")))
}
