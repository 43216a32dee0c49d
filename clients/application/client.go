package application

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/platform"
	"nimcert/clients/weapp"
	"nimcert/clock"
	"nimcert/ledger"
)

// client is one application in its host.
type client struct {
	clients.Verbs // the application itself calls the SDK: see clients.Calls
	clients.Callbacks
	factory *Factory
	host    *weapp.Host
	clock   *clock.Clock
	api     *goja.Object    // of runtime.js; nil while it is not loaded
	opened  []time.Duration // times at which it opened connections lately
}

// Its acts, and what the platform does to it.
var (
	_ clients.Client      = (*client)(nil)
	_ clients.Application = (*client)(nil)
	_ clients.MiniProgram = (*client)(nil)
)

func (c *client) load(p *weapp.Program, then func(*goja.Runtime, *goja.Object) error) {
	c.host.Load(p, then)
}

// launch starts the program. A script that throws at the start is an error.
func (c *client) launch() {
	c.host.Run(func(vm *goja.Runtime) {
		if c.api == nil {
			return // it broke, and said so
		}
		files := []string{}
		if m := c.factory.manifest; m.App != "" {
			files = append(files, m.App)
		}
		if _, err := c.call("launch", vm.ToValue(files), c.factory.manifest.Start); err != nil {
			c.host.Broke(fmt.Errorf("%s does not start: %w", c.factory.subject.Name, c.host.Describe(err)))
		}
	})
}

// call calls a function of runtime.js. Loop only.
func (c *client) call(name string, args ...any) (goja.Value, error) {
	return c.host.Try(c.api.Get(name), args...)
}

// missing names the act of the manifest that the application does not have. Loop only.
func (c *client) missing() error {
	if c.api == nil {
		return nil
	}
	m := &c.factory.manifest
	for _, a := range m.acts() {
		of := m.act(a.value)
		switch {
		case a.value == "":
			continue
		case of.page != "":
			if err := c.makes(a.key+" is the page", of.page); err != nil {
				return err
			}
			continue
		}
		why, err := c.call("lacks", of.file, of.function)
		if err != nil {
			c.host.Broke(fmt.Errorf("%s does not load: %w", of.file, c.host.Describe(err)))
			return nil
		}
		if !goja.IsUndefined(why) {
			return fmt.Errorf("%s is %s: %s", a.key, a.value, why)
		}
	}
	for _, page := range m.Pages {
		if err := c.makes("pages has", page); err != nil {
			return err
		}
	}
	return nil
}

// makes says what is wrong with a page whose script makes none. Loop only.
func (c *client) makes(as, page string) error {
	switch made, err := c.call("makes", page); {
	case err != nil:
		c.host.Broke(fmt.Errorf("%s.js does not load: %w", page, c.host.Describe(err)))
	case !made.ToBoolean():
		return fmt.Errorf("%s %s, and %s.js makes no page: it calls neither Page nor Component", as, page, page)
	}
	return nil
}

// user makes the application do what a user asks for. Exceptions are uncaught, as in a tap handler.
func (c *client) user(e ledger.Event, do func(vm *goja.Runtime)) {
	c.host.Run(func(vm *goja.Runtime) {
		e.Who, e.Kind = ledger.Test, ledger.Act
		c.host.Add(e)
		if c.api != nil {
			do(vm)
		}
	})
}

// perform is an act of the manifest: a function, or the opening of a page with parameters.
func (c *client) perform(value string, options map[string]any, args ...any) {
	a := c.factory.manifest.act(value)
	if a.page != "" {
		c.host.Call(c.api.Get("open"), a.page, options)
		return
	}
	c.host.Call(c.api.Get("act"), append([]any{a.file, a.function}, args...)...)
}

// LogIn logs an account in. If a page does that and another page is on the screen, the user cannot.
func (c *client) LogIn(account, token string) {
	c.host.Run(func(*goja.Runtime) {
		if c.api == nil {
			return
		}
		if shown, err := c.call("shown", c.factory.manifest.act(c.factory.manifest.Login).file); err == nil &&
			!shown.ToBoolean() {
			c.host.Add(ledger.Event{Who: ledger.Test, Kind: ledger.Mark,
				Detail: "the user does not log in: another page is on the screen"})
			return
		}
		c.logIn(account, token)
	})
}

func (c *client) logIn(account, token string) {
	c.host.Add(ledger.Event{Who: ledger.Test, Kind: ledger.Act, Verb: clients.ActLogIn, Instance: account,
		Detail: "the user logs " + account + " in"})
	c.perform(c.factory.manifest.Login, nil, account, token)
}

// LogOut logs the account out.
func (c *client) LogOut() {
	c.user(ledger.Event{Verb: clients.ActLogOut, Detail: "the user logs out"},
		func(*goja.Runtime) { c.perform(c.factory.manifest.Logout, nil) })
}

// EnterRoom enters a chatroom, whose service has these addresses.
func (c *client) EnterRoom(instance, room string, addresses []string) {
	c.user(ledger.Event{Verb: clients.ActEnterRoom, Instance: instance, Detail: "the user enters a chatroom"},
		func(vm *goja.Runtime) {
			list := make([]any, len(addresses))
			for i, a := range addresses {
				list[i] = a
			}
			// a page's parameters are texts
			options := map[string]any{"id": room, "addresses": strings.Join(addresses, ",")}
			c.perform(c.factory.manifest.EnterRoom, options, room, vm.NewArray(list...))
		})
}

// LeaveRoom leaves the chatroom: by the function, or by leaving its page.
func (c *client) LeaveRoom() {
	c.user(ledger.Event{Verb: clients.ActLeaveRoom, Detail: "the user leaves the chatroom"}, func(*goja.Runtime) {
		if m := c.factory.manifest; m.LeaveRoom != "" {
			c.perform(m.LeaveRoom, nil)
		}
		if a := c.factory.manifest.act(c.factory.manifest.EnterRoom); a.page != "" {
			c.host.Call(c.api.Get("close"), a.page)
		}
	})
}

// page is the nth page of the manifest, from 1; after the last comes the first again.
func (c *client) page(n int) string {
	pages := c.factory.manifest.Pages
	return pages[(n-1)%len(pages)]
}

// OpenPage opens the nth page of the manifest.
func (c *client) OpenPage(n int) {
	c.user(ledger.Event{Verb: clients.ActOpenPage, Detail: "the user opens " + c.page(n)}, func(*goja.Runtime) {
		c.host.Call(c.api.Get("open"), c.page(n), map[string]any{})
	})
}

// ClosePage leaves the nth page of the manifest.
func (c *client) ClosePage(n int) {
	c.user(ledger.Event{Verb: clients.ActClosePage, Detail: "the user leaves " + c.page(n)}, func(*goja.Runtime) {
		c.host.Call(c.api.Get("close"), c.page(n))
	})
}

// Hold keeps the loop busy until release is called.
func (c *client) Hold() (release func()) {
	gate := make(chan struct{})
	c.host.Run(func(*goja.Runtime) { <-gate })
	return sync.OnceFunc(func() { close(gate) })
}

// Ask writes down what the application believes.
func (c *client) Ask() {
	c.host.Run(func(*goja.Runtime) {
		if c.api == nil {
			return
		}
		m := &c.factory.manifest
		c.ask(clients.SaysCount, m.Count, func(e *ledger.Event, v goja.Value) bool {
			e.Count = int(v.ToInteger())
			return goja.IsNumber(v)
		})
		c.ask(clients.SaysConnected, m.Connected, func(e *ledger.Event, v goja.Value) bool {
			e.Detail = strconv.FormatBool(v.ToBoolean())
			return true
		})
	})
}

func (c *client) ask(what, value string, read func(*ledger.Event, goja.Value) bool) {
	if value == "" {
		return
	}
	a := c.factory.manifest.act(value)
	v, err := c.call("act", a.file, a.function)
	e := ledger.Event{Who: ledger.Client, Kind: ledger.Says, Name: what}
	switch {
	case err != nil:
		c.host.Broke(fmt.Errorf("%s throws when it is asked for the %s: %w", value, what, c.host.Describe(err)))
	case !read(&e, v):
		c.host.Broke(fmt.Errorf("%s gives %s as the %s, which is no number", value, c.host.Text(v), what))
	default:
		c.host.Add(e)
	}
}

// An application that opens more connections than this, within this session time, never comes to rest. The fastest user
// that the explorer draws makes it open a dozen.
const (
	mostOpened = 100
	openedIn   = time.Minute
)

// opens ends an application that connects without end.
func (c *client) opens() {
	now := c.clock.Now()
	c.opened = append(c.opened, now)
	if len(c.opened) > mostOpened {
		if first := c.opened[0]; now-first < openedIn {
			c.host.Broke(
				fmt.Errorf("the application %w: it opened %d connections within %s", platform.ErrRestless, mostOpened,
					now-first))
		}
		c.opened = c.opened[1:]
	}
}

// calls writes down a call that the application makes.
func (c *client) calls(call goja.FunctionCall) goja.Value {
	if verb := c.text(call.Argument(0)); verb != "disconnect" && verb != "destroy" {
		c.opens()
	}
	c.host.Add(ledger.Event{
		Who: ledger.Test, Kind: ledger.Verb, Verb: c.host.Text(call.Argument(0)), Instance: c.text(call.Argument(1)),
		Reason: c.text(call.Argument(2)),
	})
	return goja.Undefined()
}

// told writes down what the application is told.
func (c *client) told(call goja.FunctionCall) goja.Value {
	e := ledger.Event{Who: ledger.Client, Kind: ledger.Kind(c.text(call.Argument(0))),
		Instance: c.text(call.Argument(1))}
	fields, ok := call.Argument(2).(*goja.Object)
	if !ok || !slices.Contains(ledger.Told(), e.Kind) {
		c.host.Broke(fmt.Errorf("the listener is wrong: it tells of %q", e.Kind))
		return goja.Undefined()
	}
	text := func(name string) string { return c.text(fields.Get(name)) }
	e.Verb, e.Code, e.Reason = text("verb"), text("code"), text("reason")
	if v := fields.Get("count"); v != nil && goja.IsNumber(v) {
		e.Count = int(v.ToInteger())
	}
	if v := fields.Get("duration"); v != nil && goja.IsNumber(v) {
		e.Duration = time.Duration(v.ToFloat() * float64(time.Millisecond))
	}
	c.host.Add(e)
	return goja.Undefined()
}

// text is a text that a script gave, empty if there is none.
func (c *client) text(v goja.Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case goja.String:
		return v.String()
	}
	if goja.IsUndefined(v) || goja.IsNull(v) {
		return ""
	}
	return c.host.Text(v)
}

// Scripts are the application's own files.
func (c *client) Scripts() map[string]bool {
	out := map[string]bool{}
	for name := range c.factory.scripts {
		out[name] = true
	}
	return out
}

// SetNetwork changes the device's network.
func (c *client) SetNetwork(kind string) { c.host.SetNetwork(kind) }

// Rest counts what the application holds at the host.
func (c *client) Rest() clients.Rest { return c.host.Rest() }

// Close ends the host.
func (c *client) Close() { c.host.Close() }

// AddFile puts a file on the platform.
func (c *client) AddFile(path string, data []byte) { c.host.AddFile(path, data) }

// SendFile does nothing: an application decides itself what it sends.
func (c *client) SendFile(string, string, string) {}

// AbortUpload does nothing, for the same reason.
func (c *client) AbortUpload(string) {}

// Store puts an entry of the application's own into the storage.
func (c *client) Store(key, value string) { c.host.Store(key, value) }

// Disturb raises events of the phone.
func (c *client) Disturb() { c.host.Disturb() }

// BreakStorage makes the platform's storage throw.
func (c *client) BreakStorage(f clients.StorageFault) { c.host.BreakStorage(f) }

// Background takes the program off the screen.
func (c *client) Background() { c.host.Background() }

// Foreground brings the program back.
func (c *client) Foreground() { c.host.Foreground() }

// Inspect writes storage and globals to the ledger.
func (c *client) Inspect() { c.host.Inspect() }
