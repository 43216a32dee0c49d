package weapp

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

// clockFunction gives scripts at(text): it logs a text with the session's milliseconds.
const clockFunction = `var begin = Date.now(); function at(text) { console.log(text + " at " + (Date.now() - begin)) };`

func TestTimersFireAtTheirTimeAndInOrder(t *testing.T) {
	s := start(t)
	s.load(clockFunction + `
		setTimeout(function() { at("b") }, 2000);
		setTimeout(function() { at("a") }, 1000);
		setTimeout(function() { at("c") }, 2000);
		Promise.resolve().then(function() { at("microtask") });
		at("now");`)
	s.pass(time.Minute)
	s.prints("now at 0", "microtask at 0", "a at 1000", "b at 2000", "c at 2000")
	s.Expect(s.Rest()).To(Equal(clients.Rest{}))
}

func TestOddDelays(t *testing.T) {
	for delay, want := range map[string]string{
		"":                       "x at 1",
		"0":                      "x at 1",
		"-5":                     "x at 1",
		"NaN":                    "x at 1",
		"undefined":              "x at 1",
		"null":                   "x at 1",
		"-Infinity":              "x at 1",
		`"20"`:                   "x at 20",
		`"text"`:                 "x at 1",
		"{valueOf() {return 7}}": "x at 7",
		"1e3":                    "x at 1000",
	} {
		t.Run(delay, func(t *testing.T) {
			s := start(t)
			s.load(clockFunction + `setTimeout(function() { at("x") }, ` + delay + `)`)
			s.Expect(s.broken()).To(BeEmpty())
			s.pass(time.Hour)
			s.prints(want)
		})
	}
	for _, delay := range []string{"1e15", "Infinity", "2147483648", "Number.MAX_VALUE"} {
		t.Run(delay, func(t *testing.T) {
			s := start(t)
			s.load(clockFunction + `setTimeout(function() { at("x") }, ` + delay + `)`)
			s.pass((1<<31 - 2) * time.Millisecond)
			s.prints()
			s.pass(time.Millisecond)
			s.prints("x at 2147483647")
		})
	}
}

func TestADelayThatThrows(t *testing.T) {
	s := start(t)
	s.load(`try { setTimeout(function() {}, Symbol()) } catch (e) { console.log(e instanceof TypeError) }`)
	s.prints("true")
	s.Expect(s.Rest().Timers).To(BeZero())
}

func TestArgumentsAndThis(t *testing.T) {
	s := start(t)
	s.load(`
		var o = {};
		setTimeout(function() { console.log(arguments.length, arguments[0] === o, arguments[1], this === globalThis) },
			5, o, "two");
		setTimeout(function() { "use strict"; console.log(arguments.length, this) }, 6);
		setTimeout(undefined, 7);
		setTimeout("console.log('code from a string')", 8);`)
	s.pass(time.Minute)
	s.prints("2 true two true", "0 undefined")
	s.Expect(s.details(ledger.Forbidden)).To(Equal([]string{"a timer of a string"}))
	s.Expect(s.details(ledger.Uncaught)).To(BeEmpty())
}

func TestTimerNumbers(t *testing.T) {
	s := start(t)
	s.load(`
		var ids = [setTimeout(function() {}, 1), setInterval(function() {}, 1), setTimeout(function() {}, 1)];
		console.log(ids.every(function(id, i) { return typeof id === "number" && id > 0 && ids.indexOf(id) === i }));
		ids.forEach(clearTimeout);
		clearTimeout(); clearTimeout(undefined); clearTimeout(null); clearTimeout(-1); clearTimeout(12345);
			clearTimeout({}); clearTimeout("x"); clearInterval(NaN);`)
	s.prints("true")
	s.Expect(s.broken()).To(BeEmpty())
	s.Expect(s.Rest().Timers).To(BeZero())
}

func TestClear(t *testing.T) {
	s := start(t)
	s.load(clockFunction + `
		var gone = setTimeout(function() { at("never") }, 1000);
		setTimeout(function() { clearTimeout(gone); at("cleared") }, 1000); // due in the same instant, and later made
		var first = setTimeout(function() { clearTimeout(second); at("first") }, 2000);
		var second = setTimeout(function() { at("second") }, 2000);
		var tick = setInterval(function() { at("tick"); if (Date.now() - begin >= 300) clearInterval(tick) }, 100);
		var cross = setInterval(function() { at("never") }, 100);
		clearTimeout(cross); // the two are one list`)
	s.pass(time.Minute)
	s.prints("tick at 100", "tick at 200", "tick at 300", "never at 1000", "cleared at 1000", "first at 2000")
	s.Expect(s.Rest().Timers).To(BeZero())
}

func TestAnIntervalThatClearsAndSetsItself(t *testing.T) {
	s := start(t)
	s.load(clockFunction + `
		var n = 0, id;
		function tick() { at("tick"); clearInterval(id); if (++n < 3) id = setInterval(tick, n * 1000) }
		id = setInterval(tick, 500);`)
	s.pass(time.Minute)
	s.prints("tick at 500", "tick at 1500", "tick at 3500")
}

func TestAnIntervalGoesOnWhenItThrows(t *testing.T) {
	s := start(t)
	s.load(`setInterval(function() { throw new Error("each time") }, 1000)`)
	s.pass(3500 * time.Millisecond)
	s.Expect(s.details(ledger.Uncaught)).To(HaveLen(3))
	s.Expect(s.Rest().Timers).To(Equal(1))
}

func TestABusyIntervalCountsEveryTick(t *testing.T) {
	s := start(t)
	s.load(`var n = 0; setInterval(function() { n++ }, 0); setTimeout(function() { console.log(n) }, 5000.5)`)
	s.pass(6 * time.Second)
	s.prints("5000")
}

// A client that never comes to rest keeps its session busy for as long as the session lets it: here until the script
// has ticked 500 times. Close ends it.
func TestCloseEndsABusyInterval(t *testing.T) {
	s := start(t)
	s.load(`var n = 0; setInterval(function() { if (++n === 500) console.log("busy") }, 0)`)
	s.clock.AfterFunc(10*time.Minute, func(time.Duration) {})
	s.await(says("busy"))
	s.LetGo() // the clock runs
	s.Close()
	s.Expect(s.broken()).To(BeEmpty())
	s.Expect(s.details(ledger.Uncaught)).To(BeEmpty())
	s.Expect(s.Rest()).To(Equal(clients.Rest{}))
}
