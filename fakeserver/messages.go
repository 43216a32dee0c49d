package fakeserver

// content reads a message packet's id, as its sender or receiver knows it, and its text; "" for other packets.
func content(sid, cid int, field func(number int) string) (id, text string) {
	switch packetName(sid, cid) {
	case "7_1", "8_2", "30_1", "31_2", "32_2":
		return field(11), field(9)
	case "7_2":
		return field(12), field(9)
	case "13_6", "13_7", "36_6":
		return field(1), field(3)
	case "24_10":
		return field(13), field(10)
	case "24_11":
		return field(14), field(10)
	}
	return "", ""
}

// sendMessage answers 7_1 and 30_1 (one to one), 8_2, 31_2 and 32_2 (teams). In the map: 0 scene, 1 to, 2 from, 7 time,
// 8 type, 9 body, 10 attach, 11 idClient, 12 idServer. A one-to-one message goes to the links on which the other
// account is logged in, or waits until it is. Teams have no members here.
func (l *link) sendMessage(req Request) {
	f := req.Fields(0)
	to, from := f.Text(1), l.instance()
	msg := f.With(map[int]any{2: from, 4: 16, 7: l.s.millis(), 12: l.s.messageID(l.s.next())})
	if l.refusesMessage(req, msg) {
		return
	}
	l.s.answer(l, StepMessage, func() { l.respond(req, 200, msg) })
	if (req.SID == 7 || req.SID == 30) && to != "" {
		n := 0
		for _, other := range l.s.linksOf(KindIM, to, "") {
			if other != l && other.push(7, 2, "from "+from, msg) {
				n++
			}
		}
		if n == 0 && to != from {
			l.s.keepAway(to, from, msg)
		}
	}
}

// awayMessage is a message for an account that has no link.
type awayMessage struct {
	from string
	msg  any
}

// awayMost is how many messages wait for an account at most; sessions keep a few.
const awayMost = 1000

func (s *Server) keepAway(account, from string, msg any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	waiting, _ := s.away.Get(account)
	if len(waiting) == awayMost { // the rest is copied when append finds no room: once in hundreds of messages
		waiting[0] = awayMessage{}
		waiting = waiting[1:]
	}
	s.away.Add(account, append(waiting, awayMessage{from, msg}))
}

// deliverAway pushes the messages that came while the account was away. It does so once the sync is answered: before
// that the SDK cannot store them.
func (l *link) deliverAway() {
	account := l.instance()
	l.s.mu.Lock()
	waiting, _ := l.s.away.Peek(account)
	l.s.away.Remove(account)
	l.s.mu.Unlock()
	for _, m := range waiting {
		if !l.push(7, 2, "from "+m.from, m.msg) { // the link is about to end: they wait for the next one
			l.s.keepAway(account, m.from, m.msg)
		}
	}
}

// Push delivers a text message to every link of an account: to IM (7_2), where it is kept until the account is back, in
// doubt too, and to QChat (24_11), which keeps none. It returns the message's id and how many links it went to.
func (s *Server) Push(account, from, text string) (id string, n int) {
	number := s.next()
	id = s.messageID(number)
	msg := map[string]any{"0": 0, "1": account, "2": from, "4": 16, "7": s.millis(), "8": 0, "9": text,
		"11": s.clientID(number), "12": id}
	n = s.pushTo(KindIM, account, "", 7, 2, "from "+from, msg) + s.pushChannel(account, account, from, text, number)
	if n == 0 || s.doubts() {
		s.keepAway(account, from, msg)
	}
	return id, n
}

// PushKind delivers a message that is no text (IM, 7_2): of a type of the service's, with what belongs to it.
func (s *Server) PushKind(account, from string, kind int, attached string) (id string, n int) {
	number := s.next()
	id = s.messageID(number)
	msg := map[string]any{"0": 0, "1": account, "2": from, "4": 16, "7": s.millis(), "8": kind, "10": attached,
		"11": s.clientID(number), "12": id}
	return id, s.pushTo(KindIM, account, "", 7, 2, "from "+from, msg)
}

// PushTeam delivers a text message of a team (7_2, scene 1), or of a channel (24_11), to every link of some members. It
// has one id, whichever member it reaches. PushTeam returns that, and how many links it went to.
func (s *Server) PushTeam(members []string, team, from, text string) (id string, n int) {
	number := s.next()
	id = s.messageID(number)
	msg := map[string]any{"0": 1, "1": team, "2": from, "4": 16, "7": s.millis(), "8": 0, "9": text,
		"11": s.clientID(number), "12": id}
	for _, account := range members {
		n += s.pushTo(KindIM, account, "", 7, 2, "from "+from+" in team "+team, msg) +
			s.pushChannel(account, team, from, text, number)
	}
	return id, n
}
