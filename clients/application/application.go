package application

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/weapp"
	"nimcert/clock"
	"nimcert/internal/files"
	"nimcert/internal/limits"
	"nimcert/internal/words"
	"nimcert/ledger"
)

var (
	//go:embed runtime.js
	runtimeSource string
	//go:embed ear.js
	earSource string
	//go:embed listen_nim.js
	listenNIM string
	//go:embed listen_nimng.js
	listenNG string
)

// listeners are the scripts that listen at the exports of a family's builds.
var listeners = map[string]string{"nim": listenNIM, "nimng": listenNG, "nimng-v1": listenNG}

// most is how many bytes of scripts an application may have: ten times what the platform takes in all packages
// together.
const most = 200 << 20

// ErrUsage is wrapped by errors about the manifest or the folder, not about the running application.
var ErrUsage = errors.New("the application's folder cannot be used as it is")

// Factory holds one application, compiled once.
type Factory struct {
	manifest Manifest
	subject  clients.Subject
	policy   clients.Policy
	sdk      *weapp.Program
	room     *weapp.Program // nil if there is none
	runtime  *weapp.Program
	ear      *weapp.Program
	listener *weapp.Program
	scripts  map[string]*weapp.Program
	broken   map[string]error
	tabs     []string // pages of the tab bar
}

// Load reads an application's folder and the SDK build on which it runs. An error that wraps ErrUsage is about the
// folder.
func Load(dir string, family adapter.Family, build string) (*Factory, error) {
	listener, ok := listeners[family.Name]
	if !ok {
		return nil, fmt.Errorf("%w: an application on a build of the family %s cannot be listened to: give one of %s",
			ErrUsage, family.Name, strings.Join(slices.Sorted(maps.Keys(listeners)), ", "))
	}
	m, err := readManifest(dir)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUsage, err)
	}
	f := &Factory{manifest: m, policy: family.Policy, scripts: map[string]*weapp.Program{}, broken: map[string]error{}}
	if err := f.readScripts(dir); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUsage, err)
	}
	if f.tabs, err = tabsOf(dir); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUsage, err)
	}
	on, err := adapter.Identify(family, build)
	if err != nil {
		return nil, fmt.Errorf("%w: the build file %s cannot be read", ErrUsage, build)
	}
	f.subject = clients.Subject{Name: nameOf(dir), Version: "on " + on.Name + " " + on.Version, Build: on.Build}
	if f.sdk, err = compile(build, &f.subject); err != nil {
		return nil, err
	}
	if m.Room != "" {
		room := family.Room.Beside(build)
		if room == "" {
			return nil, fmt.Errorf("%w: room is %s, and %s has no chatroom build", ErrUsage, m.Room, on.Name)
		}
		if f.room, err = compile(room, nil); err != nil {
			return nil, err
		}
	}
	for _, own := range []struct {
		to           **weapp.Program
		name, source string
	}{{&f.runtime, "the platform", runtimeSource}, {&f.ear, "the ear", earSource},
		{&f.listener, "the listener", listener}} {
		if *own.to, err = weapp.Compile(own.name, own.source); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// nameOf is an application's name: that of its folder.
func nameOf(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return filepath.Base(dir)
}

func compile(file string, subject *clients.Subject) (*weapp.Program, error) {
	source, err := files.Read(file, files.Source)
	if err != nil {
		return nil, fmt.Errorf("%w: the build file %s cannot be read", ErrUsage, file)
	}
	if subject != nil {
		subject.Digest(source)
	}
	return weapp.Compile(filepath.Base(file), string(source))
}

// modern finds a script that must be transpiled by the developer tools before a phone runs it.
var modern = regexp.MustCompile(`(?m)^\s*(import\s.*from\s|import\s*["']|export\s)`)

// readScripts compiles the folder's scripts. A file that does not parse is an error only for a script that requires it:
// folders also hold tests and the like.
func (f *Factory) readScripts(dir string) error {
	total := int64(0)
	return filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("%s cannot be read: %w", file, err)
		}
		name, _ := filepath.Rel(dir, file)
		name = filepath.ToSlash(name)
		switch {
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git"):
			return filepath.SkipDir
		case !d.Type().IsRegular() || path.Ext(name) != ".js" || f.given(name):
			return nil
		}
		source, err := files.Read(file, files.Source)
		if err != nil {
			return fmt.Errorf("%s cannot be read: %w", file, err)
		}
		if total += int64(len(source)); total > most {
			return fmt.Errorf("%s has more than %d MiB of scripts: name the folder that is the mini program's root",
				dir, most>>20)
		}
		p, err := weapp.Compile(name, string(source))
		switch {
		case err == nil:
			f.scripts[name] = p
		case modern.Match(source):
			f.broken[name] = fmt.Errorf(
				"%s is an ES module: name the folder that the developer tools built, where import is require", name)
		default:
			f.broken[name] = err
		}
		return nil
	})
}

// given reports whether the SDK takes a file's place.
func (f *Factory) given(name string) bool {
	return slices.Contains(append(places(f.manifest.SDK), places(f.manifest.Room)...), name)
}

// places lists the files for which a name in the manifest may stand: a file, or a package of npm.
func places(name string) []string {
	switch {
	case name == "":
		return nil
	case strings.HasSuffix(name, ".js"):
		return []string{path.Clean(name)}
	}
	return []string{path.Clean(name), path.Clean(name) + ".js", path.Join("miniprogram_npm", name),
		path.Join("miniprogram_npm", name, "index.js")}
}

// Subject names the application and the build that it runs on.
func (f *Factory) Subject() clients.Subject { return f.subject }

// Capabilities lists what a user can do with it.
func (f *Factory) Capabilities() map[clients.Capability]bool {
	return map[clients.Capability]bool{
		clients.Acts: true, clients.IM: !f.manifest.RoomsOnly, clients.Chatroom: f.manifest.EnterRoom != "",
		clients.Pages:      len(f.manifest.Pages) > 0,
		clients.OnPlatform: true, clients.DoneCallback: true, clients.Direct: true, clients.Lookup: true,
	}
}

// Lacks says what an application has instead of a capability.
func (f *Factory) Lacks(c clients.Capability) words.Bilingual {
	switch c {
	case clients.Calls:
		return words.Bilingual{
			EN: "an application calls its SDK itself; write the user's acts, such as log-in alice",
			ZH: "应用自己调用 SDK；请写用户的操作，例如 log-in alice",
		}
	case clients.Chatroom:
		return words.Bilingual{EN: "its manifest names no enterRoom", ZH: "它的清单没有写 enterRoom"}
	case clients.Pages:
		return words.Bilingual{EN: "its manifest names no pages", ZH: "它的清单没有写 pages"}
	}
	return words.Bilingual{}
}

// Policy is what the SDK's family declares of its timing.
func (f *Factory) Policy() clients.Policy { return f.policy }

// New starts the application in a host of its own.
func (f *Factory) New(env clients.Env) (clients.Client, error) {
	c := &client{factory: f, host: weapp.New(env), clock: env.Clock}
	modules := &weapp.Modules{Scripts: f.scripts, Broken: f.broken, Given: map[string]goja.Value{}}
	var ear goja.Value
	c.load(f.ear, func(vm *goja.Runtime, exports *goja.Object) (err error) {
		ear, err = apply(exports, vm.ToValue(c.calls), vm.ToValue(c.told), vm.ToValue(f.subject.Build))
		return err
	})
	var listen goja.Value
	c.load(f.listener, func(_ *goja.Runtime, exports *goja.Object) error {
		listen = exports
		return nil
	})
	for _, build := range []struct {
		program *weapp.Program
		name    string
	}{{f.sdk, f.manifest.SDK}, {f.room, f.manifest.Room}} {
		if build.program == nil {
			continue
		}
		c.load(build.program, func(vm *goja.Runtime, exports *goja.Object) error {
			heard, err := apply(listen, ear, exports)
			for _, place := range places(build.name) {
				modules.Given[place] = heard
			}
			return err
		})
	}
	c.load(f.runtime, func(vm *goja.Runtime, exports *goja.Object) error {
		run := func(call goja.FunctionCall) goja.Value {
			c.host.Call(call.Argument(0))
			return goja.Undefined()
		}
		load := func(call goja.FunctionCall) goja.Value {
			return c.host.Module(modules, call.Argument(0).String())
		}
		var tabs []any
		for _, page := range f.tabs {
			tabs = append(tabs, page)
		}
		api, err := apply(
			exports, vm.ToValue(run), vm.ToValue(load), vm.GlobalObject(), vm.Get("wx"), vm.NewArray(tabs...),
		)
		if err != nil {
			return err
		}
		c.api = api.ToObject(vm)
		return nil
	})
	c.launch()
	return c, nil
}

// apply calls the function that one of our own scripts exports.
func apply(f goja.Value, args ...goja.Value) (goja.Value, error) {
	call, ok := goja.AssertFunction(f)
	if !ok {
		return nil, errors.New("the script exports no function")
	}
	return call(goja.Undefined(), args...)
}

// probeLimit is the real time that an application gets to start.
const probeLimit = 45 * time.Second

// Probe starts the application once in a host without a network. The error says why it cannot be judged: a script
// throws, or the manifest names something that is missing.
func (f *Factory) Probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limits.Real(probeLimit),
		fmt.Errorf("%s did not start within %s", f.subject.Name, probeLimit))
	defer cancel()
	clk := clock.New(clock.Skip, time.Now())
	defer clk.Stop()
	broken := make(chan error, 8)
	made, err := f.New(clients.Env{Clock: clk, Ledger: ledger.New(clk), Broken: func(err error) {
		select {
		case broken <- err:
		default:
		}
	}})
	if err != nil {
		return err
	}
	c := made.(*client)
	defer c.Close()
	missing := make(chan error, 1)
	c.host.Run(func(*goja.Runtime) { missing <- c.missing() })
	select {
	case err := <-broken:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	case err := <-missing:
		select {
		case broke := <-broken:
			return broke
		default:
		}
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrUsage, ManifestFile, err)
		}
		return nil
	}
}
