package fakeserver

import (
	"math"
	"slices"
	"time"

	"nimcert/clock"
	"nimcert/ledger"
)

// Step is one thing the service answers, as the script names it.
type Step string

// The steps.
const (
	StepLBS       Step = "lbs"
	StepHandshake Step = "handshake"
	StepUpgrade   Step = "upgrade" // the 101 of the WebSocket
	StepConnect   Step = "connect" // the frame "1::" after which the client logs in; the binary transport has none
	StepLogin     Step = "login"   // 2_3, 24_2, 26_3
	// 5_1, 24_19, 27_1, and what the later builds ask as well before a login is over: 6_26, 6_27
	StepSync       Step = "sync"
	StepLogout     Step = "logout"      // 2_6, 24_4, 26_5
	StepRoomLogin  Step = "room login"  // 13_2, 36_2
	StepRoomLogout Step = "room logout" // 13_4, 36_4
	// the answers to 7_1, 8_2, 13_6, 24_10, 30_1, 31_2, 32_2 and 36_6; the delivery to others is not held
	StepMessage   Step = "message"
	StepNOSToken  Step = "nos token" // 6_2
	StepUpload    Step = "upload"
	StepHeartbeat Step = "heartbeat" // 1_2 and "2::"
	StepClose     Step = "close"     // the answer to a client's Close frame
)

// Never is the delay of an answer that does not come.
const Never time.Duration = math.MaxInt64

// script is the service's orders. It outlives Stop and Restart.
type script struct {
	held       map[Step]bool
	kept       map[Step][]*kept
	status     map[Step]int
	portal     map[Step]bool // a web page is answered instead
	lbs        string        // LBS answers this instead
	login      int
	roomLogin  int
	place      int // 0, or the answer to who asks where a file goes
	sync       int
	message    int
	closeAfter time.Duration
	doubts     bool // no delivery is known to have arrived
	links      []string
	defaults   []string
}

// kept is one answer that is held back: of a link, or of a request (then wire and free are set).
type kept struct {
	link *link
	send func()

	wire *clock.Wire
	free chan struct{} // closed when the request may go on
	drop bool          // it goes on without an answer
}

// Doubt makes the service learn of no delivery from now on: a one-to-one message that was pushed comes once more when
// its account logs in again.
func (s *Server) Doubt(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.doubts = on
}

func (s *Server) doubts() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.script.doubts
}

// Hold keeps the answers of a step back from now on, on later connections too, until Release.
func (s *Server) Hold(step Step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.held[step] = true
}

// Release sends the answers of a step that were kept back, oldest first, and ends the Hold.
func (s *Server) Release(step Step) { s.release(step, func([]*kept) {}) }

// ReleaseLastFirst is Release with the newest answer first. An answer names its request: only that tells which it is.
func (s *Server) ReleaseLastFirst(step Step) { s.release(step, slices.Reverse) }

func (s *Server) release(step Step, order func([]*kept)) {
	s.mu.Lock()
	delete(s.script.held, step)
	release := s.script.kept[step]
	order(release)
	delete(s.script.kept, step)
	for _, k := range release {
		k.freeLocked(false)
	}
	s.mu.Unlock()
	for _, k := range release {
		if k.send != nil {
			k.send()
		}
	}
}

// Forget lets the answers of a step through from now on. Answers that were kept back are never sent.
func (s *Server) Forget(step Step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.script.held, step)
}

// Kept returns how many answers of a step are kept back.
func (s *Server) Kept(step Step) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.script.kept[step])
}

// freeLocked lets a request go on: the clock counts it as under way again before anything can happen.
func (k *kept) freeLocked(drop bool) {
	if k.free == nil {
		return
	}
	k.drop = drop
	k.wire.Unpark()
	close(k.free)
}

// answer runs send, or keeps it for Release when the step is held.
func (s *Server) answer(l *link, step Step, send func()) {
	if !s.holds(step) {
		send()
		return
	}
	s.ledger.Add(
		ledger.Event{Who: ledger.Server, Kind: ledger.Held, Socket: l.socket, Instance: l.instance(),
			Detail: string(step)})
	s.mu.Lock()
	held := s.script.held[step] // Release may have come meanwhile
	if _, live := l.run.links[l]; held && live {
		s.script.kept[step] = append(s.script.kept[step], &kept{link: l, send: send})
	}
	s.mu.Unlock()
	if !held {
		send()
	}
}

func (s *Server) holds(step Step) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.script.held[step]
}

// forgetLocked drops the answers kept for a link or a request that ended.
func (s *Server) forgetLocked(gone func(*kept) bool) {
	for step, list := range s.script.kept {
		s.script.kept[step] = slices.DeleteFunc(list, func(k *kept) bool {
			if !gone(k) {
				return false
			}
			k.freeLocked(true)
			return true
		})
	}
}

// FailHTTP makes LBS, handshake, upgrade or upload answer with an HTTP status; 0 is normal again.
func (s *Server) FailHTTP(step Step, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.status[step] = status
}

// Portal makes an HTTP step answer with status 200 and a web page, as a captive portal does; false makes it normal
// again.
func (s *Server) Portal(step Step, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.portal[step] = on
}

// AnswerLBS makes LBS answer with status 200 and a text; an empty one makes it normal again.
func (s *Server) AnswerLBS(answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.lbs = answer
}

// lbsAnswer is what AnswerLBS asked for, where a step is LBS.
func (s *Server) lbsAnswer(step Step) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if step != StepLBS {
		return ""
	}
	return s.script.lbs
}

func (s *Server) portal(step Step) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.script.portal[step]
}

func (s *Server) failure(step Step) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.script.status[step]
}

// RefuseLogin makes every login of IM and QChat (2_3, 24_2, 26_3) be answered with a code; 0 is normal again. The
// six-digit codes of the V2 API are given as its error has them (102302). An answer that is kept back gets the code
// that holds when it is sent.
func (s *Server) RefuseLogin(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.login = code
}

// RefuseRoomLogin does for chatroom logins (13_2, 36_2) what RefuseLogin does for IM logins.
func (s *Server) RefuseRoomLogin(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.roomLogin = code
}

// RefuseSync makes every sync of IM and QChat (5_1, 24_19, 27_1) be answered with a code, and nothing be delivered with
// it; 0 is normal again. 503, the service is busy, is in the SDKs' own tables of what any packet may be answered with.
// An answer that is kept back gets the code that holds when it is sent.
func (s *Server) RefuseSync(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.sync = code
}

// refusesSync answers a sync with an error, if the script says so.
func (l *link) refusesSync(req Request) bool {
	l.s.mu.Lock()
	code := l.s.script.sync
	l.s.mu.Unlock()
	if code != 0 {
		l.respond(req, code)
	}
	return code != 0
}

// RefusePlaces makes the service answer whoever asks for a place for a file with a code; 0 is normal again.
func (s *Server) RefusePlaces(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.place = code
}

// RefuseMessages makes every message of a client's be answered with a code, and go nowhere; 0 is normal again.
func (s *Server) RefuseMessages(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.message = code
}

// refusesMessage answers a message with an error, if the script says so. Where the code is one of those with a body,
// the message is it: with 7101 it is kept, and every nim-web-sdk reads its idServer and time (8.9.103 to 9.21.12,
// onSendMsg; their tables name 7101 among 7_1's trivialErrorCodes).
func (l *link) refusesMessage(req Request, stored ...any) bool {
	l.s.mu.Lock()
	code := l.s.script.message
	l.s.mu.Unlock()
	if code != 0 {
		if !slices.Contains(bodied, code) {
			stored = nil
		}
		l.s.answer(l, StepMessage, func() { l.respond(req, code, stored...) })
	}
	return code != 0
}

// AnswerCloseAfter sets the session time before a client's Close frame is answered. With Never it is not answered and
// the TCP connection stays open until the client ends it. It applies to Close frames that come from now on. 0 is
// normal: at once.
func (s *Server) AnswerCloseAfter(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.closeAfter = d
}

// SetLinks sets what LBS answers as common.link (and mix.link, for the V2 API) and link.default. nil for both is normal
// again: the published default name, or the server's own address for a client that used that address. The SDK tries the
// links from the last to the first, then the defaults from the first to the last (read in 9.21.12).
func (s *Server) SetLinks(links, defaults []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.links, s.script.defaults = slices.Clone(links), slices.Clone(defaults)
}

// LinkInfo describes a live link.
type LinkInfo struct {
	Socket   int64  // the number of the connection on the ledger
	Kind     string // "im", "room", "qchat", or "" before the first login packet
	Account  string
	Room     string
	Instance string // the name on the ledger: the account, or RoomInstance
	LoggedIn bool   // the login was answered with 200 and no logout came
	Closing  bool   // a Close frame was sent or received
}

// The kinds of links.
const (
	KindIM    = "im"
	KindRoom  = "room"
	KindQChat = "qchat"
)

// ofAccount reports whether a kind's links are an account's, and no chatroom's.
func ofAccount(kind string) bool { return kind == KindIM || kind == KindQChat }

// Links returns the live links, in the order in which they opened.
func (s *Server) Links() []LinkInfo {
	var out []LinkInfo
	for _, l := range s.liveLinks() {
		if info, live := l.info(); live {
			out = append(out, info)
		}
	}
	return out
}

// CloseRoomLinks starts the closing handshake on the links of a chatroom, like CloseLinks.
func (s *Server) CloseRoomLinks(room string, code int, reason string) int {
	n := 0
	for _, l := range s.liveLinks() {
		if info, _ := l.info(); info.Kind == KindRoom && info.Room == room && l.startClose(code, reason) {
			n++
		}
	}
	return n
}

// CloseLinks starts the closing handshake on the IM and QChat links of an account, logged in or not, or on all links
// when account is "", and returns how many there were.
func (s *Server) CloseLinks(account string, code int, reason string) int {
	n := 0
	for _, l := range s.liveLinks() {
		info, _ := l.info()
		if (account == "" || ofAccount(info.Kind) && info.Account == account) && l.startClose(code, reason) {
			n++
		}
	}
	return n
}
