package weapp

import "testing"

func TestNativesHaveTheLimitsOfAnEngine(t *testing.T) {
	s := start(t)
	s.load(`
		function attempt(f) {
			try { f(); return "ok"; } catch (e) { return e instanceof RangeError ? e.message : "not this: " + e; }
		}
		console.log(attempt(function() { new ArrayBuffer(Math.pow(2, 40)) }));
		console.log(attempt(function() { new Uint8Array(Math.pow(2, 36)) }));
		console.log(attempt(function() { new Float64Array(Math.pow(2, 26)) }));
		console.log(attempt(function() { new Uint16Array({length: Math.pow(2, 40)}) }));
		console.log(attempt(function() { Uint8Array.from({length: Math.pow(2, 40)}) }));
		console.log(attempt(function() { new (class extends Uint8Array {})(Math.pow(2, 40)) }));
		console.log(attempt(function() { "ab".repeat(Math.pow(2, 28)) }));
		console.log(attempt(function() { "ab".repeat({valueOf: function() { return Math.pow(2, 40) }}) }));
		console.log(attempt(function() { "x".padStart(Math.pow(2, 40)) }));
		console.log(attempt(function() { "x".padEnd("1e12") }));
		console.log(attempt(function() { JSON.parse("[".repeat(1e7)) }));
		console.log(attempt(function() { JSON.parse('{"a":'.repeat(20000)) }));`)
	const buffer, length, depth = "Array buffer allocation failed", "Invalid string length", "Maximum call stack " +
		"size exceeded"
	s.prints(buffer, buffer, buffer, buffer, buffer, buffer, length, length, length, length, depth, depth)
}

func TestBoundNativesAreWhatTheyWere(t *testing.T) {
	s := start(t)
	s.load(`
		var b = new Uint8Array([1, 2, 3]), buffer = new ArrayBuffer(8);
		console.log("" + b, b.length,
			b instanceof Uint8Array,
				buffer instanceof ArrayBuffer, b.constructor === Uint8Array, b.buffer.constructor === ArrayBuffer);
		console.log("" + b.slice(1),
			b.slice(1) instanceof Uint8Array,
				"" + Uint8Array.from([4, 5]),
					"" + Uint8Array.of(6), Uint8Array.BYTES_PER_ELEMENT, Uint8Array.name, Uint8Array.length);
		console.log(new Uint8Array(buffer, 2, 4).length,
			new Uint16Array(b).join(),
				new Uint8Array(new Set([7, 8])).join(), ArrayBuffer.isView(b), buffer.byteLength);
		class Mine extends Uint8Array { twice() { return this.length * 2 } }
		var mine = new Mine(4);
		console.log(mine.twice(), mine instanceof Mine, mine instanceof Uint8Array, mine.subarray(1) instanceof Mine);
		console.log(Object.prototype.toString.call(b),
			Object.prototype.toString.call(buffer),
				/native code/.test(Uint8Array), /native code/.test("".repeat), /native code/.test(JSON.parse));
		console.log("ab".repeat(2),
			"".repeat(1e9), "x".padStart(3, "ab"),
				"x".padEnd(2), "é".repeat(3), "".repeat.name, "".repeat.length, "repeat" in String.prototype);
		console.log(JSON.stringify(JSON.parse('{"a": [1, "[[[\\\\"]}')),
			JSON.parse("[1]", function(k, v) { return k === "0" ? 2 : v })[0]);
		console.log(Object.keys(String.prototype).length, Object.keys(globalThis).indexOf("Uint8Array"));
		["JSON.parse()", "JSON.parse('[1')",
			"''.repeat(-1)", "new Uint8Array(-1)",
				"''.repeat.call(null, 1)", "''.repeat(Symbol())"].forEach(function(what, i) {
			try { [function() { JSON.parse() }, function() { JSON.parse("[1") }, function() {
				"".repeat(-1) }, function() { new Uint8Array(-1) },
				function() { "".repeat.call(null, 1) }, function() { "".repeat(Symbol()) }][i](); } catch (e) {
					console.log(what, e.name) }
		});`)
	s.prints("1,2,3 3 true true true true", "2,3 true 4,5 6 1 Uint8Array 3", "4 1,2,3 7,8 true 8", "8 true true true",
		"[object Uint8Array] [object ArrayBuffer] true true true", "abab  abx x  ééé repeat 1 true",
		`{"a":[1,"[[[\\"]} 2`, "0 -1",
		"JSON.parse() SyntaxError", "JSON.parse('[1') SyntaxError", "''.repeat(-1) RangeError",
		"new Uint8Array(-1) RangeError", "''.repeat.call(null, 1) TypeError",
		"''.repeat(Symbol()) TypeError")
}
