// Package session is one run of one scenario: a client under test, a fake service, the network between them, the clock
// and the ledger, and the verbs that specs use. Specs never touch a socket, a packet or Toxiproxy.
package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"nimcert/clients"
	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/internal/limits"
	"nimcert/ledger"
	"nimcert/netfaults"
)

// DefaultBudget is the real time that one session may take on a skipping clock. The longest session of the catalogue
// takes under 1 s; one that needs 30 s will not end.
const DefaultBudget = 30 * time.Second

// Options of a session.
type Options struct {
	Client clients.Factory
	Mode   clock.Mode
	// Platform is what the client runs on; the zero value is the default profile.
	Platform clients.Profile
	// Seed and Scenario decide everything that the client can see of this session: names, texts, date, phone, random
	// numbers. The same two give the same session.
	Seed     int64
	Scenario string
	// Numbers seeds the client's random numbers in place of Seed, unless it is 0.
	Numbers int64
	// Globals says that the scenario asks what became of the realm's globals: see clients.Env.
	Globals bool
	// Budget is real time; 0 means DefaultBudget on a skipping clock and none on a real one. Time in which the machine
	// was too busy to run this process does not count.
	Budget time.Duration
}

// Session is alive between Start and Close. Its methods belong to one goroutine, the scenario's: session time stands
// still while that goroutine does anything but wait.
type Session struct {
	clients.Verbs
	Policy       clients.Policy
	Capabilities map[clients.Capability]bool

	ctx     context.Context
	stop    context.CancelCauseFunc
	clock   *clock.Clock
	ledger  *ledger.Ledger
	server  *fakeserver.Server
	link    *netfaults.Link
	traffic *traffic
	client  clients.Client
	factory clients.Factory
	env     clients.Env // of the program that runs
	cast    *cast
	work    func() // ends the scenario's hold on the clock
	once    sync.Once
	budget  *limits.Watchdog // nil without one
	network string           // the device's network; empty until it changes

	rules     sync.Mutex // what the platform reads from its own goroutines
	reachable func(host string) bool
	platform  clients.Profile
}

// ErrHarness is wrapped by the error of a session that ended because of the harness and not of the client.
var ErrHarness = errors.New("the harness could not go on")

// ErrBudget ends a session that did not come to rest within its budget of real time.
var ErrBudget error = clients.Faultf("fault.budget",
	"the session did not end within its budget of real time: the client keeps the host busy, "+
		"or something under way never arrives")

// numbers is the seed of the client's random numbers.
func (o Options) numbers(c *cast) int64 {
	if o.Numbers != 0 {
		c = newCast(o.Numbers, o.Scenario)
	}
	return c.number("client")
}

// Start brings up a session. ctx ends it early (Ctrl-C).
func Start(ctx context.Context, o Options) (*Session, error) {
	ctx, stop := context.WithCancelCause(ctx)
	cast := newCast(o.Seed, o.Scenario)
	s := &Session{ctx: ctx, stop: stop, cast: cast, clock: clock.New(o.Mode, cast.wall()), Policy: o.Client.Policy(),
		Capabilities: o.Client.Capabilities(), platform: o.Platform.OrDefault()}
	s.ledger = ledger.New(s.clock)
	s.ledger.Translate(cast.told)
	if !s.platform.ClosingCounts {
		s.ledger.Add(ledger.Event{Who: ledger.Host, Kind: ledger.ClosingFree})
	}
	s.traffic = newTraffic(s.clock)
	s.work = s.clock.Work()
	if o.Budget == 0 && o.Mode == clock.Skip {
		o.Budget = limits.Real(DefaultBudget)
	}
	if o.Budget > 0 {
		s.budget = newBudget(o.Budget, waitedForProcessors, func() { stop(ErrBudget) })
	}
	var err error
	if s.server, err = fakeserver.Start(
		fakeserver.Options{Clock: s.clock, Ledger: s.ledger, Seed: cast.number("service")}); err != nil {
		s.Close()
		return nil, err
	}
	if s.link, err = netfaults.New(netfaults.Options{
		Upstream: s.server.Addr(),
		After:    func(d time.Duration, f func()) { s.clock.AfterFunc(d, func(time.Duration) { f() }) },
		Traffic:  s.traffic,
	}); err != nil {
		s.Close()
		return nil, err
	}
	s.env = clients.Env{
		Clock: s.clock, Ledger: s.ledger, Addr: s.link.Addr(), Seed: o.numbers(cast), AppKey: cast.appKey(),
		Device: phone(cast.device(), s.platform),
		Reachable: func(host string) bool {
			s.rules.Lock()
			defer s.rules.Unlock()
			return s.reachable == nil || s.reachable(host)
		},
		Profile: s.Platform,
		Globals: o.Globals,
		Broken:  func(err error) { stop(err) },
	}
	s.factory = o.Client
	if s.client, err = s.factory.New(s.env); err != nil {
		s.Close()
		return nil, err
	}
	cast.knows = s.server.SetToken
	s.Verbs = spoken{s.client, cast}
	return s, nil
}

// Close ends everything that the session started.
func (s *Session) Close() {
	s.once.Do(func() {
		if s.budget != nil {
			s.budget.Stop()
		}
		s.stop(nil)
		if s.client != nil {
			s.client.Close()
		}
		if s.link != nil {
			_ = s.link.Close()
		}
		if s.server != nil {
			_ = s.server.Close()
		}
		s.clock.Stop()
	})
}

// Err says why the session cannot go on: the client broke, the budget is used up, or the run was interrupted. It is nil
// while it can.
func (s *Session) Err() error {
	if s.ctx.Err() == nil {
		return nil
	}
	return context.Cause(s.ctx)
}

// Timeline returns everything that was seen so far.
func (s *Session) Timeline() ledger.Timeline { return s.ledger.Timeline() }

// Now is the session time.
func (s *Session) Now() time.Duration { return s.clock.Now() }

// Stats says where real time went.
func (s *Session) Stats() clock.Stats { return s.clock.Stats() }

// Rest counts what the client still holds at its platform.
func (s *Session) Rest() clients.Rest {
	rest := make(chan clients.Rest, 1)
	go func() { rest <- s.client.Rest() }() // the work ends with the client at the latest
	select {
	case r := <-rest:
		return r
	case <-s.ctx.Done(): // the client may compute forever and never answer
		return clients.Rest{}
	}
}

// phone returns the device, or one with iOS up to 15 where the platform's profile is of such, with the base library of
// the profile if that names one.
func phone(d clients.Device, p clients.Profile) clients.Device {
	if p.PromiseTasks {
		d = clients.OldPhone()
	}
	d.SDKVersion = cmp.Or(p.BaseLibrary, d.SDKVersion)
	return d
}

// Platform is what the client runs on, at this moment.
func (s *Session) Platform() clients.Profile {
	s.rules.Lock()
	defer s.rules.Unlock()
	return s.platform
}

// Client is the client under test, for calls that only some clients have.
func (s *Session) Client() clients.Client { return s.client }

// Mark writes a line of the scenario to the time line and returns it. Its effects come after it.
func (s *Session) Mark(format string, args ...any) ledger.Event {
	return s.ledger.Add(ledger.Event{Who: ledger.Test, Kind: ledger.Mark, Detail: fmt.Sprintf(format, args...)})
}

// Broke writes to the time line that the scenario itself broke, and where.
func (s *Session) Broke(detail string) {
	s.ledger.Add(ledger.Event{Who: ledger.Test, Kind: ledger.Broken, Detail: detail})
}

func (s *Session) act(instance, format string, args ...any) ledger.Event {
	return s.ledger.Add(
		ledger.Event{Who: ledger.Test, Kind: ledger.Act, Instance: instance, Detail: fmt.Sprintf(format, args...)})
}

// Pass lets d of session time go by.
func (s *Session) Pass(d time.Duration) {
	s.wait(func(wake func()) (cancel func()) {
		t := s.clock.AfterFunc(d, func(time.Duration) { wake() })
		return func() { t.Stop() }
	})
}

// Await waits for a matching event after number `after`, for at most `within` of session time. It reports whether one
// came.
func (s *Session) Await(after ledger.Event, within time.Duration, filters ...ledger.Filter) (ledger.Event, bool) {
	var found ledger.Event
	ok := false
	match := ledger.All(filters...)
	s.wait(func(wake func()) (cancel func()) {
		t := s.clock.AfterFunc(within, func(time.Duration) { wake() })
		stop := s.ledger.OnNext(after.Seq, match, func(e ledger.Event) {
			found, ok = e, true
			wake()
		})
		return func() {
			t.Stop()
			stop() // takes the ledger's lock, so the event that was found is safe to read
		}
	})
	return found, ok
}

// scenario is the scenario's place among the calls that wait for rest. It acts alone, before arrivals are handed to the
// client.
const scenario = -1

// wait gives up the scenario's hold on the clock until wake is called or the session ends. It takes the hold back in
// the same instant, once everything that the waking event caused has come to rest.
func (s *Session) wait(arm func(wake func()) (cancel func())) {
	woken := make(chan func(), 1)
	var once sync.Once
	cancel := arm(func() { once.Do(func() { s.clock.AtRest(scenario, func() { woken <- s.clock.Work() }) }) })
	s.give(woken)
	once.Do(func() {}) // nobody wakes us any more
	cancel()
	select {
	case extra := <-woken: // woken and ended in the same instant
		extra()
	default:
	}
}

// Settle waits, in no session time, until everything of this instant has happened and has been handed to the client.
// Then no callback of the client is due that has not run, and what the service is told to do comes behind its answers
// to what the client sent before.
func (s *Session) Settle() {
	woken := make(chan func(), 1)
	s.clock.AfterFunc(0, func(time.Duration) { s.clock.AtRest(clock.Last, func() { woken <- s.clock.Work() }) })
	s.give(woken)
}

// give gives up the scenario's hold on the clock until it is taken back or the session ends.
func (s *Session) give(woken <-chan func()) {
	s.work()
	select {
	case s.work = <-woken:
	case <-s.ctx.Done():
		s.work = s.clock.Work()
	}
}
