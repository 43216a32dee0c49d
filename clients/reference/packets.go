package reference

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"nimcert/clients/platform"
	"nimcert/ledger"
)

// question is a packet that waits for its answer. Code 0 means that there is no answer: the time is up, or the link is
// over.
type question struct {
	limit *platform.Timer
	then  func(answer)
}

// write sends a frame. If the socket refuses it, its end is about to be reported.
func (l *link) write(f frame) { _ = l.socket.Send([]byte(f.String()), false) }

// post sends a packet and returns its serial number.
func (l *link) post(c command, q []property) int {
	l.ser++
	if q == nil {
		q = []property{}
	}
	l.write(request(c, l.ser, q))
	return l.ser
}

// ask sends a packet; then gets its answer, exactly once, unless the instance ends before.
func (l *link) ask(c command, q []property, limit time.Duration, then func(answer)) {
	ser := l.post(c, q)
	l.asked[ser] = question{then: then, limit: l.in.c.p.AfterFunc(limit, func() { l.settle(ser, answer{}) })}
}

func (l *link) settle(ser int, a answer) {
	if q, ok := l.asked[ser]; ok {
		delete(l.asked, ser)
		q.limit.Stop()
		q.then(a)
	}
}

// forsake fails every pending question, oldest first.
func (l *link) forsake() {
	for _, ser := range slices.Sorted(maps.Keys(l.asked)) {
		l.settle(ser, answer{})
	}
}

// receive handles one message of the socket.
func (l *link) receive(text string) {
	f, ok := parseFrame(text)
	if l.over || !ok {
		return
	}
	switch f.kind {
	case frameConnect:
		if l.step == opening {
			l.step = entering
			l.limit.Stop()
			l.in.c.s.enter(l)
		}
	case frameHeartbeat:
		l.write(f)
	case frameDisconnect:
		l.fail(cause{how: byClose, code: "0", reason: "the service ended the transport"})
	case frameMessage:
		if a, ok := parseAnswer(f.data); ok {
			l.packet(a)
		}
	}
}

// packet handles an answer or a push.
func (l *link) packet(a answer) {
	if a.Ser > 0 {
		l.settle(a.Ser, a)
		return
	}
	switch a.command() {
	case kicked:
		l.in.kick(l, l.in.c.s.reason(kickReasons, a.number(1)))
	case roomKicked:
		l.in.kick(l, l.in.c.s.reason(roomKickReasons, a.number(0)))
	case message:
		id := a.field(12)
		if id == "" {
			id = a.field(11)
		}
		l.take(incoming{id: id, from: a.field(2), text: a.field(9), team: a.field(0) == "1"})
	case roomMessage:
		l.take(incoming{id: a.field(1), from: a.field(21), text: a.field(3)})
	}
}

// login sends the login.
func (l *link) login() {
	in := l.in
	device := "device of " + in.account
	appLogin, roomAppLogin := 1, 0 // a chatroom's own map has the opposite meaning
	if !in.c.s.asksAsManual(l) {
		appLogin, roomAppLogin = 0, 1
	}
	im := fields{3: 16, 8: appLogin, 9: 1, 13: device, 18: in.c.env.Application(), 19: in.account, 40: "reference",
		44: "REFERENCE", 1000: in.token}
	c, q := login, properties(im)
	if in.room != "" {
		entry := fields{1: in.c.env.Application(), 2: in.account, 3: device, 5: in.room, 8: roomAppLogin,
			20: in.account}
		c, q = roomLogin, append([]property{{"Byte", 1}}, properties(entry, im)...)
	}
	l.ask(c, q, in.c.s.limit(l, entering), func(a answer) {
		switch {
		case l.over:
		case a.Code == 0:
			in.c.s.loginTimedOut(l, cause{how: byTimeout, code: "timeout", reason: "the login was not answered"})
		case a.Code != 200:
			l.fail(cause{how: byLogin, code: strconv.Itoa(a.Code), reason: "the login was refused",
				final: in.c.s.final(l, a.Code)})
		default:
			in.loggedIn(l)
		}
	})
}

func isFinal(_ *link, code int) bool { return finalCodes[code] }

// sync fetches what came while the account was away.
func (l *link) sync() {
	l.ask(sync, properties(fields{1: 0}), stepLimit, func(a answer) {
		if !l.over && a.Code == 200 {
			l.synced = true
			l.in.raise(ledger.Event{Kind: ledger.SyncDone})
		}
	})
}

// beats sends a heartbeat one interval after the last was answered. A link that does not answer is lost.
func (l *link) beats() {
	every := l.in.c.s.beatEvery(l)
	if every < 0 {
		return
	}
	l.beat = l.in.c.p.AfterFunc(every, func() {
		l.ask(heartbeat, nil, beatLimit, func(a answer) {
			switch {
			case l.over:
			case a.Code == 0:
				l.fail(cause{how: bySilence, code: "timeout", reason: "the heartbeat was not answered"})
			default:
				l.beats()
			}
		})
	})
}
