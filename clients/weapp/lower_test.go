package weapp

import "testing"

// What phones have since ES2018 runs, and its errors have the file's places.
func TestAsyncGeneratorsAndForAwait(t *testing.T) {
	s := start(t)
	s.load(`
		var left = [1, 2, 3];
		async function* each() { try { while (left.length) yield left.shift() } finally { console.log("over") } }
		class Reader { #n = 0; async *all() { for await (const x of each()) { this.#n += x; yield x } }
			get sum() { return this.#n } }
		var reader = new Reader();
		(async () => {
			for await (const x of reader.all()) console.log(x);
			console.log(reader.sum, typeof Symbol.asyncIterator);
			for await (const x of [Promise.resolve("a"), "b"]) console.log(x);
			try { for await (const x of {[Symbol.asyncIterator]: () => ({ next: () => Promise.reject("bad") })}) { } }
			catch (e) { console.log(e) }
		})();`)
	s.prints("1", "2", "3", "over", "6 symbol", "a", "b", "bad")
}

func TestPlacesInStacksOfWhatWasMadeOlder(t *testing.T) {
	s := start(t)
	s.load("async function* each() { }\n\nfunction fault() { null.x }\ntry { fault() } catch (e) { " +
		"console.log(e.stack.split('\\n').slice(1, 3).map(l => l.replace(/.*\\/(.*:\\d+):\\d+.*/, '$1')).join()) }")
	s.prints("app.js:3,app.js:4")
}
