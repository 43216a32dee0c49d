package adapter

import "sync"

// module is a script that is compiled while it is needed. The zero value is no script.
type module struct {
	Source
	script Script // nil while it is not compiled
}

// scripts are a build, those around it and the chatroom build, if there is one.
type scripts struct{ tools, builds, application, driver, sdk, room module }

// all are the scripts in the order in which they are compiled.
func (s *scripts) all() []*module {
	return []*module{&s.tools, &s.builds, &s.application, &s.driver, &s.sdk, &s.room}
}

// held are a factory's scripts. A published build takes ten times its size when it is compiled, some 6 MB, and one
// process may certify sixty of them.
type held struct {
	sync.Mutex
	scripts
}

// compile returns the scripts, and compiles those that are not.
func (h *held) compile(on Runtime) (scripts, error) {
	h.Lock()
	defer h.Unlock()
	for _, m := range h.all() {
		if m.Name == "" || m.script != nil {
			continue
		}
		var err error
		if m.script, err = on.Compile(m.Name, m.Text); err != nil {
			return scripts{}, err
		}
	}
	return h.scripts, nil
}

// Release lets go of what was compiled. The next client compiles it again.
func (f *Factory) Release() {
	f.held.Lock()
	defer f.held.Unlock()
	for _, m := range f.held.all() {
		m.script = nil
	}
}
