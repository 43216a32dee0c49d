package judgement

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Sentence is a template in English and in Chinese. Its key stays when its words change. The zero value is empty.
type Sentence struct{ *wording }

// wording is a sentence with places for arguments. args are their names, in the order of the English.
type wording struct {
	key    string
	args   []string
	en, zh []part
}

// part is a piece of text, or the place of an argument.
type part struct {
	text   string
	arg    int // -1: text
	format string
}

// sentences are all declared sentences, by key.
var sentences = map[string]Sentence{}

// Say declares a sentence. Declare it as a variable of a package, beside the check that says it. A place is written
// {name} or {name:format}; Of takes the arguments in the order in which the English names them. Without a format a
// number is a number, a time.Duration is in seconds (1.600 s), and a phrase is in the language around it. The formats:
//
//	times   how often: never, once, 3 times
//	socket  any noun: 1 socket, 2 sockets; in Chinese leave it out
//	at      a list of times in brackets, or nothing when it is empty
//	short   a duration without needless digits: 20s, 1m30s
//	q       a text in quotes
//	end     a text or a phrase with a full stop, which it may have already
//	.1f     any verb of package fmt
//
// It panics when the key is taken, or when the languages do not use the same arguments: no test passes then.
func Say(key, en, zh string) Sentence {
	t := &wording{key: key}
	for _, p := range place.FindAllStringSubmatch(en, -1) {
		if !slices.Contains(t.args, p[1]) {
			t.args = append(t.args, p[1])
		}
	}
	t.en, t.zh = t.parts(en), t.parts(zh)
	for i, name := range t.args {
		if !slices.ContainsFunc(t.zh, func(p part) bool { return p.arg == i }) {
			panic(fmt.Sprintf("the sentence %q has no {%s} in Chinese", key, name))
		}
	}
	if _, taken := sentences[key]; taken || key == "" {
		panic(fmt.Sprintf("two sentences have the key %q", key))
	}
	sentences[key] = Sentence{t}
	return Sentence{t}
}

var place = regexp.MustCompile(`\{([a-z]+)(?::([^}]+))?\}`)

func (t *wording) parts(text string) []part {
	var out []part
	end := 0
	for _, p := range place.FindAllStringSubmatchIndex(text, -1) {
		if p[0] > end {
			out = append(out, part{text: text[end:p[0]], arg: -1})
		}
		name, format := text[p[2]:p[3]], ""
		if p[4] >= 0 {
			format = text[p[4]:p[5]]
		}
		i := slices.Index(t.args, name)
		if i < 0 {
			panic(fmt.Sprintf("the sentence %q has no {%s} in English", t.key, name))
		}
		out = append(out, part{arg: i, format: format})
		end = p[1]
	}
	if end < len(text) {
		out = append(out, part{text: text[end:], arg: -1})
	}
	return out
}

// Of fills the places. It panics if their number differs: a test of the sources finds that before.
func (s Sentence) Of(args ...any) Phrase {
	if len(args) != len(s.args) {
		panic(fmt.Sprintf("the sentence %q takes %d arguments, not %d", s.key, len(s.args), len(args)))
	}
	p := Phrase{Key: s.key}
	for _, a := range args {
		p.Args = append(p.Args, argument(a))
	}
	p.Text = p.write(s.en, english)
	return p
}

// quotes reports whether an argument is in quotes.
func (s Sentence) quotes(arg int) bool {
	return s.wording != nil && slices.Contains(s.en, part{arg: arg, format: "q"})
}

// Phrase is a sentence without places as a phrase.
func (s Sentence) Phrase() Phrase { return s.Of() }

// Words is a sentence without places, or a phrase.
type Words interface{ Phrase() Phrase }

// write puts the arguments into one language's parts.
func (p Phrase) write(parts []part, l language) string {
	var b strings.Builder
	for _, at := range parts {
		if at.arg < 0 {
			b.WriteString(at.text)
			continue
		}
		b.WriteString(l.write(p.Args[at.arg], at.format))
	}
	return b.String()
}
