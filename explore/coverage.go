package explore

import (
	"fmt"
	"slices"
	"strings"

	"nimcert/checks/invariants"
	"nimcert/ledger"
)

// reached lists the pairs of a state and an act that a schedule went through. A state is what each instance was doing,
// what troubled the links, and how many sockets there were; an act is what was done or happened then.
func reached(w invariants.World) map[string]bool {
	out := map[string]bool{}
	state := map[string]string{}
	sockets, at := 0, ""
	for _, e := range w.Timeline {
		if e.Seq >= w.Rested {
			break
		}
		act := ""
		switch {
		case e.Who == ledger.Test && e.Kind == ledger.Verb:
			act = e.Verb
		case e.Who == ledger.Client && e.Kind != ledger.Attempt && e.Kind != ledger.Message &&
			e.Kind != ledger.Progress:
			act = string(e.Kind)
		case e.Who == ledger.Test && (e.Kind == ledger.Act || e.Kind == ledger.Fault):
			act = standing(w, e.Seq)
		case e.Who == ledger.Host && e.Kind == ledger.SocketConnecting:
			sockets++
			at = "opening"
		case e.Who == ledger.Host && e.Kind == ledger.SocketOpen:
			at = "open"
		case e.Who == ledger.Host && e.Kind == ledger.SocketClosing:
			at = "closing"
		case e.Who == ledger.Host && e.Kind == ledger.SocketClosed:
			sockets--
			at = "closed"
		case e.Kind == ledger.Attempt:
			at = "asking"
		case e.Who == ledger.Server && e.Kind == ledger.Held:
			at = "held " + e.Detail
		}
		if act == "" {
			continue
		}
		out[fmt.Sprintf("%s|%s|%d|%s|%s", state[e.Instance], at, sockets, standing(w, e.Seq), act)] = true
		switch {
		case e.Who == ledger.Client &&
			slices.Contains(
				[]ledger.Kind{ledger.Connected, ledger.WillReconnect, ledger.Disconnected, ledger.Lost, ledger.Done},
				e.Kind),
			e.Kind == ledger.Verb && e.Verb != "send text" && e.Verb != "send file":
			// The last two events of an instance are its state: a connect after a disconnect differs from a connect
			// after a kick.
			before := state[e.Instance]
			if i := strings.LastIndexByte(before, '>'); i >= 0 {
				before = before[i+1:]
			}
			state[e.Instance] = before + ">" + act
		}
	}
	return out
}

// standing lists the troubles that last at a moment.
func standing(w invariants.World, seq int) string {
	var list []string
	for _, t := range w.Troubles {
		if t.Seq <= seq && t.To >= w.Timeline[seq-1].At {
			list = append(list, t.Verb+t.Step)
		}
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), "+")
}
