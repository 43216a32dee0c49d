package ledger

import (
	"cmp"
	"slices"
)

// Settled returns the time line in the one order in which every run tells it, and the new number of each event whose
// number changed. When the service ends many links at one instant, a goroutine of each link puts its end on the
// ledger, in whichever order the machine runs them. Settled sorts such a stretch by connection; nothing else moves.
func (t Timeline) Settled() (settled Timeline, moved map[int]int) {
	settled, moved = slices.Clone(t), map[int]int{}
	alike := func(a, b Event) bool {
		return a.Who == Server && a.Kind == LinkClosed && a.At == b.At && a.Who == b.Who && a.Kind == b.Kind
	}
	for from := 0; from < len(settled); {
		to := from + 1
		for to < len(settled) && alike(settled[from], settled[to]) {
			to++
		}
		stretch := settled[from:to]
		first := stretch[0].Seq
		slices.SortStableFunc(stretch, func(a, b Event) int { return cmp.Compare(a.Socket, b.Socket) })
		for i := range stretch {
			if seq := first + i; stretch[i].Seq != seq {
				moved[stretch[i].Seq], stretch[i].Seq = seq, seq
			}
		}
		from = to
	}
	return settled, moved
}
