package fakeserver

import (
	"strconv"
	"time"

	"nimcert/ledger"
)

// frame handles one message of the text transport from the client.
func (l *link) frame(text string) {
	f, err := ParseFrame(text)
	if err != nil {
		l.record(ledger.Packet, "malformed frame ignored: "+err.Error())
		return
	}
	switch f.Type {
	case FrameHeartbeat:
		l.beat()
	case FrameDisconnect:
		l.record(ledger.Packet, "0:: disconnect") // the client closes the socket itself
	case FrameMessage, FrameJSON:
		l.packet(ParseRequest(f.Data))
	default:
		l.record(ledger.Packet, "frame ignored: "+clip(text))
	}
}

// packet handles a client's packet, or notes that it could not be read.
func (l *link) packet(req Request, err error) {
	if err != nil {
		l.record(ledger.Packet, "malformed packet ignored: "+err.Error())
		return
	}
	// neither can its parameters be read nor its answer be written
	if l.binary && !layouted(req) {
		l.record(ledger.Packet, describe(req.SID, req.CID))
		l.respond(req, codeUnknown)
		return
	}
	l.identify(req)
	id, text := content(req.SID, req.CID, req.Fields(0).Text)
	l.note(ledger.Event{Kind: ledger.Packet, Detail: describe(req.SID, req.CID), ID: id, Text: text})
	l.request(req)
}

func layouted(req Request) bool {
	_, known := layouts[req.Name()]
	return known
}

func clip(s string) string {
	const most = 80
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}

// echoPause tells a client's own "2::" from its answer to ours.
const echoPause = time.Second

// beat echoes a transport heartbeat. The SDK sends "2::" only in answer to one: echoing its answer would go on forever,
// so of two within a second only the first is echoed.
func (l *link) beat() {
	l.record(ledger.Packet, "2:: heartbeat")
	l.s.answer(l, StepHeartbeat, func() {
		l.mu.Lock()
		now := l.s.clock.Now()
		again := l.beaten && now-l.lastBeat < echoPause
		l.beaten, l.lastBeat = true, now
		l.mu.Unlock()
		if !again {
			l.send(Frame{Type: FrameHeartbeat})
		}
	})
}

// request answers one packet. For an unknown packet it answers so: an empty success would break a client later, where
// nobody would look for the cause.
func (l *link) request(req Request) {
	switch may, answer := l.mayAsk(req); {
	case !may && answer:
		l.respond(req, codeForbidden)
		return
	case !may:
		return
	}
	switch req.Name() {
	case "1_2":
		l.reply(StepHeartbeat, req)
	case "2_3", "26_3":
		l.login(req)
	case "24_2":
		l.qchatLogin(req)
	case "2_6", "26_5":
		l.logout(req, StepLogout, KindIM)
	case "24_4":
		l.logout(req, StepLogout, KindQChat)
	case "2_8", "24_9", "26_8":
		l.kickOthers(req)
	case "5_1", "27_1":
		l.sync(req)
	case "24_19":
		l.s.answer(l, StepSync, func() {
			if !l.refusesSync(req) {
				l.respond(req, 200, l.s.millis())
			}
		})
	case "28_19":
		l.respond(req, 200, map[string]any{"1": l.s.millis(), "2": 0}) // 1 next cursor, 2 type: 0 is a full one
	case "3_7", "34_7":
		l.users(req)
	case "6_2":
		l.nosToken(req)
	case "6_23":
		l.respond(req, 200, l.s.millis())
	case "6_26":
		l.s.answer(l, StepSync, func() { l.respond(req, 200, map[string]any{"3": 0}) }) // no CDN
	case "6_27":
		l.s.answer(l, StepSync,
			func() { l.respond(req, 200, map[string]any{"0": `{"mixStoreEnable":false}`, "1": 86400}) })
	case "7_1", "8_2", "30_1", "31_2", "32_2":
		l.sendMessage(req)
	case "24_10":
		l.sendChannelMessage(req)
	case "24_27":
		l.respond(req, 200, []any{}) // nothing is unread
	case "13_2", "36_2":
		l.roomLogin(req)
	case "13_4", "36_4":
		l.logout(req, StepRoomLogout, KindRoom)
	case "13_6", "36_6":
		l.sendRoomMessage(req)
	case "36_1":
		l.respond(req, 200, l.s.roomAddresses(l.host))
	case "30_11":
		l.respond(req, 200, req.Fields(0).With(map[int]any{7: l.s.millis()}))
	case "4_5", "7_11", "7_16":
		l.reply("", req) // the client reports what it has read: nobody is told
	default:
		l.respond(req, codeUnknown)
	}
}

const (
	// codeForbidden answers requests before the login, codeUnknown packets that this service does not know.
	codeForbidden = 403
	codeUnknown   = 500
)

// mayAsk reports whether the service takes a packet now: before the login is answered it takes only the login itself,
// heartbeats, and a logout. For any other packet, answer reports whether it is refused or ignored: a client that logged
// out gets no answers any more. (Both are this service's choice; how the vendor's service treats a link that asks out
// of turn is not known.)
func (l *link) mayAsk(req Request) (may, answer bool) {
	switch req.Name() {
	case "1_2", "2_3", "2_6", "13_2", "13_4", "24_2", "24_4", "26_3", "26_5", "36_2", "36_4":
		return true, true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.loggedIn, !l.loggedOut
}

// identify learns from a login packet to which account the link belongs.
func (l *link) identify(req Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.v2 = l.v2 || req.SID == 26 || req.SID == 36
	switch req.Name() {
	case "2_3", "26_3":
		f := req.Fields(0)
		l.regroupLocked(func() { l.kind, l.account, l.device = KindIM, f.Text(19), f.Text(13) })
	case "24_2":
		f := req.Fields(0)
		l.regroupLocked(func() { l.kind, l.account, l.device = KindQChat, f.Text(2), f.Text(8) })
	case "13_2", "36_2":
		f := req.Fields(1)
		l.regroupLocked(func() { l.kind, l.account, l.room, l.nick = KindRoom, f.Text(2), f.Text(5), f.Text(20) })
	}
}

// reply answers with success alone, for requests whose answer needs no content.
func (l *link) reply(step Step, req Request) {
	l.s.answer(l, step, func() { l.respond(req, 200) })
}

// respond writes the answer to a request.
func (l *link) respond(req Request, code int, r ...any) {
	l.respondWith(req, nil, code, r...)
}

func (l *link) respondWith(req Request, before func(), code int, r ...any) {
	l.sendAnswer(Answer{SID: req.SID, CID: req.CID, Ser: req.SER, Code: code, R: r}, before)
}

// push sends a packet that is no answer, and puts it on the ledger. detail describes it for a reader.
func (l *link) push(sid, cid int, detail string, r ...any) bool {
	what := describe(sid, cid)
	if detail != "" {
		what += " " + detail
	}
	e := ledger.Event{Kind: ledger.PacketSent, Detail: what}
	if msg, ok := r[0].(map[string]any); ok {
		e.ID, e.Text = content(sid, cid, func(number int) string { return fieldText(msg[strconv.Itoa(number)]) })
	}
	return l.sendAnswer(Answer{SID: sid, CID: cid, Code: 200, R: r}, func() { l.noteLocked(e) })
}

// sendAnswer writes a packet. The binary transport has every field as text; V2 clients are given them so on either, and
// so are those of QChat, which turn what should be a number into one (read in 0.11.1 to 10.9.77-alpha.4, format).
func (l *link) sendAnswer(a Answer, before func()) bool {
	if l.binary || l.speaksV2() || a.SID == sidQChat {
		a.R = textFields(a.R)
	}
	encode := a.Text
	if l.binary {
		encode = a.Binary
	}
	message, err := encode()
	if err != nil {
		l.record(ledger.Broken, err.Error())
		return false
	}
	return l.write(message, before)
}

func (l *link) speaksV2() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.v2
}

// pushTo pushes a packet to its links, and counts them.
func (s *Server) pushTo(kind, account, room string, sid, cid int, detail string, r ...any) int {
	n := 0
	for _, l := range s.linksOf(kind, account, room) {
		if l.push(sid, cid, detail, r...) {
			n++
		}
	}
	return n
}
