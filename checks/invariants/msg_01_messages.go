package invariants

import (
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "MSG-01", Name: "messages",
	Blind: "a message that a fault of the network may have taken",
	check: messages,
})

// text is the form of the texts in a schedule; no two are the same.
func isText(s string) bool { return strings.HasPrefix(s, "push ") || strings.HasPrefix(s, "message ") }

// messages checks delivery. What the service sent while nothing disturbed the link reaches the instance unchanged, in
// order and once. What the application was told it has sent has reached the service, once.
func messages(v *view) (out []Finding) {
	for _, l := range v.lives {
		out = append(out, v.given(l)...)
		out = append(out, v.sent(l)...)
		out = append(out, v.passedOn(l)...)
	}
	return out
}

// passedOn checks that a message reaches the other instance if the sender was told that it is sent.
func (v *view) passedOn(l *life) (out []Finding) {
	if !v.Capabilities[clients.Direct] {
		return nil
	}
	for _, e := range l.line.Where(ledger.Is(ledger.Sent), func(e ledger.Event) bool { return e.Verb == "send text" }) {
		i := slices.IndexFunc(v.Said, func(s Said) bool { return s.Instance == l.Instance && s.Text == e.Text })
		if i < 0 {
			continue
		}
		for _, m := range v.lives {
			if m.Instance != v.Said[i].To || m.Room != "" || e.Seq < m.from || e.Seq >= m.to ||
				!Connected(v.before(e.Seq), m.Instance) || !v.undisturbed(m, e) ||
				!v.calm(l.Instance, e.At-time.Minute, e.At) {
				continue
			}
			got, ok := m.line.First(ledger.Is(ledger.Message), func(g ledger.Event) bool { return g.Text == e.Text })
			switch {
			case !ok:
				out = append(out,
					found("passed-on-to-nobody", []ledger.Event{e}, sayPassedOnToNobody, l.Instance, m.Instance, e))
			case got.From != l.Instance:
				out = append(out,
					found("sender-lost", []ledger.Event{got}, saySenderLost, m.Instance, got.Text, got, got.From,
						l.Instance))
			}
		}
	}
	return out
}

// given checks the messages that are delivered to an instance.
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
			first, twice := got[e.Text]
			was, known := sent[e.Text]
			switch {
			case twice:
				out = append(out,
					found("given-twice", []ledger.Event{first, e}, sayGivenTwice, l.Instance, e.Text, first, e))
			case !known && e.Text == "": // what is no text, such as a picture
				continue
			case !known:
				out = append(out, found("given-another", []ledger.Event{e}, sayGivenAnother, l.Instance, e.Text, e))
			case strings.HasPrefix(e.Text, "push ") && e.From != "bob":
				out = append(out,
					found("sender-lost", []ledger.Event{e}, saySenderLost, l.Instance, e.Text, e, e.From, "bob"))
			case order[e.Text] < last:
				out = append(out, found("out-of-order", []ledger.Event{was, e}, sayOutOfOrder, l.Instance, e.Text, e))
			}
			got[e.Text] = e
			last = max(last, order[e.Text])
		}
	}
	for text, e := range sent {
		if _, ok := got[text]; !ok && v.undisturbed(l, e) {
			out = append(out, found("not-given", []ledger.Event{e}, sayNotGiven, l.Instance, text, e))
		}
	}
	sortFindings(out)
	return out
}

// sendsFiles reports whether the application sends any file.
func (v *view) sendsFiles() bool {
	_, ok := v.Timeline.First(isCall([]string{"send file"}))
	return ok
}

// undisturbed reports whether an instance is connected from a moment on, stays so for a minute, and nothing troubles
// its link.
func (v *view) undisturbed(l *life, e ledger.Event) bool {
	until := e.At + time.Minute
	if until > v.end || !l.wantedAt(e.Seq) || !Connected(v.before(e.Seq), l.Instance) && e.Seq < v.Over ||
		!v.calm(l.Instance, e.At-v.slow, until) {
		return false
	}
	for _, c := range l.line.After(e.Seq) {
		if c.At <= until &&
			(isEnding(c) || c.Kind == ledger.Disconnected || c.Kind == ledger.WillReconnect || c.Kind == ledger.Lost) {
			return c.At > e.At+time.Second+v.slow // the session lasted that long
		}
	}
	return true
}

// sent checks the messages that an instance was told it has sent.
func (v *view) sent(l *life) (out []Finding) {
	ids := map[string]string{}
	under := map[string]string{} // the texts, by the ids
	for _, e := range v.Timeline {
		if e.Seq < l.from || e.Seq >= l.to {
			continue
		}
		switch {
		case e.Who == ledger.Server && e.Kind == ledger.Packet && v.owner[e.Socket] == l.Instance && e.Text != "":
			if id, twice := ids[e.Text]; twice && id != e.ID {
				out = append(out, found("sent-twice", []ledger.Event{e}, saySentTwice, l.Instance, e.Text, e))
			}
			ids[e.Text] = e.ID
			if was, taken := under[e.ID]; taken && was != e.Text && e.ID != "" {
				out = append(out, found("sent-under-one-id", []ledger.Event{e}, saySentUnderOneID, l.Instance, was,
					e.Text, e, e.ID))
			}
			under[e.ID] = e.Text
			i := slices.IndexFunc(v.Said, func(s Said) bool { return s.Instance == l.Instance && s.Text == e.Text })
			if i < 0 && v.sendsFiles() && !isText(e.Text) {
				continue // what comes with a picture
			}
			if i < 0 {
				out = append(out, found("sent-another", []ledger.Event{e}, saySentAnother, l.Instance, e.Text, e))
			} else if _, team := clients.Recipient(v.Said[i].To); v.Capabilities[clients.Direct] &&
				team != strings.Contains(e.Detail, "team") {
				out = append(out,
					found("sent-elsewhere", []ledger.Event{e}, saySentElsewhere, l.Instance, e.Text, v.Said[i].To, e,
						e.Detail))
			}
		case e.Instance == l.Instance && e.Who == ledger.Client && e.Kind == ledger.Sent && e.Verb == "send text":
			if _, ok := ids[e.Text]; !ok && isText(e.Text) {
				out = append(out, found("told-sent-and-was-not", []ledger.Event{e}, sayToldSent, l.Instance, e, e.Text))
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

// answerWithin is how long a call may wait for its answer.
const answerWithin = 5 * time.Minute

// callsAnswered checks that each send is confirmed or fails, once. A send that was pending when the instance's end was
// asked for may stay unanswered.
func callsAnswered(v *view) (out []Finding) {
	for _, l := range v.lives {
		for _, verb := range []string{"send text", "send file"} {
			calls, answers := 0, 0
			var waiting ledger.Timeline // calls without an answer, oldest first
			for _, e := range l.line {
				switch {
				case isEnding(e):
					if len(waiting) > 0 && e.At-waiting[0].At > answerWithin {
						out = append(out,
							found("never-answered", waiting[:1], sayNeverAnswered, verb, l.Instance, waiting[0]))
					}
					waiting = nil
				case e.Who == ledger.Test && e.Kind == ledger.Verb && e.Verb == verb:
					calls++
					// A later answer would be taken for that of the call which waits longest.
					if len(waiting) > 0 && e.At-waiting[0].At > answerWithin {
						out = append(out,
							found("never-answered", waiting[:1], sayNeverAnswered, verb, l.Instance, waiting[0]))
						waiting = nil
					}
					waiting = append(waiting, e)
				case e.Verb == verb && (e.Kind == ledger.Sent || e.Kind == ledger.Failed || e.Kind == ledger.Threw):
					if answers++; answers == calls+1 || e.Count > 1 {
						out = append(out,
							found("answered-twice", []ledger.Event{e}, sayAnsweredTwice, l.Instance, verb, e))
					}
					if len(waiting) > 0 {
						waiting = waiting[1:]
					}
				}
			}
			if len(waiting) > 0 && v.end-waiting[0].At > answerWithin {
				out = append(out, found("never-answered", waiting[:1], sayNeverAnswered, verb, l.Instance, waiting[0]))
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

// worksAtRest checks that an instance that says it is connected, when all faults are over, can send and receive
// messages.
func worksAtRest(v *view) (out []Finding) {
	if v.Probed > len(v.Timeline) || v.Ended > len(v.Timeline) {
		return nil
	}
	for _, l := range v.last() {
		if !Connected(v.before(v.Probed), l.Instance) {
			continue
		}
		line := l.line.After(v.Probed).Before(v.Ended)
		calls := line.Where(isCall([]string{"send text"}))
		if len(calls) == 0 {
			continue
		}
		for _, verb := range []string{"send text", "send file"} {
			calls := line.Where(isCall([]string{verb}))
			sent := line.Where(ledger.Is(ledger.Sent), func(e ledger.Event) bool { return e.Verb == verb })
			if len(sent) < len(calls) {
				out = append(out,
					found(map[string]string{"send text": "send-fails", "send file": "upload-fails"}[verb],
						calls[len(sent):],
						saySendFails, l.Instance, len(calls), calls[0], len(sent)))
			}
		}
		pushes := len(
			v.before(v.Ended).After(v.Probed).Where(ledger.By(ledger.Server), ledger.Is(ledger.PacketSent),
				func(e ledger.Event) bool {
					return v.owner[e.Socket] == l.Instance && strings.HasPrefix(e.Text, "push ")
				}))
		given := line.Where(ledger.Is(ledger.Message),
			func(e ledger.Event) bool { return strings.HasPrefix(e.Text, "push ") })
		if len(given) < max(1, pushes) {
			out = append(out, found("deaf", calls[:1], sayDeaf,
				l.Instance, calls[0], max(1, pushes), len(given)))
		}
	}
	return out
}

var _ = register(Invariant{
	Requirement: "REC-17", Name: "missed",
	Blind: "what comes for a chatroom, or behind an end, a kick or used-up attempts",
	check: missed,
})

// missed checks that messages sent to an account while its link is lost arrive once it is back by itself.
func missed(v *view) (out []Finding) {
	if !v.Capabilities[clients.Direct] {
		return nil
	}
	for _, p := range v.Pushed {
		for _, l := range v.lives {
			if l.Instance != p.Account || l.Room != "" || p.Seq < l.from || p.Seq >= l.to || v.Ended > len(v.Timeline) {
				continue
			}
			if _, given := l.line.After(p.Seq).First(ledger.Is(ledger.Message),
				func(e ledger.Event) bool { return e.Text == p.Text }); given {
				continue
			}
			if _, sent := v.Timeline.After(p.Seq).First(ledger.By(ledger.Server), ledger.Is(ledger.PacketSent),
				func(e ledger.Event) bool { return e.Text == p.Text }); sent {
				continue // sent on a link that the service takes for alive, or during a sync: MSG-01 checks those
			}
			before, behind := l.line.Before(p.Seq), l.line.After(p.Seq).Before(v.Ended)
			last, ok := before.Last(func(e ledger.Event) bool { return told(e.Kind) || isWanting(e) || isEnding(e) })
			if !ok || last.Kind != ledger.WillReconnect {
				continue
			}
			back, returned := behind.First(func(e ledger.Event) bool {
				return e.Kind == ledger.Connected || e.Kind == ledger.Disconnected || isWanting(e) || isEnding(e)
			})
			if !returned || back.Kind != ledger.Connected {
				continue
			}
			if _, gone := behind.After(back.Seq).First(
				func(e ledger.Event) bool { return told(e.Kind) || isEnding(e) || isWanting(e) }); gone ||
				!v.calm(l.Instance, back.At-v.slow, back.At+time.Minute) {
				continue
			}
			out = append(out, found("not-given", []ledger.Event{back}, sayNotGivenAway, l.Instance, p.Text, back))
		}
	}
	return out
}

// told reports whether a callback is about the connection.
func told(k ledger.Kind) bool {
	return k == ledger.Connected || k == ledger.Disconnected || k == ledger.WillReconnect || k == ledger.Lost
}

// The findings of this file.
var (
	sayPassedOnToNobody = say("msg-01.passed-on-to-nobody",
		"{who} sent {to} a message at {at}, and it never came",
		"{who} 在 {at} 发给 {to} 的消息始终没有到达")
	saySenderLost = say("msg-01.sender-lost",
		"{who} is given {text:q} at {at}, from {from:q}, and {sender} sent it",
		"{who} 在 {at} 收到来自 {from:q} 的 {text:q}，而发送者是 {sender}")
	sayGivenTwice = say("msg-01.given-twice",
		"{who} is given {text:q} at {first}, and again at {at}",
		"{who} 在 {first} 收到 {text:q}，又在 {at} 再次收到")
	sayGivenAnother = say("msg-01.given-another",
		"{who} is given {text:q} at {at}, and nobody sent that",
		"{who} 在 {at} 收到 {text:q}，而没有人发送过")
	sayOutOfOrder = say("msg-01.out-of-order",
		"{who} is given {text:q} at {at}, behind what was sent later",
		"{who} 在 {at} 才收到 {text:q}，排在之后发送的消息后面")
	sayNotGiven = say("msg-01.not-given",
		"{who} is sent {text:q} at {at}, and is never given it",
		"{at} 发给 {who} 的 {text:q} 始终没有收到")
	saySentTwice = say("msg-01.sent-twice",
		"{who} sends {text:q} twice, as two messages, the second at {at}",
		"{who} 把 {text:q} 作为两条消息发送了两次，第二次在 {at}")
	saySentUnderOneID = say("msg-01.sent-under-one-id",
		"{who} sends {was:q} and {text:q}, the second at {at}, under one id, {id}",
		"{who} 以同一个 id {id} 发送 {was:q} 和 {text:q}，后者在 {at}")
	saySentAnother = say("msg-01.sent-another",
		"{who} sends {text:q} at {at}, which the application never said",
		"{who} 在 {at} 发送 {text:q}，而应用从未要求发送")
	saySentElsewhere = say("msg-01.sent-elsewhere",
		"{who} sends {text:q} to {to}, and at {at} the service gets: {packet}",
		"{who} 把 {text:q} 发给 {to}，而服务端在 {at} 收到的是：{packet}")
	sayToldSent = say("msg-01.told-sent",
		"{who} is told at {at} that {text:q} was sent, and the service never got it",
		"{who} 在 {at} 得知 {text:q} 已发送，而服务端从未收到")
	sayNeverAnswered = say("msg-01.never-answered",
		"{verb} of {who} at {at} is never answered",
		"{who} 在 {at} 的 {verb} 始终没有结果")
	sayAnsweredTwice = say("msg-01.answered-twice",
		"{who} is answered a {verb} at {at}, and every call had its answer",
		"{who} 的 {verb} 在 {at} 又收到一次结果，而每次调用都已有结果")
	saySendFails = say("msg-02.send-fails",
		"{who} says that it is connected, and of the {n} messages that it sends from {at} on {sent} are confirmed",
		"{who} 说自己已连接，而它从 {at} 起发送的 {n} 条消息只有 {sent} 条得到确认")
	sayDeaf = say("msg-02.deaf",
		"{who} says that it is connected at {at}, and of the {n} messages that it is sent it is given {given}",
		"{who} 在 {at} 说自己已连接，而发给它的 {n} 条消息只收到 {given} 条")
	sayNotGivenAway = say("msg-03.not-given",
		"{who} is sent {text:q} in the wait for its return, is back at {at}, and is never given it",
		"{who} 等待重连时有人发给它 {text:q}，它在 {at} 恢复，却始终没有收到")
)
