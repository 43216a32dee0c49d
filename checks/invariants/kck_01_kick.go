package invariants

import (
	"slices"
	"time"

	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "KCK-01", Name: "kick-told",
	Blind: "a kick that met a network fault, or an instance that was ending",
	check: kickTold,
})

// told1s is the time within which a kick must take effect: the catalogue's second.
const told1s = time.Second

// kickTold checks that a kick is told as a kick, once and within a second, and that nothing else is told as a kick.
func kickTold(v *view) (out []Finding) {
	for _, l := range v.lives {
		for _, k := range v.kicks(l.Instance) {
			if k.Seq < l.from || k.Seq >= l.to || !v.receives(l, k) {
				continue
			}
			mark := v.Timeline[k.Seq-1]
			told := l.line.After(k.Seq).Where(ledger.Is(ledger.Disconnected))
			asked := l.nextCall(k.Seq, isWanting)
			if len(told) > 0 && asked < told[0].Seq || len(told) == 0 && v.when(asked) <= k.From+told1s+v.slow {
				continue // asked for before the kick was told: the callback is then about both
			}
			told = told.Before(asked)
			switch {
			case len(told) == 0:
				out = append(out, found("never", []ledger.Event{mark}, sayKickNever, l.Instance, k.From))
			case told[0].Due()-k.From > told1s+v.slow:
				out = append(out,
					found("late", []ledger.Event{mark, told[0]}, sayKickLate, l.Instance, k.From, told[0]))
			case told[0].Code != "kicked":
				out = append(out,
					found("as-something-else", []ledger.Event{mark, told[0]}, sayKickOther, l.Instance, k.From,
						told[0].Code))
			case reasonOf(l, k.Number) != "" && !v.kickedTwice(l, k) && told[0].Reason != reasonOf(l, k.Number):
				out = append(out,
					found("another-reason", []ledger.Event{mark, told[0]}, sayKickReason, l.Instance, k.From,
						reasonOf(l, k.Number), told[0].Reason))
			case len(told) > 1 && !slices.ContainsFunc(l.line.After(k.Seq).Before(told[1].Seq), isEnding):
				out = append(out, found("twice", []ledger.Event{mark, told[1]}, sayKickTwice, l.Instance, k.From))
			}
		}
		for _, e := range l.line.Where(ledger.Is(ledger.Disconnected),
			func(e ledger.Event) bool { return e.Code == "kicked" }) {
			kicks, heard := 0,
				len(v.Timeline.Before(e.Seq+1).Where(ledger.By(ledger.Client), ledger.Of(l.Instance),
					ledger.Is(ledger.Disconnected),
					func(e ledger.Event) bool { return e.Code == "kicked" }))
			for _, k := range v.kicks(l.Instance) {
				if k.Seq < e.Seq {
					kicks++
				}
			}
			if heard > kicks {
				out = append(out, found("told-and-was-none", []ledger.Event{e}, sayKickNone, l.Instance, e))
			}
		}
	}
	return out
}

// The documented names of the reasons. From reason 4 on not every family documents them, neither for accounts nor for
// chatrooms.
var (
	reasons     = map[int]string{1: "samePlatformKick", 2: "serverKick", 3: "otherPlatformKick"}
	roomReasons = map[int]string{1: "chatroomClosed", 2: "managerKick", 3: "samePlatformKick"}
)

func reasonOf(l *life, number int) string {
	if l.Room != "" {
		return roomReasons[number]
	}
	return reasons[number]
}

// receives reports whether a kick reaches a live instance: the application was told that it is connected and has not
// ended it, and nothing else happens to the link meanwhile, except that the service closes it after the kick.
func (v *view) receives(l *life, k Trouble) bool {
	if !Connected(v.before(k.Seq), l.Instance) {
		return false
	}
	after := k.From + told1s + v.slow
	ends := l.line.After(k.Seq).Where(func(e ledger.Event) bool { return isEnding(e) && e.At <= after })
	for _, t := range v.Troubles {
		if t.Seq == k.Seq && t.Verb == "kick" || t.Instance != "" && t.Instance != l.Instance || t.sparesLinks() {
			continue
		}
		if t.Verb == "close" && t.Seq > k.Seq {
			continue
		}
		if t.From <= after && t.To >= k.From-v.slow {
			return false
		}
	}
	return len(ends) == 0 && v.end > after
}

// kickedTwice reports whether another kick comes at the same time: no document says which of the two is told.
func (v *view) kickedTwice(l *life, k Trouble) bool {
	return slices.ContainsFunc(v.kicks(l.Instance), func(o Trouble) bool {
		return o.Seq != k.Seq && o.From-k.From <= told1s+v.slow && k.From-o.From <= told1s+v.slow ||
			o.Seq == k.Seq && o.Number != k.Number
	})
}

// sparesLinks reports whether a trouble leaves established, logged-in links alone: messages on them still arrive.
func (t Trouble) sparesLinks() bool {
	switch t.Verb {
	case "hold":
		return t.Step != "heartbeat"
	case "answer-close", "fail", "refuse-login", "refuse-entry", "portal", "cap", "unreachable":
		return true
	}
	return false
}

var _ = register(Invariant{
	Requirement: "KCK-02", Name: "kick-closes",
	Blind: "as KCK-01",
	check: kickCloses,
})

// kickCloses checks that the client closes the socket within a second of a kick.
func kickCloses(v *view) (out []Finding) {
	for _, l := range v.lives {
		for _, k := range v.kicks(l.Instance) {
			if k.Seq < l.from || k.Seq >= l.to || !v.receives(l, k) {
				continue
			}
			// a socket that is closing already had an end before
			open := slices.DeleteFunc(v.held(l, k.Seq), func(s int64) bool {
				_, closing := v.before(k.Seq).First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosing),
					func(e ledger.Event) bool { return e.Socket == s })
				return closing
			})
			for _, e := range v.Timeline.After(k.Seq) {
				if e.At > k.From+told1s+v.slow {
					break
				}
				if e.Who == ledger.Host && (e.Kind == ledger.SocketClosing || e.Kind == ledger.SocketClosed) {
					open = slices.DeleteFunc(open, func(s int64) bool { return s == e.Socket })
				}
			}
			if len(open) > 0 {
				out = append(out, found("open", []ledger.Event{v.Timeline[k.Seq-1]}, sayKickOpen, l.Instance, k.From))
			}
		}
	}
	return out
}

var _ = register(Invariant{
	Requirement: "KCK-03", Name: "kick-ends",
	Blind: "an attempt that ends before its login, while other instances are there",
	check: kickEnds,
})

// kickEnds checks that a kicked instance does not come back by itself, and that no message is delivered to it.
func kickEnds(v *view) (out []Finding) {
	for _, l := range v.lives {
		for _, k := range v.kicks(l.Instance) {
			if k.Seq < l.from || k.Seq >= l.to || !v.receives(l, k) {
				continue
			}
			kicked, ok := l.line.After(k.Seq).First(ledger.Is(ledger.Disconnected))
			if !ok {
				kicked = v.Timeline[k.Seq-1]
			}
			until := min(l.nextCall(kicked.Seq, isWanting), l.to)
			if w := l.nextCall(k.Seq, isWanting); w < kicked.Seq {
				continue // asked for again before the kick was told
			}
		behind:
			for _, e := range v.Timeline.After(kicked.Seq).Before(until) {
				mine := e.Instance == l.Instance && e.Who == ledger.Client
				switch {
				case mine && (e.Kind == ledger.WillReconnect || e.Kind == ledger.Connected || e.Kind == ledger.Attempt),
					e.Who == ledger.Server && e.Kind == ledger.Login && v.owner[e.Socket] == l.Instance,
					e.Who == ledger.Client && e.Kind == ledger.Attempt && e.Instance == "" && v.alone(l, l.from, e.Seq):
					out = append(out, found("back", []ledger.Event{kicked, e}, sayKickBack, l.Instance, k.From, e))
				case mine && e.Kind == ledger.Message:
					f := found("message", []ledger.Event{kicked, e}, sayKickMessage, l.Instance, k.From, e)
					out = append(out, f)
				default:
					continue
				}
				break behind
			}
		}
	}
	return out
}

// The findings of this file.
var (
	sayKickNever = say("kck-01.never", "{who} is kicked at {at}, and is never told", "{who} 在 {at} 被踢，却始终没有收到通知")
	sayKickLate  = say("kck-01.late", "{who} is kicked at {at}, and told at {told}", "{who} 在 {at} 被踢，{told} 才收到通知")
	sayKickOther = say("kck-01.as-something-else",
		"{who} is kicked at {at}, and told {code:q}",
		"{who} 在 {at} 被踢，收到的却是 {code:q}")
	sayKickReason = say("kck-01.another-reason",
		"{who} is kicked at {at} as {reason}, and told {told:q}",
		"{who} 在 {at} 因 {reason} 被踢，收到的却是 {told:q}")
	sayKickTwice = say("kck-01.twice", "{who} is kicked at {at}, and told twice", "{who} 在 {at} 被踢，却收到两次通知")
	sayKickNone  = say("kck-01.was-none",
		"{who} is told of a kick at {at} that was none",
		"{who} 在 {at} 收到被踢通知，而并没有人踢它")
	sayKickOpen = say("kck-02.open",
		"{who} is kicked at {at}, and its socket is not closed a second later",
		"{who} 在 {at} 被踢，一秒之后 socket 仍未关闭")
	sayKickBack = say("kck-03.back",
		"{who} was kicked at {kicked}, and comes back by itself at {at}",
		"{who} 在 {kicked} 被踢，又在 {at} 自行重连")
	sayKickMessage = say("kck-05.message",
		"{who} was kicked at {kicked}, and is given a message at {at}",
		"{who} 在 {kicked} 被踢，又在 {at} 收到消息")
)
