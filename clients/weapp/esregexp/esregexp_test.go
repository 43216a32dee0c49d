package esregexp

import (
	"encoding/json"
	"testing"

	. "github.com/onsi/gomega"
)

func search(t *testing.T, pattern, flags, text string) string {
	t.Helper()
	re, err := Compile(Units(pattern), flags)
	if err != nil {
		return err.Error()
	}
	s := Subject{ASCII: text}
	for i := range len(text) {
		if text[i] >= 0x80 {
			s = Subject{Wide: Units(text)}
		}
	}
	at, err := re.Exec(s, 0, nil)
	if err != nil {
		return err.Error()
	}
	b, _ := json.Marshal(at)
	return string(b)
}

func TestPatterns(t *testing.T) {
	g := NewWithT(t)
	for _, c := range []struct{ pattern, flags, text, want string }{
		{`b(c)?`, "", "abc", "[1,3,2,3]"},
		{`b(c)?`, "", "abd", "[1,2,-1,-1]"},
		{`x`, "", "abd", "null"},
		{`\p{L}+`, "u", "1абв!", "[1,4]"},
		{`(?:(a)|b)*`, "", "ab", "[0,2,-1,-1]"},
		{`.`, "u", "😀", "[0,2]"},
		{`.`, "", "😀", "[0,1]"},
		{`[\p{L}--[a-z]]`, "v", "abЯ", "[2,3]"},
		{`(`, "", "", "Invalid regular expression: /(/: expecting ')'"},
		{`a`, "gg", "", "Invalid flags supplied to RegExp constructor 'gg'"},
		{`a`, "uv", "", "Invalid flags supplied to RegExp constructor 'uv'"},
	} {
		g.Expect(search(t, c.pattern, c.flags, c.text)).To(Equal(c.want), "/%s/%s on %q", c.pattern, c.flags, c.text)
	}
}

func TestASearchEndsWhenItIsStoppedAndWhenItTakesTooMuch(t *testing.T) {
	g := NewWithT(t)
	re, err := Compile(Units(`^(a+)+$`), "")
	g.Expect(err).NotTo(HaveOccurred())
	asked := 0
	_, err = re.Exec(Subject{ASCII: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"}, 0,
		func() bool { asked++; return asked > 3 })
	g.Expect(err).To(MatchError(ErrStopped))
	re, err = Compile(Units(`(?:a|b)*c`), "")
	g.Expect(err).NotTo(HaveOccurred())
	many := make([]byte, 8<<20)
	for i := range many {
		many[i] = 'a'
	}
	_, err = re.Exec(Subject{ASCII: string(many)}, 0, nil)
	g.Expect(err).To(MatchError(ErrMemory))
}

func TestNames(t *testing.T) {
	g := NewWithT(t)
	re, err := Compile(Units(`(?<year>\d+)-(\d+)-(?<день>\d+)`), "u")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(re.Names).To(Equal([]string{"", "year", "", "день"}))
}

func BenchmarkExec(b *testing.B) {
	re, _ := Compile(Units(`(\d+)-(\d+)`), "")
	for b.Loop() {
		if at, err := re.Exec(Subject{ASCII: "some text with 2026-11"}, 0, nil); at == nil || err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		if _, err := Compile(Units(`(\d+)-(\d+)`), ""); err != nil {
			b.Fatal(err)
		}
	}
}
