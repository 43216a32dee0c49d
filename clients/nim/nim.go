// Package nim certifies builds of the `@yxim/nim-web-sdk` family (7.x to 9.x, mini-program builds), unpatched, on the embedded host.
// It translates the Client verbs to the SDK's API and the SDK's callbacks to events. It never judges.
package nim

import (
	"context"
	"crypto/sha512"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/weapp"
	"nimcert/clock"
	"nimcert/ledger"
)

// Package is the npm name of the family.
const Package = "@yxim/nim-web-sdk"

//go:embed driver.js
var driverSource string

// Factory holds one build, compiled once.
type Factory struct {
	subject clients.Subject
	sdk     *weapp.Program
	driver  *weapp.Program
	stuck   atomic.Bool // a client of it could not be ended
}

// versionLine is in the comment at the top of every published build.
var versionLine = regexp.MustCompile(`VERSION:\s*([0-9][0-9A-Za-z.\-]*)`)

// Load reads and compiles a build. When the file can be read but is not a script, the factory is returned with the error, so that the subject can still be named.
func Load(file string) (*Factory, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	sum := sha512.Sum512(source)
	subject := clients.Subject{Name: Package, Version: "unknown", Build: filepath.Base(file), SHA512: hex.EncodeToString(sum[:])}
	if m := versionLine.FindSubmatch(source[:min(len(source), 1024)]); m != nil {
		subject.Version = string(m[1])
	}
	if name, version, ok := manifest(file); ok {
		subject.Name, subject.Version = name, version
	}
	return Compile(subject, string(source))
}

// Compile makes a factory of a build's source. When it is not a script, the factory is returned with the error, so that the subject can still be named.
func Compile(subject clients.Subject, source string) (*Factory, error) {
	f := &Factory{subject: subject}
	var err error
	if f.driver, err = weapp.Compile("application.js", driverSource); err != nil {
		return f, err
	}
	f.sdk, err = weapp.Compile(subject.Build, source)
	return f, err
}

// manifest finds the package.json that the build was published with.
func manifest(file string) (name, version string, ok bool) {
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return "", "", false
	}
	for range 4 { // dist/SDK/FILE is two folders below
		if data, err := os.ReadFile(filepath.Join(dir, "package.json")); err == nil {
			var p struct{ Name, Version string }
			if json.Unmarshal(data, &p) == nil && p.Version != "" && p.Name == Package {
				return p.Name, p.Version, true
			}
			return "", "", false
		}
		dir = filepath.Dir(dir)
	}
	return "", "", false
}

// Subject names the build.
func (f *Factory) Subject() clients.Subject { return f.subject }

// Capabilities lists what the family offers.
func (f *Factory) Capabilities() map[clients.Capability]bool {
	return map[clients.Capability]bool{
		clients.IM: true, clients.Chatroom: true, clients.ReconnectCap: true, clients.DoneCallback: true,
		clients.OnPlatform: true, clients.Upload: true, clients.DelayOption: true,
	}
}

// Policy is what the SDK's documentation and code declare: back-off from 1.6 s to 8 s with 1 % jitter, done after at most 10 s, 8 s for the LBS and the handshake, 10 s for the socket.
func (f *Factory) Policy() clients.Policy {
	return clients.Policy{
		MinDelay: 1600 * time.Millisecond, MaxDelay: 8 * time.Second, Jitter: 0.01, DoneWithin: 10 * time.Second, Heartbeat: 80 * time.Second, AttemptTimeout: 30 * time.Second,
	}
}

// probeLimit is the real time that a build gets to load; the host's own limit for one turn ends a script that loops before.
const probeLimit = 15 * time.Second

// Probe loads the build once in a host without a network. The error says why it cannot be certified: it throws, never ends, or exports no SDK.
func (f *Factory) Probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, probeLimit, fmt.Errorf("%s did not load within %s", f.subject.Build, probeLimit))
	defer cancel()
	clk := clock.New(clock.Skip, time.Now())
	defer clk.Stop()
	broken := make(chan error, 8)
	c, err := f.New(clients.Env{Clock: clk, Ledger: ledger.New(clk), Cap: func() int { return 1 }, Broken: func(err error) {
		select {
		case broken <- err:
		default:
		}
	}})
	if err != nil {
		return err
	}
	defer c.Close()
	loaded := make(chan struct{})
	c.(*client).host.Run(func(*goja.Runtime) { close(loaded) })
	select {
	case <-loaded:
	case <-ctx.Done():
		return context.Cause(ctx)
	case err := <-broken:
		return err
	}
	select {
	case err := <-broken:
		return err
	default:
		return nil
	}
}

// errStuck keeps a build from taking a processor more with each session.
var errStuck = errors.New("not tried: a session of this build before computes in native code yet, which nothing can end")

// New starts the build in a host of its own. It returns an error when a client before could not be ended.
func (f *Factory) New(env clients.Env) (clients.Client, error) {
	if f.stuck.Load() {
		return nil, errStuck
	}
	c := &client{factory: f, env: env, host: weapp.New(env), thens: map[int64]clients.Then{}}
	c.verbs = verbs{c: c, do: func(f func()) { c.host.Run(func(*goja.Runtime) { f() }) }}
	c.direct = verbs{c: c, do: func(f func()) { f() }}
	c.host.OnRequest(c.request)
	c.host.Load(f.sdk, func(vm *goja.Runtime, sdk *goja.Object) error {
		for _, name := range []string{"NIM", "Chatroom"} {
			if v := sdk.Get(name); v == nil || goja.IsUndefined(v) {
				return errors.New("it exports no " + name + ": is it a NIM_Web_SDK mini-program build?")
			}
		}
		c.sdk = sdk
		return nil
	})
	c.host.Load(f.driver, func(vm *goja.Runtime, driver *goja.Object) error {
		if c.sdk == nil {
			return nil // it is broken already, and said so
		}
		call, ok := goja.AssertFunction(driver)
		if !ok {
			return errors.New("the application script exports no function")
		}
		api, err := call(goja.Undefined(), c.sdk, vm.ToValue(c.emit), vm.ToValue(c.then))
		if err != nil {
			return err
		}
		c.api = api.ToObject(vm)
		return nil
	})
	return c, nil
}

type client struct {
	verbs          // posts to the loop
	direct   verbs // acts at once, on the loop
	factory  *Factory
	env      clients.Env
	host     *weapp.Host
	sdk      *goja.Object
	api      *goja.Object
	thens    map[int64]clients.Then
	nextThen int64
	lookedUp bool // the running attempt has asked for an address and not yet used it
}

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
		c.lookedUp = false // an attempt that ended in its lookup is over
	}
	c.host.Add(e)
}

func (c *client) then(id int64) {
	f := c.thens[id]
	delete(c.thens, id)
	if f != nil {
		f(c.direct)
	}
}

// request recognises an attempt to open a link. It begins with the address lookup (LBS), where there is one, or with the socket.io handshake; the handshake that
// follows a lookup belongs to the same attempt.
func (c *client) request(raw string) {
	u, err := url.Parse(raw)
	if err != nil {
		return
	}
	lookup := strings.HasPrefix(u.Path, "/lbs/")
	if !lookup && !strings.HasPrefix(u.Path, "/socket.io/1/") {
		return
	}
	if !c.lookedUp {
		c.host.Add(ledger.Event{Who: ledger.Client, Kind: ledger.Attempt, URL: raw})
	}
	c.lookedUp = lookup
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
	v.call("login", o.Account, "login", o.Account, o.Token, attempts(o.ReconnectionAttempts), o.NoReconnect, o.ReconnectDelay.Milliseconds())
}

func (v verbs) EnterChatroom(o clients.RoomOptions) {
	v.call("enter chatroom", o.Instance, "enter", o.Instance, o.Account, o.Token, o.RoomID, attempts(o.ReconnectionAttempts), o.NoReconnect)
}

func (v verbs) Connect(instance string) { v.call("connect", instance, "connect", instance) }

func (v verbs) Disconnect(instance string, then clients.Then) { v.end("disconnect", instance, then) }

func (v verbs) Destroy(instance string, then clients.Then) { v.end("destroy", instance, then) }

func (v verbs) end(verb, instance string, then clients.Then) {
	v.do(func() {
		id := int64(0)
		if then != nil {
			v.c.nextThen++
			id = v.c.nextThen
			v.c.thens[id] = then
		}
		v.c.direct.call(verb, instance, verb, instance, id)
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
func (c *client) BreakStorage() { c.host.BreakStorage() }

// Background takes the program off the screen.
func (c *client) Background() { c.host.Background() }

// Foreground brings the program back.
func (c *client) Foreground() { c.host.Foreground() }

// Inspect writes storage and globals to the ledger.
func (c *client) Inspect() { c.host.Inspect() }
