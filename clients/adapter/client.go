package adapter

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/weapp"
	"nimcert/ledger"
)

// client is one build in its host, with the application that drives it.
type client struct {
	verbs        // posts to the loop
	direct verbs // acts at once, on the loop
	clients.Callbacks
	factory  *Factory
	env      clients.Env
	host     *weapp.Host
	api      *goja.Object
	thens    map[int64]clients.Then
	nextThen int64
	rounds   bool // see Family
	trying   bool // what the client opens next belongs to the attempt that runs already
}

// SetNetwork changes the device's network.
func (c *client) SetNetwork(kind string) { c.host.SetNetwork(kind) }

// Rest counts what the SDK holds at the host.
func (c *client) Rest() clients.Rest { return c.host.Rest() }

// Close ends the host.
func (c *client) Close() {
	c.host.Close()
	if c.host.Stuck() {
		c.factory.stuck.Store(true)
	}
}

func (c *client) emit(kind, instance string, fields map[string]any) {
	str := func(k string) string {
		v := fields[k]
		if v == nil {
			return ""
		}
		return fmt.Sprint(v)
	}
	e := ledger.Event{
		Who: ledger.Client, Kind: ledger.Kind(kind), Instance: instance, Verb: str("verb"), Code: str("code"), Reason: str("reason"), Detail: str("detail"),
	}
	switch n := fields["count"].(type) {
	case int64:
		e.Count = int(n)
	case float64:
		e.Count = int(n)
	}
	switch ms := fields["duration"].(type) {
	case int64:
		e.Duration = time.Duration(ms) * time.Millisecond
	case float64:
		e.Duration = time.Duration(ms * float64(time.Millisecond))
	}
	switch e.Kind {
	case ledger.WillReconnect, ledger.Disconnected, ledger.Connected:
		c.trying = false // an attempt that ended in its lookup, or a round, is over
	case ledger.Failed:
		if (e.Verb == "login" || e.Verb == "connect" || e.Verb == "enter chatroom") && fields["another"] != true {
			c.trying = false
		}
	}
	c.host.Add(e)
	c.Told(e, c.direct)
}

// keep gives a continuation the number by which the application script asks for it; 0 is none.
func (c *client) keep(then clients.Then) int64 {
	if then == nil {
		return 0
	}
	c.nextThen++
	c.thens[c.nextThen] = then
	return c.nextThen
}

// then runs a continuation, once.
func (c *client) then(id int64) {
	f := c.thens[id]
	delete(c.thens, id)
	if f != nil {
		f(c.direct)
	}
}

// An attempt to open a link begins with the address lookup (LBS), where there is one, or with the first step on the link itself: the socket.io handshake of the text transport, the
// socket of the binary one. The step that follows a lookup belongs to the same attempt; where an attempt is a round through all addresses, so does every step until the client says how
// it ended.
func (c *client) opens(raw string, lookup bool) {
	if !c.trying {
		c.host.Add(ledger.Event{Who: ledger.Client, Kind: ledger.Attempt, URL: raw})
	}
	c.trying = lookup || c.rounds
}

// request recognises a lookup or a handshake.
func (c *client) request(raw string) {
	u, err := url.Parse(raw)
	if err != nil {
		return
	}
	if lookup := strings.HasPrefix(u.Path, "/lbs/"); lookup || strings.HasPrefix(u.Path, "/socket.io/1/") {
		c.opens(raw, lookup)
	}
}

// socket recognises the binary transport, which has no handshake.
func (c *client) socket(raw string) {
	if u, err := url.Parse(raw); err == nil && u.Path == "/websocket" {
		c.opens(raw, false)
	}
}

type verbs struct {
	c  *client
	do func(func())
}

func (v verbs) call(verb, instance, method string, args ...any) {
	v.do(func() {
		v.c.host.Add(ledger.Event{Who: ledger.Test, Kind: ledger.Verb, Verb: verb, Instance: instance})
		if v.c.api == nil {
			return // broken, and said so
		}
		v.c.host.Call(v.c.api.Get(method), args...)
	})
}

func attempts(n *int) any {
	if n == nil {
		return goja.Null()
	}
	return *n
}

func (v verbs) Login(o clients.IMOptions) {
	v.do(func() {
		v.c.direct.call("login", o.Account, "login", o.Account, o.Token, attempts(o.ReconnectionAttempts), o.NoReconnect, o.ReconnectDelay.Milliseconds(), v.c.keep(o.Then))
	})
}

func (v verbs) EnterChatroom(o clients.RoomOptions) {
	v.call("enter chatroom", o.Instance, "enter", o.Instance, o.Account, o.Token, o.RoomID, attempts(o.ReconnectionAttempts), o.NoReconnect)
}

func (v verbs) Connect(instance string) { v.call("connect", instance, "connect", instance) }

func (v verbs) Disconnect(instance string, then clients.Then) { v.end("disconnect", instance, then) }

func (v verbs) Destroy(instance string, then clients.Then) { v.end("destroy", instance, then) }

func (v verbs) end(verb, instance string, then clients.Then) {
	v.do(func() {
		v.c.direct.call(verb, instance, verb, instance, v.c.keep(then))
	})
}

func (v verbs) SendText(instance, to, text string) {
	id, team := clients.Recipient(to)
	v.call("send text", instance, "send", instance, id, text, team)
}

// AddFile puts a file on the platform.
func (c *client) AddFile(path string, data []byte) { c.host.AddFile(path, data) }

// SendFile sends a picture by its path.
func (c *client) SendFile(instance, to, path string) {
	c.call("send file", instance, "sendFile", instance, to, path)
}

// BreakStorage makes the platform's storage throw.
func (c *client) BreakStorage(f clients.StorageFault) { c.host.BreakStorage(f) }

// Background takes the program off the screen.
func (c *client) Background() { c.host.Background() }

// Foreground brings the program back.
func (c *client) Foreground() { c.host.Foreground() }

// Inspect writes storage and globals to the ledger.
func (c *client) Inspect() { c.host.Inspect() }
