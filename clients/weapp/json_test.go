package weapp

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dop251/goja"
	. "github.com/onsi/gomega"
)

// Where the engine's JSON.parse is right, the host's makes the same, and of what the engine refuses it makes nothing.
func TestJSONIsWhatTheEngineMakesOfIt(t *testing.T) {
	g := NewWithT(t)
	vm := goja.New()
	native, _ := goja.AssertFunction(vm.Get("JSON").ToObject(vm).Get("parse"))
	shown := func(v goja.Value) string {
		show, err := vm.RunString(`(function(v) { return typeof v + Object.is(v, -0) + JSON.stringify(v) +
			(v && JSON.stringify(Object.getOwnPropertyDescriptors(v))) })`)
		g.Expect(err).NotTo(HaveOccurred())
		call, _ := goja.AssertFunction(show)
		s, err := call(goja.Undefined(), v)
		g.Expect(err).NotTo(HaveOccurred())
		return s.String()
	}
	parts := []string{"null", "true", "false", "0", "-0", "7", "-12", "1.5", "1e3", "-2.5E-7", "123456789012345",
		"1234567890123456789", `""`, `"a"`, `"中\u4e2d"`, `"\ud83d\ude00"`, `"😀\n"`, `"\"\\\/\b\f\n\r\t"`, `"a\u0000b"`,
		"01", "-", "1.", ".5", "1e", "+1", "1-2", "nul", "tru", "nullx", `"`, `"a`, `"\x"`, `"\u12"`, `"\u12g4"`, `"\`,
		"\"\n\"",
		"{}", "[]", "{", "[", "]", "}", ",", ":", "'a'", "undefined", "NaN", "", " ", "\u00a0"}
	var texts []string
	for _, a := range parts {
		texts = append(texts, a, "["+a+"]", " [ "+a+" ,\t"+a+"\r\n] ", "["+a+",]", `{"k":`+a+"}",
			`{ "k" : `+a+` , "2":1, "1" : 2}`,
			`{"k":1,"k":`+a+"}", "{"+a+":1}", `{"k":`+a+",}", a+" 1", `{"__proto__":`+a+"}", "["+a, `{"k":`+a)
	}
	for _, text := range texts {
		want, err := native(goja.Undefined(), vm.ToValue(text))
		got := parseJSON(vm, text)
		if err != nil {
			g.Expect(got).To(BeNil(), text)
			continue
		}
		g.Expect(got).NotTo(BeNil(), text)
		g.Expect(shown(got)).To(Equal(shown(want)), text)
	}
}

func TestJSONOwesNothingToTheProgram(t *testing.T) {
	s := start(t)
	s.load(`Object.defineProperty(Object.prototype, "k", {set: function() { console.log("asked") }});
		console.log(JSON.stringify(JSON.parse('{"k": 1}')))`)
	s.prints(`{"k":1}`)
}

func TestJSONNestsAsDeepAsEnginesGo(t *testing.T) {
	g := NewWithT(t)
	vm := goja.New()
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	g.Expect(parseJSON(vm, deep(maxNesting))).NotTo(BeNil())
	g.Expect(parseJSON(vm, deep(maxNesting+1))).To(BeNil())
	s := start(t)
	s.load(fmt.Sprintf(`try { JSON.parse("[".repeat(%[1]d) + "]".repeat(%[1]d)) } catch (e) { console.log(e.name) }`,
		maxNesting+1))
	s.prints("RangeError")
}

func TestNesting(t *testing.T) {
	g := NewWithT(t)
	for text, want := range map[string]int{"": 0, "1": 0, "[]": 1, "[[],[]]": 2, `{"a":[{}]}`: 3, `"[[["`: 0,
		`["\"[[[",[]]`: 2, "]]][": 0, strings.Repeat("[", 99): 99} {
		g.Expect(nesting(text)).To(Equal(want), text)
	}
}
