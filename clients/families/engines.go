package families

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"nimcert/clients/adapter"
	"nimcert/clients/browser"
	"nimcert/clients/child"
	"nimcert/clients/weapp"
	"nimcert/spelling"
)

// Embedded is the engine that is part of nimcert.
const Embedded = "goja"

// EveryEngine stands for all engines, side by side.
const EveryEngine = "all"

// Engine is a JavaScript engine on the mini-program host.
type Engine struct {
	Name string
	adapter.Runtime
}

var embedded = Engine{Embedded, weapp.Runtime{}}

// EngineNames are the engines, the embedded one first.
func EngineNames() []string { return append([]string{Embedded}, child.Names()...) }

// began are the engines that have processes.
var began struct {
	sync.Mutex
	engines map[string]*child.Engine
}

// Engines finds the engines that a word names: one of EngineNames, or EveryEngine. The error is one line: no engine is
// called so, or a package is missing. CloseEngines ends them.
func Engines(word string) ([]Engine, error) {
	names := EngineNames()
	switch {
	case word == "":
		return []Engine{embedded}, nil
	case slices.Contains(names, word):
		names = []string{word}
	case word != EveryEngine:
		return nil, fmt.Errorf("%w, or %s for all of them", spelling.Unknown("engine", word, names), EveryEngine)
	}
	var out []Engine
	var missing []string
	for _, name := range names {
		e, err := engine(name)
		if err != nil {
			missing = append(missing, err.Error())
			continue
		}
		out = append(out, e)
	}
	if missing != nil {
		return nil, fmt.Errorf("%s", strings.Join(missing, "; "))
	}
	return out, nil
}

func engine(name string) (Engine, error) {
	if name == Embedded {
		return embedded, nil
	}
	began.Lock()
	defer began.Unlock()
	if began.engines[name] == nil {
		e, err := child.Find(name)
		if err != nil {
			return Engine{}, err
		}
		if began.engines == nil {
			began.engines = map[string]*child.Engine{}
		}
		began.engines[name] = e
	}
	return Engine{name, began.engines[name]}, nil
}

// CloseEngines ends the processes of engines, and of clients that are programs of their own, that are not in use.
func CloseEngines() {
	programs.Lock()
	for _, r := range programs.began {
		r.Close()
	}
	programs.began, programs.chromium = nil, nil
	programs.Unlock()
	began.Lock()
	defer began.Unlock()
	for _, e := range began.engines {
		e.Close()
	}
	began.engines = nil
}

// onNode is Node.js, for a build that is made for it.
func onNode(e Engine, build string) (adapter.Runtime, error) {
	if e.Name != Embedded {
		return nil, fmt.Errorf("%s %w: it is made for Node.js and runs in that alone, not on %s", filepath.Base(build),
			ErrNoHost, e.Name)
	}
	node, err := child.NodeJS(filepath.Dir(build))
	if err != nil {
		return nil, fmt.Errorf("%s %w: %w", filepath.Base(build), ErrNoHost, err)
	}
	programs.Lock()
	defer programs.Unlock()
	programs.began = append(programs.began, node)
	return node, nil
}

// inBrowser is headless Chromium, for a build that is made for browsers.
func inBrowser(e Engine, build string) (adapter.Runtime, error) {
	if e.Name != Embedded {
		return nil, fmt.Errorf("%s %w: it is made for browsers and runs in Chromium alone, not on %s",
			filepath.Base(build), ErrNoHost, e.Name)
	}
	programs.Lock()
	defer programs.Unlock()
	if programs.chromium == nil {
		c, err := browser.Find()
		if err != nil {
			return nil, fmt.Errorf("%s %w: %w", filepath.Base(build), ErrNoHost, err)
		}
		programs.chromium, programs.began = c, append(programs.began, c)
	}
	return programs.chromium, nil
}

// EndBrowser ends Chromium, and with it every page that lives: an interrupted run has no time to end one by one.
func EndBrowser() {
	programs.Lock()
	c := programs.chromium
	programs.Unlock()
	if c != nil {
		c.End()
	}
}
