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

// nothingAfter checks that behind done nothing comes of an instance until the application asks for it again: no callback,
// no login, no socket, no request. What was asked and not answered may fail in the turn of done.
func nothingAfter(v *view) (out []Finding) {
	for _, l := range v.lives {
		for i, d := range l.line {
			if d.Kind != ledger.Done || slices.ContainsFunc(l.line[:i], isWanting) && v.askedAgain(l, d) || v.owed(l, d) {
				continue
			}
			until := min(l.nextCall(d.Seq, func(e ledger.Event) bool { return isWanting(e) || isEnding(e) }), l.to)
			out = append(out, v.behind(l, d, until)...)
		}
	}
	return out
}

// askedAgain says whether the instance was asked for while it ended.
func (v *view) askedAgain(l *life, done ledger.Event) bool { return l.wantedAt(done.Seq) }

// owed says whether another call still waits for its done.
func (v *view) owed(l *life, done ledger.Event) bool {
	next, ok := l.line.After(done.Seq).First(func(e ledger.Event) bool { return e.Kind == ledger.Done || isEnding(e) || isWanting(e) })
	return ok && next.Kind == ledger.Done
}

func (v *view) behind(l *life, done ledger.Event, until int) (out []Finding) {
	for _, e := range l.line.After(done.Seq).Before(until) {
		if e.Who != ledger.Client || e.Kind == ledger.Threw || e.Kind == ledger.Attempt {
			continue
		}
		if e.Kind == ledger.Failed || e.Kind == ledger.Sent {
			if e.Due()-done.Due() <= 50*time.Millisecond || v.answersLater(l, done, e) {
				continue
			}
		}
		out = append(out, found("callback-"+hyphened(e.Kind), []ledger.Event{done, e},
			"%s is told %q at %s, behind the done at %s", l.Instance, e.Kind, at(e), at(done)))
		break
	}
	for _, e := range v.Timeline.After(done.Seq).Before(until) {
		switch {
		case e.Who == ledger.Server && e.Kind == ledger.Login && v.owner[e.Socket] == l.Instance && e.At > done.At+v.slow:
			return append(out, found("login", []ledger.Event{done, e}, "%s logs in at %s, behind the done at %s", l.Instance, at(e), at(done)))
		case e.Who == ledger.Host && slices.Contains([]ledger.Kind{ledger.SocketConnecting, ledger.RequestStart, ledger.UploadStart}, e.Kind) &&
			v.alone(l, l.from, e.Seq):
			if e.Seq > v.Rested && v.Rested > done.Seq {
				return out
			}
			out = append(out, found(hyphened(e.Kind), []ledger.Event{done, e}, "%s at %s, behind the done of %s at %s", e.Kind, at(e), l.Instance, at(done)))
			return out
		}
	}
	return out
}

// answersLater says whether an outcome is that of a call which the application made behind done.
func (v *view) answersLater(l *life, done, e ledger.Event) bool {
	_, ok := l.line.After(done.Seq).Before(e.Seq).First(ledger.By(ledger.Test), ledger.Is(ledger.Verb), func(c ledger.Event) bool { return c.Verb == e.Verb })
	return ok
}

var _ = register(Invariant{
	Requirement: "DST-04", Name: "nothing-while-ending",
	Blind: "a login under way that the application is not told of",
	check: nothingWhileEnding,
})

// nothingWhileEnding checks that an instance whose end was asked for neither connects nor waits for another attempt.
func nothingWhileEnding(v *view) (out []Finding) {
	for _, l := range v.lives {
		var call ledger.Event
		for _, e := range l.line {
			switch {
			case isWanting(e) || e.Kind == ledger.Done:
				call = ledger.Event{}
			case isEnding(e):
				call = e
			case call.Seq > 0 && (e.Kind == ledger.Connected || e.Kind == ledger.WillReconnect) && e.At > call.At+v.slow: // else they crossed
				out = append(out, found(hyphened(e.Kind)+"-behind-"+call.Verb, []ledger.Event{call, e},
					"%s is told %q at %s, behind its %s at %s", l.Instance, e.Kind, at(e), call.Verb, at(call)))
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
		out = append(out, found("sockets", []ledger.Event{last}, "%d sockets are left when everything is destroyed", v.Rest.Sockets))
	}
	if v.Rest.Timers > 0 {
		out = append(out, found("timers", []ledger.Event{last}, "%d timers are left when everything is destroyed", v.Rest.Timers))
	}
	if v.Rest.Requests > 0 {
		out = append(out, found("requests", []ledger.Event{last}, "%d requests are left when everything is destroyed", v.Rest.Requests))
	}
	return out
}
