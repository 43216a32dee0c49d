package judgement

import (
	"strings"

	"nimcert/internal/words"
)

// Phrase is a sentence with its arguments: a finding, a reason, or a part of one.
type Phrase struct {
	// Key names the sentence. It is empty for words that the project did not write, such as an error of the operating
	// system.
	Key  string     `json:"key,omitempty"`
	Args []Argument `json:"args,omitempty"`
	// Text is the phrase in English.
	Text string `json:"text"`
}

// Finding is one breach, and the events that show it.
type Finding struct {
	Phrase
	Events []int `json:"events,omitempty"` // Seq numbers in the case's time line
}

// Plain is a phrase of words that the project did not write. Both languages show it as it is.
func Plain(text string) Phrase { return Phrase{Text: text} }

// Phrase returns p itself, so that a phrase may be passed where words are expected.
func (p Phrase) Phrase() Phrase { return p }

// IsZero reports whether the phrase is empty.
func (p Phrase) IsZero() bool { return p.Text == "" }

// String is the phrase in English.
func (p Phrase) String() string { return p.Text }

// Chinese is the phrase in Simplified Chinese. It is empty if there is none: the words are not the project's, or a
// newer edition wrote them.
func (p Phrase) Chinese() string {
	s, ok := sentences[p.Key]
	if !ok || len(s.args) != len(p.Args) {
		return ""
	}
	return p.write(s.zh, chinese)
}

// Bilingual is the phrase in both languages, without characters that no page can carry. ZH is empty if there is no
// Chinese.
func (p Phrase) Bilingual() words.Bilingual {
	return words.Bilingual{EN: words.Clean(p.Text), ZH: words.Clean(p.Chinese())}
}

// Alike reports whether two phrases say the same about a client: they have the same key, and so do their parts. Numbers
// and times may differ, as they do between two runs of one build. So may texts in quotes, addresses, and the place in
// an SDK's code that threw.
func (p Phrase) Alike(o Phrase) bool { return p.kind() == o.kind() }

// SameKeys says whether two phrases and their parts have the same keys, whatever texts stand in them: what a program
// throws, each engine words in its own way.
func (p Phrase) SameKeys(o Phrase) bool { return p.keys() == o.keys() }

func (p Phrase) keys() string {
	out := p.Key + "("
	for _, a := range p.Args {
		switch v := a.value.(type) {
		case Phrase:
			out += v.keys()
		case []Phrase:
			for _, one := range v {
				out += one.keys()
			}
		}
	}
	return out + ")"
}

// CompareKind orders phrases. Alike phrases compare as equal.
func CompareKind(a, b Phrase) int { return strings.Compare(a.kind(), b.kind()) }

// kind is what Alike phrases have in common.
func (p Phrase) kind() string {
	if p.Key == "" {
		return moving.ReplaceAllString(p.Text, "")
	}
	var b strings.Builder
	b.WriteString(p.Key + "(")
	for i, a := range p.Args {
		// SDKs draw one of their addresses: nim-web-sdk-ng 10.8.1 asks another upload host under another seed.
		if s, text := a.value.(string); !text || !sentences[p.Key].quotes(i) && !strings.Contains(s, "://") {
			b.WriteString(a.kind() + ",")
		}
	}
	return b.String() + ")"
}
