// Package ledger is the one time line of a session: host, proxy, service, client and test write what they see, with one
// clock. The census, the checks, the report's drawings and the evidence of a failure all read it.
//
// It knows no protocol: it stores events and counts sockets.
package ledger

import (
	"sync"
	"time"

	"nimcert/clock"
)

// Witness is who saw an event.
type Witness string

// The witnesses.
const (
	Host   Witness = "host"   // the mini-program platform, or the reference client's own dialler
	Proxy  Witness = "proxy"  // the network between
	Server Witness = "server" // the fake NIM service
	Client Witness = "client" // the SDK's callbacks, as an application meets them
	Test   Witness = "test"   // the scenario's own acts
)

// Kind is what happened.
type Kind string

// What the host sees. A socket counts from SocketConnecting to SocketClosed.
const (
	SocketConnecting Kind = "socket connecting"
	SocketOpen       Kind = "socket open"
	SocketClosing    Kind = "socket closing"
	SocketClosed     Kind = "socket closed"
	SocketRefused    Kind = "socket refused" // one more than the cap
	RequestStart     Kind = "request"
	UploadStart      Kind = "upload request"
	DownloadStart    Kind = "download request"
	RequestEnd       Kind = "request ended"
	Uncaught         Kind = "uncaught"            // an exception that no code of the client caught
	Unhandled        Kind = "unhandled rejection" // a rejected promise that nobody handled
	Console          Kind = "console"
	Forbidden        Kind = "forbidden" // eval, new Function
	Lacking          Kind = "lacking"   // Name is an API that phones have and the host lacks
	Broken           Kind = "broken"    // the client or the harness cannot go on
	Stored           Kind = "stored"    // Name is the key, Detail the value
	GlobalAdded      Kind = "global added"
	GlobalChanged    Kind = "global changed" // replaced or deleted
)

// What the service sees.
const (
	ConnAccepted  Kind = "connection accepted"
	LBSRequest    Kind = "lbs request"
	Handshake     Kind = "handshake"
	LinkOpen      Kind = "link open" // the WebSocket is upgraded
	LinkClosed    Kind = "link closed"
	CloseReceived Kind = "close frame received"
	CloseSent     Kind = "close frame sent"
	Packet        Kind = "packet"      // Detail is "SID_CID name"
	PacketSent    Kind = "packet sent" // a push
	Login         Kind = "login"
	LoginRefused  Kind = "login refused"
	Logout        Kind = "logout"
	Held          Kind = "answer held back"
	Upload        Kind = "upload"
)

// What the application sees through the SDK's callbacks, and the attempts that the adapter recognises.
const (
	Connected     Kind = "connected"
	WillReconnect Kind = "will reconnect" // Count is retryCount, Duration the announced wait
	Disconnected  Kind = "disconnected"   // Code and Reason
	Lost          Kind = "link lost"      // the link is gone and the client goes on by itself
	Done          Kind = "done"           // Verb is the call that is answered
	Message       Kind = "message"
	Sent          Kind = "message sent" // the callback of sendText
	Failed        Kind = "error"        // the callback of a failure
	Attempt       Kind = "attempt"      // the client begins to open a link
	SyncDone      Kind = "sync done"
	Progress      Kind = "upload progress" // Count is percent
	CalledOff     Kind = "upload called off"
	Threw         Kind = "call threw" // Verb is the call that threw at its caller
	// what an application believes, when asked: Name is the question, Count or Detail the answer
	Says Kind = "says"
)

// Told lists the kinds that an application may write.
func Told() []Kind {
	return []Kind{Connected, WillReconnect, Disconnected, Lost, Done, Message, Sent, Failed, SyncDone, Progress,
		CalledOff, Threw}
}

// What the test does.
const (
	Verb  Kind = "verb"  // Verb is the call made on the client
	Act   Kind = "act"   // Detail is what the scenario made the service or the network do
	Fault Kind = "fault" // Detail is the network condition
	Mark  Kind = "mark"
)

// Event is one line of the time line. Fields that do not apply are empty.
type Event struct {
	Seq int           `json:"seq"`
	At  time.Duration `json:"at"` // session time
	// how late the host ran the callback in which this happened, by no fault of the client
	Late     time.Duration `json:"late,omitempty"`
	Who      Witness       `json:"who"`
	Kind     Kind          `json:"kind"`
	Instance string        `json:"instance,omitempty"` // the account or room, under the scenario's name
	Socket   int64         `json:"socket,omitempty"`   // one number for one connection, at every witness
	Verb     string        `json:"verb,omitempty"`     // the call that an application makes, or that a callback answers

	URL       string `json:"url,omitempty"`
	Method    string `json:"method,omitempty"`    // of an HTTP request
	Status    string `json:"status,omitempty"`    // of an HTTP answer: its number, or "fail"
	CloseCode string `json:"closeCode,omitempty"` // of a WebSocket that ends
	Code      string `json:"code,omitempty"`      // that the service or the SDK gives to an end, a refusal or a failure
	Reason    string `json:"reason,omitempty"`    // in words, beside Code or CloseCode

	ID   string `json:"id,omitempty"`   // of a message, as its sender's SDK made it
	From string `json:"from,omitempty"` // a message's sender, as the application is told
	Text string `json:"text,omitempty"` // a message's text, at every witness

	Name  string `json:"name,omitempty"`  // of a global, a storage key, an API, or what an application says of itself
	Level string `json:"level,omitempty"` // of a console line
	Sum   string `json:"sum,omitempty"`   // MD5 of an uploaded file, in hex

	Count    int           `json:"count,omitempty"`
	Duration time.Duration `json:"duration,omitempty"`
	Detail   string        `json:"detail,omitempty"` // for a reader; its meaning depends on Kind
}

// Due is the session time at which the event would have happened on an idle machine.
func (e Event) Due() time.Duration { return e.At - e.Late }

// Ledger collects one session's events. It is safe for concurrent use.
type Ledger struct {
	clock     *clock.Clock
	translate func(Event) Event

	mu     sync.Mutex
	events []Event // the last ones, up to number seq
	seq    int
	keep   int // 0: all
	waits  map[*wait]struct{}
}

type wait struct {
	match func(Event) bool
	wake  func(Event)
}

// New makes an empty time line on the session's clock.
func New(c *clock.Clock) *Ledger {
	return &Ledger{clock: c, waits: map[*wait]struct{}{}}
}

// Clock returns the clock that stamps the events.
func (l *Ledger) Clock() *clock.Clock { return l.clock }

// Translate makes f rewrite each event before it is appended, because witnesses and readers of the time line may use
// different names. Call it before the first Add. f may be called from several goroutines at once.
func (l *Ledger) Translate(f func(Event) Event) { l.translate = f }

// KeepLast makes the ledger a ring for who runs for ever: it keeps the last n events at least and twice as many at
// most, and forgets older ones. Call it before the first Add.
func (l *Ledger) KeepLast(n int) { l.keep = n }

// Add stamps an event and appends it.
func (l *Ledger) Add(e Event) Event {
	if l.translate != nil {
		e = l.translate(e)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seq++
	e.Seq = l.seq
	e.At = l.clock.Now()
	if l.keep > 0 && len(l.events) == 2*l.keep {
		kept := copy(l.events, l.events[l.keep:])
		clear(l.events[kept:]) // what the forgotten ones hold is free
		l.events = l.events[:kept]
	}
	l.events = append(l.events, e)
	for w := range l.waits {
		if w.match(e) {
			delete(l.waits, w)
			w.wake(e)
		}
	}
	return e
}

// Timeline returns everything so far, or what a ring keeps of it.
func (l *Ledger) Timeline() Timeline {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append(Timeline(nil), l.events...)
}

// OnNext calls wake once, for the first event after number seq that matches: at once when it is there already. match
// and wake run under the ledger's lock, before the one who adds the event goes on: they must be quick and must not
// touch the ledger. cancel ends the wait.
func (l *Ledger) OnNext(seq int, match func(Event) bool, wake func(Event)) (cancel func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	forgotten := l.seq - len(l.events)
	for _, e := range l.events[min(max(0, seq-forgotten), len(l.events)):] {
		if match(e) {
			wake(e)
			return func() {}
		}
	}
	w := &wait{match, wake}
	l.waits[w] = struct{}{}
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.waits, w)
	}
}
