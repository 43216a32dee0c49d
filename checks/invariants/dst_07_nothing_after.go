package invariants

import (
	"slices"
	"time"

	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "DST-07", Name: "nothing-after",
	Blind: "a socket or a request of an instance that ended, while others are there",
	check: nothingAfter,
})

// nothingAfter checks that nothing happens for an instance after done until the application asks for it again: no
// callback, no login, no socket, no request. Calls that were not answered may fail in the turn of done.
func nothingAfter(v *view) (out []Finding) {
	for _, l := range v.lives {
		for i, d := range l.line {
			if d.Kind != ledger.Done || slices.ContainsFunc(l.line[:i], isWanting) && v.askedAgain(l, d) ||
				v.owed(l, d) {
				continue
			}
			until := min(l.nextCall(d.Seq, func(e ledger.Event) bool { return isWanting(e) || isEnding(e) }), l.to)
			out = append(out, v.behind(l, d, until)...)
		}
	}
	return out
}

// askedAgain reports whether the application asked for the instance while it ended.
func (v *view) askedAgain(l *life, done ledger.Event) bool { return l.wantedAt(done.Seq) }

// owed reports whether another call still waits for its done.
func (v *view) owed(l *life, done ledger.Event) bool {
	next, ok := l.line.After(done.Seq).First(
		func(e ledger.Event) bool { return e.Kind == ledger.Done || isEnding(e) || isWanting(e) })
	return ok && next.Kind == ledger.Done
}

func (v *view) behind(l *life, done ledger.Event, until int) (out []Finding) {
	for _, e := range l.line.After(done.Seq).Before(until) {
		if e.Who != ledger.Client || e.Kind == ledger.Threw || e.Kind == ledger.Attempt || isOfUpload(e) {
			continue
		}
		if e.Kind == ledger.Failed || e.Kind == ledger.Sent {
			if e.Due()-done.Due() <= 50*time.Millisecond || v.answersLater(l, done, e) {
				continue
			}
		}
		out = append(out, found("callback-"+hyphened(e.Kind), []ledger.Event{done, e},
			sayToldAfterDone, l.Instance, e.Kind, e, done))
		break
	}
	for _, e := range v.Timeline.After(done.Seq).Before(until) {
		switch {
		case e.Who == ledger.Server && e.Kind == ledger.Login && v.owner[e.Socket] == l.Instance &&
			e.At > done.At+v.slow:
			return append(out, found("login", []ledger.Event{done, e}, sayLoginAfterDone, l.Instance, e, done))
		case e.Who == ledger.Host &&
			slices.Contains([]ledger.Kind{ledger.SocketConnecting, ledger.RequestStart, ledger.UploadStart}, e.Kind) &&
			v.alone(l, l.from, e.Seq):
			if e.Seq > v.Rested && v.Rested > done.Seq {
				return out
			}
			out = append(out,
				found(hyphened(e.Kind), []ledger.Event{done, e}, sayAfterDone, e.Kind, e, l.Instance, done))
			return out
		}
	}
	return out
}

// isOfUpload reports whether an event tells what becomes of an upload. No document says that an end calls uploads off.
func isOfUpload(e ledger.Event) bool { return e.Kind == ledger.Progress || e.Verb == "send file" }

// answersLater reports whether an outcome belongs to a call that the application made after done.
func (v *view) answersLater(l *life, done, e ledger.Event) bool {
	_, ok := l.line.After(done.Seq).Before(e.Seq).First(ledger.By(ledger.Test), ledger.Is(ledger.Verb),
		func(c ledger.Event) bool { return c.Verb == e.Verb })
	return ok
}

var _ = register(Invariant{
	Requirement: "DST-04", Name: "nothing-while-ending",
	Blind: "a login under way that the application is not told of",
	check: nothingWhileEnding,
})

// nothingWhileEnding checks that an instance neither connects nor waits for another attempt after its end was asked
// for.
func nothingWhileEnding(v *view) (out []Finding) {
	for _, l := range v.lives {
		var call ledger.Event
		for _, e := range l.line {
			switch {
			case isWanting(e) || e.Kind == ledger.Done:
				call = ledger.Event{}
			case isEnding(e):
				call = e
			// else they crossed
			case call.Seq > 0 && (e.Kind == ledger.Connected || e.Kind == ledger.WillReconnect) &&
				e.At > call.At+v.slow:
				out = append(out, found(hyphened(e.Kind)+"-behind-"+call.Verb, []ledger.Event{call, e},
					sayToldAfterCall, l.Instance, e.Kind, e, call.Verb, call))
				call = ledger.Event{}
			}
		}
	}
	return out
}

var _ = register(Invariant{
	Requirement: "LIM-06", Name: "nothing-left",
	Blind: "memory",
	check: nothingLeft,
})

// nothingLeft checks that a client whose instances are all destroyed holds nothing at its platform.
func nothingLeft(v *view) (out []Finding) {
	if v.Ended > len(v.Timeline) {
		return nil
	}
	last := v.Timeline[v.Ended-1]
	if v.Rest.Sockets > 0 {
		out = append(out, found("sockets", []ledger.Event{last}, saySocketsLeft, v.Rest.Sockets))
	}
	if v.Rest.Timers > 0 {
		out = append(out, found("timers", []ledger.Event{last}, sayTimersLeft, v.Rest.Timers))
	}
	if v.Rest.Requests > 0 {
		out = append(out, found("requests", []ledger.Event{last}, sayRequestsLeft, v.Rest.Requests))
	}
	return out
}

// The findings of this file.
var (
	sayToldAfterDone = say("dst-07.told",
		"{who} is told {kind:q} at {at}, behind the done at {done}",
		"{who} 在 {done} 的 done 之后，又在 {at} 收到 {kind}")
	sayLoginAfterDone = say("dst-07.login",
		"{who} logs in at {at}, behind the done at {done}",
		"{who} 在 {done} 的 done 之后，又在 {at} 登录")
	sayAfterDone = say("dst-07.host",
		"{kind} at {at}, behind the done of {who} at {done}",
		"{who} 在 {done} 的 done 之后，{at} 又有 {kind}")
	sayToldAfterCall = say("dst-07.told-behind-call",
		"{who} is told {kind:q} at {at}, behind its {verb} at {call}",
		"{who} 在 {call} 调用 {verb} 之后，又在 {at} 收到 {kind}")
	saySocketsLeft = say("dst-07.sockets",
		"{n} sockets are left when everything is destroyed",
		"全部销毁之后还剩 {n} 个 socket")
	sayTimersLeft   = say("dst-07.timers", "{n} timers are left when everything is destroyed", "全部销毁之后还剩 {n} 个定时器")
	sayRequestsLeft = say("dst-07.requests",
		"{n} requests are left when everything is destroyed",
		"全部销毁之后还剩 {n} 个请求")
)
