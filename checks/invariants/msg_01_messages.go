package invariants

import (
	"strings"
	"time"

	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "MSG-01", Name: "messages",
	Blind: "a message that a fault of the network may have taken",
	check: messages,
})

// text is what the messages of a schedule say: each another.
func isText(s string) bool { return strings.HasPrefix(s, "push ") || strings.HasPrefix(s, "message ") }

// messages checks what an instance is given: what the service sent it while nothing disturbed the link, as it was sent,
// in its order and once; and what the application is told to have sent has reached the service, once.
func messages(v *view) (out []Finding) {
	for _, l := range v.lives {
		out = append(out, v.given(l)...)
		out = append(out, v.sent(l)...)
	}
	return out
}

// given checks the messages that an instance is given.
func (v *view) given(l *life) (out []Finding) {
	got := map[string]ledger.Event{}
	sent := map[string]ledger.Event{}
	order, last := map[string]int{}, 0
	for _, e := range v.Timeline {
		if e.Seq < l.from || e.Seq >= l.to {
			continue
		}
		switch {
		case e.Who == ledger.Server && e.Kind == ledger.PacketSent && v.owner[e.Socket] == l.Instance && isText(e.Text):
			if _, again := sent[e.Text]; !again {
				order[e.Text] = len(order)
				sent[e.Text] = e
			}
		case e.Instance == l.Instance && e.Kind == ledger.Message && e.Who == ledger.Client:
			first, twice := got[e.Detail]
			was, known := sent[e.Detail]
			switch {
			case twice:
				out = append(out, found("given-twice", []ledger.Event{first, e}, "%s is given %q at %s, and again at %s", l.Instance, e.Detail, at(first), at(e)))
			case !known:
				out = append(out, found("given-another", []ledger.Event{e}, "%s is given %q at %s, and nobody sent that", l.Instance, e.Detail, at(e)))
			case order[e.Detail] < last:
				out = append(out, found("out-of-order", []ledger.Event{was, e}, "%s is given %q at %s, behind what was sent later", l.Instance, e.Detail, at(e)))
			}
			got[e.Detail] = e
			last = max(last, order[e.Detail])
		}
	}
	for text, e := range sent {
		if _, ok := got[text]; !ok && v.undisturbed(l, e) {
			out = append(out, found("not-given", []ledger.Event{e}, "%s is sent %q at %s, and is never given it", l.Instance, text, at(e)))
		}
	}
	sortFindings(out)
	return out
}

// undisturbed says whether nothing hinders an instance for a minute from a moment on: it is connected and stays so, and
// nothing troubles its link.
func (v *view) undisturbed(l *life, e ledger.Event) bool {
	until := e.At + time.Minute
	if until > v.end || !Connected(v.before(e.Seq), l.Instance) && e.Seq < v.Over || !v.calm(l.Instance, e.At-v.slow, until) {
		return false
	}
	for _, c := range l.line.After(e.Seq) {
		if c.At <= until && (isEnding(c) || c.Kind == ledger.Disconnected || c.Kind == ledger.WillReconnect || c.Kind == ledger.Lost) {
			return c.At > e.At+time.Second+v.slow // it had the time
		}
	}
	return true
}

// sent checks what an instance was told to have sent.
func (v *view) sent(l *life) (out []Finding) {
	ids := map[string]string{}
	for _, e := range v.Timeline {
		if e.Seq < l.from || e.Seq >= l.to {
			continue
		}
		switch {
		case e.Who == ledger.Server && e.Kind == ledger.Packet && v.owner[e.Socket] == l.Instance && isText(e.Text):
			if id, twice := ids[e.Text]; twice && id != e.Code {
				out = append(out, found("sent-twice", []ledger.Event{e}, "%s sends %q twice, as two messages, the second at %s", l.Instance, e.Text, at(e)))
			}
			ids[e.Text] = e.Code
		case e.Instance == l.Instance && e.Who == ledger.Client && e.Kind == ledger.Sent && e.Verb == "send text":
			if _, ok := ids[e.Detail]; !ok && isText(e.Detail) {
				out = append(out, found("told-sent-and-was-not", []ledger.Event{e}, "%s is told at %s that %q was sent, and the service never got it", l.Instance, at(e), e.Detail))
			}
		}
	}
	return out
}

var _ = register(Invariant{
	Requirement: "MSG-05", Name: "calls-answered",
	Blind: "which of two messages an answer is about, where the family names none",
	check: callsAnswered,
})

// callsAnswered checks that each message that an instance was asked to send is confirmed or fails, once. What was pending
// when its end was asked for may stay without an answer.
func callsAnswered(v *view) (out []Finding) {
	for _, l := range v.lives {
		for _, verb := range []string{"send text", "send file"} {
			calls, answers := 0, 0
			var waiting ledger.Timeline // calls without an answer, oldest first
			for _, e := range l.line {
				switch {
				case isEnding(e):
					waiting = nil
				case e.Who == ledger.Test && e.Kind == ledger.Verb && e.Verb == verb:
					calls++
					waiting = append(waiting, e)
				case e.Verb == verb && (e.Kind == ledger.Sent || e.Kind == ledger.Failed || e.Kind == ledger.Threw):
					if answers++; answers == calls+1 {
						out = append(out, found("answered-twice", []ledger.Event{e}, "%s is answered a %s at %s, and every call had its answer", l.Instance, verb, at(e)))
					}
					if len(waiting) > 0 {
						waiting = waiting[1:]
					}
				}
			}
			if len(waiting) > 0 && v.end-waiting[0].At > 5*time.Minute {
				out = append(out, found("never-answered", waiting[:1], "%s of %s at %s is never answered", verb, l.Instance, at(waiting[0])))
			}
		}
	}
	return out
}

var _ = register(Invariant{
	Requirement: "MSG-02", Name: "works-at-rest",
	Blind: "what an application does beyond messages",
	check: worksAtRest,
})

// worksAtRest checks that what says that it is connected, when all faults are over, sends its message and is given one.
func worksAtRest(v *view) (out []Finding) {
	if v.Probed > len(v.Timeline) || v.Ended > len(v.Timeline) {
		return nil
	}
	for _, l := range v.last() {
		if !Connected(v.before(v.Probed), l.Instance) {
			continue
		}
		line := l.line.After(v.Probed).Before(v.Ended)
		call, called := line.First(ledger.By(ledger.Test), ledger.Is(ledger.Verb), func(e ledger.Event) bool { return e.Verb == "send text" })
		if !called {
			continue
		}
		if _, ok := line.First(ledger.Is(ledger.Sent)); !ok {
			out = append(out, found("send-fails", []ledger.Event{call}, "%s says that it is connected, and the message that it sends at %s is not confirmed", l.Instance, at(call)))
		}
		if _, ok := line.First(ledger.Is(ledger.Message)); !ok {
			out = append(out, found("deaf", []ledger.Event{call}, "%s says that it is connected at %s, and is not given the message that it is sent", l.Instance, at(call)))
		}
	}
	return out
}
