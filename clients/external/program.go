package external

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/platform"
	"nimcert/internal/limits"
	"nimcert/internal/process"
	"nimcert/ledger"
)

// Version is that of the protocol.
const Version = 1

// turnLimit is the real time that a client may take to answer: as long as a script of a mini program may run.
const turnLimit = 5 * time.Second

// program is one client in its process. All but what its methods say is of the loop's goroutine alone.
type program struct {
	*platform.Platform
	runtime *Runtime
	env     clients.Env
	process atomic.Pointer[process.Process] // nil before the start, and when it has ended
	given   map[string]any                  // complete before the start
	depth   int                             // messages to the process that are not answered
	over    atomic.Bool                     // it broke, or Close was called

	// By the client's numbers:
	sockets  map[int64]*platform.Socket
	requests map[int64]func()
	timers   map[int64]*platform.Timer
	used     map[string]bool // what was begun under which number, such as "timer 7"
}

// Give puts plain data or a function under a name.
func (p *program) Give(name string, value any) { p.given[name] = value }

// Load starts the client.
func (p *program) Load(s adapter.Script, _ string, _ ...string) {
	p.Post(func() {
		proc, err := p.runtime.take()
		if err != nil {
			p.Broke(clients.Faultf("fault.does-not-load", "%s does not load: %w", s.Name(), err))
			return
		}
		p.process.Store(proc)
		if p.over.Load() {
			p.kill()
		}
		offers, err := p.message(map[string]any{"start": map[string]any{
			"protocol": Version, "appKey": p.given["appKey"], "addresses": p.given["addresses"], "seed": p.env.Seed,
		}})
		list, ok := offers.([]any)
		if err == nil && !ok {
			err = errors.New("its answer to start is no list of the calls that it offers")
		}
		if err != nil {
			p.Broke(clients.Faultf("fault.does-not-load", "%s does not load: %w", s.Name(), err))
			return
		}
		for _, name := range list {
			p.given["has"].(adapter.Function)([]adapter.Value{value(name)})
		}
	})
}

// parameters are the names of a call's arguments, in the order in which the adapter gives them.
var parameters = map[string][]string{
	"login":      {"instance", "token", "attempts", "noReconnect", "delay", "then", "dynamic", "frugal"},
	"enter":      {"instance", "account", "token", "room", "attempts", "noReconnect", "frugal", "addresses"},
	"connect":    {"instance"},
	"disconnect": {"instance", "then"},
	"destroy":    {"instance", "then"},
	"send":       {"instance", "to", "text", "team"},
	"renew":      {"instance", "token"},
}

// Call makes a call of the application.
func (p *program) Call(_, method string, args ...any) {
	m := map[string]any{"do": method}
	for i, name := range parameters[method] {
		m[name] = args[i]
	}
	p.tell(m)
}

// tell calls the client. What it throws nobody catches.
func (p *program) tell(m map[string]any) {
	_, err := p.message(m)
	var t thrown
	if errors.As(err, &t) && !p.over.Load() {
		p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Uncaught, Detail: string(t)})
	}
}

// thrown is what a client threw, in one line.
type thrown string

func (t thrown) Error() string { return string(t) }

// message sends a message with the date, and serves the client's calls until it answers.
func (p *program) message(m map[string]any) (any, error) {
	proc := p.process.Load()
	if proc == nil {
		return nil, errors.New("the client has ended")
	}
	p.depth++
	defer func() { p.depth-- }()
	if err := p.write(proc, m); err != nil {
		return nil, p.lost(err)
	}
	for {
		line, err := proc.Receive()
		if err != nil {
			return nil, p.lost(err)
		}
		m, err := read(line)
		if err != nil {
			return nil, p.lost(err)
		}
		switch m.call {
		case "return":
			return m.fields["return"], nil
		case "throw":
			return nil, thrown(strings.Join(strings.Fields(m.text("throw")), " "))
		}
		result, err := p.serve(m)
		if err == nil {
			err = p.write(proc, map[string]any{"return": result})
		}
		if err != nil {
			return nil, p.lost(err)
		}
	}
}

// write sends a message with the date in ms.
func (p *program) write(proc *process.Process, m map[string]any) error {
	m["now"] = p.env.Clock.Time().UnixMilli()
	line, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return proc.Send(line)
}

// lost ends a program whose process has ended, or speaks nonsense.
func (p *program) lost(err error) error {
	p.kill()
	p.Broke(err)
	return err
}

// serve answers a call of the client.
func (p *program) serve(m message) (result any, err error) {
	id := m.id()
	if err := p.unused(m); err != nil {
		return nil, err
	}
	switch m.call {
	case "timer":
		p.timers[id] = p.AfterFunc(millis(m.number("after")), func() {
			delete(p.timers, id)
			p.tell(map[string]any{"fired": id})
		})
	case "cancel":
		if t := p.timers[id]; t != nil {
			t.Stop()
			delete(p.timers, id)
		}
	case "request":
		p.request(id, m)
	case "abort":
		if abort := p.requests[id]; abort != nil {
			abort()
		}
	case "connect":
		return p.connect(id, m), nil
	case "send":
		data, binary, err := m.data()
		if s := p.sockets[id]; err == nil && s != nil {
			return s.Send(data, binary) == nil, nil
		}
		return false, err
	case "close":
		code := int(m.number("code"))
		if code == 0 {
			code = 1000
		}
		s := p.sockets[id]
		return s != nil && s.Close(code, m.text("reason")) == nil, nil
	case "emit":
		p.given["emit"].(adapter.Function)(m.told())
	case "then":
		p.given["then"].(adapter.Function)([]adapter.Value{value(m.fields["then"])})
	}
	return nil, nil
}

// unused refuses a number under which the session has begun such a thing before: what the client is told of it would be
// about either, and the client would be accused of what that leads to. A refused socket has not begun.
func (p *program) unused(m message) error {
	what := begins(m.call, m.id())
	if p.used[what] {
		return fmt.Errorf("its %s is used twice in a session: give each a number of its own", what)
	}
	if m.call == "timer" || m.call == "request" {
		p.used[what] = true
	}
	return nil
}

// begins names what a call begins, as in "timer 7".
func begins(call string, id int64) string { return fmt.Sprintf("%s %d", call, id) }

// longest is the longest time that a client may give, in ms: 24 days, as in the engines of scripts.
const longest = 1<<31 - 1

func millis(ms float64) time.Duration {
	return time.Duration(max(0, min(ms, longest)) * float64(time.Millisecond))
}

// requestTimeout is what a request gets that names no time: as long as on WeChat.
const requestTimeout = 60 * time.Second

func (p *program) request(id int64, m message) {
	r := platform.Request{
		URL: m.text("url"), Method: http.MethodGet, Header: http.Header{}, Body: m.text("body"),
		Timeout: requestTimeout,
	}
	if method := m.text("method"); method != "" {
		r.Method = strings.ToUpper(method)
	}
	for name, v := range m.texts("headers") {
		r.Header.Set(name, v)
	}
	if t := millis(m.number("timeout")); t > 0 {
		r.Timeout = t
	}
	p.requests[id] = p.Do(r, func(a platform.Response) {
		delete(p.requests, id)
		answer := map[string]any{"answered": id}
		if a.Err != "" {
			answer["error"] = a.Err
		} else {
			answer["status"], answer["body"], answer["headers"] = a.Status, a.Body, headers(a.Header)
		}
		p.tell(answer)
	})
}

func headers(h http.Header) map[string]string {
	out := map[string]string{}
	for name := range h {
		out[strings.ToLower(name)] = h.Get(name)
	}
	return out
}

func (p *program) connect(id int64, m message) bool {
	s, err := p.Connect(m.text("url"), platform.Handlers{
		Timeout: millis(m.number("timeout")),
		Open:    func() { p.tell(map[string]any{"opened": id}) },
		Message: func(data []byte, binary bool) {
			if binary {
				p.tell(map[string]any{"message": id, "base64": base64.StdEncoding.EncodeToString(data)})
			} else {
				p.tell(map[string]any{"message": id, "text": string(data)})
			}
		},
		Error: func(string) {}, // Close says it
		Close: func(code int, reason string) {
			p.tell(map[string]any{"closed": id, "code": code, "reason": reason})
			delete(p.sockets, id)
		},
	})
	if err == nil {
		p.sockets[id] = s
		p.used[begins("connect", id)] = true
	}
	return err == nil
}

// SetNetwork changes the device's network, and tells the client.
func (p *program) SetNetwork(kind string) {
	p.Platform.SetNetwork(kind, func(kind string) { p.tell(map[string]any{"network": kind}) })
}

// What a mini program has and no other program.

// AddFile does nothing: the client has no such files.
func (p *program) AddFile(string, []byte) {}

// Store does nothing: the client has no such storage.
func (p *program) Store(string, string) {}

// Disturb does nothing: the client hears of no such events.
func (p *program) Disturb() {}

// BreakStorage does nothing: the client has no such storage.
func (p *program) BreakStorage(clients.StorageFault) {}

// Background does nothing: the client has no screen.
func (p *program) Background() {}

// Foreground does nothing: the client has no screen.
func (p *program) Foreground() {}

// Inspect does nothing: the client shares no globals.
func (p *program) Inspect() {}

// turn runs one turn of the loop under a watchdog.
func (p *program) turn(run func()) {
	if p.over.Load() {
		return
	}
	limit := limits.Real(turnLimit)
	var began time.Duration
	late := limits.WatchUnless(limit, func() { began = p.computed() }, func() bool {
		now := p.computed()
		return now > 0 && now-began < limit/2 // the rest is this process's, which serves its calls
	}, func() {
		p.Broke(clients.Faultf("fault.no-answer", "the client did not answer within %s", limit))
		p.kill()
	})
	defer late.Stop()
	run()
}

// computed is the processor's time of the process.
func (p *program) computed() time.Duration {
	if proc := p.process.Load(); proc != nil {
		return proc.Computed()
	}
	return 0
}

// kill ends the process.
func (p *program) kill() {
	if proc := p.process.Load(); proc != nil {
		proc.Kill()
	}
}

// Broke ends the client. It may be called from any goroutine.
func (p *program) Broke(err error) {
	if p.over.CompareAndSwap(false, true) {
		p.env.Ledger.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Broken, Detail: err.Error()})
		p.env.Broken(err)
	}
}

// patience is the real time that Close gives a turn that runs to end by itself, so that its process serves again.
const patience = 100 * time.Millisecond

// Close ends the client. Its process serves the next one, unless it is in a turn, or broke.
func (p *program) Close() {
	broke := p.over.Swap(true)
	hurry := time.AfterFunc(patience, p.kill)
	p.Platform.Close()
	hurried := !hurry.Stop()
	proc := p.process.Swap(nil)
	switch {
	case proc == nil:
	case broke || hurried || p.depth > 0:
		proc.Kill()
		_ = proc.Ended()
	default:
		p.runtime.give(proc)
	}
}

var _ adapter.Program = (*program)(nil)
