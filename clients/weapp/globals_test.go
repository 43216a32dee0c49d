package weapp

import (
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
	"nimcert/ledger/ledgertest"
)

func TestTheBrowsersNamesExistAndAreUndefined(t *testing.T) {
	s := start(t)
	names := []string{"window", "document", "frames", "self", "location", "navigator", "localStorage", "history",
		"Caches", "screen", "alert", "confirm", "prompt", "XMLHttpRequest", "WebSocket"}
	var source strings.Builder
	for _, name := range names { // any ReferenceError breaks the script
		fmt.Fprintf(&source, "if (%[1]s !== undefined || (%[1]s && %[1]s.foo)) throw new Error('%[1]s is there');\n",
			name)
	}
	s.load(source.String() + "console.log('all undefined');")
	s.Expect(s.broken()).To(BeEmpty())
	s.prints("all undefined")
}

func TestCommonJS(t *testing.T) {
	s := start(t)
	s.load(`
		console.log(typeof module, typeof exports, module.exports === exports, typeof require);
		try { require("fs") } catch (e) { console.log(e.message) }
		undeclared = 1;
		console.log(globalThis.undeclared, typeof wx);
		// a comment at the end`)
	s.Expect(s.broken()).To(BeEmpty())
	s.prints("object object true function", `module "fs" is not there`, "1 object")
}

func TestCodeFromStringsIsForbidden(t *testing.T) {
	for _, tc := range []struct{ what, code string }{
		{"eval", `eval("1")`},
		{"eval", `(0, eval)("1")`},
		{"eval", `globalThis.eval("1")`},
		{"eval", `var local = 1; eval("local = 2")`},
		{"new Function", `new Function("return 1")`},
		{"new Function", `Function("return 1")`},
		{"new Function", `(function(){}).constructor("return 1")`},
		{"new Function", `new (class extends Function {})("return 1")`},
		{"new Function", `Reflect.construct(Function, ["return 1"])`},
		{"new Function", `Object.getPrototypeOf(function*(){}).constructor("yield 1")`},
		{"new Function", `Object.getPrototypeOf(async function(){}).constructor("await 1")`},
	} {
		t.Run(tc.code, func(t *testing.T) {
			s := start(t)
			s.load(`try { ` + tc.code +
				`; console.log("it ran") } catch (e) { console.log(e instanceof TypeError, e.message) }`)
			s.prints("true " + tc.what + ": code generation from strings is not allowed in a mini program")
			s.Expect(s.details(ledger.Forbidden)).To(HaveExactElements(tc.what))
		})
	}
}

func TestFunctionIsTheConstructorOfEveryFunction(t *testing.T) {
	s := start(t)
	s.load(`
		var all = [function(){},
			function*(){}, async function(){},
				() => 1, class {},
					Math.max, wx.request, setTimeout, (function(){}).bind(null), {m() {}}.m, Object, Function];
		console.log(all.every(function(f) { return f instanceof Function }));
		console.log((function(){}).constructor === Function,
			Function.name, typeof Function.prototype.call, typeof globalThis.__forbidden);
		console.log((function(a, b) { return this.x + a + b }).call({x: 1}, 2, 3),
			(function(){ return arguments.length }).apply(null, [1, 2]));`)
	s.prints("true", "true Function function undefined", "6 2")
	s.Expect(s.details(ledger.Forbidden)).To(BeEmpty())
}

func TestDateIsSessionTime(t *testing.T) {
	s := start(t)
	s.load(`
		console.log(Date.now(), new Date().toISOString());
		setTimeout(function() { console.log(Date.now(), new Date().getTime()) }, 90000);`)
	s.pass(time.Hour)
	later := ledgertest.Wall.Add(90 * time.Second).UnixMilli()
	s.prints(fmt.Sprintf("%d 2026-01-02T03:04:05.000Z", ledgertest.Wall.UnixMilli()),
		fmt.Sprintf("%d %d", later, later))
}

func TestTimeStandsStillInATurn(t *testing.T) {
	s := start(t)
	s.load(`var begin = Date.now(); for (var i = 0; i < 1e4; i++) ; console.log(Date.now() - begin)`)
	s.prints("0")
}

func TestRandomNumbersRepeat(t *testing.T) {
	numbers := func(seed int64) []string {
		s := startSeed(t, seed)
		s.load(`for (var i = 0; i < 100; i++) { var n = Math.random(); if (!(n >= 0 && n < 1)) throw n; ` +
			`console.log(n) }`)
		s.Expect(s.broken()).To(BeEmpty())
		return s.logs()
	}
	g := NewWithT(t)
	first := numbers(7)
	g.Expect(first).To(HaveLen(100))
	g.Expect(numbers(7)).To(Equal(first))
	g.Expect(numbers(8)).NotTo(Equal(first))
	g.Expect(first[1]).NotTo(Equal(first[0]))
}

func TestTheConsoleShowsValues(t *testing.T) {
	s := start(t)
	s.load(`
		console.log();
		console.warn("a", 1, true, null, undefined, 1n, Symbol("s"));
		console.error({a: [1, {b: 2}]}, [], [1, 2], {});
		console.info(function named() {});
		var ring = {}; ring.ring = ring;
		console.debug(ring);
		console.log(new Error("oops"));
		console.log("x".repeat(1000));`)
	s.Expect(s.broken()).To(BeEmpty())
	logs := s.logs()
	s.Expect(logs).To(HaveLen(7))
	s.Expect(logs[:5]).To(
		Equal([]string{"", "a 1 true null undefined 1 s", `{"a":[1,{"b":2}]}  [1,2] [object Object]`,
			"function named() {}", "[object Object]"}))
	s.Expect(logs[5]).To(ContainSubstring("Error: oops"))
	s.Expect(logs[5]).To(ContainSubstring("app.js:8:"))
	s.Expect(logs[6]).To(Equal(strings.Repeat("x", 400) + "…"))
	var levels []string
	for _, e := range s.ledger.Timeline().Where(ledger.Is(ledger.Console)) {
		levels = append(levels, e.Level)
	}
	s.Expect(levels).To(HaveExactElements("log", "warn", "error", "info", "debug", "log", "log"))
}

func TestTheConsoleSurvivesHostileValues(t *testing.T) {
	for name, value := range map[string]string{
		"toString throws":   `{toString: function() { throw new Error("no") }}`,
		"no way to show it": `Object.create(null)`,
		"a getter throws":   `Object.defineProperty(new Error("x"), "stack", {get: function() { throw 1 }})`,
		"toJSON throws":     `{toJSON: function() { throw 1 }}`,
		"a hostile proxy":   `new Proxy({}, {get: function() { throw 1 }, ownKeys: function() { throw 1 }})`,
		"endless recursion": `{toString: function f() { return f() }}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			s.vm.SetMaxCallStackSize(500)
			s.load(`
				function after(x) {
					var y = x + 1; Promise.resolve().then(function() { console.log("then", y) }); return y }
				console.log(` + value + `);
				console.log("next", after(1));`)
			s.Expect(s.broken()).To(BeEmpty())
			s.Expect(s.logs()).To(HaveLen(3))
			s.Expect(s.logs()[1:]).To(HaveExactElements("next 2", "then 2"), "the script goes on unharmed")
			s.Expect(s.details(ledger.Uncaught)).To(BeEmpty())
		})
	}
}
