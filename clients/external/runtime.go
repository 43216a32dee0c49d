package external

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/platform"
	"nimcert/internal/process"
)

// Build stands for the path of the build in the words of a command, and Folder for that of the family's folder.
const (
	Build  = "{build}"
	Folder = "{family}"
)

// Runtime starts the programs of one build. It keeps the processes that are not in use.
type Runtime struct {
	command []string
	pool    process.Pool[*process.Process]
}

// New makes a runtime of the words of a command. The error says in one line what is not there. Close it at the end.
func New(command []string, folder, build string) (*Runtime, error) {
	file, err := filepath.Abs(build)
	if err != nil {
		return nil, err
	}
	r := &Runtime{}
	for _, word := range command {
		r.command = append(r.command, strings.NewReplacer(Build, file, Folder, folder).Replace(word))
	}
	if _, err := exec.LookPath(r.command[0]); err != nil {
		return nil, fmt.Errorf("the command %s of its family is not there (%w): install it, or give another as command",
			r.command[0], err)
	}
	return r, nil
}

// Close ends the processes that are not in use.
func (r *Runtime) Close() { r.pool.Close() }

// Platform says that the programs are on none of their own: they ask nimcert for their sockets.
func (r *Runtime) Platform() adapter.Platform { return adapter.Platform{Name: "a program of its own"} }

// Versions is empty: a program tells nothing of what runs it.
func (r *Runtime) Versions() map[string]string { return nil }

// script stands for the build, which the process reads itself.
type script string

// Name is the file's.
func (s script) Name() string { return string(s) }

// Compile keeps the name of the build.
func (r *Runtime) Compile(name, _ string) (adapter.Script, error) { return script(name), nil }

// Start begins a program.
func (r *Runtime) Start(env clients.Env) adapter.Program {
	p := &program{
		runtime: r, env: env, given: map[string]any{}, sockets: map[int64]*platform.Socket{},
		requests: map[int64]func(){}, timers: map[int64]*platform.Timer{}, used: map[string]bool{},
	}
	p.Platform = platform.New(env, p.turn)
	return p
}

// take is a process that is free.
func (r *Runtime) take() (*process.Process, error) {
	return r.pool.Take(func() (*process.Process, error) {
		return process.Begin("the client", r.command[0], r.command[1:], nil)
	})
}

// endLimit is the real time that a client may take to answer the end of a session. One that does not is ended, which
// changes nothing but the cost of the next session.
const endLimit = 5 * time.Second

// give takes a process back. One that answers the end of its session serves the next; one that ends instead has served
// one.
func (r *Runtime) give(p *process.Process) {
	late := time.AfterFunc(endLimit, p.Kill)
	defer late.Stop()
	if p.Send([]byte(`{"end":true}`)) != nil {
		return
	}
	line, err := p.Receive()
	if err != nil {
		return
	}
	if _, err := read(line); err != nil {
		p.Kill()
		_ = p.Ended()
		return
	}
	r.pool.Give(p)
}

var _ adapter.Runtime = (*Runtime)(nil)
