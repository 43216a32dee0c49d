// Package platform is the base of every client under test, whatever its language: an event loop on the session's clock,
// timers, requests and sockets with the platform's cap. All names lead to the session's link, and every socket and
// request is written to the ledger as the host sees it.
//
// It knows neither JavaScript nor NIM. Everything except Post, Rest and Close belongs to the loop's goroutine.
package platform

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"nimcert/clients"
	"nimcert/clock"
	"nimcert/internal/limits"
	"nimcert/ledger"
)

// minTimer is the shortest wait of a timer, as in browsers. It also keeps a client that re-arms a timer of 0 ms from
// stopping the clock.
const minTimer = time.Millisecond

// Platform is one client's platform. Close it when the session ends.
type Platform struct {
	env    clients.Env
	turn   func(run func())
	ctx    context.Context
	cancel context.CancelFunc
	tasks  sync.WaitGroup // goroutines of sockets and requests

	queue struct {
		sync.Mutex
		cond    *sync.Cond
		jobs    []job
		arrived []func() // see arrive
		closed  bool
	}
	loopDone chan struct{}

	// Of the loop's goroutine alone:
	late       time.Duration // how late the running turn is
	timers     map[*Timer]struct{}
	sockets    map[int64]*Socket
	requests   map[int64]func(why error) // each with the function that ends it early
	onRequest  []func(url string)        // a request
	onSocket   []func(url string)
	listeners  func() int // how many the client has with the platform
	starts     []func()   // actions that the running turn started on the network
	pace       pace
	background background
	network    string

	events atomic.Int64 // written to the ledger
	stuck  stuck
}

type job struct {
	run  func()
	due  time.Duration // -1 if the job was not due at any time
	own  bool          // a job of the platform itself: no turn of the client
	done func()
}

// New starts a platform. turn, which may be nil, runs each turn of the loop: it calls run, unless the client has ended.
func New(env clients.Env, turn func(run func())) *Platform {
	if turn == nil {
		turn = func(run func()) { run() }
	}
	p := &Platform{
		env: env, turn: turn, loopDone: make(chan struct{}),
		timers: map[*Timer]struct{}{}, sockets: map[int64]*Socket{}, requests: map[int64]func(error){}, network: Wifi,
		listeners: func() int { return 0 },
		stuck:     stuck{limit: limits.Real(stuckLimit)},
	}
	if p.env.Profile == nil {
		p.env.Profile = clients.DefaultProfile
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.queue.cond = sync.NewCond(&p.queue)
	go p.loop()
	return p
}

// Post runs the program's code in a turn of its own and returns at once. A program that is suspended in the background
// runs it when it is shown. Nothing runs after Close.
func (p *Platform) Post(f func()) { p.Act(func() { p.deliver(f) }) }

// Act runs an action of the platform itself in a turn of its own, even if the program is suspended, and returns at
// once.
func (p *Platform) Act(f func()) { p.post(job{run: f, due: -1}) }

func (p *Platform) post(j job) {
	p.queue.Lock()
	defer p.queue.Unlock()
	p.queueLocked(j)
}

func (p *Platform) queueLocked(j job) {
	if p.queue.closed {
		return
	}
	j.done = p.env.Clock.Work()
	p.queue.jobs = append(p.queue.jobs, j)
	p.queue.cond.Signal()
}

// arrive runs f in a turn of its own, for an arrival from the network on a connection. On a skipping clock it waits
// until everything of this instant has arrived; then connections take turns in the order in which they were begun.
func (p *Platform) arrive(w *clock.Wire, f func()) {
	p.env.Clock.AtRest(w.ID, func() {
		p.queue.Lock()
		defer p.queue.Unlock()
		p.queue.arrived = append(p.queue.arrived, f)
		if len(p.queue.arrived) == 1 {
			// This runs after the last call that waits for rest. If arrivals were queued one by one, they would race
			// with what the first one's turn posts.
			p.env.Clock.AfterFunc(0, func(time.Duration) { p.admit() })
		}
	})
}

// admit queues a turn for each thing that has arrived, before anything that those turns post.
func (p *Platform) admit() {
	p.queue.Lock()
	defer p.queue.Unlock()
	for _, f := range p.queue.arrived {
		p.queueLocked(job{run: f, due: -1})
	}
	p.queue.arrived = nil
}

// Closed reports whether Close was called.
func (p *Platform) Closed() bool {
	p.queue.Lock()
	defer p.queue.Unlock()
	return p.queue.closed
}

func (p *Platform) loop() {
	defer p.stuck.ended()
	defer close(p.loopDone)
	for {
		p.queue.Lock()
		for len(p.queue.jobs) == 0 && !p.queue.closed {
			p.queue.cond.Wait()
		}
		if p.queue.closed {
			for _, j := range p.queue.jobs {
				j.done()
			}
			p.queue.Unlock()
			for t := range p.timers {
				t.timer.Stop()
			}
			if p.background.timer != nil {
				p.background.timer.Stop()
			}
			for _, s := range p.sockets {
				s.abandon()
			}
			return
		}
		j := p.queue.jobs[0]
		p.queue.jobs = p.queue.jobs[1:]
		p.queue.Unlock()
		p.late = 0
		if j.due >= 0 {
			p.late = max(0, p.env.Clock.Now()-j.due)
		}
		if j.own {
			j.run()
		} else if p.keepsPace() {
			p.turn(j.run)
		}
		for _, start := range p.starts {
			start()
		}
		p.starts = nil
		j.done()
	}
}

// start runs f in a goroutine of its own once the running turn has ended. So everything else that the turn does (a
// second call, an abort) comes before anything that the network does.
func (p *Platform) start(f func()) {
	p.tasks.Add(1)
	p.starts = append(p.starts, func() {
		go func() {
			defer p.tasks.Done()
			f()
		}()
	})
}

// Add writes an event with the lateness of the running turn. Past eventLimit the client is broken, and nothing more is
// written.
func (p *Platform) Add(e ledger.Event) ledger.Event {
	e.Late = p.late
	if !p.mayWrite() {
		return e
	}
	return p.env.Ledger.Add(e)
}

// OnRequest calls f when the client begins a request. Call it before the client runs.
func (p *Platform) OnRequest(f func(url string)) { p.onRequest = append(p.onRequest, f) }

// OnSocket calls f when the client asks for a socket, whether the platform has one or not. Call it before the client
// runs.
func (p *Platform) OnSocket(f func(url string)) { p.onSocket = append(p.onSocket, f) }

// CountListeners says what counts the listeners that the client has with its platform; f runs on the loop. Call it
// before the client runs.
func (p *Platform) CountListeners(f func() int) { p.listeners = f }

// Profile is what the platform does with sockets at this moment.
func (p *Platform) Profile() clients.Profile { return p.env.Profile() }

// Rest counts the timers, requests, sockets and listeners that the client holds; zero once the platform is closed. It
// may be called from any goroutine.
func (p *Platform) Rest() clients.Rest {
	answer := make(chan clients.Rest, 1)
	p.post(job{due: -1, own: true, run: func() {
		answer <- clients.Rest{Timers: len(p.timers), Requests: len(p.requests), Sockets: len(p.sockets),
			Listeners: p.listeners()}
	}})
	select {
	case r := <-answer:
		return r
	case <-p.ctx.Done():
		return clients.Rest{}
	}
}

// Close ends the loop, the timers, the requests and the sockets, and waits until they are gone. A turn that does not
// end is left behind: see Stuck.
func (p *Platform) Close() {
	p.queue.Lock()
	p.queue.closed = true
	p.queue.cond.Broadcast()
	p.queue.Unlock()
	p.cancel()
	limit := time.NewTimer(p.stuck.limit)
	defer limit.Stop()
	select {
	case <-p.loopDone:
		p.tasks.Wait()
	case <-limit.C:
		p.stuck.leave()
	}
}

// Timer is a pending call on the loop.
type Timer struct {
	p     *Platform
	timer *clock.Timer
}

// AfterFunc runs f in a turn of its own after d of session time, at least 1 ms.
func (p *Platform) AfterFunc(d time.Duration, f func()) *Timer {
	t := &Timer{p: p}
	p.timers[t] = struct{}{}
	t.timer = p.env.Clock.AfterFunc(max(minTimer, d), func(due time.Duration) {
		p.post(job{due: due, run: func() {
			p.deliver(func() {
				if _, pending := p.timers[t]; pending {
					delete(p.timers, t)
					f()
				}
			})
		}})
	})
	return t
}

// Stop cancels the timer. It does nothing if the timer has fired, or is nil.
func (t *Timer) Stop() {
	if t != nil {
		t.timer.Stop()
		delete(t.p.timers, t)
	}
}

// dial connects to the session's link, whatever the name: no connection of the client leaves the machine. addr is the
// host and port that the client meant.
func (p *Platform) dial(ctx context.Context, addr string, w *clock.Wire) (net.Conn, error) {
	if host, _, err := net.SplitHostPort(addr); err == nil && p.env.Reachable != nil && !p.env.Reachable(host) {
		return nil, syscall.ECONNREFUSED
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", p.env.Addr)
	if err != nil {
		return nil, err
	}
	return clock.NewConn(conn, clock.Client, w), nil
}

// plain turns a URL's secure scheme into the plain one: the platform ends TLS before the fake service.
func plain(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, err
	}
	switch u.Scheme {
	case "https":
		u.Scheme = "http"
	case "wss":
		u.Scheme = "ws"
	}
	return u, nil
}

func wireHeader(w *clock.Wire) http.Header {
	return http.Header{clock.WireHeader: {strconv.FormatInt(w.ID, 10)}}
}

// netError words a network error the way the platform does, without addresses of this machine.
func netError(err error) string {
	s := err.Error()
	for _, known := range []string{errOffline.Error(), errInterrupted.Error(), "connection refused", "connection reset",
		"bad handshake", "EOF", "context canceled"} {
		if strings.Contains(s, known) {
			return known
		}
	}
	return "network error"
}
