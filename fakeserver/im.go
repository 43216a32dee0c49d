package fakeserver

import (
	"encoding/json"
	"fmt"
	"time"

	"nimcert/ledger"
)

// frame handles one text message from the client.
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
		req, err := ParseRequest(f.Data)
		if err != nil {
			l.record(ledger.Packet, "malformed packet ignored: "+err.Error())
			return
		}
		l.identify(req)
		e := ledger.Event{Who: ledger.Server, Kind: ledger.Packet, Socket: l.socket, Instance: l.instance(), Detail: describe(req.SID, req.CID)}
		e.Code, e.Text = said(req)
		l.s.ledger.Add(e)
		l.request(req)
	default:
		l.record(ledger.Packet, "frame ignored: "+clip(text))
	}
}

// said reads the id and the text of a packet that carries a message.
func said(req Request) (id, text string) {
	switch req.Name() {
	case "7_1", "8_2":
		return req.Fields(0).Text(11), req.Fields(0).Text(9)
	case "13_6":
		return req.Fields(0).Text(1), req.Fields(0).Text(3)
	}
	return "", ""
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

// beat echoes a transport heartbeat. The SDK sends "2::" only in answer to one: echoing its answer would go on for ever, so of two within a second only the
// first is echoed.
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

// request answers one packet.
func (l *link) request(req Request) {
	switch req.Name() {
	case "1_2":
		l.reply(StepHeartbeat, req)
	case "2_3":
		l.login(req)
	case "2_6":
		l.logout(req, StepLogout)
	case "3_7":
		l.users(req)
	case "5_1":
		l.s.answer(l, StepSync, func() {
			l.respond(req, 200, l.s.millis())
			l.deliverAway()
		})
	case "6_2":
		l.nosToken(req)
	case "7_1", "8_2":
		l.sendMessage(req)
	case "13_2":
		l.roomLogin(req)
	case "13_4":
		l.logout(req, StepRoomLogout)
	case "13_6":
		l.sendRoomMessage(req)
	default:
		l.reply("", req)
	}
}

// identify learns from a login packet whose link this is.
func (l *link) identify(req Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch req.Name() {
	case "2_3":
		l.kind, l.account = KindIM, req.Fields(0).Text(19)
	case "13_2":
		f := req.Fields(1)
		l.kind, l.account, l.room, l.nick = KindRoom, f.Text(2), f.Text(5), f.Text(20)
	}
}

// reply answers with nothing but success: it keeps the client going where it needs no more.
func (l *link) reply(step Step, req Request) {
	l.s.answer(l, step, func() { l.respond(req, 200) })
}

// respond writes the answer to a request.
func (l *link) respond(req Request, code int, r ...any) bool {
	return l.respondWith(req, nil, code, r...)
}

func (l *link) respondWith(req Request, before func(), code int, r ...any) bool {
	f, err := Answer{SID: req.SID, CID: req.CID, Ser: req.SER, Code: code, R: r}.Frame()
	if err != nil {
		l.record(ledger.Broken, err.Error())
		return false
	}
	return l.sendWith(f, before)
}

// push sends a packet that answers nothing, and puts it on the ledger.
func (l *link) push(sid, cid int, detail string, r ...any) bool {
	f, err := Answer{SID: sid, CID: cid, Code: 200, R: r}.Frame()
	if err != nil {
		l.record(ledger.Broken, err.Error())
		return false
	}
	return l.sendWith(f, func() {
		what := describe(sid, cid)
		if detail != "" {
			what += " " + detail
		}
		l.s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.PacketSent, Socket: l.socket, Instance: l.instanceLocked(), Detail: what})
	})
}

// millis is the session's date in milliseconds, as the service stamps things.
func (s *Server) millis() int64 { return s.clock.Time().UnixMilli() }

// nextName makes an id that is unique while the server lives.
func (s *Server) nextName(kind string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	return fmt.Sprintf("%s%d", kind, s.lastID)
}

// manner says how the client came to log in: in the IM login map field 8 (appLogin) is 1 for a call of the application, 0 for an automatic reconnect.
func manner(f Fields) string {
	if f.Text(8) == "0" {
		return "automatic"
	}
	return "manual"
}

// login answers 2_3. In its map: 8 appLogin, 13 deviceId, 19 account.
func (l *link) login(req Request) {
	f := req.Fields(0)
	account, device := f.Text(19), f.Text(13)
	l.s.answer(l, StepLogin, func() {
		l.s.mu.Lock()
		refused := l.s.script.login
		last := l.s.accounts[account]
		if refused == 0 {
			l.s.accounts[account] = device
		}
		l.s.mu.Unlock()
		if refused != 0 {
			l.refuse(req, refused, manner(f))
			return
		}
		if last == "" {
			last = device
		}
		l.respondWith(req, func() { l.loggedInLocked(manner(f)) }, 200,
			map[string]any{"17": last, "102": l.s.nextName("connection"), "103": "127.0.0.1", "104": 0, "106": "CN"}, []any{})
	})
}

func (l *link) refuse(req Request, code int, detail string) {
	l.respondWith(req, func() {
		l.s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.LoginRefused, Socket: l.socket, Instance: l.instanceLocked(),
			Code: fmt.Sprint(code), Detail: detail})
	}, code)
}

func (l *link) loggedInLocked(detail string) {
	l.loggedIn = true
	l.s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.Login, Socket: l.socket, Instance: l.instanceLocked(), Detail: detail})
}

// logout answers 2_6 or 13_4. From the request on the link counts as logged out, held or not; the client then sends "0::" and closes with 1000.
func (l *link) logout(req Request, step Step) {
	l.mu.Lock()
	l.loggedIn = false
	l.mu.Unlock()
	l.record(ledger.Logout, "")
	l.reply(step, req)
}

// users answers 3_7 with a card for each account: 1 account, 3 nick, 12 and 13 the times of creation and change. 9.21.12 and 8.9.103 ask for it before they
// deliver a stranger's first message; of an answer without a list they make an unhandled rejection, and 8.9.103 delivers nothing until the next login.
func (l *link) users(req Request) {
	var accounts []string
	if len(req.Q) > 0 {
		_ = json.Unmarshal(req.Q[0].V, &accounts) // whatever else it is, nobody is asked for
	}
	cards := []any{}
	for _, a := range accounts {
		cards = append(cards, map[string]any{"1": a, "3": a, "12": 0, "13": 0})
	}
	l.respond(req, 200, cards)
}

// sendMessage answers 7_1 (one to one) and 8_2 (team). In the map: 0 scene, 1 to, 2 from, 7 time, 8 type, 9 body, 10 attach, 11 idClient, 12 idServer. A
// one-to-one message goes to the links on which the other account is logged in, or waits until it is. Teams have no members here.
func (l *link) sendMessage(req Request) {
	f := req.Fields(0)
	to, from, id := f.Text(1), l.instance(), l.s.nextName("")
	msg := f.With(map[int]any{2: from, 4: 16, 7: l.s.millis(), 12: id})
	l.s.answer(l, StepMessage, func() { l.respond(req, 200, msg) })
	if req.Name() == "7_1" && to != "" {
		n := 0
		for _, other := range l.s.liveLinks() {
			if other != l && other.belongs(KindIM, to, "") && other.push(7, 2, "from "+from, msg) {
				n++
			}
		}
		if n == 0 && to != from {
			l.s.keepAway(to, from, msg)
		}
	}
}

// awayMessage waits for an account that has no link.
type awayMessage struct {
	from string
	msg  any
}

func (s *Server) keepAway(account, from string, msg any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away[account] = append(s.away[account], awayMessage{from, msg})
}

// deliverAway pushes what came while the account was away, once its sync is answered: before, the SDK has no place to put it.
func (l *link) deliverAway() {
	account := l.instance()
	l.s.mu.Lock()
	waiting := l.s.away[account]
	delete(l.s.away, account)
	l.s.mu.Unlock()
	for _, m := range waiting {
		l.push(7, 2, "from "+m.from, m.msg)
	}
}

// Push delivers a text message (7_2) to every IM link of an account, or keeps it until the account is back. It returns the message's id and how many links it went to.
func (s *Server) Push(account, from, text string) (id string, n int) {
	id = s.nextName("")
	msg := map[string]any{"0": 0, "1": account, "2": from, "4": 16, "7": s.millis(), "8": 0, "9": text, "11": "client" + id, "12": id}
	if n = s.pushTo(KindIM, account, "", 7, 2, "from "+from, msg); n == 0 {
		s.keepAway(account, from, msg)
	}
	return id, n
}

// PushTeam delivers a text message of a team (7_2, scene 1) to every IM link of an account. It returns the message's id and how many links it went to.
func (s *Server) PushTeam(account, team, from, text string) (id string, n int) {
	id = s.nextName("")
	msg := map[string]any{"0": 1, "1": team, "2": from, "4": 16, "7": s.millis(), "8": 0, "9": text, "11": "client" + id, "12": id}
	return id, s.pushTo(KindIM, account, "", 7, 2, "from "+from+" in team "+team, msg)
}

// Kick pushes 2_5 to every IM link of an account ("" for all), also where its login is still held, and returns how many there were; it closes nothing. Reasons: 1 kicked
// by a login of the same platform, 2 by the server, 3 by another platform, 4 silently.
func (s *Server) Kick(account string, reason int, custom string) int {
	n := 0
	for _, l := range s.liveLinks() {
		info, live := l.info()
		if live && info.Kind == KindIM && (account == "" || info.Account == account) && l.push(2, 5, fmt.Sprintf("reason %d", reason), 16, reason, custom, 0) {
			n++
		}
	}
	return n
}

// pushTo pushes a packet to the links it is for, and counts them.
func (s *Server) pushTo(kind, account, room string, sid, cid int, detail string, r ...any) int {
	n := 0
	for _, l := range s.liveLinks() {
		if l.belongs(kind, account, room) && l.push(sid, cid, detail, r...) {
			n++
		}
	}
	return n
}
