package adapter

import (
	"fmt"
	"net/url"
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
	"nimcert/spelling"
)

// client is one build in its host, with the application that drives it.
type client struct {
	verbs        // posts to the loop
	direct verbs // acts at once, on the loop
	clients.Callbacks
	factory  *Factory
	program  Program
	methods  map[string]bool // the calls that the application offers; on the loop
	thens    map[int64]clients.Then
	nextThen int64
	trying   bool             // the next link that the client opens belongs to the running attempt
	asked    map[string]state // what the application asked for and was not told to be over; on the loop
}

// state is what the application was told of an instance.
type state int

const (
	away    state = iota // it connects, or waits
	up                   // it is connected
	leaving              // the application ended it, and was not told yet
)

// SetNetwork changes the device's network.
func (c *client) SetNetwork(kind string) { c.program.SetNetwork(kind) }

// Rest counts what the SDK holds at the host.
func (c *client) Rest() clients.Rest { return c.program.Rest() }

// Kill ends the program, as a user does who swipes it away. Only mini programs are ended so.
func (c *client) Kill() {
	if p, ok := c.program.(clients.Restartable); ok {
		p.Kill()
	}
}

// Kept is what the program left on the device. Call it after Close.
func (c *client) Kept() clients.Kept {
	if p, ok := c.program.(clients.Restartable); ok {
		return p.Kept()
	}
	return nil
}

// Close ends the host.
func (c *client) Close() {
	c.program.Close()
	if c.program.Stuck() {
		c.factory.stuck.Store(true)
	}
}

// emit writes the callbacks of the application. Values from the SDK may be anything. Values of the script itself
// (kinds, names, numbers) are checked: a script that misspells them would look like an SDK that never connects.
func (c *client) emit(args []Value) {
	e, another, err := event(args)
	if err != nil {
		c.wrong(err)
		return
	}
	if _, former := clients.OfFormer(e.Instance); !former {
		c.notes(e, another)
	}
	c.program.Add(e)
	c.Told(e, c.direct)
}

// notes keeps what the application was told of an instance.
func (c *client) notes(e ledger.Event, another bool) {
	switch e.Kind {
	// Each says that an attempt that ended in its lookup, or a round, is over.
	case ledger.Connected:
		c.trying, c.asked[e.Instance] = false, up
	case ledger.WillReconnect:
		c.trying, c.asked[e.Instance] = false, away
	case ledger.Disconnected:
		c.trying = false
		delete(c.asked, e.Instance)
	case ledger.Failed:
		if (e.Verb == "login" || e.Verb == "connect" || e.Verb == "enter chatroom") && !another {
			c.trying, c.asked[e.Instance] = false, away
		}
	case ledger.Done:
		if c.asked[e.Instance] == leaving { // and the application did not ask for it again meanwhile
			delete(c.asked, e.Instance)
		}
	}
}

// wrong ends the client because of a fault in its application script.
func (c *client) wrong(err error) {
	c.program.Broke(clients.Faultf("fault.script-wrong", "the application script is wrong: %w", err))
}

// fields are those that emit takes.
var fields = []string{"verb", "code", "reason", "id", "from", "text", "detail", "count", "duration", "another"}

// event reads the arguments of emit.
func event(args []Value) (e ledger.Event, another bool, err error) {
	e.Who = ledger.Client
	kind, instance, told := argument(args, 0), argument(args, 1), argument(args, 2)
	if kind.Is != Text {
		return e, false, fmt.Errorf("emit takes the kind of an event as a text, not %s", kind)
	}
	if e.Kind = ledger.Kind(kind.Text); !slices.Contains(ledger.Told(), e.Kind) {
		return e, false, fmt.Errorf("emit: %w", spelling.Unknown("kind of event", kind.Text, toldOf()))
	}
	if instance.Is != Text {
		return e, false, fmt.Errorf("emit(%q) takes the name of an instance as a text, not %s", e.Kind, instance)
	}
	e.Instance = instance.Text
	if told.Is != Object {
		return e, false, fmt.Errorf("emit(%q) takes its fields as an object, not %s", e.Kind, told)
	}
	for _, f := range told.Fields {
		v, ok := f.Value, true
		if v.Absent() {
			continue
		}
		switch f.Name {
		case "verb":
			e.Verb = v.Text
		case "code":
			e.Code = v.Text
		case "reason":
			e.Reason = v.Text
		case "id":
			e.ID = v.Text
		case "from":
			e.From = v.Text
		case "text":
			e.Text = v.Text
		case "detail":
			e.Detail = v.Text
		case "count":
			e.Count, ok = int(number(v)), v.Is == Number
		case "duration":
			e.Duration, ok = time.Duration(number(v)*float64(time.Millisecond)), v.Is == Number
		case "another":
			another, ok = v.Text == "true", v.Is == Boolean
		default:
			return e, false, fmt.Errorf("emit(%q): %w", e.Kind, spelling.Unknown("field", f.Name, fields))
		}
		if !ok {
			return e, false, fmt.Errorf("emit(%q): the field %s is %s, which is of another type", e.Kind, f.Name, v)
		}
	}
	return e, another, nil
}

// toldOf lists the kinds of event that an application is told of.
func toldOf() []string {
	var names []string
	for _, k := range ledger.Told() {
		names = append(names, string(k))
	}
	return names
}

// number reads a number of the SDK: 0 if it is no number, and limited to the range that can be counted.
func number(v Value) float64 {
	const most = 1 << 40 // milliseconds: 35 years
	f := v.Number
	if f != f {
		return 0
	}
	return max(-most, min(most, f))
}

// keep stores a continuation and returns the number by which the application script asks for it; 0 means none.
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

// An attempt to open a link begins with the lookup of an address, if there is one, or else with the first step on the
// link itself. The step after a lookup belongs to the same attempt. If an attempt is a round through all addresses,
// every step belongs to it until the client says how it ended. A lookup while all that the application asked for is
// connected opens nothing: if a link follows, the attempt begins there.
func (c *client) opens(raw string, lookup bool) {
	if lookup && !c.trying && c.calm() {
		return
	}
	if !c.trying {
		c.program.Add(ledger.Event{Who: ledger.Client, Kind: ledger.Attempt, URL: raw})
	}
	c.trying = lookup || c.factory.family.Attempts.Rounds
}

// calm reports whether everything that the application asked for is connected, as far as it was told.
func (c *client) calm() bool {
	for _, s := range c.asked {
		if s != up {
			return false
		}
	}
	return len(c.asked) > 0
}

// request recognises a lookup, or a link that begins with a request.
func (c *client) request(raw string) {
	u, err := url.Parse(raw)
	if err != nil {
		return
	}
	of := c.factory.family.Attempts
	if lookup := reaches(u, of.Lookup); lookup || reaches(u, of.Request) {
		c.opens(raw, lookup)
	}
}

// socket recognises a link that begins with its socket.
func (c *client) socket(raw string) {
	if u, err := url.Parse(raw); err == nil && reaches(u, c.factory.family.Attempts.Socket) {
		c.opens(raw, false)
	}
}

type verbs struct {
	c  *client
	do func(func())
}

func (v verbs) call(verb, instance, method string, args ...any) {
	v.do(func() {
		v.c.program.Add(ledger.Event{Who: ledger.Test, Kind: ledger.Verb, Verb: verb, Instance: instance})
		switch verb {
		case "login", "enter chatroom", "connect":
			if _, former := clients.OfFormer(instance); !former && v.c.asked[instance] != up {
				v.c.asked[instance] = away
			}
		case "disconnect", "destroy":
			if _, former := clients.OfFormer(instance); !former {
				v.c.asked[instance] = leaving
			}
		}
		if !v.c.methods[method] {
			v.c.wrong(fmt.Errorf("it offers no %s, and what it has asks for it", method))
			return
		}
		v.c.program.Call("application", method, args...)
	})
}

func attempts(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

// list is plain data, or nil where there is nothing.
func list(texts []string) any {
	if texts == nil {
		return nil
	}
	out := make([]any, len(texts))
	for i, t := range texts {
		out[i] = t
	}
	return out
}

func (v verbs) Login(o clients.IMOptions) {
	v.do(func() {
		v.c.direct.call("login", o.Account, "login", o.Account, o.Token, attempts(o.ReconnectionAttempts),
			o.NoReconnect,
			o.ReconnectDelay.Milliseconds(), v.c.keep(o.Then), o.Dynamic, o.Frugal,
			o.Debug, o.ReconnectStep.Milliseconds())
	})
}

func (v verbs) EnterChatroom(o clients.RoomOptions) {
	v.call("enter chatroom", o.Instance, "enter", o.Instance, o.Account, o.Token, o.RoomID,
		attempts(o.ReconnectionAttempts), o.NoReconnect, o.Frugal, list(o.Addresses), o.Debug)
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

func (v verbs) Renew(instance, token string) {
	v.call("renew token", instance, "renew", instance, token)
}

// Throw makes the callback that runs throw.
func (v verbs) Throw() { v.do(func() { v.c.program.Call("application", "throws") }) }

// AddFile puts a file on the platform.
func (c *client) AddFile(path string, data []byte) { c.program.AddFile(path, data) }

// SendFile sends a picture by its path.
func (c *client) SendFile(instance, to, path string) {
	c.call("send file", instance, "sendFile", instance, to, path)
}

// AbortUpload calls off the upload that an instance began last.
func (c *client) AbortUpload(instance string) {
	c.call("abort upload", instance, "abortUpload", instance)
}

// Store puts an entry of the application's own into the storage.
func (c *client) Store(key, value string) { c.program.Store(key, value) }

// Disturb raises events of the phone.
func (c *client) Disturb() { c.program.Disturb() }

// BreakStorage makes the platform's storage throw.
func (c *client) BreakStorage(f clients.StorageFault) { c.program.BreakStorage(f) }

// Background takes the program off the screen.
func (c *client) Background() { c.program.Background() }

// Foreground brings the program back.
func (c *client) Foreground() { c.program.Foreground() }

// Inspect writes storage and globals to the ledger.
func (c *client) Inspect() { c.program.Inspect() }
