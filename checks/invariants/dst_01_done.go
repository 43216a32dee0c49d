package invariants

import (
	"math"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// slack is how far a bound may be passed: the catalogue's allowance for timers, as in the specs.
const slack = 500 * time.Millisecond

var _ = register(Invariant{
	Requirement: "DST-01", Name: "done-once",
	Blind: "which of two calls of one instance a done answers; a second destroy's own done",
	check: doneOnce,
})

// doneOnce checks that done answers each disconnect and destroy of a live instance, and never comes without a call.
func doneOnce(v *view) (out []Finding) {
	if !v.Capabilities[clients.DoneCallback] {
		return nil
	}
	// by instance name: the done of a second destroy may come late
	calls, dones := map[string]int{}, map[string]int{}
	for _, l := range v.lives {
		destroyed := false
		for _, e := range l.line {
			switch {
			case isEnding(e):
				if calls[l.Instance]++; !destroyed && !threwAt(l, e) {
					out = append(out, v.answered(l, e)...)
				}
				destroyed = destroyed || e.Verb == "destroy"
			case e.Kind == ledger.Done:
				if dones[l.Instance]++; dones[l.Instance] == calls[l.Instance]+1 {
					out = append(out, found("one-too-many", []ledger.Event{e}, sayDoneTooMany, l.Instance, e))
				}
			}
		}
	}
	return out
}

func threwAt(l *life, call ledger.Event) bool {
	e, ok := l.line.After(call.Seq).First(ledger.Is(ledger.Threw))
	return ok && e.Verb == call.Verb && e.At == call.At
}

// answered checks the done of one call.
func (v *view) answered(l *life, call ledger.Event) []Finding {
	for _, e := range l.line.After(call.Seq).Where(ledger.Is(ledger.Done)) {
		// A call after disconnect asks for its own end: another call's done does not answer it.
		if call.Verb == "destroy" && e.Verb == "disconnect" {
			continue
		}
		if e.Due()-call.At > v.Policy.DoneWithin+slack {
			return []Finding{found("late", []ledger.Event{call, e}, sayDoneLate, l.Instance, e.Due()-call.At, call.Verb,
				call)}
		}
		return nil
	}
	if v.end-call.At <= v.Policy.DoneWithin+slack {
		return nil
	}
	return []Finding{found("never-behind-"+call.Verb, []ledger.Event{call}, sayDoneNever, call.Verb, l.Instance, call)}
}

var _ = register(Invariant{
	Requirement: "DST-02", Name: "done-after-close",
	Blind: "whose a socket is on which the service saw no login, while there are other instances",
	check: doneAfterClose,
})

// doneAfterClose checks that done comes after the platform has closed every socket that the instance had when its end
// was asked for, or at the deadline.
func doneAfterClose(v *view) (out []Finding) {
	// sockets that were still closing when a done came at its deadline, also those of an earlier instance
	excused := map[int64]bool{}
	for _, l := range v.lives {
		first := ledger.Event{Seq: math.MaxInt} // the first call that waits for done
		for _, e := range l.line {
			switch {
			case isEnding(e) && first.Seq == math.MaxInt:
				first = e
			case e.Kind == ledger.Done:
				held := v.held(l, e.Seq)
				if first.Seq < e.Seq && e.At-first.At >= v.Policy.DoneWithin-slack {
					for _, s := range held {
						excused[s] = true
					}
				} else if first.Seq < e.Seq {
					for _, s := range held {
						excused[s] = excused[s] || v.gaveUp(s, first, e)
						if !excused[s] && v.beganBefore(s, first.Seq) {
							out = append(out, found("before-the-close-behind-"+e.Verb, []ledger.Event{first, e},
								sayDoneBeforeClose, l.Instance, e, s))
							break
						}
					}
				}
				first.Seq = math.MaxInt
			}
		}
	}
	return out
}

// gaveUp reports whether the client had begun to close a socket and waited for half of the documented time, when nobody
// answered before that time was up: no done could have come both behind the close and in time. How long a client waits
// for an answer that never comes, no document says.
func (v *view) gaveUp(socket int64, call, done ledger.Event) bool {
	if done.At-call.At < v.Policy.DoneWithin/2 {
		return false
	}
	is := func(e ledger.Event) bool { return e.Socket == socket }
	_, closing := v.before(done.Seq).First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosing), is)
	closed, ok := v.Timeline.First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed), is)
	return closing && ok && closed.At > call.At+v.Policy.DoneWithin
}

func (v *view) beganBefore(socket int64, seq int) bool {
	e, ok := v.before(seq).First(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting),
		func(e ledger.Event) bool { return e.Socket == socket })
	return ok && e.Seq < seq
}

// The findings of this file.
var (
	sayDoneTooMany = say("dst-01.one-too-many",
		"done of {who} comes at {at}, and every call had its own",
		"{who} 的 done 在 {at} 又来了一次，而每次调用都已有自己的 done")
	sayDoneLate = say("dst-01.late",
		"done of {who} comes {after} after its {verb} at {call}",
		"{who} 的 done 在 {call} 调用 {verb} 之后 {after} 才来")
	sayDoneNever = say("dst-01.never",
		"{verb} of {who} at {call} never calls done",
		"{who} 在 {call} 的 {verb} 始终没有调用 done")
	sayDoneBeforeClose = say("dst-02.before-the-close",
		"done of {who} comes at {at}, and the platform has its socket #{socket} still",
		"{who} 的 done 在 {at} 来了，而平台上还有它的 socket #{socket}")
)
