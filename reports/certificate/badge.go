package certificate

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"

	"nimcert/internal/words"
	"nimcert/verdict"
)

// Badge is badge.json: what shields.io/endpoint reads, whose schema this is. badge.svg shows the same without that
// service.
type Badge struct {
	SchemaVersion int    `json:"schemaVersion"` // always 1
	Label         string `json:"label"`
	Message       string `json:"message"`
	Color         string `json:"color"`
	IsError       bool   `json:"isError,omitempty"` // with it, shields.io lets no query change the colour
	title         string
}

// Badge is the certificate in two words. Known failures are those of MUST requirements.
func (c Certificate) Badge() Badge {
	b := Badge{SchemaVersion: 1, Label: "nimcert", title: words.Flat(c.Subject.Label())}
	known := c.Counts.Must.KnownFailure
	switch {
	case c.Gate == verdict.GateError:
		b.Message, b.Color, b.IsError = "error", "lightgrey", true
		return b
	case c.Gate == verdict.Open && c.Verdict == verdict.Certified:
		b.Message, b.Color = "certified", "brightgreen"
		return b
	case c.Verdict == verdict.Partial:
		b.Message, b.Color = "partial", "yellow"
		return b
	case c.Gate == verdict.Open && known > 0:
		b.Message, b.Color = words.Count(known, "known failure"), "yellow"
	default:
		b.Message, b.Color = "not certified", "red"
	}
	if !c.Complete {
		b.Message += ", partial"
	}
	return b
}

// badgePaint is the fill and the text colour of a badge's right half. Each pair has a contrast of 4.5 or more, unlike
// shields.io's own yellow.
var badgePaint = map[string][2]string{
	"brightgreen": {"#2e7d32", "#fff"},
	"yellow":      {"#f2c037", "#222"},
	"red":         {"#c62828", "#fff"},
	"lightgrey":   {"#6b6b6b", "#fff"},
}

// SVG is badge.svg: one file that loads nothing, with a title that a screen reader reads.
func (b Badge) SVG() []byte {
	left, right := textWidth(b.Label), textWidth(b.Message)
	const pad = 6
	split, width := left+2*pad, left+right+4*pad
	title := b.Label + ": " + b.Message
	if b.title != "" {
		title += ", " + b.title
	}
	paint := badgePaint[b.Color]
	var s strings.Builder
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="20" viewBox="0 0 %d 20" role="img" `+
		`aria-label="%s">`, width, width, Escaped(title))
	fmt.Fprintf(&s, `<title>%s</title><clipPath id="r"><rect width="%d" height="20" rx="3"/></clipPath>`,
		Escaped(title), width)
	fmt.Fprintf(&s, `<g clip-path="url(#r)"><rect width="%d" height="20" fill="#444"/><rect x="%d" width="%d" `+
		`height="20" fill="%s"/></g>`, split, split, width-split, paint[0])
	s.WriteString(`<g font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" aria-hidden="true">`)
	// textLength fits the text into its half whatever font the viewer has.
	fmt.Fprintf(&s, `<text x="%d" y="14" fill="#fff" textLength="%d">%s</text>`, pad, left, Escaped(b.Label))
	fmt.Fprintf(&s, `<text x="%d" y="14" fill="%s" textLength="%d">%s</text></g></svg>`+"\n", split+pad, paint[1],
		right, Escaped(b.Message))
	return []byte(s.String())
}

// textWidth is the approximate width of a text in Verdana at 11 px: the badge's words have 6.5 px a letter.
func textWidth(s string) int { return (utf8.RuneCountInString(s)*13 + 1) / 2 }

// Escaped escapes a text for XML, between tags and in quotes.
func Escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(words.Clean(s))) // writing to a Builder cannot fail
	return b.String()
}
