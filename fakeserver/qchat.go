package fakeserver

// QChat is service 24, in the text transport alone. Its maps were read in nim-web-sdk-ng 0.11.1 to 10.9.77-alpha.4,
// QCHAT_UNIAPP_SDK.js (qchatLoginTag, qchatMsgTag).
const sidQChat = 24

// qchatLogin answers 24_2. In its map: 2 account, 4 token, 8 deviceId. Nothing in it says whether the application asked
// for the login. In the answer's: 1 appkey, 2 account, 6 client type (16 web), 8 deviceId, 30 os, 102 connection,
// 103 and 104 its address, 105 time of login; then the account's other clients.
func (l *link) qchatLogin(req Request) {
	f := req.Fields(0)
	account := f.Text(2)
	l.s.answer(l, StepLogin, func() {
		l.s.mu.Lock()
		refused := l.s.script.login
		if refused == 0 {
			refused = l.s.wrongTokenLocked(account, f.Text(4))
		}
		l.s.mu.Unlock()
		if refused != 0 {
			l.refuse(req, refused, "")
			return
		}
		me := map[string]any{"1": f.Text(1), "2": account, "6": 16, "8": f.Text(8), "30": f.Text(30),
			"102": l.s.connection("connection", l.s.next()), "103": l.s.address(account), "104": 1, "105": l.s.millis()}
		l.respondWith(req, func() { l.loggedInLocked("") }, 200, me, []any{})
	})
}

// server is the one server of QChat that there is here. Every account is a member of it: the assumption
// channels-are-subscribed.
const server = "1"

// sendChannelMessage answers 24_10. In its map: 1 serverId, 2 channelId, 3 sender, 4 client type, 7 and 8 the times of
// sending and change, 9 type (0 a text), 10 body, 13 and 14 its names at the client and at the service.
func (l *link) sendChannelMessage(req Request) {
	if l.refusesMessage(req) {
		return
	}
	msg := req.Fields(0).With(map[int]any{3: l.instance(), 4: 16, 7: l.s.millis(), 8: l.s.millis(),
		14: l.s.messageID(l.s.next())})
	l.s.answer(l, StepMessage, func() { l.respond(req, 200, msg) })
}

// pushChannel delivers a channel's text message (24_11) to every QChat link of an account, and returns how many there
// were. Its name at the service is that of the given number.
func (s *Server) pushChannel(account, channel, from, text string, number int64) int {
	msg := map[string]any{"1": server, "2": channel, "3": from, "4": 16, "6": from, "7": s.millis(), "8": s.millis(),
		"9": 0, "10": text, "13": s.clientID(number), "14": s.messageID(number), "16": 0}
	return s.pushTo(KindQChat, account, "", sidQChat, 11, "from "+from, msg)
}
