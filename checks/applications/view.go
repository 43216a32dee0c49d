package applications

import (
	"slices"
	"time"

	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/judgement"
	"nimcert/ledger"
)

// Check judges a schedule that was played on an application.
func Check(w invariants.World) []invariants.Finding {
	v := look(w)
	var out []invariants.Finding
	for _, r := range []struct {
		rule  string
		check func(*view) []invariants.Finding
	}{
		{"USE-01", limit}, {"USE-02", afterDone}, {"USE-03", count}, {"USE-04", nothingAfter}, {"USE-05", comesBack},
		{"USE-06", kicked}, {"USE-07", uncaught}, {"USE-08", rest},
	} {
		for _, f := range r.check(v) {
			f.Requirement = r.rule
			out = append(out, f)
		}
	}
	return out
}

// The calls by which an application opens and ends connections.
var (
	opening = []string{"login", "enter chatroom", "connect"}
	ending  = []string{"disconnect", "destroy"}
)

func isCall(e ledger.Event, verbs []string) bool {
	return e.Who == ledger.Test && e.Kind == ledger.Verb && slices.Contains(verbs, e.Verb)
}

func isAct(e ledger.Event, acts ...string) bool {
	return e.Who == ledger.Test && e.Kind == ledger.Act && slices.Contains(acts, e.Verb)
}

// view is a world, with indexes that every rule uses.
type view struct {
	invariants.World
	// states holds the state of each instance before the event of the same index.
	states []states
}

// state is the state of an instance as the application knows it, from its own calls and from callbacks.
type state struct {
	room   bool // a chatroom's
	holds  bool // it was opened, and the application neither ended it nor was told that it is over
	ending int  // Seq of the call that ends it, whose done is yet to come; 0: none
	kicked bool // and it was not opened since
	opened int  // Seq of the call that opened it last
	at     time.Duration
}

type states map[string]state

// doneLate is how long after the documented time an application must still wait for a done.
const doneLate = 500 * time.Millisecond

func look(w invariants.World) *view {
	v := &view{World: w}
	now := states{}
	for _, e := range w.Timeline {
		v.states = append(v.states, now)
		if next, ok := step(now, e); ok {
			changed := states{}
			for name, s := range now {
				changed[name] = s
			}
			changed[e.Instance] = next
			now = changed
		}
	}
	v.states = append(v.states, now)
	return v
}

// step applies an event to the state of its instance.
func step(now states, e ledger.Event) (state, bool) {
	s, known := now[e.Instance]
	switch {
	case isCall(e, opening):
		s.holds, s.kicked, s.ending, s.opened = true, false, 0, e.Seq
		s.room = s.room || e.Verb == "enter chatroom"
	case isCall(e, ending) && known:
		s.ending, s.at = e.Seq, e.At
	case e.Who != ledger.Client || !known:
		return s, false
	case e.Kind == ledger.Done && s.ending > 0:
		s.holds, s.ending = false, 0
	case e.Kind == ledger.Disconnected && s.ending == 0:
		s.holds, s.kicked = false, s.kicked || e.Code == "kicked"
	case e.Kind == ledger.Disconnected && e.Code == "kicked":
		s.kicked = true
	case e.Kind == ledger.Connected && s.ending == 0:
		s.holds = true
	default:
		return s, false
	}
	return s, true
}

// before returns the instances before an event.
func (v *view) before(seq int) states { return v.states[min(seq, len(v.states))-1] }

// waits reports whether the done of an instance that is ending may still come.
func (v *view) waits(s state, at time.Duration) bool {
	return s.ending > 0 && at-s.at <= v.Policy.DoneWithin+doneLate
}

// wanted says what the user wants before an event: account and chatroom (empty if none), and since when.
func (v *view) wanted(seq int) (account, room string, since int) {
	for _, e := range v.Timeline.Before(seq) {
		switch {
		case isAct(e, clients.ActLogIn):
			account, since = e.Instance, e.Seq
		case isAct(e, clients.ActLogOut):
			account, room, since = "", "", e.Seq
		case isAct(e, clients.ActEnterRoom):
			room = e.Instance
		case isAct(e, clients.ActLeaveRoom):
			room = ""
		}
	}
	return account, room, since
}

// names lists instances in a fixed order.
func (s states) names(want func(state) bool) []string {
	var out []string
	for name, one := range s {
		if want(one) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// where says in which callback a call was made, for a finding's key and its sentence.
func where(e ledger.Event) (key string, words judgement.Phrase) {
	switch e.Reason {
	case "":
		return "", nowhere.Of()
	case "done of destroy", "done of disconnect":
		return "-in-done", inCallback.Of(e.Reason)
	}
	return "-in-" + e.Reason, inCallback.Of(e.Reason)
}

// say declares a sentence; see judgement.Say.
var say = judgement.Say

var (
	nowhere    = say("use.nowhere", "", "")
	inCallback = say("use.in-callback", " in {callback}", "在 {callback} 里")
)

func found(shape string, events []ledger.Event, what judgement.Sentence, args ...any) invariants.Finding {
	f := invariants.Finding{Shape: shape, Finding: judgement.Finding{Phrase: what.Of(args...)}}
	for _, e := range events {
		if e.Seq > 0 {
			f.Events = append(f.Events, e.Seq)
		}
	}
	return f
}

// once keeps the first finding of each shape: further ones add nothing.
func once(list []invariants.Finding) []invariants.Finding {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(f invariants.Finding) bool {
		if seen[f.Shape] {
			return true
		}
		seen[f.Shape] = true
		return false
	})
}
