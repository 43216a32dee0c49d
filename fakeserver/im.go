package fakeserver

import (
	"fmt"
	"slices"

	"nimcert/ledger"
)

// millis is the session's date in milliseconds, as the service stamps things.
func (s *Server) millis() int64 { return s.clock.Time().UnixMilli() }

// manner says how the client came to log in: in the IM login map field 8 (appLogin) is 1 for a call of the application,
// 0 for an automatic reconnect.
func manner(f Fields) string {
	if f.Text(8) == "0" {
		return "automatic"
	}
	return "manual"
}

// login answers 2_3 and 26_3. In the map of both: 4 os, 8 appLogin, 13 deviceId, 19 account, 1000 token.
func (l *link) login(req Request) {
	f := req.Fields(0)
	account, device := f.Text(19), f.Text(13)
	l.s.answer(l, StepLogin, func() {
		l.s.mu.Lock()
		refused := l.s.script.login
		if refused == 0 {
			refused = l.s.wrongTokenLocked(account, f.Text(1000))
		}
		last, _ := l.s.accounts.Get(account)
		if refused == 0 {
			l.s.accounts.Add(account, device)
		}
		l.s.mu.Unlock()
		if refused != 0 {
			l.refuse(req, refused, manner(f))
			return
		}
		if last == "" {
			last = device
		}
		welcome := []any{map[string]any{"17": last, "102": l.s.connection("connection", l.s.next()),
			"103": l.s.address(account), "104": 0, "106": "CN"}, []any{}, map[string]any{}}
		if req.SID == 26 {
			welcome = []any{l.client(f), l.s.otherClients(l)}
		}
		l.respondWith(req, func() { l.loggedInLocked(manner(f)) }, 200, welcome...)
	})
}

// wrongToken is the code for a login whose token is not the account's: account or token are wrong (the vendor's table
// of codes, 302).
const wrongToken = 302

// wrongTokenLocked returns wrongToken if the token of a login is not the one known for the account, else 0.
func (s *Server) wrongTokenLocked(account, token string) int {
	if want, known := s.tokens[account]; known && token != want {
		return wrongToken
	}
	return 0
}

// SetToken tells the service an account's token: from now on it refuses logins of the account, to IM, to QChat and to
// chatrooms, with any other token. Without a known token, any token is accepted.
func (s *Server) SetToken(account, token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[account] = token
}

// client is how 26_3 and 26_10 describe a logged-in client: 1 clientId, 2 connection, 3 and 4 its address, 5 type (16
// web), 7 time of login, 9 os, 12 what it is logged in to (1: IM). Without field 12 the SDK asks for no sync.
func (l *link) client(f Fields) map[string]any {
	c := map[string]any{"1": f.Text(13), "2": l.s.connection("connection", l.s.next()), "3": l.s.address(f.Text(19)),
		"4": 1, "5": 16, "7": l.s.millis(), "9": f.Text(4), "12": 1}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.me = c
	return c
}

func (l *link) refuse(req Request, code int, detail string) {
	wire := code
	if l.speaksV2() {
		wire = wireCode(code)
	}
	l.respondWith(req, func() {
		l.noteLocked(ledger.Event{Kind: ledger.LoginRefused, Code: fmt.Sprint(code), Detail: detail})
	}, wire)
}

// wireCode is how the six-digit error codes of the V2 API travel (102302 is 1838): the SDK reads a module from the
// upper seven bits of a 16-bit number, and knows 38 twice (read in 10.8.1; seen for 1838 and 1958). Smaller codes
// travel as they are.
func wireCode(code int) int {
	if code < 100000 {
		return code
	}
	module, low := (code-100000)/1000, (code-100000)%1000
	if module++; module > 38 {
		module++
	}
	return module<<9 | low&511
}

func (l *link) loggedInLocked(detail string) {
	l.loggedIn, l.loggedOut = true, false
	l.noteLocked(ledger.Event{Kind: ledger.Login, Detail: detail})
}

// logout answers 2_6, 24_4, 26_5, 13_4 or 36_4. From the request on the link counts as logged out, held or not; the
// client then sends "0::" and closes with 1000. The logout of another kind of link logs nobody out.
func (l *link) logout(req Request, step Step, kind string) {
	l.mu.Lock()
	if l.kind != "" && l.kind != kind {
		l.mu.Unlock()
		l.respond(req, codeForbidden)
		return
	}
	l.loggedIn, l.loggedOut = false, true
	l.mu.Unlock()
	l.record(ledger.Logout, "")
	l.reply(step, req)
}

// sync answers 5_1 and 27_1 with the time up to which the client is now up to date. 27_1 comes twice in a login.
func (l *link) sync(req Request) {
	l.s.answer(l, StepSync, func() {
		if l.refusesSync(req) {
			return
		}
		l.respond(req, 200, l.s.millis())
		l.deliverAway()
	})
}

// users answers 3_7 or 34_7 with a card for each account: 1 account, 3 nick, 12 and 13 the times of creation and
// change. 9.21.12 and 8.9.103 ask for it before they deliver a stranger's first message; of an answer without a list
// they make an unhandled rejection, as 10.8.1 does, and 8.9.103 delivers nothing until the next login.
func (l *link) users(req Request) {
	cards := []any{}
	for _, a := range req.Texts(0) {
		cards = append(cards, map[string]any{"1": a, "3": a, "12": 0, "13": 0})
	}
	l.respond(req, 200, cards)
}

// Kick pushes 2_5, 26_9 in the V2 API, or 24_5 in QChat, to every IM or QChat link of an account ("" for all), also
// where its login is still held, and returns how many there were; it closes nothing. Reasons: 1 kicked by a login of
// the same platform, 2 by the server, 3 by another platform, 4 silently.
func (s *Server) Kick(account string, reason int, custom string) int {
	n := 0
	for _, l := range s.liveLinks() {
		info, live := l.info()
		if live && ofAccount(info.Kind) && (account == "" || info.Account == account) && l.kick(reason, custom) {
			n++
		}
	}
	return n
}

// kick tells one client that it was kicked: client type (16 web), reason, text, custom client type.
func (l *link) kick(reason int, custom string) bool {
	detail := fmt.Sprintf("reason %d", reason)
	if info, _ := l.info(); info.Kind == KindQChat {
		return l.push(sidQChat, 5, detail, map[string]any{"1": 16, "2": reason, "3": custom, "4": 0})
	}
	sid, cid := 2, 5
	if l.speaksV2() {
		sid, cid = 26, 9
	}
	return l.push(sid, cid, detail, 16, reason, custom, 0)
}

// kickOthers answers 2_8, 24_9 or 26_8, by which a client throws out other clients of its account: a list of device
// ids. The answer names those that were there.
func (l *link) kickOthers(req Request) {
	asked, gone := req.Texts(0), []any{}
	me, _ := l.info()
	for _, other := range l.s.linksOf(me.Kind, me.Account, "") {
		if device := other.deviceOf(); other != l &&
			slices.Contains(asked, device) && other.kick(3, "") {
			gone = append(gone, device)
		}
	}
	l.respond(req, 200, gone)
}

func (l *link) deviceOf() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.device
}

// otherClients lists the other clients of the V2 API that are logged in to a link's account.
func (s *Server) otherClients(l *link) []any {
	others := []any{}
	for _, other := range s.linksOf(KindIM, l.instance(), "") {
		if other == l {
			continue
		}
		other.mu.Lock()
		if other.me != nil {
			others = append(others, other.me)
		}
		other.mu.Unlock()
	}
	return others
}

// ClientsChanged tells every link of an account that another client of the account came (true) or went: 2_7, or 26_10
// in the V2 API, whose state is 2 or 3. It returns how many were told.
func (s *Server) ClientsChanged(account, device string, here bool) int {
	state := 3
	if here {
		state = 2
	}
	connection, address := s.connection("connection", s.next()), s.address(account+device)
	client := map[string]any{"1": device, "2": connection, "3": address, "5": 16, "7": s.millis(), "12": 1}
	// 3 type (1: Android), 4 os, 13 deviceId, 19 account, 102 connection, 103 address, 109 time
	port := map[string]any{"3": 1, "4": "Android", "13": device, "19": account, "102": connection, "103": address,
		"109": s.millis()}
	n := 0
	for _, l := range s.linksOf(KindIM, account, "") {
		sid, cid, who := 2, 7, port
		if l.speaksV2() {
			sid, cid, who = 26, 10, client
		}
		if l.push(sid, cid, device, state, []any{who}) {
			n++
		}
	}
	return n
}
