package weapp

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
	. "github.com/onsi/gomega"
)

// Literals that the engine makes correctly, and functions of a block whose names are not used outside of it, stay as
// they are.
func TestOnlyWhatDiffersIsChanged(t *testing.T) {
	g := NewWithT(t)
	tree, err := goja.Parse("", wrapping+`var r = /a(?<n>b)/giu; { function f() { return f } } switch (1) { case 1: `+
		`function g() { } g() }`+"\n})")
	g.Expect(err).NotTo(HaveOccurred())
	c := corrector{}
	c.tree(tree)
	g.Expect(c).To(Equal(corrector{}))
}

func BenchmarkCompile(b *testing.B) {
	source := strings.Repeat(`(function(){ var a = /x+/g, b = {c: function(d) { return d.e + "f" }}; if (a) { `+
		`b.c(a) } else { for (var i = 0; i < 9; i++) b[i] = i } })();`+"\n", 5000)
	for b.Loop() {
		if _, err := Compile("sdk.js", source); err != nil {
			b.Fatal(err)
		}
	}
}
