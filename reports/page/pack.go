package page

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// packSize is how many parts are compressed as one: the page's script unpacks those of what a reader opens. page.js has
// the same number. 256 drawings of several builds are 2 MB, which a browser unpacks in 20 ms.
const packSize = 256

// openAtOnce is up to how many builds what failed stands in the page. Sixty builds have some twenty thousand failed
// conditions, 600,000 elements, which a browser reads for seconds; more builds than this say what failed in a line, and
// its text is unpacked when that line is opened.
const openAtOnce = 20

// packer collects the parts of a page of many builds that a reader opens one by one: passed requirements, and the
// evidence of failures. Sixty builds have some forty thousand drawings; packed they take a tenth, and the page's script
// unpacks them when a reader opens one. The failures themselves, why they matter, what to do, and the first finding of
// each condition stay in the page.
//
// A part is rendered, compressed and forgotten: the drawings of sixty builds together take more memory than a run may.
type packer struct {
	parts []string                  // those that are not compressed yet
	count int                       // of all
	known map[[sha256.Size]byte]int // the number of a part
	packs []*template.HTML
	work  errgroup.Group
}

// render is a part as text.
func render(template string, data any) (string, error) {
	var b bytes.Buffer
	if err := page.ExecuteTemplate(&b, template, data); err != nil {
		return "", fmt.Errorf("pack a part of the page: %w", err)
	}
	return b.String(), nil
}

// add takes a part in and returns its number, counted from 1. Parts that are the same are kept once.
func (p *packer) add(text string) int {
	sum := sha256.Sum256([]byte(text))
	if n, ok := p.known[sum]; ok {
		return n
	}
	p.parts = append(p.parts, text)
	p.count++
	p.known[sum] = p.count
	if len(p.parts) == packSize {
		p.compress()
	}
	return p.count
}

// addAll renders parts side by side, some at a time, and takes them in in their order.
func (p *packer) addAll(parts []part) error {
	for some := range slices.Chunk(parts, packSize) {
		texts := make([]string, len(some))
		var work errgroup.Group
		work.SetLimit(runtime.GOMAXPROCS(0))
		for i, one := range some {
			work.Go(func() (err error) {
				texts[i], err = one.render()
				return err
			})
		}
		if err := work.Wait(); err != nil {
			return err
		}
		for i, one := range some {
			*one.number = p.add(texts[i])
		}
	}
	return nil
}

// compress begins to compress the parts at hand as a JSON array, in letters that need no escaping.
func (p *packer) compress() {
	parts, pack := p.parts, new(template.HTML)
	p.parts, p.packs = nil, append(p.packs, pack)
	p.work.Go(func() error {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		e := json.NewEncoder(z)
		e.SetEscapeHTML(false)
		if err := e.Encode(parts); err != nil {
			return fmt.Errorf("pack the page: %w", err)
		}
		if err := z.Close(); err != nil {
			return fmt.Errorf("pack the page: %w", err)
		}
		// base64 needs no escaping; escaping other letters would make it a tenth longer
		*pack = template.HTML(base64.StdEncoding.EncodeToString(b.Bytes()))
		return nil
	})
}

// part is what a reader opens by itself.
type part struct {
	of     string // requirement and condition
	number *int
	render func() (string, error)
}

// pack moves the parts out of the page that are not needed to open it.
func (v *pageView) pack() error {
	var bodies, insides, failed []part
	for s := range v.Subjects {
		for g := range v.Subjects[s].Groups {
			for i := range v.Subjects[s].Groups[g].Requirements {
				q := &v.Subjects[s].Groups[g].Requirements[i]
				bodies = append(bodies, part{q.ID, &q.Pack, func() (string, error) {
					q.show()
					defer q.drop()
					return render("body", *q)
				}})
			}
		}
		for n := range v.Subjects[s].Attention {
			q := &v.Subjects[s].Attention[n]
			q.Open = false // on a page of many builds, each first lists its failures in a line
			if len(v.Subjects) > openAtOnce {
				failed = append(failed, part{q.ID, &q.Pack, func() (string, error) { return render("body", *q) }})
			}
			for i := range q.Conditions {
				c := &q.Conditions[i]
				insides = append(insides, part{q.ID + " " + c.Name, &c.Pack, func() (string, error) {
					c.show()
					defer c.drop()
					return render("inside", *c)
				}})
			}
		}
	}
	p := packer{known: map[[sha256.Size]byte]int{}}
	p.work.SetLimit(runtime.GOMAXPROCS(0))
	// Under one condition builds behave much the same: packed side by side, their parts take a third less.
	for _, parts := range [][]part{bodies, insides, failed} { // those that failed name the packed insides
		slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.of, b.of) })
		if err := p.addAll(parts); err != nil {
			return err
		}
	}
	if len(p.parts) > 0 {
		p.compress()
	}
	if err := p.work.Wait(); err != nil {
		return err
	}
	for _, text := range p.packs {
		v.Packed = append(v.Packed, *text)
	}
	return nil
}
