package child

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"go.uber.org/goleak"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/weapp"
	"nimcert/clock"
	"nimcert/ledger"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/dlclark/regexp2/v2.runClock"))
}

// wall is the date at which session time begins.
var wall = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// engine finds an engine for a test, which is left out aloud where the engine's package is missing.
func engine(t *testing.T, name string) *Engine {
	t.Helper()
	e, err := Find(name)
	if err != nil {
		t.Skipf("NOT TESTED: %s", err)
	}
	t.Cleanup(e.Close)
	return e
}

// played is what became of a program.
type played struct {
	said   []string // by the program
	line   ledger.Timeline
	broken []string
}

// play runs a script that exports a function of say, and lets session time pass for a minute. then is called on the
// program between the load and the wait, with what the program says from the first word on, and says whether it closed
// it; it may be nil.
func play(
	t *testing.T, r adapter.Runtime, source string, then func(p adapter.Program, heard <-chan string) (closed bool),
) (out played) {
	t.Helper()
	g := NewWithT(t)
	script, err := r.Compile("app.js", source)
	g.Expect(err).NotTo(HaveOccurred())
	clk := clock.New(clock.Skip, wall)
	defer clk.Stop()
	work := clk.Work()
	defer work()
	seen := ledger.New(clk)
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	g.Expect(err).NotTo(HaveOccurred())
	addr := gone.Addr().String()
	g.Expect(gone.Close()).To(Succeed())
	broken := make(chan string, 8)
	p := r.Start(clients.Env{Clock: clk, Ledger: seen, Addr: addr, Seed: 1, Globals: true, Broken: func(err error) {
		select {
		case broken <- err.Error():
		default:
		}
	}})
	heard := make(chan string, 100)
	p.Give("say", adapter.Function(func(args []adapter.Value) {
		var words []string
		for _, a := range args {
			words = append(words, string(a.Is)+" "+a.String())
		}
		out.said = append(out.said, strings.Join(words, ", "))
		select {
		case heard <- out.said[len(out.said)-1]:
		default: // nobody listens to so much
		}
	}))
	p.Load(script, "program", "say")
	if then != nil && then(p, heard) {
		return out
	}
	over := make(chan struct{})
	clk.AfterFunc(time.Minute, func(time.Duration) {
		p.Post(func() { close(over) })
	})
	work()
	select {
	case <-over:
	case why := <-broken:
		out.broken = append(out.broken, why)
	case <-time.After(time.Minute):
		t.Error("the program neither ends nor breaks")
	}
	p.Close()
	g.Expect(p.Stuck()).To(BeFalse())
	out.line = seen.Timeline()
	return out
}

// told is what the host wrote down, without words that are the engine's own.
func (p played) told() []string {
	var out []string
	for _, e := range p.line {
		out = append(out, fmt.Sprintf("%s %s %s %s", e.At, e.Kind, e.Name, engineWords(e.Detail)))
	}
	return out
}

// engineWords leaves out the places of an error.
func engineWords(s string) string {
	s, _, _ = strings.Cut(s, " (at ")
	s, _, _ = strings.Cut(s, " at ")
	return s
}

// scripts are programs that see the same on every engine. say reports; what stands on the time line counts, too.
var scripts = map[string]string{
	"values cross": `
		var odd = [undefined, null, true, 1, -0, 1.5, 1e300, NaN, -Infinity, "",
			"Grüße, 你好 😀 \" \\ \n", "\ud800 alone", "a\u0000b"];
		odd.forEach(function (v, i) {
			wx.setStorageSync("k" + i, v);
			var back = wx.getStorageSync("k" + i);
			say(typeof back, back === v || back !== back, String(back).length);
		});
		wx.setStorageSync("o", {a: [1, {b: "c"}, null], d: undefined, "$": 1, e: function () {}});
		say(JSON.stringify(wx.getStorageSync("o")));
		wx.setStorageSync("j", {toJSON: function () { return {made: 1}; }});
		say(JSON.stringify(wx.getStorageSync("j")));
		wx.setStorageSync("d", new Date(5));
		say(wx.getStorageSync("d") instanceof Date, +wx.getStorageSync("d"));
		say(Array.isArray(wx.getStorageInfoSync().keys), wx.getStorageInfoSync().keys.length);`,
	"what say gets": `
		say("text", 5, NaN, null, undefined, true);
		say({a: 1, b: "two", c: {d: [1, 2]}, e: undefined}, [1, [2]], function f() {});
		say(new Date(0).toISOString(), Symbol("s"), {toJSON: function () { return "made" }}, Object.create(null));
		var loop = {}; loop.loop = loop;
		say(loop, {inside: loop}, {toString: function () { throw 1 }});
		say(new Array(100).join("long "));
		say({deep: {get x() { throw new Error("no") }}});`,
	"buffers": `
		var b = new Uint8Array([0, 1, 2, 250, 255]).buffer;
		say(wx.arrayBufferToBase64(b), wx.base64ToArrayBuffer("AAEC+v8=").byteLength);
		say(wx.base64ToArrayBuffer("AAEC+g").byteLength);
		say(Array.prototype.join.call(new Uint8Array(wx.base64ToArrayBuffer("AAEC+v8=")), " "));
		var fs = wx.getFileSystemManager(), f = wx.env.USER_DATA_PATH + "/f";
		fs.writeFileSync(f, b);
		say(Object.prototype.toString.call(fs.readFileSync(f)), fs.readFileSync(f, "base64"));
		say(fs.statSync(f).isFile(), fs.statSync(f).size);
		wx.getRandomValues({length: 6, success: function (r) { say(wx.arrayBufferToBase64(r.randomValues)); }});`,
	"order": `
		setTimeout(function () { say("timer 2"); }, 2);
		setTimeout(function (a, b) {
			say("timer 1", a === world, b);
			Promise.resolve().then(function () { say("behind timer 1"); });
		}, 1, world, 7);
		var world = {};
		Promise.resolve().then(function () { say("job 1"); queueMicrotask(function () { say("job 3"); }); });
		Promise.resolve().then(function () { say("job 2"); });
		wx.getSystemInfo({
			success: function () { say("success"); Promise.resolve().then(function () { say("behind success"); }); },
			complete: function () { say("complete"); }
		});
		wx.nextTick(function () { say("tick"); });
		var n = 0, t = setInterval(function () { say("again", ++n); if (n === 3) clearInterval(t); }, 1000);
		clearTimeout(setTimeout(function () { say("never"); }, 5));
		clearTimeout(undefined); clearTimeout(12345);
		say("last of the load");`,
	"promises of the platform": `
		wx.setStorage({key: "a", data: 1})
			.then(function (r) { say("kept", r.errMsg); return wx.getStorage({key: "a"}); })
			.then(function (r) { say(r.data); return wx.getStorage({key: "none"}); })
			.then(null, function (e) { say("broken", e.errMsg); });`,
	"errors": `
		setTimeout(function () { throw new Error("in a timer"); }, 1);
		setTimeout(function () { throw {code: 5}; }, 2);
		setTimeout(function () { throw "a text"; }, 3);
		setTimeout(function () { Promise.reject(new TypeError("nobody handles it")); }, 4);
		setTimeout(function () { var p = Promise.reject(1); p.catch(function () { say("handled"); }); }, 5);
		setTimeout(function () {
			Promise.reject({why: "an object"});
			Promise.resolve().then(function () { throw new Error("in a job"); });
		}, 6);
		setTimeout(function () { queueMicrotask(function () { throw new Error("in a microtask"); }); }, 7);
		wx.onError(function (line) { say("told", line.slice(0, 6)); });
		wx.onUnhandledRejection(function (r) { say("told", typeof r.reason, typeof r.promise.then); });
		try { wx.getFileSystemManager().readFileSync("nowhere"); } catch (e) {
			say(e instanceof Error, e.errMsg, e.message === e.errMsg);
		}
		try { wx.login(); } catch (e) { say(String(e)); }
		try { eval("1"); } catch (e) { say(e instanceof TypeError); }
		try { new Function("return 1"); } catch (e) { say(e instanceof TypeError); }
		say(new Function("return this")() === globalThis, (function () {}) instanceof Function);
		setTimeout("a string", 8);
		console.log("said", {a: 1}, [2], null, undefined, new Error("shown").message);
		console.error("bad");`,
	"dates and numbers": `
		var d = new Date();
		say(d.getTime(), Date.now(), d.getTimezoneOffset(), d.getHours(), typeof Date());
		for (var i = 0; i < 3000; i++) Date.now();
		say(Date.now() - d.getTime(), new Date(2026, 0, 2).getTime(), Date.UTC(2026, 0));
		say(new Date("2026-01-02T00:00:00Z").getTime());
		class Mine extends Date { mine() { return 1; } }
		say(new Mine(5).mine(), +new Mine(5), new Mine() instanceof Date);
		say(Date.length, Date.name, new Date(0).constructor === Date);
		for (i = 0; i < 40; i++) say(Math.random());
		setTimeout(function () { say(Date.now() - d.getTime()); }, 12345);`,
	"listeners": `
		function f(r) { say("f", r.networkType); }
		function g(r) { say("g", r.networkType); }
		wx.onNetworkStatusChange(f); wx.onNetworkStatusChange(g); wx.offNetworkStatusChange(f);
		say(wx.onNetworkStatusChange === wx.onNetworkStatusChange, typeof wx.connectSocket);
		say(wx.canIUse("connectSocket"), wx.canIUse("nonsense"));`,
	"a socket that is refused": `
		var opens = 0;
		var t = wx.connectSocket({
			url: "wss://example.com/x", success: function () { opens++; },
			complete: function (r) { say("complete", r.errMsg, opens); }
		});
		say(Object.keys(t).sort().join(), t.readyState, "readyState" in t, t.CONNECTING, t.CLOSED);
		t.onError(function (e) { say("error", e.errMsg, t.readyState); });
		t.onClose(function (e) { say("close", e.code, t.readyState); });
		say(t.send({data: "x", fail: function (r) { say(r.errMsg); }}));
		var r = wx.request({url: "https://example.com/", fail: function (r) { say(r.errMsg); }});
		r.onHeadersReceived(function () {});`,
	"the surface": `
		say(Object.keys(wx).sort().join());
		say(typeof window, typeof document, typeof XMLHttpRequest, typeof process, typeof require);
		say(typeof print, typeof Buffer);
		say(getApp() === getApp(), getCurrentPages().length, typeof App, JSON.stringify(wx.getSystemInfoSync()));
		say(JSON.stringify(__wxConfig));
		try { require("fs"); } catch (e) { say(e.message); }`,
	"what the program may do to its world": `
		Object.prototype.$ = "pollution";
		Array.prototype.map = Array.prototype.forEach = Array.prototype.push = null;
		JSON.stringify = JSON.parse = String.prototype.slice = Map = Reflect.apply = null;
		Function.prototype.call = Function.prototype.apply = Function.prototype.bind = null;
		wx.setStorageSync("k", {a: [1]});
		var back = wx.getStorageSync("k");
		setTimeout(function () { say("still", back.a[0]); }, 1);`,
}

// TestProgramsSeeTheSameOnEveryEngine holds each engine against the embedded one.
func TestProgramsSeeTheSameOnEveryEngine(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			e := engine(t, name)
			for title, body := range scripts {
				t.Run(title, func(t *testing.T) {
					g := NewWithT(t)
					source := "module.exports = function (say) { " + body + "\n};"
					then := func(p adapter.Program, _ <-chan string) bool {
						p.SetNetwork("none")
						p.SetNetwork("4g")
						p.Inspect()
						return false
					}
					want, got := play(t, weapp.Runtime{}, source, then), play(t, e, source, then)
					g.Expect(got.broken).To(Equal(want.broken))
					g.Expect(got.said).To(Equal(want.said))
					g.Expect(got.told()).To(Equal(want.told()))
					g.Expect(got.said).NotTo(BeEmpty())
				})
			}
		})
	}
}
