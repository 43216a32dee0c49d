package weapp

import (
	"fmt"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

// What V8 12 (Node 20) gives.
var patterns = []struct{ code, want string }{
	{`"abc абв!".replace(/\p{L}/gu, "")`, " !"},
	{`RegExp("\\p{Lu}", "u").exec("aЯ").index`, "1"},
	{`/\p{Script=Han}/u.test("汉") + "," + /\p{Emoji}/u.test("😀")`, "true,true"},
	{`JSON.stringify("a\rb".match(/a$/m))`, `["a"]`},
	{`"a\u2028b".search(/^b/m)`, "2"},
	{`/\u212a/i.test("k") + "," + /\u212a/iu.test("k")`, "false,true"},
	{`/ſ/iu.test("s") + "," + /ſ/i.test("s") + "," + /\w/iu.test("ſ")`, "true,false,true"},
	{`/(?:(a)|b)*/.exec("ab")[1]`, "undefined"},
	{`/(z)((a+)?(b+)?(c))*/.exec("zaacbbbcac").join()`, "zaacbbbcac,z,ac,a,,c"},
	{`/(?=(a+))a*b\1/.exec("baaabac").join()`, "aba,a"},
	{`/(?<=(\d+)(\d+))$/.exec("1053").join()`, ",1,053"},
	{`"2020-11".replace(/(?<y>\d+)-(?<m>\d+)/, "$<m>/$<y>")`, "11/2020"},
	{`JSON.stringify(/a(?<n>b)/d.exec("ab").indices.groups)`, `{"n":[1,2]}`},
	{`/a/gimsuyd.flags`, "dgimsuy"},
	{`/[\p{L}--[a-z]]/v.exec("abЯ").index + /a/v.flags + /a/v.unicode + /a/v.unicodeSets`, "2vfalsetrue"},
	{`"😀".replace(/(?:)/gv, "-") + "😀".replace(/(?:)/gu, "-")`, "-😀--😀-"},
	{`[..."😀x".matchAll(/(?:)/gv)].map(function(m) { return m.index }).join()`, "0,2,3"},
	{`"aBc".split(/(b)/i).join("|") + "😀".split(/(?:)/u).length`, "a|B|c1"},
	{`var r = /a/y; r.lastIndex = 1; r.exec("ba") + "," + r.lastIndex`, "a,2"},
	{`var r = /a/g; r.lastIndex = 5; r.test("a") + "," + r.lastIndex`, "false,0"},
	{`/[\]/]/.source + /[/]/.source + RegExp("/").source + RegExp("[/]\n").source + RegExp("").source`,
		`[\]/][/]\/[/]\n(?:)`},
	{`/(y+)/.test("dd yy!") + RegExp.$1 + RegExp.$2 + RegExp.lastMatch + RegExp["$'"] + RegExp.leftContext`,
		"trueyyyy!dd "},
	{`class R extends RegExp { exec(s) { return super.exec(s) } } var r = new R("b", "g"); (r instanceof R) + ` +
		`r[Symbol.replace]("abc", "-")`, "truea-c"},
	{`var r = /x/; r.exec = function() { return {0: "q", index: 0} }; "abc".replace(r, "-") + r.test("")`, "-bctrue"},
	{`var o = {source: "a", flags: "g", constructor: RegExp}; o[Symbol.match] = true; (new RegExp(o) === o) + ` +
		`String(new RegExp(o))`, "false/a/g"},
	{`var r = /a/g; (new RegExp(r) === r) + String(new RegExp(r)) + new RegExp(r, "i") + r.compile("b", "y")`,
		"false/a/g/a/i/b/y"},
	{`var e; try { /a/.exec.call({}) } catch (x) { e = x.name }; e`, "TypeError"},
	{`var e; try { new RegExp("*") } catch (x) { e = x }; (e instanceof SyntaxError) + e.name`, "trueSyntaxError"},
	{`var e; try { new RegExp("a", "z") } catch (x) { e = x }; e.message`,
		"Invalid flags supplied to RegExp constructor 'z'"},
	{`RegExp.prototype.source + RegExp.prototype.flags + RegExp.prototype.global`, "(?:)undefined"},
	{`/./.test("\r") + "," + /\s/.test("\ufeff") + "," + /\s/.test("\u180e") + "," + /[^]/.test("\n") + "," + ` +
		`/[]/.test("a")`, "false,true,false,true,false"},
	{`/^.$/u.test("😀") + "," + /^.$/.test("😀") + "," + /[😀]/u.exec("x😀").index`, "true,false,1"},
	{`Object.getOwnPropertyNames(/a/).join() + RegExp.prototype.exec.name + RegExp.name + RegExp.length`,
		"lastIndexexecRegExp2"},
	{`/native code/.test(RegExp) + "," + /native code/.test(/a/.exec) + "," + (/a/v.constructor === RegExp)`,
		"true,true,true"},
	{`var made = []; for (var i = 0; i < 3000; i++) made.push(RegExp("a" + i + "$")); made.every(function(r, i) { ` +
		`return r.test("a" + i) && !r.test("b") })`, "true"},
	{`/\p{L}/u.toString() + typeof arguments[3]`, `/\p{L}/uundefined`},
}

// What Annex B makes of functions in blocks, as V8 12 has it.
var blockFunctions = []struct{ code, want string }{
	{`if (true) { function f() { return 1 } } typeof f`, "function"},
	{`var before = typeof f; { function f() { return 1 } } before + typeof f`, "undefinedfunction"},
	{`switch (1) { case 1: function f() { return 1 } } typeof f`, "function"},
	{`try { throw 1 } catch (f) { function g() { return 3 } } g()`, "3"},
	{`for (var i = 0; i < 1; i++) { function f() { return i } } f()`, "1"},
	{`{ function f() { return 1 } f = 2; } typeof f`, "function"},
	{`{ f = 2; function f() { return 1 } } f`, "2"},
	{`if (false) { function f() { } } typeof f`, "undefined"},
	{`{ let f = 1; { function f() { } } } typeof f`, "undefined"},
	{`{ async function f() { } } typeof f`, "undefined"},
	{`(function(f) { { function f() { } } return typeof f })(1)`, "number"},
	{`(function() { "use strict"; { function f() { } } return typeof f })()`, "undefined"},
	{`(() => { { function f() { } } return f.name })()`, "f"},
	{`{ function f() { return 1 } } { function f() { return 2 } } f()`, "2"},
	{`var g = function() { { function f(a) { return a } } return f }; g().toString() + g().length`,
		"function f(a) { return a }1"},
}

func TestTheDialectOfPhones(t *testing.T) {
	for _, c := range append(patterns, blockFunctions...) {
		t.Run(c.code, func(t *testing.T) {
			s := start(t)
			i := lastStatement(c.code)
			code := c.code[:i] + "return " + c.code[i:]
			s.load(fmt.Sprintf("console.log((function() { %s\n})())", code))
			s.prints(c.want)
		})
	}
}

// lastStatement is where a snippet's last statement begins, whose value is looked at.
func lastStatement(code string) int {
	at, depth := 0, 0
	for i, c := range code {
		switch {
		case strings.ContainsRune("{([", c):
			depth++
		case strings.ContainsRune("})]", c):
			depth--
		}
		if depth == 0 && (c == ';' || c == '}') && i+2 < len(code) && code[i+1] == ' ' &&
			!strings.HasPrefix(code[i+2:], "catch") && code[i+2] != ')' && code[i+2] != '+' {
			at = i + 2
		}
	}
	return at
}

func TestWhatTheEngineCannotParseIsNamed(t *testing.T) {
	for source, want := range map[string]string{
		"exports.f = function() { return import('x') }": "import() (at 1:33)",
	} {
		g := NewWithT(t)
		_, err := Compile("sdk.js", source)
		g.Expect(err).To(MatchError("sdk.js contains " + want +
			", which the embedded JavaScript engine cannot run and phones can: build it for ES2017, or certify it " +
			"on another engine"))
	}
	_, err := Compile("sdk.js", "var a = ;")
	NewWithT(t).Expect(err).To(MatchError(HavePrefix("sdk.js does not parse: ")))
}

func TestPlacesInStacksStayThoseOfTheFile(t *testing.T) {
	s := start(t)
	s.load("var r = /a/v;\n{ function fault() { r.none() } }\ntry { fault() } catch (e) { " +
		"console.log(e.stack.split('\\n').slice(1, 3).map(l => l.replace(/.*(:\\d+:\\d+).*/, '$1')).join()) }")
	s.prints(":2:28,:3:12")
}
