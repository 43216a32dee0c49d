package weapp

import (
	"sync"
	"testing"
	"time"

	"github.com/dop251/goja"
	. "github.com/onsi/gomega"
	"go.uber.org/goleak"

	"nimcert/clients"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/ledger/ledgertest"
)

// Every test closes its host and its service; a goroutine that they leave running fails the whole package. The clock of
// regular expressions' time-outs ends some seconds after the last of them.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/dlclark/regexp2/v2.runClock"))
}

// stage is a host with its service.
type stage struct {
	*ledgertest.Bench
	*Host
	t      *testing.T
	clock  *clock.Clock
	ledger *ledger.Ledger
	srv    *service
	rules  clients.Profile

	mu     sync.Mutex
	breaks []string // what Env.Broken was told
}

func start(t *testing.T) *stage {
	t.Helper()
	return startSeed(t, 1)
}

func (s *stage) profile() clients.Profile { return s.rules }

func startSeed(t *testing.T, seed int64) *stage {
	t.Helper()
	return startOn(t, clients.DefaultProfile(), seed)
}

// startOn is startSeed on another platform.
func startOn(t *testing.T, on clients.Profile, seed int64) *stage {
	t.Helper()
	b := ledgertest.New(t, clock.Skip)
	s := &stage{Bench: b, t: t, clock: b.Clock, ledger: b.Ledger, srv: serve(b), rules: on}
	s.Host = New(clients.Env{
		Clock: b.Clock, Ledger: s.ledger, Addr: s.srv.Addr, Seed: seed, Profile: s.profile, Globals: true,
		Broken: func(err error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.breaks = append(s.breaks, err.Error())
		},
	})
	t.Cleanup(func() {
		s.Close()
		s.srv.Close()
	})
	return s
}

func (s *stage) compile(name, source string) *Program {
	s.t.Helper()
	p, err := Compile(name, source)
	s.Expect(err).NotTo(HaveOccurred())
	return p
}

// load runs a script to its end.
func (s *stage) load(source string) {
	s.t.Helper()
	s.Load(s.compile("app.js", source), func(*goja.Runtime, *goja.Object) error { return nil })
	s.settle()
}

// settle returns once the turns posted so far are over.
func (s *stage) settle() { s.Rest() }

// pass lets d of session time go by and is back in that instant.
func (s *stage) pass(d time.Duration) {
	s.t.Helper()
	s.wait(d)
	s.settle() // timers that became due in the same instant have run
}

// wait is pass for a program that may be suspended.
func (s *stage) wait(d time.Duration) { s.Wait(d) }

// await waits for an event and is back in its instant.
func (s *stage) await(filters ...ledger.Filter) ledger.Event {
	s.t.Helper()
	return s.Await(0, filters...)
}

func (s *stage) lines() string { return ledgertest.Lines(s.ledger) }

// details returns what the events of a kind say.
func (s *stage) details(kind ledger.Kind) []string {
	out := []string{}
	for _, e := range s.ledger.Timeline().Where(ledger.Is(kind)) {
		out = append(out, e.Detail)
	}
	return out
}

// logs returns what the script wrote to the console.
func (s *stage) logs() []string { return s.details(ledger.Console) }

// prints checks what the script wrote to the console so far.
func (s *stage) prints(want ...string) {
	s.t.Helper()
	s.settle()
	s.Expect(s.logs()).To(Equal(append([]string{}, want...)), s.lines())
}

// says is a filter for a line on the console.
func says(text string) ledger.Filter {
	return func(e ledger.Event) bool { return e.Kind == ledger.Console && e.Detail == text }
}

// broken returns what Env.Broken was told.
func (s *stage) broken() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.breaks...)
}
