package families

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/browser"
	"nimcert/clients/external"
	"nimcert/clients/weapp"
	"nimcert/internal/yamlfile"
)

// decode reads a file's text. With "like" it begins with what stands in that family's own file; script is that family's
// folder where the file names no script of its own.
func decode(data []byte) (f file, script fs.FS, err error) {
	var own file
	if err := yamlfile.Decode(data, &own, sections...); err != nil {
		return file{}, nil, err
	}
	if own.Like == "" {
		return own, nil, nil
	}
	if !slices.Contains(builtin, own.Like) {
		var doc yaml.Node
		_ = yaml.Unmarshal(data, &doc) // it was read a moment ago
		return file{}, nil, fmt.Errorf("line %d: there is no built-in family %q: %s", lines{&doc}.of("like"), own.Like,
			yamlfile.OrNearest(own.Like, builtin))
	}
	dir, err := fs.Sub(folders, own.Like)
	if err != nil {
		return file{}, nil, err
	}
	base, err := fs.ReadFile(dir, FileName)
	if err != nil {
		return file{}, nil, err
	}
	if f, script, err = decode(base); err != nil {
		return file{}, nil, err
	}
	if script == nil {
		script = dir
	}
	application := f.Application
	f.Application = ""
	if err := yamlfile.Decode(data, &f, sections...); err != nil {
		return file{}, nil, err
	}
	if f.Application != "" {
		return f, nil, nil
	}
	f.Application = application
	return f, script, nil
}

// The hosts that a family can be made for, beside the mini-program platform itself.
const (
	uniApp = "uni-app"
	nodeJS = clients.NodeJS
	// browsers is the one whose programs live in real time.
	browsers = clients.Browsers
)

// ErrNoHost is in the error about a build that runs on what is not installed.
var ErrNoHost = errors.New("cannot be run here")

// programs are the runtimes of builds that are programs of their own, or for Node.js or browsers.
var programs struct {
	sync.Mutex
	began    []interface{ Close() }
	chromium *browser.Chromium // one of them, for all builds; nil before the first
}

// program runs a build by its family's command.
func program(e Engine, family adapter.Family, build string) (adapter.Runtime, error) {
	if e.Name != Embedded {
		return nil, fmt.Errorf("%s %w on the engine %s: it is a program of its own, and no engine runs it: leave "+
			"--engine out", filepath.Base(build), ErrNoHost, e.Name)
	}
	folder, err := filepath.Abs(family.Name)
	if err != nil {
		return nil, err
	}
	r, err := external.New(family.Command, folder, build)
	if err != nil {
		return nil, fmt.Errorf("%s %w: %w", filepath.Base(build), ErrNoHost, err)
	}
	programs.Lock()
	defer programs.Unlock()
	programs.began = append(programs.began, r)
	return r, nil
}

// uniApps are the runtimes of uni-app, by what they stand on.
var uniApps sync.Map

// ground is an engine, and the node_modules folder in which uni-app's runtime is.
type ground struct {
	engine  adapter.Runtime
	modules string
}

// hostOf is what a family's build runs on.
func hostOf(e Engine, family adapter.Family, build string) (adapter.Runtime, error) {
	if family.Command != nil {
		return program(e, family, build)
	}
	switch family.Host {
	case "":
		return e.Runtime, nil
	case nodeJS:
		return onNode(e, build)
	case browsers:
		return inBrowser(e, build)
	}
	modules, err := weapp.FindUniApp(filepath.Dir(build), ".", "sdks")
	if err != nil {
		return nil, fmt.Errorf("%s %w: %w", filepath.Base(build), ErrNoHost, err)
	}
	made, _ := uniApps.LoadOrStore(ground{e.Runtime, modules}, sync.OnceValues(func() (weapp.UniApp, error) {
		return weapp.NewUniApp(e.Runtime.(weapp.Ground), modules)
	}))
	return made.(func() (weapp.UniApp, error))()
}
