package weapp

import (
	"testing"

	. "github.com/onsi/gomega"
)

// Each gives true on phones. The engine alone throws, or gives something else.
func TestWhatTheEngineLacks(t *testing.T) {
	for _, expression := range []string{
		// Symbol.asyncIterator (ES2018), which TypeScript's helpers ask for
		`typeof Symbol.asyncIterator === "symbol"`,
		`(async () => {}).constructor.name === "AsyncFunction"`,
		`(function*() {}).constructor.name === "GeneratorFunction"`,
		// ES2021
		`(function() { var o = {}; return new WeakRef(o).deref() === o })()`,
		`Object.prototype.toString.call(new WeakRef({})) === "[object WeakRef]"`,
		`(function() { try { WeakRef({}) } catch (e) { return e instanceof TypeError } })()`,
		`(function() { try { new WeakRef(1) } catch (e) { return e instanceof TypeError } })()`,
		`(function() { var f = new FinalizationRegistry(function() {}), key = {};
			return f.register({}, 1, key) === undefined && f.unregister(key) && !f.unregister(key) })()`,
		// ES2024, in the base library's own core-js since 2.30.3
		`"a\ud83d\ude00".isWellFormed() && !"\ud83d".isWellFormed() && "a\ud83d".toWellFormed() === "a\ufffd"`,
		// Annex B
		`(function() { var o = {}; o.__defineGetter__("a", function() { return 7 }); o.__defineSetter__("b", String);
			return o.a === 7 && o.__lookupGetter__("a")() === 7 && o.__lookupSetter__("b") === String &&
				o.__lookupGetter__("none") === undefined && Object.keys(o).join() === "a,b" })()`,
		`new Date(0).toGMTString() === new Date(0).toUTCString()`,
		`(function() { var d = new Date(2001, 1); d.setYear(99); return d.getYear() === 99 })()`,
		`"a".link('x"y') === '<a href="x&quot;y">a</a>' && "b".bold() === "<b>b</b>"`,
		// the arguments of toLocaleString are no radix
		`(1234.5).toLocaleString("en-US", {minimumFractionDigits: 2}).replace(",", "").indexOf("1234.5") === 0`,
		`(5n).toLocaleString("de") === "5"`,
		// a proxy at the right of instanceof
		`(function() { class A { } var P = new Proxy(A, {});
			return new P instanceof P && new A instanceof P && !({} instanceof P) })()`,
		`(function() { class A { static [Symbol.hasInstance]() { return true } }
			return 1 instanceof new Proxy(A, {}) })()`,
		`(function() { var r = Proxy.revocable(function() {}, {}), o = new r.proxy; return o instanceof r.proxy })()`,
		`(function() { var h = {get: function(t, k) { return this === h && k }};
			return new Proxy(String, h).x === "x" })()`,
		// a proxy's handler is this in each of its traps, and may be frozen, or an object of a class
		`(function() { var h = Object.freeze({get(t, k) { return this === h && k }, apply() { return this === h }});
			var p = new Proxy(function() {}, h); return p.x === "x" && p() })()`,
		`(function() { class H { #n = 7; construct() { return {n: this.#n} } }
			var P = new Proxy(function() {}, new H); return new P().n === 7 })()`,
		`(function() { class A { } var P = new Proxy(A, Object.freeze({get: Reflect.get}));
			return new A instanceof P })()`,
		`(function() { var h = {}, p = new Proxy(String, h); h.get = () => 7; h.apply = () => 8;
			return p.x === 7 && p() === 8 })()`,
		`(function() { try { new Proxy(String, {get: 1}).x } catch (e) { return e instanceof TypeError } })()`,
		`Math.cosh(710) < Infinity && Math.cosh(0) === 1 && Math.abs(Math.cosh(-1) - 1.5430806348152437) < 1e-15`,
		// constructors of buffers and of regular expressions, called without new
		`(function() { try { Uint8Array(1) } catch (e) { return e instanceof TypeError } })()`,
		`(function() { try { ArrayBuffer(1) } catch (e) { return e instanceof TypeError } })()`,
		`(function() { var r = /a/g; return RegExp(r) === r && RegExp(r, "i") !== r && new RegExp(r) !== r })()`,
		`(function() { class R extends RegExp { } return new R("a") instanceof R && RegExp("a") instanceof RegExp })()`,
		// a limit below 0 is none
		`"a1b2c".split(/\d/, -1).length === 3 && "a1b".split(/\d/, 1).length === 1`,
		`"ab".split(/(?:)/, -1).length === 2`,
		// what core-js asks methods of sets, and queueMicrotask, before it replaces them
		`(function() { var all = {size: Infinity, has: () => true, keys() { throw 1 }}, s = new Set([1, 2]);
			return s.intersection(all).size === 2 && s.difference(all).size === 0 && s.isSubsetOf(all) &&
				!s.isDisjointFrom(all) && !s.isSupersetOf(all) })()`,
		`["union", "symmetricDifference", "intersection", "difference", "isSubsetOf", "isSupersetOf", "isDisjointFrom"]
			.every(name => { try { new Set()[name]({size: -Infinity, has: String, keys: String}) }
				catch (e) { return e instanceof RangeError && Set.prototype[name].length === 1 } })`,
		`(function() { var s = new Set([1]), like = {size: 0, has: String, keys: () => Object.defineProperty({}, "next",
				{get() { s.clear(); s.add(4); return () => ({done: true}) }})};
			return [...s.union(like)].join() === "4" && [...s.symmetricDifference(like)].join() === "4" })()`,
		`[...new Set([1, 2, 3]).union(new Map([[4, 5]]))].join() === "1,2,3,4" &&
			[...new Set([1, 2, 3]).symmetricDifference(new Set([3, 4]))].join() === "1,2,4"`,
		`(function() { try { new Set().union([1]) } catch (e) { return e instanceof TypeError } })()`,
		`queueMicrotask.length === 1 && setTimeout.length === 1 && setInterval.length === 1`,
		`new Date(-621987552e5).toISOString() === "-000001-01-01T00:00:00.000Z"`,
		`new Date(0).toISOString() === "1970-01-01T00:00:00.000Z"`,
		// a typed array out of a text, or of what has no items
		`Uint8Array.from("0a", c => c.charCodeAt(0)).join() === "48,97" && Float32Array.from("12").join() === "1,2"`,
		`Uint8Array.from(7).length === 0 && Int8Array.from([3], x => x + 1)[0] === 4 && Int8Array.from.length === 1`,
		`(function() { try { Uint8Array.from(null) } catch (e) { return e instanceof TypeError } })()`,
		// JSON
		`JSON.parse('"\\ud83dx"') === "\ud83dx" && JSON.parse('"\\uDE00"').charCodeAt(0) === 0xde00`,
		`JSON.parse('{"a": [1e400, -1e400]}').a.join() === "Infinity,-Infinity"`,
		`(function() { try { JSON.parse('["\\ud83d",]') } catch (e) { return e instanceof SyntaxError } })()`,
		`Object.keys(JSON.parse('{"__proto__": "\\ud83d"}')).join() === "__proto__"`,
	} {
		s := start(t)
		s.load("console.log(" + expression + ")")
		s.Expect(s.logs()).To(Equal([]string{"true"}), expression)
	}
}

// What is added to prototypes is no property that a loop meets.
func TestWhatIsAddedIsNotEnumerable(t *testing.T) {
	s := start(t)
	s.load(`
		var names = [];
		for (var o of [{}, [], function() {}, new Date(), Symbol, JSON, Proxy, new WeakRef({})])
			for (var name in o) names.push(name);
		console.log(names.join());`)
	s.prints("")
}
