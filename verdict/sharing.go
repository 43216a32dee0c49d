package verdict

import (
	"errors"
	"slices"

	"nimcert/ledger"
)

// sharing is the part with each time line once. GLB-04 is looked at in every scenario, and its case stands behind that
// scenario's own: with both, the file would be twice as large.
func (p Part) sharing() Part {
	p.Runs = slices.Clone(p.Runs)
	for i, r := range p.Runs {
		cases := slices.Clone(r.Cases)
		for n := 1; n < len(cases); n++ {
			before, own := r.Cases[n-1].Timeline, cases[n].Timeline
			if len(own) > 0 && len(own) == len(before) && &own[0] == &before[0] {
				cases[n].Timeline, cases[n].Shares = nil, true
			}
		}
		p.Runs[i].Cases = cases
	}
	return p
}

// share undoes sharing in a part that was read, and keeps each text of its time lines once: those of sixty builds are
// millions of events, which say few things. texts are those that are known.
func (p Part) share(texts map[string]string) error {
	for _, r := range p.Runs {
		for n := range r.Cases {
			c := &r.Cases[n]
			switch {
			case !c.Shares:
				once(c.Timeline, texts)
			case n == 0:
				return errors.New("its first case has the time line of another")
			default:
				c.Timeline, c.Shares = r.Cases[n-1].Timeline, false
			}
			if c.Second != nil {
				once(c.Second.Timeline, texts)
			}
		}
	}
	return nil
}

// once replaces each text of a time line by the one that is known.
func once(t ledger.Timeline, texts map[string]string) {
	for i := range t {
		e := &t[i]
		for _, s := range []*string{
			(*string)(&e.Who), (*string)(&e.Kind), &e.Instance, &e.Verb, &e.URL, &e.Method, &e.Status, &e.CloseCode,
			&e.Code, &e.Reason, &e.ID, &e.From, &e.Text, &e.Name, &e.Level, &e.Sum, &e.Detail,
		} {
			known, ok := texts[*s]
			if !ok {
				texts[*s] = *s
				continue
			}
			*s = known
		}
	}
}
