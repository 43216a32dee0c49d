// Package adapter drives the builds of all SDK families. It reads and compiles a build, starts it in a host of its own
// together with the family's application script, and translates between the Client verbs and that script. The
// differences between families are data, in Family. It never judges.
package adapter

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"time"

	"nimcert/clients"
	"nimcert/clock"
	"nimcert/internal/files"
	"nimcert/internal/limits"
	"nimcert/internal/words"
	"nimcert/ledger"
)

var (
	//go:embed tools.js
	toolsSource string
	//go:embed builds.js
	buildsSource string
	//go:embed application.js
	applicationSource string
)

// Factory holds one build, compiled once for all its clients: see Release.
type Factory struct {
	runtime Runtime
	family  Family
	subject clients.Subject
	held    held
	unnamed map[clients.Capability]string // options that the build's code does not name
	parses  bool                          // the build does
	traits  traits
	stuck   atomic.Bool          // one of its clients could not be ended
	seen    atomic.Pointer[part] // the part of the SDK that the build exports; nil until it was loaded
}

// part is the part of the SDK that a build has.
type part struct {
	missing map[clients.Capability]words.Bilingual
	room    bool // it is the chatroom SDK alone
}

// versionLine is in the comment at the top of the published builds; those of nim-web-sdk-ng write it in small letters.
var versionLine = regexp.MustCompile(`(?i)\bVERSION:\s*([0-9][0-9A-Za-z.\-]*)`)

// Load reads and compiles a build. When the file can be read but is not a script, the factory is returned with the
// error, so that the subject can still be named.
func Load(r Runtime, family Family, file string) (*Factory, error) {
	source, err := files.Read(file, files.Source)
	if err != nil {
		return nil, err
	}
	f := newFactory(r, family, identify(family, file, source), source)
	if err := f.compile(string(source)); err != nil {
		return f, err
	}
	return f, f.findRoom(file)
}

// Name reads a build and names it without compiling it, for a build that ends the process.
func Name(family Family, file string) (*Factory, error) {
	source, err := files.Read(file, files.Source)
	if err != nil {
		return nil, err
	}
	return newFactory(nil, family, identify(family, file, source), source), nil
}

// Identify names a build of a family by the version in its comment or its package, without compiling it.
func Identify(family Family, file string) (clients.Subject, error) {
	source, err := files.Read(file, files.Source)
	return identify(family, file, source), err
}

func identify(family Family, file string, source []byte) clients.Subject {
	subject := clients.Subject{Name: family.subject(), Version: "unknown", Build: filepath.Base(file),
		Family: family.Own}
	if m := versionLine.FindSubmatch(source[:min(len(source), 1024)]); m != nil {
		subject.Version = string(m[1])
	}
	if version, ok := manifest(file, family.Package); ok {
		subject.Version = version
	}
	return subject
}

// Compile makes a factory of a build's source. When it is not a script, the factory is returned with the error, so that
// the subject can still be named.
func Compile(r Runtime, family Family, subject clients.Subject, source string) (*Factory, error) {
	f := newFactory(r, family, subject, []byte(source))
	return f, f.compile(source)
}

func newFactory(r Runtime, family Family, subject clients.Subject, source []byte) *Factory {
	f := &Factory{runtime: r, family: family, subject: subject}
	f.subject.Digest(source)
	f.unnamed = maps.Clone(family.Options)
	maps.DeleteFunc(f.unnamed, func(_ clients.Capability, option string) bool {
		return bytes.Contains(source, []byte(option))
	})
	return f
}

func (f *Factory) compile(source string) error {
	f.held.sdk.Source = Source{f.subject.Build, source}
	if f.family.Command == nil {
		f.traits = traitsOf(f.runtime.Platform(), f.subject.Build, source)
		f.held.tools.Source = Source{"utils/im.js", toolsSource}
		f.held.builds.Source = Source{"utils/builds.js", buildsSource}
		// An SDK sees the name in its stack: it says nothing of what runs here.
		f.held.application.Source = Source{"utils/chat.js", applicationSource}
		f.held.driver.Source = f.family.Application
	}
	_, err := f.held.compile(f.runtime)
	f.parses = err == nil
	return err
}

// findRoom compiles the chatroom build, where there is one.
func (f *Factory) findRoom(build string) error {
	file := f.family.Room.Beside(build)
	if file == "" {
		return nil
	}
	source, err := files.Read(file, files.Source)
	if err != nil {
		return err
	}
	f.subject.Chatroom = clients.NewFile(f.family.Room.File, source)
	f.held.room.Source = Source{f.family.Room.File, string(source)}
	if _, err = f.held.compile(f.runtime); err != nil {
		f.held.room = module{}
	}
	return err
}

// With is the same build driven by another application script. It panics if that does not parse: it comes from a test.
func (f *Factory) With(application string) *Factory {
	own, err := f.held.compile(f.runtime)
	if err != nil {
		panic(err)
	}
	other := &Factory{
		runtime: f.runtime, family: f.family, subject: f.subject, parses: f.parses, traits: f.traits,
		held: held{scripts: own},
	}
	other.held.driver = module{Source: Source{f.family.Application.Name, application}}
	if _, err := other.held.compile(f.runtime); err != nil {
		panic(err)
	}
	return other
}

// manifest finds the version in the package.json that the build was published with.
func manifest(file, name string) (version string, ok bool) {
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return "", false
	}
	for range 4 { // dist/SDK/FILE is two folders below
		if data, err := files.Read(filepath.Join(dir, "package.json"), files.Settings); err == nil {
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

// Versions are those of what runs the build: see Runtime.
func (f *Factory) Versions() map[string]string { return f.runtime.Versions() }

// Subject names the build.
func (f *Factory) Subject() clients.Subject { return f.subject }

// Capabilities lists what the family offers, as far as this build exports it.
func (f *Factory) Capabilities() map[clients.Capability]bool {
	c := maps.Clone(f.family.Capabilities)
	for missing := range f.part().missing {
		delete(c, missing)
	}
	for missing := range f.unnamed {
		delete(c, missing)
	}
	if f.roomless() {
		delete(c, clients.Chatroom)
	}
	return c
}

// roomless says that the chatroom SDK is a separate build and missing.
func (f *Factory) roomless() bool {
	return f.family.Room.File != "" && f.held.room.Name == "" && !f.part().room
}

// Lacks says what the family, or this build, has instead of a capability.
func (f *Factory) Lacks(c clients.Capability) words.Bilingual {
	if room := f.family.Room.File; c == clients.Chatroom && f.roomless() {
		return words.Bilingual{EN: "there is no " + room + " beside the build", ZH: "构建旁边没有 " + room}
	}
	var unnamed words.Bilingual
	if option := f.unnamed[c]; option != "" {
		unnamed.EN, unnamed.ZH = "the code of this build does not name "+option, "这个构建的代码里没有 "+option
	}
	return cmp.Or(f.part().missing[c], f.family.Lacking[c], unnamed)
}

// part is the part of the SDK that the build exports. Only loading shows that, so a build that was not probed is loaded
// once. A build that does not load counts as whole.
func (f *Factory) part() part {
	if !f.parses {
		return part{}
	}
	if f.seen.Load() == nil {
		_ = f.Probe(context.Background()) // a fault is reported where the part is used
	}
	return *f.seen.Load()
}

// Policy is what the family declares of its timing.
func (f *Factory) Policy() clients.Policy { return f.family.Policy }

// probeLimit is the real time that a build gets to load. A script that loops is ended before by the host's limit for
// one turn.
const probeLimit = 45 * time.Second

// Probe loads the build once in a host without a network. The error says why it cannot be certified: it throws, never
// ends, or exports no SDK.
func (f *Factory) Probe(ctx context.Context) error {
	defer func() { f.seen.CompareAndSwap(nil, new(part)) }() // it did not load, so nothing is known of its exports
	return aside(ctx, f.subject.Build, func(env clients.Env) (Program, func(), error) {
		c, err := f.New(env)
		if err != nil {
			return nil, nil, err
		}
		return c.(*client).program, c.Close, nil
	})
}

// Try says what is wrong with a family's application script by itself: it does not parse, it throws while it loads, or
// it exports no function.
func Try(r Runtime, family Family) error {
	script, err := r.Compile(family.Application.Name, family.Application.Text)
	if err != nil {
		return err
	}
	check, err := r.Compile("utils/chat.js",
		`module.exports = function (app, is) { is(typeof app === "function"); };`)
	if err != nil {
		return err
	}
	function := false
	err = aside(context.Background(), family.Application.Name, func(env clients.Env) (Program, func(), error) {
		p := r.Start(env)
		p.Give("is", Function(func(args []Value) { function = argument(args, 0).Text == "true" }))
		p.Load(script, "application")
		p.Load(check, "check", "application", "is")
		return p, p.Close, nil
	})
	if err == nil && !function {
		err = errors.New("it exports no function: write module.exports = function (tools, sdk, room) { … }")
	}
	return err
}

// aside starts a program in a host without a network, waits until its scripts are loaded, and ends it.
func aside(ctx context.Context, name string, start func(clients.Env) (p Program, end func(), err error)) error {
	late := fmt.Errorf("%s did not load within %s", name, probeLimit)
	ctx, cancel := context.WithTimeoutCause(ctx, limits.Real(probeLimit), late)
	defer cancel()
	clk := clock.New(clock.Skip, time.Now())
	defer clk.Stop()
	broken := make(chan error, 8)
	seen := ledger.New(clk)
	p, end, err := start(clients.Env{Clock: clk, Ledger: seen, Broken: func(err error) {
		select {
		case broken <- err:
		default:
		}
	}})
	if err != nil {
		return err
	}
	defer end()
	loaded := make(chan struct{})
	p.Post(func() { close(loaded) })
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

// lacking names the API that phones have and the host lacks, if the build called one before it broke.
func lacking(l *ledger.Ledger, err error) error {
	if e, ok := l.Timeline().First(ledger.Is(ledger.Lacking)); ok {
		return fmt.Errorf("%w; before that it called %s, which phones have and this host lacks", err, e.Name)
	}
	return err
}

// errStuck keeps a build from occupying one more processor with each session.
var errStuck = errors.New(
	"not tried: a session of this build before computes in native code yet, which nothing can end")

// New starts the build in a host of its own. It returns an error if an earlier client could not be ended.
func (f *Factory) New(env clients.Env) (clients.Client, error) {
	if f.stuck.Load() {
		return nil, errStuck
	}
	own, err := f.held.compile(f.runtime)
	if err != nil {
		return nil, err
	}
	p := f.runtime.Start(env)
	c := &client{factory: f, program: p, thens: map[int64]clients.Then{}, methods: map[string]bool{},
		asked: map[string]state{}}
	c.verbs = verbs{c: c, do: p.Post}
	c.direct = verbs{c: c, do: func(f func()) { f() }}
	p.OnRequest(c.request)
	p.OnSocket(c.socket)
	p.Give("appKey", env.Application())
	p.Give("addresses", f.family.addresses())
	p.Give("emit", Function(c.emit))
	p.Give("then", Function(func(args []Value) { c.then(int64(argument(args, 0).Number)) }))
	p.Give("has", Function(func(args []Value) { c.methods[argument(args, 0).Text] = true }))
	if f.family.Command != nil {
		p.Load(own.sdk.script, "application")
		return c, nil
	}
	known := f.family.known()
	p.Give("known", plainBuilds(known))
	p.Give("wanted", plain(f.family.Exports))
	p.Give("found", Function(func(args []Value) {
		if err := f.recognise(known, args); err != nil {
			p.Broke(clients.Faultf("fault.does-not-load", "%s does not load: %w", f.subject.Build, err))
		}
	}))
	p.Load(own.sdk.script, "build")
	if own.room.script != nil {
		p.Load(own.room.script, "room")
	}
	p.Load(own.builds.script, "exported", "build", "room", "known", "wanted", "found")
	p.Load(own.tools.script, "tools", "emit", "then", "appKey", "addresses")
	p.Load(own.driver.script, "make")
	p.Load(own.application.script, "application", "make", "tools", "exported", "has")
	return c, nil
}

// recognise reads the result of builds.js, and says what is wrong with the build.
func (f *Factory) recognise(known []Build, args []Value) error {
	if why := argument(args, 2); !why.Absent() {
		return errors.New(why.String())
	}
	n := int(argument(args, 0).Number)
	if n >= len(f.family.Builds) {
		return fmt.Errorf("it is %s, not a build for --family %s: %s", known[n].Is, f.family.Name, known[n].Instead)
	}
	var has part
	if n >= 0 {
		has.missing, has.room = known[n].Missing, known[n].Room
	}
	f.seen.CompareAndSwap(nil, &has)
	if missing := argument(args, 1).Text; missing != "" && (n < 0 || known[n].Part == "" && !known[n].Room) {
		return fmt.Errorf("it exports no %s: is it %s?", missing, f.family.Is)
	}
	return nil
}
