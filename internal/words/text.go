package words

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Clean replaces characters that XML 1.0 cannot carry in any form: an SDK's console may print anything. Page and
// terminal show the same text, where control characters and changes of the writing direction do harm.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return '\ufffd'
		case r == '\n', r == '\t', r >= 0x20 && r < 0x7f, r >= 0xa0 && r <= 0xd7ff, r >= 0xe000 && r <= 0xfffd,
			r >= 0x10000 && r <= 0x10ffff:
			return r
		}
		return '\ufffd'
	}, s)
}

// Count writes a number with its noun.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return group(n) + " " + noun + "s"
}

// Flat puts a text on one line: an SDK's text must not draw lines of its own into the summary.
func Flat(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// CutText shortens a text to n characters.
func CutText(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// Md escapes a text for Markdown and a table's cell: an SDK's text must show unchanged, without effects of its own.
func Md(s string) string { return markdown.Replace(Flat(s)) }

func MdCode(s string) string { return "`" + strings.ReplaceAll(Flat(s), "`", "'") + "`" }

func OrUnnamed(s string) string { return cmp.Or(s, "an unnamed one") }

func Plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Enumerate joins names: A, B and C. A long list ends with the number of further ones.
func Enumerate(names []string) string {
	const most = 6
	if len(names) > most+1 {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// EnumerateChinese joins names as enumerate does.
func EnumerateChinese(names []string) string {
	const most = 6
	if len(names) > most+1 {
		return strings.Join(names[:most], "、") + fmt.Sprintf(" 等 %d 条", len(names))
	}
	return strings.Join(names, "、")
}

// Bilingual is a sentence made of parts, in both languages.
type Bilingual struct{ EN, ZH string }

// SentenceMost is the length at which a sentence of the matrix is cut: the report beside it has the whole. An SDK's
// message with its stack can take a page.
const SentenceMost = 320

// OneLine makes a text of an SDK or a file fit for a terminal's line: without control characters, and of limited
// length.
func OneLine(s string) string {
	const limit = 200
	s = Flat(s)
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + " …"
	}
	return s
}

// Indented renders a value for a file that people read too.
func Indented(v any) ([]byte, error) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
}

var markdown = strings.NewReplacer(
	"\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "|", "\\|", "~", "\\~", "#", "\\#", "!",
	"\\!", "<", "&lt;", ">", "&gt;", "&", "&amp;",
	"@", "@&#8203;", // otherwise GitHub notifies a user of that name
)

// group writes a number with separated thousands.
func group(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
