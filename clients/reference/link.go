package reference

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"nimcert/clients/platform"
	"nimcert/ledger"
)

// step is how far a link has come.
type step int

const (
	lookup    step = iota // the service is asked for link addresses
	handshake             // and for a transport session
	opening               // the socket opens, and the service greets
	entering              // the login is pending
	live
)

const (
	// stepLimit is how long one step may take; four of them fit into the policy's time for an attempt.
	stepLimit = 7 * time.Second
	// beatEvery and beatLimit are the heartbeat's interval and its time-out. One beat that is not answered ends the
	// link: TCP loses none.
	beatEvery, beatLimit = 30 * time.Second, 5 * time.Second

	lookupURL    = "https://lbs.netease.im/lbs/wxwebconf.jsp"
	builtInLink  = "wlnimsc0.netease.im:443"
	roomLink     = "wlnimsc1.netease.im:443"
	normalClosed = 1000
)

// link is one attempt, and the link that it becomes.
type link struct {
	in        *instance
	automatic bool // the application did not ask for it
	step      step
	over      bool // given up: everything that still arrives on it is ignored
	synced    bool

	abort  func() // of the running request
	socket *platform.Socket
	limit  *platform.Timer // of opening
	ser    int
	asked  map[int]question
	beat   *platform.Timer
}

// begin makes the first request. Known addresses are tried before the service is asked for others.
func (l *link) begin() {
	if l.in.room != "" && len(l.in.addresses) == 0 {
		if l.in.addresses = slices.Clone(l.in.given); l.in.addresses == nil {
			l.in.addresses = []string{roomLink}
		}
	}
	first := l.handshake
	address := l.handshakeURL()
	if len(l.in.addresses) == 0 {
		first = l.lookup
		address = l.lookupURL()
	}
	l.in.raise(ledger.Event{Kind: ledger.Attempt, URL: address})
	first()
}

// get makes a request of a step.
func (l *link) get(at step, address string, then func(platform.Response)) {
	l.step = at
	l.in.requests++
	l.abort = l.in.c.p.Do(platform.Request{Method: http.MethodGet, URL: address, Timeout: l.in.c.s.limit(l, at)},
		func(r platform.Response) {
			l.abort = nil
			l.in.requests--
			l.in.released()
			if !l.over {
				then(r)
			}
		})
}

func (l *link) lookupURL() string {
	q := url.Values{"id": {l.in.account}, "k": {l.in.c.env.Application()}, "hostEnv": {"REFERENCE"}}
	return lookupURL + "?" + q.Encode()
}

// lookup asks for link addresses. Without an answer it uses the built-in one: a reconnect must not depend on the
// lookup.
func (l *link) lookup() {
	l.get(lookup, l.lookupURL(), func(r platform.Response) {
		var answer struct {
			Common map[string][]string `json:"common"`
		}
		if r.Status == http.StatusOK {
			_ = json.Unmarshal([]byte(r.Body), &answer) // an answer that cannot be read gives no address
		}
		l.in.addresses = slices.Concat(answer.Common["link"], answer.Common["link.default"])
		if len(l.in.addresses) == 0 && !l.in.c.s.withoutLookup(l) {
			return
		}
		l.handshake()
	})
}

func builtIn(l *link) bool {
	l.in.addresses = []string{builtInLink}
	return true
}

func (l *link) handshakeURL() string {
	if len(l.in.addresses) == 0 {
		return ""
	}
	return fmt.Sprintf("https://%s/socket.io/1/?t=%d", l.in.addresses[0], l.in.c.env.Clock.Time().UnixMilli())
}

// handshake asks for a transport session: SID:HEARTBEAT:CLOSE:TRANSPORTS.
func (l *link) handshake() {
	l.get(handshake, l.handshakeURL(), func(r platform.Response) {
		sid, _, ok := strings.Cut(r.Body, ":")
		if r.Status != http.StatusOK || !ok {
			code := r.Err
			if code == "" {
				code = strconv.Itoa(r.Status)
			}
			l.fail(cause{how: byRequest, code: code, reason: "the handshake failed"})
			return
		}
		l.open(fmt.Sprintf("wss://%s/socket.io/1/websocket/%s", l.in.addresses[0], sid))
	})
}

// open opens the socket, once the one before is closed: an instance never holds two.
func (l *link) open(address string) {
	l.step = opening
	l.limit.Stop()
	l.limit = l.in.c.p.AfterFunc(l.in.c.s.limit(l, opening),
		func() { l.fail(cause{how: byTimeout, code: "timeout", reason: "the link did not open"}) })
	if l.in.sockets > 0 && !l.in.c.s.overlaps(l) {
		l.in.freed = func() {
			if !l.over {
				l.dial(address)
			}
		}
		return
	}
	l.dial(address)
}

func (l *link) dial(address string) {
	socket, err := l.in.c.p.Connect(address, platform.Handlers{
		Open:    func() {},
		Error:   func(string) {}, // Close follows
		Message: func(data []byte, _ bool) { l.receive(string(data)) },
		Close:   l.closed,
	})
	if err != nil {
		l.in.c.s.refused(l, cause{how: bySocket, code: "refused", reason: err.Error()})
		return
	}
	l.socket = socket
	l.in.sockets++
}

// closed is called when the platform no longer counts the socket.
func (l *link) closed(code int, reason string) {
	l.in.sockets--
	l.in.c.s.gone(l, code)
	l.fail(cause{how: byClose, code: strconv.Itoa(code), reason: reason})
}

// fail ends a link that the application did not end. The next attempt uses the next address, unless this one was good.
func (l *link) fail(why cause) {
	if l.over {
		return
	}
	why.step = l.step
	if l.in.link == l {
		l.in.link = nil
	}
	if l.step != live && why.how != bySocket {
		l.in.c.s.badAddress(l.in)
	}
	l.in.giveUp(l.drop, why)
}

func nextAddress(in *instance) {
	if len(in.addresses) > 0 {
		in.addresses = in.addresses[1:]
	}
}

// drop gives a link up: pending requests on it fail, and the platform is told to close it.
func (l *link) drop() {
	l.quit()
	if l.abort != nil {
		l.abort()
	}
	if l.socket != nil {
		_ = l.socket.Close(normalClosed, "") // it may be closed already
	}
}

// quit ends the client's own activity on a link.
func (l *link) quit() {
	l.over = true
	l.limit.Stop()
	l.beat.Stop()
	l.forsake()
}
