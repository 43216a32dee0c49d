package child

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients/adapter"
	"nimcert/clients/weapp"
)

// program is one program in an engine's process. All but what its methods say is of the loop's goroutine alone.
type program struct {
	*weapp.Host
	engine   *Engine
	first    *script                       // runs before all others; nil for none
	process  atomic.Pointer[engineProcess] // nil before the first script, and when it has ended
	values   *values
	given    map[string]any // complete before the first script is loaded
	rejected bool           // there are rejections in this turn
	depth    int            // messages to the process that are not answered
	over     atomic.Bool    // Close was called
	date     func() time.Time
}

// Abort ends the process. It may be called from any goroutine.
func (p *program) Abort() {
	if proc := p.process.Load(); proc != nil {
		proc.Kill()
	}
}

// Computed is the processor's time of the process. It may be called from any goroutine.
func (p *program) Computed() time.Duration {
	if proc := p.process.Load(); proc != nil {
		return proc.Computed()
	}
	return 0
}

// Give puts plain data or a function under a name.
func (p *program) Give(name string, value any) { p.given[name] = value }

// Load runs a script and keeps what it exports, or what its function makes of the arguments.
func (p *program) Load(s adapter.Script, name string, args ...string) {
	p.Post(func() {
		if err := p.load(s.(*script), name, args); err != nil {
			p.Broke(fmt.Errorf("%s does not load: %w", s.Name(), err))
		}
	})
}

func (p *program) load(s *script, name string, args []string) error {
	if p.process.Load() == nil {
		if err := p.start(); err != nil {
			return err
		}
	}
	if err := p.engine.compile(p.process.Load(), s); err != nil {
		return err
	}
	b := quote([]byte(`{"load":`), s.id)
	b = quote(append(b, `,"as":`...), name)
	if len(args) > 0 {
		b = append(b, `,"with":[`...)
		for i, a := range args {
			if i > 0 {
				b = append(b, ',')
			}
			b = quote(b, a)
		}
		b = append(b, ']')
	}
	return p.ask(b)
}

// start begins the program in a process.
func (p *program) start() error {
	proc, err := p.engine.take()
	if err != nil {
		return err
	}
	p.process.Store(proc)
	proc.ran = true
	if p.over.Load() {
		p.Abort()
	}
	b := []byte(`{"start":{`)
	surface := p.Surface()
	for _, name := range slices.Sorted(maps.Keys(surface)) { // a script can list them
		b = p.values.encode(append(quote(b, name), ':'), surface[name])
		b = append(b, ',')
	}
	b = append(b[:len(b)-1], `},"globals":{`...)
	for _, name := range slices.Sorted(maps.Keys(p.given)) {
		v := p.given[name]
		b = append(quote(b, name), ':')
		if f, ok := v.(adapter.Function); ok {
			b = p.values.brief(b, f)
		} else {
			b = p.values.encode(b, p.Value(v))
		}
		b = append(b, ',')
	}
	if len(p.given) > 0 {
		b = b[:len(b)-1]
	}
	b = append(b, "},"...)
	if p.first != nil {
		if err := p.engine.compile(proc, p.first); err != nil {
			return fmt.Errorf("%s does not compile: %w", p.first.Name(), err)
		}
		b = append(quote(append(b, `"first":`...), p.first.id), ',')
	}
	compare, err := p.message(b)
	if err != nil {
		return err
	}
	p.Remember(compare)
	return nil
}

// Call calls a method of what stands under a name.
func (p *program) Call(name, method string, args ...any) {
	p.Host.Call(p.Engine().ToValue(func(goja.FunctionCall) goja.Value {
		b := quote([]byte(`{"of":`), name)
		b = quote(append(b, `,"method":`...), method)
		b = append(b, `,"args":[`...)
		for i, a := range args {
			if i > 0 {
				b = append(b, ',')
			}
			b = p.values.encode(b, p.Value(a))
		}
		if err := p.ask(append(b, ']')); err != nil {
			panic(p.Engine().NewGoError(err))
		}
		return goja.Undefined()
	}))
}

// called runs a function of the process.
func (p *program) called(id int, args []goja.Value) error {
	b := strconv.AppendInt([]byte(`{"call":`), int64(id), 10)
	b = append(b, `,"args":[`...)
	for i, a := range args {
		if i > 0 {
			b = append(b, ',')
		}
		b = p.values.encode(b, a)
	}
	return p.ask(append(b, ']'))
}

// settled tells the process what became of a promise.
func (p *program) settled(id int, kept bool, v goja.Value) {
	b := strconv.AppendInt([]byte(`{"settle":`), int64(id), 10)
	b = strconv.AppendBool(append(b, `,"kept":`...), kept)
	if err := p.ask(p.values.encode(append(b, `,"value":`...), v)); err != nil {
		panic(p.Engine().NewGoError(err))
	}
}

// Rejected takes the rejections of the turn that ends.
func (p *program) Rejected() (list []weapp.Rejection) {
	if !p.rejected {
		return nil
	}
	p.rejected = false
	v, err := p.message([]byte(`{"rejected":true,`))
	if err != nil {
		return nil // its process has ended: who ended it says why
	}
	all := v.ToObject(p.Engine())
	for _, k := range all.Keys() {
		one := all.Get(k).ToObject(p.Engine())
		list = append(list, weapp.Rejection{Reason: one.Get("0").String(), Promise: one.Get("1")})
	}
	return list
}

// ask sends a message that has no result; the object is not closed yet.
func (p *program) ask(b []byte) error {
	_, err := p.message(append(b, ','))
	return err
}

// message sends a message, to which it adds the date, and serves the calls of the process until it answers.
func (p *program) message(b []byte) (goja.Value, error) {
	proc := p.process.Load()
	if proc == nil {
		return nil, errors.New("the engine has ended")
	}
	p.depth++
	defer func() { p.depth-- }()
	if err := proc.Send(p.dated(b)); err != nil {
		return nil, p.lost(err)
	}
	for {
		line, err := proc.Receive()
		if err != nil {
			return nil, p.lost(err)
		}
		m, err := read(line)
		if err != nil {
			proc.Kill()
			return nil, p.lost(err)
		}
		switch {
		case m.call != nil:
			if err := proc.Send(p.serve(m)); err != nil {
				return nil, p.lost(err)
			}
		case m.thrown != nil:
			p.rejected = p.rejected || m.rejected
			return nil, weapp.Thrown((&scanner{s: m.thrown}).plain())
		default:
			p.rejected = p.rejected || m.rejected
			return p.values.decode(&scanner{s: m.returned}), nil
		}
	}
}

// dated adds the date to a message and ends it.
func (p *program) dated(b []byte) []byte {
	return append(appendMillis(append(b, `"now":`...), p.date()), '}')
}

// lost ends a program whose process has ended, unless it was ended on purpose.
func (p *program) lost(err error) error {
	p.Abort() // it may be one that speaks nonsense
	if !p.over.Load() {
		p.Broke(err)
	}
	return err
}

// serve answers a call of the process.
func (p *program) serve(m message) (answer []byte) {
	defer func() {
		switch x := recover().(type) {
		case nil:
		case error:
			if !errors.Is(x, errJSON) {
				panic(x)
			}
			p.Abort() // the next read says that it has ended
			p.lost(x)
			answer = []byte(`{"return":null}`)
		default:
			panic(x)
		}
	}()
	x := p.values
	id := int((&scanner{s: m.call}).number())
	args := &scanner{s: m.args}
	if id < 0 || id >= len(x.hosts) || m.args == nil {
		panic(errJSON)
	}
	if brief := x.briefs[id]; brief != nil {
		brief(inBrief(args))
		return p.dated([]byte(`{"return":{"$":"undefined"},`))
	}
	var values []goja.Value
	args.take('[')
	for first := true; args.next(first, ']'); first = false {
		values = append(values, x.decode(args))
	}
	v, err := x.hosts[id](goja.Undefined(), values...)
	if err == nil {
		return p.dated(append(x.encode([]byte(`{"return":`), v), ','))
	}
	b := []byte(`{"throw":`)
	var thrown *goja.Exception
	if errors.As(err, &thrown) && errors.Unwrap(thrown) == nil {
		b = x.encode(b, thrown.Value())
	} else {
		b = quote(append(b, `{"$":"error","name":"Error","fields":{},"message":`...), err.Error())
		b = append(b, '}')
	}
	return p.dated(append(b, ','))
}

// message is one of the process's, its fields as they stand there.
type message struct {
	call, args, returned, thrown []byte
	rejected                     bool
}

func read(line []byte) (m message, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = errJSON
		}
	}()
	r := &scanner{s: line}
	r.fields(func(name string) {
		switch v := r.skip(); name {
		case "call":
			m.call = v
		case "args":
			m.args = v
		case "return":
			m.returned = v
		case "throw":
			m.thrown = v
		case "rejected":
			m.rejected = string(v) == "true"
		}
	})
	if m.call == nil && m.returned == nil && m.thrown == nil {
		return m, errJSON
	}
	return m, nil
}

// patience is the real time that Close gives a turn that runs to end by itself, so that its process serves again.
const patience = 100 * time.Millisecond

// Close ends the program. Its process serves the next one, unless it computes.
func (p *program) Close() {
	if p.over.Swap(true) {
		return
	}
	hurry := time.AfterFunc(patience, p.Abort)
	p.Host.Close()
	hurried := !hurry.Stop()
	proc := p.process.Swap(nil)
	switch {
	case proc == nil:
	case hurried || p.depth > 0:
		proc.Kill()
		_ = proc.Ended()
	default:
		p.engine.give(proc)
	}
}

// appendMillis appends a date in ms, with its parts of a millisecond: they decide how often it is read at one instant.
func appendMillis(b []byte, t time.Time) []byte {
	return fmt.Appendf(b, "%d.%06d", t.UnixMilli(), t.Nanosecond()%1e6)
}
