package weapp

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

func TestAValueIsShownAsItsJSON(t *testing.T) {
	s := start(t)
	s.load(`
		var same = {a: 1, b: ["x", null, undefined, function() {}, NaN, true],
			c: undefined, d: function() {},
				e: {f: new Date(0)},
					"ü\"": -1.5, g: Object("s"), h: Object(false), i: Object.create(null), j: Symbol("s")};
		console.log(JSON.stringify(same));
		console.log(same);
		console.log([[], {}], {toJSON: function() { return "of its own" }}, {toJSON: function() {}}, {});
		var cycle = {}; cycle.cycle = cycle; console.log(cycle);`)
	logs := s.logs()
	s.Expect(logs).To(HaveLen(4))
	s.Expect(logs[1]).To(Equal(logs[0]))
	s.Expect(logs[2:]).To(HaveExactElements(`[[],{}] "of its own" [object Object] [object Object]`, "[object Object]"))
}

// Each of these kept native code busy for minutes, or took gigabytes, before only the beginning was shown.
func TestOnlyTheBeginningOfAValueIsShown(t *testing.T) {
	for name, value := range map[string]string{
		"an object a million times in itself": `(function() { var o = {a: 1}; for (var i = 0; i < 40; i++) o = {a: ` +
			`o, b: o}; return o })()`,
		"a list without an end": `new Proxy([], {get: function(t, k) { return k === "length" ? 1e15 : typeof ` +
			`k === "symbol" || k === "toJSON" ? undefined : 1 }})`,
		"a long text":                  `"x".repeat(1 << 22)`,
		"a long text in an object":     `{a: "ü".repeat(1 << 22)}`,
		"an error with a long message": `new Error("x".repeat(1 << 22))`,
		"a long toString": `{toString: function() { return "x".repeat(1 << 22) }, toJSON: function() { ` +
			`throw 1 }}`,
		"a large list": `new Array(1e6).fill(function() {})`,
		"a toJSON that brings itself": `(function() { function N() {} N.prototype.toJSON = function() { return {n: ` +
			`new N()} }; return new N() })()`,
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			s.load(`var v = ` + value + `; setTimeout(function() { console.log(v) }, 1); setTimeout(function() { ` +
				`throw v }, 2); setTimeout(function() { Promise.reject(v) }, 3); setTimeout(function() { ` +
				`console.log("goes on") }, 4)`)
			begin := time.Now()
			s.pass(time.Second)
			s.Expect(time.Since(begin)).To(BeNumerically("<", s.limit), "each turn is far from its limit")
			s.Expect(s.broken()).To(BeEmpty(), s.lines())
			s.Expect(s.logs()).To(ContainElement("goes on"))
			for _, e := range s.ledger.Timeline().Where(ledger.Is(ledger.Console, ledger.Uncaught, ledger.Unhandled)) {
				s.Expect(len(e.Detail)).To(BeNumerically("<", 2000))
			}
		})
	}
}
