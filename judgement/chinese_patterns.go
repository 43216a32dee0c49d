package judgement

import (
	"regexp"
	"sync"
)

// A finding is a sentence made of sentences: "destroy's done: never instead of once". They are translated from the outside in: the first pattern that is the whole of a text gives its
// Chinese, and what stood at $1, $2 and so on is translated in turn; $=1 takes it as it stands.
type pattern struct {
	en *regexp.Regexp
	zh string
}

var placeholder = regexp.MustCompile(`\\?\$=?\d`)

// patterns reads pairs of English and Chinese, in the order in which they are tried, when they are first needed.
func patterns(words [][2]string) func() []pattern {
	return sync.OnceValue(func() []pattern {
		var out []pattern
		for _, w := range words {
			out = append(out, pattern{regexp.MustCompile("(?s)^" + placeholder.ReplaceAllString(regexp.QuoteMeta(w[0]), "(.+?)") + "$"), w[1]})
		}
		return out
	})
}

// inChinese reports false where no pattern is the whole of the text, which then stays as it is.
func inChinese(list []pattern, text string) (string, bool) {
	for _, p := range list {
		m := p.en.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		return placeholder.ReplaceAllStringFunc(p.zh, func(at string) string {
			part := m[at[len(at)-1]-'0']
			if at[1] != '=' {
				part, _ = inChinese(list, part)
			}
			return part
		}), true
	}
	return text, false
}
