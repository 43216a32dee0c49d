package applications

import (
	"math"
	"slices"
	"time"

	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/ledger"
)

// tidying is how long after the documented time of done an application may take to end what it was told to leave. One
// instance may end after the other, with a request of its own in between.
const tidying = time.Minute

// nothingAfter checks that the application opens nothing that the user has left, and ends everything that the user
// left.
func nothingAfter(v *view) []invariants.Finding {
	var out []invariants.Finding
	for _, e := range v.Timeline {
		if !isCall(e, opening) {
			continue
		}
		account, room, _ := v.wanted(e.Seq)
		if _, _, since := v.wanted(e.Seq); since == 0 {
			continue // before the user's first act the application may open what it wants
		}
		key, words := where(e)
		switch isRoom := v.before(e.Seq)[e.Instance].room || e.Verb == "enter chatroom"; {
		case isRoom && room == "":
			out = append(out, found("enters-a-chatroom-that-was-left"+key, []ledger.Event{v.left(e.Seq), e},
				sayEntersLeft, e.At, e.Instance, words))
		case !isRoom && account == "":
			out = append(out, found("connects-after-log-out"+key, []ledger.Event{v.left(e.Seq), e},
				sayConnectsLoggedOut, e.At, e.Instance, words))
		}
	}
	for i, e := range v.Timeline {
		if isAct(e, clients.ActLogOut, clients.ActLeaveRoom) {
			out = append(out, v.kept(i, e)...)
		}
	}
	return once(out)
}

// left is the act by which the user left.
func (v *view) left(seq int) ledger.Event {
	e, _ := v.Timeline.Before(seq).Last(
		func(e ledger.Event) bool { return isAct(e, clients.ActLogOut, clients.ActLeaveRoom) })
	return e
}

// kept finds instances that are neither ended nor over when the time to end them has passed. It ignores those to which
// the user came back before.
func (v *view) kept(i int, left ledger.Event) (out []invariants.Finding) {
	until := left.At + v.Policy.DoneWithin + tidying
	line := v.Timeline[i+1:]
	end := slices.IndexFunc(line,
		func(e ledger.Event) bool { return e.At > until || isAct(e, clients.ActLogIn, clients.ActEnterRoom) })
	switch {
	case end < 0 && v.Timeline[len(v.Timeline)-1].At < until && v.Ended == math.MaxInt:
		return nil // the session ended before
	case end < 0:
		end = len(line)
	case line[end].At <= until:
		return nil // the user came back
	}
	now := v.states[i+1+end]
	for _, name := range now.names(func(s state) bool { return s.holds && s.ending == 0 }) {
		s := now[name]
		switch {
		case s.room:
			out = append(out, found("keeps-a-chatroom-that-was-left", []ledger.Event{v.Timeline[s.opened-1], left},
				sayKeepsRoom, left.At, name))
		case left.Verb == clients.ActLogOut:
			out = append(out, found("keeps-an-account-that-logged-out", []ledger.Event{v.Timeline[s.opened-1], left},
				sayKeepsAccount, left.At, name))
		}
	}
	return out
}

// The findings of this file.
var (
	sayEntersLeft = say("use-04.enters-left",
		"at {at} the application opens {who}{where}, and the user has left it",
		"应用{where}在 {at} 打开 {who}，而用户已经离开")
	sayConnectsLoggedOut = say("use-04.connects-logged-out",
		"at {at} the application opens {who}{where}, and the user has logged out",
		"应用{where}在 {at} 打开 {who}，而用户已经登出")
	sayKeepsRoom = say("use-04.keeps-room",
		"the user left at {at}, and a minute later the application has not ended {who}",
		"用户在 {at} 离开，一分钟后应用仍没有结束 {who}")
	sayKeepsAccount = say("use-04.keeps-account",
		"the user logged out at {at}, and a minute later the application has not ended {who}",
		"用户在 {at} 登出，一分钟后应用仍没有结束 {who}")
)
