package weapp

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

// order is WeChat's own example of how the order of promises differs, whatever is written to the console.
const order = `
	var arr = [];
	setTimeout(function () { arr.push(6); }, 0);
	arr.push(1);
	var p = new Promise(function (resolve) { arr.push(2); resolve(); });
	arr.push(3);
	p.then(function () { arr.push(5); });
	arr.push(4);
	setTimeout(function () { arr.push(7); }, 0);
	setTimeout(function () { console.log(arr.join()); }, 1000);`

func TestTheOrderOfPromisesIsWeChatsOfEachSystem(t *testing.T) {
	for name, want := range map[string]string{"guide": "1,2,3,4,5,6,7", "ios-15": "1,2,3,4,6,5,7"} {
		t.Run(name, func(t *testing.T) {
			s := onPlatform(t, name)
			s.load(order)
			s.pass(2 * time.Second)
			s.prints(want)
		})
	}
}

// promises is what promises do on every system; only when they do it differs.
var promises = []struct{ script, prints string }{
	{`Promise.resolve(1).then(function (v) { return v + 1; }).then(say)`, "2"},
	{`Promise.reject(new Error("no")).then(say, function (e) { say("broken", e.message); })`, "broken no"},
	{`Promise.reject(3).catch(function (v) { return v; }).then(say)`, "3"},
	{`new Promise(function (a, b) { a(1); b(2); a(3); }).then(say, say)`, "1"},
	{`new Promise(function () { throw "thrown"; }).catch(say)`, "thrown"},
	{`new Promise(function (a) { a(1); throw 2; }).then(say, say)`, "1"},
	{`Promise.resolve(1).finally(function () { return 9; }).then(say)`, "1"},
	{`Promise.reject(1).finally(function () {}).catch(function (e) { say("still", e); })`, "still 1"},
	{`Promise.resolve(1).finally(function () { throw 2; }).catch(say)`, "2"},
	{`Promise.resolve({then: function (a) { a("of a thenable"); }}).then(say)`, "of a thenable"},
	{`Promise.resolve({get then() { throw "got"; }}).catch(say)`, "got"},
	{`var p = new Promise(function (a) { setTimeout(function () { a(p); }, 1); });
		p.catch(function (e) { say(e instanceof TypeError); })`, "true"},
	{`Promise.all([1, Promise.resolve(2), {then: function (a) { a(3); }}])
		.then(function (l) { say(l.join()); })`, "1,2,3"},
	{`Promise.all([]).then(function (l) { say(l.length); })`, "0"},
	{`Promise.all([Promise.reject("one"), 2]).catch(say)`, "one"},
	{`Promise.all(5).catch(function (e) { say(e instanceof TypeError); })`, "true"},
	{`Promise.race([new Promise(function () {}), 2]).then(say)`, "2"},
	{`Promise.allSettled([1, Promise.reject(2)]).then(function (l) { say(JSON.stringify(l)); })`,
		`[{"status":"fulfilled","value":1},{"status":"rejected","reason":2}]`},
	{`Promise.any([Promise.reject(1), 2]).then(say)`, "2"},
	{`Promise.any([Promise.reject(1)]).catch(function (e) { say(e.errors ? e.errors.join() : "1"); })`, "1"},
	{`Promise.resolve(1).then(5).then(say)`, "1"},
	{`class Mine extends Promise {}
		var m = Mine.resolve(1).then(function () {}); say(m instanceof Mine, m instanceof Promise)`, "true true"},
	{`var q = Promise.resolve(1); say(Promise.resolve(q) === q, Object.prototype.toString.call(q))`,
		"true [object Promise]"},
	{`try { Promise(function () {}); } catch (e) { say(e instanceof TypeError); }`, "true"},
	{`try { new Promise(); } catch (e) { say(e instanceof TypeError); }`, "true"},
	{`(async function () { return (await Promise.resolve(1)) + 1; })().then(say)`, "2"},
	{`wx.getStorage({key: "none"}).catch(function (e) { say(e.errMsg); })`, "getStorage:fail data not found"},
	{`wx.setStorage({key: "a", data: 5}).then(function () { return wx.getStorage({key: "a"}); })
		.then(function (r) { say(r.data); })`, "5"},
	{`say(wx.setStorage({key: "a", data: 1}) instanceof Promise)`, "true"},
}

func TestPromisesDoTheSameOnEverySystem(t *testing.T) {
	for _, name := range []string{"guide", "ios-15"} {
		s := onPlatform(t, name)
		var want []string
		for _, p := range promises {
			s.load("(function () { var say = console.log; " + p.script + "\n})();")
			s.pass(time.Second)
			want = append(want, p.prints)
		}
		s.prints(want...)
		s.Expect(s.details(ledger.Unhandled)).To(BeEmpty())
	}
}

// TestARejectionThatNobodyHandlesIsTold, and one that is handled in the same turn is not.
func TestARejectionThatNobodyHandlesIsTold(t *testing.T) {
	for _, name := range []string{"guide", "ios-15"} {
		s := onPlatform(t, name)
		s.load(`wx.onUnhandledRejection(function (r) { console.log("told", r.reason, r.promise instanceof Promise); });
			Promise.reject(new Error("nobody"));
			var p = Promise.reject(2); p.catch(function () {});
			Promise.resolve().then(function () { throw new Error("in a chain"); });`)
		s.pass(time.Second)
		s.Expect(s.details(ledger.Unhandled)).To(HaveExactElements(
			HavePrefix("Error: nobody"), HavePrefix("Error: in a chain")))
		s.Expect(s.logs()).To(HaveEach(MatchRegexp("^told Error: .* true$")))
	}
}

// TestReplacingPromiseIsNotTheProgramsDoing: the realm begins with it.
func TestReplacingPromiseIsNotTheProgramsDoing(t *testing.T) {
	s := onPlatform(t, "ios-15")
	s.load(`Promise.resolve();`)
	s.Inspect()
	s.settle()
	s.Expect(s.details(ledger.GlobalChanged)).To(BeEmpty())
	s.Expect(s.details(ledger.GlobalAdded)).To(BeEmpty())
}
