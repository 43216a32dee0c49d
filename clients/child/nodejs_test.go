package child

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

func node(t *testing.T) *Engine {
	t.Helper()
	e, err := NodeJS(t.TempDir())
	if err != nil {
		t.Skipf("NOT TESTED: %s", err)
	}
	t.Cleanup(e.Close)
	return e
}

// The programs find Node's own modules and globals, on the session's timers.
func TestAProgramForNodeFindsNode(t *testing.T) {
	g := NewWithT(t)
	out := play(t, node(t), `module.exports = function (say) {
		say(typeof process.version, Buffer.from("a") instanceof Uint8Array, typeof wx, typeof getApp, typeof WebSocket);
		say(new Function("return 1")());
		var t = setTimeout(function () { say("never"); }, 5).unref();
		clearTimeout(t);
		var began = Date.now();
		var first = setTimeout(function (a) { say("late", a, Date.now() - began); }, 100, "again");
		setTimeout(function () { first.refresh(); }, 50);
		setImmediate(function () { say("immediate"); });
		process.nextTick(function () { say("tick"); });
		Promise.resolve().then(function () { say("job"); });
		setTimeout(function () { throw new Error("in a timer"); }, 1);
		setTimeout(function () { process.nextTick(function () { throw new Error("in a tick"); }); }, 2);
		setTimeout(function () { Promise.reject(new Error("nobody handles it")); }, 3);
		global.left = "behind";
	};`, nil)
	g.Expect(out.broken).To(BeEmpty())
	g.Expect(out.said).To(Equal([]string{
		"text string, boolean true, text undefined, text undefined, text undefined", "number 1", "text tick",
		"text job", "text immediate", "text late, text again, number 150",
	}))
	var wrong []string
	for _, e := range out.line.Where(ledger.Is(ledger.Uncaught, ledger.Unhandled)) {
		wrong = append(wrong, engineWords(e.Detail))
	}
	g.Expect(wrong).To(Equal([]string{"Error: in a timer", "Error: in a tick", "Error: nobody handles it"}))
}

// What one program leaves behind is not there for the next.
func TestEachProgramForNodeHasAProcessOfItsOwn(t *testing.T) {
	g := NewWithT(t)
	e := node(t)
	for range 2 {
		out := play(t, e, `module.exports = function (say) { say(typeof global.left); global.left = 1; };`, nil)
		g.Expect(out.said).To(Equal([]string{"text undefined"}))
	}
}

// Its network is the host's: what is refused there is refused with Node's own errors, and nothing else reaches out.
func TestTheNetworkOfAProgramForNodeIsTheHosts(t *testing.T) {
	g := NewWithT(t)
	out := play(t, node(t), `module.exports = function (say) {
		var http = require("http"), https = require("https");
		http.get("http://example.com/a").on("error", function (e) { say(1, e.code); });
		https.request({ host: "example.com", path: "/b", method: "POST" }).on("error", function (e) {
			say(2, e.code);
		}).end("body");
		fetch("https://example.com/c").then(null, function (e) { say(3, e instanceof TypeError, e.cause.message); });
		var stop = new AbortController();
		fetch("https://example.com/d", { signal: stop.signal }).then(null, function (e) { say(4, e.name); });
		stop.abort();
		https.get({ host: "example.com", path: "/e", headers: { Connection: "Upgrade", Upgrade: "websocket",
			"Sec-WebSocket-Version": 13, "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==" } })
			.on("error", function (e) { say(5, e.code); });
		try { require("dns").lookup("example.com", function () {}); } catch (e) { say(e.message); }
		try { new (require("net").Socket)().connect(80); } catch (e) { say(e.message); }
	};`, nil)
	g.Expect(out.broken).To(BeEmpty())
	g.Expect(out.said).To(ConsistOf(
		"text lookup is not there in a certification", "text connect is not there in a certification",
		"number 1, text ECONNREFUSED", "number 2, text ECONNREFUSED", "number 3, boolean true, text connection refused",
		"number 4, text AbortError", "number 5, text ECONNREFUSED",
	))
	g.Expect(out.line.Where(ledger.Is(ledger.RequestStart))).To(HaveLen(3), "the one that was aborted never began")
	g.Expect(out.line.Where(ledger.Is(ledger.SocketConnecting))).To(HaveLen(1))
}

func TestAnESModuleOfOneFileBecomesACommonJSModule(t *testing.T) {
	g := NewWithT(t)
	g.Expect(commonJS(`/* SDK */
import e from"ws";import*as t from"fs"; import {a as b, c} from 'm';
var n=1;class NIM{} export{n as V2,NIM as default};
`)).To(Equal(`"use strict";/* SDK */
var e=require("ws");var t=require("fs"); var {a:b, c}=require('m');
var n=1;class NIM{} module.exports.V2=n;module.exports.default=NIM;`))
	for _, source := range []string{`module.exports = { important: "import a from 'b'" };`, "exports.a = 1;\n"} {
		g.Expect(commonJS(source)).To(Equal(source))
	}
}

// Node refuses no socket, whatever the session's platform is.
func TestAProgramForNodeIsRefusedNoSocket(t *testing.T) {
	g := NewWithT(t)
	few := func() clients.Profile { return clients.Profile{Name: "few", Total: 1, PerDomain: 1} }
	p := onNode(clients.Env{Profile: few}).Profile()
	g.Expect(p.Name).To(Equal("few"))
	g.Expect(p.Unlimited).To(BeTrue())
	g.Expect(onNode(clients.Env{}).Profile()).To(Equal(clients.NodeProfile()))
}
