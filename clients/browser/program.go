package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/platform"
	"nimcert/clock"
	"nimcert/internal/limits"
	"nimcert/ledger"
)

//go:embed page.js
var pageSource string

const (
	// ownHost is where the page is from. The gateway answers for it, and no other name is special.
	ownHost   = "app.example.com"
	ownOrigin = "https://" + ownHost
	// binding is the name of the function by which the page tells, until page.js takes it, and of page.js's own object
	// from then on.
	binding = "__nimcert"
)

const (
	// openLimit is the real time that a page gets to be there.
	openLimit = 45 * time.Second
	// loadLimit is the real time that one script gets to load in it: as long as one may take to compile elsewhere.
	loadLimit = 20 * time.Second
)

var errSlow = fmt.Errorf("it did not load in the page within %s", loadLimit)

// program is one page. All but what its methods say is of the loop's goroutine alone.
type program struct {
	*platform.Platform
	env     clients.Env
	browser *running        // nil where none runs
	page    context.Context // ends with the page
	end     func()
	gate    *gateway
	broke   chan struct{} // closed by Broke
	over    atomic.Bool   // it broke, or Close was called
	shut    atomic.Bool   // Close was called

	functions map[string]adapter.Function
	onRequest []func(url string)
	onSocket  []func(url string)
	last      chan struct{} // closed when the newest call has been made
	lag       time.Duration // how long ago the page told what is being handled
	nested    *[]call       // the calls of a turn of the page that waits for them

	inbox struct {
		sync.Mutex
		list []func()
	}
	sockets  map[network.RequestID]*socket
	requests map[network.RequestID]*request
	awaited  awaited
	offset   time.Duration // from DevTools' monotonic time to the date; 0 before it is known
}

// call is one call of what the page keeps under a name.
type call struct {
	of, method string
	args       []any
}

// MarshalJSON is the form that page.js takes.
func (c call) MarshalJSON() ([]byte, error) {
	if c.args == nil {
		c.args = []any{}
	}
	return json.Marshal([]any{c.of, c.method, c.args})
}

var errSkips = errors.New("a page lives in real time, and this session's clock skips waits: give --clock real")

// Start begins a program: a page of its own. It returns when the page is there.
func (c *Chromium) Start(env clients.Env) adapter.Program {
	p := &program{
		env: env, end: func() {}, page: context.Background(), functions: map[string]adapter.Function{},
		last: make(chan struct{}), broke: make(chan struct{}),
		sockets: map[network.RequestID]*socket{}, requests: map[network.RequestID]*request{},
	}
	close(p.last)
	p.Platform = platform.New(env, func(run func()) {
		if !p.over.Load() {
			run()
		}
	})
	if env.Addr != "" && env.Clock.Mode() != clock.Real {
		p.Broke(errSkips)
		return p
	}
	if err := p.open(c); err != nil {
		p.Broke(err)
	}
	return p
}

// open makes the page.
func (p *program) open(c *Chromium) error {
	run, err := c.browser()
	if err != nil {
		return err
	}
	p.browser = run
	run.opening <- struct{}{}
	defer func() { <-run.opening }()
	p.gate = &gateway{env: p.env, config: run.seal.config, socket: p.awaited.wire, own: p.answer}
	gateway, err := p.gate.begin()
	if err != nil {
		return err
	}
	page, end, err := run.open(gateway)
	if err != nil {
		return fmt.Errorf("the browser makes no page: %w", err)
	}
	p.page, p.end = page, end
	chromedp.ListenTarget(page, p.told)
	late := limits.Watch(limits.Real(openLimit), end)
	defer late.Stop()
	if err := chromedp.Run(page, network.Enable(), runtime.AddBinding(binding),
		chromedp.Navigate(ownOrigin+"/")); err != nil {
		return fmt.Errorf("the page does not open: %w", err)
	}
	context.AfterFunc(page, func() {
		if !p.shut.Load() {
			p.Broke(errEnded)
		}
	})
	return nil
}

// answer answers a request to the page's own origin: for the page, or for the calls that a turn of it waits for.
func (p *program) answer(ctx context.Context, path string) (body, kind string) {
	if n, waits := strings.CutPrefix(path, "/then/"); waits {
		return p.awaited.calls(ctx, n), "application/json"
	}
	return `<!doctype html><meta charset="utf-8"><title>nimcert</title><link rel="icon" href="data:,"><script>` +
		strings.TrimSpace(pageSource) + fmt.Sprintf("(%q, %q)</script>", binding, ownOrigin), "text/html"
}

// run evaluates an expression in the page, in a task of its own. The error is what it threw, or why it did not run.
func (p *program) run(expression string) error {
	return chromedp.Run(p.page, chromedp.ActionFunc(func(ctx context.Context) error {
		_, thrown, err := runtime.Evaluate(expression).Do(ctx)
		if thrown != nil {
			return errors.New(worded(thrown))
		}
		return err
	}))
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain data of our own
	}
	return string(b)
}

// Give puts plain data or a function under a name.
func (p *program) Give(name string, value any) {
	p.prepare(func() error {
		if f, ok := value.(adapter.Function); ok {
			p.functions[name] = f
			return p.run(fmt.Sprintf("%s.host(%s)", binding, asJSON(name)))
		}
		return p.run(fmt.Sprintf("%s.give(%s, %s)", binding, asJSON(name), asJSON(value)))
	})
}

// prepare runs a step of what makes the program, and returns when it is over: a session begins with a page that is
// there. Pages take turns at it.
func (p *program) prepare(step func() error) {
	over := make(chan struct{})
	p.Act(func() {
		defer close(over)
		if p.over.Load() {
			return
		}
		p.browser.opening <- struct{}{}
		late := limits.Watch(limits.Real(loadLimit), func() {
			p.Broke(errSlow)
			p.end()
		})
		err := step()
		late.Stop()
		<-p.browser.opening
		if err != nil {
			p.Broke(err)
		}
		p.drain() // what the script told comes before what runs next
	})
	select {
	case <-over:
	case <-p.broke: // then the loop runs nothing more
	}
}

// Load runs a script and keeps what it exports, or what its function makes of the arguments.
func (p *program) Load(s adapter.Script, name string, args ...string) {
	of := s.(script)
	if args == nil {
		args = []string{}
	}
	expression := fmt.Sprintf("%s.load(%s, %s, function(require,module,exports){%s\n})\n//# sourceURL=%s/%s", binding,
		asJSON(name), asJSON(args), of.source, ownOrigin, of.name)
	p.prepare(func() error {
		if err := p.run(expression); err != nil {
			return fmt.Errorf("%s does not load: %w", of.name, err)
		}
		return nil
	})
}

// Call makes a call of the application: in the turn of the page that waits for it, or in a task of its own behind those
// before.
func (p *program) Call(of, method string, args ...any) {
	c := call{of, method, args}
	if p.nested != nil {
		*p.nested = append(*p.nested, c)
		return
	}
	before, made := p.last, make(chan struct{})
	p.last = made
	expression := fmt.Sprintf("%s.call.apply(null, %s)", binding, asJSON(c))
	go func() {
		defer close(made)
		<-before
		if err := p.run(expression); err != nil && p.page.Err() == nil {
			p.receive(func() { p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Uncaught, Detail: err.Error()}) })
		}
	}()
}

// Add writes an event, with the time that it took to be told.
func (p *program) Add(e ledger.Event) ledger.Event {
	e.Late = p.lag
	return p.env.Ledger.Add(e)
}

// OnRequest and OnSocket set what is told of each address.
func (p *program) OnRequest(f func(url string)) { p.onRequest = append(p.onRequest, f) }

// OnSocket is told of each socket.
func (p *program) OnSocket(f func(url string)) { p.onSocket = append(p.onSocket, f) }

// Rest counts the sockets and requests. A page does not tell of its timers.
func (p *program) Rest() clients.Rest {
	answer := make(chan clients.Rest, 1)
	p.Act(func() { answer <- clients.Rest{Requests: len(p.requests), Sockets: len(p.sockets)} })
	select {
	case r := <-answer:
		return r
	case <-p.page.Done():
		return clients.Rest{}
	}
}

// SetNetwork does nothing: see suites.InBrowser.
func (p *program) SetNetwork(string) {}

// What a mini program has and no page.

// AddFile does nothing: a page has no such files.
func (p *program) AddFile(string, []byte) {}

// Store does nothing: a page has no such storage.
func (p *program) Store(string, string) {}

// Disturb does nothing: a page has no such events.
func (p *program) Disturb() {}

// BreakStorage does nothing: a page has no such storage.
func (p *program) BreakStorage(clients.StorageFault) {}

// Background does nothing: the page is always shown.
func (p *program) Background() {}

// Foreground does nothing: the page is always shown.
func (p *program) Foreground() {}

// Inspect does nothing: a page's globals are its own.
func (p *program) Inspect() {}

// Broke ends the program. It may be called from any goroutine.
func (p *program) Broke(err error) {
	if p.over.CompareAndSwap(false, true) {
		p.env.Ledger.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Broken, Detail: err.Error()})
		p.env.Broken(err)
		close(p.broke)
	}
}

// Close ends the page and its connections.
func (p *program) Close() {
	if p.shut.Swap(true) {
		return
	}
	p.over.Store(true)
	p.end()
	if p.gate != nil && p.gate.listener != nil {
		p.gate.close()
	}
	p.Platform.Close()
}

// Stuck is never: a page that computes ends with its browser context.
func (p *program) Stuck() bool { return false }

var _ adapter.Program = (*program)(nil)
