package weapp

import (
	"errors"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dop251/goja"
	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

func quote(s string) string { return regexp.QuoteMeta(s) }

// shortly makes the host's limit for a turn short, so that a script without an end is found at once. Scripts that end
// are not judged by it.
func (s *stage) shortly() { s.limit = 30 * time.Millisecond }

// broke checks that the client broke, once, with one line, and that nothing of it runs any more.
func (s *stage) broke(want string) {
	s.t.Helper()
	s.Eventually(s.broken).Should(HaveLen(1), s.lines())
	line := s.broken()[0]
	s.Expect(line).To(MatchRegexp(want))
	s.Expect(line).NotTo(ContainSubstring("\n"))
	s.Expect(s.details(ledger.Broken)).To(HaveExactElements(line))

	before := len(s.logs())
	ran := false
	s.Run(func(*goja.Runtime) { ran = true })
	s.Load(s.compile("later.js", `console.log("it runs")`), func(*goja.Runtime, *goja.Object) error {
		ran = true
		return nil
	})
	s.Load(s.compile("worse.js", `throw 1`), func(*goja.Runtime, *goja.Object) error { return nil })
	s.pass(time.Hour)
	s.Expect(ran).To(BeFalse(), "nothing runs any more")
	s.Expect(s.logs()).To(HaveLen(before))
	s.Expect(s.broken()).To(HaveLen(1), "said once")
	s.Expect(s.details(ledger.Uncaught)).To(BeEmpty())
}

func TestAScriptThatThrowsAtLoad(t *testing.T) {
	for name, tc := range map[string]struct{ source, want string }{
		"an error": {`throw new Error("not today")`,
			`^app\.js does not load: Error: not today \(at app\.js:2:\d+\)$`},
		"a name that is not": {`missing.thing`,
			`^app\.js does not load: ReferenceError: missing is not defined \(at app\.js:2:\d+\)$`},
		"a value of many lines": {"throw 'one\\ntwo\\n  three'",
			`^app\.js does not load: one two three \(at app\.js:2:\d+\)$`},
		"a hostile value": {`throw {toString: function() { throw 1 }}`,
			`^app\.js does not load: \(a value that cannot be shown\) \(at app\.js:2:\d+\)$`},
		"no exports": {`module.exports = null`,
			`^app\.js does not load: TypeError: Cannot convert undefined or null to object$`},
		"hostile exports": {`Object.defineProperty(module, "exports", {get: function() { throw "no" }})`,
			`^app\.js does not load: no \(at app\.js:2:\d+\)$`},
		"endless recursion": {`(function f() { f() })()`,
			`^app\.js does not load: RangeError: Maximum call stack size exceeded \(at app\.js:2:\d+, .*\)$`},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			s.load("setTimeout(function() { console.log('a timer runs') }, 1000); setInterval(function() { " +
				"console.log('an interval runs') }, 1000);\n" + tc.source)
			s.broke(tc.want)
		})
	}
}

func TestTheTakerOfTheExportsMayRefuse(t *testing.T) {
	s := start(t)
	s.Load(s.compile("app.js", `exports.name = "x"`), func(_ *goja.Runtime, exports *goja.Object) error {
		return errors.New("it exports no " + exports.Get("name").String())
	})
	s.settle()
	s.broke(`^app\.js does not load: it exports no x$`)
}

func TestTheTakerOfTheExportsMeetsAGetterThatThrows(t *testing.T) {
	s := start(t)
	s.Load(s.compile("app.js", `Object.defineProperty(exports, "name", {get: function() { throw new Error("not `+
		`yours") }})`), func(_ *goja.Runtime, exports *goja.Object) error {
		exports.Get("name")
		return nil
	})
	s.settle()
	s.broke(`^app\.js does not load: Error: not yours \(at app\.js:1:\d+\)$`)
}

func TestAScriptThatLoopsForEver(t *testing.T) {
	loop := `for (;;) ;`
	for name, source := range map[string]string{
		"at load":                 loop,
		"in a timer":              `setTimeout(function() { ` + loop + ` }, 1000)`,
		"in an interval":          `setInterval(function() { ` + loop + ` }, 1000)`,
		"in the answer of a call": `wx.getSystemInfo({success: function() { ` + loop + ` }})`,
		"in a request's answer":   `wx.request({url: "https://x/", complete: function() { ` + loop + ` }})`,
		"in a message's handler": `var t = wx.connectSocket({url: "wss://x/ws"}); t.onOpen(function() { ` +
			`t.send({data: "x"}) }); t.onMessage(function() { ` + loop + ` })`,
		"in onClose": `wx.connectSocket({url: "wss://x/none"}).onClose(function() { ` + loop + ` })`,
		"and the next handler": `var t = wx.connectSocket({url: "wss://x/none"}); t.onClose(function() { ` + loop +
			` }); t.onClose(function() { console.log("it runs") })`,
		"catching everything":      `for (;;) try { for (;;) ; } catch (e) { } finally { continue }`,
		"in microtasks":            `function again() { Promise.resolve().then(again) } again()`,
		"in microtasks of a timer": `function again() { Promise.resolve().then(again) } setTimeout(again, 1)`,
		"in a toString at load":    `throw {toString: function() { ` + loop + ` }}`,
		"in a toString thrown":     `setTimeout(function() { throw {toString: function() { ` + loop + ` }} }, 1)`,
		"in a toString rejected":   `Promise.reject({toString: function() { ` + loop + ` }})`,
		"in a toString logged":     `for (;;) console.error({toString: function() { ` + loop + ` }})`,
		"in a getter":              `wx.request({url: "https://x/", get complete() { ` + loop + ` }})`,
		"in the exports":           `Object.defineProperty(module, "exports", {get: function() { ` + loop + ` }})`,
		"in native code":           `for (;;) /^(?=a)(a+)+$/.test("aaaaaaaaaaaaaaab")`,
		"allocating":               `var all = []; for (;;) all.push(new Array(100))`,
		"with strings":             `var s = ""; for (;;) s += "x"`,
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			s.shortly()
			s.load("setInterval(function() { console.log('an interval runs') }, 1e6);\n" + source)
			s.LetGo() // it may be a timer's
			s.broke(`^the script ran for more than 30ms without giving the thread back$`)
			s.Expect(s.logs()).NotTo(ContainElement("it runs"))
		})
	}
}

func TestABrokenClientStillCounts(t *testing.T) {
	s := start(t)
	s.load(`setTimeout(function() {}, 1000); wx.request({url: "https://x/hold"}); wx.connectSocket({url: ` +
		`"wss://x/ws"})`)
	s.await(ledger.Is(ledger.Held))
	s.load(`throw "broken"`)
	s.Expect(s.broken()).To(HaveLen(1))
	s.Expect(s.Rest()).To(Equal(clients.Rest{Timers: 1, Requests: 1, Sockets: 1}))
}

func TestABusyTurnIsNotOver(t *testing.T) {
	s := start(t)
	s.Expect(s.limit).To(Equal(5 * time.Second))
	s.load(`for (var i = 0; i < 1e5; i++) ; console.log("done")`)
	s.prints("done")
	s.Expect(s.broken()).To(BeEmpty())
}

// What Close interrupts has not run for too long.
func TestCloseInterruptsAScriptQuietly(t *testing.T) {
	for range 20 {
		s := start(t)
		var entered atomic.Bool
		s.Run(func(vm *goja.Runtime) {
			_ = vm.Set("entered", func() { entered.Store(true) })
		})
		s.Load(s.compile("app.js", `entered(); for (;;) ;`), func(*goja.Runtime, *goja.Object) error { return nil })
		s.Eventually(entered.Load).Should(BeTrue())
		s.Close()
		s.Expect(s.broken()).To(BeEmpty())
		s.Expect(s.details(ledger.Uncaught)).To(BeEmpty())
		s.Expect(s.details(ledger.Broken)).To(BeEmpty())
		s.Close() // again
	}
}

func TestAScriptThatDoesNotParse(t *testing.T) {
	g := NewWithT(t)
	for source, want := range map[string]string{
		"var = 1":                 `^sdk\.js does not parse: .*sdk\.js: Line 1:\d+ .*$`,
		"ok()\n\n}{":              `^sdk\.js does not parse: .*Line 3:\d+ .*$`,
		"\"unterminated":          `^sdk\.js does not parse: .*$`,
		strings.Repeat("}\n", 50): `^sdk\.js does not parse: .*$`,
		"import x from 'y'":       `^sdk\.js does not parse: .*$`,
		"<html></html>":           `^sdk\.js does not parse: .*$`,
	} {
		p, err := Compile("sdk.js", source)
		g.Expect(p).To(BeNil())
		g.Expect(err).To(MatchError(MatchRegexp(want)))
		g.Expect(err.Error()).NotTo(ContainSubstring("\n"), "one line")
	}
}
