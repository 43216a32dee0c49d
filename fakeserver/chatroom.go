package fakeserver

import "fmt"

// RoomInstance is how the ledger names the link of an account in a chatroom: ACCOUNT@ROOM.
func RoomInstance(account, room string) string { return account + "@" + room }

// roomLogin answers 13_2 and 36_2. Its second parameter is the chatroom map: 2 account, 5 chatroomId, 20 nick; its
// third the IM login map.
func (l *link) roomLogin(req Request) {
	l.mu.Lock()
	account, room, nick := l.account, l.room, l.nick
	l.mu.Unlock()
	l.s.answer(l, StepRoomLogin, func() {
		l.s.mu.Lock()
		refused := l.s.script.roomLogin
		if refused == 0 {
			refused = l.s.wrongTokenLocked(account, req.Fields(2).Text(1000))
		}
		l.s.mu.Unlock()
		if refused != 0 {
			l.refuse(req, refused, roomManner(req))
			return
		}
		now := l.s.millis()
		online := 1 + len(l.s.linksOf(KindRoom, "", room))
		welcome := []any{
			map[string]any{"1": room, "3": "直播间" + room[max(0, len(room)-4):], "14": now, "15": now, "16": 0,
				"100": l.s.clientID(0), "101": online, "102": 0},
			map[string]any{"1": room, "2": account, "3": 0, "4": 0, "5": nick, "8": 1, "9": 0, "10": now, "12": 0,
				"13": 0, "14": 1, "15": now},
		}
		if req.SID == 36 {
			welcome = append(welcome, map[string]any{"1": 0}) // no CDN for the messages
		}
		l.respondWith(req, func() { l.loggedInLocked(roomManner(req)) }, 200, welcome...)
	})
}

// roomManner reads how the client came to enter. In the chatroom map, field 8 has the opposite of its IM meaning: every
// build was seen to send 0 there for a call of the application and 1 for an automatic reconnect, and the IM meaning in
// the IM login map of the same packet.
func roomManner(req Request) string {
	im := req.Fields(2)
	if im.Text(8) == "" && req.Fields(1).Text(8) == "1" {
		return "automatic"
	}
	return manner(im)
}

// sendRoomMessage answers 13_6 and 36_6 and passes the message on to the others in the room (13_7). In the map:
// 1 idClient, 2 type, 3 attach, 7 nick, 13 text, 20 time, 21 from, 22 chatroomId, 23 client type. The V2 API sends a
// text in 3 and in 13, and reads it from 13; older clients know 3 only.
func (l *link) sendRoomMessage(req Request) {
	if l.refusesMessage(req) {
		return
	}
	f := req.Fields(0)
	l.mu.Lock()
	account, room, nick := l.account, l.room, l.nick
	l.mu.Unlock()
	msg := f.With(map[int]any{7: nick, 20: l.s.millis(), 21: account, 22: room, 23: 16})
	if f.Text(2) == "0" && f.Text(13) == "" {
		msg["13"] = f.Text(3)
	}
	l.s.answer(l, StepMessage, func() { l.respond(req, 200, msg) })
	for _, other := range l.s.linksOf(KindRoom, "", room) {
		if other != l {
			other.push(13, 7, "from "+account, msg)
		}
	}
}

// PushRoom delivers a text message (13_7) to every link in a room. It returns the message's id and how many links it
// went to.
func (s *Server) PushRoom(room, from, text string) (id string, n int) {
	id = s.clientID(s.next())
	msg := map[string]any{"1": id, "2": 0, "3": text, "7": from, "13": text, "20": s.millis(), "21": from, "22": room,
		"23": 16}
	return id, s.pushTo(KindRoom, "", room, 13, 7, "from "+from, msg)
}

// KickRoom pushes 13_3 to an account's links ("" for all) in a room ("" for any) and returns how many there were; it
// closes nothing. Reasons: 1 room closed, 2 by a manager (the default), 3 by a login of the same platform, 4 silently,
// 5 blocked.
func (s *Server) KickRoom(account, room string, reason ...int) int {
	why := 2
	if len(reason) > 0 {
		why = reason[0]
	}
	return s.pushTo(KindRoom, account, room, 13, 3, fmt.Sprintf("reason %d", why), why, "")
}
