package judgement

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/internal/words"
	"nimcert/ledger"
)

// Argument is the value at one place of a sentence: a number, a session time or a duration, a list of times, a name or
// an SDK's text, a text in both languages, a phrase, or a list of phrases.
type Argument struct{ value any }

// argument converts a spec's value. A value that has a word in each language becomes a phrase.
func argument(a any) Argument {
	switch v := a.(type) {
	case int, float64, time.Duration, []time.Duration, string, words.Bilingual, Phrase, []Phrase:
		return Argument{v}
	case int64:
		return Argument{int(v)}
	case ledger.Event:
		return Argument{v.At}
	case ledger.Timeline:
		times := make([]time.Duration, len(v))
		for i, e := range v {
			times[i] = e.At
		}
		return Argument{times}
	case Sentence:
		return Argument{v.Phrase()}
	case ledger.Witness:
		return named(witnesses, v)
	case ledger.Kind:
		return named(kinds, v)
	case clients.Capability:
		return named(capabilities, v)
	}
	if v := reflect.ValueOf(a); v.Kind() == reflect.String {
		return Argument{v.String()}
	}
	panic(fmt.Sprintf("no sentence can say a %T", a))
}

// named is the word for a value, or the value itself if it has none.
func named[K ~string](words map[K]Sentence, v K) Argument {
	if s, ok := words[v]; ok {
		return Argument{s.Phrase()}
	}
	return Argument{string(v)}
}

// listMost is how many times stand in a list before it is cut.
const listMost = 12

// language is English or Chinese.
type language int

const (
	english language = iota
	chinese
)

// often writes how often something happened.
func (l language) often(n int) string {
	switch {
	case l == chinese && n == 0:
		return "一次也没有"
	case l == chinese:
		return fmt.Sprintf("%d 次", n)
	case n == 0:
		return "never"
	case n == 1:
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// count writes a number with its noun, which only English needs.
func (l language) count(n int, noun string) string {
	switch {
	case l == chinese:
		return strconv.Itoa(n)
	case n == 1:
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (l language) phrase(p Phrase) string { return l.of(p.Text, p.Chinese) }

// of returns the Chinese if that is asked for and exists.
func (l language) of(en string, zh func() string) string {
	if l == english {
		return en
	}
	return cmp.Or(zh(), en)
}

func (l language) semicolon() string {
	if l == chinese {
		return "；"
	}
	return "; "
}

// write writes an argument in a format of Say.
func (l language) write(a Argument, format string) string {
	switch v := a.value.(type) {
	case int:
		switch {
		case format == "times":
			return l.often(v)
		case format != "":
			return l.count(v, format)
		}
		return strconv.Itoa(v)
	case float64:
		return fmt.Sprintf("%"+format, v)
	case time.Duration:
		if format == "short" {
			return v.String()
		}
		return seconds(v)
	case []time.Duration:
		return l.times(v, format)
	case words.Bilingual:
		return l.of(v.EN, func() string { return v.ZH })
	case Phrase:
		return l.text(l.phrase(v), format)
	case []Phrase:
		return join(v, l.semicolon(), l.phrase)
	}
	text, _ := a.value.(string)
	return l.text(text, format)
}

// text writes a text or a phrase in a format.
func (l language) text(s, format string) string {
	switch {
	case format == "q":
		return strconv.Quote(s)
	case format != "end" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "。"):
		return s
	case l == chinese:
		return s + "。"
	}
	return s + "."
}

// times writes a list of times. In the format "at" it is in brackets; an empty list is nothing.
func (l language) times(list []time.Duration, format string) string {
	text := join(list, ", ", seconds)
	switch {
	case format != "at":
		return text
	case text == "":
		return ""
	case l == chinese:
		return "（" + text + "）"
	}
	return " (at " + text + ")"
}

// seconds writes a session time or a duration.
func seconds(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }

func join[T any](values []T, sep string, one func(T) string) string {
	var b strings.Builder
	for i, v := range values {
		switch {
		case i == listMost:
			return b.String() + sep + "…"
		case i > 0:
			b.WriteString(sep)
		}
		b.WriteString(one(v))
	}
	return b.String()
}

// kind writes an argument without numbers and times.
func (a Argument) kind() string {
	switch v := a.value.(type) {
	case string:
		return moving.ReplaceAllString(v, "")
	case words.Bilingual:
		return v.EN
	case Phrase:
		return v.kind()
	case []Phrase:
		return join(v, ";", Phrase.kind)
	}
	return "#"
}

// moving matches what may differ in equal messages of an SDK: the place in its code, which the host appends to an
// exception, and numbers.
var moving = regexp.MustCompile(` ?\(at [^()]*\)|\d+`)

// wire is an argument as JSON. Numbers and texts stand for themselves.
type wire struct {
	Seconds *float64  `json:"seconds,omitempty"`
	Times   []float64 `json:"times,omitempty"`
	EN      *string   `json:"en,omitempty"`
	ZH      string    `json:"zh,omitempty"`
	Key     string    `json:"key,omitempty"`
	Text    *string   `json:"text,omitempty"`
}

// MarshalJSON writes 5, 0.5, "alice", {"seconds":1.6}, {"times":[1.6,3]}, {"en":…,"zh":…}, a phrase or a list of
// phrases.
func (a Argument) MarshalJSON() ([]byte, error) {
	switch v := a.value.(type) {
	case time.Duration:
		s := v.Seconds()
		return json.Marshal(wire{Seconds: &s})
	case []time.Duration:
		w := struct {
			Times []float64 `json:"times"`
		}{Times: make([]float64, len(v))}
		for i, d := range v {
			w.Times[i] = d.Seconds()
		}
		return json.Marshal(w)
	case words.Bilingual:
		return json.Marshal(wire{EN: &v.EN, ZH: v.ZH})
	case float64:
		return []byte(strconv.FormatFloat(v, 'e', -1, 64)), nil // so that it is not read as a whole number
	}
	return json.Marshal(a.value)
}

// UnmarshalJSON reads what MarshalJSON wrote. Anything else is an error.
func (a *Argument) UnmarshalJSON(b []byte) error {
	var text string
	var phrases []Phrase
	switch {
	case len(b) == 0:
		return fmt.Errorf("an argument is empty")
	case b[0] == '"':
		err := json.Unmarshal(b, &text)
		a.value = text
		return err
	case b[0] == '[':
		err := json.Unmarshal(b, &phrases)
		a.value = phrases
		return err
	case b[0] != '{':
		if n, err := strconv.Atoi(string(b)); err == nil {
			a.value = n
			return nil
		}
		f, err := strconv.ParseFloat(string(b), 64)
		a.value = f
		return err
	}
	return a.object(b)
}

func (a *Argument) object(b []byte) error {
	var w wire
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	switch {
	case w.Seconds != nil:
		a.value = duration(*w.Seconds)
	case w.EN != nil:
		a.value = words.Bilingual{EN: *w.EN, ZH: w.ZH}
	case w.Text != nil:
		var p Phrase
		err := json.Unmarshal(b, &p)
		a.value = p
		return err
	default:
		times := make([]time.Duration, len(w.Times))
		for i, s := range w.Times {
			times[i] = duration(s)
		}
		a.value = times
	}
	return nil
}

func duration(s float64) time.Duration { return time.Duration(math.Round(s * float64(time.Second))) }
