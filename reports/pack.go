package reports

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// packer collects parts of the page that are seldom opened: what passed, and whole logs. A page of seven builds has about a thousand drawings, five megabytes of
// them; packed they take a tenth, and the page's script unpacks them when a reader opens the first. Of what needs attention, the condition that decided is
// never packed; the further ones that failed say in their line what was found.
type packer struct {
	parts []string
	known map[string]int
}

// add renders a part and returns its number, counted from 1. Parts that are the same are kept once.
func (p *packer) add(template string, data any) (int, error) {
	var b bytes.Buffer
	if err := page.ExecuteTemplate(&b, template, data); err != nil {
		return 0, fmt.Errorf("pack a part of the page: %w", err)
	}
	if n, ok := p.known[b.String()]; ok {
		return n, nil
	}
	p.parts = append(p.parts, b.String())
	if p.known == nil {
		p.known = map[string]int{}
	}
	p.known[b.String()] = len(p.parts)
	return len(p.parts), nil
}

// text is all parts as a JSON array, compressed, in letters that need no escaping.
func (p *packer) text() (string, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	e := json.NewEncoder(z)
	e.SetEscapeHTML(false)
	if err := e.Encode(p.parts); err != nil {
		return "", fmt.Errorf("pack the page: %w", err)
	}
	if err := z.Close(); err != nil {
		return "", fmt.Errorf("pack the page: %w", err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

// pack moves out of the page what it can be opened without.
func (v *pageView) pack() error {
	var p packer
	var failed error
	put := func(template string, data any) int {
		n, err := p.add(template, data)
		if err != nil && failed == nil {
			failed = err
		}
		return n
	}
	for s := range v.Subjects {
		for g := range v.Subjects[s].Groups {
			list := v.Subjects[s].Groups[g].Requirements
			for i := range list {
				list[i].Pack = put("body", list[i])
			}
		}
		for _, q := range v.Subjects[s].Attention {
			for i := range q.Conditions {
				c := &q.Conditions[i]
				switch {
				case c.Class == class(Pass) || c.Class == class(NotApplicable) || !c.Open && i > 0:
					c.Pack = put("inside", *c)
				case c.Log != "":
					c.LogPack = put("log", c.Log)
				}
			}
		}
	}
	if failed != nil {
		return failed
	}
	text, err := p.text()
	v.Packed = text
	return err
}
