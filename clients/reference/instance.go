package reference

import (
	"time"

	"nimcert/clients"
	"nimcert/clients/platform"
	"nimcert/ledger"
)

// phase is what an instance is doing.
type phase int

const (
	idle       phase = iota // not connected, and no attempt is to come
	waiting                 // waits for its next attempt
	connecting              // an attempt runs
	ready                   // logged in
	leaving                 // disconnect or destroy was called, and done has not come yet
)

// instance is one account's IM login or one chatroom entry, with a link of its own.
type instance struct {
	c                    *client
	name, account, token string
	room                 string   // the chatroom's id; empty for IM
	given                []string // the chatroom's addresses; nil: there is the client's own one
	limit                *int     // of automatic attempts in a row; nil: none
	noReconnect          bool
	provided             time.Duration // the answer of reconnectDelayProvider; 0: there is none
	then                 clients.Then  // what the application does in the callback that tells of the first login

	phase     phase
	link      *link           // the running one, nil when idle or waiting
	tries     int             // automatic attempts since the last success
	wait      *platform.Timer // for the next of them
	addresses []string        // of links, the one in use first
	seen      map[string]bool // messages that were delivered

	sockets, requests int // that the platform still has, also those of abandoned links
	freed             func()

	endings   []ending
	deadline  *platform.Timer // of done
	again     bool            // connect was called while the instance ends
	destroyed bool
}

// raise writes one of the application's callbacks.
func (in *instance) raise(e ledger.Event) {
	e.Who, e.Instance = ledger.Client, in.name
	in.c.p.Add(e)
	in.c.Told(e, in.c.direct)
}

// connect is the application's call: it connects an instance that is not connected, at once, and never makes a second
// link.
func (in *instance) connect() { in.c.s.connect(in) }

func connect(in *instance) {
	switch {
	case in.destroyed:
		in.c.throw("connect", in.name, "the instance is destroyed")
	case in.phase == idle, in.phase == waiting:
		in.wait.Stop()
		in.tries = 0
		in.attempt(false)
	case in.phase == leaving:
		in.again = true
	}
}

// attempt begins to open a link. automatic says that the application did not ask for it.
func (in *instance) attempt(automatic bool) {
	in.phase = connecting
	in.c.s.also(in, onAttempt)
	in.link = &link{in: in, automatic: automatic, asked: map[int]question{}}
	in.link.begin()
}

// loggedIn is called when the service has accepted the login.
func (in *instance) loggedIn(l *link) {
	in.phase, l.step = ready, live
	in.c.s.regained(in)
	in.raise(ledger.Event{Kind: ledger.Connected})
	if then := in.then; then != nil {
		in.then = nil
		then(in.c.direct)
	}
	if l.over {
		return // the application ended the instance in its callback
	}
	l.beats()
	if in.room == "" && in.c.s.syncs(l) {
		l.sync()
	}
	in.c.s.also(in, afterLogin)
}

// abandon gives up the running link, if there is one.
func (in *instance) abandon() {
	if l := in.link; l != nil {
		in.link = nil
		in.c.s.abandon(l)
	}
}

// released is called when the platform has released a socket or a request. Whatever waits for that goes on.
func (in *instance) released() {
	if in.sockets == 0 && in.freed != nil {
		f := in.freed
		in.freed = nil
		f()
	}
	in.settle()
}
