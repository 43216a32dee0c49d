package page

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
)

// packer collects the parts of a page of many builds that a reader opens one by one: passed requirements, and the
// evidence of failures. A page of fifteen builds has some two thousand drawings of 19 MB; packed they take a tenth, and
// the page's script unpacks them when a reader opens the first. The failures themselves, why they matter, what to do,
// and each condition's findings stay in the page.
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

// pack moves the parts out of the page that are not needed to open it.
func (v *pageView) pack() error {
	type part struct {
		of       string // requirement and condition
		template string
		data     any
		number   *int
	}
	var parts []part
	for s := range v.Subjects {
		for g := range v.Subjects[s].Groups {
			list := v.Subjects[s].Groups[g].Requirements
			for i := range list {
				parts = append(parts, part{list[i].ID, "body", list[i], &list[i].Pack})
			}
		}
		for n := range v.Subjects[s].Attention {
			q := &v.Subjects[s].Attention[n]
			q.Open = false // on a page of many builds, each first lists its failures in a line
			for i := range q.Conditions {
				c := &q.Conditions[i]
				parts = append(parts, part{q.ID + " " + c.Name, "inside", *c, &c.Pack})
			}
		}
	}
	// Under one condition builds behave much the same: packed side by side, their parts take a third less.
	slices.SortStableFunc(parts,
		func(a, b part) int { return cmp.Or(cmp.Compare(a.template, b.template), cmp.Compare(a.of, b.of)) })
	var p packer
	for _, one := range parts {
		n, err := p.add(one.template, one.data)
		if err != nil {
			return err
		}
		*one.number = n
	}
	text, err := p.text()
	v.Packed = template.HTML(text) // base64 needs no escaping; escaping other letters would make it a tenth longer
	return err
}
