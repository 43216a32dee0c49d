package browser

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chromedp/cdproto/runtime"
	. "github.com/onsi/gomega"
)

func TestAnExceptionIsOneLineOfWholeCharacters(t *testing.T) {
	g := NewWithT(t)
	said := worded(&runtime.ExceptionDetails{Text: "Uncaught", Exception: &runtime.RemoteObject{
		Description: "Error: x\n    at " + ownOrigin + "/sdk.js:1\n" + strings.Repeat("连接", wordedMost)}})
	g.Expect(said).To(HavePrefix("Error: x at sdk.js:1 连接"))
	g.Expect(utf8.ValidString(said)).To(BeTrue())
	g.Expect(utf8.RuneCountInString(said)).To(Equal(wordedMost))
	g.Expect(worded(&runtime.ExceptionDetails{Text: "Uncaught (in promise)"})).To(Equal("Uncaught (in promise)"))
}
