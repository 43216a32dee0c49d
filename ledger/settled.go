package ledger

import (
	"cmp"
	"slices"
)

// Settled returns the time line in the one order in which every run tells it, and the new number of each event whose
// number changed. A goroutine of each connection tells what the service saw of it: when many links end at one instant,
// or many requests or packets come, they stand on the ledger in whichever order the machine ran them. Settled sorts
// such a stretch of ends, of requests, of packets, or of close frames, by connection; nothing else moves. An end and a
// request never change places, nor a logout and a close frame: which of the two came first is what is judged. A packet
// and what the service sends for it on another link keep theirs.
func (t Timeline) Settled() (settled Timeline, moved map[int]int) {
	settled, moved = slices.Clone(t), map[int]int{}
	alike := func(a, b Event) bool {
		return sideBySide(a) != 0 && a.At == b.At && sideBySide(a) == sideBySide(b)
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

// sideBySide is the group of events that the service's goroutines tell side by side, 0 for an event of none.
func sideBySide(e Event) int {
	if e.Who != Server {
		return 0
	}
	switch e.Kind {
	case LinkClosed:
		return 1
	case ConnAccepted, LBSRequest, Handshake:
		return 2
	case Packet, Login, Logout:
		return 3
	case CloseReceived:
		return 4
	default:
		return 0
	}
}
