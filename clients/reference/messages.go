package reference

import (
	"strconv"

	"nimcert/clients"
	"nimcert/ledger"
)

// incoming is a message for the application.
type incoming struct {
	id, from, text string
	team           bool
}

// take gives a message to the application, once: messages sent during an absence may come again.
func (l *link) take(m incoming) {
	if !l.in.seen[m.id] {
		l.in.seen[m.id] = true
		l.in.c.s.deliver(l, m)
	}
}

func deliver(l *link, m incoming) {
	l.in.raise(ledger.Event{Kind: ledger.Message, ID: m.id, From: m.from, Text: m.text})
}

// sendVerb is the name of the application's call, which its outcome carries.
const sendVerb = "send text"

// outgoing is a message of the application.
type outgoing struct {
	id, to, text string
	team         bool
}

// send is the application's call.
func (in *instance) send(to, text string) {
	m := outgoing{id: in.c.messageID(), text: text}
	m.to, m.team = clients.Recipient(to)
	if in.phase != ready {
		in.c.s.unsent(in, m, func() { in.notSent(m, "disconnected", "the instance is not connected") })
		return
	}
	in.c.s.sends(in, m, func() { in.link.send(m) })
}

func (in *instance) sent(m outgoing, id string) {
	in.raise(ledger.Event{Kind: ledger.Sent, Verb: sendVerb, ID: id, Text: m.text})
}

func (in *instance) notSent(m outgoing, code, why string) {
	in.raise(ledger.Event{Kind: ledger.Failed, Verb: sendVerb, Code: code, Reason: why, Text: m.text})
}

// send sends a message and tells the application the result.
func (l *link) send(m outgoing) {
	c, scene := sendMessage, 0
	if m.team {
		c, scene = sendTeam, 1
	}
	f := fields{0: scene, 1: m.to, 8: 0, 9: m.text, 11: m.id, 13: 0}
	if l.in.room != "" {
		c, f = sendRoom, fields{1: m.id, 2: 0, 3: m.text}
	}
	l.ask(c, properties(f), stepLimit, func(a answer) {
		switch {
		case a.Code == 0:
			l.in.notSent(m, "timeout", "the message was not confirmed")
		case a.Code != 200:
			l.in.notSent(m, strconv.Itoa(a.Code), "the message was refused")
		case l.in.room != "":
			l.in.sent(m, m.id)
		default:
			l.in.sent(m, a.field(12))
		}
	})
}
