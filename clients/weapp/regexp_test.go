package weapp

import (
	"testing"
)

func TestTheConformingUnicodePattern(t *testing.T) {
	s := start(t)
	s.load(`console.log("abc абв!".replace(/\p{L}/gu,"") === " !", /\p{L}/u.source, String(/a\/b/gi), /(y+)/.test("yy"), RegExp.$1, RegExp("\\p{Lu}", "u").exec("aЯ").index);
	console.log(/a/ instanceof RegExp, /a/.constructor === RegExp, RegExp.prototype.exec.name, RegExp.name, RegExp.length, /native code/.test(RegExp), /native code/.test(/a/.exec));`)
	s.prints(`true \p{L} /a\/b/gi true yy 1`, "true true exec RegExp 2 true true")
}
