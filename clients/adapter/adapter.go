// Package adapter is what the adapters of all SDK families share: it reads and compiles a build, starts it in a host of its own together with the family's
// application script, and translates between the Client verbs and that script. What sets a family apart stands in a Family. It never judges.
package adapter

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/weapp"
	"nimcert/clock"
	"nimcert/internal/limits"
	"nimcert/ledger"
)

// Family is one SDK family, seen through one of its APIs.
type Family struct {
	Package string // npm name of the package that publishes the builds
	Name    string // of the subject, which may name the API as well
	// Flag is the family's name at the command line, for the builds that can be recognised as another's; empty where none can.
	Flag string
	// Application is the source of the application script: a module that exports function(tools, sdk, room). It calls the SDK as the integration guide does, reports each callback
	// through tools (see tools.js), and returns the calls that Client makes: login, enter, connect, disconnect, destroy, send and sendFile.
	Application string
	// Room is the build file of the chatroom SDK, where that is a build of its own; empty when there is none.
	Room string
	// Check says what is wrong with the exports of a build that is no build of this family.
	Check        func(sdk *goja.Object) error
	Capabilities map[clients.Capability]bool
	// Lacking says, of each capability that the family does not have, what it has instead: a sentence's second half.
	Lacking map[clients.Capability]string
	Policy  clients.Policy
	// Rounds says that one attempt goes through all known link addresses in turn.
	Rounds bool
}

//go:embed tools.js
var toolsSource string

// Factory holds one build, compiled once.
type Factory struct {
	family  Family
	subject clients.Subject
	sdk     *weapp.Program
	room    *weapp.Program // nil when there is none
	tools   *weapp.Program
	driver  *weapp.Program
	traits  traits
	stuck   atomic.Bool           // a client of it could not be ended
	seen    atomic.Pointer[shape] // what the build exports; nil until it was loaded
}

// versionLine is in the comment at the top of the published builds; those of nim-web-sdk-ng write it in small letters.
var versionLine = regexp.MustCompile(`(?i)\bVERSION:\s*([0-9][0-9A-Za-z.\-]*)`)

// Load reads and compiles a build. When the file can be read but is not a script, the factory is returned with the error, so that the subject can still be named.
func Load(family Family, file string) (*Factory, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return Compile(family, identify(family.Package, family.Name, file, source), string(source))
}

// Name reads a build and names it, and makes nothing of it that runs: for one that ends the process.
func Name(family Family, file string) (*Factory, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	f := &Factory{family: family, subject: identify(family.Package, family.Name, file, source)}
	f.subject.Digest(source)
	return f, nil
}

// Identify names a build of a package, by the version that its comment or its package tells, without compiling it. name is the subject's.
func Identify(npm, name, file string) (clients.Subject, error) {
	source, err := os.ReadFile(file)
	return identify(npm, name, file, source), err
}

func identify(npm, name, file string, source []byte) clients.Subject {
	subject := clients.Subject{Name: name, Version: "unknown", Build: filepath.Base(file)}
	if m := versionLine.FindSubmatch(source[:min(len(source), 1024)]); m != nil {
		subject.Version = string(m[1])
	}
	if version, ok := manifest(file, npm); ok {
		subject.Version = version
	}
	return subject
}

// Compile makes a factory of a build's source. When it is not a script, the factory is returned with the error, so that the subject can still be named.
func Compile(family Family, subject clients.Subject, source string) (*Factory, error) {
	f := &Factory{family: family, subject: subject, traits: traitsOf(subject.Build, source)}
	f.subject.Digest([]byte(source))
	var err error
	if f.tools, err = weapp.Compile("utils/im.js", toolsSource); err != nil {
		return f, err
	}
	if f.driver, err = weapp.Compile("app.js", family.Application); err != nil {
		return f, err
	}
	if family.Room != "" {
		source, err := os.ReadFile(family.Room)
		if err != nil {
			return f, err
		}
		f.subject.Chatroom = clients.NewFile(filepath.Base(family.Room), source)
		if f.room, err = weapp.Compile(f.subject.Chatroom.Build, string(source)); err != nil {
			return f, err
		}
	}
	f.sdk, err = weapp.Compile(f.subject.Build, source)
	return f, err
}

// With is the same build driven by another application script. It panics when that is no script: it comes from a test.
func (f *Factory) With(application string) *Factory {
	driver, err := weapp.Compile("app.js", application)
	if err != nil {
		panic(err)
	}
	return &Factory{family: f.family, subject: f.subject, traits: f.traits, sdk: f.sdk, room: f.room, tools: f.tools, driver: driver}
}

// manifest finds the version in the package.json that the build was published with.
func manifest(file, name string) (version string, ok bool) {
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return "", false
	}
	for range 4 { // dist/SDK/FILE is two folders below
		if data, err := os.ReadFile(filepath.Join(dir, "package.json")); err == nil {
			var p struct{ Name, Version string }
			if json.Unmarshal(data, &p) == nil && p.Version != "" && p.Name == name {
				return p.Version, true
			}
			return "", false
		}
		dir = filepath.Dir(dir)
	}
	return "", false
}

// Subject names the build.
func (f *Factory) Subject() clients.Subject { return f.subject }

// Capabilities lists what the family offers, as far as this build exports it.
func (f *Factory) Capabilities() map[clients.Capability]bool {
	missing := parts[f.shape()].missing
	if len(missing) == 0 {
		return f.family.Capabilities
	}
	c := maps.Clone(f.family.Capabilities)
	for m := range missing {
		delete(c, m)
	}
	return c
}

// Lacks says what the family, or this build of it, has instead of a capability.
func (f *Factory) Lacks(c clients.Capability) string {
	return cmp.Or(parts[f.shape()].missing[c], f.family.Lacking[c])
}

// shape is what the build exports. Nothing but loading it tells, so a build that was not probed is loaded once; one that does not load is as good as any.
func (f *Factory) shape() shape {
	if f.sdk == nil {
		return unknown
	}
	if f.seen.Load() == nil {
		_ = f.Probe(context.Background()) // what is wrong with it is said where it is used
	}
	return *f.seen.Load()
}

// Policy is what the family declares of its timing.
func (f *Factory) Policy() clients.Policy { return f.family.Policy }

// probeLimit is the real time that a build gets to load; the host's own limit for one turn ends a script that loops before.
const probeLimit = 15 * time.Second

// Probe loads the build once in a host without a network. The error says why it cannot be certified: it throws, never ends, or exports no SDK.
func (f *Factory) Probe(ctx context.Context) error {
	defer func() { f.seen.CompareAndSwap(nil, new(shape)) }() // one that does not load exports nothing that is known
	ctx, cancel := context.WithTimeoutCause(ctx, limits.Real(probeLimit), fmt.Errorf("%s did not load within %s", f.subject.Build, probeLimit))
	defer cancel()
	clk := clock.New(clock.Skip, time.Now())
	defer clk.Stop()
	broken := make(chan error, 8)
	seen := ledger.New(clk)
	c, err := f.New(clients.Env{Clock: clk, Ledger: seen, Broken: func(err error) {
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
		return lacking(seen, err)
	}
	select {
	case err := <-broken:
		return lacking(seen, err)
	default:
		return nil
	}
}

// lacking names what phones have and the host has not, where the build called it before it broke.
func lacking(l *ledger.Ledger, err error) error {
	if e, ok := l.Timeline().First(ledger.Is(ledger.Lacking)); ok {
		return fmt.Errorf("%w; before that it called %s, which phones have and this host lacks", err, e.Verb)
	}
	return err
}

// errStuck keeps a build from taking a processor more with each session.
var errStuck = errors.New("not tried: a session of this build before computes in native code yet, which nothing can end")

// New starts the build in a host of its own. It returns an error when a client before could not be ended.
func (f *Factory) New(env clients.Env) (clients.Client, error) {
	if f.stuck.Load() {
		return nil, errStuck
	}
	c := &client{factory: f, env: env, host: weapp.New(env), rounds: f.family.Rounds, thens: map[int64]clients.Then{}}
	c.verbs = verbs{c: c, do: func(f func()) { c.host.Run(func(*goja.Runtime) { f() }) }}
	c.direct = verbs{c: c, do: func(f func()) { f() }}
	c.host.OnRequest(c.request)
	c.host.OnSocket(c.socket)
	var sdk, room, tools goja.Value = goja.Null(), goja.Null(), goja.Null()
	c.host.Load(f.sdk, func(vm *goja.Runtime, exports *goja.Object) error {
		s := shapeOf(exports)
		if why := f.family.mistaken(s); why != "" {
			return errors.New(why)
		}
		f.seen.CompareAndSwap(nil, &s)
		if part, ok := parts[s]; ok {
			sdk = part.whole(vm, exports)
			return nil
		}
		if err := f.family.Check(exports); err != nil {
			return err
		}
		sdk = exports
		return nil
	})
	if f.room != nil {
		c.host.Load(f.room, func(vm *goja.Runtime, exports *goja.Object) error {
			room = exports
			return nil
		})
	}
	c.host.Load(f.tools, func(vm *goja.Runtime, exports *goja.Object) (err error) {
		tools, err = apply(exports, vm.ToValue(c.emit), vm.ToValue(c.then), vm.ToValue(env.Application()))
		return err
	})
	c.host.Load(f.driver, func(vm *goja.Runtime, exports *goja.Object) error {
		if goja.IsNull(sdk) {
			return nil // it is broken already, and said so
		}
		api, err := apply(exports, tools, sdk, room)
		if err != nil {
			return err
		}
		c.api = api.ToObject(vm)
		return nil
	})
	return c, nil
}

// apply calls the function that one of our own scripts exports.
func apply(exports *goja.Object, args ...goja.Value) (goja.Value, error) {
	call, ok := goja.AssertFunction(exports)
	if !ok {
		return nil, errors.New("the script exports no function")
	}
	return call(goja.Undefined(), args...)
}
