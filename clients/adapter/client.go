package adapter

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/weapp"
	"nimcert/ledger"
	"nimcert/spelling"
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

// emit writes what the application was told. What the SDK gave to it may be anything; what the script itself makes (the kind, the names, the numbers) is checked: one that misspells them would look like
// an SDK that never connects.
func (c *client) emit(call goja.FunctionCall) goja.Value {
	e, another, err := c.event(call)
	if err != nil {
		c.host.Broke(fmt.Errorf("the application script is wrong: %w", err))
		return goja.Undefined()
	}
	switch e.Kind {
	case ledger.WillReconnect, ledger.Disconnected, ledger.Connected:
		c.trying = false // an attempt that ended in its lookup, or a round, is over
	case ledger.Failed:
		if (e.Verb == "login" || e.Verb == "connect" || e.Verb == "enter chatroom") && !another {
			c.trying = false
		}
	}
	c.host.Add(e)
	c.Told(e, c.direct)
	return goja.Undefined()
}

// event reads the arguments of emit.
func (c *client) event(call goja.FunctionCall) (e ledger.Event, another bool, err error) {
	e.Who = ledger.Client
	kind, ok := call.Argument(0).(goja.String)
	if !ok {
		return e, false, fmt.Errorf("emit takes the kind of an event as a text, not %s", c.host.Text(call.Argument(0)))
	}
	if e.Kind = ledger.Kind(kind.String()); !slices.Contains(ledger.Told(), e.Kind) {
		return e, false, fmt.Errorf("emit: %w", spelling.Unknown("kind of event", kind.String(), told()))
	}
	instance, ok := call.Argument(1).(goja.String)
	if !ok {
		return e, false, fmt.Errorf("emit(%q) takes the name of an instance as a text, not %s", e.Kind, c.host.Text(call.Argument(1)))
	}
	e.Instance = instance.String()
	fields, ok := call.Argument(2).(*goja.Object)
	if !ok {
		return e, false, fmt.Errorf("emit(%q) takes its fields as an object, not %s", e.Kind, c.host.Text(call.Argument(2)))
	}
	for _, name := range fields.Keys() {
		v := fields.Get(name)
		if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
			continue
		}
		switch name {
		case "verb":
			e.Verb = c.text(v)
		case "code":
			e.Code = c.text(v)
		case "reason":
			e.Reason = c.text(v)
		case "detail":
			e.Detail = c.text(v)
		case "count":
			e.Count, ok = int(number(v)), goja.IsNumber(v)
		case "duration":
			e.Duration, ok = time.Duration(number(v)*float64(time.Millisecond)), goja.IsNumber(v)
		case "another":
			another, ok = v.Export().(bool)
		default:
			return e, false, fmt.Errorf("emit(%q): %w", e.Kind, spelling.Unknown("field", name, []string{"verb", "code", "reason", "detail", "count", "duration", "another"}))
		}
		if !ok {
			return e, false, fmt.Errorf("emit(%q): the field %s is %s, which is of another type", e.Kind, name, c.host.Text(v))
		}
	}
	return e, another, nil
}

// text shows what the SDK gave: a text as it is, up to the length that a time line can hold, and anything else briefly.
func (c *client) text(v goja.Value) string {
	const most = 1 << 16
	if s, ok := v.(goja.String); ok && s.Length() <= most {
		return s.String()
	}
	return c.host.Text(v)
}

func told() []string {
	var names []string
	for _, k := range ledger.Told() {
		names = append(names, string(k))
	}
	return names
}

// number is a number of the SDK, 0 where it is none, and within what can be counted.
func number(v goja.Value) float64 {
	const most = 1 << 40 // milliseconds: 35 years
	f := v.ToFloat()
	if f != f {
		return 0
	}
	return max(-most, min(most, f))
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
