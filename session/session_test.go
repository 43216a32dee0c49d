package session

import (
	"context"
	"errors"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"go.uber.org/goleak"

	"nimcert/clients"
	"nimcert/clients/platform"
	"nimcert/clock"
	"nimcert/ledger"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, expressions) }

// stub is a client that does nothing by itself.
type stub struct {
	clients.Verbs
	clients.Callbacks
	p *platform.Platform
}

func (s *stub) SetNetwork(kind string) { s.p.SetNetwork(kind, nil) }

func (s *stub) Rest() clients.Rest { return s.p.Rest() }
func (s *stub) Close()             { s.p.Close() }

type factory struct {
	made func(clients.Env, *stub)
}

func (factory) Subject() clients.Subject                  { return clients.Subject{Name: "stub"} }
func (factory) Capabilities() map[clients.Capability]bool { return nil }
func (factory) Policy() clients.Policy                    { return clients.Policy{MaxDelay: 8 * time.Second} }
func (f factory) New(env clients.Env) (clients.Client, error) {
	s := &stub{p: platform.New(env, nil)}
	if f.made != nil {
		f.made(env, s)
	}
	return s, nil
}

func start(t *testing.T, o Options, made func(clients.Env, *stub)) *Session {
	t.Helper()
	o.Client = factory{made}
	if o.Mode == "" {
		o.Mode = clock.Skip
	}
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestPassSkipsWaiting(t *testing.T) {
	g := NewWithT(t)
	s := start(t, Options{}, nil)
	begin := time.Now()
	s.Pass(10 * time.Hour)
	g.Expect(s.Now()).To(BeNumerically("~", 10*time.Hour, time.Second))
	g.Expect(time.Since(begin)).To(BeNumerically("<", 10*time.Second))
	g.Expect(s.Stats().Idle).To(BeNumerically("<", time.Second))
}

func TestPassTakesItsTimeOnARealClock(t *testing.T) {
	g := NewWithT(t)
	s := start(t, Options{Mode: clock.Real}, nil)
	begin := time.Now()
	s.Pass(50 * time.Millisecond)
	g.Expect(time.Since(begin)).To(BeNumerically(">=", 50*time.Millisecond))
}

func TestTimeStandsStillWhileTheScenarioActs(t *testing.T) {
	g := NewWithT(t)
	fired := make(chan struct{})
	s := start(t, Options{}, func(env clients.Env, c *stub) {
		c.p.Post(func() { c.p.AfterFunc(time.Minute, func() { close(fired) }) })
	})
	s.Rest() // the timer is set
	before := s.Now()
	for range 1000 {
		s.Mark("busy")
	}
	g.Expect(s.Now()).To(Equal(before))
	g.Expect(fired).NotTo(BeClosed())
	s.Pass(time.Minute + time.Millisecond)
	g.Expect(fired).To(BeClosed())
}

// What is due in the same instant comes first, with all that it causes; then the scenario goes on, alone.
func TestTheScenarioGoesOnWhenTheInstantHasComeToRest(t *testing.T) {
	g := NewWithT(t)
	s := start(t, Options{}, func(env clients.Env, c *stub) {
		c.p.Post(func() {
			for range 100 {
				c.p.AfterFunc(time.Minute, func() {
					c.p.Add(ledger.Event{Who: ledger.Client, Kind: ledger.Attempt})
					c.p.Do(platform.Request{URL: "https://lbs.netease.im/lbs/wxwebconf.jsp", Method: "GET",
						Timeout: time.Second}, func(platform.Response) {})
				})
			}
		})
	})
	s.Rest() // the timers are set
	s.Pass(time.Minute)
	seen := s.Timeline()
	g.Expect(seen.Where(ledger.Is(ledger.Attempt))).To(HaveLen(100))
	g.Expect(seen.Where(ledger.Is(ledger.LBSRequest))).To(HaveLen(100))
	g.Expect(seen.Where(ledger.Is(ledger.RequestEnd))).To(BeEmpty(), "the answers wait until the scenario waits")
	s.Mark("busy")
	g.Expect(s.Timeline()).To(HaveLen(len(seen) + 1))
	s.Pass(1)
	g.Expect(s.Timeline().Where(ledger.Is(ledger.RequestEnd))).NotTo(BeEmpty())
}

func TestAwait(t *testing.T) {
	g := NewWithT(t)
	s := start(t, Options{}, func(env clients.Env, c *stub) {
		c.p.Post(func() {
			c.p.AfterFunc(3*time.Second,
				func() { c.p.Add(ledger.Event{Who: ledger.Client, Kind: ledger.Connected, Instance: "alice"}) })
		})
	})
	begin := s.Mark("begin")
	_, ok := s.Await(begin, 2*time.Second, ledger.Is(ledger.Connected))
	g.Expect(ok).To(BeFalse(), "it comes after three seconds")
	e, ok := s.Await(begin, 2*time.Second, ledger.Is(ledger.Connected))
	g.Expect(ok).To(BeTrue())
	g.Expect(e.At).To(Equal(s.Now()), "the scenario goes on in the instant of the event")
	again, ok := s.Await(begin, time.Second, ledger.Is(ledger.Connected))
	g.Expect(ok).To(BeTrue(), "what has happened already is found at once")
	g.Expect(again).To(Equal(e))
	_, ok = s.Await(e, time.Second, ledger.Is(ledger.Connected))
	g.Expect(ok).To(BeFalse(), "only what comes behind counts")
}

func TestTheEndOfASessionEndsItsWaits(t *testing.T) {
	broken := errors.New("it loops")
	for _, tc := range []struct {
		name string
		o    Options
		made func(clients.Env, *stub)
		want error
	}{
		{"a client that breaks", Options{}, func(env clients.Env, c *stub) { c.p.Post(func() { env.Broken(broken) }) },
			broken},
		{"a client that never comes to rest", Options{Budget: 50 * time.Millisecond}, func(env clients.Env, c *stub) {
			var again func()
			again = func() { c.p.AfterFunc(10*time.Millisecond, again) } // slow enough to be no flood
			c.p.Post(again)
		}, ErrBudget},
		{"a client that keeps the clock", Options{Budget: 50 * time.Millisecond},
			func(env clients.Env, c *stub) { env.Clock.Work() }, ErrBudget},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := NewWithT(t)
			s := start(t, tc.o, tc.made)
			s.Pass(1000 * time.Hour)
			g.Expect(s.Err()).To(MatchError(tc.want))
			_, ok := s.Await(ledger.Event{}, time.Hour, ledger.Is(ledger.Connected))
			g.Expect(ok).To(BeFalse(), "a session that has ended waits for nothing")
		})
	}
}

func TestAClientThatComputesForEverIsNotWaitedFor(t *testing.T) {
	g := NewWithT(t)
	release := make(chan struct{})
	s := start(t, Options{Budget: 50 * time.Millisecond},
		func(_ clients.Env, c *stub) { c.p.Post(func() { <-release }) })
	t.Cleanup(func() { close(release) }) // before the session is closed: cleanups run last to first
	s.Pass(time.Hour)
	g.Expect(s.Err()).To(MatchError(ErrBudget))
	rest := make(chan clients.Rest, 1)
	go func() { rest <- s.Rest() }()
	g.Eventually(rest).WithTimeout(time.Minute).Should(Receive(Equal(clients.Rest{})))
}

func TestInterrupt(t *testing.T) {
	g := NewWithT(t)
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx, Options{Client: factory{}, Mode: clock.Real})
	g.Expect(err).NotTo(HaveOccurred())
	defer s.Close()
	cancel()
	s.Pass(time.Hour)
	g.Expect(s.Err()).To(MatchError(context.Canceled))
}
