package ledger

// ClosingFree is the first event of a session on a platform where a socket whose close has begun takes no slot any
// more.
const ClosingFree Kind = "closing sockets are free"

// Taking is a time line for counting slots: in it a socket ends when it no longer takes a slot. That is the time line
// itself, unless its session says ClosingFree: then a socket ends with SocketClosing, at the host and at the service.
func (t Timeline) Taking() Timeline {
	if len(t) == 0 || t[0].Kind != ClosingFree {
		return t
	}
	free := map[int64]bool{}
	var out Timeline
	for _, e := range t {
		switch e.Kind {
		case SocketClosing:
			free[e.Socket] = true
			end := e
			end.Kind = SocketClosed
			link := e
			link.Who, link.Kind = Server, LinkClosed
			out = append(out, end, link)
		case SocketClosed, LinkOpen, LinkClosed:
			if !free[e.Socket] {
				out = append(out, e)
			}
		default:
			out = append(out, e)
		}
	}
	return out
}
