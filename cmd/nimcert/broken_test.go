package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

// A client that breaks the harness ends in errors, soon, and the next one is certified as if nothing had been.
func TestAClientThatLoopsInItsFirstCall(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "loops.js", "module.exports = {NIM: {getInstance: function () { while (true) {} }}, Chatroom: "+
		"{getInstance: function () { while (true) {} }}}")
	write(t, dir, "ginkgo.yml",
		"sdks: [{name: loops, family: nim, build: loops.js}, {name: reference, family: reference}]\n")
	o := nimcert(t, dir, "certify", "--allow-partial", "--run", "REC,KCK")
	g.Expect(o.code).To(Equal(exitBroke), o.stderr)
	g.Expect(o.out).To(ContainSubstring("without giving the thread back"))
	g.Expect(o.stderr).NotTo(ContainSubstring("goroutine"))
	g.Expect(certificateOf(t, dir, "yxim-nim-web-sdk-unknown-loops").Gate).To(Equal("error"))
	g.Expect(certificateOf(t, dir, "reference-1").Gate).To(Equal("open"))
}

// once is a script that runs when the client has logged in.
func once(script string) string {
	return "seams.onLogin = function (instance) { setTimeout(function () { " + script + " }, 100) };"
}

// Each breaker is the SDK of clients/nim/zoo with a few further lines that break the harness, not a requirement.
func TestClientsThatBreakTheHarness(t *testing.T) {
	sdk, err := os.ReadFile("../../clients/nim/zoo/sdk.js")
	if err != nil {
		t.Fatal(err)
	}
	const (
		loops = "without giving the thread back"
		// 512 of the script, or 1350 of the process where the machine is too busy to collect garbage before
		takes  = "MiB of memory"
		native = "without giving the thread back"
		floods = "the client never comes to rest"
		storms = "the client begins 3000 requests and sockets within a minute"
		mute   = "alice logs in: it did not happen"
	)
	// What takes its full limit of real time runs under requirements that are tried under one condition.
	for _, tc := range []struct{ name, breaks, run, gate, says string }{
		{"loops in a timer", once(`for (;;) ;`), "MSG-02", "error", loops},
		{"loops in a promise", once(`Promise.resolve().then(function () { for (;;) ; })`), "MSG-02", "error", loops},
		{"loops in microtasks", once(`(function again() { Promise.resolve().then(again) })()`), "MSG-02", "error",
			loops},
		{"loops in onMessage", `Link.prototype.receive = function () { for (;;) ; };`, "MSG-02", "error", loops},
		{"loops in a comparator", once(`[2, 1].sort(function () { for (;;) ; })`), "MSG-02", "error", loops},
		{"loops in native code", once(`[].indexOf.call({length: Math.pow(2, 53) - 1}, 1)`), "REC-01,DST-01", "error",
			native},
		{"loops in a regular expression", once(`/^(?=a)(a+)+$/.test("a".repeat(60) + "b")`), "MSG-02", "error", loops},
		{"recurses without end", `seams.onDone = function again(instance) { again(instance) };`, "DST-06", "closed",
			"Maximum call stack size exceeded"},
		{"recurses in JSON", once(`function N() { this.n = 1 } N.prototype.toJSON = function () { return {n: new ` +
			`N()} }; JSON.stringify(new N())`), "MSG-02", "error", ""},
		{"nests without end", once(`var a = []; for (;;) a = [a];`), "MSG-02", "error", ""},
		{"takes memory for arrays", once(`var all = []; for (;;) all.push(new Uint8Array(1 << 24).fill(1))`), "MSG-02",
			"error", ""},
		{"takes memory for strings", once(`var s = "x"; for (;;) s += s`), "MSG-02", "error", ""},
		{"takes memory bit by bit", once(`var all = []; setInterval(function () { all.push(new Uint8Array(1 << ` +
			`24).fill(1)) }, 1000)`), "REC-06", "error", takes},
		{"takes memory in native code", once(`new Array(4e9).fill(0)`), "MSG-02", "error", ""},
		{"asks for too large a buffer", `seams.onDone = function () { new ArrayBuffer(Math.pow(2, 40)) };`, "DST-06",
			"closed", "Array buffer allocation failed"},
		{"asks for too long a text", `seams.onDone = function () { "x".repeat(Math.pow(2, 40)) };`, "DST-06", "closed",
			"Invalid string length"},
		{"reads too deep a JSON", `seams.onDone = function () { JSON.parse("[".repeat(5e7)) };`, "DST-06", "closed",
			"Maximum call stack size exceeded"},
		{"a timeout of 0 for ever", once(`(function again() { setTimeout(again, 0) })()`), "LIM-01,KCK-03", "error",
			floods},
		{"an interval of 1 ms for ever", once(`setInterval(function () {}, 1)`), "LIM-01,KCK-03", "error", floods},
		{"asks and asks",
			once(`(function again() { wx.request({url: "https://lbs.netease.im/", complete: again}) })()`), "MSG-02",
			"closed", storms},
		{"asks for all at once", once(`for (;;) wx.request({url: "https://lbs.netease.im/"})`), "MSG-02", "closed",
			storms},
		{"opens sockets until they are refused, and on",
			once(`for (;;) wx.connectSocket({url: "wss://wlnimsc0.netease.im/"})`), "MSG-02", "closed", storms},
		{"comes back ten times a second", `seams.wait = function () { return 100; };`, "rec-09/wifi-gone-then-4g",
			"closed", "requests and sockets within a minute"},
		{"opens sockets until one is refused", once(`(function again() { wx.connectSocket({url: ` +
			`"wss://wlnimsc0.netease.im/socket.io/1/websocket/x", success: again}) })()`), "LIM-01", "closed",
			"sockets"},
		{"writes to the console without end", once(`for (;;) console.log("x".repeat(400))`), "MSG-02", "error",
			"floods the time line"},
		{"sends without end", once(`for (;;) instance.link.post("1_2", [])`), "MSG-02", "error", ""},
		{"sends huge frames", once(`for (var i = 0; i < 20; i++) instance.link.write("3:::" + "x".repeat(1 << 26))`),
			"MSG-02", "error", ""},
		{"sends garbage", `Link.prototype.write = function (frame) { this.socket.send({data: frame.slice(2) + ` +
			`"\u0000\ud800"}); this.socket.send({data: new ArrayBuffer(3)}) };`, "LIM-01,DST-02", "closed", mute},
		{"sends half frames", `Link.prototype.write = function (frame) { this.socket.send({data: frame.slice(0, ` +
			`frame.length / 2)}) };`, "LIM-01,DST-02", "closed", mute},
		{"answers each message with two", `Link.prototype.receive = (function (receive) {
				return function (text) { receive.call(this, text); this.post("6_26", []); this.post("6_27", []) };
			})(Link.prototype.receive);`, "MSG-02", "error", ""},
		{"throws in every callback of the socket", `Link.prototype.receive = function () { throw null };`, "LIM-01",
			"closed", mute},
		{"throws at the application", `Instance.prototype.connect = function () { throw {toString: function () { ` +
			`throw this }} };`, "LIM-01", "closed", "threw at the application: (a value that cannot be shown)"},
		{"throws nothing", `seams.onDone = function () { throw undefined };`, "DST-06", "closed", "undefined"},
		{"throws a value that cannot be shown",
			`seams.onDone = function () { throw {toString: function () { throw this }} };`, "DST-06", "closed",
			"a value that cannot be shown"},
		{"throws a frozen error", `seams.onDone = function () { throw Object.freeze(new Error("frozen\nstiff")) };`,
			"DST-06", "closed", "frozen stiff"},
		{"throws what no report can hold", `seams.onDone = function () { throw "</script>\u0000\u0007]]>&\ud800" };`,
			"DST-06", "closed", "</script>"},
		{"never calls back", `Instance.prototype.tell = function () {};`, "LIM-01,DST-02", "closed", mute},
		{"does nothing at all", `Instance.prototype.connect = Instance.prototype.end = function () {};`,
			"LIM-01,DST-02", "closed", mute},
		{"takes the timers away", `globalThis.setTimeout = globalThis.Promise = globalThis.Date = globalThis.JSON = ` +
			`null;`, "LIM-01,GLB-01", "closed", mute},
		{"brings a Date that stands still",
			`globalThis.Date = function () { return {getTime: function () { return 0 }} }; Date.now = function () { ` +
				`return NaN };`, "LIM-01,GLB-01", "closed", "Date is replaced"},
		{"ends the process", once(`if (typeof process === "object") process.exit(0)`) + `seams.onDone = function () ` +
			`{ require("process").exit(0) };`, "DST-06", "closed", "is not there"},
		{"asks the platform to end it", `seams.onDone = function () { wx.exitMiniProgram() };`, "DST-06", "error",
			"the host lacks wx.exitMiniProgram"},
		{"gives the platform what it cannot take", once(`[undefined,
				null, Symbol(), {get url() { throw 1 }},
					new Proxy({}, {get: function () { throw 2 }})].forEach(function (v) {
				["connectSocket", "request", "uploadFile"].forEach(function (api) {
					try { wx[api](v) } catch (e) {} try { wx[api]({url: v, data: v}) } catch (e) {} });
			})`), "LIM-01", "closed", "sockets"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			g := NewWithT(t)
			dir := t.TempDir()
			write(t, dir, "breaker.js", string(sdk)+"\n"+tc.breaks)
			write(t, dir, "ginkgo.yml",
				"sdks: [{name: breaker, family: nim, build: breaker.js}, {name: reference, family: reference}]\n")
			o := nimcert(t, dir, "certify", "--allow-partial", "--run", tc.run)
			code := exitClosed
			if tc.gate == "error" {
				code = exitBroke
			}
			g.Expect(o.code).To(Equal(code), o.out+o.stderr)
			g.Expect(o.stderr).NotTo(ContainSubstring("goroutine"))
			c := certificateOf(t, dir, "yxim-nim-web-sdk-unknown-breaker")
			g.Expect(c.Gate).To(Equal(tc.gate))
			said := false
			for _, r := range c.Requirements {
				g.Expect(r.Reason).NotTo(ContainSubstring("\n"), "one line")
				g.Expect(r.Reason).NotTo(ContainSubstring("budget"), "it is found out before")
				said = said || r.Verdict != "pass" && strings.Contains(r.Reason, tc.says)
			}
			g.Expect(said).To(BeTrue(), "no reason says %q: %+v", tc.says, c.Requirements)
			g.Expect(certificateOf(t, dir, "reference-1").Gate).To(Equal("open"),
				"the next client is certified normally")
		})
	}
}

type certified struct {
	Gate         string
	Requirements []struct{ ID, Verdict, Reason string }
}

func certificateOf(t *testing.T, dir, folder string) (c certified) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "out", folder, "certificate.json"))
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}
