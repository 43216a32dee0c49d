package child

import (
	"crypto/sha256"
	_ "embed"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/weapp"
	"nimcert/internal/limits"
	"nimcert/internal/process"
)

//go:embed realm.js
var realmSource string

// Engine is a JavaScript engine outside of this process. It keeps the processes that are not in use.
type Engine struct {
	kind
	dir  string // of the scripts' files, where the engine wants files
	pool process.Pool[*engineProcess]
}

// Find returns an engine by its name. Close it at the end. The error says in one line what has to be installed.
func Find(name string) (*Engine, error) {
	for _, k := range kinds {
		if k.name != name {
			continue
		}
		if err := k.there(); err != nil {
			return nil, err
		}
		e := &Engine{kind: k}
		if k.files {
			dir, err := os.MkdirTemp("", "nimcert-engine-")
			if err != nil {
				return nil, err
			}
			e.dir = dir
		}
		return e, nil
	}
	return nil, fmt.Errorf("unknown engine %q: %s", name, strings.Join(Names(), ", "))
}

// Close ends the engine's processes that are not in use.
func (e *Engine) Close() {
	e.pool.Close()
	if e.dir != "" {
		_ = os.RemoveAll(e.dir)
	}
}

// Platform is WeChat, or Node.js for NodeJS.
func (e *Engine) Platform() adapter.Platform {
	if e.from != "" {
		return adapter.Platform{Name: clients.NodeJS, Socket: `require("tls")`,
			Requires: []string{`require("ws")`, `from"ws"`, `from "ws"`}}
	}
	return weapp.Runtime{}.Platform()
}

// Versions has the engine's.
func (e *Engine) Versions() map[string]string {
	if version := e.version(); version != "" {
		return map[string]string{e.name: version}
	}
	return nil
}

// script is one of which each process makes what runs.
type script struct{ id, name, source string }

// Name is the file's name in messages and stacks.
func (s *script) Name() string { return s.name }

// compileLimit is the real time that a script may take to compile.
const compileLimit = 20 * time.Second

// Compile makes a script of a CommonJS module.
func (e *Engine) Compile(name, source string) (adapter.Script, error) {
	s := &script{id: fmt.Sprintf("%x", sha256.Sum256([]byte(name+"\n"+source)))[:16], name: name, source: source}
	p, err := e.take()
	if err != nil {
		return nil, err
	}
	late := limits.Watch(limits.Real(compileLimit), p.Kill)
	err = e.compile(p, s)
	late.Stop()
	if thrown := weapp.Thrown(""); err != nil && !errors.As(err, &thrown) {
		_ = p.Ended()
		return nil, fmt.Errorf("%s does not compile: %w", name, err)
	}
	e.give(p)
	if err != nil {
		return nil, fmt.Errorf("%s does not parse: %w", name, err)
	}
	return s, nil
}

// compile hands a script to a process, unless it has it.
func (e *Engine) compile(p *engineProcess, s *script) error {
	if p.scripts[s.id] {
		return nil
	}
	b := quote([]byte(`{"script":`), s.id)
	b = quote(append(b, `,"name":`...), weapp.Root+s.name)
	if e.files {
		file, err := e.file(s)
		if err != nil {
			return err
		}
		b = quote(append(b, `,"file":`...), file)
	}
	b = quote(append(b, `,"source":`...), e.wrapped(s.source))
	if err := p.Send(append(b, '}')); err != nil {
		return err
	}
	line, err := p.Receive()
	if err != nil {
		return err
	}
	m, err := read(line)
	if err == nil && m.call != nil {
		err = errJSON // nothing runs that could call
	}
	if err != nil {
		p.Kill()
		return err
	}
	if m.thrown != nil {
		return weapp.Thrown((&scanner{s: m.thrown}).plain())
	}
	p.scripts[s.id] = true
	return nil
}

// file writes a script to the file from which an engine loads it, under a path that ends as its name in stacks does.
func (e *Engine) file(s *script) (string, error) {
	file := filepath.Join(e.dir, s.id, weapp.Root, s.name)
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return "", err
	}
	partial := fmt.Sprintf("%s.%d", file, rand.Uint64()) // others may write it now, and load it
	if err := os.WriteFile(partial, []byte(e.wrapped(s.source)), 0o600); err != nil {
		return "", err
	}
	return file, os.Rename(partial, file)
}

// Start begins a program.
func (e *Engine) Start(env clients.Env) adapter.Program { return e.begun(env, nil) }

// StartWith begins a program whose realm the script completes first.
func (e *Engine) StartWith(env clients.Env, first adapter.Script) adapter.Program {
	return e.begun(env, first.(*script))
}

func (e *Engine) begun(env clients.Env, first *script) adapter.Program {
	if e.from != "" {
		env = onNode(env)
	}
	p := &program{engine: e, first: first, given: map[string]any{}}
	p.Host = weapp.NewRemote(env, p)
	p.values = newValues(p.Engine())
	p.values.called, p.values.settled, p.values.getters = p.called, p.settled, p.Getters
	p.date = func() time.Time { return env.Clock.Time().Add(env.Clock.Turned()) }
	return p
}

// engineProcess is an engine that runs. One program at a time is in it.
type engineProcess struct {
	*process.Process
	scripts map[string]bool // those that it has compiled
	used    int             // programs that ran in it
	ran     bool            // a program began in it
}

// take is a process that is free.
func (e *Engine) take() (*engineProcess, error) {
	p, err := e.pool.Take(e.begin)
	if err != nil {
		return nil, fmt.Errorf("the engine %s does not start: %w", e.name, err)
	}
	return p, nil
}

// programsEach is how many programs a process serves: what they leave behind in an engine ends with it.
const programsEach = 100

// give takes a process back.
func (e *Engine) give(p *engineProcess) {
	p.used++
	if p.used >= programsEach || e.from != "" && p.ran || p.Send([]byte(`{"end":true}`)) != nil {
		p.Close()
		return
	}
	if _, err := p.Receive(); err != nil {
		return
	}
	e.pool.Give(p)
}

var _ weapp.Ground = (*Engine)(nil)
