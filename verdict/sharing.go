package verdict

import (
	"errors"
	"slices"
)

// sharing is the part with each time line once. GLB-04 is looked at in every scenario, and its case stands behind that
// scenario's own: with both, the file would be twice as large.
func (p Part) sharing() Part {
	p.Runs = slices.Clone(p.Runs)
	for i, r := range p.Runs {
		cases := slices.Clone(r.Cases)
		for n := 1; n < len(cases); n++ {
			before, own := r.Cases[n-1].Timeline, cases[n].Timeline
			if own != "" && own == before {
				cases[n].Timeline, cases[n].Shares = "", true
			}
		}
		p.Runs[i].Cases = cases
	}
	return p
}

// share undoes sharing in a part that was read.
func (p Part) share() error {
	for _, r := range p.Runs {
		for n := range r.Cases {
			c := &r.Cases[n]
			switch {
			case !c.Shares:
			case n == 0:
				return errors.New("its first case has the time line of another")
			default:
				c.Timeline, c.Shares = r.Cases[n-1].Timeline, false
			}
		}
	}
	return nil
}
