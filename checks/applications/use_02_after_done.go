package applications

import (
	"nimcert/checks/invariants"
	"nimcert/ledger"
)

// afterDone checks that no instance is opened while one of its kind, an account's or a chatroom's, is ending. The
// application need not wait for a done that does not come in its documented time: that is the SDK's fault.
func afterDone(v *view) (out []invariants.Finding) {
	for _, e := range v.Timeline {
		if !isCall(e, opening) {
			continue
		}
		now := v.before(e.Seq)
		room := now[e.Instance].room || e.Verb == "enter chatroom"
		for _, name := range now.names(func(s state) bool { return s.room == room && v.waits(s, e.At) }) {
			call := v.Timeline[now[name].ending-1]
			key, words := where(e)
			out = append(out, found("opens-before-done"+key, []ledger.Event{call, e},
				sayBeforeDone, e.At, e.Instance, words, call.Verb, name, call.At))
			break
		}
	}
	return once(out)
}

var sayBeforeDone = say("use-02.before-done",
	"at {at} the application opens {who}{where}, and the done of {verb} of {other}, called at {call}, has "+
		"not come",
	"应用{where}在 {at} 打开 {who}，而 {other} 在 {call} 调用的 {verb} 的 done 还没有来")
